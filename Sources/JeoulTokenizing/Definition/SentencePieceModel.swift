import JeoulText

/// A SentencePiece model of the BPE kind. The pieces' bytes are the tokens of the definition.
package struct SentencePieceModel: Sendable, Hashable, Codable {
    /// The kind of a piece.
    package enum PieceType: UInt8, Sendable, Hashable, Codable {
        case normal = 1
        case unknown = 2
        /// Never matches text.
        case control = 3
        /// Cut out of the text first, the longest that matches.
        case userDefined = 4
        case byte = 6
        /// Merged into, and taken apart again.
        case unused = 5
    }

    /// By id.
    package var types: [PieceType]
    /// By id; the highest merges first.
    package var scores: [Float]
    /// The unknown piece.
    package var unknown: TokenID
    /// The pieces `<0x00>` … `<0xFF>`, by which unknown text is written; nil without byte fallback.
    package var byteTokens: [TokenID]?
    /// Whether a space is put before the text (after it, if `whiteSpaceIsSuffix`).
    package var addsDummyPrefix: Bool
    /// Whether spaces at the ends vanish, and runs of spaces become one.
    package var removesExtraSpaces: Bool
    /// Whether spaces become ▁.
    package var escapesSpaces: Bool
    /// Whether words end with ▁ instead of beginning with it.
    package var whiteSpaceIsSuffix: Bool
    /// The character map, as the file has it; empty for the identity.
    package var characterMap: [UInt8]

    /// A model of these members.
    package init(
        types: [PieceType], scores: [Float], unknown: TokenID, byteTokens: [TokenID]?, addsDummyPrefix: Bool = true,
        removesExtraSpaces: Bool = false, escapesSpaces: Bool = true, whiteSpaceIsSuffix: Bool = false,
        characterMap: [UInt8] = []
    ) {
        self.types = types
        self.scores = scores
        self.unknown = unknown
        self.byteTokens = byteTokens
        self.addsDummyPrefix = addsDummyPrefix
        self.removesExtraSpaces = removesExtraSpaces
        self.escapesSpaces = escapesSpaces
        self.whiteSpaceIsSuffix = whiteSpaceIsSuffix
        self.characterMap = characterMap
    }
}
