import Foundation
import TestSupport
import Testing

@testable import JeoulTokenizing

/// Both splitters, on every kernel of this machine, against the original regular expressions. Equal pre-tokens also say that
/// the pre-tokens tile each document, which is checked of the expected ones.
@Suite("splitters against the regular expressions") struct SplitterTests {
    @Test("of each construct at every offset of a block", arguments: SplitPattern.allCases)
    func alignments(_ pattern: SplitPattern) {
        let check = SplitterCheck(pattern)
        var random = SeededRandom(seed: 1)
        for construct in MixedText.constructs {
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

    /// In one text, so that the masks and the scalar splitter hand over to one another all the time.
    @Test("of each construct at every offset, one after another", arguments: SplitPattern.allCases)
    func alignmentsInOneText(_ pattern: SplitPattern) {
        let check = SplitterCheck(pattern)
        for filler in ["a", "가", " ", "…"] {
            var text: [UInt8] = []
            for construct in MixedText.constructs {
                for offset in 0..<64 {
                    text += MixedText.filler(filler, length: (offset - text.count) & 63) + Array(construct.utf8)
                }
            }
            #expect(check.fault(in: text) == nil, "filler \(filler)")
        }
    }

    @Test("of random text", arguments: SplitPattern.allCases, [11, 12, 13, 14])
    func randomText(_ pattern: SplitPattern, seed: UInt64) {
        let check = SplitterCheck(pattern)
        var random = SeededRandom(seed: seed)
        for round in 0..<150 {
            // A few texts are longer than the scanner's window of 16 kB.
            let length = round % 50 == 0 ? 40_000 : Int.random(in: 1...400, using: &random)
            let text = MixedText.make(length: length, using: &random)
            let fault = check.fault(in: text)
            #expect(fault == nil, "seed \(seed), round \(round): \(escaped(text.prefix(400)))")
            if fault != nil { return }
        }
    }

    @Test("of every text of up to four characters, each a line", arguments: SplitPattern.allCases)
    func shortTexts(_ pattern: SplitPattern) {
        let alphabet = ["a", "A", "'", "s", "1", " ", "!", "/", "\r", "\u{A0}", "é", "가", "·", "…", "\u{301}", "ǅ"]
        var text: [UInt8] = []
        var shorter = [""]
        for _ in 1...4 {
            shorter = shorter.flatMap { start in alphabet.map { start + $0 } }
            for line in shorter { text += Array(line.utf8) + [0x0A] }
        }
        #expect(SplitterCheck(pattern).fault(in: text) == nil)
    }

    @Test("of texts of line ends", arguments: SplitPattern.allCases) func lineEnds(_ pattern: SplitPattern) {
        let check = SplitterCheck(pattern)
        var texts = [""]
        var shorter = [""]
        for _ in 1...6 {
            shorter = shorter.flatMap { start in ["a", "\n", "\r"].map { start + $0 } }
            texts += shorter
        }
        texts += ["가", " ", "\u{A0}", "!", "1", "é\r"].flatMap {
            ["\($0)\n", "\($0)\r\n", "\($0)\r\r\n", "\n\($0)", "\($0)\n\($0)"]
        }
        for offset in [0, 61, 62, 63] {
            let prefix = [UInt8](repeating: UInt8(ascii: "b"), count: offset)
            for text in texts {
                let fault = check.fault(in: prefix + Array(text.utf8))
                #expect(fault == nil, "\(text.debugDescription) at \(offset)")
                if fault != nil { return }
            }
        }
    }

    @Test("of more pieces and documents than a batch holds", arguments: SplitPattern.allCases)
    func manyPreTokens(_ pattern: SplitPattern) {
        let check = SplitterCheck(pattern)
        for unit in ["\n", "\r\n", "a\n", "a b", " \n", "\r\r\n", "é\n", "é 1", "가!", "\u{A0}", "'s", "aB", "1234 "] {
            for count in [4095, 4096, 4097, 9000] {
                let text = Array(String(repeating: unit, count: count).utf8)
                #expect(check.fault(in: text) == nil, "\(count) times \(unit.debugDescription)")
            }
        }
    }

    /// The CR is the last byte of the block that fills the batch, so that its document ends in the next one.
    @Test("of a line end that two batches share", arguments: SplitPattern.allCases)
    func lineEndBetweenBatches(_ pattern: SplitPattern) {
        let check = SplitterCheck(pattern)
        // 127 blocks of 32 pre-tokens, then of one, and a last block with what is missing to a full batch.
        for last in 20...31 {
            var text = Array(String(repeating: " b", count: 127 * 32).utf8)
            for _ in last..<32 { text += MixedText.filler("b", length: 63) + [0x20] }
            text += MixedText.filler(" b", length: 2 * last) + MixedText.filler("b", length: 63 - 2 * last)
            text += Array("\r\n d\r\n".utf8)
            #expect(check.fault(in: text) == nil, "\(last) pieces in the last block")
        }
    }

    /// Blocks that need nothing but their masks, over many windows, with what interrupts them here and there.
    @Test("of plain Korean, several windows long", arguments: SplitPattern.allCases, [15, 16, 17])
    func plainKorean(_ pattern: SplitPattern, seed: UInt64) {
        let check = SplitterCheck(pattern)
        var random = SeededRandom(seed: seed)
        let words = [
            "12", "7", "2024", "1,234", "a", "the", "Jeoul", "iPhone", "aB", "KT", "ABCd", "가A", "A가", "(가나)", "“가”",
            "…",
            "!", "!!", "·가", "ㅋㅋ", "漢字", "3일", "가.", "나?", "1", "!1", "a1b",
        ]
        let ends = [" ", " ", " ", " ", " ", " ", "  ", "   ", "", ".\n", "\n", "\n\n", "\r\n", " \n", "\n "]
        for round in 0..<3 {
            // Seldom, now and then, or often something that is not a word and a space.
            let rarity = [400, 30, 4][round]
            var text: [UInt8] = []
            while text.count < 60_000 {
                let isPlain = Int.random(in: 0..<rarity, using: &random) > 0
                text += RandomKorean.syllables(Int.random(in: 1...6, using: &random), using: &random)
                if !isPlain {
                    if Bool.random(using: &random) { text.append(0x20) }
                    text += Array(words.randomElement(using: &random)!.utf8)
                }
                text += Array((isPlain ? " " : ends.randomElement(using: &random)!).utf8)
                // A block's edge, now and then, at a space, a symbol, a digit or a line's end.
                if Int.random(in: 0..<rarity, using: &random) == 0 {
                    text += MixedText.filler("b", length: (63 - text.count) & 63)
                    text += Array(
                        [" ", "  ", "!", "1", "\n", "\r\n", "A", "…", " !", "가 "].randomElement(using: &random)!.utf8)
                }
            }
            let fault = check.fault(in: text)
            #expect(fault == nil, "seed \(seed), round \(round)")
            if fault != nil { return }
        }
    }

    @Test("of long runs", arguments: SplitPattern.allCases) func longRuns(_ pattern: SplitPattern) {
        let check = SplitterCheck(pattern)
        for unit in MixedText.fillers + ["A", "é", "É", "\u{A0}", "\u{301}", "🎉", "'", "/", "ǅ", "\u{0}", "٣", "\t"] {
            let run = String(repeating: unit, count: 20_000 / unit.utf8.count)
            for text in [run, run + "a", "a" + run + "\n", run + "A", "\n" + run + " a"] {
                #expect(check.fault(in: Array(text.utf8)) == nil, "a run of \(unit.debugDescription)")
            }
        }
    }
}

/// The same on real text.
@Suite("splitters on real text", .enabled(if: SharedData.isUsable, Comment(rawValue: SharedData.absence)))
struct RealTextSplitterTests {
    @Test("corpora", arguments: SplitPattern.allCases) func corpora(_ pattern: SplitPattern) throws {
        let check = SplitterCheck(pattern)
        for name in SharedCorpus.small.filter({ !$0.hasSuffix(".jsonl") }) + ["nsmc.txt"] {
            let corpus = try #require(try SharedCorpus(name, limit: 1_000_000))
            #expect(check.fault(in: Array(corpus.text)) == nil, "\(name)")
        }
    }

    @Test("adversarial documents", arguments: SplitPattern.allCases) func adversarial(_ pattern: SplitPattern) throws {
        let check = SplitterCheck(pattern)
        let corpus = try #require(try SharedCorpus("adversarial.jsonl"))
        var beyond = 0
        for (number, range) in corpus.documents.enumerated() {
            let text = Array(corpus.text[range])
            if text.withUnsafeBufferPointer(check.isBeyondOracle) {
                beyond += 1
                continue
            }
            let fault = check.fault(in: text)
            #expect(fault == nil, "document \(number)")
            if fault != nil { return }
        }
        #expect(beyond < corpus.documents.count / 20)
    }
}
