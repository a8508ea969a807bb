/// What the tokens of one document are, under one vocabulary. All counts are whole numbers, so that sums are exact.
///
/// Everything lies in *the text after the vocabulary's normalizer*: the concatenated bytes of the document's tokens.
/// A token *has a byte of* a word or of a character where their byte ranges overlap; a token boundary is *inside* where
/// one token ends and the next begins after the first byte and before the end.
package struct TokenTally: Sendable, Hashable, Codable {
    /// Tokens.
    package var tokens = 0
    /// Tokens attributed to Korean characters, in parts of 1/`attributionParts`: over the tokens, the sum of (bytes
    /// inside Korean characters ÷ bytes). Exact for tokens of up to 16 bytes; for a longer one that is Korean in part,
    /// rounded to the nearest part. `TokenUsage.attributedTokens` is exact for all.
    package var attributed = 0
    /// Tokens whose bytes are not whole UTF-8.
    package var fragments = 0
    /// Words: eojeols, maximal runs of scalars that are not White_Space.
    package var words = 0
    /// Words that are one token: it has all of the word's bytes and no byte of another word. White space may be in it,
    /// as the leading space of most vocabularies' tokens.
    package var singleTokenWords = 0
    /// Words that go on from one token to the next: with a token boundary inside.
    package var continuedWords = 0
    /// Hangul syllables, composed or decomposed: those that `CharacterCounts.syllable` counts.
    package var syllables = 0
    /// Syllables with a token boundary inside.
    package var splitSyllables = 0

    /// The least common multiple of 1 to 16.
    package static let attributionParts = 720_720

    /// No tokens.
    package init() {}

    /// `count` of `whole` in parts, rounded to the nearest.
    @inline(__always)
    static func parts(_ count: Int, of whole: Int) -> Int {
        count == whole ? attributionParts : (count &* (2 &* attributionParts) &+ whole) / (2 &* whole)
    }
}

/// How often a vocabulary's tokens were used in some documents.
package struct TokenUsage: Sendable, Hashable, Codable {
    /// How often each token occurred, by id.
    package var counts: [Int]
    /// Over the tokens of each length in bytes, the sum of their bytes inside Korean characters.
    package var koreanBytes: [Int]
    /// How many ids the vocabulary declares a token for.
    package var declaredTokens: Int

    /// In place of one that is being added to.
    init() {
        counts = []
        koreanBytes = []
        declaredTokens = 0
    }

    /// No use of a vocabulary's tokens.
    package init(of bytes: TokenBytes) {
        counts = [Int](repeating: 0, count: bytes.endID)
        koreanBytes = [Int](repeating: 0, count: bytes.longestToken + 1)
        declaredTokens = bytes.declaredTokens
    }

    /// All tokens. O(ids).
    package var tokens: Int { counts.reduce(0, +) }

    /// The different tokens that occurred. O(ids).
    package var distinctTokens: Int { counts.reduce(0) { $0 + ($1 > 0 ? 1 : 0) } }

    /// Tokens attributed to Korean characters: Σ over tokens of (bytes inside Korean characters ÷ bytes).
    ///
    /// From whole numbers, with one division a length, in the order of lengths: the same on every machine.
    package var attributedTokens: Double {
        var whole = 0
        var rest = 0.0
        for length in 1..<max(1, koreanBytes.count) {
            let (quotient, remainder) = koreanBytes[length].quotientAndRemainder(dividingBy: length)
            whole += quotient
            rest += Double(remainder) / Double(length)
        }
        return Double(whole) + rest
    }

    /// Adds the use in other documents, of the same vocabulary.
    package mutating func add(_ other: TokenUsage) {
        for id in counts.indices { counts[id] += other.counts[id] }
        for length in koreanBytes.indices { koreanBytes[length] += other.koreanBytes[length] }
    }
}
