/// The ids of documents, of one vocabulary.
///
/// The cache's row of a piece holds its ids, where these are at most four; other pieces are worked out each time.
final class IDSink: BatchSink {
    private typealias Row = SIMD4<UInt32>

    private let pricer: PiecePricer
    private let workedOut = WorkedOutIDs()
    /// The ids of each piece of a batch, where these are at most four; else in the first number where they are in `workedOut`.
    private let rows = UnsafeMutablePointer<Row>.allocate(capacity: FoundPieces.capacity)
    /// Ids before they are added to those of the text: an array has no place to write to behind its end.
    private let written = UnsafeMutablePointer<TokenID>.allocate(capacity: writtenCapacity + 4)
    /// What most batches need.
    private static let writtenCapacity = FoundPieces.capacity * 4

    init(
        _ models: [BytePairModel], owners: [[Int]], kernel: ScanKernel, memoryLimit: Int
    ) throws(ShortPieceCacheError) {
        pricer = try PiecePricer(model: models[0], kernel: kernel, memoryLimit: memoryLimit, keepsIDs: true)
    }

    deinit {
        rows.deallocate()
        written.deallocate()
    }

    let rowBytes = MemoryLayout<Row>.stride

    func begin() {}

    func end() {
        pricer.giveBack()
        workedOut.removeAll()
    }

    func read(_ found: FoundPieces, from cache: ShortPieceCache) {
        let slots = found.slots
        for piece in 0..<found.batch.pieceCount { rows[piece] = cache.row(slots[piece]).load(as: Row.self) }
        workedOut.removeAll()
    }

    func workOut(_ cut: CutPieces, of found: FoundPieces, _ text: TextRuns, into cache: ShortPieceCache) {
        let before = workedOut.places.count
        pricer.encode(cut, of: found, text, into: workedOut)
        keep(cut.pieces, from: before, of: found, into: cache)
        keep(cut.others, from: before + cut.pieces.count, of: found, into: cache)
    }

    /// Keeps the ids of some pieces: their places stand from `offset` on.
    private func keep(
        _ pieces: UnsafeBufferPointer<UInt32>, from offset: Int, of found: FoundPieces, into cache: ShortPieceCache
    ) {
        let counts = found.counts
        let ids = workedOut.ids
        workedOut.places.withUnsafeBufferPointer { places in
            for index in pieces.indices {
                if index + 8 < pieces.count { found.prefetchBucket(of: Int(pieces[index + 8]), in: cache) }
                let piece = Int(pieces[index])
                let (start, count) = places[offset &+ index]
                counts[piece] = UInt32(truncatingIfNeeded: count)
                if count > 4 {
                    rows[piece] = Row(UInt32(truncatingIfNeeded: start), 0, 0, 0)
                    continue
                }
                let row = UnsafeRawPointer(ids + start).loadUnaligned(as: Row.self)
                rows[piece] = row
                if found.isShort(piece) {
                    let slot = found.insert(piece, count: count, into: cache)
                    cache.row(slot).storeBytes(of: row, as: Row.self)
                }
            }
        }
    }

    func add(
        _ batch: PieceBatch, of found: FoundPieces, for members: [Int], isShared: Bool,
        to output: inout EncodedDocuments
    ) {
        let counts = found.counts
        let (rows, written) = (rows, written)
        let source = workedOut.ids
        var filled = 0
        func flush() {
            output.ids.append(contentsOf: UnsafeBufferPointer(start: written, count: filled))
            filled = 0
        }
        var piece = 0
        func write(until end: Int) {
            while piece < end {
                let count = Int(counts[piece])
                let row = rows[piece]
                if filled &+ count > Self.writtenCapacity { flush() }
                // Four ids whatever the number.
                UnsafeMutableRawPointer(written + filled).storeBytes(of: row, as: Row.self)
                if count > 4 {
                    let ids = UnsafeBufferPointer(start: source + Int(row[0]), count: count)
                    if count > Self.writtenCapacity {
                        output.ids.append(contentsOf: ids)
                        piece &+= 1
                        continue
                    }
                    (written + filled).update(from: ids.baseAddress!, count: count)
                }
                filled &+= count
                piece &+= 1
            }
        }
        var tokens = batch.tokens[...]
        for document in 0...batch.documentCount {
            while let token = tokens.first, token.document == document {
                write(until: token.piece)
                if filled == Self.writtenCapacity { flush() }
                written[filled] = token.id
                filled += 1
                tokens = tokens.dropFirst()
            }
            let isOpen = document == batch.documentCount
            write(until: isOpen ? batch.pieceCount : Int(batch.documentPieces[document]))
            if !isOpen { output.ends.append(output.ids.count + filled) }
        }
        flush()
    }
}
