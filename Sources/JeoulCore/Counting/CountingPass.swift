import ScanKernels

/// The counting of one thread: scan, look up, work out what is not known for every vocabulary, and sum for each document.
///
/// Vocabularies with the same splitter share the scan and the look-ups; all share the cache, for a piece's price does
/// not depend on which splitter cut it. Not `Sendable`: one thread at a time uses it.
final class CountingPass {
    private let kernel: ScanKernel
    private let cache: ShortPieceCache
    private let found = FoundPieces()
    private let cut = CutPieces()
    /// For each vocabulary.
    private let pricers: [PiecePricer]
    private let window: UnsafeMutablePointer<jeoul_class_block>
    /// What the pieces being worked out cost: one number after the other for each vocabulary.
    private let prices: UnsafeMutablePointer<UInt32>
    /// The prices of all pieces of a batch for many vocabularies: eight numbers, for eight vocabularies, of each piece, then
    /// the same for the next eight. With one vocabulary `found.counts` has them.
    private let rows: UnsafeMutablePointer<SIMD8<UInt16>>
    /// The prices of pieces that are too many for a row: their pieces, ascending, and a number for each vocabulary.
    private var giants: [(piece: Int, prices: [UInt32])] = []
    /// Groups of eight vocabularies.
    private let groups: Int

    /// - Throws: `ShortPieceCacheError`.
    init(models: [BytePairModel], options: CountingOptions) throws(ShortPieceCacheError) {
        kernel = options.kernel
        groups = (models.count + 7) / 8
        cache = try ShortPieceCache(
            rowBytes: models.count > 1 ? groups * 8 : 0, expectedBytes: options.expectedBytes,
            memoryLimit: options.memoryLimit)
        pricers = models.map { PiecePricer(model: $0, kernel: options.kernel) }
        prices = .allocate(capacity: CutPieces.capacity * max(1, models.count))
        rows = .allocate(capacity: models.count > 1 ? FoundPieces.capacity * groups : 1)
        window = .allocate(capacity: PieceScanner.windowBlocks)
    }

    deinit {
        window.deallocate()
        prices.deallocate()
        rows.deallocate()
    }

    /// Whether the memory limit kept pieces out of the cache that it would have kept else.
    var isFull: Bool { cache.isFull }

    /// Counts the tokens of each document of a text, for those vocabularies that have this splitter.
    ///
    /// `totals` gets, for each of the `members`, the tokens of each document in order. Running sums wrap around at 2³²: their
    /// differences are the counts.
    // SAFETY: `text[0 ..< count]` must be readable, valid UTF-8.
    func count(
        _ text: UnsafePointer<UInt8>, _ count: Int, pattern: SplitPattern, splitsLines: Bool, members: [Int],
        into totals: inout [[UInt32]]
    ) {
        var scanner = PieceScanner(
            text: text, count: count, pattern: pattern, splitsLines: splitsLines, kernel: kernel, window: window)
        var running = [UInt32](repeating: 0, count: groups * 8)
        var before = running
        while !scanner.isFinished {
            scanner.fill(found.batch)
            cache.growIfNeeded()
            found.find(in: cache, text, count, kernel: kernel)
            if pricers.count > 1 { copyRows() }
            found.promote(in: cache)
            workOut(text, count)
            if pricers.count == 1 {
                sumOne(&running[0], &before[0], into: &totals[0])
            } else {
                for group in 0..<groups where members.contains(where: { $0 / 8 == group }) {
                    sumEight(group, members, &running, &before, into: &totals)
                }
            }
        }
    }

    /// Copies the rows of the pieces that were found; of the others what is copied is replaced later.
    private func copyRows() {
        let slots = found.slots
        for group in 0..<groups {
            let rows = self.rows + group * FoundPieces.capacity
            for piece in 0..<found.batch.pieceCount {
                rows[piece] = SIMD8<UInt16>(
                    truncatingIfNeeded: cache.row(slots[piece]).load(
                        fromByteOffset: group &* 8, as: SIMD8<UInt8>.self))
            }
        }
    }

