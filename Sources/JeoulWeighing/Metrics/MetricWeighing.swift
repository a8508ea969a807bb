import JeoulText
import JeoulTokenizing
import JeoulVocabularies
import JeoulCorpora
import JeoulStatistics

/// A corpus weighed for metrics: one pass over the text, in which it is encoded once for each vocabulary, and all that
/// the metrics need is counted together.
///
///     let weighing = try MetricWeighing(
///         corpus, tokenizers: [tokenizer], names: ["o200k_base"], metrics: [.fertility, .premium],
///         settings: MetricSettings(parallel: english))
///     let estimator = try RatioEstimator(weighing.countTable())
///     let fertility = try estimator.estimate(weighing.ratio(.fertility, vocabulary: "o200k_base")!)
package struct MetricWeighing: Sendable {
    /// Tokens and characters, as ``Weighing/init(_:tokenizers:options:)`` counts them.
    package let weighing: Weighing
    /// The metrics.
    package let values: MetricValues
    /// What the metrics were told.
    package let settings: MetricSettings
    /// What the parallel text was, if there was one.
    package let parallel: CorpusSummary?
    /// The pairs of parallel documents of which one is empty and the other is not.
    package let unpairedDocuments: Int
    /// What was counted of each group, where documents were grouped.
    package let groups: [UTF8Key: GroupCounts]

    private let names: [String]
    /// The counts of each document, `[vocabulary][place of the quantity in needs]`; empty where they were not kept.
    private let documentCounts: [[[Int]]]
    private let needs: MetricNeeds

    /// Weighs a corpus.
    ///
    /// - Parameters:
    ///   - corpus: the text.
    ///   - tokenizers: the vocabularies.
    ///   - names: a name for each, by which values and settings know it.
    ///   - metrics: what to compute; what none of them needs is not counted.
    ///   - settings: the baseline, prices and so on.
    ///   - options: how to weigh; with `keepsDocuments` ``weighing`` keeps its documents, and the counts that the metrics need of each
    ///     are kept for ``countTable()``.
    /// - Complexity: O(bytes) for each vocabulary.
    /// - Throws: ``MetricError``, ``CorpusError``, and what a tokenizer throws.
    package init(
        _ corpus: Corpus, tokenizers: [any TokenizerModel], names: [String], metrics: [Metric],
        settings: MetricSettings = MetricSettings(), options: WeighingOptions = WeighingOptions(keepsDocuments: false)
    ) throws {
        guard names.count == tokenizers.count else {
            throw MetricError.unequalNames(tokenizers: tokenizers.count, names: names.count)
        }
        try settings.check(names: names)
        let needs = MetricNeeds(metrics)
        var options = options
        var corpus = corpus
        let kernel = options.kernel
        corpus.options.utf8Check = { UTF8Validation.firstInvalidOffset($0, kernel: kernel) }
        if let grouping = options.grouping { corpus.options.groupField = grouping.field }
        let parallel = try needs.parallel ? Self.weighParallel(settings.parallel, tokenizers, &options) : nil
        let pass = try MetricPass(
            tokenizers, needs: needs, baseline: settings.baseline.flatMap(names.firstIndex(of:)),
            parallelTokens: parallel?.documentTokens, countsHanja: settings.countsHanja,
            expectedBytes: corpus.expectedBytes, options: options,
            groupsOfInputs: options.grouping.map { grouping in corpus.inputs.map(grouping.group) } ?? [])
        let summary = try pass.run(over: corpus)
        if let parallel { try Self.check(summary, isParallelTo: parallel.corpus) }

        let result = pass.result
        let sums = result.completeSums
        values = MetricValues(
            metrics: metrics,
            vocabularies: names.indices.map { index in
                MetricValues.Vocabulary(
                    id: names[index],
                    values: metrics.map { sums[index].value(of: $0, name: names[index], settings: settings) })
            })
        weighing = Weighing(
            result.weighed, of: summary, vocabularies: tokenizers.count, options: options,
            wasCacheFull: pass.isCacheFull)
        documentCounts = pass.keepsColumns ? result.documentCounts(needs) : []
        unpairedDocuments = result.sums.unpairedDocuments
        groups = result.sums.groups.groups
        self.settings = settings
        self.parallel = parallel?.corpus
        self.names = names
        self.needs = needs
    }

    /// Weighs the parallel text, where there is one, whose documents the counts of the others are compared with.
    ///
    /// - Parameter options: those of the pass after it, which are told of it.
    private static func weighParallel(
        _ parallel: Corpus?, _ tokenizers: [any TokenizerModel], _ options: inout WeighingOptions
    ) throws -> Weighing? {
        guard let parallel else { return nil }
        options.passes = options.passes.map { $0 + 1 }
        let weighing = try weigh(parallel, tokenizers, options)
        options.pass += 1
        options.checkpoint?.settings.append(.init("the text of --parallel", weighing.corpus.sha256 ?? ""))
        return weighing
    }

    /// Checks that two texts have a document each for one of the other's.
    private static func check(
        _ summary: CorpusSummary, isParallelTo parallel: CorpusSummary
    ) throws(MetricError) {
        guard parallel.skipped.count + summary.skipped.count == 0 else {
            throw .skippedParallelText(documents: summary.skipped.count, parallel: parallel.skipped.count)
        }
        guard parallel.documents == summary.documents else {
            throw .unequalParallelText(documents: summary.documents, parallel: parallel.documents)
        }
    }

    private static func weigh(
        _ corpus: Corpus, _ tokenizers: [any TokenizerModel], _ options: WeighingOptions
    ) throws -> Weighing {
        var options = options
        options.keepsDocuments = true
        options.grouping = nil
        options.checkpoint = nil
        return try Weighing(corpus, tokenizers: tokenizers, options: options)
    }

    /// The counts of each document, for intervals: a column for each vocabulary and each quantity that the metrics
    /// need. The weighing must have kept its documents.
    ///
    /// - Throws: ``StatisticsError``.
    package func countTable() throws(StatisticsError) -> CountTable {
        var columns: [CountTable.Column] = []
        for (name, counts) in zip(names, documentCounts) {
            for (place, quantity) in needs.quantities.enumerated() {
                columns.append(
                    CountTable.Column(
                        name: Self.column(name, quantity), counts: counts[place], parts: quantity.parts))
            }
        }
        return try CountTable(columns: columns, clusters: weighing.clusterNames, originals: weighing.originals)
    }

    /// The columns of ``countTable()`` whose ratio a metric is; nil for a metric that is none, or was not asked for.
    package func ratio(_ metric: Metric, vocabulary: String) -> Ratio? {
        guard let ratio = metric.ratio, needs.metrics.contains(metric), names.contains(vocabulary) else { return nil }
        return Ratio(Self.column(vocabulary, ratio.numerator), to: Self.column(vocabulary, ratio.denominator))
    }

    private static func column(_ name: String, _ quantity: MetricQuantity) -> String { "\(quantity) of \(name)" }
}

extension MetricNeeds {
    /// The place of a quantity among those counted; it must be one.
    func place(of quantity: MetricQuantity) -> Int { quantities.firstIndex(of: quantity) ?? 0 }
}
