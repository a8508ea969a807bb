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

    /// Where the count of a document is found.
    enum Source {
        case tokens, baselineTokens, parallelTokens, nfdTokens, nfcTokens
        /// Among its characters; the flag says whether Hanja are Korean characters.
        case characters((CharacterCounts, Bool) -> Int)
        /// In its tally: it needs the tokens one by one, not only their number.
        case tally((TokenTally) -> Int)
    }

    var source: Source {
        switch self {
        case .tokens: .tokens
        case .baselineTokens: .baselineTokens
        case .parallelTokens: .parallelTokens
        case .nfdTokens: .nfdTokens
        case .nfcTokens: .nfcTokens
        case .koreanCharacters: .characters { $1 ? $0.hangulWithHanja : $0.hangul }
        case .syllables: .characters { counts, _ in counts.syllable }
        case .graphemes: .characters { counts, _ in counts.grapheme }
        case .nonspaceGraphemes: .characters { counts, _ in counts.graphemeNonspace }
        case .scalars: .characters { counts, _ in counts.scalar }
        case .bytes: .characters { counts, _ in counts.byte }
        case .eojeols: .characters { counts, _ in counts.eojeol }
        case .attributedTokens: .tally(\.attributed)
        case .partialCharacterTokens: .tally(\.fragments)
        case .words: .tally(\.words)
        case .singleTokenWords: .tally(\.singleTokenWords)
        case .continuedWords: .tally(\.continuedWords)
        case .tokenizedSyllables: .tally(\.syllables)
        case .splitSyllables: .tally(\.splitSyllables)
        }
    }

    /// Whether it needs the tokens one by one.
    var needsTally: Bool {
        if case .tally = source { true } else { false }
    }
}

/// A metric that is a ratio of sums.
struct MetricRatio: Sendable {
    var numerator: MetricQuantity
    var denominator: MetricQuantity
}

/// How a metric is worked out of what was counted.
enum MetricComputation: Sendable {
    case ratio(MetricRatio)
    case retentionByType, cost, capacity
    /// From the frequencies of the tokens.
    case frequencies(Frequencies)

    enum Frequencies { case entropy, utilization, efficiency, observedEfficiency }
}

extension Metric {
    /// How it is worked out.
    var computation: MetricComputation {
        switch self {
        case .tokensPerKoreanCharacter: .ratio(MetricRatio(numerator: .tokens, denominator: .koreanCharacters))
        case .tokensPerSyllable: .ratio(MetricRatio(numerator: .tokens, denominator: .syllables))
        case .tokensPerGrapheme: .ratio(MetricRatio(numerator: .tokens, denominator: .graphemes))
        case .tokensPerNonspaceGrapheme: .ratio(MetricRatio(numerator: .tokens, denominator: .nonspaceGraphemes))
        case .tokensPerScalar: .ratio(MetricRatio(numerator: .tokens, denominator: .scalars))
        case .tokensPerByte: .ratio(MetricRatio(numerator: .tokens, denominator: .bytes))
        case .fertility: .ratio(MetricRatio(numerator: .tokens, denominator: .eojeols))
        case .attributedTokensPerKoreanCharacter:
            .ratio(MetricRatio(numerator: .attributedTokens, denominator: .koreanCharacters))
        case .koreanCharactersPerToken: .ratio(MetricRatio(numerator: .koreanCharacters, denominator: .tokens))
        case .charactersPerToken: .ratio(MetricRatio(numerator: .graphemes, denominator: .tokens))
        case .scalarsPerToken: .ratio(MetricRatio(numerator: .scalars, denominator: .tokens))
        case .bytesPerToken: .ratio(MetricRatio(numerator: .bytes, denominator: .tokens))
        case .normalizedSequenceLength: .ratio(MetricRatio(numerator: .tokens, denominator: .baselineTokens))
        case .premium: .ratio(MetricRatio(numerator: .tokens, denominator: .parallelTokens))
        case .singleTokenRetention: .ratio(MetricRatio(numerator: .singleTokenWords, denominator: .words))
        case .continuedWords: .ratio(MetricRatio(numerator: .continuedWords, denominator: .words))
        case .syllableSplitRate: .ratio(MetricRatio(numerator: .splitSyllables, denominator: .tokenizedSyllables))
        case .partialCharacterTokens: .ratio(MetricRatio(numerator: .partialCharacterTokens, denominator: .tokens))
        case .nfdInflation: .ratio(MetricRatio(numerator: .nfdTokens, denominator: .nfcTokens))
        case .singleTokenRetentionByType: .retentionByType
        case .shannonEntropy: .frequencies(.entropy)
        case .renyiEfficiency: .frequencies(.efficiency)
        case .renyiEfficiencyObserved: .frequencies(.observedEfficiency)
        case .vocabularyUtilization: .frequencies(.utilization)
        case .cost: .cost
        case .contextCapacity: .capacity
        }
    }

    /// The two sides, of a metric that is a ratio of sums over documents.
    var ratio: MetricRatio? {
        if case .ratio(let ratio) = computation { ratio } else { nil }
    }

    /// The quantities that it is computed from.
    var quantities: [MetricQuantity] {
        switch computation {
        case .ratio(let ratio): [ratio.numerator, ratio.denominator]
        case .cost, .capacity: [.tokens, .koreanCharacters]
        case .retentionByType, .frequencies: []
        }
    }

    /// Whether it is of the frequencies of the tokens.
    var needsFrequencies: Bool {
        if case .frequencies = computation { true } else { false }
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