    /// Works out the pieces that the cache does not have, for every vocabulary, and adds the short ones to it.
    private func workOut(_ text: UnsafePointer<UInt8>, _ textCount: Int) {
        giants.removeAll(keepingCapacity: true)
        var first = 0
        while first < found.workCount {
            let pieceCount = min(CutPieces.capacity, found.workCount &- first)
            cut.read(found.work + first, pieceCount, found.batch, text, textCount, kernel)
            for (vocabulary, pricer) in pricers.enumerated() {
                pricer.count(cut, of: found, text, textCount, into: prices + vocabulary * CutPieces.capacity)
            }
            keep(cut.pieces, from: 0)
            keep(cut.others, from: cut.pieces.count)
            first &+= pieceCount
        }
        giants.sort { $0.piece < $1.piece }
    }

    /// Keeps what some pieces cost: their prices stand from `offset` on.
    @inline(__always)
    private func keep(_ pieces: UnsafeBufferPointer<UInt32>, from offset: Int) {
        let prices = self.prices + offset
        if pricers.count == 1 {
            let counts = found.counts
            for index in pieces.indices {
                let piece = Int(pieces[index])
                counts[piece] = prices[index]
                if found.isShort(piece) {
                    _ = found.insert(piece, count: Int(prices[index]), into: cache)
                }
            }
            return
        }
        for index in pieces.indices {
            let piece = Int(pieces[index])
            let isShort = found.isShort(piece)
            let row = isShort ? cache.row(found.insert(piece, count: 0, into: cache)) : nil
            for group in 0..<groups {
                var numbers = SIMD8<UInt32>()
                for lane in 0..<min(8, pricers.count - group * 8) {
                    numbers[lane] = prices[(group &* 8 &+ lane) &* CutPieces.capacity &+ index]
                }
                if numbers.max() > UInt32(UInt16.max) { return keepGiant(piece, index, offset) }
                rows[group &* FoundPieces.capacity &+ piece] = SIMD8<UInt16>(truncatingIfNeeded: numbers)
                row?.storeBytes(
                    of: SIMD8<UInt8>(truncatingIfNeeded: numbers), toByteOffset: group &* 8, as: SIMD8<UInt8>.self)
            }
        }
    }

    /// Keeps what a piece costs of which a row has no room for the numbers.
    private func keepGiant(_ piece: Int, _ index: Int, _ offset: Int) {
        for group in 0..<groups { rows[group * FoundPieces.capacity + piece] = SIMD8() }
        giants.append((piece, pricers.indices.map { prices[$0 * CutPieces.capacity + offset + index] }))
    }

    /// Sums for the one vocabulary.
    private func sumOne(_ running: inout UInt32, _ before: inout UInt32, into totals: inout [UInt32]) {
        let batch = found.batch
        let counts = found.counts
        let start = running
        var sum = running
        for index in 0..<batch.pieceCount {
            sum &+= counts[index]
            counts[index] = sum
        }
        running = sum
        for document in 0..<batch.documentCount {
            let pieces = Int(batch.documentPieces[document])
            let after = pieces == 0 ? start : counts[pieces &- 1]
            totals.append(after &- before)
            before = after
        }
    }

    /// Sums for eight vocabularies, of which the members are wanted.
    private func sumEight(
        _ group: Int, _ members: [Int], _ running: inout [UInt32], _ before: inout [UInt32],
        into totals: inout [[UInt32]]
    ) {
        let batch = found.batch
        let rows = self.rows + group * FoundPieces.capacity
        let lane = group * 8
        var sums = SIMD8<UInt32>()
        for offset in 0..<8 { sums[offset] = running[lane + offset] }
        let wanted = members.filter { $0 / 8 == group }
        var piece = 0
        var giant = 0
        for document in 0...batch.documentCount {
            let end = document < batch.documentCount ? Int(batch.documentPieces[document]) : batch.pieceCount
            while piece < end {
                sums &+= SIMD8<UInt32>(truncatingIfNeeded: rows[piece])
                piece &+= 1
            }
            while giant < giants.count, giants[giant].piece < end {
                for offset in 0..<min(8, pricers.count - lane) { sums[offset] &+= giants[giant].prices[lane + offset] }
                giant += 1
            }
            guard document < batch.documentCount else { break }
            for member in wanted {
                let sum = sums[member - lane]
                totals[member].append(sum &- before[member])
                before[member] = sum
            }
        }
        for offset in 0..<8 { running[lane + offset] = sums[offset] }
    }
}
