/// Which bytes of a text as it was given belong to which of the text that its tokens stand for, where a vocabulary's normalizer
/// changed it.
///
/// The text is cut into characters, and what each becomes is what the tokenizer makes of it alone: normalizers work within
/// extended grapheme clusters. The walk along both texts checks that: a character that is not found as itself nor as what it
/// becomes was taken out (spaces that SentencePiece drops), and where the walk does not end at both ends, words are tried
/// in place of characters, and at last the whole text is one part. So a range may be wider than it must be, never beside its
/// token.
struct TextAlignment {
    /// A part of both texts.
    private struct Part {
        var given: Range<Int>
        var decoded: Range<Int>
        /// Whether the bytes are the same, so that a token may end inside.
        var isSame: Bool
    }

    private let parts: [Part]

    /// - Parameters:
    ///   - given: valid UTF-8.
    ///   - decoded: what its tokens stand for.
    ///   - decoding: what the tokens of a text stand for, of that text alone.
    /// - Complexity: O(n) where nothing was changed; else the tokenizer is asked once for each distinct character.
    /// - Throws: what `decoding` throws, and `ChunkError`.
    init(_ given: [UInt8], _ decoded: [UInt8], decoding: ([UInt8]) throws -> [UInt8]) throws {
        if given == decoded {
            parts = [Part(given: 0..<given.count, decoded: 0..<decoded.count, isSame: true)]
            return
        }
        for kind in [TextBoundary.character, .word] {
            let ends = try given.withUnsafeBufferPointer { try kind.ends(in: $0) }
            if let parts = try Self.walk(given, decoded, ends, decoding) {
                self.parts = parts
                return
            }
        }
        parts = [Part(given: 0..<given.count, decoded: 0..<decoded.count, isSame: false)]
    }

    private static func walk(
        _ given: [UInt8], _ decoded: [UInt8], _ ends: [Int], _ decoding: ([UInt8]) throws -> [UInt8]
    ) throws -> [Part]? {
        var known: [[UInt8]: [UInt8]] = [:]
        var parts: [Part] = []
        var (start, at) = (0, 0)
        for end in ends {
            let text = Array(given[start..<end])
            let becomes: [UInt8]
            if let found = known[text] {
                becomes = found
            } else {
                becomes = try decoding(text)
                known[text] = becomes
            }
            let rest = decoded[at...]
            let length =
                !becomes.isEmpty && rest.starts(with: becomes)
                ? becomes.count : rest.starts(with: text) ? text.count : 0
            parts.append(
                Part(
                    given: start..<end, decoded: at..<at + length,
                    isSame: length == text.count && rest.starts(with: text)))
            start = end
            at += length
        }
        return at == decoded.count ? parts : nil
    }

    /// The bytes of the text as given that ranges of the other belong to, ranges in ascending order. A range inside a part that was
    /// changed has all of it. O(parts + ranges).
    func given(_ ranges: [Range<Int>]) -> [Range<Int>] {
        var first = 0
        return ranges.map { range in
            while first + 1 < parts.count, parts[first].decoded.upperBound <= range.lowerBound { first += 1 }
            guard !parts.isEmpty else { return 0..<0 }
            let start = Self.place(range.lowerBound, parts[first], isEnd: false)
            var last = first
            while last + 1 < parts.count, parts[last].decoded.upperBound < range.upperBound { last += 1 }
            let end = range.isEmpty ? start : Self.place(range.upperBound, parts[last], isEnd: true)
            return start..<max(start, end)
        }
    }

    private static func place(_ offset: Int, _ part: Part, isEnd: Bool) -> Int {
        if part.isSame {
            return part.given.lowerBound + min(max(0, offset - part.decoded.lowerBound), part.given.count)
        }
        return isEnd || offset >= part.decoded.upperBound ? part.given.upperBound : part.given.lowerBound
    }
}

extension TokenizerModel {
    /// The tokens of a text, and for each the bytes of it that it belongs to, as it was given: also where the vocabulary's normalizer
    /// changes it. A part that it changed belongs as a whole to each of its tokens. O(n).
    ///
    /// - Throws: as `encodeWithText(_:specialTokens:)`, and `ChunkError`.
    package func encodeWithOffsets(_ text: [UInt8]) throws -> (encoded: EncodedText, given: [Range<Int>]) {
        let encoded = try encodeWithText(text)
        let alignment = try TextAlignment(text, encoded.text) { try decode(encode($0)) }
        return (encoded, alignment.given(encoded.ids.indices.map(encoded.range(of:))))
    }
}
