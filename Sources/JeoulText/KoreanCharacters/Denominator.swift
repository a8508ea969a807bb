/// What tokens are counted per.
public enum Denominator: String, CaseIterable, Sendable, Codable {
    /// Korean characters: see `CharacterCounts.hangul`. The default.
    case hangul
    /// Composed Hangul syllables: see `CharacterCounts.syllable`.
    case syllable
    /// Grapheme clusters: see `CharacterCounts.grapheme`.
    case grapheme
    /// Grapheme clusters that are not white space: see `CharacterCounts.graphemeNonspace`.
    case graphemeNonspace = "grapheme-nonspace"
    /// Unicode scalars: see `CharacterCounts.scalar`.
    case scalar
    /// Bytes of UTF-8: see `CharacterCounts.byte`.
    case byte
    /// Words between white space: see `CharacterCounts.eojeol`.
    case eojeol
}
