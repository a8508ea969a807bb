import JeoulText
import JeoulReporting

/// What a metric is, in words.
struct MetricDefinition: Sendable {
    var title: String
    var unit: MetricUnit
    var formula: String
    var source: String
    var definition: String
}

/// What a metric's figure counts, and so how it reads.
package enum MetricUnit: String, Sendable, Codable {
    /// A number of the one thing for each of the other; the metric's title names both.
    case ratio
    /// A factor: 1 is as much as what it is compared with.
    case factor
    /// A share of all: 1 is everything.
    case share
    /// Bits a token.
    case bits
    /// US dollars.
    case dollars = "USD"
    /// Whole Korean characters.
    case koreanCharacters = "Korean characters"
}

extension Metric {
    /// A few words for a table's row.
    package var title: String { table.title }
    /// What the figure counts.
    package var unit: MetricUnit { table.unit }
    /// The formula, sums being over documents.
    package var formula: String { table.formula }
    /// Where the definition comes from, and where Jeoul departs from it.
    package var source: String { table.source }
    /// What it is, precisely.
    package var definition: String { table.definition }

    /// Whether the literature that the metric is from also reports the mean of the documents' ratios.
    package var isAlsoMeanOfRatios: Bool { self == .premium }

    private static let rust = "Rust et al. 2021, How Good is Your Tokenizer?, ACL, doi:10.18653/v1/2021.acl-long.243"
    private static let nayeem =
        "Nayeem et al. 2025, Beyond Fertility: Analyzing STRR as a Metric for Multilingual Tokenization Evaluation, "
        + "arXiv:2510.09947"
    private static let zouhar =
        "Zouhar et al. 2023, Tokenization and the Noiseless Channel, ACL, doi:10.18653/v1/2023.acl-long.284"
    private static let petrov =
        "Petrov et al. 2023, Language Model Tokenizers Introduce Unfairness Between Languages, NeurIPS, "
        + "arXiv:2305.15425"
    private static let dagan =
        "Dagan et al. 2024, Getting the most out of your tokenizer for pre-training and domain adaptation, ICML, "
        + "arXiv:2402.01035"
    private static let shannon =
        "Shannon 1948, A Mathematical Theory of Communication, Bell System Technical Journal 27"
    private static let jeoul = "Jeoul's own definition"

    private static func perUnit(_ unit: String, formula: String, _ definition: String) -> MetricDefinition {
        MetricDefinition(
            title: "tokens per \(unit)", unit: .ratio, formula: "Σ tokens / Σ \(formula)", source: jeoul,
            definition: definition)
    }

    private static func perToken(_ things: String, formula: String, _ definition: String) -> MetricDefinition {
        MetricDefinition(
            title: "\(things) per token", unit: .ratio, formula: "Σ \(formula) / Σ tokens",
            source: "common usage, often named compression", definition: definition)
    }

