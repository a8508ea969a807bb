import Foundation
import JeoulText
import JeoulTokenizing
import JeoulCorpora
import Synchronization

/// How a corpus is weighed. Only `normalization` changes what is counted.
package struct WeighingOptions: Sendable {
    /// What is done to each document first, before any vocabulary's own normalizer.
    package var normalization: Normalization
    /// How many threads count; the results do not depend on it.
    package var threads: Int
    /// The instruction set of the scan.
    package var kernel: ScanKernel
    /// What the cache of pieces of each thread may take, in bytes.
    package var memoryLimit: Int
    /// Whether the counts of every document are kept, as statistics need them, or only the sums.
    package var keepsDocuments: Bool
    /// Whether the document of most tokens is found for each vocabulary.
    package var findsLargest: Bool
    /// By what documents are counted apart; nil for not at all. ``MetricWeighing`` sums up the groups, ``Weighing`` keeps what tells them.
    package var grouping: Grouping?
    /// Where what was counted is kept, to go on after the process was ended; nil for nowhere.
    package var checkpoint: Checkpoint?
    /// Is told how far the weighing is, after each batch, from any thread.
    package var progress: (@Sendable (WeighingProgress) -> Void)?
    /// Is told what concerns the work and not its result: that the system gave fewer threads.
    package var note: @Sendable (String) -> Void = { _ in }
    /// Which reading of a text this is, where the work takes several, for ``progress``.
    package var pass = 1
    /// How many readings there will be; nil where that depends on what is found.
    package var passes: Int? = 1

    /// Options; by default as many threads as the machine has cores.
    package init(
        normalization: Normalization = .asIs, threads: Int = ProcessInfo.processInfo.activeProcessorCount,
        kernel: ScanKernel = .best, memoryLimit: Int = CountingOptions.defaultMemoryLimit, keepsDocuments: Bool = true,
        findsLargest: Bool = false, grouping: Grouping? = nil, checkpoint: Checkpoint? = nil,
        progress: (@Sendable (WeighingProgress) -> Void)? = nil
    ) {
        self.normalization = normalization
        self.threads = max(1, threads)
        self.kernel = kernel
        self.memoryLimit = memoryLimit
        self.keepsDocuments = keepsDocuments
        self.findsLargest = findsLargest
        self.grouping = grouping
        self.checkpoint = checkpoint
        self.progress = progress
    }
}

/// A corpus weighed by some vocabularies: its characters and its tokens, document by document.
package struct Weighing: Sendable {
    /// What the corpus was.
    package let corpus: CorpusSummary
    /// The characters of all documents.
    package let characters: CharacterCounts
    /// The documents without any byte, which statistics leave out.
    package let emptyDocuments: Int
    /// The forms that all of the text was in, before `normalization`.
    package let inputForms: NormalizationForms
    /// What was done to each document first.
    package let normalization: Normalization
    /// The tokens of all documents, for each vocabulary in the order given.
    package internal(set) var tokens: [Int]
    /// The characters of each document; empty where documents were not kept.
    package let documentCharacters: [CharacterCounts]
    /// The tokens of each document: `documentTokens[vocabulary][document]`; empty where documents were not kept.
    package internal(set) var documentTokens: [[UInt32]]
    /// What is known of each document; empty where documents were not kept.
    package let labels: LabelList
    /// For each vocabulary how many of its tokens stand for text that it cannot write.
    package internal(set) var unknownTokens: [Int]
    /// The size of its files as they are stored; nil of documents that are no whole files.
    let storedBytes: Int?
    /// The bytes of the documents as they were read, each followed by LF; nil where no digests were asked for.
    package let textBytes: Int?
    /// Whether nothing of the corpus was left out or dropped, and the work not interrupted; of a part, whether so of the whole.
    package let isComplete: Bool
    /// What was counted of each input.
    var inputs: InputSums
    /// The first documents as they were counted, one a line; empty where documents were not kept.
    package let beginning: [UInt8]
    /// The bytes of each document as it was read, and for each vocabulary its unknown tokens: where documents are counted apart.
    let documentBytes: [Int]
    var documentUnknownTokens: [[Int]]
    /// For each vocabulary its first document of most tokens; nil where it was not asked for, or there are no documents.
    package internal(set) var largestDocuments: [LargestDocument]?
    /// For each document the first with the same text, itself where there is none before; empty where documents were not kept.
    package let originals: [Int]
    /// What stands for the text of each document; empty where documents were not kept.
    package let identities: [DocumentProperties.Identity]
    /// Letters that are not Korean; 0 where documents were not kept.
    let otherLetters: Int
    /// The same of each document, where documents are counted apart; else empty.
    let documentOtherLetters: [Int]
    /// Whether the memory for pre-tokens was too little, so that weighing was slower; the counts are exact all the same.
    package let wasCacheFull: Bool

    /// Weighs a corpus: reads it batch by batch, and counts on several threads, each document for every vocabulary.
    ///
    /// - Complexity: O(bytes) for each splitter among the vocabularies, and O(distinct pieces) for each vocabulary.
    /// - Throws: `CorpusError`, and what a tokenizer throws.
    package init(
        _ corpus: Corpus, tokenizers: [any TokenizerModel], options: WeighingOptions = WeighingOptions()
    ) throws {
        var corpus = corpus
        let kernel = options.kernel
        if let grouping = options.grouping { corpus.options.groupField = grouping.field }
        corpus.options.utf8Check = { UTF8Validation.firstInvalidOffset($0, kernel: kernel) }
        let counting = CountingOptions(
            kernel: kernel, memoryLimit: options.memoryLimit, expectedBytes: corpus.expectedBytes)
        let counter = DocumentCounter(tokenizers, options: counting)
        let unknown = UnknownTokens(tokenizers, options: counting)
        let opened = try options.checkpoint?.open(corpus, options, counts: Weighed.Kept.self)
        let shared = Shared(Weighed(opened?.counts, vocabularies: tokenizers.count))
        let tell = options.teller(of: corpus, bytesBefore: opened?.counts?.sums.bytes ?? 0)
        let summary = try BatchWork.run(
            corpus, threads: options.threads, keeping: opened?.keeper { shared.weighed.withLock { $0.kept } },
            note: options.note
        ) {
            Worker(session: counter.session(), unknown: unknown.session(), options: options)
        } work: { worker, batch in
            let part = try worker.weigh(batch)
            let largest =
                options.findsLargest ? LargestDocument.among(part.tokens, of: batch) : nil
            tell(shared.weighed.withLock { $0.add(part, largest: largest, keepsDocuments: options.keepsDocuments) })
        }
        self.init(
            shared.weighed.withLock { $0 }, of: summary, vocabularies: tokenizers.count, options: options,
            wasCacheFull: counter.isCacheFull)
    }
}

