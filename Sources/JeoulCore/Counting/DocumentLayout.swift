#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Where the documents lie in a text.
public enum DocumentLayout: Sendable, Equatable {
    /// A document a line: each LF ends one and does not belong to it, nor does the CR before it; what follows the last LF is
    /// a document if it is not empty.
    case lines
    /// One range a document, ascending and disjoint.
    case ranges([Range<Int>])

    /// The documents' ranges. O(bytes) for lines.
    func ranges(in text: UnsafeBufferPointer<UInt8>) -> [Range<Int>] {
        switch self {
        case .ranges(let ranges): return ranges
        case .lines:
            guard let base = text.baseAddress else { return [] }
            var ranges: [Range<Int>] = []
            var start = 0
            while start < text.count {
                guard let hit = memchr(base + start, 0x0A, text.count - start) else {
                    ranges.append(start..<text.count)
                    break
                }
                let end = base.distance(to: UnsafePointer(hit.assumingMemoryBound(to: UInt8.self)))
                ranges.append(start..<(end > start && text[end - 1] == 0x0D ? end - 1 : end))
                start = end + 1
            }
            return ranges
        }
    }
}
