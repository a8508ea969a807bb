import JeoulText
import JeoulTokenizing
import JeoulVocabularies
import JeoulCorpora
import JeoulStatistics
import Synchronization

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
    ///   - options: how to weigh; with `keepsDocuments` the counts of each document are kept for ``countTable()``.
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
        let kernel = options.kernel
        var corpus = corpus
        corpus.options.utf8Check = { UTF8Validation.firstInvalidOffset($0, kernel: kernel) }
        if let grouping = options.grouping { corpus.options.groupField = grouping.field }
        let needs = MetricNeeds(metrics)
        var options = options
        if needs.parallel, settings.parallel != nil { options.passes = options.passes.map { $0 + 1 } }
        let parallel = try needs.parallel ? settings.parallel.map { try Self.weigh($0, tokenizers, options) } : nil
        let pass = try MetricPass(
            tokenizers, needs: needs, baseline: settings.baseline.flatMap(names.firstIndex(of:)),
            parallelTokens: parallel?.documentTokens, countsHanja: settings.countsHanja,
            expectedBytes: corpus.expectedBytes, options: options,
            groupsOfInputs: options.grouping.map { grouping in corpus.inputs.map(grouping.group) } ?? [])
        if let parallel {
            options.pass += 1
            options.checkpoint?.settings.append(.init("the text of --parallel", parallel.corpus.sha256 ?? ""))
        }
        // Of documents one by one this pass keeps nothing.
        let checkpoint = options.keepsDocuments ? nil : options.checkpoint
        let opened = try checkpoint?.open(corpus, options, counts: MetricPass.Sums.self)
        if let kept = opened?.counts { pass.goOn(from: kept) }
        let tell = options.teller(of: corpus, bytesBefore: opened?.counts?.bytes ?? 0)
        let summary = try BatchWork.run(
            corpus, threads: options.threads, keeping: opened?.keeper { pass.kept }, note: options.note,
            makeWorker: pass.makeWorker, work: { worker, batch in tell(try pass.work(worker, batch)) },
            finish: pass.finish)
        let result = pass.result
        if let parallel {
            guard parallel.corpus.skipped.count + summary.skipped.count == 0 else {
                throw MetricError.skippedParallelText(
                    documents: summary.skipped.count, parallel: parallel.corpus.skipped.count)
            }
            guard parallel.corpus.documents == summary.documents else {
                throw MetricError.unequalParallelText(documents: summary.documents, parallel: parallel.corpus.documents)
            }
        }

        let sums = result.sums.vocabularies.indices.map { vocabulary in
            var sums = result.sums.vocabularies[vocabulary]
            sums.usage = result.sums.usage?.tokens[vocabulary]
            sums.words = result.sums.usage?.words.map {
                ($0.distinctWords(vocabulary: vocabulary), $0.retainedWords(vocabulary: vocabulary))
            }
            return sums
        }
        values = MetricValues(
            metrics: metrics,
            vocabularies: names.indices.map { index in
                MetricValues.Vocabulary(
                    id: names[index],
                    values: metrics.map { sums[index].value(of: $0, name: names[index], settings: settings) })
            })
        let parts = result.parts.sorted { $0.firstDocument < $1.firstDocument }
        weighing = Weighing(
            corpus: summary, result: result, normalization: options.normalization, tokens: sums.map { $0[.tokens] },
            documentTokens: options.keepsDocuments
                ? sums.indices.map { vocabulary in
                    parts.flatMap { $0.counts[vocabulary][needs.place(of: .tokens)].map { UInt32($0) } }
                } : [],
            wasCacheFull: pass.isCacheFull)
        documentCounts =
            options.keepsDocuments
            ? sums.indices.map { vocabulary in
                needs.quantities.indices.map { place in parts.flatMap { $0.counts[vocabulary][place] } }
            } : []
        unpairedDocuments = result.sums.unpairedDocuments
        groups = result.sums.groups.groups
        self.settings = settings
        self.parallel = parallel?.corpus
        self.names = names
        self.needs = needs
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

