import JeoulText
import JeoulTokenizing
import JeoulVocabularies

/// A text as several vocabularies cut it: what `jeoul inspect` shows.
package struct TextInspection: Sendable {
    /// The text, valid UTF-8, before any vocabulary's normalizer.
    package let text: [UInt8]
    /// The Korean characters of the text.
    package let koreanCharacters: Int
    /// What each vocabulary makes of it, in the order asked for.
    package let vocabularies: [InspectedVocabulary]

    /// Cuts a text by each vocabulary. O(n) for each.
    ///
    /// - Parameters:
    ///   - text: valid UTF-8.
    ///   - vocabularies: each with its tokenizer.
    ///   - specialTokens: what is done with the text of a special token.
    /// - Throws: what the tokenizers throw, and ``ICUError``.
    package init(
        _ text: [UInt8], vocabularies: [(vocabulary: Vocabulary, tokenizer: any TokenizerModel)],
        specialTokens: SpecialTokenPolicy = .ordinary
    ) throws {
        self.text = text
        koreanCharacters = try CharacterCounter().count(text).hangul
        self.vocabularies = try vocabularies.map { item in
            try InspectedVocabulary(text, item.vocabulary, item.tokenizer, specialTokens: specialTokens)
        }
    }
}

/// The tokens that one vocabulary makes of a text.
package struct InspectedVocabulary: Sendable {
    /// The vocabulary.
    package let vocabulary: Vocabulary
    /// What the tokens stand for, joined: the text after the vocabulary's normalizer.
    package let text: [UInt8]
    /// The tokens in order.
    package let tokens: [InspectedToken]

    /// How many tokens end inside a Korean character.
    package var cuts: Int { tokens.count(where: \.endsInsideSyllable) }

    init(
        _ input: [UInt8], _ vocabulary: Vocabulary, _ tokenizer: any TokenizerModel, specialTokens: SpecialTokenPolicy
    ) throws {
        self.vocabulary = vocabulary
        let encoded = try tokenizer.encodeWithText(input, specialTokens: specialTokens)
        let text = encoded.text
        var tokens = encoded.ids.enumerated().map { index, id in
            let range = encoded.range(of: index)
            return InspectedToken(id: id, bytes: Array(text[range]), range: range)
        }
        // Tokens and Korean characters both come in order: one walk along both.
        let characters = try CharacterCounter().koreanRanges(text)
        var next = 0
        for index in tokens.indices {
            let end = tokens[index].range.upperBound
            while next < characters.count, characters[next].upperBound <= end { next += 1 }
            tokens[index].endsInsideSyllable = next < characters.count && characters[next].lowerBound < end
        }
        self.text = text
        self.tokens = tokens
    }
}

/// A token where it stands in a text.
package struct InspectedToken: Sendable, Hashable {
    /// Its number in the vocabulary.
    package var id: TokenID
    /// Its bytes.
    package var bytes: [UInt8]
    /// Where they are in the text after the vocabulary's normalizer.
    package var range: Range<Int>
    /// Whether a Korean character goes on after its end: the token cuts a syllable, or a decomposed one's jamo apart.
    package var endsInsideSyllable = false

    /// Its text; nil where its bytes alone are not valid UTF-8.
    package var text: String? { String(validating: bytes, as: UTF8.self) }
}
