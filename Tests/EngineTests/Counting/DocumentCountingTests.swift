@testable import JeoulText
import Foundation
import TestSupport
import Testing

@testable import JeoulTokenizing

/// Counting and encoding through the table of pre-tokens against encoding each document by itself.
@Suite("counting documents") struct DocumentCountingTests {
    /// As many vocabularies as asked for, the bundled ones again and again.
    private static func tokenizers(_ count: Int) throws -> [any TokenizerModel] {
        try (0..<count).map { try TestTokenizers.tokenizer(TestTokenizers.bundled[$0 % TestTokenizers.bundled.count]) }
    }

    /// Sets of one seed, as lines and apart.
    private static func sets(_ count: Int, seed: UInt64) -> [(set: DocumentSet, layout: DocumentLayout)] {
        var random = SeededRandom(seed: seed)
        let documents = DocumentSet.documents(count, using: &random)
        let lines = DocumentSet(lines: documents, using: &random)
        let apart = DocumentSet(apart: documents, using: &random)
        return [(lines, .lines), (apart, .ranges(apart.ranges))]
    }

    @Test("counts for several vocabularies", arguments: [1, 2, 3, 9, 17], [81, 82])
    func counts(_ vocabularies: Int, seed: UInt64) throws {
        let tokenizers = try Self.tokenizers(vocabularies)
        let counter = DocumentCounter(tokenizers)
        let session = counter.session()
        for (set, layout) in Self.sets(300, seed: seed) {
            // The second pass finds every pre-token in the table.
            for pass in ["cold", "warm"] {
                let counts = try withExactCopy(set.text) { try session.count($0, layout: layout) }
                #expect(counts.count == vocabularies)
                for (index, tokenizer) in tokenizers.prefix(TestTokenizers.bundled.count).enumerated() {
                    let expected = try slowIDs(set.text, set.ranges, tokenizer).map { UInt32($0.count) }
                    let fault = difference(counts[index], expected, set)
                    #expect(fault == nil, "seed \(seed), vocabulary \(index), \(pass)")
                }
                for index in counts.indices {
                    #expect(
                        counts[index] == counts[index % TestTokenizers.bundled.count], "vocabulary \(index), \(pass)")
                }
            }
        }
        #expect(!counter.isCacheFull)
    }

    @Test("ids", arguments: TestTokenizers.bundled, [83, 84]) func ids(_ id: String, seed: UInt64) throws {
        let tokenizer = try TestTokenizers.tokenizer(id)
        let encoder = DocumentEncoder(tokenizer)
        let session = encoder.session()
        for (set, layout) in Self.sets(400, seed: seed) {
            let expected = try slowIDs(set.text, set.ranges, tokenizer)
            for pass in ["cold", "warm"] {
                let encoded = try withExactCopy(set.text) { try session.encode($0, layout: layout) }
                #expect(difference(encoded.documents, expected, set) == nil, "seed \(seed), \(pass)")
            }
        }
    }

    @Test(
        "ids of a vocabulary that matches runs of spaces",
        .enabled(if: SharedData.isUsable, Comment(rawValue: SharedData.absence)),
        arguments: ["exaone-4.0", "a.x-4.0", "hyperclovax-seed", "llama-3"])
    func sharedVocabularies(_ id: String) throws {
        let tokenizer = try TestTokenizers.tokenizer(id)
        let encoder = DocumentEncoder(tokenizer)
        let counter = DocumentCounter([tokenizer, try TestTokenizers.tokenizer("qwen2.5")])
        for (set, layout) in Self.sets(400, seed: 85) {
            let expected = try slowIDs(set.text, set.ranges, tokenizer)
            let encoded = try encoder.session().encode(set.text, layout: layout)
            #expect(difference(encoded.documents, expected, set) == nil, "seed 85")
            let counts = try counter.session().count(set.text, layout: layout)
            #expect(difference(counts[0], expected.map { UInt32($0.count) }, set) == nil, "seed 85")
        }
    }

    @Test("on every kernel", arguments: ScanKernel.all.map(\.name)) func kernels(_ name: String) throws {
        let kernel = try #require(ScanKernel.named(name))
        let tokenizers = try Self.tokenizers(3)
        let counter = DocumentCounter(tokenizers, options: CountingOptions(kernel: kernel))
        let (set, layout) = Self.sets(300, seed: 86)[0]
        let counts = try counter.session().count(set.text, layout: layout)
        for (index, tokenizer) in tokenizers.enumerated() {
            let expected = try slowIDs(set.text, set.ranges, tokenizer).map { UInt32($0.count) }
            #expect(difference(counts[index], expected, set) == nil, "seed 86, vocabulary \(index)")
        }
    }

    @Test("special tokens are text, matched, or an error") func specialTokens() throws {
        let encoder = DocumentEncoder(try TestTokenizers.tokenizer("o200k_base"))
        let text = Data("가<|endoftext|>\n나\n".utf8)
        let special = try #require(try TestTokenizers.tokenizer("o200k_base").id(of: Array("<|endoftext|>".utf8)))
        #expect(try !encoder.session().encode(text, layout: .lines).ids.contains(special))
        let matched = try encoder.session().encode(text, layout: .lines, specialTokens: .match)
        #expect(matched[0].last == special)
        #expect(matched.ends.count == 2)
        #expect(throws: TokenizerError.specialToken("<|endoftext|>", offset: 3)) {
            try encoder.session().encode(text, layout: .lines, specialTokens: .error)
        }
    }

    @Test("empty texts and empty documents", arguments: [1, 3]) func empty(_ vocabularies: Int) throws {
        let tokenizers = try Self.tokenizers(vocabularies)
        let counter = DocumentCounter(tokenizers)
        let encoder = DocumentEncoder(tokenizers[0])
        let none = [[UInt32]](repeating: [], count: vocabularies)
        #expect(try counter.session().count(Data(), layout: .lines) == none)
        #expect(try counter.session().count(Data(), layout: .ranges([])) == none)
        #expect(try counter.session().count(Data([0x61]), layout: .ranges([])) == none)
        #expect(try counter.session().count(Data("\n\r\n\n".utf8), layout: .lines) == none.map { _ in [0, 0, 0] })
        #expect(
            try counter.session().count(Data("\n".utf8), layout: .ranges([0..<0, 1..<1])) == none.map { _ in [0, 0] })
        #expect(try counter.session().count(Data(), layout: .ranges([0..<0])) == none.map { _ in [0] })
        #expect(try encoder.session().encode(Data(), layout: .ranges([0..<0])).ends == [0])
        #expect(try encoder.session().encode(Data(), layout: .lines).ends == [])
        #expect(try encoder.session().encode(Data("\n\n".utf8), layout: .lines).ends == [0, 0])
        #expect(try DocumentCounter([]).session().count(Data("a\n".utf8), layout: .lines) == [])
    }

    @Test("one session takes an empty text and then others") func afterEmpty() throws {
        let session = DocumentEncoder(try TestTokenizers.tokenizer("o200k_base")).session()
        for text in ["", "a", "", String(repeating: "가 나\n", count: 9000)] {
            let data = Data(text.utf8)
            let encoded = try session.encode(data, layout: .lines)
            #expect(
                try encoded.documents
                    == slowIDs(data, SharedCorpus.lines(of: data), TestTokenizers.tokenizer("o200k_base")))
        }
    }

    /// Documents with added tokens and text that is not in NFC, some longer than several batches and more together than are
    /// encoded at a time, few of all documents or most of them.
    @Test("many irregular documents, and large ones", arguments: TestTokenizers.available, [0.05, 0.9])
    func manyIrregular(_ id: String, share: Double) throws {
        let tokenizer = try TestTokenizers.tokenizer(id)
        var random = SeededRandom(seed: 171)
        let irregular = ["  ", "<tool_call>", "<|endoftext|>", "\u{1112}\u{1161}\u{11AB}", "e\u{301}"]
        var text: [UInt8] = []
        var ranges: [Range<Int>] = []
        while text.count < 1_600_000 {
            let start = text.count
            let length = [0, 30, 100, 2000, 150_000][Int.random(in: 0..<40, using: &random) / 9]
            let isIrregular = Double.random(in: 0..<1, using: &random) < share
            while text.count - start < length {
                text += RandomKorean.words(bytes: 20, using: &random) + [0x20]
                if isIrregular { text += Array(irregular.randomElement(using: &random)!.utf8) }
            }
            ranges.append(start..<text.count)
            text.append(0x0A)
        }
        let data = Data(text)
        let expected = try slowIDs(data, ranges, tokenizer)
        let encoder = DocumentEncoder(tokenizer).session()
        let counter = DocumentCounter([tokenizer]).session()
        for layout in [DocumentLayout.lines, .ranges(ranges)] {
            #expect(try encoder.encode(data, layout: layout).documents == expected)
            #expect(try counter.count(data, layout: layout) == [expected.map { UInt32($0.count) }])
        }
    }

    /// The last pre-token of a text, of every length, in an allocation that ends with it.
    @Test("pieces at the end of the text") func lastPreTokens() throws {
        let tokenizers = try Self.tokenizers(2)
        let counter = DocumentCounter(tokenizers)
        let encoder = DocumentEncoder(tokenizers[0])
        for prefix in ["", "앞 ", "a\n"] {
            for unit in ["a", " ", "가", "\u{0}", "1", "!", " 가", "é"] {
                for count in 1...20 {
                    let text = Data((prefix + String(repeating: unit, count: count)).utf8)
                    let ranges = SharedCorpus.lines(of: text)
                    let counts = try withExactCopy(text) { try counter.session().count($0, layout: .lines) }
                    for (index, tokenizer) in tokenizers.enumerated() {
                        #expect(
                            try counts[index] == slowIDs(text, ranges, tokenizer).map { UInt32($0.count) },
                            "\(prefix.debugDescription) and \(count) times \(unit.debugDescription)")
                    }
                    let encoded = try withExactCopy(text) { try encoder.session().encode($0, layout: .lines) }
                    #expect(try encoded.documents == slowIDs(text, ranges, tokenizers[0]))
                }
            }
        }
    }

    /// All begin with eight NULs, and few are the same: were they chained in the table, this would not end.
    @Test("many pieces of NULs") func nulPieces() throws {
        let text = Data(
            (0..<100_000).flatMap { number -> [UInt8] in
                let digits = (0..<4).map { UInt8(ascii: "!") + UInt8(number >> (5 * $0) & 31) % 15 }
                return [0x61] + [UInt8](repeating: 0, count: 8) + digits + [UInt8(1 + number % 8), 0x0A]
            })
        let tokenizer = try TestTokenizers.tokenizer("o200k_base")
        let counts = try DocumentCounter([tokenizer]).session().count(text, layout: .lines)[0]
        let ranges = SharedCorpus.lines(of: text)
        #expect(counts.count == ranges.count)
        #expect(
            try Array(counts.prefix(2000))
                == slowIDs(text, Array(ranges.prefix(2000)), tokenizer).map { UInt32($0.count) })
    }

    /// More pre-tokens than a batch, and pre-tokens longer than the table keeps, with more tokens than it keeps.
    @Test("documents of many and of long pieces", arguments: [1, 3, 9]) func large(_ vocabularies: Int) throws {
        var random = SeededRandom(seed: 87)
        let documents: [[UInt8]] = [
            Array(String(repeating: "가 나1 ", count: 5000).utf8), RandomKorean.syllables(1365, using: &random),
            RandomKorean.syllables(1366, using: &random), RandomKorean.words(bytes: 4095, using: &random),
            RandomKorean.syllables(3000, using: &random), [UInt8](repeating: 0, count: 9000),
            Array(String(repeating: "=", count: 5000).utf8), RandomKorean.syllables(3000, using: &random),
        ]
        let set = DocumentSet(lines: documents + documents, using: &random)
        let tokenizers = try Self.tokenizers(vocabularies)
        let counts = try DocumentCounter(tokenizers).session().count(set.text, layout: .lines)
        for (index, tokenizer) in tokenizers.enumerated() {
            let expected = try slowIDs(set.text, set.ranges, tokenizer)
            #expect(counts[index] == expected.map { UInt32($0.count) }, "vocabulary \(index)")
            #expect(try DocumentEncoder(tokenizer).session().encode(set.text, layout: .lines).documents == expected)
        }
    }

    /// Real text, in which most pre-tokens come from the cache, and each was worked out once: by every vocabulary alone, and by
    /// all at once.
    @Test(
        "the reviews, document by document",
        .enabled(if: SharedData.isUsable, Comment(rawValue: SharedData.absence)))
    func reviews() throws {
        let corpus = try #require(try SharedCorpus("nsmc.txt", limit: 3_000_000))
        let tokenizers = try TestTokenizers.byteLevel.map { try TestTokenizers.tokenizer($0) }
        let counts = try DocumentCounter(tokenizers).session().count(corpus.text, layout: .lines)
        for (number, tokenizer) in tokenizers.enumerated() {
            let expected = try slowIDs(corpus.text, corpus.documents, tokenizer)
            let encoded = try DocumentEncoder(tokenizer).session().encode(corpus.text, layout: .lines)
            let wrong = expected.indices.first {
                Array(encoded[$0]) != expected[$0] || counts[number][$0] != UInt32(expected[$0].count)
            }
            #expect(wrong == nil, "line \(wrong ?? 0), \(TestTokenizers.byteLevel[number])")
            #expect(encoded.ends.count == expected.count && counts[number].count == expected.count)
        }
    }
}