/// What the threads of a pass have in common, and what they have counted.
final class MetricPass: Sendable {
    let vocabularyCount: Int
    let needs: MetricNeeds
    let baseline: Int?
    let parallelTokens: [[UInt32]]?
    let countsHanja: Bool
    let options: WeighingOptions
    /// For each input the group of all of its documents; nil where each has its own.
    let groupsOfInputs: [UTF8Key?]
    private let tallier: DocumentTallier?
    private let counter: DocumentCounter
    private let unknown: UnknownTokens
    private let shared: Mutex<Result>

    /// What has been counted so far.
    struct Result: Sendable {
        var sums: Sums
        /// The batches, where documents are kept.
        var parts: [Part] = []
    }

    /// Sums over it, which are what a checkpoint keeps.
    struct Sums: Sendable, Codable {
        var vocabularies: [VocabularySums]
        var usage: TallyUsage?
        var unknownTokens: [Int]
        var characters = CharacterCounts()
        var emptyDocuments = 0
        var unpairedDocuments = 0
        var forms = NormalizationForms.all
        var bytes = 0
        var largest: [LargestDocument]?
        package var groups = GroupTable()
        var inputs = InputSums()
    }

    /// What to keep, when all threads rest.
    var kept: Sums { shared.withLock { $0.sums } }

    /// Goes on with what was kept.
    func goOn(from kept: Sums) { shared.withLock { $0.sums = kept } }

    /// The counts of a batch's documents.
    struct Part: Sendable {
        var firstDocument: Int
        var input: Int
        var bytes: Int
        /// The tokens of all of them, for each vocabulary.
        var tokens: [Int]
        var characters: [CharacterCounts]
        /// `[vocabulary][place of the quantity in needs]`.
        var counts: [[[Int]]]
        var labels: LabelList
        /// nil where documents are not kept.
        var traits: DocumentProperties?
        var largest: [LargestDocument]?
    }

    init(
        _ tokenizers: [any TokenizerModel], needs: MetricNeeds, baseline: Int?, parallelTokens: [[UInt32]]?,
        countsHanja: Bool, expectedBytes: Int, options: WeighingOptions, groupsOfInputs: [UTF8Key?]
    ) throws {
        vocabularyCount = tokenizers.count
        self.needs = needs
        self.baseline = baseline
        self.parallelTokens = parallelTokens
        self.countsHanja = countsHanja
        self.options = options
        self.groupsOfInputs = groupsOfInputs
        let counting = CountingOptions(
            kernel: options.kernel, memoryLimit: options.memoryLimit, expectedBytes: expectedBytes)
        counter = DocumentCounter(tokenizers, options: counting)
        unknown = UnknownTokens(tokenizers, options: counting)
        tallier =
            needs.tally
            ? DocumentTallier(
                tokenizers, options: TallyOptions(countsHanja: countsHanja, recordsWords: needs.words),
                counting: counting) : nil
        shared = Mutex(
            Result(
                sums: Sums(
                    vocabularies: Array(repeating: VocabularySums(), count: tokenizers.count), usage: tallier?.noUsage,
                    unknownTokens: tokenizers.map { _ in 0 })))
    }

    /// What was counted.
    var result: Result { shared.withLock { $0 } }

    var isCacheFull: Bool { counter.isCacheFull || tallier?.isCacheFull ?? false }

    func makeWorker() -> MetricWorker {
        MetricWorker(
            pass: self, tallier: tallier?.session(), counter: counter.session(), unknown: unknown.session())
    }

    /// Weighs a batch; how many of the inputs' stored bytes have been weighed.
    func work(_ worker: MetricWorker, _ batch: TextBatch) throws -> Int {
        let part = try worker.weigh(batch)
        return shared.withLock { result in
            result.sums.bytes += part.bytes
            result.sums.inputs.add(
                part.input, characters: part.characters.reduce(CharacterCounts(), +), tokens: part.tokens)
            if options.keepsDocuments { result.parts.append(part) }
            if let largest = part.largest { result.sums.largest = LargestDocument.larger(result.sums.largest, largest) }
            return result.sums.bytes
        }
    }

