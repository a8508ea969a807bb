import ScanKernels

/// The pieces of a batch, and what the cache has of each.
///
/// Not `Sendable`: each thread has its own.
final class FoundPieces {
    let batch = PieceBatch()
    private let found = UnsafeMutablePointer<jeoul_found_pieces>.allocate(capacity: 1)
    static let capacity = PieceBatch.capacity + PieceBatch.slack
    /// The largest number of tokens that a key of the cache has room for.
    static let mostCount = UInt32(JEOUL_KEY_COUNT >> UInt64(JEOUL_KEY_COUNT_SHIFT))

    /// The number of tokens of each piece that was found.
    let counts: UnsafeMutablePointer<UInt32>
    /// The cache's slot of each piece that was found.
    let slots: UnsafeMutablePointer<UInt32>
    /// The pieces that must be worked out: those that the cache does not have, or that are too long for it.
    let work: UnsafeMutablePointer<UInt32>
    private(set) var workCount = 0
    var memory: UnsafePointer<jeoul_found_pieces> { UnsafePointer(found) }
    private let keys: UnsafeMutablePointer<jeoul_piece_key>
    private let buckets: UnsafeMutablePointer<UInt32>

    init() {
        precondition(Self.capacity <= Int(JEOUL_BATCH_PIECES), "a batch has no more pieces than their memory")
        counts = jeoul_found_counts(found)
        slots = jeoul_found_slots(found)
        work = jeoul_found_missing(found)
        keys = jeoul_found_keys(found)
        buckets = jeoul_found_buckets(found)
    }

    deinit { found.deallocate() }

    /// Whether the cache keeps such a piece.
    @inline(__always)
    func isShort(_ piece: Int) -> Bool { keys[piece].high & JEOUL_KEY_FILLED != 0 }

    /// The hash of a piece's key, the same in every process.
    @inline(__always)
    func fixedHash(_ piece: Int) -> UInt64 { jeoul_fixed_key_hash(keys[piece]) }

    /// The hash that a piece has in every process.
    static func fixedHash(of piece: UnsafeBufferPointer<UInt8>) -> UInt64 {
        jeoul_fixed_key_hash(jeoul_piece_key_of(piece.baseAddress!, piece.count))
    }

    /// Asks for the cache line that `insert` will write: other work has driven it out since the look-up.
    @inline(__always)
    func prefetchBucket(of piece: Int, in cache: ShortPieceCache) {
        jeoul_prefetch(cache.table.slots + Int(buckets[piece]))
    }

    /// Adds a short piece that was not found to the cache; its slot.
    @inline(__always)
    func insert(_ piece: Int, count: Int, into cache: ShortPieceCache) -> UInt32 {
        cache.insert(keys[piece], bucket: buckets[piece], count: count)
    }

    /// Looks up every piece of the batch.
    // SAFETY: `text[0 ..< count]` must be the readable text that the batch was filled from.
    func find(in cache: ShortPieceCache, _ text: UnsafePointer<UInt8>, _ count: Int, kernel: ScanKernel) {
        var table = cache.table
        kernel.pointer.pointee.find_pieces(&table, text, count, batch.starts, batch.lengths, batch.pieceCount, found)
        workCount = found.pointee.missing_count
    }

    /// Lets the cache keep what was asked for at the end of a bucket; to be called when the slots are not needed any more.
    func promote(in cache: ShortPieceCache) {
        if found.pointee.late_count > 0 { cache.promote(jeoul_found_late_slots(found), found.pointee.late_count) }
    }
}
