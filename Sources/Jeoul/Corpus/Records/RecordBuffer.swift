/// Documents that do not lie in the input as they are but are decoded from it, gathered into one run of bytes.
///
/// Each is followed by an LF that does not belong to it: where no document has a line end, they are the lines of a text, and lines
/// are counted together, which ranges are not.
struct RecordBuffer {
    private(set) var text: [UInt8] = []
    private var ranges: [Range<Int>] = []
    private var areLines = true
    private(set) var labels: [DocumentLabels] = []
    /// The surrogates that stood alone and were replaced or dropped.
    var loneSurrogates = InvalidUTF8Count()

    /// An empty buffer with room for documents of so many bytes in all.
    init(reserving bytes: Int = 0) {
        text.reserveCapacity(bytes)
    }

    /// How many documents there are.
    var count: Int { ranges.count }

    /// Where the documents lie in `text`.
    var layout: TextBatch.Layout { areLines ? .lines : .ranges(ranges) }

    /// Adds a document. `write` appends its bytes.
    mutating func append<Failure: Error>(
        _ write: (inout [UInt8]) throws(Failure) -> Void
    ) throws(Failure) {
        let start = text.count
        try write(&text)
        // A CR at the end would belong to the LF.
        areLines = areLines && text.last != 0x0D && !text[start...].contains(0x0A)
        ranges.append(start..<text.count)
        text.append(0x0A)
    }

    /// Adds a document of these bytes.
    mutating func append(_ document: some Sequence<UInt8>) {
        append { $0.append(contentsOf: document) }
    }

    /// Adds a document of several parts.
    mutating func append(joining parts: [[UInt8]], with joint: [UInt8]) {
        append { text in
            for (index, part) in parts.enumerated() {
                if index > 0 { text.append(contentsOf: joint) }
                text.append(contentsOf: part)
            }
        }
    }

    /// A place to which documents can be taken back.
    struct Mark {
        fileprivate let text: Int
        fileprivate let count: Int
        fileprivate let areLines: Bool
    }

    /// The place behind the last document.
    var mark: Mark { Mark(text: text.count, count: ranges.count, areLines: areLines) }

    /// Forgets what was added behind a place.
    mutating func takeBack(to mark: Mark) {
        text.removeSubrange(mark.text...)
        ranges.removeSubrange(mark.count...)
        if labels.count > mark.count { labels.removeSubrange(mark.count...) }
        areLines = mark.areLines
    }

    /// Says what is known of the document added last.
    mutating func label(_ label: DocumentLabels) {
        if label == DocumentLabels(), labels.isEmpty { return }
        while labels.count < ranges.count - 1 { labels.append(DocumentLabels()) }
        labels.append(label)
    }

    /// One label a document, or none at all.
    var completeLabels: [DocumentLabels] {
        labels.isEmpty ? [] : labels + Array(repeating: DocumentLabels(), count: ranges.count - labels.count)
    }
}

/// Finds the documents in the blocks of one input. Blocks are decoded on several threads, each by itself.
protocol RecordDecoding: Sendable {
    /// The documents of a block, which is valid UTF-8, and the records that were skipped.
    func decode(_ block: TextBlock, skipping: inout SkippedRecords) throws(CorpusError) -> RecordBuffer
}

/// What becomes of records that cannot be read.
struct SkippedRecords {
    /// Whether they are skipped; else reading stops.
    let isAllowed: Bool
    /// Those of a block, with their places.
    private(set) var errors: [CorpusError] = []

    init(isAllowed: Bool) { self.isAllowed = isAllowed }

    /// Takes note of a record that is skipped, or throws what is wrong with it.
    mutating func skip(_ error: CorpusError) throws(CorpusError) {
        guard isAllowed else { throw error }
        errors.append(error)
    }
}
