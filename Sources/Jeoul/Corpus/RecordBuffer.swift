/// Documents that do not lie in the input as they are but are decoded from it, gathered into one run of bytes.
///
/// Each is followed by an LF that does not belong to it: where no document has a line end, they are the lines of a text, and lines
/// are counted together, which ranges are not.
struct RecordBuffer {
    private(set) var text: [UInt8] = []
    private var ranges: [Range<Int>] = []
    private var areLines = true
    private(set) var labels: [DocumentLabels] = []

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

/// Finds the documents in the blocks of one input.
protocol RecordDecoding {
    /// The documents of the next block, which is valid UTF-8.
    mutating func decode(_ block: TextBlock) throws(CorpusError) -> RecordBuffer
}

extension RecordDecoding {
    /// The bytes of a block for the scanner, and where the JSON begins in them, behind a byte order mark.
    func scannable(_ block: TextBlock) -> (bytes: [UInt8], start: Int) {
        ([UInt8](block.data), block.beginsWithByteOrderMark ? 3 : 0)
    }
}
