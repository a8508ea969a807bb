import JeoulText

/// A part of a text.
package struct TokenChunk: Sendable, Hashable {
    /// Where it lies in the text, in bytes.
    package var range: Range<Int>
    /// How many tokens it takes by itself.
    package var tokens: Int
}

/// Cuts texts into pieces of at most so many tokens, never inside a character.
///
/// A piece's tokens are those that it takes by itself, which is what a model is given. Pieces are as long as can be: behind one no boundary
/// makes another that fits, within 96 bytes or until one takes eight tokens more than fit.
package struct Chunker: Sendable {
    private let tokenizer: any TokenizerModel
    private let limit: Int
    private let boundary: TextBoundary

    /// - Parameters:
    ///   - limit: how many tokens a piece may have; at least 1.
    ///   - boundary: where to cut; where not even one word or sentence fits, it is cut between characters.
    package init(_ tokenizer: any TokenizerModel, limit: Int, boundary: TextBoundary = .character) {
        self.tokenizer = tokenizer
        self.limit = limit
        self.boundary = boundary
    }

    /// The longest beginning of a text that fits; empty where not even its first character does.
    ///
    /// - Throws: ``ChunkError``, and what the tokenizer throws.
    package func beginning(of text: [UInt8]) throws -> TokenChunk {
        try text.withUnsafeBufferPointer { text in
            try piece(of: text, from: 0) ?? TokenChunk(range: 0..<0, tokens: 0)
        }
    }

    /// Pieces that make up a text, one after another.
    ///
    /// - Parameter overlap: with how many tokens of the one before, at most, each piece begins.
    /// - Throws: ``ChunkError``, and what the tokenizer throws.
    package func pieces(of text: [UInt8], overlap: Int = 0) throws -> [TokenChunk] {
        guard overlap < limit else { throw ChunkError.overlapTooLarge(overlap: overlap, limit: limit) }
        return try text.withUnsafeBufferPointer { text in
            var pieces: [TokenChunk] = []
            var start = 0
            var done = 0
            while done < text.count {
                var piece = try piece(of: text, from: start)
                // An overlap that leaves no room for anything new is given up.
                if let found = piece, found.range.upperBound <= done {
                    start = done
                    piece = try self.piece(of: text, from: start)
                }
                guard let piece else {
                    let first = try TextBoundary.character.ends(in: rest(text, start, 4096))[0]
                    throw ChunkError.characterTooLarge(
                        offset: start, tokens: try count(text, start..<start + first), limit: limit)
                }
                pieces.append(piece)
                done = piece.range.upperBound
                start = overlap == 0 ? done : try overlapStart(text, piece.range, overlap)
            }
            return pieces
        }
    }

    /// The longest piece from a place on; nil where not even a character fits.
    private func piece(of text: UnsafeBufferPointer<UInt8>, from start: Int) throws -> TokenChunk? {
        // So much of the text is looked at as does not fit, or all of it.
        var size = limit > 1 << 24 ? text.count - start : max(64, limit * 8) + 2 * Self.reach
        while true {
            let window = rest(text, start, size)
            let isWhole = start + window.count == text.count
            let tokens = try count(text, start..<start + window.count)
            if isWhole, tokens <= limit { return TokenChunk(range: start..<text.count, tokens: tokens) }
            if tokens > limit, let found = try longest(text, start, window, isWhole: isWhole) {
                // A longer one may end beyond the window.
                if isWhole || found.range.upperBound + Self.reach < start + window.count { return found }
                size *= 2
                continue
            }
            if isWhole || tokens > limit && window.count >= Self.longestCharacter {
                return nil
            }
            size = max(size * 2, Self.longestCharacter)
        }
    }

    /// No character is looked for that is longer, in bytes.
    private static let longestCharacter = 4096

    /// The longest piece within a window, at the boundaries that were asked for, else between characters.
    private func longest(
        _ text: UnsafeBufferPointer<UInt8>, _ start: Int, _ window: UnsafeBufferPointer<UInt8>, isWhole: Bool
    ) throws -> TokenChunk? {
        for kind in boundary == .character ? [boundary] : [boundary, .character] {
            // The last boundary of a window may be none in the text.
            let ends = try kind.ends(in: window).dropLast(isWhole ? 0 : 1)
            if let found = try longest(text, start, Array(ends)) { return found }
            // The first sentence may be longer than the window, and yet fit.
            if !isWhole, ends.isEmpty, window.count < Self.longestCharacter { return nil }
        }
        return nil
    }

    /// The last boundary up to which the text fits.
    ///
    /// Token counts do not grow with every character: "안녕하세" takes more tokens than "안녕하세요". They do grow with every pre-token that
    /// is whole, so bisection finds one that fits, and what fits beyond it ends in the next pre-token: boundaries are tried as far as
    /// `reach`, until one takes more by `slack` than fits.
    private func longest(_ text: UnsafeBufferPointer<UInt8>, _ start: Int, _ ends: [Int]) throws -> TokenChunk? {
        var (low, high) = (-1, ends.count)
        var best: TokenChunk?
        while high - low > 1 {
            let middle = (low + high) / 2
            if let fitting = try fitting(text, start..<start + ends[middle]) {
                low = middle
                best = fitting
            } else {
                high = middle
            }
        }
        let known = low < 0 ? 0 : ends[low]
        for end in ends[high...].prefix(while: { $0 <= known + Self.reach }).dropFirst() {
            let range = start..<start + end
            let tokens = try count(text, range)
            if tokens <= limit { best = TokenChunk(range: range, tokens: tokens) }
            if tokens > limit + Self.slack { break }
        }
        return best
    }

    /// How many bytes beyond a piece that fits a longer one is looked for: so long is hardly a word.
    private static let reach = 96

    /// By how many tokens a beginning of a word may take more than the word: no more than this, as far as has been seen.
    private static let slack = 8

    /// The piece of a range, where it fits.
    private func fitting(_ text: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) throws -> TokenChunk? {
        let tokens = try count(text, range)
        return tokens <= limit ? TokenChunk(range: range, tokens: tokens) : nil
    }

    /// Where the next piece begins, so that at most so many tokens of the last one stand before what is new.
    private func overlapStart(_ text: UnsafeBufferPointer<UInt8>, _ piece: Range<Int>, _ overlap: Int) throws -> Int {
        let ends = try boundary.ends(in: UnsafeBufferPointer(rebasing: text[piece])).dropLast()
        var (low, high) = (-1, ends.count)
        while high - low > 1 {
            let middle = (low + high) / 2
            if try count(text, piece.lowerBound + ends[middle]..<piece.upperBound) <= overlap {
                high = middle
            } else {
                low = middle
            }
        }
        return high < ends.count ? piece.lowerBound + ends[high] : piece.upperBound
    }

    private func count(_ text: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) throws -> Int {
        var ids: [TokenID] = []
        try tokenizer.encode(UnsafeBufferPointer(rebasing: text[range]), specialTokens: .ordinary, into: &ids)
        return ids.count
    }

    /// At most so many bytes from a place on, whole scalars.
    private func rest(_ text: UnsafeBufferPointer<UInt8>, _ start: Int, _ size: Int) -> UnsafeBufferPointer<UInt8> {
        var end = min(text.count, start + size)
        while end < text.count, text[end] & 0xC0 == 0x80 { end -= 1 }
        return UnsafeBufferPointer(rebasing: text[start..<end])
    }
}
