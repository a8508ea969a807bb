import Foundation
import TestSupport
import Testing

@testable import JeoulCore

/// Tables that grow, that may not grow, and that several threads fill at once: the results are always the same.
@Suite("tables of pieces") struct TableLimitTests {
    /// Lines of random syllables, nearly all different: more short pieces and long ones than the first tables hold.
    private static let text: Data = {
        var random = SeededRandom(seed: 101)
        var text: [UInt8] = []
        for _ in 0..<45_000 { text += RandomKorean.syllables(4, using: &random) + [0x0A] }
        for _ in 0..<22_000 { text += RandomKorean.syllables(6, using: &random) + [0x0A] }
        return Data(text)
    }()

    /// The counts of each bundled vocabulary, worked out line by line.
    private static let expected: [[UInt32]] = {
        let ranges = SharedCorpus.lines(of: text)
        return TestTokenizers.bundled.map { id in
            (try? slowIDs(text, ranges, TestTokenizers.tokenizer(id)).map { UInt32($0.count) }) ?? []
        }
    }()

    private static func tokenizers(_ count: Int) throws -> [any Tokenizer] {
        try TestTokenizers.bundled.prefix(count).map { try TestTokenizers.tokenizer($0) }
    }

    @Test("that grow", arguments: [1, 3]) func growth(_ vocabularies: Int) throws {
        let counter = DocumentCounter(try Self.tokenizers(vocabularies))
        let session = counter.session()
        for _ in 0..<2 {
            #expect(try session.count(Self.text, layout: .lines) == Array(Self.expected.prefix(vocabularies)))
        }
        #expect(!counter.isTableFull)
        // All but a few of 67,000 are different; a long one that came twice in a batch may be there twice.
        #expect(counter.distinctPieces > 66_000 && counter.distinctPieces <= 67_000)
    }

    @Test("that are full", arguments: [1, 3]) func full(_ vocabularies: Int) throws {
        let counter = DocumentCounter(
            try Self.tokenizers(vocabularies), options: CountingOptions(memoryLimit: 1))
        let session = counter.session()
        for _ in 0..<2 {
            #expect(try session.count(Self.text, layout: .lines) == Array(Self.expected.prefix(vocabularies)))
        }
        #expect(counter.isTableFull)
        #expect(counter.distinctPieces < 66_000)
    }

    @Test("of ids, growing and full") func ids() throws {
        let tokenizer = try TestTokenizers.tokenizer("o200k_base")
        let growing = DocumentEncoder(tokenizer)
        let full = DocumentEncoder(tokenizer, options: CountingOptions(memoryLimit: 1))
        let sessions = [growing.session(), full.session()]
        let results = try sessions.map { try $0.encode(Self.text, layout: .lines) }
        #expect(results[0] == results[1])
        #expect(try sessions.map { try $0.encode(Self.text, layout: .lines) } == results)
        #expect(!growing.isTableFull && full.isTableFull)
        var start = 0
        let counts = results[0].ends.map { end in
            defer { start = end }
            return UInt32(end - start)
        }
        #expect(counts == Self.expected[0])
        #expect(try tokenizer.decode(results[0].ids) == Self.text.filter { $0 != 0x0A })
    }

    /// All threads meet the same pieces, and each its own; the tables grow meanwhile.
    @Test("that threads share", arguments: [2, 4], [1, 3]) func threads(_ threads: Int, vocabularies: Int) async throws
    {
        let counter = DocumentCounter(try Self.tokenizers(vocabularies))
        let expected = Array(Self.expected.prefix(vocabularies))
        for _ in 0..<2 {
            try await withThrowingTaskGroup(of: [[UInt32]].self) { group in
                for _ in 0..<threads {
                    group.addTask { try counter.session().count(Self.text, layout: .lines) }
                }
                for try await counts in group { #expect(counts == expected) }
            }
        }
        #expect(!counter.isTableFull)
    }

    @Test("that threads fill", arguments: [2, 4]) func threadsAndLimit(_ threads: Int) async throws {
        let tokenizer = try TestTokenizers.tokenizer("o200k_base")
        let encoder = DocumentEncoder(tokenizer, options: CountingOptions(memoryLimit: 1))
        let counter = DocumentCounter([tokenizer], options: CountingOptions(memoryLimit: 1))
        let expected = DocumentEncoder(tokenizer).session().encode(Self.text, layout: .lines)
        try await withThrowingTaskGroup(of: Bool.self) { group in
            for thread in 0..<threads {
                group.addTask {
                    thread % 2 == 0
                        ? try encoder.session().encode(Self.text, layout: .lines) == expected
                        : try counter.session().count(Self.text, layout: .lines) == Array(Self.expected.prefix(1))
                }
            }
            for try await isSame in group { #expect(isSame) }
        }
    }
}
