import Foundation
import TestSupport
import Testing

@testable import JeoulTokenizing

/// The pass for several patterns against a pass for each, which `SplitterTests` compare with the regular expressions.
@Suite("one pass for several patterns") struct SharedSplitterTests {
    /// Where the patterns differ, and what is irregular.
    private static let units = [
        "1", "12", "123", "1234", " 1", "  1", "가", " 가", "a", " b", "A", "aB", "가A", "가Ab", "'s", "'S", "''", "'",
        "!", "!a", "·", "·가", " !", "…a", "“가", "/", "!\n", "\n", "\r\n", "\r", "\r\r\n", " ", "  ", "\u{A0}",
        "\u{A0}a", "\u{3000}", "é", "e\u{301}", "🎉", "ㅋㅋ", ".", ",", "漢字", "\t", "\u{0}", "ǅ", "٣", "\n\n",
    ]

    @Test("of random text", arguments: [21, 22, 23, 24]) func randomText(seed: UInt64) {
        let check = SharedSplitterCheck()
        var random = SeededRandom(seed: seed)
        for round in 0..<60 {
            // A few texts are longer than the scanner's window of 16 kB.
            let length = round % 30 == 0 ? 40_000 : Int.random(in: 1...400, using: &random)
            let text = MixedText.make(length: length, using: &random)
            let fault = check.fault(in: text)
            #expect(fault == nil, "seed \(seed), round \(round): \(escaped(text.prefix(400)))")
            if fault != nil { return }
        }
    }

    @Test("of random text of what the patterns cut differently", arguments: [31, 32, 33, 34])
    func differences(seed: UInt64) {
        let check = SharedSplitterCheck()
        var random = SeededRandom(seed: seed)
        for round in 0..<120 {
            let few = (0..<Int.random(in: 2...8, using: &random)).map { _ in
                Self.units.randomElement(using: &random)!
            }
            var text: [UInt8] = []
            let length = round % 40 == 0 ? 20_000 : Int.random(in: 1...300, using: &random)
            while text.count < length { text += Array(few.randomElement(using: &random)!.utf8) }
            let fault = check.fault(in: text)
            #expect(fault == nil, "seed \(seed), round \(round): \(escaped(text.prefix(300)))")
            if fault != nil { return }
        }
    }

    @Test("of each construct at every offset of a block") func alignments() {
        let check = SharedSplitterCheck(
            subsets: [SplitPattern.allCases, [.gpt2, .o200k], [.cl100k, .llama3], [.gpt2, .qwen2]], kernels: [.best])
        var random = SeededRandom(seed: 2)
        for construct in MixedText.constructs + Self.units {
            for offset in 0..<64 {
                let filler = MixedText.fillers.randomElement(using: &random)!
                let follower = (MixedText.fillers + ["", "", "\n"]).randomElement(using: &random)!
                let text = MixedText.filler(filler, length: offset) + Array((construct + follower).utf8)
                let fault = check.fault(in: text)
                #expect(fault == nil, "\(construct.debugDescription) at \(offset) after \(filler)")
                if fault != nil { return }
            }
        }
    }

    @Test("of every text of up to four characters, each a line") func shortTexts() {
        let alphabet = ["a", "A", "'", "s", "1", " ", "!", "/", "\r", "\u{A0}", "é", "가", "·", "…"]
        var text: [UInt8] = []
        var shorter = [""]
        for _ in 1...4 {
            shorter = shorter.flatMap { start in alphabet.map { start + $0 } }
            for line in shorter { text += Array(line.utf8) + [0x0A] }
        }
        #expect(SharedSplitterCheck(kernels: [.best]).fault(in: text) == nil)
    }

