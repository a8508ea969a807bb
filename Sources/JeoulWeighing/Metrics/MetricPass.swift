import JeoulCorpora
import JeoulText
import JeoulTokenizing
import Synchronization

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
        /// Tokens and characters, as every weighing counts them.
        var weighed: Weighed
        /// What the metrics need besides.
        var sums: Sums
        /// The batches' counts, where they are kept.
        var columns: [Columns] = []

        /// The sums of each vocabulary, with what is counted of all documents together.
        var completeSums: [VocabularySums] {
            sums.vocabularies.indices.map { vocabulary in
                var complete = sums.vocabularies[vocabulary]
                complete.usage = sums.usage?.tokens[vocabulary]
                complete.words = sums.usage?.words.map {
                    ($0.distinctWords(vocabulary: vocabulary), $0.retainedWords(vocabulary: vocabulary))
                }
                return complete
            }
        }

        /// The counts of each document, `[vocabulary][place of the quantity in needs]`.
        func documentCounts(_ needs: MetricNeeds) -> [[[Int]]] {
            let columns = columns.sorted { $0.firstDocument < $1.firstDocument }
            return sums.vocabularies.indices.map { vocabulary in
                needs.quantities.indices.map { place in columns.flatMap { $0.counts[vocabulary][place] } }
            }
        }
    }

    /// Sums over it.
    struct Sums: Sendable, Codable {
        var vocabularies: [VocabularySums]
        var usage: TallyUsage?
        var unpairedDocuments = 0
        package var groups = GroupTable()
    }

    /// The counts of a batch's documents one by one.
    struct Columns: Sendable {
        var firstDocument: Int
        /// `[vocabulary][place of the quantity in needs]`.
        var counts: [[[Int]]]
    }

    /// What a checkpoint keeps of it.
    struct Kept: Sendable, Codable {
        var weighed: Weighed.Kept
        var sums: Sums
        var columns: [PackedColumns]
    }

    /// What to keep, when all threads rest.
    var kept: Kept {
        shared.withLock {
            Kept(weighed: $0.weighed.kept, sums: $0.sums, columns: $0.columns.map(PackedColumns.init))
        }
    }

    /// Goes on with what was kept.
    func goOn(from kept: Kept) {
        shared.withLock { result in
            result = Result(
                weighed: Weighed(kept.weighed, vocabularies: vocabularyCount), sums: kept.sums,
                columns: kept.columns.map(\.columns))
        }
    }

    /// Counts the documents of a corpus, on several threads; what the corpus was is returned.
    func run(over corpus: Corpus) throws -> CorpusSummary {
        let opened = try options.checkpoint?.open(corpus, options, counts: Kept.self)
        if let kept = opened?.counts { goOn(from: kept) }
        let tell = options.teller(of: corpus, bytesBefore: opened?.counts?.weighed.sums.bytes ?? 0)
        return try BatchWork.run(
            corpus, threads: options.threads, keeping: opened?.keeper { self.kept }, note: options.note,
            makeWorker: makeWorker, work: { worker, batch in tell(try self.work(worker, batch)) }, finish: finish)
    }

    /// Whether the quantities that the metrics need are kept of each document.
    var keepsColumns: Bool { options.keepsDocuments && !needs.metrics.isEmpty }

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
                weighed: Weighed(nil, vocabularies: tokenizers.count),
                sums: Sums(
                    vocabularies: Array(repeating: VocabularySums(), count: tokenizers.count), usage: tallier?.noUsage
                )))
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
        let (part, counts) = try worker.weigh(batch)
        let largest = options.findsLargest ? LargestDocument.among(part.tokens, of: batch) : nil
        return shared.withLock { result in
            if keepsColumns { result.columns.append(Columns(firstDocument: part.firstDocument, counts: counts)) }
            return result.weighed.add(part, largest: largest, keepsDocuments: options.keepsDocuments)
        }
    }

    func finish(_ worker: MetricWorker) throws {
        let (counts, usage) = worker.takeCounts()
        try shared.withLock { result in
            try result.sums.groups.add(counts.groups)
            for vocabulary in counts.sums.indices {
                result.sums.vocabularies[vocabulary].add(counts.sums[vocabulary])
            }
            if let usage { result.sums.usage?.add(usage) }
            result.sums.unpairedDocuments += counts.unpairedDocuments
        }
    }
}
