import JeoulText

/// The definition of a vocabulary's model over characters.
protocol PieceEncoder: AnyObject, Sendable {
    /// What the model itself does to a text before it is cut into pieces. O(n).
    func normalized(_ text: UnsafeBufferPointer<UInt8>) -> [UInt8]

    /// Whether a piece of normalized text has a string of which tables of pairs cannot say what becomes of it; see `CharacterStarts`. O(n).
    func hasIrregularString(_ piece: UnsafeBufferPointer<UInt8>) -> Bool

    /// Adds the ids of a piece of normalized text that no merge reaches out of. O(n log n).
    func encode(piece: UnsafeBufferPointer<UInt8>, into ids: inout [TokenID])
}

/// The definition for the pieces that a vocabulary's tables cannot say; made when the first one comes.
package final class ExactPieces: Sendable {
    /// How the model spells a piece that stands in a text.
    enum Spelling: Sendable, Hashable {
        /// As it stands there.
        case same
        /// With ▁ for spaces, and for the LF before a document where one opens with it.
        case marks(opensWithLineFeed: Bool)
        /// In GPT-2's byte alphabet.
        case byteAlphabet
    }

    private let made: Lazy<any PieceEncoder>
    private let make: @Sendable () -> any PieceEncoder
    private let spelling: Spelling

    /// Nil of a byte-level model, whose tables say all.
    init?(_ model: TokenModel, tokens: TokenTable, _ spelling: Spelling) {
        self.spelling = spelling
        made = Lazy()
        switch model {
        case .byteLevel: return nil
        case .characters(let model): make = { CharacterEncoder(tokens: tokens, model: model) }
        case .sentencePiece(let model): make = { SentencePieceEncoder(tokens: tokens, model: model) }
        }
    }

    /// The same definition for pieces that are spelled in another way.
    init(_ other: ExactPieces, _ spelling: Spelling) {
        (made, make) = (other.made, other.make)
        self.spelling = spelling
    }

    package convenience init?(_ model: TokenModel, tokens: TokenTable, _ opening: MarkRule.Opening) {
        self.init(model, tokens: tokens, .marks(opensWithLineFeed: opening != .text))
    }

    /// The definition itself.
    var encoder: any PieceEncoder { made.value(make) }

    /// The ids of a piece as it stands in the text. O(n log n).
    func encode(_ piece: UnsafeBufferPointer<UInt8>) -> [TokenID] {
        var ids: [TokenID] = []
        withSpelling(of: piece) { encoder.encode(piece: $0, into: &ids) }
        return ids
    }

    /// Whether a piece has a string of which tables cannot say what becomes of it. O(n).
    func hasIrregularString(_ piece: UnsafeBufferPointer<UInt8>) -> Bool {
        withSpelling(of: piece) { encoder.hasIrregularString($0) }
    }

    private func withSpelling<Result>(
        of piece: UnsafeBufferPointer<UInt8>, _ body: (UnsafeBufferPointer<UInt8>) -> Result
    ) -> Result {
        switch spelling {
        case .same: return body(piece)
        case .byteAlphabet: return ByteLevelAlphabet.encode(piece).withUnsafeBufferPointer(body)
        case .marks(let opensWithLineFeed):
            guard piece.contains(0x20) || opensWithLineFeed && piece.first == 0x0A else { return body(piece) }
            var text: [UInt8] = []
            text.reserveCapacity(piece.count + 16)
            for (index, byte) in piece.enumerated() {
                if byte == 0x20 || index == 0 && byte == 0x0A && opensWithLineFeed {
                    text += MarkRule.mark
                } else {
                    text.append(byte)
                }
            }
            return text.withUnsafeBufferPointer(body)
        }
    }
}
