import ScanKernels

/// The pieces of a batch, and what the cache has of each: the memory of `jeoul_found_pieces`.
///
/// Not `Sendable`: each thread has its own.
final class FoundPieces {
    let batch = PieceBatch()
    private(set) var found: jeoul_found_pieces
    static let capacity = PieceBatch.capacity + PieceBatch.slack

    init() {
        let capacity = Self.capacity + 1
        found = jeoul_found_pieces(
            keys: .allocate(capacity: capacity), hashes: .allocate(capacity: capacity),
            counts: .allocate(capacity: capacity), slots: .allocate(capacity: capacity),
            missing: .allocate(capacity: 2 * capacity), long_pieces: .allocate(capacity: capacity),
            late_slots: .allocate(capacity: capacity), missing_count: 0, long_count: 0, late_count: 0)
    }

    deinit {
        found.keys.deallocate()
        found.hashes.deallocate()
        found.counts.deallocate()
        found.slots.deallocate()
        found.missing.deallocate()
        found.long_pieces.deallocate()
        found.late_slots.deallocate()
    }

    /// The number of tokens of each piece that was found.
    var counts: UnsafeMutablePointer<UInt32> { found.counts }

    /// The pieces that must be worked out: those that the cache does not have, then those that are too long for it.
    private(set) var workCount = 0
    var work: UnsafeMutablePointer<UInt32> { found.missing }

    /// Whether the cache keeps such a piece.
    @inline(__always)
    func isShort(_ piece: Int) -> Bool { found.keys[piece].high != 0 }

    /// The hash of a piece.
    @inline(__always)
    func hash(_ piece: Int) -> UInt64 { found.hashes[piece] }

    /// The key of a short piece.
    @inline(__always)
    func key(_ piece: Int) -> jeoul_piece_key { found.keys[piece] }

    /// The cache's slot of each piece that was found.
    var slots: UnsafeMutablePointer<UInt32> { found.slots }

    /// Looks up every piece of the batch.
    // SAFETY: `text[0 ..< count]` must be the readable text that the batch was filled from.
    func find(in cache: ShortPieceCache, _ text: UnsafePointer<UInt8>, _ count: Int, kernel: ScanKernel) {
        var table = cache.table
        kernel.pointer.pointee.find_pieces(
            &table, text, count, batch.starts, batch.lengths, batch.pieceCount, &found)
        (found.missing + found.missing_count).update(from: found.long_pieces, count: found.long_count)
        workCount = found.missing_count + found.long_count
    }

    /// Lets the cache keep what was asked for at the end of a bucket; to be called when the slots are not needed any more.
    func promote(in cache: ShortPieceCache) {
        if found.late_count > 0 { cache.promote(found.late_slots, found.late_count) }
    }

    /// The hash that a look-up gives of a piece.
    static func hash(of piece: UnsafeBufferPointer<UInt8>) -> UInt64 {
        let hasSpace = piece.count > 1 && piece[0] == 0x20
        let bytes = piece.dropFirst(hasSpace ? 1 : 0).prefix(Int(JEOUL_KEY_BYTES))
        var words: (UInt64, UInt64) = (0, 0)
        withUnsafeMutableBytes(of: &words) { $0.copyBytes(from: bytes) }
        return jeoul_key_hash(jeoul_piece_key_of(words.0, words.1, UInt64(bytes.count), hasSpace ? 1 : 0))
    }
}
