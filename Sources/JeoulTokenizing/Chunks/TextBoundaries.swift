import ICUShims

/// Where a text may be cut.
public enum TextBoundary: String, Sendable, Codable, CaseIterable {
    /// Between characters: extended grapheme clusters.
    case character
    /// Between words and what lies between words (UAX 29).
    case word
    /// Between sentences (UAX 29).
    case sentence

    /// The offsets at which a text may be cut, ascending, its end included and its beginning not.
    ///
    /// - Complexity: O(n).
    /// - Throws: ``ChunkError`` where ICU fails.
    func ends(in text: UnsafeBufferPointer<UInt8>) throws(ChunkError) -> [Int] {
        guard text.count < Int(Int32.max) else { throw .textTooLong }
        let kind =
            switch self {
            case .character: Int32(JEOUL_BREAKS_CHARACTER)
            case .word: Int32(JEOUL_BREAKS_WORD)
            case .sentence: Int32(JEOUL_BREAKS_SENTENCE)
            }
        var opened: OpaquePointer?
        guard jeoul_breaks_open(&opened, kind) == 0, let breaks = opened else { throw .noBoundaries }
        defer { jeoul_graphemes_close(breaks) }
        // SAFETY: the text stays in place for the call; ICU stays inside its count.
        guard jeoul_graphemes_set_text(breaks, text.baseAddress, Int32(text.count)) == 0 else { throw .noBoundaries }
        var ends: [Int] = []
        withUnsafeTemporaryAllocation(of: Int32.self, capacity: 1024) { buffer in
            while true {
                let count = Int(jeoul_graphemes_next(breaks, buffer.baseAddress, Int32(buffer.count)))
                if count == 0 { return }
                for end in buffer[..<count] where end > 0 { ends.append(Int(end)) }
            }
        }
        return ends
    }
}

/// Why a text cannot be cut.
public enum ChunkError: Error, Sendable, Equatable, CustomStringConvertible {
    /// One character takes more tokens than a piece may have.
    case characterTooLarge(offset: Int, tokens: Int, limit: Int)
    /// The overlap is not less than the piece.
    case overlapTooLarge(overlap: Int, limit: Int)
    /// The text has 2 GiB or more.
    case textTooLong
    /// ICU has no iterator.
    case noBoundaries

    /// What is wrong, and what to do.
    public var description: String {
        switch self {
        case .characterTooLarge(let offset, let tokens, let limit):
            "the character at byte \(offset) takes \(tokens) tokens, more than the \(limit) of a piece; allow more"
        case .overlapTooLarge(let overlap, let limit):
            "an overlap of \(overlap) tokens leaves nothing new in pieces of \(limit)"
        case .textTooLong: "a text of 2 GiB or more cannot be cut; cut it into documents"
        case .noBoundaries: "ICU cannot tell where characters end"
        }
    }
}
