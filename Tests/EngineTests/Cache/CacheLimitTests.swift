import Foundation
import TestSupport
import Testing

@testable import JeoulText
@testable import JeoulTokenizing

/// Caches that grow, that are far too small, and that sessions take from one another: the results are always the same.
@Suite("caches of pieces") struct CacheLimitTests {
    /// Lines of random syllables, nearly all different, and of common words: more pre-tokens than small caches hold, short ones
    /// and long ones, with and without spaces.
    private static let text: Data = {
        var random = SeededRandom(seed: 101)
        var text: [UInt8] = []
        for line in 0..<30_000 {
            text += RandomKorean.syllables(Int.random(in: 1...7, using: &random), using: &random) + [0x20]
            text += RandomKorean.words(bytes: Int.random(in: 1...40, using: &random), using: &random)
            if line % 100 == 0 {
                text += MixedText.make(length: 60, using: &random).filter { $0 != 0x0A && $0 != 0x0D }
            }
            if line % 1000 == 0 { text += RandomKorean.syllables(900, using: &random) }
            text.append(0x0A)
        }
        return Data(text)
    }()

    private static let ranges = SharedCorpus.lines(of: text)

    /// The ids for each bundled vocabulary, worked out line by line.
    private static let expected: [[[TokenID]]] = TestTokenizers.bundled.map { id in
        (try? slowIDs(text, ranges, TestTokenizers.tokenizer(id))) ?? []
    }

    private static let expectedCounts = expected.map { $0.map { UInt32($0.count) } }

    private static func tokenizers(_ count: Int) throws -> [any TokenizerModel] {
        try TestTokenizers.bundled.prefix(count).map { try TestTokenizers.tokenizer($0) }
    }

    /// Far too small, and of ordinary size.
    static let limits = [1, CountingOptions.defaultMemoryLimit]

    @Test("count the same", arguments: limits, [1, 3]) func counts(limit: Int, vocabularies: Int) throws {
        for kernel in ScanKernel.all {
            let counter = DocumentCounter(
                try Self.tokenizers(vocabularies), options: CountingOptions(kernel: kernel, memoryLimit: limit))
            do {
                let session = counter.session()
                for pass in ["cold", "warm"] {
                    let counts = try session.count(Self.text, layout: .lines)
                    #expect(counts == Array(Self.expectedCounts.prefix(vocabularies)), "\(kernel.name), \(pass)")
                    try session.checkInvariants()
                }
                #expect(!counter.isCacheFull, "the session has not ended")
            }
            #expect(counter.isCacheFull == (limit == 1))
        }
    }

    @Test("encode the same", arguments: limits) func ids(limit: Int) throws {
        for (number, id) in TestTokenizers.bundled.enumerated() {
            for kernel in ScanKernel.all {
                let encoder = DocumentEncoder(
                    try TestTokenizers.tokenizer(id), options: CountingOptions(kernel: kernel, memoryLimit: limit))
                do {
                    let session = encoder.session()
                    for pass in ["cold", "warm"] {
                        let encoded = try session.encode(Self.text, layout: .lines)
                        #expect(encoded.documents == Self.expected[number], "\(id), \(kernel.name), \(pass)")
                        try session.checkInvariants()
                    }
                    #expect(!encoder.isCacheFull, "the session has not ended")
                }
                #expect(encoder.isCacheFull == (limit == 1))
            }
        }
    }

    /// Each session goes on with what the one before has learnt, and is asked for other texts in between.
    @Test("of sessions one after another", arguments: limits, [1, 3]) func sessions(limit: Int, vocabularies: Int)
        throws
    {
        let tokenizers = try Self.tokenizers(vocabularies)
        let counter = DocumentCounter(tokenizers, options: CountingOptions(memoryLimit: limit))
        let encoder = DocumentEncoder(tokenizers[0], options: CountingOptions(memoryLimit: limit))
        let expected = Array(Self.expectedCounts.prefix(vocabularies))
        var random = SeededRandom(seed: 102)
        for round in 0..<4 {
            #expect(try counter.session().count(Self.text, layout: .lines) == expected, "round \(round)")
            #expect(try encoder.session().encode(Self.text, layout: .lines).documents == Self.expected[0])
            let set = DocumentSet(lines: DocumentSet.documents(200, using: &random), using: &random)
            let counts = try counter.session().count(set.text, layout: .lines)
            let encoded = try encoder.session().encode(set.text, layout: .lines)
            for (index, tokenizer) in tokenizers.enumerated() {
                let ids = try slowIDs(set.text, set.ranges, tokenizer)
                #expect(difference(counts[index], ids.map { UInt32($0.count) }, set) == nil, "round \(round)")
                if index == 0 { #expect(difference(encoded.documents, ids, set) == nil, "round \(round)") }
            }
        }
    }

    /// All threads meet the same pre-tokens; some take what another thread has learnt.
    @Test("of several threads", arguments: limits, [1, 3]) func threads(limit: Int, vocabularies: Int) async throws {
        let tokenizers = try Self.tokenizers(vocabularies)
        let counter = DocumentCounter(tokenizers, options: CountingOptions(memoryLimit: limit))
        let encoder = DocumentEncoder(tokenizers[0], options: CountingOptions(memoryLimit: limit))
        let expected = Array(Self.expectedCounts.prefix(vocabularies))
        try await withThrowingTaskGroup(of: Bool.self) { group in
            for thread in 0..<6 {
                group.addTask {
                    guard thread % 3 > 0 else {
                        return try encoder.session().encode(Self.text, layout: .lines).documents == Self.expected[0]
                    }
                    let session = counter.session()
                    for _ in 0..<thread % 3 {
                        guard try session.count(Self.text, layout: .lines) == expected else { return false }
                    }
                    return true
                }
            }
            for try await isSame in group { #expect(isSame) }
        }
        #expect(counter.isCacheFull == (limit == 1))
        #expect(encoder.isCacheFull == (limit == 1))
    }

    /// A pass is lent to one at a time, and what was given back is lent again.
    @Test("a pool") func pool() throws {
        final class Pass {}
        struct Refused: Error {}
        var made = 0
        let pool = Pool<Pass>()
        func take() throws -> Pass {
            if let pass = pool.take() { return pass }
            made += 1
            if made > 3 { throw Refused() }
            return Pass()
        }
        let (first, second) = (try take(), try take())
        #expect(first !== second && made == 2)
        pool.giveBack(first)
        #expect(try take() === first && made == 2)
        pool.giveBack(first)
        pool.giveBack(second)
        let taken = [try take(), try take()]
        #expect(Set(taken.map { ObjectIdentifier($0) }) == [ObjectIdentifier(first), ObjectIdentifier(second)])
        _ = try take()
        #expect(throws: Refused.self) { try take() }
        // One is given back however its use ends.
        #expect(throws: Refused.self) { try pool.with(make: Pass.init) { _ in throw Refused() } }
        #expect(pool.take() != nil && pool.take() == nil)
    }
}
