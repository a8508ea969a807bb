@testable import JeoulText
import TestSupport
import Testing

@testable import JeoulTokenizing

/// The pairs that a model finds by merging its tokens, against the definition, where ids do not grow as merges would make them.
@Suite("the parts of tokens") struct TokenPartsTests {
    /// The first token, or two tokens side by side, of which the model gives other ids than the definition.
    static func fault(_ contents: [[UInt8]], using random: inout SeededRandom) throws -> [UInt8]? {
        var tokens = TokenTable()
        for (id, content) in contents.enumerated() { tokens.append(content, id: TokenID(id)) }
        let oracle = PairOracle(tokens: tokens, order: .tokenID)
        let workspace = MergeWorkspace()
        for lookup in [false, true] {
            let model = try BytePairModel(tokens: tokens, order: .tokenID, ignoresMerges: lookup)
            for content in contents {
                for preToken in [content, content + contents.randomElement(using: &random)!]
                where isInsideText(preToken[...]) {
                    let ids = model.ids(of: preToken, workspace)
                    if ids != oracle.encode(preToken, ignoresMerges: lookup) { return preToken }
                }
            }
        }
        return nil
    }

    /// Most tokens are made in another order than their ids', many are not reached.
    @Test("where ids are shuffled", arguments: [81, 82, 83, 84]) func shuffled(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        for round in 0..<20 {
            let vocabulary = RandomVocabulary(isList: false, mergeCount: 150, using: &random)
            var contents = (0..<vocabulary.tokens.endID).compactMap { vocabulary.tokens[TokenID($0)].map(Array.init) }
            contents.shuffle(using: &random)
            #expect(try Self.fault(contents, using: &random) == nil, "seed \(seed), round \(round)")
        }
    }

    @Test("of long tokens") func long() throws {
        var random = SeededRandom(seed: 85)
        var contents = (UInt8.min ... .max).map { [$0] }
        for length in 2...300 { contents.append([UInt8](repeating: 0x20, count: length)) }
        for length in 2...300 { contents.append([0] + [UInt8](repeating: 0x61, count: length)) }
        #expect(try Self.fault(contents, using: &random) == nil)
    }
}
