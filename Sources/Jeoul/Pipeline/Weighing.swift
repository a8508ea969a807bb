import Dispatch
import Foundation
import Synchronization

/// How a corpus is weighed. Only `normalization` changes what is counted.
public struct WeighingOptions: Sendable {
    /// What is done to each document first, before any vocabulary's own normalizer.
    public var normalization: Normalization
    /// How many threads count; the results do not depend on it.
    public var threads: Int
    /// The instruction set of the scan.
    public var kernel: ScanKernel
    /// What the cache of pieces of each thread may take, in bytes.
    public var memoryLimit: Int
    /// Whether the counts of every document are kept, as statistics need them, or only the sums.
    public var keepsDocuments: Bool
    /// Is told how many bytes have been weighed, now and then, from any thread.
    public var progress: (@Sendable (Int) -> Void)?

    /// Options; by default as many threads as the machine has cores.
    public init(
        normalization: Normalization = .asIs, threads: Int = ProcessInfo.processInfo.activeProcessorCount,
        kernel: ScanKernel = .best, memoryLimit: Int = CountingOptions.defaultMemoryLimit, keepsDocuments: Bool = true,
        progress: (@Sendable (Int) -> Void)? = nil
    ) {
        self.normalization = normalization
        self.threads = max(1, threads)
        self.kernel = kernel
        self.memoryLimit = memoryLimit
        self.keepsDocuments = keepsDocuments
        self.progress = progress
    }
}

/// A corpus weighed by some vocabularies: its characters and its tokens, document by document.
public struct Weighing: Sendable {
    /// What the corpus was.
    public let corpus: CorpusSummary
    /// The characters of all documents.
    public let characters: CharacterCounts
    /// The documents without any byte, which statistics leave out.
    public let emptyDocuments: Int
    /// The forms that all of the text was in, before `normalization`.
    public let inputForms: NormalizationForms
    /// What was done to each document first.
    public let normalization: Normalization
    /// The tokens of all documents, for each vocabulary in the order given.
    public let tokens: [Int]
    /// The characters of each document; empty where documents were not kept.
    public let documentCharacters: [CharacterCounts]
    /// The tokens of each document: `documentTokens[vocabulary][document]`; empty where documents were not kept.
    public let documentTokens: [[UInt32]]
    /// What is known of each document, or empty.
    public let labels: [DocumentLabels]
    /// For each document the first with the same text, itself where there is none before; empty where documents were not kept.
    public let originals: [Int]
    /// The same for the same documents in the same order, whatever file they lie in; nil where documents were not kept.
    let textIdentity: String?
    /// Letters that are not Korean; 0 where documents were not kept.
    let otherLetters: Int
    /// Whether the memory for pieces was too little, so that weighing was slower; the counts are exact all the same.
    public let wasTableFull: Bool

    /// Weighs a corpus: reads it batch by batch, and counts on several threads, each document for every vocabulary.
    ///
    /// - Complexity: O(bytes) for each splitter among the vocabularies, and O(distinct pieces) for each vocabulary.
    /// - Throws: `CorpusError`, and what a tokenizer throws.
    public init(
        _ corpus: Corpus, tokenizers: [any Tokenizer], options: WeighingOptions = WeighingOptions()
    ) throws {
        var corpus = corpus
        let kernel = options.kernel
        corpus.options.utf8Check = { UTF8Validation.firstInvalidOffset($0, kernel: kernel) }
        let counter = DocumentCounter(
            tokenizers,
            options: CountingOptions(
                kernel: kernel, memoryLimit: options.memoryLimit, expectedBytes: corpus.expectedBytes))
        let shared = Mutex(Shared(reader: corpus.makeReader()))
        let work: @Sendable (Int) -> Void = { _ in
            let worker = Worker(session: counter.session(), options: options)
            while let batch = shared.withLock({ $0.next() }) {
                do {
                    let part = try worker.weigh(batch)
                    let bytes = shared.withLock { $0.add(part, keepsDocuments: options.keepsDocuments) }
                    options.progress?(bytes)
                } catch {
                    shared.withLock { $0.failure = $0.failure ?? error }
                }
            }
        }
        if options.threads == 1 || corpus.isSmall {
            work(0)
        } else {
            DispatchQueue.concurrentPerform(iterations: options.threads, execute: work)
        }

        let result = shared.withLock { $0 }
        if let failure = result.failure { throw failure }
        let parts = result.parts.sorted { $0.firstDocument < $1.firstDocument }
        self.corpus = result.reader.summary
        characters = parts.reduce(CharacterCounts()) { $0 + $1.characterSum } + result.sums.characters
        emptyDocuments = result.sums.emptyDocuments
        inputForms = result.sums.forms
        normalization = options.normalization
        tokens = result.sums.tokens.isEmpty ? tokenizers.map { _ in 0 } : result.sums.tokens
        documentCharacters = parts.flatMap(\.characters)
        documentTokens =
            options.keepsDocuments
            ? tokenizers.indices.map { vocabulary in parts.flatMap { $0.tokens[vocabulary] } } : []
        labels = parts.flatMap(\.labels)
        let identities = parts.flatMap { $0.traits?.identities ?? [] }
        originals = DocumentTraits.originals(identities)
        textIdentity = DocumentTraits.digest(identities)
        otherLetters = parts.reduce(0) { $0 + ($1.traits?.otherLetters ?? 0) }
        wasTableFull = counter.isTableFull
    }
}