/// A document of most tokens.
package struct LargestDocument: Sendable, Hashable, Codable {
    /// Its tokens.
    package var tokens: Int
    /// Its place among all documents, from 0.
    package var document: Int
    /// Which input of the corpus it comes from, counted from 0.
    package var input: Int
    /// Its number there, from 1.
    package var number: Int

    /// The first one of most tokens of two; nothing is less than anything.
    static func larger(_ left: [LargestDocument]?, _ right: [LargestDocument]) -> [LargestDocument] {
        guard let left else { return right }
        return zip(left, right).map { ($0.tokens, $1.document) >= ($1.tokens, $0.document) ? $0 : $1 }
    }

    /// For each vocabulary the one among the documents of a batch; nil where there are none.
    static func among(_ tokens: [[UInt32]], of batch: TextBatch) -> [LargestDocument]? {
        let largest = tokens.compactMap { counts -> LargestDocument? in
            guard let most = counts.max(), let at = counts.firstIndex(of: most) else { return nil }
            return LargestDocument(
                tokens: Int(most), document: batch.firstDocument + at, input: batch.input,
                number: batch.number(ofDocument: at))
        }
        return largest.count == tokens.count && !largest.isEmpty ? largest : nil
    }
}

/// What the threads of a weighing have in common.
private final class Shared: Sendable {
    let weighed: Mutex<Weighed>

    init(_ weighed: Weighed) { self.weighed = Mutex(weighed) }
}

extension Weighing {
    /// The same weighing, of its first vocabularies alone. O(inputs): what was kept of documents is shared.
    package func ofFirst(vocabularies count: Int) -> Weighing {
        var part = self
        part.inputs = inputs.ofFirst(vocabularies: count, of: tokens.count)
        part.tokens = Array(tokens.prefix(count))
        part.documentTokens = Array(documentTokens.prefix(count))
        part.unknownTokens = Array(unknownTokens.prefix(count))
        part.documentUnknownTokens = Array(documentUnknownTokens.prefix(count))
        part.largestDocuments = largestDocuments.map { Array($0.prefix(count)) }
        return part
    }

