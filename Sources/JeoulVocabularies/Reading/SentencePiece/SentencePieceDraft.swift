import JeoulText
import JeoulTokenizing

/// A SentencePiece model being read, from its own format or from GGUF. The standards are those of `NormalizerSpec`.
struct SentencePieceDraft {
    var hasByteFallback = false
    var whiteSpaceIsSuffix = false
    var addsDummyPrefix = true
    var removesExtraSpaces = true
    var escapesSpaces = true
    var characterMap: [UInt8] = []
    /// Which of several unknown pieces is meant; nil where there must be one. The others are never matched, like control pieces.
    var unknown: TokenID?
    private var listing = TokenListing()
    private var scores: [Float] = []
    private var types: [SentencePieceModel.PieceType] = []

    /// Adds the next piece; `at` is where the file has it.
    mutating func append(
        _ text: UnsafeBufferPointer<UInt8>, score: Float, type: SentencePieceModel.PieceType, at offset: Int
    ) throws(Fault) {
        guard !text.isEmpty, text.count <= TokenListing.maximumLength else {
            throw Fault(text.isEmpty ? .malformed : .tooLarge, "a piece of \(text.count) bytes", at: offset)
        }
        guard types.count <= TokenListing.maximumID else {
            throw Fault(.tooLarge, "more than \(TokenListing.maximumID) pieces", at: offset)
        }
        guard UTF8Validation.firstInvalidOffset(text) == nil else {
            throw Fault(.malformed, "a piece that is not UTF-8", at: offset)
        }
        guard !score.isNaN else { throw Fault(.malformed, "a piece without a score", at: offset) }
        listing.append(text, id: TokenID(types.count), at: offset)
        scores.append(score)
        types.append(type)
    }

    /// The model, checked.
    func definition() throws(Fault) -> VocabularyDefinition {
        let index = try listing.table()
        var types = types
        try Self.checkNulls(index.table, &types, hasByteFallback: hasByteFallback)
        let unknown = types.indices.filter { types[$0] == .unknown }
        guard let first = unknown.first, unknown.count == 1 || self.unknown != nil else {
            throw Fault(.malformed, "\(unknown.count) unknown pieces, where there must be one", at: nil)
        }
        let meant = self.unknown.map(Int.init).flatMap { unknown.contains($0) ? $0 : nil } ?? first
        for id in unknown where id != meant { types[id] = .control }
        if !characterMap.isEmpty, CharacterMap(characterMap) == nil {
            throw Fault(.malformed, "a character map that is none", at: nil)
        }
        let model = SentencePieceModel(
            types: types, scores: scores, unknown: TokenID(meant), byteTokens: try byteTokens(index),
            addsDummyPrefix: addsDummyPrefix, removesExtraSpaces: removesExtraSpaces, escapesSpaces: escapesSpaces,
            whiteSpaceIsSuffix: whiteSpaceIsSuffix, characterMap: characterMap)
        let controls = types.indices.filter { types[$0] == .control }.map { id in
            AddedToken(content: Array(index.table[TokenID(id)]!), id: TokenID(id), isSpecial: true)
        }
        return VocabularyDefinition(
            tokens: index.table, model: .sentencePiece(model), addedTokens: controls, splitter: .steps([]),
            normalizer: .normalization(.asIs))
    }

    /// As `sentencepiece` 0.2.3: with byte fallback a piece that is U+0000 is unused, every other that has it is refused.
    private static func checkNulls(
        _ table: TokenTable, _ types: inout [SentencePieceModel.PieceType], hasByteFallback: Bool
    ) throws(Fault) {
        for id in types.indices {
            guard let token = table[TokenID(id)], token.contains(0) else { continue }
            guard hasByteFallback, token.count == 1 else {
                throw Fault(
                    .malformed, "the piece \(id) has the character U+0000, which sentencepiece refuses",
                    remedy: "take the piece out of the model", at: nil)
            }
            types[id] = .unused
        }
    }

    private func byteTokens(_ index: TokenIndex) throws(Fault) -> [TokenID]? {
        let bytePieces = types.indices.filter { types[$0] == .byte }
        guard hasByteFallback else {
            if bytePieces.isEmpty { return nil }
            throw Fault(.malformed, "byte pieces in a model without byte fallback", at: nil)
        }
        var tokens: [TokenID] = []
        for byte in UInt8.min...UInt8.max {
            guard let id = index[ByteTokens.name(byte)], types[Int(id)] == .byte else {
                throw Fault(
                    .missingBytes, "\(String(decoding: ByteTokens.name(byte), as: UTF8.self)) is no byte piece",
                    at: nil)
            }
            tokens.append(id)
        }
        return tokens
    }
}

/// The tokens that stand for single bytes.
enum ByteTokens {
    /// `<0x41>`
    static func name(_ byte: UInt8) -> [UInt8] {
        Array("<0x".utf8) + [byte].hexadecimal.uppercased().utf8 + Array(">".utf8)
    }
}