    private var table: MetricDefinition {
        switch self {
        case .tokensPerKoreanCharacter:
            Self.perUnit(
                "Korean character", formula: "Korean characters",
                """
                All tokens of the documents over all their Korean characters: extended grapheme clusters whose first \
                scalar has the script Hangul. Tokens of other text count too, so of mixed text it says what the text \
                costs; attributed-tokens-per-korean-character says what its Korean costs.
                """)
        case .tokensPerSyllable:
            Self.perUnit(
                "syllable", formula: "syllables",
                "All tokens over the Hangul syllables: the scalars U+AC00–D7A3 of the text in NFC. Jamo do not count.")
        case .tokensPerGrapheme:
            Self.perUnit(
                "grapheme cluster", formula: "grapheme clusters",
                "All tokens over the extended grapheme clusters (UAX #29) of any script, white space included.")
        case .tokensPerNonspaceGrapheme:
            Self.perUnit(
                "non-space grapheme cluster", formula: "grapheme clusters that are not white space",
                "All tokens over the extended grapheme clusters whose first scalar is not White_Space.")
        case .tokensPerScalar:
            Self.perUnit(
                "scalar", formula: "scalars",
                """
                All tokens over the Unicode scalars (code points) of the text as it is: it depends on the form, NFC or \
                NFD.
                """)
        case .tokensPerByte:
            Self.perUnit(
                "byte", formula: "bytes",
                "All tokens over the bytes of UTF-8 of the text as it is; a Hangul syllable in NFC has three.")
        case .attributedTokensPerKoreanCharacter:
            MetricDefinition(
                title: "attributed tokens per Korean character", unit: .ratio,
                formula: "Σ over tokens of (bytes inside Korean characters / bytes) / Σ Korean characters",
                source: Self.jeoul,
                definition: """
                    Each token counts by the share of its bytes that lie inside Korean characters of the normalized \
                    text; a token of no bytes counts 0. Of text that is all Korean and white space it is less than \
                    tokens-per-korean-character by the white space that tokens carry. Computed from whole numbers. In \
                    counts by document, tokens of more than 16 bytes are rounded to 1/720720.
                    """)
        case .fertility:
            MetricDefinition(
                title: "fertility: tokens per eojeol", unit: .ratio, formula: "Σ tokens / Σ eojeols",
                source: Self.rust + "; there words are those of treebanks, here eojeols",
                definition: """
                    All tokens over all eojeols: maximal runs of scalars that are not White_Space. 1 would be a token \
                    a word. Tokens of white space alone count as well.
                    """)
        case .koreanCharactersPerToken:
            Self.perToken(
                "Korean characters", formula: "Korean characters",
                "The inverse of tokens-per-korean-character, as some vendors give it.")
        case .charactersPerToken:
            Self.perToken(
                "characters", formula: "grapheme clusters",
                "The extended grapheme clusters of any script, white space included, over all tokens.")
        case .scalarsPerToken:
            Self.perToken(
                "scalars", formula: "scalars",
                "The Unicode scalars of the text as it is over all tokens; most papers call scalars characters.")
        case .bytesPerToken:
            Self.perToken("bytes", formula: "bytes", "The bytes of UTF-8 of the text as it is over all tokens.")
        case .normalizedSequenceLength:
            MetricDefinition(
                title: "normalized sequence length", unit: .factor, formula: "Σ tokens / Σ tokens of the baseline",
                source: Self.dagan,
                definition: """
                    The tokens of the documents over those that the baseline vocabulary makes of the same documents. \
                    Below 1 the vocabulary takes fewer.
                    """)
        case .premium:
            MetricDefinition(
                title: "premium on parallel text", unit: .factor, formula: "Σ tokens / Σ tokens of the parallel text",
                source: Self.petrov,
                definition: """
                    The tokens of the text over those of the parallel text (its translation, document by document) by \
                    the same vocabulary. 1 is parity. The source defines the premium of a sentence, whose mean over \
                    sentences is the mean of ratios, given as well.
                    """)
        case .singleTokenRetention:
            MetricDefinition(
                title: "single-token retention, by token", unit: .share,
                formula: "Σ words that are one token / Σ words",
                source: Self.nayeem + "; there words are encoded alone, here they stand in their text",
                definition: """
                    The share of words that are one token: a token that has all bytes of the word and none of another \
                    word; it may carry white space, as a leading space. Each occurrence of a word counts. Words are \
                    the eojeols of the normalized text.
                    """)
        case .singleTokenRetentionByType:
            MetricDefinition(
                title: "single-token retention, by type", unit: .share,
                formula: "Σ over different words of (occurrences as one token / occurrences) "
                    + "/ number of different words",
                source: Self.nayeem + "; there words are encoded alone, here they stand in their text",
                definition: """
                    The same, but each different word (by its bytes) counts once: by the share of its occurrences that \
                    are one token, since the first word of a document has no leading space and may be cut otherwise.
                    """)
        case .continuedWords:
            MetricDefinition(
                title: "continued words", unit: .share, formula: "Σ words with a token boundary inside / Σ words",
                source: Self.rust + "; there words are those of treebanks, here eojeols",
                definition: """
                    The share of words that more than one token is in. Words are the eojeols of the normalized text. \
                    What is missing to 1 from it and single-token-retention are words that share their only token with \
                    another word.
                    """)
        case .syllableSplitRate:
            MetricDefinition(
                title: "syllable split rate", unit: .share,
                formula: "Σ syllables with a token boundary inside / Σ syllables", source: Self.jeoul,
                definition: """
                    The share of the Hangul syllables of the normalized text, composed or decomposed, in which one \
                    token ends and the next begins.
                    """)
        case .partialCharacterTokens:
            MetricDefinition(
                title: "tokens that are not whole UTF-8", unit: .share,
                formula: "Σ tokens whose bytes are not whole UTF-8 / Σ tokens", source: Self.jeoul,
                definition: """
                    The share of tokens that begin or end inside a character: they cannot be shown alone. A byte of \
                    ASCII is whole.
                    """)
        case .shannonEntropy:
            MetricDefinition(
                title: "Shannon entropy of tokens", unit: .bits, formula: "H = −Σ p log₂ p", source: Self.shannon,
                definition: """
                    p are the frequencies of the tokens over all documents, by id. A plug-in estimate: of a small \
                    text it is too low.
                    """)
        case .renyiEfficiency:
            MetricDefinition(
                title: "Rényi efficiency, declared", unit: .share, formula: "H₂.₅ / log₂ |declared vocabulary|",
                source: Self.zouhar,
                definition: """
                    H₂.₅ = log₂(Σ p^2.5) / (1 − 2.5), the Rényi entropy of order 2.5 of the tokens' frequencies p over \
                    all documents; 1 would be all tokens equally often. The declared vocabulary is all ids that have a \
                    token, added and special ones included.
                    """)
        case .renyiEfficiencyObserved:
            MetricDefinition(
                title: "Rényi efficiency, observed", unit: .share, formula: "H₂.₅ / log₂ |observed vocabulary|",
                source: Self.zouhar + "; as the authors' program tokenization-scorer computes it",
                definition: """
                    H₂.₅ = log₂(Σ p^2.5) / (1 − 2.5), as in renyi-efficiency, against the different tokens that occur. \
                    It falls as the text grows: compare only on the same text.
                    """)
        case .vocabularyUtilization:
            MetricDefinition(
                title: "vocabulary utilization", unit: .share,
                formula: "number of different tokens that occur / |declared vocabulary|", source: Self.jeoul,
                definition: """
                    The share of the declared vocabulary (all ids that have a token) that occurs at least once. It \
                    grows with the text: compare only on the same text.
                    """)
        case .nfdInflation:
            MetricDefinition(
                title: "NFD inflation", unit: .factor,
                formula: "Σ tokens of the text in NFD / Σ tokens of the text in NFC", source: Self.jeoul,
                definition: """
                    What text costs that comes decomposed, as file names from macOS do, over the same text composed. 1 \
                    for a vocabulary whose normalizer composes.
                    """)
        case .cost:
            MetricDefinition(
                title: "cost of a million Korean characters", unit: .dollars,
                formula: "price of a million tokens · Σ tokens / Σ Korean characters",
                source: "after Ahia et al. 2023, Do All Languages Cost the Same?, EMNLP, arXiv:2305.13707",
                definition: """
                    US dollars for so much text like this that it has a million Korean characters, at the price given \
                    for a million tokens. Other text in the documents is paid for too.
                    """)
        case .contextCapacity:
            MetricDefinition(
                title: "Korean characters in a context window", unit: .koreanCharacters,
                formula: "⌊window · Σ Korean characters / Σ tokens⌋",
                source: "after Petrov et al. 2023, NeurIPS, arXiv:2305.15425, who compare what fits",
                definition: """
                    The Korean characters of so much text like this that it takes as many tokens as the window has. \
                    The window is all for the text: nothing is set aside for instructions or the answer.
                    """)
        }
    }
}
