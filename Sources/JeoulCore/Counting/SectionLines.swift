/// Sections of documents, one a line, so that one pass counts them all: a pass for each would cost as much as hundreds of bytes.
struct SectionLines {
    private(set) var text: [UInt8] = []
    /// The document of each line.
    private(set) var documents: [Int] = []

    /// Adds a section, unless it would be more than one line, or less: false then.
    mutating func add(_ section: UnsafeBufferPointer<UInt8>, of document: Int) -> Bool {
        // A CR at the end would belong to the line's end.
        guard let last = section.last, last != 0x0D, !section.contains(0x0A) else { return false }
        text.append(contentsOf: section)
        text.append(0x0A)
        documents.append(document)
        return true
    }

    mutating func removeAll() {
        text.removeAll(keepingCapacity: true)
        documents.removeAll(keepingCapacity: true)
    }
}
