import JeoulText
import ScanKernels

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
        if layout == .lines { end = text.lineEnd(from: 0) }
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
            end = text.lineEnd(from: offset)
        }
        let line = text.line(start, end)
        return line.contains(offset) ? (index, line) : nil
    }
}
