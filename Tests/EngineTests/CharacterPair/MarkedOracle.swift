@testable import JeoulText
import Foundation
import TestSupport

@testable import JeoulTokenizing

/// The definition of a vocabulary whose spaces become ▁: the whole document, merged as one.
enum MarkedOracle {
    /// The ids of each document.
    static func ids(_ set: DocumentSet, _ definition: VocabularyDefinition) throws -> [[TokenID]] {
        let encode = try encoder(definition)
        return try set.ranges.map { range in
            let bytes = [UInt8](set.text[range])
            return try encode(bytes)
        }
    }

    static func encoder(_ definition: VocabularyDefinition) throws -> ([UInt8]) throws -> [TokenID] {
        switch definition.model {
        case .byteLevel: return { _ in [] }
        case .sentencePiece(let model):
            let encoder = SentencePieceEncoder(tokens: definition.tokens, model: model)
            return { bytes in
                var ids: [TokenID] = []
                bytes.withUnsafeBufferPointer { bytes in
                    encoder.normalized(bytes).withUnsafeBufferPointer { encoder.encode(piece: $0, into: &ids) }
                }
                return ids
            }
        case .characters(let model):
            let encoder = CharacterEncoder(tokens: definition.tokens, model: model)
            let normalizer = TextNormalizer(definition.normalizer)
            let splitter = try PreTokenizer(definition.splitter)
            return { bytes in
                let text = try normalizer.normalized(
                    TextNormalizer.Text(bytes: bytes, isFirst: true),
                    regexes: normalizer.patterns.map { try RegularExpression($0) })
                var pieces = JeoulTokenizing.PreTokens(text)
                try splitter.cut(&pieces, regexes: splitter.patterns.map { try RegularExpression($0) })
                var ids: [TokenID] = []
                pieces.bytes.withUnsafeBufferPointer { bytes in
                    for piece in pieces.preTokens where !piece.range.isEmpty {
                        encoder.encode(piece: UnsafeBufferPointer(rebasing: bytes[piece.range]), into: &ids)
                    }
                }
                return ids
            }
        }
    }
}
