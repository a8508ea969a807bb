import TestSupport
import Testing

@testable import JeoulCore

/// Encoding by the index of the tokens alone, against the definition.
@Suite("encoding without tables") struct IndexEncoderTests {
    private let workspace = MergeWorkspace()

    private func encode(_ encoder: IndexEncoder, _ piece: [UInt8]) -> [TokenID]? {
        piece.withUnsafeBufferPointer { bytes in
            encoder.encode(bytes.baseAddress!, bytes.count, workspace).map { Array($0) }
        }
    }

    @Test("of random vocabularies", arguments: [111, 112, 113]) func random(_ seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        for round in 0..<20 {
            let vocabulary = RandomVocabulary(
                isList: false, mergeCount: [5, 30, 120, 400].randomElement(using: &random)!, using: &random)
            let oracle = PairOracle(tokens: vocabulary.tokens, order: .tokenID)
            let lookup = round % 2 == 0
            let index = TokenIndex.build(vocabulary.tokens).index
            let encoder = try #require(try IndexEncoder(index, wholePieceLookup: lookup))
            for length in Array(1...20) + [50, 100, 300] {
                let piece = vocabulary.text(characters: length, using: &random)
                let expected = oracle.encode(piece, wholePieceLookup: lookup)
                #expect(encode(encoder, piece) == expected, "seed \(seed), round \(round): \(escaped(piece))")
            }
            for id in 0..<TokenID(vocabulary.tokens.endID) {
                guard let bytes = vocabulary.tokens[id].map(Array.init) else { continue }
                let expected = oracle.encode(bytes, wholePieceLookup: lookup)
                #expect(encode(encoder, bytes) == expected, "seed \(seed), round \(round): \(escaped(bytes))")
            }
        }
    }

    @Test("of real vocabularies", arguments: ["o200k_base", "cl100k_base"]) func real(_ id: String) throws {
        let definition = try TestTokenizers.definition(id)
        let oracle = PairOracle(tokens: definition.tokens, order: .tokenID)
        let index = TokenIndex.build(definition.tokens).index
        let encoder = try #require(try IndexEncoder(index, wholePieceLookup: true))
        var random = SeededRandom(seed: 114)
        for round in 0..<3000 {
            let length = Int.random(in: 1...(round % 50 == 0 ? 600 : 40), using: &random)
            let piece =
                round % 2 == 0
                ? RandomKorean.syllables(length, using: &random) : MixedText.make(length: length, using: &random)
            guard !piece.isEmpty, piece.count <= IndexEncoder.longestPiece else { continue }
            let expected = oracle.encode(piece, wholePieceLookup: true)
            let found = encode(encoder, piece)
            #expect(found == expected, "seed 114, round \(round): \(escaped(piece))")
            if found != expected { return }
        }
    }

    @Test("only as far as it is quick") func limits() throws {
        var tokens = TokenTable()
        for byte in UInt8.min...UInt8.max { tokens.append([byte], id: TokenID(byte)) }
        let small = try #require(try IndexEncoder(TokenIndex.build(tokens).index, wholePieceLookup: false))
        let most = IndexEncoder.longestPiece
        #expect(encode(small, [UInt8](repeating: 97, count: most)) == [TokenID](repeating: 97, count: most))
        #expect(encode(small, [UInt8](repeating: 97, count: most + 1)) == nil)

        // The longest token that has a hash of that kind, and one more byte.
        tokens.append([UInt8](repeating: 97, count: 128), id: 256)
        let longest = try #require(try IndexEncoder(TokenIndex.build(tokens).index, wholePieceLookup: true))
        #expect(encode(longest, [UInt8](repeating: 97, count: 128)) == [256])
        tokens.append([UInt8](repeating: 97, count: 129), id: 257)
        #expect(try IndexEncoder(TokenIndex.build(tokens).index, wholePieceLookup: true) == nil)
    }

    @Test("a byte without a token is refused") func missingByte() {
        var tokens = TokenTable()
        for byte in UInt8.min..<UInt8.max { tokens.append([byte], id: TokenID(byte)) }
        #expect(throws: BytePairError.missingByte(255)) {
            try IndexEncoder(TokenIndex.build(tokens).index, wholePieceLookup: false)
        }
    }
}
