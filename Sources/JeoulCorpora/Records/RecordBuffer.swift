import JeoulText

/// Documents that do not lie in the input as they are but are decoded from it, gathered into one run of bytes.
///
/// Each is followed by an LF that does not belong to it: where no document has a line end, they are the lines of a text, and lines
/// are counted together, which ranges are not.
struct RecordBuffer {
    private(set) var text: [UInt8] = []
    private var ranges: [Range<Int>] = []
    private var areLines = true
    /// What is known of the first of the documents; of those behind them nothing is.
    private var known: [DocumentLabels] = []
    /// For each record that was skipped, how many documents come before it.
    private(set) var skipped: [Int] = []
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

    /// Skips a record: forgets what was added of it behind a place, and keeps in mind that it was there.
    mutating func skip(from mark: Mark) {
        skipped.append(mark.count)
        takeBack(to: mark)
    }

    /// Forgets what was added behind a place.
    mutating func takeBack(to mark: Mark) {
        text.removeSubrange(mark.text...)
        ranges.removeSubrange(mark.count...)
        if known.count > mark.count { known.removeSubrange(mark.count...) }
        areLines = mark.areLines
    }

    /// Says what is known of the document added last.
    mutating func label(_ label: DocumentLabels) {
        if label == DocumentLabels(), known.isEmpty { return }
        while known.count < ranges.count - 1 { known.append(DocumentLabels()) }
        known.append(label)
    }

    /// What is known of the documents.
    var labels: LabelList { LabelList(known, count: ranges.count) }
}

/// Finds the documents in the blocks of one input. Blocks are decoded on several threads, each by itself.
protocol RecordDecoding: Sendable {
    /// The documents of a block, which is valid UTF-8, and the records that were skipped.
    func decode(_ block: TextBlock, skipping: inout SkippedRecords) throws(CorpusError) -> RecordBuffer
}
