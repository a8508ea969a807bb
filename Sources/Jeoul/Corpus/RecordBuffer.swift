/// Documents that do not lie in the input as they are but are decoded from it, gathered into one run of bytes.
struct RecordBuffer {
    private(set) var text: [UInt8] = []
    private(set) var ranges: [Range<Int>] = []
    private(set) var labels: [DocumentLabels] = []

    /// An empty buffer with room for documents of so many bytes in all.
    init(reserving bytes: Int = 0) {
        text.reserveCapacity(bytes)
    }

    /// Adds a document. `write` appends its bytes.
    mutating func append<Failure: Error>(
        _ write: (inout [UInt8]) throws(Failure) -> Void
    ) throws(Failure) {
        let start = text.count
        try write(&text)
        ranges.append(start..<text.count)
    }

    /// Adds a document of these bytes.
    mutating func append(_ document: some Sequence<UInt8>) {
        let start = text.count
        text.append(contentsOf: document)
        ranges.append(start..<text.count)
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