    /// Line ends at every offset, where a batch may end between a CR and its LF too.
    @Test("of texts of line ends") func lineEnds() {
        let check = SharedSplitterCheck(subsets: [SplitPattern.allCases, [.gpt2, .o200k]])
        var texts = [""]
        var shorter = [""]
        for _ in 1...4 {
            shorter = shorter.flatMap { start in ["a", "\n", "\r", " 1"].map { start + $0 } }
            texts += shorter
        }
        for offset in [0, 61, 62, 63] {
            for start in [[UInt8](repeating: UInt8(ascii: "b"), count: offset), MixedText.filler(" 1", length: offset)]
            {
                for text in texts {
                    let fault = check.fault(in: start + Array(text.utf8))
                    #expect(fault == nil, "\(text.debugDescription) at \(offset)")
                    if fault != nil { return }
                }
            }
        }
    }

    @Test("of more pieces and documents than a batch holds") func manyPreTokens() {
        let check = SharedSplitterCheck(subsets: [SplitPattern.allCases, [.gpt2, .o200k], [.cl100k, .llama3]])
        let units = Self.units + ["a\n", " \n", " 1\n", "é\n", "é 1", "1234 ", "!a 12\n", "é1!a", "a 1\r\n", "a.b 12 "]
        for unit in units {
            for count in [2047, 2048, 5000] {
                let text = Array(String(repeating: unit, count: count).utf8)
                #expect(check.fault(in: text) == nil, "\(count) times \(unit.debugDescription)")
            }
        }
    }

    /// The CR is the last byte of the block that fills the batch, so that its document ends in the next one.
    @Test("of a line end that two batches share", arguments: ["b", "1"]) func lineEndBetweenBatches(_ letter: String) {
        let check = SharedSplitterCheck(subsets: [SplitPattern.allCases, [.cl100k, .llama3], [.gpt2, .qwen2]])
        for blocks in [20, 30, 31, 40, 42, 62, 63, 64] {
            for last in 20...31 {
                var text = Array(String(repeating: " " + letter, count: blocks * 32).utf8)
                for _ in last..<32 { text += MixedText.filler("b", length: 63) + [0x20] }
                text += MixedText.filler(" " + letter, length: 2 * last) + MixedText.filler("b", length: 63 - 2 * last)
                text += Array("\r\n d\r\n".utf8)
                #expect(check.fault(in: text) == nil, "\(blocks) blocks, \(last) pieces in the last one")
            }
        }
    }

    @Test("of long runs") func longRuns() {
        let check = SharedSplitterCheck(subsets: [SplitPattern.allCases, [.gpt2, .o200k]])
        for unit in MixedText.fillers + ["A", "é", "É", "\u{A0}", "\u{301}", "🎉", "'", "/", "ǅ", "\u{0}", "٣", "\t"] {
            let run = String(repeating: unit, count: 20_000 / unit.utf8.count)
            for text in [run, run + "a", "a" + run + "\n", run + "A", "\n" + run + " a", "é" + run] {
                #expect(check.fault(in: Array(text.utf8)) == nil, "a run of \(unit.debugDescription)")
            }
        }
    }
}

/// The same on real text.
@Suite(
    "one pass for several patterns on real text",
    .enabled(if: SharedData.isUsable, Comment(rawValue: SharedData.absence)))
struct RealTextSharedSplitterTests {
    @Test("corpora") func corpora() throws {
        for name in SharedCorpus.small.filter({ !$0.hasSuffix(".jsonl") }) + ["nsmc.txt"] {
            let corpus = try #require(try SharedCorpus(name, limit: 300_000))
            #expect(SharedSplitterCheck().fault(in: Array(corpus.text)) == nil, "\(name)")
        }
    }

    @Test("adversarial documents") func adversarial() throws {
        let corpus = try #require(try SharedCorpus("adversarial.jsonl"))
        for (number, range) in corpus.documents.enumerated() {
            let fault = SharedSplitterCheck().fault(in: Array(corpus.text[range]))
            #expect(fault == nil, "document \(number)")
            if fault != nil { return }
        }
    }
}
