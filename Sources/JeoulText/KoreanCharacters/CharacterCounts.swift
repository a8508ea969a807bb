/// How many characters a text has, in every sense that a claim about tokenizers may mean.
///
/// All but `scalar` and `byte` are the same for canonically equivalent texts, so for a text in NFC and in NFD: clusters
/// and their first scalars are those of the text in NFC. *Cluster* is an extended grapheme cluster by the root rules of
/// the ICU linked (UAX #29; from ICU 72 on with the conjuncts of Indic scripts). So `grapheme` may differ between
/// versions of ICU for emoji and Indic text; the characters of script Hangul are the same since Unicode 5.2.
///
/// What is a Korean character follows from the definition alone, *a cluster whose first scalar has the script Hangul*:
///
/// | text | Korean characters |
/// |---|---|
/// | a syllable, composed (한) or decomposed (ᄒ ᅡ ᆫ) | 1 |
/// | conjoining jamo that do not compose: ᄒ ᆞ ᆫ, ᄒ alone | 1 a cluster, L\* V\* T\* (a syllable is its jamo) |
/// | compatibility jamo: ㅋㅋㅋ | 1 each; they never join |
/// | half-width jamo: ﾡ | 1 each; they never join |
/// | enclosed and parenthesized Hangul: ㉠ ㈀ ㉮ ㈜ | 1 each |
/// | the fillers U+115F, U+1160, U+3164, U+FFA0 | as the jamo they stand for, though nothing is seen |
/// | a tone mark U+302E or U+302F, or any mark, after a character | none: it is of that character's cluster |
/// | a tone mark at the start of the text or after a control, CR or LF | 1: it is a cluster by itself |
/// | punctuation and symbols of script Common: 「 ₩ ㉿ | none |
/// | Hanja | none; counted apart, as `hanja` |
public struct CharacterCounts: Sendable, Hashable, Codable {
    /// Korean characters: clusters whose first scalar has the script Hangul.
    public var hangul: Int
    /// Hanja: clusters whose first scalar has the script Han.
    public var hanja: Int
    /// Scalars U+AC00–D7A3 of the text in NFC.
    public var syllable: Int
    /// Extended grapheme clusters; CR LF is one.
    public var grapheme: Int
    /// Clusters whose first scalar is not White_Space.
    public var graphemeNonspace: Int
    /// Unicode scalars of the text as it is.
    public var scalar: Int
    /// Bytes of UTF-8 of the text as it is.
    public var byte: Int
    /// Maximal runs of scalars that are not White_Space.
    public var eojeol: Int

    /// Korean characters and Hanja together (`--count-hanja`).
    public var hangulWithHanja: Int { hangul + hanja }

    /// Counts, 0 where not given.
    public init(
        hangul: Int = 0, hanja: Int = 0, syllable: Int = 0, grapheme: Int = 0, graphemeNonspace: Int = 0,
        scalar: Int = 0, byte: Int = 0, eojeol: Int = 0
    ) {
        self.hangul = hangul
        self.hanja = hanja
        self.syllable = syllable
        self.grapheme = grapheme
        self.graphemeNonspace = graphemeNonspace
        self.scalar = scalar
        self.byte = byte
        self.eojeol = eojeol
    }

    /// The count of that name.
    public subscript(denominator: Denominator) -> Int {
        switch denominator {
        case .hangul: hangul
        case .syllable: syllable
        case .grapheme: grapheme
        case .graphemeNonspace: graphemeNonspace
        case .scalar: scalar
        case .byte: byte
        case .eojeol: eojeol
        }
    }

    /// The counts of two documents together. (Not of two halves of one: a cluster may lie across.)
    public static func + (left: CharacterCounts, right: CharacterCounts) -> CharacterCounts {
        left.combined(with: right, by: &+)
    }

    /// Adds a document.
    public static func += (left: inout CharacterCounts, right: CharacterCounts) { left = left + right }

    func combined(with other: CharacterCounts, by operation: (Int, Int) -> Int) -> CharacterCounts {
        CharacterCounts(
            hangul: operation(hangul, other.hangul),
            hanja: operation(hanja, other.hanja),
            syllable: operation(syllable, other.syllable),
            grapheme: operation(grapheme, other.grapheme),
            graphemeNonspace: operation(graphemeNonspace, other.graphemeNonspace),
            scalar: operation(scalar, other.scalar),
            byte: operation(byte, other.byte),
            eojeol: operation(eojeol, other.eojeol))
    }
}