    /// Some of the documents of a weighing that kept them, by themselves.
    ///
    /// - Parameters:
    ///   - documents: their places, ascending.
    ///   - whole: a weighing under options with a grouping.
    ///   - storedBytes: the size of the files that they are, where they are whole ones.
    init(of documents: [Int], in whole: Weighing, storedBytes: Int?) {
        let counts = documents.map { whole.documentCharacters[$0] }
        characters = counts.reduce(CharacterCounts(), +)
        var summary = CorpusSummary()
        summary.documents = documents.count
        summary.bytes = characters.byte
        summary.isPartial = whole.corpus.isPartial
        corpus = summary
        emptyDocuments = counts.count { $0.byte == 0 }
        inputForms = whole.inputForms
        normalization = whole.normalization
        documentCharacters = counts
        documentTokens = whole.documentTokens.map { tokens in documents.map { tokens[$0] } }
        tokens = documentTokens.map { $0.reduce(0) { $0 + Int($1) } }
        unknownTokens = whole.documentUnknownTokens.map { counts in
            counts.isEmpty ? 0 : documents.reduce(0) { $0 + counts[$1] }
        }
        self.storedBytes = storedBytes
        isComplete = whole.isComplete
        textBytes = documents.reduce(0) { $0 + whole.documentBytes[$1] + 1 }
        inputs = InputSums()
        beginning = []
        documentBytes = []
        documentUnknownTokens = []
        labels = whole.labels.selecting(documents)
        largestDocuments = nil
        var first: [Int: Int] = [:]
        originals = documents.enumerated().map { place, document in
            let original = whole.originals[document]
            if let known = first[original] { return known }
            first[original] = place
            return place
        }
        identities = []
        documentOtherLetters = documents.map { whole.documentOtherLetters[$0] }
        otherLetters = documentOtherLetters.reduce(0, +)
        wasCacheFull = whole.wasCacheFull
    }
}

extension Weighing {
    /// The same for the same documents in the same order, whatever file they lie in; nil where documents were not kept.
    package var textIdentity: String? { DocumentProperties.digest(identities) }
}

extension WeighingOptions {
    /// Tells ``progress`` of so many bytes.
    func teller(of corpus: Corpus, bytesBefore: Int) -> @Sendable (Int) -> Void {
        guard let progress else { return { _ in } }
        let (total, pass, passes) = (corpus.knownBytes, pass, passes)
        return { bytes in
            progress(
                WeighingProgress(bytes: bytes, bytesBefore: bytesBefore, total: total, pass: pass, passes: passes))
        }
    }
}

/// The weighing of one thread.
private final class Worker {
    private let session: DocumentCounter.Session
    private let unknown: UnknownTokens.Session
    private let normalizer: Normalizer?
    private let counter: CharacterCounter
    private var candidates = NormalizationForms.all
    private let keepsDocuments: Bool
    private let isGrouped: Bool

    init(session: DocumentCounter.Session, unknown: UnknownTokens.Session, options: WeighingOptions) {
        self.session = session
        self.unknown = unknown
        normalizer = options.normalization.form.map { Normalizer($0, kernel: options.kernel) }
        counter = CharacterCounter(kernel: options.kernel)
        keepsDocuments = options.keepsDocuments
        isGrouped = options.grouping != nil
    }

    func weigh(_ batch: TextBatch) throws -> Part {
        var text = try batch.text()
        // A form that one document is not in, the corpus is not in: later batches are not asked.
        candidates = try Normalizer.forms(of: text, among: candidates)
        text = try normalizer?.normalized(text) ?? text
        let characters = try counter.counts(of: text)
        let unknown = try unknown.count(text)
        var part = Part(
            firstDocument: batch.firstDocument, input: batch.input, bytes: batch.storedBytes,
            tokens: try session.count(text), unknownTokens: unknown.map { $0.reduce(0, +) }, characters: characters,
            traits: keepsDocuments ? DocumentProperties(of: text.data, layout: text.layout, keepsEach: isGrouped) : nil,
            labels: batch.labels, emptyDocuments: characters.count { $0.byte == 0 },
            forms: candidates,
            beginning: keepsDocuments ? TextBeginning(of: text, firstDocument: batch.firstDocument) : nil)
        if isGrouped, keepsDocuments {
            part.bytesOfEach = batch.documentBytes(characters, isNormalized: normalizer != nil)
            part.unknownOfEach = unknown
        }
        return part
    }
}

extension TextBatch {
    /// The bytes of each document as it was read.
    ///
    /// - Parameter characters: what was counted of each, after normalization where there was one.
    func documentBytes(_ characters: [CharacterCounts], isNormalized: Bool) -> [Int] {
        isNormalized ? documentRanges.map(\.count) : characters.map(\.byte)
    }

    /// The batch for a counter: its reader has checked that it is valid UTF-8. O(ranges).
    package func text() throws(TokenizerError) -> UTF8Text {
        try UTF8Text(validated: data, layout: layout.documentLayout)
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
    var isSmall: Bool {
        expectedBytes > 0 && expectedBytes <= 4 * options.batchBytes
            // A few compressed bytes may be much text.
            && inputs.allSatisfy { Compression(name: $0.name) == nil && $0.location != .standardInput }
    }

    /// The size of its files, as far as known before reading.
    package var expectedBytes: Int {
        inputs.lazy.map { input in
            switch input.location {
            case .path(let path): FileState(path: path).map { $0.isRegular ? $0.bytes : 0 } ?? 0
            case .memory(_, let bytes): bytes.count
            case .standardInput: FileState(descriptor: 0).map { $0.isRegular ? $0.bytes : 0 } ?? 0
            }
        }.saturatingSum
    }
}
