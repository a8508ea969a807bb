import JeoulText
import JeoulTokenizing

/// What is counted of each document; a metric that is a ratio is one of these over another.
enum MetricQuantity: Int, Sendable, CaseIterable {
    case tokens, baselineTokens, parallelTokens, nfdTokens, nfcTokens
    case koreanCharacters, syllables, graphemes, nonspaceGraphemes, scalars, bytes, eojeols
    /// In parts of 1/`TokenTally.attributionParts`.
    case attributedTokens
    case partialCharacterTokens, words, singleTokenWords, continuedWords, tokenizedSyllables, splitSyllables

    /// A count of 1 stands for 1/`parts`.
    var parts: Int { self == .attributedTokens ? TokenTally.attributionParts : 1 }

    /// What it counts, for a reader who is told that there is none.
    var name: String {
        switch self {
        case .tokens, .attributedTokens, .partialCharacterTokens: "tokens"
        case .baselineTokens: "tokens of the baseline"
        case .parallelTokens: "tokens of the parallel text"
        case .nfdTokens: "tokens in NFD"
        case .nfcTokens: "tokens in NFC"
        case .koreanCharacters: "Korean characters"
        case .syllables, .tokenizedSyllables, .splitSyllables: "Hangul syllables"
        case .graphemes: "characters"
        case .nonspaceGraphemes: "characters other than white space"
        case .scalars: "scalars"
        case .bytes: "bytes"
        case .eojeols: "eojeols"
        case .words, .singleTokenWords, .continuedWords: "words"
        }
    }

    /// Whether it needs the tokens one by one, not only their number.
    var needsTally: Bool { rawValue >= Self.attributedTokens.rawValue }

    /// The count of one document among its characters; nil for what is of its tokens.
    func count(of characters: CharacterCounts, countsHanja: Bool) -> Int? {
        switch self {
        case .koreanCharacters: countsHanja ? characters.hangulWithHanja : characters.hangul
        case .syllables: characters.syllable
        case .graphemes: characters.grapheme
        case .nonspaceGraphemes: characters.graphemeNonspace
        case .scalars: characters.scalar
        case .bytes: characters.byte
        case .eojeols: characters.eojeol
        default: nil
        }
    }

    /// The count of one document in its tally; nil for what is not there.
    func count(of tally: TokenTally) -> Int? {
        switch self {
        case .tokens: tally.tokens
        case .attributedTokens: tally.attributed
        case .partialCharacterTokens: tally.fragments
        case .words: tally.words
        case .singleTokenWords: tally.singleTokenWords
        case .continuedWords: tally.continuedWords
        case .tokenizedSyllables: tally.syllables
        case .splitSyllables: tally.splitSyllables
        default: nil
        }
    }
}

/// A metric that is a ratio of sums.
struct MetricRatio: Sendable {
    var numerator: MetricQuantity
    var denominator: MetricQuantity
}

extension Metric {
    /// The two sides, of a metric that is a ratio of sums over documents.
    var ratio: MetricRatio? {
        switch self {
        case .tokensPerKoreanCharacter: MetricRatio(numerator: .tokens, denominator: .koreanCharacters)
        case .tokensPerSyllable: MetricRatio(numerator: .tokens, denominator: .syllables)
        case .tokensPerGrapheme: MetricRatio(numerator: .tokens, denominator: .graphemes)
        case .tokensPerNonspaceGrapheme: MetricRatio(numerator: .tokens, denominator: .nonspaceGraphemes)
        case .tokensPerScalar: MetricRatio(numerator: .tokens, denominator: .scalars)
        case .tokensPerByte: MetricRatio(numerator: .tokens, denominator: .bytes)
        case .fertility: MetricRatio(numerator: .tokens, denominator: .eojeols)
        case .attributedTokensPerKoreanCharacter:
            MetricRatio(numerator: .attributedTokens, denominator: .koreanCharacters)
        case .koreanCharactersPerToken: MetricRatio(numerator: .koreanCharacters, denominator: .tokens)
        case .charactersPerToken: MetricRatio(numerator: .graphemes, denominator: .tokens)
        case .scalarsPerToken: MetricRatio(numerator: .scalars, denominator: .tokens)
        case .bytesPerToken: MetricRatio(numerator: .bytes, denominator: .tokens)
        case .normalizedSequenceLength: MetricRatio(numerator: .tokens, denominator: .baselineTokens)
        case .premium: MetricRatio(numerator: .tokens, denominator: .parallelTokens)
        case .singleTokenRetention: MetricRatio(numerator: .singleTokenWords, denominator: .words)
        case .continuedWords: MetricRatio(numerator: .continuedWords, denominator: .words)
        case .syllableSplitRate: MetricRatio(numerator: .splitSyllables, denominator: .tokenizedSyllables)
        case .partialCharacterTokens: MetricRatio(numerator: .partialCharacterTokens, denominator: .tokens)
        case .nfdInflation: MetricRatio(numerator: .nfdTokens, denominator: .nfcTokens)
        case .singleTokenRetentionByType, .shannonEntropy, .renyiEfficiency, .renyiEfficiencyObserved,
            .vocabularyUtilization, .cost, .contextCapacity:
            nil
        }
    }

