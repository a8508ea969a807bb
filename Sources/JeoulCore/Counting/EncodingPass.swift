import ScanKernels

/// The encoding of one thread: scan, look up, work out what is not known, and write the ids out piece by piece.
///
/// The cache's row of a piece holds its ids, where these are at most four; other pieces are worked out each time.
/// Not `Sendable`: one thread at a time uses it.
final class EncodingPass {
    private typealias Row = SIMD4<UInt32>

    private let kernel: ScanKernel
    private let cache: ShortPieceCache
    private let found = FoundPieces()
    private let cut = CutPieces()
    private let model: BytePairModel
    private let pricer: PiecePricer
    private let workedOut = WorkedOutIDs()
    /// The scanner of the splitter that was asked for last: nearly always the only one.
    private var scanner: (splitter: Splitter, scanner: any BatchScanner)?
    /// The ids of each piece of a batch, where these are at most four; else in the first number where they are in `workedOut`.
    private let rows = UnsafeMutablePointer<Row>.allocate(capacity: FoundPieces.capacity)
    /// Ids before they are added to those of the text: an array has no place to write to behind its end.
    private let written = UnsafeMutablePointer<TokenID>.allocate(capacity: writtenCapacity + 4)
    /// What most batches need.
    private static let writtenCapacity = FoundPieces.capacity * 4

    /// - Throws: `ShortPieceCacheError`.
    init(model: BytePairModel, options: CountingOptions) throws(ShortPieceCacheError) {
        kernel = options.kernel
        self.model = model
        pricer = PiecePricer(
            model: model, kernel: options.kernel, memoryLimit: options.memoryLimit / 2, keepsIDs: true)
        cache = try ShortPieceCache(
            rowBytes: MemoryLayout<Row>.stride, expectedBytes: options.expectedBytes,
            memoryLimit: options.memoryLimit / 2)
    }

    deinit {
        rows.deallocate()
        written.deallocate()
    }

    /// Whether the memory limit kept pieces out of the cache that it would have kept else.
    var isFull: Bool { cache.isFull }

    /// Adds the ids of each document to `result`; of those that are to be replaced, by their number in it, the others.
    func encode(
        _ text: TextRuns, splitter: Splitter, replacing replaced: inout IrregularIDs.Iterator,
        into result: inout EncodedDocuments
    ) {
        text.forEachBatch(in: found.batch, by: scanner(for: splitter)) {
            cache.growIfNeeded()
            found.find(in: cache, text.base, text.count, kernel: kernel)
            let slots = found.slots
            for piece in 0..<found.batch.pieceCount { rows[piece] = cache.row(slots[piece]).load(as: Row.self) }
            found.promote(in: cache)
            workOut(text.base, text.count)
            write(into: &result, &replaced)
        }
    }

    /// The same where none is replaced.
    func encode(_ text: TextRuns, splitter: Splitter, into result: inout EncodedDocuments) {
        var none = IrregularIDs().makeIterator()
        encode(text, splitter: splitter, replacing: &none, into: &result)
    }

    private func scanner(for splitter: Splitter) -> any BatchScanner {
        if let scanner, scanner.splitter == splitter { return scanner.scanner }
        let made = Splitter.scanner(for: [splitter], models: [[model]], kernel: kernel)
        scanner = (splitter, made)
        return made
    }

    /// Works out the pieces that the cache does not have, and adds those of few ids to it.
    private func workOut(_ text: UnsafePointer<UInt8>, _ textCount: Int) {
        workedOut.removeAll()
        var first = 0
        while first < found.workCount {
            let pieceCount = min(CutPieces.capacity, found.workCount &- first)
            cut.read(found.work + first, pieceCount, found.batch, text, textCount, kernel)
            let before = workedOut.places.count
            pricer.encode(cut, of: found, text, textCount, into: workedOut)
            keep(cut.pieces, from: before)
            keep(cut.others, from: before + cut.pieces.count)
            first &+= pieceCount
        }
    }

    /// Keeps the ids of some pieces: their places stand from `offset` on.
    private func keep(_ pieces: UnsafeBufferPointer<UInt32>, from offset: Int) {
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

    /// Writes the ids of the batch's pieces.
    private func write(into result: inout EncodedDocuments, _ replaced: inout IrregularIDs.Iterator) {
        let batch = found.batch
        let counts = found.counts
        let (rows, written) = (rows, written)
        let source = workedOut.ids
        var filled = 0
        func flush() {
            result.ids.append(contentsOf: UnsafeBufferPointer(start: written, count: filled))
            filled = 0
        }
        var piece = 0
        for document in 0...batch.documentCount {
            let end = document < batch.documentCount ? Int(batch.documentPieces[document]) : batch.pieceCount
            while piece < end {
                let count = Int(counts[piece])
                let row = rows[piece]
                if filled &+ count > Self.writtenCapacity { flush() }
                // Four ids whatever the number.
                UnsafeMutableRawPointer(written + filled).storeBytes(of: row, as: Row.self)
                if count > 4 {
                    let ids = UnsafeBufferPointer(start: source + Int(row[0]), count: count)
                    if count > Self.writtenCapacity {
                        result.ids.append(contentsOf: ids)
                        piece &+= 1
                        continue
                    }
                    (written + filled).update(from: ids.baseAddress!, count: count)
                }
                filled &+= count
                piece &+= 1
            }
            guard document < batch.documentCount else { break }
            if replaced.isNext(result.ends.count) {
                flush()
                replaced.add(to: &result)
            }
            result.ends.append(result.ids.count + filled)
        }
        flush()
    }
}
