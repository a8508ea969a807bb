import JeoulText

/// The bytes of every token of a vocabulary, side by side: what ids decode to, and where in that text each token ends.
///
/// The concatenated bytes of a text's tokens are the text after the vocabulary's normalizer, so no second run of the
/// normalizer is needed to know where tokens fall.
package final class TokenBytes: Sendable {
    /// How many ids the vocabulary declares a token for, added and special ones included.
    package let declaredTokens: Int
    /// The tokens' bytes in id order, then eight more, so that eight can be read at any token's start.
    let storage: [UInt8]
    /// Token `id` is `storage[starts[id] ..< starts[id + 1]]`: empty where the id has no token, or one of no bytes.
    let starts: [UInt32]
    /// By id, whether the bytes are not whole UTF-8: 1 or 0.
    let fragments: [UInt8]
    /// The bytes as a text's first token, of the tokens where they differ.
    let leading: [TokenID: [UInt8]]

    /// Asks a vocabulary for the bytes of each id. O(tokens).
    package init(_ tokenizer: any TokenizerModel) {
        var storage: [UInt8] = []
        var starts: [UInt32] = [0]
        var fragments: [UInt8] = []
        var leading: [TokenID: [UInt8]] = [:]
        var declared = 0
        starts.reserveCapacity(tokenizer.endID + 1)
        fragments.reserveCapacity(tokenizer.endID)
        for id in 0..<TokenID(tokenizer.endID) {
            var isFragment = false
            if let bytes = tokenizer.decodedBytes(of: id, isFirst: false) {
                declared += 1
                storage.append(contentsOf: bytes)
                isFragment = bytes.withUnsafeBufferPointer { UTF8Validation.firstInvalidOffset($0) != nil }
                if let first = tokenizer.decodedBytes(of: id, isFirst: true), first != bytes { leading[id] = first }
            }
            starts.append(UInt32(storage.count))
            fragments.append(isFragment ? 1 : 0)
        }
        storage.append(contentsOf: repeatElement(0, count: 8))
        declaredTokens = declared
        self.storage = storage
        self.starts = starts
        self.fragments = fragments
        self.leading = leading
    }

    /// One more than the greatest id.
    package var endID: Int { fragments.count }

    /// The length of the longest token in bytes. O(tokens).
    package var longestToken: Int {
        let longest = (0..<endID).reduce(0) { max($0, Int(starts[$1 + 1] - starts[$1])) }
        return leading.values.reduce(longest) { max($0, $1.count) }
    }

    /// The bytes of a token in a text; none where the vocabulary has no such id. O(1).
    package func bytes(of id: TokenID, isFirst: Bool = false) -> ArraySlice<UInt8> {
        guard Int(id) < endID else { return [] }
        if isFirst, let first = leading[id] { return first[...] }
        return storage[Int(starts[Int(id)])..<Int(starts[Int(id) + 1])]
    }

    /// Whether a token's bytes begin or end inside a character, or are no UTF-8 at all. A token of no bytes is whole.
    /// O(1).
    package func isFragment(_ id: TokenID) -> Bool { Int(id) < endID && fragments[Int(id)] == 1 }
}

/// A text encoded, with the text that the ids stand for: the bytes after the vocabulary's normalizer.
///
///     let encoded = try tokenizer.encodeWithText("안녕하세요")
///     for token in encoded.ids.indices { print(encoded.ids[token], encoded.range(of: token)) }
package struct EncodedText: Sendable, Hashable {
    /// The tokens.
    package var ids: [TokenID]
    /// What they decode to.
    package var text: [UInt8]
    /// Where each token ends in `text`.
    package var ends: [Int]

    /// Where a token lies in `text`; empty for a token of no bytes. O(1).
    package func range(of token: Int) -> Range<Int> { (token == 0 ? 0 : ends[token - 1])..<ends[token] }
}

extension TokenizerModel {
    /// The token ids of a text, the text that they stand for, and where each lies in it. O(n).
    ///
    /// - Throws: as `encode(_:specialTokens:)`, and `TokenizerError.unknownID` for an id that has no bytes to decode
    /// to.
    package func encodeWithText(
        _ text: [UInt8], specialTokens: SpecialTokenPolicy = .ordinary
    ) throws -> EncodedText {
        var encoded = EncodedText(ids: try encode(text, specialTokens: specialTokens), text: [], ends: [])
        for (index, id) in encoded.ids.enumerated() {
            guard let bytes = decodedBytes(of: id, isFirst: index == 0) else {
                throw TokenizerError.unknownID(id, index: index)
            }
            encoded.text += bytes
            encoded.ends.append(encoded.text.count)
        }
        return encoded
    }

    /// The token ids of a text, the text that they stand for, and where each lies in it. O(n).
    ///
    /// - Throws: as for bytes.
    package func encodeWithText(_ text: String, specialTokens: SpecialTokenPolicy = .ordinary) throws -> EncodedText {
        try encodeWithText(Array(text.utf8), specialTokens: specialTokens)
    }
}
