import ScanKernels

/// The segments that one thread has met, and the number of tokens of each; see `SegmentTables`.
///
/// Not `Sendable`: each thread has its own, of one vocabulary, since they are few and read at every new piece.
final class SegmentMemo {
    private(set) var table: jeoul_segment_memo
    private var words: UnsafeMutablePointer<UInt64>
    private var capacity = 1 << 12
    private var count = 0

    /// 2 MB: about the second-level cache. More segments are not remembered but worked out each time.
    private static let mostSlots = 1 << 18

    init() {
        words = .allocate(capacity: capacity)
        words.initialize(repeating: 0, count: capacity)
        table = Self.table(words, capacity)
    }

    deinit { words.deallocate() }

    /// Remembers a segment, unless it is there already or there are too many. Amortized O(1).
    func insert(_ key: UInt64, count tokens: Int) {
        if count * 2 >= capacity {
            guard capacity < Self.mostSlots else { return }
            grow()
        }
        if place(key | UInt64(tokens) << UInt64(JEOUL_SEGMENT_COUNT_SHIFT)) { count += 1 }
    }

    private func place(_ word: UInt64) -> Bool {
        let mask = (UInt64(1) << UInt64(JEOUL_SEGMENT_COUNT_SHIFT)) - 1
        var slot = Int(jeoul_segment_hash(word & mask) >> UInt64(table.shift))
        while words[slot] != 0 {
            if (words[slot] ^ word) & mask == 0 { return false }
            slot = (slot + 1) & (capacity - 1)
        }
        words[slot] = word
        return true
    }

    private func grow() {
        let old = UnsafeBufferPointer(start: words, count: capacity)
        capacity *= 4
        words = .allocate(capacity: capacity)
        words.initialize(repeating: 0, count: capacity)
        table = Self.table(words, capacity)
        for word in old where word != 0 { _ = place(word) }
        old.deallocate()
    }

    private static func table(_ words: UnsafeMutablePointer<UInt64>, _ capacity: Int) -> jeoul_segment_memo {
        jeoul_segment_memo(
            words: words, mask: UInt64(capacity - 1), shift: UInt32(64 - capacity.trailingZeroBitCount))
    }
}
