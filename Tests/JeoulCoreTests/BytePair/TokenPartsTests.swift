import ScanKernels
import TestSupport
import Testing

@testable import JeoulCore

/// The parts of tokens that are found without merging, against those that merging finds.
@Suite("the parts of tokens") struct TokenPartsTests {
    /// A pair of the table.
    struct Pair: Hashable {
        var left: TokenID
        var right: TokenID
        var rank: UInt32
    }

    static func fault(_ tokens: TokenTable, _ order: MergeOrder, _ lookup: Bool) throws -> String? {
        let quick = try BytePairModel(tokens: tokens, order: order, wholePieceLookup: lookup)
        let slow = try BytePairModel(tokens: tokens, order: order, wholePieceLookup: lookup, partsByMerging: true)
        func pairs(_ model: BytePairModel) -> Set<Pair> {
            var pairs: Set<Pair> = []
            model.pairs.forEach { pairs.insert(Pair(left: $0, right: $1, rank: $2)) }
            return pairs
        }
        let difference = pairs(quick).symmetricDifference(pairs(slow))
        if !difference.isEmpty { return "pairs \(difference.prefix(3))" }
        if quick.wholePieces != slow.wholePieces {
            return "whole pieces \(quick.wholePieces.count), \(slow.wholePieces.count)"
        }
        for place in 0..<Int(JEOUL_SEEDS)
        where quick.seeds[place].tokens != slow.seeds[place].tokens
            || quick.seeds[place].count != slow.seeds[place].count
        {
            return "seed \(place)"
        }
        return nil
    }

    @Test("of random vocabularies", arguments: [false, true], [71, 72, 73, 74, 75, 76])
    func random(isList: Bool, seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        for round in 0..<60 {
            let vocabulary = RandomVocabulary(
                isList: isList, mergeCount: [5, 30, 120, 400].randomElement(using: &random)!, using: &random)
            for lookup in [false, true] {
                let fault = try Self.fault(vocabulary.tokens, vocabulary.order, lookup)
                #expect(fault == nil, "seed \(seed), round \(round)")
            }
        }
    }

    /// Ids that do not grow with merging: most tokens are irregular, many are not reached.
    @Test("where ids are shuffled", arguments: [81, 82, 83, 84]) func shuffled(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        for round in 0..<60 {
            let vocabulary = RandomVocabulary(isList: false, mergeCount: 150, using: &random)
            var contents = (0..<vocabulary.tokens.endID).compactMap { vocabulary.tokens[TokenID($0)].map(Array.init) }
            contents.shuffle(using: &random)
            var tokens = TokenTable()
            for (id, content) in contents.enumerated() { tokens.append(content, id: TokenID(id)) }
            let fault = try Self.fault(tokens, .tokenID, true)
            #expect(fault == nil, "seed \(seed), round \(round)")
        }
    }

    @Test("of long tokens") func long() throws {
        var contents = (UInt8.min ... .max).map { [$0] }
        for length in 2...300 { contents.append([UInt8](repeating: 0x20, count: length)) }
        for length in 2...300 { contents.append([0] + [UInt8](repeating: 0x61, count: length)) }
        var tokens = TokenTable()
        for (id, content) in contents.enumerated() { tokens.append(content, id: TokenID(id)) }
        #expect(try Self.fault(tokens, .tokenID, true) == nil)
    }

    @Test("of real vocabularies", arguments: TestTokenizers.bundled) func real(_ id: String) throws {
        let definition = try TestTokenizers.definition(id)
        guard case .byteLevel(let order, let lookup) = definition.model else { return }
        #expect(try Self.fault(definition.tokens, order, lookup) == nil)
        #expect(try Self.fault(definition.tokens, order, true) == nil)
    }
}