    func finish(_ worker: MetricWorker) throws {
        let (counts, usage) = worker.takeCounts()
        let forms = worker.forms
        try shared.withLock { result in
            try result.sums.groups.add(counts.groups)
            for vocabulary in counts.sums.indices {
                result.sums.vocabularies[vocabulary].add(counts.sums[vocabulary])
                result.sums.unknownTokens[vocabulary] += counts.unknownTokens[vocabulary]
            }
            if let usage { result.sums.usage?.add(usage) }
            result.sums.characters += counts.characters
            result.sums.emptyDocuments += counts.emptyDocuments
            result.sums.unpairedDocuments += counts.unpairedDocuments
            result.sums.forms.formIntersection(forms)
        }
    }
}

/// The counting of one thread.
final class MetricWorker {
    private let pass: MetricPass
    private let tallier: DocumentTallier.Session?
    private let counter: DocumentCounter.Session
    private let unknown: UnknownTokens.Session
    private let normalizer: Normalizer?
    private let composer: Normalizer
    private let decomposer: Normalizer
    private let characterCounter: CharacterCounter

    /// What was counted since it was taken last.
    struct Counts {
        var sums: [VocabularySums]
        var characters = CharacterCounts()
        var emptyDocuments = 0
        var unpairedDocuments = 0
        package var groups = GroupTable()
        var unknownTokens: [Int]

        init(vocabularies: Int) {
            sums = Array(repeating: VocabularySums(), count: vocabularies)
            unknownTokens = Array(repeating: 0, count: vocabularies)
        }
    }

    private var counts: Counts
    private(set) var forms = NormalizationForms.all

    /// What was counted, which is from now on counted anew.
    func takeCounts() -> (Counts, TallyUsage?) {
        defer { counts = Counts(vocabularies: pass.vocabularyCount) }
        return (counts, tallier?.takeUsage())
    }

    init(
        pass: MetricPass, tallier: DocumentTallier.Session?, counter: DocumentCounter.Session,
        unknown: UnknownTokens.Session
    ) {
        self.pass = pass
        self.unknown = unknown
        self.tallier = tallier
        self.counter = counter
        let kernel = pass.options.kernel
        normalizer = pass.options.normalization.form.map { Normalizer($0, kernel: kernel) }
        composer = Normalizer(.nfc, kernel: kernel)
        decomposer = Normalizer(.nfd, kernel: kernel)
        characterCounter = CharacterCounter(kernel: kernel)
        counts = Counts(vocabularies: pass.vocabularyCount)
    }

