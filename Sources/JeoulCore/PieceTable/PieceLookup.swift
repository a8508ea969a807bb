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
    /// How many more pieces of this batch the table has room for.
    private var room = (short: 0, long: 0)

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
        let missingShort = missingCount
        lookUpLong(text)
        room = table.takeRoom(short: missingShort, long: missingCount - missingShort)
    }

    /// Ends a batch whose missing pieces have been inserted.
    func finish() {
        table.giveBackRoom(short: room.short, long: room.long)
        room = (0, 0)
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
            guard room.short > 0 else { return nil }
            let key = PieceKey(low: lows[index], high: highs[index])
            let (slot, isOld) = table.insert(key, hash: hashes[index], count: count, row: row)
            if !isOld { room.short &-= 1 }
            return UInt32(truncatingIfNeeded: slot)
        }
        guard room.long > 0 else { return nil }
        let length = Int(batch.lengths[index])
        let piece = text + Int(batch.starts[index])
        guard let slot = table.insertLong(piece, length, hash: hashes[index], count: count, row: row) else {
            return nil
        }
        room.long &-= 1
        return UInt32(truncatingIfNeeded: slot) | Self.longFlag
    }

    /// The key and hash of each piece, with a request for the cache line where it should be.
    func makeKeys(_ text: UnsafePointer<UInt8>, _ count: Int) {
        let short = table.short
        let long = table.long
        // The last pieces of the text are made by hand, since the rest reads 17 bytes from where a piece begins.
        // Ends ascend always, beginnings only where all pieces are of one pattern.
        var whole = batch.pieceCount
        while whole > 0, Int(batch.starts[whole - 1] &+ batch.lengths[whole - 1]) + 17 > count { whole -= 1 }
        while whole < batch.pieceCount, Int(batch.starts[whole]) + 17 <= count { whole += 1 }
        longCount = jeoul_make_piece_keys(
            text, batch.starts, batch.lengths, whole, lows, highs, hashes, longPieces, short.words, short.shift)
        for index in whole..<batch.pieceCount { makeLastKey(index, text) }
        for item in 0..<longCount {
            let index = Int(longPieces[item])
            // A short piece that is here begins with eight NULs, so that no piece has fewer bytes than that.
            hashes[index] = pieceHash(text + Int(batch.starts[index]), Int(batch.lengths[index]))
            jeoul_prefetch(long.low(long.home(hashes[index])))
        }
    }

    /// The same for a piece near the text's end.
    private func makeLastKey(_ index: Int, _ text: UnsafePointer<UInt8>) {
        let length = Int(batch.lengths[index])
        let piece = text + Int(batch.starts[index])
        let space = piece[0] == 0x20 && length > 1 ? 1 : 0
        let (first, second) = Self.lastWords(piece + space, length - space)
        let key = PieceKey(first: first, second: second, length: min(length - space, 15), hasSpace: space != 0)
        let isShort = length - space <= PieceKey.maximumBytes && key.low != 0
        lows[index] = key.low
        highs[index] = isShort ? key.high : 0
        hashes[index] = key.hash
        if !isShort {
            longPieces[longCount] = UInt32(truncatingIfNeeded: index)
            longCount += 1
        }
    }

    /// The first 16 bytes of a piece near the text's end, zeros after it.
    @inline(never)
    private static func lastWords(_ piece: UnsafePointer<UInt8>, _ length: Int) -> (UInt64, UInt64) {
        var words: (UInt64, UInt64) = (0, 0)
        withUnsafeMutableBytes(of: &words) {
            $0.copyMemory(from: UnsafeRawBufferPointer(start: piece, count: min(length, 16)))
        }
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
                    jeoul_prefetch(short.row(slot))
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
                    if reference.word != 0, reference.length == length,
                        memcmp(arena + reference.offset, piece, length) == 0
                    {
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
