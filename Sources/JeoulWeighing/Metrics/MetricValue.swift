import JeoulVocabularies
import JeoulCorpora
import JeoulStatistics

/// One metric of one vocabulary on a text: the figure, or why there is none.
package struct MetricValue: Sendable, Codable, Equatable {
    /// What it is a figure of.
    package let metric: Metric
    /// The figure; nil where it is undefined.
    package let value: Double?
    /// Why there is no figure.
    package let undefined: Absence?
    /// What is above the line of the formula; nil where the formula has none.
    package let numerator: Double?
    /// What is below the line of the formula.
    package let denominator: Double?
    /// The mean over documents of each document's own ratio, another quantity than ``value``: over the documents whose
    /// denominator is not 0. Of metrics that are ratios of sums.
    package let meanOfRatios: Double?

    private enum CodingKeys: String, CodingKey {
        case metric
        case value
        case undefined
        case numerator
        case denominator
        case meanOfRatios = "mean_of_ratios"
    }

    /// A figure of which the sides are known; undefined where the denominator is 0.
    init(
        _ metric: Metric, numerator: Double, denominator: Double, of name: String, meanOfRatios: Double? = nil
    ) {
        self.metric = metric
        self.numerator = numerator
        self.denominator = denominator
        self.meanOfRatios = meanOfRatios
        let isDefined = denominator > 0
        value = isDefined ? numerator / denominator : nil
        undefined = isDefined ? nil : Absence(.zeroDenominator, "the text has no \(name)")
    }

    /// A figure that is no quotient.
    init(_ metric: Metric, _ value: Double, numerator: Double? = nil, denominator: Double? = nil) {
        self.metric = metric
        self.value = value
        self.numerator = numerator
        self.denominator = denominator
        undefined = nil
        meanOfRatios = nil
    }

    /// No figure.
    init(_ metric: Metric, undefined: Absence) {
        self.metric = metric
        self.undefined = undefined
        value = nil
        numerator = nil
        denominator = nil
        meanOfRatios = nil
    }
}

/// Metrics of vocabularies on a text.
///
///     let vocabulary = try VocabularyCatalog.standard().load("o200k_base")
///     let news = Corpus(arguments: ["news.txt"])
///     let values = try MetricValues(news, vocabularies: [vocabulary], metrics: [.fertility])
///     print(values[.fertility, "o200k_base"]?.value ?? 0)
package struct MetricValues: Sendable, Codable, Equatable {
    /// The metrics of one vocabulary.
    package struct Vocabulary: Sendable, Codable, Equatable {
        /// The vocabulary.
        package let id: String
        /// Its metrics, in the order asked for.
        package let values: [MetricValue]
    }

    /// The metrics, in the order asked for.
    package let metrics: [Metric]
    /// The vocabularies, in the order given.
    package let vocabularies: [Vocabulary]

    init(metrics: [Metric], vocabularies: [Vocabulary]) {
        self.metrics = metrics
        self.vocabularies = vocabularies
    }

    /// Weighs a text and takes the metrics of it.
    ///
    /// - Throws: as ``MetricWeighing/init(_:tokenizers:names:metrics:settings:options:)``.
    package init(
        _ corpus: Corpus, vocabularies: [JeoulVocabularies.Vocabulary], metrics: [Metric] = Metric.allCases,
        settings: MetricSettings = MetricSettings(), options: WeighingOptions = WeighingOptions(keepsDocuments: false)
    ) throws {
        self =
            try MetricWeighing(
                corpus, tokenizers: vocabularies.map { try $0.tokenizer() }, names: vocabularies.map(\.id),
                metrics: metrics, settings: settings, options: options
            ).values
    }

    /// The metric of a vocabulary by its id; nil where one of them was not asked for.
    package subscript(metric: Metric, vocabulary: String) -> MetricValue? {
        vocabularies.first { $0.id == vocabulary }?.values.first { $0.metric == metric }
    }
}

/// What some metrics need to know beside the text. A metric whose setting is absent is undefined, and says so.
package struct MetricSettings: Sendable {
    /// The vocabulary that `normalized-sequence-length` compares with, by its name among those measured.
    package var baseline: String?
    /// The same text in another language, document by document, for `premium`.
    package var parallel: Corpus?
    /// US dollars for a million tokens, by the vocabulary's name, for `cost`.
    package var prices: [String: Double]
    /// The tokens that a context window holds, for `context-capacity`.
    package var contextWindow: Int?
    /// Whether Hanja are Korean characters too.
    package var countsHanja: Bool

    /// Settings; none by default.
    package init(
        baseline: String? = nil, parallel: Corpus? = nil, prices: [String: Double] = [:], contextWindow: Int? = nil,
        countsHanja: Bool = false
    ) {
        self.baseline = baseline
        self.parallel = parallel
        self.prices = prices
        self.contextWindow = contextWindow
        self.countsHanja = countsHanja
    }

    /// - Throws: ``MetricError``.
    func check(names: [String]) throws(MetricError) {
        if let baseline, !names.contains(baseline) {
            throw .unknownVocabulary(baseline, option: "the baseline", known: names)
        }
        for (name, price) in prices.sorted(by: { $0.key < $1.key }) {
            guard names.contains(name) else { throw .unknownVocabulary(name, option: "a price", known: names) }
            guard price >= 0, price.isFinite else { throw .invalidPrice(vocabulary: name, price: price) }
        }
        if let contextWindow, contextWindow < 1 { throw .invalidContextWindow(contextWindow) }
    }
}
