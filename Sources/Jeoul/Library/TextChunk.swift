import JeoulTokenizing

/// A part of a text that has at most so many tokens.
public struct TextChunk: Sendable, Hashable {
    /// The part.
    public let text: Substring
    /// How many tokens it takes by itself.
    public let tokenCount: Int
}

extension Tokenizer {
    /// The longest beginning of a text that takes at most so many tokens, never inside a character.
    ///
    /// - Parameters:
    ///   - text: what is cut.
    ///   - maxTokens: how many tokens it may take; none fit in 0 and less.
    ///   - boundary: where it may end.
    /// - Complexity: O(what fits), not of the whole text.
    /// - Throws: ``JeoulError/chunk(_:)`` of a text of 2 GiB and more.
    public func prefix(
        of text: String, maxTokens: Int, boundary: TextBoundary = .character
    ) throws(JeoulError) -> TextChunk {
        guard maxTokens > 0 else { return TextChunk(text: text.prefix(0), tokenCount: 0) }
        return try JeoulError.wrapping {
            let piece = try Chunker(model, limit: maxTokens, boundary: boundary).beginning(of: Array(text.utf8))
            return chunk(piece, of: text)
        }
    }

    /// A text cut into chunks of at most so many tokens, never inside a character: each as long as can be.
    ///
    /// - Parameters:
    ///   - text: what is cut.
    ///   - maxTokens: how many tokens a chunk may take.
    ///   - overlap: with how many tokens of the chunk before it, at most, each begins.
    ///   - boundary: where to cut; where not even one word or sentence fits, it is cut between characters.
    /// - Throws: ``JeoulError/chunk(_:)`` where one character takes more tokens than a chunk may have, or the overlap is not less than that.
    public func chunks(
        of text: String, maxTokens: Int, overlap: Int = 0, boundary: TextBoundary = .character
    ) throws(JeoulError) -> [TextChunk] {
        try JeoulError.wrapping {
            try Chunker(model, limit: maxTokens, boundary: boundary).pieces(of: Array(text.utf8), overlap: overlap)
                .map { chunk($0, of: text) }
        }
    }

    private func chunk(_ piece: TokenChunk, of text: String) -> TextChunk {
        let start = text.utf8.index(text.startIndex, offsetBy: piece.range.lowerBound)
        let end = text.utf8.index(start, offsetBy: piece.range.count)
        return TextChunk(text: text[start..<end], tokenCount: piece.tokens)
    }
}
