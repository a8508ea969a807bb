import ScanKernels

/// The slots of a `SpanCache`: an open-addressing hash table of two words a span.
final class SpanCacheTable {
    private(set) var table: jeoul_span_cache
    private let keepsValues: Bool
    private var memory: PageMemory
    private var words: UnsafeMutablePointer<UInt64>
    private var values: UnsafeMutablePointer<UInt32>?
    private var capacity = 1 << 12
    private var count = 0

    /// More spans are not remembered but worked out each time.
    private let mostSlots: Int

    /// 16 MB of slots: no vocabulary has needed more.
    private static let mostSlots = 1 << 20
    private static let countMask = UInt64.max << UInt64(JEOUL_SPAN_COUNT_SHIFT)

    /// - Parameter memoryLimit: what the slots may take, in bytes.
    /// - Throws: `PreTokenCacheError.noMemory`.
    init(keepsValues: Bool, memoryLimit: Int) throws(PreTokenCacheError) {
        var most = Self.mostSlots
        while most > capacity, most * 20 > memoryLimit { most /= 2 }
        mostSlots = most
        self.keepsValues = keepsValues
        guard let memory = PageMemory(byteCount: capacity * 16) else { throw .noMemory(bytes: capacity * 16) }
        self.memory = memory
        (words, values, table) = Self.slots(memory, capacity, keepsValues)
    }

    deinit { values?.deallocate() }

    private static func slots(_ memory: PageMemory, _ capacity: Int, _ keepsValues: Bool) -> (
        UnsafeMutablePointer<UInt64>, UnsafeMutablePointer<UInt32>?, jeoul_span_cache
    ) {
        let words = memory.base.bindMemory(to: UInt64.self, capacity: capacity * 2)
        let values = keepsValues ? UnsafeMutablePointer<UInt32>.allocate(capacity: capacity) : nil
        values?.initialize(repeating: 0, count: capacity)
        let table = jeoul_span_cache(
            words: words, mask: UInt64(capacity - 1), shift: UInt32(64 - capacity.trailingZeroBitCount), values: values)
        return (words, values, table)
    }

    /// Three quarters full.
    private var isFilled: Bool { count * 4 >= capacity * 3 }

    /// Forgets everything.
    func removeAll() {
        words.initialize(repeating: 0, count: capacity * 2)
        count = 0
    }

    /// Remembers a span, unless it is there already or there are too many. Amortized O(1).
    func insert(_ key: jeoul_span_key, count tokens: Int, value: UInt32) {
        if isFilled { grow() }
        // A search must come to an empty slot.
        if isFilled { return }
        if place(key, UInt64(tokens) << UInt64(JEOUL_SPAN_COUNT_SHIFT), value) { count += 1 }
    }

    /// Checks that a probe for each key comes to it, that none is there twice, that as many are there as were counted, and that
    /// probes have an end. O(slots).
    ///
    /// - Parameter valueEnd: more than any value may be, where values are places among ids.
    func checkInvariants(valueEnd: Int) throws(BrokenInvariant) {
        var filled = 0
        for slot in 0..<capacity where words[slot * 2] != 0 {
            filled += 1
            let key = jeoul_span_key(low: words[slot * 2], high: words[slot * 2 + 1] & ~Self.countMask)
            var probe = Int(jeoul_span_hash(key) >> UInt64(table.shift))
            while probe != slot {
                try require(words[probe * 2] != 0, "a probe for the key of slot \(slot) ends at \(probe)")
                try require(!has(key, at: probe), "slots \(probe) and \(slot) have one key")
                probe = (probe + 1) & (capacity - 1)
            }
            if let values { try require(Int(values[slot]) < valueEnd, "the ids of slot \(slot) lie outside") }
        }
        try require(filled == count, "\(filled) slots are filled, and \(count) were counted")
        try require(filled < capacity, "no slot is empty")
        try require(Int(table.mask) == capacity - 1, "the mask is not that of \(capacity) slots")
    }

    private func has(_ key: jeoul_span_key, at slot: Int) -> Bool {
        words[slot * 2] == key.low && (words[slot * 2 + 1] ^ key.high) & ~Self.countMask == 0
    }

    private func place(_ key: jeoul_span_key, _ tokens: UInt64, _ value: UInt32) -> Bool {
        var slot = Int(jeoul_span_hash(key) >> UInt64(table.shift))
        while words[slot * 2] != 0 {
            if has(key, at: slot) { return false }
            slot = (slot + 1) & (capacity - 1)
        }
        words[slot * 2] = key.low
        words[slot * 2 + 1] = key.high | tokens
        values?[slot] = value
        return true
    }

    /// Makes the table larger, if there may be more slots and the system has the memory.
    private func grow() {
        // By four, so that it has soon the size that has huge pages.
        let larger = min(capacity * 4, mostSlots)
        guard larger > capacity, let memory = PageMemory(byteCount: larger * 16) else { return }
        let old = (memory: self.memory, words: words, values: values, capacity: capacity)
        self.memory = memory
        capacity = larger
        (words, values, table) = Self.slots(memory, capacity, keepsValues)
        for slot in 0..<old.capacity where old.words[slot * 2] != 0 {
            let high = old.words[slot * 2 + 1]
            let key = jeoul_span_key(low: old.words[slot * 2], high: high & ~Self.countMask)
            _ = place(key, high & Self.countMask, old.values?[slot] ?? 0)
        }
        old.values?.deallocate()
        // Its words were read until here.
        withExtendedLifetime(old.memory) {}
    }
}
