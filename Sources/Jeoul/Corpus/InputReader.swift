import Foundation

/// Reads one input: blocks of bytes, checked, cut into documents, and counted for the summary.
struct InputReader {
    /// The documents of one block.
    struct Documents {
        /// The block as it lies on disk.
        var original: Data
        var data: Data
        var layout: TextBatch.Layout
        var labels: [DocumentLabels]
        var count: Int
    }

    private let input: CorpusInput
    private let format: DocumentFormat
    private let options: CorpusOptions
    private var blocks: any BlockReading
    private var decoder: (any RecordDecoding)?
    private let clusters: [UTF8Key]?
    private var digest = ContentDigest()
    private var documents = 0
    private var bytes = 0
    private var invalid = InvalidUTF8Count()
    private var hasByteOrderMark = false

    /// Whether the last block has been read.
    private(set) var isAtEnd = false

    /// Opens an input.
    init(_ input: CorpusInput, options: CorpusOptions) throws(CorpusError) {
        self.input = input
        self.options = options
        format = input.resolvedFormat(options)
        if options.cut == .file, format != .lines { throw CorpusError(.cutNeedsText(format), file: input.name) }
        if let field = options.clusterField, format != .jsonl, input.clusters?.column != field {
            throw CorpusError(.clusterNeedsRecords(field: field), file: input.name)
        }
        clusters = try input.clusters?.keys()
        blocks = try input.open(format: format, whole: format.needsWhole(cut: options.cut), options: options)
        decoder = format.makeDecoder(options, readsClusters: input.readsClusters)
    }

    /// The documents of the next block, perhaps none; nil at the end.
    mutating func next() throws(CorpusError) -> Documents? {
        guard let block = try blocks.next() else {
            isAtEnd = true
            return nil
        }
        if options.computesDigests { digest.update(block.data) }
        bytes += block.data.count
        hasByteOrderMark = hasByteOrderMark || block.beginsWithByteOrderMark
        let text = try wellFormed(block)
        var read = try cut(text, original: block.data)
        if let clusters { read.labels = try clustered(read, keys: clusters) }
        documents += read.count
        return read
    }

    /// What the input was, and what should be known of it.
    func finish() throws(CorpusError) -> (CorpusSummary.Input, [CorpusWarning]) {
        if documents == 0, bytes > 0, let expectation = format.expectation {
            throw CorpusError(.noDocuments(expected: expectation), file: input.name)
        }
        if let clusters, clusters.count != documents { throw mismatch(clusters.count, documents) }
        let report = CorpusSummary.Input(
            name: input.name, format: format, documents: documents, bytes: bytes,
            sha256: options.computesDigests ? digest.hexadecimal : nil, invalidUTF8: invalid)
        var warnings: [CorpusWarning] = []
        if hasByteOrderMark {
            warnings.append(format.isJSON ? .byteOrderMarkIgnored(file: input.name) : .byteOrderMark(file: input.name))
        }
        if invalid.sequences > 0 {
            warnings.append(.invalidUTF8(file: input.name, count: invalid, policy: options.invalidUTF8))
        }
        return (report, warnings)
    }

    // MARK: Steps

    private mutating func wellFormed(_ block: TextBlock) throws(CorpusError) -> TextBlock {
        guard let fault = options.utf8Check(block.data) else { return block }
        if options.invalidUTF8 == .error {
            let start = block.data.prefix(2)
            let hasUTF16Mark = start.elementsEqual([0xFF, 0xFE]) || start.elementsEqual([0xFE, 0xFF])
            let isUTF16 = block.offset == 0 && hasUTF16Mark
            let byte = block.data[block.data.startIndex + fault]
            throw block.error(.invalidUTF8(byte: byte, looksLikeUTF16: isUTF16), at: fault)
        }
        let (text, count) = UTF8Repair.repaired(
            block.data, firstInvalid: fault, replacing: options.invalidUTF8 == .replace, check: options.utf8Check)
        invalid += count
        var repaired = block
        repaired.data = text
        repaired.isRepaired = true
        return repaired
    }

    private mutating func cut(_ block: TextBlock, original: Data) throws(CorpusError) -> Documents {
        if decoder != nil, let records = try decoder?.decode(block) {
            return Documents(
                original: original, data: Data(records.text), layout: records.layout,
                labels: records.completeLabels, count: records.count)
        }
        if options.cut == .file {
            let range = 0..<block.data.count
            return Documents(original: original, data: block.data, layout: .ranges([range]), labels: [], count: 1)
        }
        let count = LineEnds.documentCount(in: block.data, lineFeeds: block.lineFeeds)
        return Documents(original: original, data: block.data, layout: .lines, labels: [], count: count)
    }

    private func clustered(_ read: Documents, keys: [UTF8Key]) throws(CorpusError) -> [DocumentLabels] {
        guard documents + read.count <= keys.count else { throw mismatch(keys.count, documents + read.count) }
        return (0..<read.count).map { index in
            var labels = index < read.labels.count ? read.labels[index] : DocumentLabels()
            labels.cluster = keys[documents + index]
            return labels
        }
    }

    private func mismatch(_ rows: Int, _ documents: Int) -> CorpusError {
        CorpusError(
            .clusterCountMismatch(rows: rows, documents: documents, table: input.clusters?.path ?? ""),
            file: input.name)
    }
}