/// What the threads share: where the corpus is read from, and what has been weighed.
private struct Shared {
    var reader: CorpusReader
    var parts: [Part] = []
    var sums = Sums()
    var failure: (any Error)?

    struct Sums {
        var tokens: [Int] = []
        var characters = CharacterCounts()
        var emptyDocuments = 0
        var forms = NormalizationForms.all
        var bytes = 0
    }

    mutating func next() -> TextBatch? {
        guard failure == nil else { return nil }
        do {
            return try reader.next()
        } catch {
            failure = error
            return nil
        }
    }

    /// Adds what a thread has weighed; the bytes so far.
    mutating func add(_ part: Part, keepsDocuments: Bool) -> Int {
        if sums.tokens.isEmpty { sums.tokens = part.tokens.map { _ in 0 } }
        for (vocabulary, counts) in part.tokens.enumerated() {
            sums.tokens[vocabulary] += counts.reduce(0) { $0 + Int($1) }
        }
        sums.emptyDocuments += part.emptyDocuments
        sums.forms.formIntersection(part.forms)
        sums.bytes += part.bytes
        if keepsDocuments {
            parts.append(part)
        } else {
            sums.characters += part.characterSum
        }
        return sums.bytes
    }
}

/// A batch, weighed.
private struct Part: Sendable {
    var firstDocument: Int
    var bytes: Int
    var tokens: [[UInt32]]
    var characters: [CharacterCounts]
    /// nil where documents are not kept.
    var traits: DocumentTraits?
    var labels: [DocumentLabels]
    var emptyDocuments: Int
    var forms: NormalizationForms

    var characterSum: CharacterCounts { characters.reduce(CharacterCounts(), +) }
}

/// The weighing of one thread.
private final class Worker {
    private let session: DocumentCounter.Session
    private let normalizer: Normalizer?
    private let counter: CharacterCounter
    private var candidates = NormalizationForms.all
    private let keepsDocuments: Bool

    init(session: DocumentCounter.Session, options: WeighingOptions) {
        self.session = session
        normalizer = options.normalization.form.map { Normalizer($0, kernel: options.kernel) }
        counter = CharacterCounter(kernel: options.kernel)
        keepsDocuments = options.keepsDocuments
    }

    func weigh(_ batch: TextBatch) throws -> Part {
        var text = batch.data
        var layout = batch.layout.documentLayout
        // A form that one document is not in, the corpus is not in: later batches are not asked.
        candidates = try Normalizer.forms(of: text, among: candidates)
        if let (normalized, ranges) = try normalizer?.normalized(text, layout: layout) {
            text = normalized
            layout = .ranges(ranges)
        }
        let characters = try counter.counts(of: text, layout: layout)
        return Part(
            firstDocument: batch.firstDocument, bytes: batch.data.count,
            tokens: try session.count(text, layout: layout),
            characters: characters, traits: keepsDocuments ? DocumentTraits(of: text, layout: layout) : nil,
            labels: batch.labels, emptyDocuments: characters.count { $0.byte == 0 },
            forms: candidates)
    }
}

extension TextBatch.Layout {
    /// The same for the counter.
    var documentLayout: DocumentLayout {
        switch self {
        case .lines: .lines
        case .ranges(let ranges): .ranges(ranges)
        }
    }
}

extension Corpus {
    /// Whether it is done before a second thread has started, as far as known.
    var isSmall: Bool { expectedBytes > 0 && expectedBytes <= 4 * options.batchBytes }

    /// The size of its files, as far as known before reading.
    var expectedBytes: Int {
        inputs.reduce(0) { total, input in
            switch input.location {
            case .path(let path):
                let size = try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int
                return total + (size ?? 0)
            case .memory(_, let bytes): return total + bytes.count
            default: return total
            }
        }
    }
}
