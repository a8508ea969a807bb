/// The definition of a vocabulary's model over characters.
protocol PieceEncoder: AnyObject, Sendable {
    /// Adds the ids of a piece of normalized text that no merge reaches out of. O(n log n).
    func encode(piece: UnsafeBufferPointer<UInt8>, into ids: inout [TokenID])
}

/// The definition for the pieces that a vocabulary's tables cannot say; made when the first one comes.
final class ExactPieces: Sendable {
    private let encoder: Lazily<any PieceEncoder>
    /// Whether a LF that begins a piece stands for a space.
    private let opensWithLineFeed: Bool

    init(_ model: SentencePieceModel, tokens: TokenTable, _ opening: MarkRule.Opening) {
        opensWithLineFeed = opening != .text
        encoder = Lazily { SentencePieceEncoder(tokens: tokens, model: model) }
    }

    init(_ model: CharacterModel, tokens: TokenTable, _ opening: MarkRule.Opening) {
        opensWithLineFeed = opening != .text
        encoder = Lazily { CharacterEncoder(tokens: tokens, model: model) }
    }

    /// Nil of a byte-level model, whose tables say all.
    convenience init?(_ model: TokenModel, tokens: TokenTable, _ opening: MarkRule.Opening) {
        switch model {
        case .byteLevel: return nil
        case .characters(let model): self.init(model, tokens: tokens, opening)
        case .sentencePiece(let model): self.init(model, tokens: tokens, opening)
        }
    }

    /// The ids of a piece as it stands in the text. O(n log n).
    func encode(_ piece: UnsafeBufferPointer<UInt8>) -> [TokenID] {
        var text: [UInt8] = []
        text.reserveCapacity(piece.count + 16)
        for (index, byte) in piece.enumerated() {
            if byte == 0x20 || index == 0 && byte == 0x0A && opensWithLineFeed {
                text += MarkRule.mark
            } else {
                text.append(byte)
            }
        }
        var ids: [TokenID] = []
        text.withUnsafeBufferPointer { encoder.value.encode(piece: $0, into: &ids) }
        return ids
    }
}
