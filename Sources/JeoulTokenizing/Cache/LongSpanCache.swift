#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The long spans, and long pre-tokens that are not cut, that one thread has met: what each costs under one vocabulary.
///
/// An open-addressing hash table with linear probing; a slot has the hash of the bytes, and where these are in an arena. When
/// either is full all is forgotten, and begins again with what the text has now. Not `Sendable`: each thread has its own.
final class LongSpanCache {
    /// What a slot has; a length of 0 makes it an empty one.
    private struct Slot {
        var hash: UInt64
        var offset: UInt32
        var length: UInt16
        var count: UInt16
        var value: UInt32
    }

    private var slots: UnsafeMutablePointer<Slot>
    private var capacity = 1 << 8
    private var used = 0
    private var bytes: UnsafeMutablePointer<UInt8>
    private var byteCapacity = 1 << 12
    private var byteCount = 0

    /// Shorter parts of a text are remembered elsewhere; longer ones are worth merging.
    static let lengths = 8...1024
    private let mostSlots: Int
    private let mostBytes: Int

    /// - Parameter memoryLimit: what it may take, in bytes; at most 24 MB are used.
    init(memoryLimit: Int = .max) {
        var most = 1 << 19
        while most > capacity, most * MemoryLayout<Slot>.stride > memoryLimit / 3 * 2 { most /= 2 }
        mostSlots = most
        mostBytes = max(byteCapacity, min(8 << 20, memoryLimit / 3))
        slots = Self.allocate(capacity)
        bytes = .allocate(capacity: byteCapacity)
    }

    deinit {
        slots.deallocate()
        bytes.deallocate()
    }

    private static func allocate(_ capacity: Int) -> UnsafeMutablePointer<Slot> {
        let slots = UnsafeMutablePointer<Slot>.allocate(capacity: capacity)
        slots.initialize(repeating: Slot(hash: 0, offset: 0, length: 0, count: 0, value: 0), count: capacity)
        return slots
    }

    /// What is remembered of some bytes, whose number is one of `lengths`.
    @inline(__always)
    func find(_ part: UnsafePointer<UInt8>, _ length: Int, hash: UInt64) -> (count: UInt32, value: UInt32)? {
        var place = Int(truncatingIfNeeded: hash) & (capacity &- 1)
        while slots[place].length != 0 {
            let slot = slots[place]
            if slot.hash == hash, Int(slot.length) == length, memcmp(bytes + Int(slot.offset), part, length) == 0 {
                return (UInt32(slot.count), slot.value)
            }
            place = (place &+ 1) & (capacity &- 1)
        }
        return nil
    }

    /// Remembers bytes that are not there yet. Amortized O(length).
    func insert(_ part: UnsafePointer<UInt8>, _ length: Int, hash: UInt64, count: Int, value: UInt32) {
        guard count <= Int(UInt16.max) else { return }
        if used * 2 >= capacity || byteCount + length > byteCapacity { makeRoom(length) }
        (bytes + byteCount).update(from: part, count: length)
        place(
            Slot(
                hash: hash, offset: UInt32(byteCount), length: UInt16(length), count: UInt16(count), value: value))
        byteCount += length
        used += 1
    }

    /// Forgets everything.
    func removeAll() {
        slots.update(repeating: Slot(hash: 0, offset: 0, length: 0, count: 0, value: 0), count: capacity)
        used = 0
        byteCount = 0
    }

    /// Checks that a probe for each hash comes to its slot, that the bytes of each lie in the arena, that as many are there as were
    /// counted, and that probes have an end. O(slots).
    func checkInvariants() throws(BrokenInvariant) {
        var filled = 0
        for place in 0..<capacity where slots[place].length != 0 {
            filled += 1
            let slot = slots[place]
            try require(Self.lengths ~= Int(slot.length), "slot \(place) has \(slot.length) bytes")
            try require(Int(slot.offset) + Int(slot.length) <= byteCount, "the bytes of slot \(place) lie outside")
            var probe = Int(truncatingIfNeeded: slot.hash) & (capacity - 1)
            while probe != place {
                try require(slots[probe].length != 0, "a probe for the hash of slot \(place) ends at \(probe)")
                probe = (probe + 1) & (capacity - 1)
            }
        }
        try require(filled == used, "\(filled) slots are filled, and \(used) were counted")
        try require(used * 2 <= capacity, "more than half of the slots are filled")
        try require(byteCount <= byteCapacity, "there are more bytes than there is room for")
    }

    private func place(_ slot: Slot) {
        var place = Int(truncatingIfNeeded: slot.hash) & (capacity - 1)
        while slots[place].length != 0 { place = (place + 1) & (capacity - 1) }
        slots[place] = slot
    }

    private func makeRoom(_ length: Int) {
        if byteCount + length > mostBytes || used * 2 >= mostSlots { removeAll() }
        if used * 2 >= capacity {
            let old = UnsafeBufferPointer(start: slots, count: capacity)
            capacity *= 2
            slots = Self.allocate(capacity)
            for slot in old where slot.length != 0 { place(slot) }
            old.deallocate()
        }
        if byteCount + length > byteCapacity {
            byteCapacity *= 2
            let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: byteCapacity)
            larger.update(from: bytes, count: byteCount)
            bytes.deallocate()
            bytes = larger
        }
    }
}
