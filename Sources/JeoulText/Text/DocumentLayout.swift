#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Where the documents lie in a text.
package enum DocumentLayout: Sendable, Equatable {
    /// A document a line: each LF ends one and does not belong to it, nor does the CR before it; what follows the last LF is
    /// a document if it is not empty.
    case lines
    /// One range a document, ascending and disjoint.
    case ranges([Range<Int>])

    /// The documents' ranges. O(bytes) for lines.
    package func ranges(in text: UnsafeBufferPointer<UInt8>) -> [Range<Int>] {
        switch self {
        case .ranges(let ranges): return ranges
        case .lines:
            var ranges: [Range<Int>] = []
            var start = 0
            while start < text.count {
                let end = text.lineEnd(from: start)
                ranges.append(text.line(start, end))
                start = end + 1
            }
            return ranges
        }
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// The offset of the first LF from an offset on, or of the text's end. O(bytes passed over).
    package func lineEnd(from offset: Int) -> Int {
        guard let base = baseAddress, let hit = memchr(base + offset, 0x0A, count - offset) else { return count }
        return base.distance(to: UnsafePointer(hit.assumingMemoryBound(to: UInt8.self)))
    }

    /// Whether the bytes and a LF after them are one line of just these bytes: they have no LF, and no CR at the end, which would
    /// belong to the line's end.
    package var isOneLine: Bool { last != 0x0D && lineEnd(from: 0) == count }

    /// The line from `start` to its LF, or the text's end, without the CR that belongs to the LF.
    package func line(_ start: Int, _ end: Int) -> Range<Int> {
        start..<(end < count && end > start && self[end - 1] == 0x0D ? end - 1 : end)
    }
}
