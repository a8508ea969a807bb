import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// What has been worked out about the distinct pieces of a text: for each its number of tokens, and a row of values.
///
/// Two open-addressing hash tables with linear probing, since they differ in what must be compared: *short* pieces (up to 15
/// bytes and a leading space: 94% of the occurrences in Korean) are their own key, 16 bytes a slot, four to a cache line;
/// *long* ones have a 64-bit hash in the slot and their bytes in an arena. A row is one price for each vocabulary, or the
/// piece's ids.
///
/// Threads share it without locks: a slot is claimed by exchanging its first word for zero, and published by storing the second
/// afterwards. What a thread does not see yet it works out itself, with the same result; a piece may then be there twice.
/// Growing replaces the tables, and happens under `growIfNeeded`'s exclusive lock while no thread reads.
///
// SAFETY: the slots are read and written atomically, rows are written between claim and publication by the claiming
// thread alone; all else changes under the exclusive lock only.
final class PieceTable: @unchecked Sendable {
    typealias Word = UnsafeMutablePointer<Atomic<UInt64>>

    /// One of the two hash tables: `capacity` slots of two words, and a row of `rowBytes` for each.
    struct Space {
        let words: Word
        let rows: UnsafeMutableRawPointer
        let rowBytes: Int
        let capacity: Int
        let shift: UInt64

        @inline(__always) func home(_ hash: UInt64) -> Int { Int(truncatingIfNeeded: hash &>> shift) }
        @inline(__always) func low(_ slot: Int) -> Word { words + (slot &<< 1) }
        @inline(__always) func high(_ slot: Int) -> Word { words + (slot &<< 1 &+ 1) }
        @inline(__always) func row(_ slot: Int) -> UnsafeMutableRawPointer { rows + slot &* rowBytes }
        @inline(__always) func next(_ slot: Int) -> Int { (slot &+ 1) & (capacity &- 1) }
    }

    private(set) var short: Space
    private(set) var long: Space
    private var memory: [PageMemory]
    /// The bytes of the long pieces.
    let arena: PageMemory
    private let arenaUsed = Atomic<Int>(0)
    private let shortUsed = Atomic<Int>(0)
    private let longUsed = Atomic<Int>(0)
    /// How many pieces make the tables grow.
    private let shortLimit: Atomic<Int>
    private let longLimit: Atomic<Int>
    private let wasFull = Atomic<Bool>(false)
    private let memoryLimit: Int
    private let lock: UnsafeMutablePointer<pthread_rwlock_t>

    /// The longest piece that the table keeps: longer ones are worked out each time.
    static let longestPiece = 4095
    /// The most tokens of a piece that the table keeps.
    static let mostTokens = 4095

    /// - Parameters:
    ///   - expectedBytes: the size of the text, from which the first capacity is guessed.
    ///   - memoryLimit: what all tables together may take, in bytes.
    ///   - shortRowBytes: the size of a short piece's row; may be 0.
    ///   - longRowBytes: the size of a long piece's row; may be 0.
    /// - Throws: `PieceTableError.noMemory`.
    init(expectedBytes: Int, memoryLimit: Int, shortRowBytes: Int, longRowBytes: Int) throws(PieceTableError) {
        self.memoryLimit = max(memoryLimit, 1 << 20)
        // Korean text has a new short piece about every 90 bytes, a long one every 200. At a third full the first place is
        // nearly always the right one, which is worth the memory for short pieces; long ones are few.
        let shortSlot = 16 + shortRowBytes
        let longSlot = 16 + longRowBytes
        var shortCapacity = 1 << 16
        while shortCapacity < expectedBytes / 40, shortCapacity * 2 * (shortSlot + longSlot / 4) < self.memoryLimit / 2
        {
            shortCapacity *= 2
        }
        var spaceMemory: [PageMemory] = []
        guard let arena = PageMemory(byteCount: self.memoryLimit / 4),
            let short = Self.space(capacity: shortCapacity, rowBytes: shortRowBytes, memory: &spaceMemory),
            let long = Self.space(capacity: shortCapacity / 4, rowBytes: longRowBytes, memory: &spaceMemory)
        else { throw .noMemory(bytes: self.memoryLimit) }
        self.arena = arena
        self.short = short
        self.long = long
        shortLimit = Atomic(short.capacity / 4 * 3)
        longLimit = Atomic(long.capacity / 4 * 3)
        memory = spaceMemory
        lock = .allocate(capacity: 1)
        pthread_rwlock_init(lock, nil)
    }

