import JeoulText

/// A vocabulary in use: text to token ids and back. All tokenizers are immutable and safe to share between threads.
///
/// Text is bytes, valid UTF-8. No token is added at the beginning or the end (BOS, EOS).
package protocol TokenizerModel: Sendable {
    /// One more than the greatest token id.
    var endID: Int { get }

    /// Adds the token ids of a text to `ids`.
    ///
    /// - Parameters:
    ///   - text: valid UTF-8.
    ///   - specialTokens: what is done with the text of a special token.
    /// - Throws: `TokenizerError`, or what normalization throws.
    /// - Complexity: O(n) in the text's length.
    func encode(_ text: UTF8Section, specialTokens: SpecialTokenPolicy, into ids: inout [TokenID]) throws

    /// The number of token ids of a text; the same as for `encode`.
    func count(_ text: UTF8Section, specialTokens: SpecialTokenPolicy) throws -> Int

    /// How a pass takes the vocabulary, which counts and encodes batches of documents fast; nil where each document is encoded by
    /// itself.
    var passMember: PassMember? { get }

    /// The bytes of a token, or nil where there is none of that id. O(1).
    func bytes(of id: TokenID) -> [UInt8]?

    /// The token of exactly these bytes, or nil. An added token is found by its text.
    func id(of bytes: [UInt8]) -> TokenID?

    /// Whether a token is a special one.
    func isSpecial(_ id: TokenID) -> Bool

    /// The token for text that the vocabulary cannot write; nil of one that can write all text, or leaves out what it cannot.
    var unknownToken: TokenID? { get }

    /// The bytes of a token where it stands in a text: those of `bytes(of:)`, unless the vocabulary writes spaces in another way.
    ///
    /// `isFirst`: whether it is the text's first token.
    func decodedBytes(of id: TokenID, isFirst: Bool) -> [UInt8]?
}

extension TokenizerModel {
    /// No pass takes it.
    package var passMember: PassMember? { nil }

    /// Encodes the text.
    package func count(_ text: UTF8Section, specialTokens: SpecialTokenPolicy) throws -> Int {
        var ids: [TokenID] = []
        try encode(text, specialTokens: specialTokens, into: &ids)
        return ids.count
    }

    /// The vocabulary can write all text.
    package var unknownToken: TokenID? { nil }

    /// The bytes of the token itself.
    package func decodedBytes(of id: TokenID, isFirst: Bool) -> [UInt8]? { bytes(of: id) }

    /// The token ids of a text. O(n).
    ///
    /// - Throws: as `encode(_:specialTokens:into:)`.
    package func encode(_ text: String, specialTokens: SpecialTokenPolicy = .ordinary) throws -> [TokenID] {
        try encode(Array(text.utf8), specialTokens: specialTokens)
    }

    /// The token ids of a text given as bytes. O(n).
    ///
    /// - Throws: `TokenizerError.invalidUTF8`, `.textTooLarge`, and as `encode(_:specialTokens:into:)`.
    package func encode(_ text: [UInt8], specialTokens: SpecialTokenPolicy = .ordinary) throws -> [TokenID] {
        var ids: [TokenID] = []
        try text.withUnsafeBufferPointer { try encode($0, specialTokens: specialTokens, into: &ids) }
        return ids
    }

    /// Adds the token ids of a text in memory to `ids`. O(n).
    ///
    /// - Throws: `TokenizerError.invalidUTF8`, `.textTooLarge`, and as `encode(_:specialTokens:into:)` of a `UTF8Section`.
    package func encode(
        _ text: UnsafeBufferPointer<UInt8>, specialTokens: SpecialTokenPolicy, into ids: inout [TokenID]
    ) throws {
        try encode(text.checked(), specialTokens: specialTokens, into: &ids)
    }

    /// The number of tokens of a text. O(n).
    ///
    /// - Throws: as `encode(_:specialTokens:)`.
    package func count(_ text: String, specialTokens: SpecialTokenPolicy = .ordinary) throws -> Int {
        var text = text
        return try text.withUTF8 { try count($0.checked(), specialTokens: specialTokens) }
    }

    /// The bytes that ids stand for, exactly: for a whole text's ids, the text after the vocabulary's normalizer.
    ///
    /// Ids that end inside a character give bytes that are not valid UTF-8. A text's ids are decoded in one call: SentencePiece drops the
    /// space before a text, so that parts decoded one by one may lack theirs; `TokenDecoder` is for streams.
    /// - Throws: `TokenizerError.unknownID`.
    package func decode(_ ids: some Sequence<TokenID>) throws -> [UInt8] {
        var bytes: [UInt8] = []
        for (index, id) in ids.enumerated() {
            guard let token = decodedBytes(of: id, isFirst: index == 0) else {
                throw TokenizerError.unknownID(id, index: index)
            }
            bytes += token
        }
        return bytes
    }

    /// The text that ids stand for; what is not valid UTF-8 becomes U+FFFD.
    ///
    /// - Throws: `TokenizerError.unknownID`.
    package func decodeText(_ ids: some Sequence<TokenID>) throws -> String {
        String(decoding: try decode(ids), as: UTF8.self)
    }
}
