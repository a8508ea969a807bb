import ScanKernels

/// The short pre-tokens (up to 15 bytes and a leading space: 94% of the occurrences in Korean) that one thread has met, each
/// with its number of tokens and a row of values.
///
/// It is a cache and not a table of all pre-tokens: of the million distinct pre-tokens of 60 MB of Korean three quarters come once, so
/// that keeping them costs more, in memory to be fetched and cleared, than working them out again (see `SpanBoundaries`).
/// A pre-token may stand in the four slots of one cache line. The first three belong to whoever came first, the last one to
/// whoever came last. So what is frequent stays, without a write for a pre-token that is found, and a text that changes its subject
/// has a quarter of the slots.
///
/// Not `Sendable`: each thread has its own, and needs no locks.
final class PreTokenCache {
    private(set) var table: jeoul_pretoken_cache
    let rowBytes: Int
    private(set) var rows: UnsafeMutableRawPointer
    private var memory: (slots: PageMemory, rows: PageMemory)
    private var capacity: Int
    private let mostSlots: Int
    private var used = 0

    /// 16 MB of slots. More were no faster: what is looked up in main memory may as well be worked out.
    static let mostSlots = 1 << 20
    private static let fewestSlots = 1 << 12

    /// - Parameters:
    ///   - rowBytes: the size of a pre-token's row; may be 0.
    ///   - expectedBytes: the size of the text, from which the first capacity is guessed.
    ///   - memoryLimit: what slots and rows may take, in bytes.
    /// - Throws: `PreTokenCacheError.noMemory`.
    init(rowBytes: Int, expectedBytes: Int, memoryLimit: Int) throws(PreTokenCacheError) {
        self.rowBytes = rowBytes
        var most = Self.mostSlots
        while most > Self.fewestSlots, most * (MemoryLayout<jeoul_pretoken_key>.stride + rowBytes) > memoryLimit {
            most /= 2
        }
        mostSlots = most
        capacity = Self.fewestSlots
        // Korean text has a new short pre-token about every 90 bytes.
        while capacity < most, capacity * 32 < expectedBytes { capacity *= 2 }
        memory = try Self.allocate(capacity, rowBytes)
        rows = memory.rows.base
        table = Self.table(memory, capacity, rowBytes)
    }

    private static func allocate(_ capacity: Int, _ rowBytes: Int) throws(PreTokenCacheError) -> (
        PageMemory, PageMemory
    ) {
        let slotBytes = capacity * MemoryLayout<jeoul_pretoken_key>.stride
        guard let slots = PageMemory(byteCount: slotBytes), let rows = PageMemory(byteCount: capacity * rowBytes) else {
            throw .noMemory(bytes: slotBytes + capacity * rowBytes)
        }
        return (slots, rows)
    }

    private static func table(
        _ memory: (slots: PageMemory, rows: PageMemory), _ capacity: Int, _ rowBytes: Int
    ) -> jeoul_pretoken_cache {
        jeoul_pretoken_cache(
            slots: memory.slots.base.bindMemory(to: jeoul_pretoken_key.self, capacity: capacity),
            rows: memory.rows.base.bindMemory(to: UInt8.self, capacity: capacity * rowBytes),
            row_bytes: UInt32(rowBytes),
            bucket_shift: UInt32(64 - (capacity / Int(JEOUL_BUCKET_SLOTS)).trailingZeroBitCount))
    }

    /// Whether the memory limit keeps it smaller than it would be, and it is filled.
    var isFull: Bool { mostSlots < Self.mostSlots && used * 2 > mostSlots }

    @inline(__always)
    func row(_ slot: UInt32) -> UnsafeMutableRawPointer { rows + Int(slot) &* rowBytes }

    /// Adds a pre-token; its slot.
    @inline(__always)
    func insert(_ key: jeoul_pretoken_key, bucket: UInt32, count: Int) -> UInt32 {
        var isNew: UInt32 = 0
        let slot = jeoul_insert_pretoken(&table, key, bucket, UInt32(truncatingIfNeeded: count), &isNew)
        used &+= Int(isNew)
        return slot
    }

    /// Writes the rows of pre-tokens that were worked out, and adds the short ones; see `jeoul_keep_rows`.
    func keepRows(
        _ found: CacheLookup, _ tokenCounts: UnsafePointer<jeoul_pretoken_counts>, _ rows: UnsafeMutablePointer<UInt64>,
        stride: Int, giants: UnsafeMutablePointer<UInt32>
    ) -> Int { jeoul_keep_rows(&table, found.memory, tokenCounts, rows, stride, &used, giants) }

    /// Checks that each key stands in a slot of its bucket, none twice, and that as many are there as were counted. O(slots).
    func checkInvariants() throws(BrokenInvariant) {
        let bucketSlots = Int(JEOUL_BUCKET_SLOTS)
        var filled = 0
        func key(_ slot: Int) -> jeoul_pretoken_key {
            var key = table.slots[slot]
            key.high &= ~JEOUL_KEY_COUNT
            return key
        }
        for slot in 0..<capacity where table.slots[slot].high != 0 {
            filled += 1
            let (own, first) = (key(slot), slot / bucketSlots * bucketSlots)
            let bucket = Int(jeoul_key_hash(own) >> UInt64(table.bucket_shift))
            try require(bucket == slot / bucketSlots, "the key of slot \(slot) is one of bucket \(bucket)")
            try require(own.high & JEOUL_KEY_FILLED != 0, "slot \(slot) has a long pre-token")
            for other in first..<slot {
                let twice = key(other).low == own.low && key(other).high == own.high
                try require(!twice, "slots \(other) and \(slot) have one key")
            }
        }
        try require(filled == used, "\(filled) slots are filled, and \(used) were counted")
    }

    /// Makes the cache larger where it is half full and the limit allows, if the system has the memory. Called between batches.
    func growIfNeeded() {
        guard used * 2 > capacity, capacity < mostSlots, let larger = try? Self.allocate(capacity * 4, rowBytes) else {
            return
        }
        let old = (table: table, memory: memory, capacity: capacity)
        capacity = min(capacity * 4, mostSlots)
        memory = larger
        rows = memory.rows.base
        table = Self.table(memory, capacity, rowBytes)
        used = 0
        for slot in 0..<old.capacity {
            var key = old.table.slots[slot]
            guard key.high != 0 else { continue }
            let count = Int((key.high & JEOUL_KEY_COUNT) &>> UInt64(JEOUL_KEY_COUNT_SHIFT))
            key.high &= ~JEOUL_KEY_COUNT
            let bucket = UInt32(jeoul_key_hash(key) >> UInt64(table.bucket_shift)) * UInt32(JEOUL_BUCKET_SLOTS)
            let new = insert(key, bucket: bucket, count: count)
            row(new).copyMemory(from: old.memory.rows.base + slot * rowBytes, byteCount: rowBytes)
        }
    }
}

/// Why a cache of pre-tokens cannot be made.
package enum PreTokenCacheError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The system has no memory for it.
    case noMemory(bytes: Int)

    /// What is wrong, and what to do.
    package var description: String {
        switch self {
        case .noMemory(let bytes): "the system has no \(bytes) bytes for the cache of pre-tokens; give it less memory"
        }
    }
}