    deinit {
        pthread_rwlock_destroy(lock)
        lock.deallocate()
    }

    private static func space(capacity: Int, rowBytes: Int, memory: inout [PageMemory]) -> Space? {
        guard let words = PageMemory(byteCount: capacity * 16), let rows = PageMemory(byteCount: capacity * rowBytes)
        else { return nil }
        memory += [words, rows]
        return Space(
            words: words.base.bindMemory(to: Atomic<UInt64>.self, capacity: capacity * 2), rows: rows.base,
            rowBytes: rowBytes, capacity: capacity, shift: UInt64(64 - capacity.trailingZeroBitCount))
    }

    /// The distinct pieces kept so far; one that two threads met at the same time may count twice.
    var count: Int { shortUsed.load(ordering: .relaxed) + longUsed.load(ordering: .relaxed) }

    /// Whether the memory limit kept pieces out: the counts are exact all the same, but slower.
    var isFull: Bool { wasFull.load(ordering: .relaxed) }

    /// Runs `body` while the tables stay where they are.
    @inline(__always)
    func reading(_ body: () -> Void) {
        pthread_rwlock_rdlock(lock)
        body()
        pthread_rwlock_unlock(lock)
    }

    // MARK: Adding

    /// Takes room for a batch's missing pieces, as far as there is any: one atomic addition a batch, since threads would wait
    /// for each other's at every piece. What is not used is given back.
    func takeRoom(short: Int, long: Int) -> (short: Int, long: Int) {
        (
            Self.take(short, of: self.short.capacity, used: shortUsed),
            Self.take(long, of: self.long.capacity, used: longUsed)
        )
    }

    private static func take(_ wanted: Int, of capacity: Int, used: borrowing Atomic<Int>) -> Int {
        let before = used.add(wanted, ordering: .relaxed).oldValue
        let taken = max(0, min(wanted, capacity / 8 * 7 - before))
        if taken < wanted { used.subtract(wanted - taken, ordering: .relaxed) }
        return taken
    }

    /// Gives back what `takeRoom` gave too much.
    func giveBackRoom(short: Int, long: Int) {
        if short > 0 { shortUsed.subtract(short, ordering: .relaxed) }
        if long > 0 { longUsed.subtract(long, ordering: .relaxed) }
    }

    /// Claims a slot for a short piece, for which room was taken, and publishes it with its row; whether the piece was there
    /// already.
    @inline(__always)
    func insert(
        _ key: PieceKey, hash: UInt64, count: Int, row: (UnsafeMutableRawPointer) -> Void
    ) -> (slot: Int, isOld: Bool) {
        var slot = short.home(hash)
        while true {
            let (isClaimed, found) = short.low(slot).pointee.compareExchange(
                expected: 0, desired: key.low, ordering: .relaxed)
            if isClaimed { break }
            // The same piece may be missing twice in a batch.
            let high = short.high(slot).pointee.load(ordering: .acquiring)
            if found == key.low, (high ^ key.high) & ~PieceKey.countMask == 0 { return (slot, true) }
            slot = short.next(slot)
        }
        row(short.row(slot))
        short.high(slot).pointee.store(key.high | UInt64(count) &<< PieceKey.countShift, ordering: .releasing)
        return (slot, false)
    }

    /// The same for a long piece; its bytes are copied to the arena. Nil where that is full.
    func insertLong(
        _ piece: UnsafePointer<UInt8>, _ length: Int, hash: UInt64, count: Int, row: (UnsafeMutableRawPointer) -> Void
    ) -> Int? {
        guard length <= Self.longestPiece, count <= Self.mostTokens, let offset = reserve(length) else { return nil }
        memcpy(arena.base + offset, piece, length)
        var slot = long.home(hash)
        while !long.low(slot).pointee.compareExchange(expected: 0, desired: hash, ordering: .relaxed).exchanged {
            slot = long.next(slot)
        }
        row(long.row(slot))
        long.high(slot).pointee.store(
            LongReference(offset: offset, length: length, count: count).word, ordering: .releasing)
        return slot
    }

