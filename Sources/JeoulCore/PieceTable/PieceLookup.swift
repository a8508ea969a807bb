import ScanKernels

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The look-ups of one thread over the shared table: for each piece of a batch, where the table has it, or that it is missing.
///
/// Each stage runs over a batch of pieces before the next one begins, so that the look-ups' cache lines have arrived
/// when they are needed. Not `Sendable`: each thread has its own.
final class PieceLookup {
    let table: PieceTable
    let batch = PieceBatch()
    /// The number of tokens of each piece that was found, for the vocabulary that the table counts.
    let counts: UnsafeMutablePointer<UInt32>
    /// The slot of each piece that was found; of a long one with `longFlag`.
    let slots: UnsafeMutablePointer<UInt32>
    /// The pieces that the table does not have.
    let missing: UnsafeMutablePointer<UInt32>
    private(set) var missingCount = 0
    private let lows: UnsafeMutablePointer<UInt64>
    /// The second words of the keys; 0 for a long piece.
    private let highs: UnsafeMutablePointer<UInt64>
    private let hashes: UnsafeMutablePointer<UInt64>
    private let longPieces: UnsafeMutablePointer<UInt32>
    private var longCount = 0

    static let longFlag: UInt32 = 1 << 31

    init(table: PieceTable) {
        self.table = table
        let capacity = PieceBatch.capacity + PieceBatch.slack
        counts = .allocate(capacity: capacity)
        slots = .allocate(capacity: capacity)
        missing = .allocate(capacity: capacity)
        lows = .allocate(capacity: capacity)
        highs = .allocate(capacity: capacity)
        hashes = .allocate(capacity: capacity)
        longPieces = .allocate(capacity: capacity)
    }

    deinit {
        counts.deallocate()
        slots.deallocate()
        missing.deallocate()
        lows.deallocate()
        highs.deallocate()
        hashes.deallocate()
        longPieces.deallocate()
    }

    /// Looks up every piece of the batch. The table must not grow meanwhile.
    // SAFETY: `text[0 ..< count]` must be the readable text that the batch was filled from.
    func lookUp(_ text: UnsafePointer<UInt8>, _ count: Int) {
        makeKeys(text, count)
        lookUpShort()
        lookUpLong(text)
    }

    /// Whether the table keeps a piece among the short ones.
    @inline(__always)
    func isShort(_ index: Int) -> Bool { highs[index] != 0 }

    /// Adds a missing piece to the table; its slot, or nil where the table has no room.
    @inline(__always)
    func insert(
        _ index: Int, _ text: UnsafePointer<UInt8>, count: Int, row: (UnsafeMutableRawPointer) -> Void
    ) -> UInt32? {
        if highs[index] != 0 {
            let key = PieceKey(low: lows[index], high: highs[index])
            guard let slot = table.insert(key, hash: hashes[index], count: count, row: row) else { return nil }
            return UInt32(truncatingIfNeeded: slot)
        }
        let length = Int(batch.lengths[index])
        let piece = text + Int(batch.starts[index])
        guard let slot = table.insertLong(piece, length, hash: hashes[index], count: count, row: row) else { return nil }
        return UInt32(truncatingIfNeeded: slot) | Self.longFlag
    }

    /// The key and hash of each piece, with a request for the cache line where it should be.
    func makeKeys(_ text: UnsafePointer<UInt8>, _ count: Int) {
        let starts = batch.starts
        let lengths = batch.lengths
        let lows = self.lows
        let highs = self.highs
        let hashes = self.hashes
        let short = table.short
        let long = table.long
        var longCount = 0
        for index in 0..<batch.pieceCount {
            let start = Int(starts[index])
            let length = Int(lengths[index])
            let piece = text + start
            // No branch: whether a piece begins with a space has no pattern.
            let space = (piece[0] == 0x20 ? 1 : 0) & (length > 1 ? 1 : 0)
            let bytes = length &- space
            if bytes <= PieceKey.maximumBytes {
                var first: UInt64
                var second: UInt64
                if start &+ space &+ 16 <= count {
                    let raw = UnsafeRawPointer(piece + space)
                    first = raw.loadUnaligned(as: UInt64.self)
                    second = raw.loadUnaligned(fromByteOffset: 8, as: UInt64.self)
                } else {
                    (first, second) = Self.lastWords(piece + space, bytes)
                }
                let key = PieceKey(first: first, second: second, length: bytes, hasSpace: space != 0)
                if key.low != 0 {
                    let hash = key.hash
                    lows[index] = key.low
                    highs[index] = key.high
                    hashes[index] = hash
                    jeoul_prefetch(short.low(short.home(hash)))
                    continue
                }
                // Eight NULs: a slot of this first word would be an empty one, so that they are kept as a long piece.
            }
            hashes[index] = pieceHash(piece, length)
            highs[index] = 0
            jeoul_prefetch(long.low(long.home(hashes[index])))
            longPieces[longCount] = UInt32(truncatingIfNeeded: index)
            longCount &+= 1
        }
        self.longCount = longCount
    }

    /// The first 16 bytes of a piece near the text's end, zeros after it.
    @inline(never)
    private static func lastWords(_ piece: UnsafePointer<UInt8>, _ length: Int) -> (UInt64, UInt64) {
        var words: (UInt64, UInt64) = (0, 0)
        withUnsafeMutableBytes(of: &words) { $0.copyMemory(from: UnsafeRawBufferPointer(start: piece, count: min(length, 16))) }
        return words
    }

    /// Looks up the short pieces.
    func lookUpShort() {
        let short = table.short
        let lows = self.lows
        let highs = self.highs
        let hashes = self.hashes
        let counts = self.counts
        let slots = self.slots
        let missing = self.missing
        var missingCount = 0
        for index in 0..<batch.pieceCount {
            let high = highs[index]
            if high == 0 { continue }
            let low = lows[index]
            var slot = short.home(hashes[index])
            while true {
                let found = short.low(slot).pointee.load(ordering: .relaxed)
                let rest = short.high(slot).pointee.load(ordering: .acquiring)
                if found == low && (rest ^ high) & ~PieceKey.countMask == 0 {
                    counts[index] = UInt32(truncatingIfNeeded: rest &>> PieceKey.countShift) & 0x1F
                    slots[index] = UInt32(truncatingIfNeeded: slot)
                    break
                }
                if found == 0 {
                    missing[missingCount] = UInt32(truncatingIfNeeded: index)
                    missingCount &+= 1
                    break
                }
                slot = short.next(slot)
            }
        }
        self.missingCount = missingCount
    }

    /// Looks up the long pieces.
    func lookUpLong(_ text: UnsafePointer<UInt8>) {
        let long = table.long
        let arena = table.arena.base
        for item in 0..<longCount {
            let index = Int(longPieces[item])
            let hash = hashes[index]
            let length = Int(batch.lengths[index])
            let piece = text + Int(batch.starts[index])
            var slot = long.home(hash)
            while true {
                let found = long.low(slot).pointee.load(ordering: .relaxed)
                if found == hash {
                    let reference = LongReference(word: long.high(slot).pointee.load(ordering: .acquiring))
                    if reference.word != 0, reference.length == length, memcmp(arena + reference.offset, piece, length) == 0 {
                        counts[index] = UInt32(truncatingIfNeeded: reference.count)
                        slots[index] = UInt32(truncatingIfNeeded: slot) | Self.longFlag
                        break
                    }
                }
                if found == 0 {
                    missing[missingCount] = UInt32(truncatingIfNeeded: index)
                    missingCount &+= 1
                    break
                }
                slot = long.next(slot)
            }
        }
    }
}
