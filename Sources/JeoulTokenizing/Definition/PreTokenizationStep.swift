/// One step of cutting text into pieces, as Hugging Face's `tokenizer.json` names them. Empty pieces vanish.
package enum PreTokenizationStep: Sendable, Hashable, Codable {
    /// A hand-written splitter: each match of its pattern is a piece.
    case pattern(SplitPattern)
    /// Each match of a pattern is a delimiter (or, inverted, what lies between matches is).
    case split(TextPattern, SplitBehavior, isInverted: Bool)
    /// Runs of numbers (N) are pieces, or each number is one.
    case digits(individual: Bool)
    /// Spaces become `replacement`, which may be put before the piece and may be cut before.
    case metaspace(replacement: [UInt8], prepend: MetaspacePrepend, splits: Bool)
    /// Runs of word characters, and of what is neither a word character nor white space; the rest vanishes.
    case words
    /// White space vanishes; what lies between is a piece.
    case whiteSpace
    /// Each punctuation character is a delimiter.
    case punctuation(SplitBehavior)
    /// This character vanishes; what lies between is a piece.
    case delimiter(UInt32)
    /// A space is put before a piece that does not begin with one.
    case prefixSpace
    /// Pieces of so many characters.
    case fixedLength(Int)
    /// Each byte becomes its character in GPT-2's byte alphabet.
    case byteAlphabet
}

/// What becomes of a delimiter.
package enum SplitBehavior: String, Sendable, Hashable, Codable {
    /// It vanishes.
    case removed = "Removed"
    /// It is a piece.
    case isolated = "Isolated"
    /// It ends the piece before it.
    case mergedWithPrevious = "MergedWithPrevious"
    /// It begins the piece after it.
    case mergedWithNext = "MergedWithNext"
    /// Delimiters that touch are one piece.
    case contiguous = "Contiguous"
}

/// When `metaspace` puts its character before a piece that does not begin with it.
package enum MetaspacePrepend: String, Sendable, Hashable, Codable {
    case always, never
    /// Only at the beginning of the text.
    case first
}