    /// Counts the documents of a batch for every vocabulary, and adds them to the sums.
    func weigh(_ batch: TextBatch) throws -> MetricPass.Part {
        var text = try batch.text()
        // A form that one document is not in, the corpus is not in: later batches are not asked.
        forms = try Normalizer.forms(of: text, among: forms)
        text = try normalizer?.normalized(text) ?? text
        let documents = try characterCounter.counts(of: text)
        counts.characters = documents.reduce(counts.characters, +)
        counts.emptyDocuments += documents.count { $0.byte == 0 }

        let unknownTokens = try unknown.count(text)
        for (vocabulary, each) in unknownTokens.enumerated() { counts.unknownTokens[vocabulary] += each.reduce(0, +) }
        let tallies = try tallier?.tally(text)
        let tokens =
            try tallies?.map { $0.map(\.tokens) } ?? counter.count(text).map { $0.map(Int.init) }
        var decomposed = tokens
        var composed = tokens
        if pass.needs.decomposition {
            if let text = try decomposer.normalized(text) {
                decomposed = try counter.count(text).map { $0.map(Int.init) }
            }
            if let text = try composer.normalized(text) { composed = try counter.count(text).map { $0.map(Int.init) } }
        }

        var part = MetricPass.Part(
            firstDocument: batch.firstDocument, input: batch.input, bytes: batch.storedBytes,
            tokens: tokens.map { $0.reduce(0, +) }, characters: documents, counts: [],
            labels: batch.labels,
            traits: pass.options.keepsDocuments ? DocumentProperties(of: text.data, layout: text.layout) : nil)
        if pass.options.findsLargest {
            part.largest = LargestDocument.among(
                tokens.map { $0.map { UInt32(clamping: $0) } }, of: batch)
        }
        var all: [[[Int]]] = []
        for vocabulary in counts.sums.indices {
            let columns = pass.needs.quantities.map { quantity in
                switch quantity {
                case .tokens: return tokens[vocabulary]
                case .baselineTokens: return pass.baseline.map { tokens[$0] } ?? documents.map { _ in 0 }
                case .parallelTokens: return parallelTokens(vocabulary, batch.firstDocument, documents.count)
                case .nfdTokens: return decomposed[vocabulary]
                case .nfcTokens: return composed[vocabulary]
                default:
                    if quantity.needsTally { return tallies?[vocabulary].map { quantity.count(of: $0) ?? 0 } ?? [] }
                    return documents.map { quantity.count(of: $0, countsHanja: pass.countsHanja) ?? 0 }
                }
            }
            counts.sums[vocabulary].add(pass.needs) { columns[pass.needs.place(of: $0)] }
            all.append(columns)
        }
        if pass.options.keepsDocuments { part.counts = all }
        if pass.options.grouping != nil {
            try counts.groups.add(
                GroupTable.Documents(
                    labels: batch.labels, characters: documents,
                    bytes: batch.documentBytes(documents, isNormalized: normalizer != nil), columns: all,
                    needs: pass.needs, unknownTokens: unknownTokens),
                whole: pass.groupsOfInputs[batch.input])
        }
        if pass.parallelTokens != nil, let first = tokens.first {
            let others = parallelTokens(0, batch.firstDocument, documents.count)
            counts.unpairedDocuments += zip(first, others).count { ($0 == 0) != ($1 == 0) }
        }
        return part
    }

    /// The tokens of the parallel documents; 0 beyond its end, of which the caller is told when all is counted.
    private func parallelTokens(_ vocabulary: Int, _ first: Int, _ count: Int) -> [Int] {
        guard let tokens = pass.parallelTokens?[vocabulary] else { return [Int](repeating: 0, count: count) }
        return (first..<first + count).map { tokens.indices.contains($0) ? Int(tokens[$0]) : 0 }
    }
}

extension Weighing {
    /// The weighing that a pass for metrics is as well.
    init(
        corpus: CorpusSummary, result: MetricPass.Result, normalization: Normalization, tokens: [Int],
        documentTokens: [[UInt32]], wasCacheFull: Bool
    ) {
        let parts = result.parts.sorted { $0.firstDocument < $1.firstDocument }
        self.corpus = corpus
        characters = result.sums.characters
        emptyDocuments = result.sums.emptyDocuments
        inputForms = result.sums.forms
        self.normalization = normalization
        self.tokens = tokens
        unknownTokens = result.sums.unknownTokens
        storedBytes = corpus.bytes
        isComplete = corpus.isComplete
        textBytes = corpus.textBytes
        inputs = result.sums.inputs
        documentBytes = []
        documentUnknownTokens = []
        documentCharacters = parts.flatMap(\.characters)
        self.documentTokens = documentTokens
        labels = LabelList(joining: parts.map(\.labels))
        identities = parts.flatMap { $0.traits?.identities ?? [] }
        originals = DocumentProperties.originals(identities)
        otherLetters = parts.reduce(0) { $0 + ($1.traits?.otherLetters ?? 0) }
        documentOtherLetters = []
        self.wasCacheFull = wasCacheFull
        largestDocuments = result.sums.largest
    }
}
