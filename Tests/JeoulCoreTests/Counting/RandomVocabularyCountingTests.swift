import Foundation
import TestSupport
import Testing

@testable import JeoulCore

/// The pieces that the table does not have are merged many at a time: on vocabularies of random merges, against the definition.
@Suite("counting with random vocabularies") struct RandomVocabularyCountingTests {
    @Test("ids and counts are the definition's", arguments: [false, true], [91, 92, 93])
    func definition(isList: Bool, seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        for round in 0..<8 {
            let vocabulary = RandomVocabulary(
                isList: isList, mergeCount: [10, 60, 300].randomElement(using: &random)!, using: &random)
            let pattern = SplitPattern.allCases.randomElement(using: &random)!
            let lookup = round % 2 == 0
            let tokenizer = try ByteLevelTokenizer(
                tokens: vocabulary.tokens, order: vocabulary.order, wholePieceLookup: lookup, addedTokens: [],
                pattern: pattern, normalization: .asIs)
            let oracle = PairOracle(tokens: vocabulary.tokens, order: vocabulary.order)
            let documents = (0..<120).map { _ in
                vocabulary.text(characters: Int.random(in: 0...60, using: &random), using: &random)
            }
            let set = DocumentSet(lines: documents, using: &random)
            let expected = documents.map { document in
                document.withUnsafeBufferPointer { text in
                    ScalarSplitter(pattern: pattern).pieces(text).flatMap { piece in
                        oracle.encode(text[piece.start..<piece.end], wholePieceLookup: lookup)
                    }
                }
            }
            let context = "seed \(seed), round \(round), \(pattern)"
            let encoded = DocumentEncoder(tokenizer).session().encode(set.text, layout: .lines)
            #expect(difference(encoded.documents, expected, set) == nil, "\(context)")
            for copies in [1, 2] {
                let counter = DocumentCounter(Array(repeating: tokenizer, count: copies))
                let counts = try counter.session().count(set.text, layout: .lines)
                for counts in counts {
                    #expect(difference(counts, expected.map { UInt32($0.count) }, set) == nil, "\(context), \(copies)")
                }
            }
        }
    }
}
