import ScanKernels

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Finds the documents of offsets that ascend, without a list of all documents.
struct DocumentCursor {
    private let text: UnsafeBufferPointer<UInt8>
    private let layout: DocumentLayout
    /// The document looked at last: its index, where it begins, and of a line the offset of its LF, or of the text's end.
    private var index = 0
    private var start = 0
    private var end = 0

    init(_ text: UnsafeBufferPointer<UInt8>, _ layout: DocumentLayout) {
        self.text = text
        self.layout = layout
        if layout == .lines { end = lineEnd(from: 0) }
    }

    /// The document in which a byte lies, if any. O(bytes, or documents, passed over).
    mutating func document(at offset: Int) -> (index: Int, range: Range<Int>)? {
        if case .ranges(let ranges) = layout {
            while index < ranges.count, ranges[index].upperBound <= offset { index += 1 }
            guard index < ranges.count, ranges[index].contains(offset) else { return nil }
            return (index, ranges[index])
        }
        guard let base = text.baseAddress, offset < text.count else { return nil }
        if offset > end {
            index += jeoul_count_byte(base + end, offset - end, 0x0A)
            start = offset
            while text[start - 1] != 0x0A { start -= 1 }
            end = lineEnd(from: offset)
        }
        let contentEnd = end < text.count && end > start && text[end - 1] == 0x0D ? end - 1 : end
        return (start..<contentEnd).contains(offset) ? (index, start..<contentEnd) : nil
    }

    private func lineEnd(from offset: Int) -> Int {
        guard let base = text.baseAddress, let hit = memchr(base + offset, 0x0A, text.count - offset) else {
            return text.count
        }
        return base.distance(to: UnsafePointer(hit.assumingMemoryBound(to: UInt8.self)))
    }
}