    /// The quantities that it is computed from.
    var quantities: [MetricQuantity] {
        if let ratio { return [ratio.numerator, ratio.denominator] }
        return self == .cost || self == .contextCapacity ? [.tokens, .koreanCharacters] : []
    }

    /// Whether it is of the frequencies of the tokens.
    var needsFrequencies: Bool {
        switch self {
        case .shannonEntropy, .renyiEfficiency, .renyiEfficiencyObserved, .vocabularyUtilization: true
        default: false
        }
    }
}

/// What a set of metrics needs to be counted.
struct MetricNeeds: Sendable {
    let metrics: [Metric]
    let quantities: [MetricQuantity]
    let tally: Bool
    let words: Bool
    let decomposition: Bool
    let parallel: Bool

    init(_ metrics: [Metric]) {
        self.metrics = metrics
        let used = Set(metrics.flatMap(\.quantities)).union([.tokens, .koreanCharacters])
        quantities = MetricQuantity.allCases.filter(used.contains)
        words = metrics.contains(.singleTokenRetentionByType)
        tally = words || metrics.contains(where: \.needsFrequencies) || quantities.contains(where: \.needsTally)
        decomposition = used.contains(.nfdTokens)
        parallel = used.contains(.parallelTokens)
    }
}

/// The sum of documents' own ratios, in whole numbers of 1/2^40: the same in whatever order they are added.
struct RatioSum: Sendable, Codable {
    private var sum: UInt128 = 0
    /// The documents that have a ratio.
    private(set) var documents = 0

    init() {}

    /// Its halves, high and low: 128 bits are more than JSON's numbers hold.
    init(from decoder: any Decoder) throws {
        var container = try decoder.unkeyedContainer()
        let high = try container.decode(UInt64.self)
        sum = UInt128(high) << 64 | UInt128(try container.decode(UInt64.self))
        documents = try container.decode(Int.self)
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.unkeyedContainer()
        try container.encode(UInt64(truncatingIfNeeded: sum >> 64))
        try container.encode(UInt64(truncatingIfNeeded: sum))
        try container.encode(documents)
    }

    private static let scale = 40

    /// Adds a document's ratio, rounded to the nearest 1/2^40, unless its denominator is 0.
    mutating func add(_ numerator: Int, _ denominator: Int) {
        guard denominator > 0 else { return }
        documents += 1
        if numerator < 1 << 22 {
            sum += UInt128((UInt64(numerator) << UInt64(Self.scale) + UInt64(denominator / 2)) / UInt64(denominator))
        } else {
            sum += (UInt128(numerator) << UInt128(Self.scale) + UInt128(denominator / 2)) / UInt128(denominator)
        }
    }

    mutating func add(_ other: RatioSum) {
        sum += other.sum
        documents += other.documents
    }

    /// The mean, or nil where there is nothing to take it of.
    var mean: Double? {
        documents == 0 ? nil : Double(sum) / Double(1 << Self.scale) / Double(documents)
    }
}