    /// Room in the arena, or nil where it is full.
    func reserve(_ byteCount: Int) -> Int? {
        if arenaUsed.load(ordering: .relaxed) + byteCount <= arena.byteCount {
            let offset = arenaUsed.add(byteCount, ordering: .relaxed).oldValue
            if offset + byteCount <= arena.byteCount { return offset }
        }
        wasFull.store(true, ordering: .relaxed)
        return nil
    }

    // MARK: Growing

    /// Makes the tables larger where they are more than three quarters full and the limit allows. Called between batches.
    func growIfNeeded() {
        guard isShortDue || isLongDue else { return }
        pthread_rwlock_wrlock(lock)
        defer { pthread_rwlock_unlock(lock) }
        // A table that may not grow is not asked again.
        if isShortDue {
            let isLarger = grow(&short, memoryIndex: 0) { PieceKey(low: $0, high: $1 & ~PieceKey.countMask).hash }
            shortLimit.store(isLarger ? short.capacity / 4 * 3 : .max, ordering: .relaxed)
        }
        if isLongDue {
            let isLarger = grow(&long, memoryIndex: 2) { low, _ in low }
            longLimit.store(isLarger ? long.capacity / 4 * 3 : .max, ordering: .relaxed)
        }
    }

    private var isShortDue: Bool { shortUsed.load(ordering: .relaxed) > shortLimit.load(ordering: .relaxed) }
    private var isLongDue: Bool { longUsed.load(ordering: .relaxed) > longLimit.load(ordering: .relaxed) }

    private func grow(_ space: inout Space, memoryIndex: Int, hash: (UInt64, UInt64) -> UInt64) -> Bool {
        let capacity = space.capacity * 4
        let used = memory.reduce(0) { $0 + $1.byteCount }
        var added: [PageMemory] = []
        guard used + capacity * (16 + space.rowBytes) <= memoryLimit / 4 * 3,
            let larger = Self.space(capacity: capacity, rowBytes: space.rowBytes, memory: &added)
        else {
            wasFull.store(true, ordering: .relaxed)
            return false
        }
        for old in 0..<space.capacity {
            let low = space.low(old).pointee.load(ordering: .relaxed)
            guard low != 0 else { continue }
            let high = space.high(old).pointee.load(ordering: .relaxed)
            var slot = larger.home(hash(low, high))
            while larger.low(slot).pointee.load(ordering: .relaxed) != 0 { slot = larger.next(slot) }
            larger.low(slot).pointee.store(low, ordering: .relaxed)
            larger.high(slot).pointee.store(high, ordering: .relaxed)
            memcpy(larger.row(slot), space.row(old), space.rowBytes)
        }
        space = larger
        memory.replaceSubrange(memoryIndex...memoryIndex + 1, with: added)
        return true
    }
}

/// Why a piece table cannot be made.
public enum PieceTableError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The system has no memory for it.
    case noMemory(bytes: Int)

    /// What is wrong, and what to do.
    public var description: String {
        switch self {
        case .noMemory(let bytes): "the system has no \(bytes) bytes for the table of pieces; give it less memory"
        }
    }
}

/// The second word of a long piece's slot: where its bytes are, how many, and its number of tokens. Never 0.
struct LongReference {
    let word: UInt64

    init(word: UInt64) { self.word = word }

    init(offset: Int, length: Int, count: Int) {
        word = UInt64(offset) &<< 24 | UInt64(length) &<< 12 | UInt64(count)
    }

    @inline(__always) var offset: Int { Int(truncatingIfNeeded: word &>> 24) }
    @inline(__always) var length: Int { Int(truncatingIfNeeded: word &>> 12) & 0xFFF }
    @inline(__always) var count: Int { Int(truncatingIfNeeded: word) & 0xFFF }
}
