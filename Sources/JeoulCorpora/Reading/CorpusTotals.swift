import Foundation

/// Keeps the books of a corpus that is read: numbers its documents, and sums up each input. Items come in the order of their indices.
struct CorpusTotals {
    private let corpus: Corpus
    private let digests: TextDigests
    private var input = Input()
    /// What was read so far, but for the digests.
    private(set) var summary = CorpusSummary()
    /// The index of the item that comes next.
    private(set) var nextIndex = 0

    /// The input that is being read, as it is kept to go on with later.
    var inputInHand: Input { input }

    /// The input that is being read.
    struct Input: Sendable, Codable {
        var documents = 0
        /// The documents, and those that were skipped.
        var records = 0
        var lines = 0
        var invalid = InvalidUTF8Count()
        var looksLikeCP949 = false
        var clusters: [UTF8Key]?
        /// Whether nothing behind a place in it was counted.
        var isAbandoned = false
        /// How many stored bytes were read for the blocks up to that place; the feed may be further.
        var bytes = 0

        /// The clusters are read anew.
        private enum CodingKeys: CodingKey {
            case documents, records, lines, invalid, looksLikeCP949, isAbandoned, bytes
        }
    }

    /// Whether nothing more of the input is counted that is being read: it need not be read on.
    var hasAbandoned: Bool { input.isAbandoned }

    /// - Parameter kept: what was read before.
    init(_ corpus: Corpus, digests: TextDigests, from kept: SharedCorpusReader.Kept? = nil) {
        self.corpus = corpus
        self.digests = digests
        guard let kept else { return }
        summary = kept.summary
        input = kept.input
        // Where it cannot be read, reading says so.
        if kept.position.blocks > 0 { input.clusters = try? corpus.inputs[kept.position.input].clusters?.keys() }
    }

    /// Takes an item and its documents into the books.
    ///
    /// - Returns: the documents as a batch; nil where there are none.
    /// - Throws: ``CorpusError``, where reading ends.
    mutating func take(
        _ item: CorpusFeed.Item, _ documents: Result<BlockDecoding.Documents, CorpusError>?
    ) throws(CorpusError) -> TextBatch? {
        nextIndex = item.index + 1
        switch item.content {
        case .cancelled(let end):
            summary.isPartial = true
            if let end { try close(item, end: end) }
            return nil
        case .leftOut(let error):
            summary.leftOut.add(error)
            return nil
        case .failure(let error, let end):
            let isNew = !input.isAbandoned
            if isNew { try abandon(error) }
            try close(item, end: end)
            return isNew ? skippedDocument(item) : nil
        case .finished:
            let count = summary.leftOut.count
            if count > 0, count == corpus.inputs.count { throw CorpusError(.nothingButOthers(count: count)) }
            return nil
        case .end(let end):
            digests.take(item.stored.map { .stored($0) })
            try close(item, end: end)
            return nil
        case .block(let block, let decoding):
            input.clusters = decoding.clusters
            if block.isFirst { input.lines = 0 }
            guard let documents, !input.isAbandoned else { return nil }
            input.bytes += item.storedBytes
            switch documents {
            case .failure(let error):
                try abandon(placed(error))
                return skippedDocument(item)
            case .success(let documents): return try take(block, documents, item)
            }
        }
    }

    private mutating func take(
        _ block: TextBlock, _ documents: BlockDecoding.Documents, _ item: CorpusFeed.Item
    ) throws(CorpusError) -> TextBatch? {
        digests.take(pieces(block, documents, item))
        for kind in documents.skipped {
            summary.skipped.add(kind.kind, count: kind.count, first: kind.first.map(placed))
        }
        if let error = documents.end { try abandon(placed(error)) }
        input.lines += documents.lineFeeds
        input.invalid += documents.invalid
        input.looksLikeCP949 = input.looksLikeCP949 || documents.looksLikeCP949
        defer {
            input.documents += documents.count
            input.records += documents.count + documents.gaps.count
            summary.documents += documents.count
        }
        guard documents.count + documents.gaps.count > 0 else { return nil }
        var batch = TextBatch(
            data: documents.data, layout: documents.layout, labels: documents.labels, documentCount: documents.count,
            firstDocument: summary.documents, input: item.input, firstRecord: input.records, skipped: documents.gaps,
            storedBytes: item.storedBytes)
        if let clusters = input.clusters { batch.labels = try clustered(batch, keys: clusters, item) }
        return batch
    }

    /// A file that cannot be read, where files are the documents: it was one that is skipped.
    private func skippedDocument(_ item: CorpusFeed.Item) -> TextBatch? {
        guard corpus.options.cut == .file else { return nil }
        return TextBatch(
            data: Data(), layout: .ranges([]), labels: LabelList(unknown: 0), documentCount: 0,
            firstDocument: summary.documents, input: item.input, firstRecord: 0, skipped: [0], storedBytes: 0)
    }

