import ICUShims

/// ICU's iterators over grapheme clusters, kept for the next text: opening one costs as much as a page of text.
enum GraphemeSegmenter {
    /// ICU counts in 32 bits, so a longer text is segmented in stretches of this many bytes. A cluster that is longer
    /// than a stretch, so than a gigabyte, is cut; nothing else is.
    static let defaultStretch = 1 << 30

    /// Calls `body` with the byte range of each extended grapheme cluster, in order. O(n).
    static func forEachCluster(
        of text: UnsafeBufferPointer<UInt8>, stretch: Int = defaultStretch, _ body: (Range<Int>) -> Void
    ) throws(ICUError) {
        guard text.count > 0 else { return }
        let handle = try borrow()
        defer { idle.withLock { $0.append(handle) } }
        var start = 0
        while start < text.count {
            let isLast = text.count - start <= stretch
            let end = isLast ? text.count : text.scalarStart(at: start + stretch)
            let last = try segment(text.bytes(start..<end), with: handle) { cluster in
                body(start + cluster.lowerBound..<start + cluster.upperBound)
            }
            // The last cluster of a stretch may go on in the next, which starts with it, unless it is all of this one.
            if isLast || last.lowerBound == 0 {
                body(start + last.lowerBound..<end)
                start = end
            } else {
                start += last.lowerBound
            }
        }
    }

    /// Calls `body` with all clusters but the last, which it returns.
    private static func segment(
        _ text: UnsafeBufferPointer<UInt8>, with handle: Handle, _ body: (Range<Int>) -> Void
    ) throws(ICUError) -> Range<Int> {
        try ICUError.check(jeoul_graphemes_set_text(handle.pointer, text.baseAddress, Int32(text.count)), operation)
        var last = 0..<0
        withUnsafeTemporaryAllocation(of: Int32.self, capacity: 256) { ends in
            while true {
                let count = Int(jeoul_graphemes_next(handle.pointer, ends.baseAddress, Int32(ends.count)))
                if count == 0 { return }
                for end in ends[..<count] {
                    if !last.isEmpty { body(last) }
                    last = last.upperBound..<Int(end)
                }
            }
        }
        return last
    }

    private static let operation = "segment into grapheme clusters"

    // SAFETY: a handle is in `idle` or with the one call that took it out; ICU lets it move between threads.
    private struct Handle: @unchecked Sendable {
        let pointer: OpaquePointer
    }

    /// As many as there ever were calls at the same time; they live as long as the program.
    private static let idle = Lock<[Handle]>([])

    private static func borrow() throws(ICUError) -> Handle {
        if let handle = idle.withLock({ $0.popLast() }) { return handle }
        var pointer: OpaquePointer?
        try ICUError.check(jeoul_graphemes_open(&pointer), operation)
        guard let pointer else { throw ICUError(code: 7, operation: operation) }
        return Handle(pointer: pointer)
    }
}
