import JeoulReporting

/// A figure by which tokenizers are compared on a text. Each is defined here, in ``definition``, and by ``formula``.
///
/// Unless it says otherwise a metric is a *ratio of sums over documents*, Σ a / Σ b: each document weighs by its
/// length. The *mean of ratios*, the mean over documents of each one's own a / b, is another quantity, in which all
/// documents weigh the same; it is given beside the ratio, and named so. No BOS or EOS is counted, and the text of a
/// special token is ordinary text.
///
/// - *Korean character, syllable, grapheme cluster, scalar, byte, eojeol*: as in ``CharacterCounts``, of the document.
/// - *Normalized text*: the document after the vocabulary's own normalizer, which is what its tokens' bytes, one after
///   another, are. Where tokens fall is told by byte offsets in it.
/// - *Word*: an eojeol of the normalized text, punctuation that stands on it included. A token is *in* a word when it
///   has at least one byte of it; the white space that a token carries along is of no word.
package enum Metric: String, Sendable, Codable, CaseIterable {
    /// Tokens per Korean character, the figure by which Jeoul compares: Σ tokens / Σ Korean characters.
    case tokensPerKoreanCharacter = "tokens-per-korean-character"
    /// Tokens per Hangul syllable: Σ tokens / Σ syllables.
    case tokensPerSyllable = "tokens-per-syllable"
    /// Tokens per grapheme cluster of any script, spaces too: Σ tokens / Σ grapheme clusters.
    case tokensPerGrapheme = "tokens-per-grapheme"
    /// Tokens per grapheme cluster that is not white space: Σ tokens / Σ grapheme clusters that are not white space.
    case tokensPerNonspaceGrapheme = "tokens-per-grapheme-nonspace"
    /// Tokens per Unicode scalar: Σ tokens / Σ scalars.
    case tokensPerScalar = "tokens-per-scalar"
    /// Tokens per byte of UTF-8: Σ tokens / Σ bytes.
    case tokensPerByte = "tokens-per-byte"
    /// The part of the tokens that Korean characters pay for, where text is mixed: Σ over tokens of (bytes inside
    /// Korean characters / bytes) / Σ Korean characters.
    case attributedTokensPerKoreanCharacter = "attributed-tokens-per-korean-character"
    /// Tokens per word, Rust et al. 2021: Σ tokens / Σ eojeols.
    case fertility
    /// Korean characters per token: Σ Korean characters / Σ tokens.
    case koreanCharactersPerToken = "korean-characters-per-token"
    /// Grapheme clusters per token: Σ grapheme clusters / Σ tokens.
    case charactersPerToken = "characters-per-token"
    /// Unicode scalars per token, what most papers call characters: Σ scalars / Σ tokens.
    case scalarsPerToken = "scalars-per-token"
    /// Bytes of UTF-8 per token: Σ bytes / Σ tokens.
    case bytesPerToken = "bytes-per-token"
    /// Tokens against a baseline's, Dagan et al. 2024: Σ tokens / Σ tokens of the baseline.
    case normalizedSequenceLength = "normalized-sequence-length"
    /// Tokens against those of the same text in another language, Petrov et al. 2023: Σ tokens / Σ tokens of the
    /// parallel text.
    case premium
    /// Words that are one token, each occurrence counted, after Nayeem et al. 2025: Σ words that are one token / Σ
    /// words.
    case singleTokenRetention = "single-token-retention"
    /// Words that are one token, each different word counted once, after Nayeem et al. 2025: Σ over different words of
    /// (occurrences as one token / occurrences) / number of different words.
    case singleTokenRetentionByType = "single-token-retention-by-type"
    /// Words that more than one token is in, Rust et al. 2021: Σ words with a token boundary inside / Σ words.
    case continuedWords = "continued-words"
    /// Hangul syllables that are cut: Σ syllables with a token boundary inside / Σ syllables.
    case syllableSplitRate = "syllable-split-rate"
    /// Tokens that are pieces of characters: Σ tokens whose bytes are not whole UTF-8 / Σ tokens.
    case partialCharacterTokens = "partial-character-tokens"
    /// The entropy of the tokens' frequencies, Shannon 1948: H = −Σ p log₂ p.
    case shannonEntropy = "shannon-entropy"
    /// How evenly the declared vocabulary is used, Zouhar et al. 2023: H₂.₅ / log₂ |declared vocabulary|.
    case renyiEfficiency = "renyi-efficiency"
    /// How evenly the tokens that occur are used, Zouhar et al. 2023: H₂.₅ / log₂ |observed vocabulary|.
    case renyiEfficiencyObserved = "renyi-efficiency-observed"
    /// How much of the vocabulary the text uses: number of different tokens that occur / |declared vocabulary|.
    case vocabularyUtilization = "vocabulary-utilization"
    /// What decomposed text costs more: Σ tokens of the text in NFD / Σ tokens of the text in NFC.
    case nfdInflation = "nfd-inflation"
    /// The price of a million Korean characters: price of a million tokens · Σ tokens / Σ Korean characters.
    case cost
    /// Korean characters that a context window holds: ⌊window · Σ Korean characters / Σ tokens⌋.
    case contextCapacity = "context-capacity"

    /// The name by which it is asked for.
    package var id: String { rawValue }

    /// The metric of that name.
    ///
    /// - Throws: ``MetricError/unknownMetric(_:nearest:)``.
    package init(id: String) throws(MetricError) {
        guard let metric = Metric(rawValue: id) else {
            let nearest = NearestNames.suggestions(for: id, among: Self.allCases.map(\.id))
            throw .unknownMetric(id, nearest: nearest)
        }
        self = metric
    }
}