    private func pieces(
        _ block: TextBlock, _ documents: BlockDecoding.Documents, _ item: CorpusFeed.Item
    ) -> [TextDigests.Piece] {
        guard corpus.options.computesDigests else { return [] }
        var pieces: [TextDigests.Piece] = []
        if let text = documents.text {
            pieces = item.stored.map { .stored($0) } + text.map { .text($0) }
        } else {
            pieces = item.isStoredText ? [.both(block.data)] : item.stored.map { .stored($0) } + [.text(block.data)]
            if block.data.last != 0x0A || documents.layout != .lines { pieces.append(.text(BlockDecoding.lineFeed)) }
        }
        return pieces
    }

    /// An error of a block, its line counted from the input's first.
    private func placed(_ error: CorpusError) -> CorpusError {
        var error = error
        error.line = error.line.map { $0 + input.lines }
        return error
    }

    /// The one place where an input that cannot be read, or read on, is skipped or ends reading: what was read of it is counted.
    private mutating func abandon(_ error: CorpusError) throws(CorpusError) {
        guard corpus.options.onError == .skip, error.kind != .noInput else { throw error }
        // Of a record behind which no other is certain the rest of the file is gone with it.
        let kind = error.kind.skippedKind
        summary.skipped.add(kind == .brokenRecord ? .restOfFile : kind, count: 1, first: [error])
        input.isAbandoned = true
        if case .damagedCompression(let compression, _) = error.kind, input.documents > 0, let file = error.file {
            summary.warnings.append(
                .damagedText(file: file, compression: compression, documents: input.documents))
        }
    }

    private mutating func close(_ item: CorpusFeed.Item, end: InputEnd?) throws(CorpusError) {
        digests.take([.end])
        let name = corpus.inputs[item.input].name
        var bytes = end?.bytes ?? 0
        if input.isAbandoned, case .end = item.content { bytes = input.bytes }
        // Where it is read over once more, it may be ended before the place where it was.
        if case .cancelled = item.content { bytes = max(bytes, input.bytes) }
        var invalid = input.invalid
        if let end {
            let isWhole = !summary.isPartial && !input.isAbandoned
            if isWhole, input.documents == 0, end.bytes > 0, let expectation = end.kind.format.expectation {
                try abandon(CorpusError(.noDocuments(expected: expectation), file: name))
            } else if isWhole, let clusters = input.clusters, clusters.count != input.records {
                throw mismatch(clusters.count, input.records, item)
            }
            summary.warnings += end.warnings
            invalid += end.invalid
        }
        if invalid.sequences > 0 {
            summary.warnings.append(
                .invalidUTF8(file: name, count: invalid, policy: corpus.options.invalidUTF8))
            if input.looksLikeCP949 { summary.warnings.append(.looksLikeCP949(file: name)) }
        }
        summary.inputs.append(
            CorpusSummary.Input(
                name: name, kind: end?.kind ?? InputKind(format: .lines), documents: input.documents,
                bytes: bytes, invalidUTF8: invalid, isComplete: !summary.isPartial && !input.isAbandoned,
                skippedRecords: input.records - input.documents, place: item.input,
                isFound: corpus.inputs[item.input].isFound || corpus.inputs[item.input].isMatched,
                isLiteral: corpus.inputs[item.input].isVerbatim))
        summary.bytes += bytes
        summary.invalidUTF8 += invalid
        input = Input()
    }

    /// The labels of a batch with the keys of a table that has a row for each record, those that are skipped included.
    private func clustered(
        _ batch: TextBatch, keys: [UTF8Key], _ item: CorpusFeed.Item
    ) throws(CorpusError) -> LabelList {
        let records = batch.firstRecord + batch.documentCount + batch.skipped.count
        guard records <= keys.count else { throw mismatch(keys.count, records, item) }
        let labels = batch.labels.enumerated().map { index, label in
            var label = label
            label.cluster = keys[batch.number(ofDocument: index) - 1]
            return label
        }
        return LabelList(labels, count: labels.count)
    }

    private func mismatch(_ rows: Int, _ documents: Int, _ item: CorpusFeed.Item) -> CorpusError {
        let input = corpus.inputs[item.input]
        return CorpusError(
            .clusterCountMismatch(rows: rows, documents: documents, table: input.clusters?.path ?? ""),
            file: input.name)
    }

    /// What was read, digests included.
    func finished() -> CorpusSummary {
        var summary = summary
        let (inputs, total) = digests.results
        for (index, result) in inputs.enumerated() where index < summary.inputs.count {
            // Of what was not read to its end there is no digest of the stored bytes, but one of what was counted.
            summary.inputs[index].sha256 = summary.inputs[index].isComplete ? result.stored : nil
            summary.inputs[index].textSHA256 = result.text
            summary.inputs[index].textBytes = result.textBytes
        }
        if let total {
            // A checkpoint may have kept that of the inputs before.
            summary.sha256 = summary.inputs.allSatisfy(\.isComplete) ? total.stored : nil
            summary.textSHA256 = total.text
            summary.textBytes = total.textBytes
        }
        return summary
    }
}
