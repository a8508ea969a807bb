import Foundation
import Synchronization
import TestSupport
import Testing

@testable import JeoulCore

/// Before the tables of a vocabulary are made and afterwards, results are the same.
@Suite("models made when much text has come") struct LazyModelTests {
    /// A tokenizer of its own, whose tables are not made yet.
    private static func fresh(_ id: String) throws -> ByteLevelTokenizer {
        try #require(try TestTokenizers.catalog().load(id).tokenizer() as? ByteLevelTokenizer)
    }

    private static func documents(_ count: Int, seed: UInt64) -> DocumentSet {
        var random = SeededRandom(seed: seed)
        let documents = DocumentSet.documents(count, using: &random)
        return DocumentSet(lines: documents, using: &random)
    }

    @Test("counts and ids, across the limit", arguments: ["o200k_base", "cl100k_base"]) func results(_ id: String)
        throws
    {
        let prepared = try TestTokenizers.tokenizer(id)
        let fresh = try Self.fresh(id)
        let other = try TestTokenizers.tokenizer("qwen2.5")
        let counter = DocumentCounter([other, fresh])
        let encoder = DocumentEncoder(try Self.fresh(id))
        var bytes = 0
        var wasLazy = false
        for seed in 121...UInt64.max {
            let set = Self.documents(400, seed: seed)
            bytes += set.text.count
            let isLazy = fresh.lazyModel.hasEncoder(forBytes: set.text.count)
            wasLazy = wasLazy || isLazy
            let expected = try slowIDs(set.text, set.ranges, prepared)
            let counts = try counter.session().count(set.text, layout: .lines)
            #expect(difference(counts[1], expected.map { UInt32($0.count) }, set) == nil, "seed \(seed)")
            let others = try slowIDs(set.text, set.ranges, other).map { UInt32($0.count) }
            #expect(difference(counts[0], others, set) == nil, "seed \(seed)")
            let encoded = try encoder.session().encode(set.text, layout: .lines)
            #expect(difference(encoded.documents, expected, set) == nil, "seed \(seed)")
            if !isLazy, bytes > LazyModel.most { break }
        }
        #expect(wasLazy && bytes > LazyModel.most)
        #expect(!fresh.lazyModel.hasEncoder(forBytes: 1))
    }

    @Test("tokens have the same bytes and ends") func tokens() throws {
        let fresh = try Self.fresh("cl100k_base")
        let prepared = try Self.fresh("cl100k_base")
        try prepared.prepare()
        #expect(fresh.endID == prepared.endID)
        for id in 0..<TokenID(fresh.endID + 2) { #expect(fresh.bytes(of: id) == prepared.bytes(of: id)) }
        #expect(fresh.lazyModel.hasEncoder(forBytes: LazyModel.most))
        #expect(!fresh.lazyModel.hasEncoder(forBytes: LazyModel.most + 1))
        #expect(!prepared.lazyModel.hasEncoder(forBytes: 0))
    }

    @Test("a piece too long for the index asks for the model") func longPiece() throws {
        let fresh = try Self.fresh("o200k_base")
        let text = String(repeating: "가나다", count: 400)
        #expect(try fresh.encode(text) == TestTokenizers.tokenizer("o200k_base").encode(text))
        #expect(!fresh.lazyModel.hasEncoder(forBytes: 1))
    }

    @Test("long pieces count for the work that they are") func longPieces() throws {
        let fresh = try Self.fresh("o200k_base")
        var random = SeededRandom(seed: 141)
        var bytes = 0
        while fresh.lazyModel.hasEncoder(forBytes: 2_000), bytes < LazyModel.most {
            let text = String((0..<2_000).map { _ in "abcdefghijklmnopqrstuvwxyz".randomElement(using: &random)! })
            #expect(try fresh.encode(text) == TestTokenizers.tokenizer("o200k_base").encode(text))
            bytes += 2_000
        }
        #expect((LazyModel.most / 10..<LazyModel.most / 4).contains(bytes))
    }

    @Test("many threads at once") func threads() async throws {
        let fresh = try Self.fresh("o200k_base")
        let text = String(repeating: "저울은 무게를 잰다. It weighs 12.5 kg!\n", count: 600)
        let expected = try TestTokenizers.tokenizer("o200k_base").encode(text)
        try await withThrowingTaskGroup(of: Bool.self) { group in
            for _ in 0..<(2 * LazyModel.most / text.utf8.count) {
                group.addTask { try fresh.encode(text) == expected }
            }
            for try await isRight in group { #expect(isRight) }
        }
        #expect(!fresh.lazyModel.hasEncoder(forBytes: text.utf8.count))
    }
}
