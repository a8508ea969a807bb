import JeoulTokenizing

/// A token where it stands in a text.
public struct Token: Sendable, Hashable {
    /// Its number in the vocabulary.
    public let id: TokenID
    /// Its bytes, as they stand in the text after the vocabulary's normalizer.
    public let bytes: [UInt8]
    /// Which part of the text *as given* it belongs to, also where the vocabulary normalizes. Ends may lie inside a character, between two
    /// bytes of its UTF-8; a character that the normalizer changed belongs as a whole to each of its tokens.
    public let range: Range<String.Index>

    /// Its text; nil where its bytes alone are no UTF-8, as of a token that cuts a character.
    public var text: String? { String(validating: bytes, as: UTF8.self) }
}

extension Tokenizer {
    /// The tokens of a text, each with the part of the text that it belongs to. O(n).
    ///
    /// - Throws: ``JeoulError/chunk(_:)`` of a text of 2 GiB and more.
    public func tokens(in text: String) throws(JeoulError) -> [Token] {
        let (encoded, given) = try JeoulError.wrapping { try model.encodeWithOffsets(Array(text.utf8)) }
        var place = (offset: 0, index: text.startIndex)
        func index(_ offset: Int) -> String.Index {
            place = (offset, text.utf8.index(place.index, offsetBy: offset - place.offset))
            return place.index
        }
        return given.enumerated().map { number, range in
            let start = index(range.lowerBound)
            return Token(
                id: encoded.ids[number], bytes: Array(encoded.text[encoded.range(of: number)]),
                range: start..<index(range.upperBound))
        }
    }
}