/// Why metrics cannot be had.
package enum MetricError: Error, Sendable, Equatable, CustomStringConvertible {
    /// No metric of that name.
    case unknownMetric(String, nearest: [String])
    /// The parallel text does not have as many documents as the text.
    case unequalParallelText(documents: Int, parallel: Int)
    /// So many records or files of the text, or of the parallel text, were left out: what is left does not stand side by side.
    case skippedParallelText(documents: Int, parallel: Int)
    /// An option names a vocabulary that is not among those that are measured.
    case unknownVocabulary(String, option: String, known: [String])
    /// A price that is negative or not finite.
    case invalidPrice(vocabulary: String, price: Double)
    /// A context window of no tokens.
    case invalidContextWindow(Int)
    /// More groups than are counted apart.
    case tooManyGroups(limit: Int)
    /// The number of names is not that of the tokenizers.
    case unequalNames(tokenizers: Int, names: Int)

    /// What is wrong and what to do, in one line.
    package var description: String {
        switch self {
        case .unknownMetric(let id, let nearest):
            "there is no metric \"\(id)\"; "
                + (nearest.isEmpty
                    ? "jeoul metric list shows them all" : "did you mean \(nearest.joined(separator: " or "))?")
        case .unequalParallelText(let documents, let parallel):
            "the text has \(documents) documents, the parallel text \(parallel): they must be parallel, line by line"
        case .skippedParallelText(let documents, let parallel):
            "left out: \(documents) of the text, \(parallel) of the parallel text, so that documents no longer stand side by side: "
                + "correct them, or leave the pairs out of both files"
        case .unknownVocabulary(let name, let option, let known):
            "\(option) names \(name), which is not among the vocabularies measured: \(known.joined(separator: ", "))"
        case .invalidPrice(let vocabulary, let price):
            "the price of \(vocabulary) is \(price): give US dollars for a million tokens, 0 or more"
        case .invalidContextWindow(let tokens):
            "the context window is \(tokens): give a number of tokens, 1 or more"
        case .tooManyGroups(let limit):
            "there are more than \(limit) groups: --by is for what many documents share"
        case .unequalNames(let tokenizers, let names):
            "there are \(tokenizers) tokenizers, but \(names) names: give one each"
        }
    }
}
