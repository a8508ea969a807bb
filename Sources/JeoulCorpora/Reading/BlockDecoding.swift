import Foundation

/// Turns the blocks of one input into documents: checks the text, finds the records. Blocks are independent of one another, so that
/// threads decode them side by side.
struct BlockDecoding: Sendable {
    /// The documents of one block.
    struct Documents: Sendable {
        var data: Data
        var layout: TextBatch.Layout
        var labels: LabelList
        /// How many there are.
        var count: Int { labels.count }
        /// The lines of the block.
        var lineFeeds: Int
        /// What was not UTF-8, and the surrogates that stood alone.
        var invalid = InvalidUTF8Count()
        /// The documents that were skipped, lines counted from the block's first.
        var skipped: [SkippedRecords.Kind] = []
        /// For each of them, how many documents of the block come before it.
        var gaps: [Int] = []
        /// What ends the input behind these documents.
        var end: CorpusError?
        /// The documents, each followed by LF, which is what the digest of the text is of; nil where the block is that.
        var text: [Data]?
        /// Whether text that was to be repaired looks like CP949.
        var looksLikeCP949 = false
    }

    private let decoder: (any RecordDecoding)?
    private let cut: DocumentCut
    private let policy: InvalidUTF8Policy
    private let check: CorpusOptions.UTF8Check
    private let skips: Bool
    private let computesDigests: Bool
    private let format: DocumentFormat
    /// The key of each document, where a table says which share a source.
    let clusters: [UTF8Key]?

    init(_ input: CorpusInput, opened: InputOpening.Opened, options: CorpusOptions) throws(CorpusError) {
        format = opened.layout.format
        if options.cut == .file, format != .lines { throw CorpusError(.cutNeedsText(format), file: input.name) }
        if let field = options.clusterField, !format.hasFields, input.clusters?.column != field {
            throw CorpusError(.clusterNeedsRecords(field: field), file: input.name)
        }
        if let field = options.groupField, !format.hasFields {
            throw CorpusError(.groupNeedsRecords(field: field), file: input.name)
        }
        clusters = try input.clusters?.keys()
        decoder = format.makeDecoder(options, layout: opened.layout, readsClusters: input.readsClusters)
        cut = options.cut
        policy = options.invalidUTF8
        check = options.utf8Check
        skips = options.onError == .skip
        computesDigests = options.computesDigests
    }

    /// The documents of a block.
    ///
    /// - Complexity: O(bytes).
    /// - Throws: ``CorpusError``, whose line is counted from the block's first.
    func documents(of block: TextBlock) throws(CorpusError) -> Documents {
        var block = block
        let lineFeeds = LineEnds.count(in: block.data)
        var invalid = InvalidUTF8Count()
        var looksLikeCP949 = false
        var recordCheck: CorpusOptions.UTF8Check?
        if let fault = check(block.data) {
            switch policy {
            case .error:
                // Records are skipped one by one; what is one document, or of another layout, as a whole.
                guard skips, format.hasFields || (format == .lines && cut == .line) else {
                    throw invalidUTF8(block, at: fault)
                }
                recordCheck = check
            case .replace, .skip:
                looksLikeCP949 = block.isFirst && TextEncoding.looksLikeCP949(block.data, isCut: true)
                let (text, count) = UTF8Repair.repaired(
                    block.data, firstInvalid: fault, replacing: policy == .replace, check: check)
                invalid += count
                block.data = text
                block.isRepaired = true
            }
        }
        var skipping = SkippedRecords(of: block, isAllowed: skips, utf8Check: recordCheck)
        var records: RecordBuffer?
        if let decoder {
            records = try decoder.decode(block, skipping: &skipping)
        } else if recordCheck != nil {
            records = try validLines(of: block, skipping: &skipping)
        }
        var documents: Documents
        if let records {
            invalid += records.loneSurrogates
            let text = Data(records.text)
            documents = Documents(
                data: text, layout: records.layout, labels: records.labels, lineFeeds: lineFeeds,
                gaps: records.skipped, text: [text])
        } else if cut == .file {
            documents = Documents(
                data: block.data, layout: .ranges([0..<block.data.count]), labels: LabelList(unknown: 1),
                lineFeeds: lineFeeds,
                text: block.isRepaired ? [block.data, Self.lineFeed] : nil)
        } else {
            documents = Documents(
                data: block.data, layout: .lines,
                labels: LabelList(unknown: LineEnds.documentCount(in: block.data, lineFeeds: lineFeeds)),
                lineFeeds: lineFeeds)
            if computesDigests { documents.text = lineText(of: block) }
        }
        documents.invalid = invalid
        (documents.skipped, documents.end) = (skipping.kinds, skipping.end)
        documents.looksLikeCP949 = looksLikeCP949
        return documents
    }

    static let lineFeed = Data([0x0A])

    /// The lines of a block, each ended by LF alone; nil where the block is that.
    private func lineText(of block: TextBlock) -> [Data]? {
        let isEnded = block.data.last == 0x0A
        if LineEnds.hasCRLF(in: block.data) {
            var text = Data(capacity: block.data.count)
            for range in LineEnds.documentRanges(in: block.data, count: 0) {
                text.append(block.data.slice(range))
                text.append(0x0A)
            }
            return [text]
        }
        if block.isRepaired { return isEnded ? [block.data] : [block.data, Self.lineFeed] }
        return nil
    }

    private func invalidUTF8(_ block: TextBlock, at fault: Int) -> CorpusError {
        let byte = block.data[block.data.startIndex + fault]
        // Judged from the beginning of the line, since CP949 cannot be entered anywhere.
        let lineStart = LineEnds.last(in: block.data, from: 0, before: fault).map { $0 + 1 } ?? 0
        let isCP949 = TextEncoding.looksLikeCP949(block.data.slice(lineStart..<block.data.count), isCut: true)
        return block.error(.invalidUTF8(byte: byte, looksLike: isCP949 ? .cp949 : nil), at: fault)
    }

    /// The lines of a text that are UTF-8.
    private func validLines(
        of block: TextBlock, skipping: inout SkippedRecords
    ) throws(CorpusError) -> RecordBuffer {
        var lines = RecordBuffer(reserving: block.data.count)
        for range in LineEnds.documentRanges(in: block.data, count: 0) {
            do throws(RecordError) {
                try skipping.check(range)
                lines.append(block.data.slice(range))
            } catch {
                lines.skip(from: lines.mark)
                try skipping.skip(error.kind, at: error.offset)
            }
        }
        return lines
    }
}
