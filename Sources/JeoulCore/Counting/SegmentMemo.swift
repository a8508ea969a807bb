import ScanKernels

/// The segments that one thread has met, and the number of tokens of each, maybe with their ids; see `SegmentTables`.
///
/// Not `Sendable`: each thread has its own, of one vocabulary, since they are few and read at every new piece.
final class SegmentMemo {
    private(set) var table: jeoul_segment_memo
    private var words: UnsafeMutablePointer<UInt64>
    private var values: UnsafeMutablePointer<UInt32>?
    private var capacity = 1 << 12
    private var count = 0
    let keepsIDs: Bool
    /// The ids of units and segments; values are places in it.
    private(set) var ids: UnsafeMutablePointer<TokenID>
    private var idCapacity: Int
    private var idCount = 0
    /// Where each unit's ids are.
    let unitValues: UnsafeMutablePointer<UInt32>?

    /// More segments are not remembered but worked out each time.
    private let mostSlots: Int

    /// 8 MB of slots: no vocabulary has needed more.
    private static let mostSlots = 1 << 20
    /// 16 MB of ids: so many make it forget everything, since among them are those of segments that are not remembered.
    private static let mostIDs = 1 << 22
    private var unitIDCount = 0

    /// - Parameter memoryLimit: what the slots may take, in bytes.
    init(model: BytePairModel, keepsIDs: Bool, memoryLimit: Int) {
        var most = Self.mostSlots
        while most > capacity, most * 12 > memoryLimit { most /= 2 }
        mostSlots = most
        self.keepsIDs = keepsIDs
        words = .allocate(capacity: capacity)
        words.initialize(repeating: 0, count: capacity)
        values = keepsIDs ? .allocate(capacity: capacity) : nil
        values?.initialize(repeating: 0, count: capacity)
        table = Self.table(words, values, capacity)
        idCapacity = keepsIDs ? 1 << 16 : 8
        ids = .allocate(capacity: idCapacity)
        unitValues = keepsIDs ? .allocate(capacity: Int(JEOUL_UNITS)) : nil
        guard let unitValues else { return }
        unitValues.initialize(repeating: 0, count: Int(JEOUL_UNITS))
        let workspace = MergeWorkspace()
        SegmentTables.forEachUnit { unit, utf8 in
            unitValues[Int(unit)] = add(model.encodeByMerging(utf8.baseAddress!, utf8.count, workspace))
        }
        unitIDCount = idCount
    }

    deinit {
        words.deallocate()
        values?.deallocate()
        ids.deallocate()
        unitValues?.deallocate()
    }

    /// Whether it has so many ids that it should forget everything.
    var isLarge: Bool { idCount > Self.mostIDs }

    /// Forgets everything. Called when no value is in use.
    func removeAll() {
        words.initialize(repeating: 0, count: capacity)
        count = 0
        idCount = unitIDCount
    }

    /// Adds ids; where they are. Amortized O(1) an id.
    func add(_ new: UnsafeBufferPointer<TokenID>) -> UInt32 {
        // Four ids are read from where a segment's begin.
        if idCount + new.count + 4 > idCapacity {
            let larger = UnsafeMutablePointer<TokenID>.allocate(capacity: idCapacity * 2 + new.count)
            larger.update(from: ids, count: idCount)
            ids.deallocate()
            ids = larger
            idCapacity = idCapacity * 2 + new.count
        }
        let place = idCount
        (ids + place).update(from: new.baseAddress!, count: new.count)
        idCount += new.count
        return UInt32(place)
    }

    /// Remembers a segment, unless it is there already or there are too many. Amortized O(1).
    func insert(_ key: UInt64, count tokens: Int, value: UInt32) {
        if count * 2 >= capacity {
            guard capacity < mostSlots else { return }
            grow()
        }
        if place(key | UInt64(tokens) << UInt64(JEOUL_SEGMENT_COUNT_SHIFT), value) { count += 1 }
    }

    private func place(_ word: UInt64, _ value: UInt32) -> Bool {
        let mask = (UInt64(1) << UInt64(JEOUL_SEGMENT_COUNT_SHIFT)) - 1
        var slot = Int(jeoul_segment_hash(word & mask) >> UInt64(table.shift))
        while words[slot] != 0 {
            if (words[slot] ^ word) & mask == 0 { return false }
            slot = (slot + 1) & (capacity - 1)
        }
        words[slot] = word
        values?[slot] = value
        return true
    }

    private func grow() {
        let old = (words: words, values: values, capacity: capacity)
        capacity *= 2
        words = .allocate(capacity: capacity)
        words.initialize(repeating: 0, count: capacity)
        values = keepsIDs ? .allocate(capacity: capacity) : nil
        values?.initialize(repeating: 0, count: capacity)
        table = Self.table(words, values, capacity)
        for slot in 0..<old.capacity where old.words[slot] != 0 { _ = place(old.words[slot], old.values?[slot] ?? 0) }
        old.words.deallocate()
        old.values?.deallocate()
    }

    private static func table(
        _ words: UnsafeMutablePointer<UInt64>, _ values: UnsafeMutablePointer<UInt32>?, _ capacity: Int
    ) -> jeoul_segment_memo {
        jeoul_segment_memo(
            words: words, mask: UInt64(capacity - 1), shift: UInt32(64 - capacity.trailingZeroBitCount), values: values)
    }
}
