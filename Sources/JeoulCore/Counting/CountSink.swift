/// Numbers of tokens: those of each document, for each vocabulary.
final class CountSink: BatchSink {
    /// For each model, with the vocabularies that have it: many a vendor takes another's vocabulary as it is.
    private let pricers: [(pricer: PiecePricer, vocabularies: [Int])]
    /// With several vocabularies the prices of a batch; with one, `FoundPieces.counts` has them.
    private let rows: PriceRows?
    /// What the pieces being worked out cost, where there is one vocabulary.
    private let prices = UnsafeMutablePointer<UInt32>.allocate(capacity: CutPieces.capacity)
    /// For each vocabulary what the document has that goes on with the next batch.
    private var open: [UInt32]
    let rowBytes: Int

    init(
        _ models: [BytePairModel], owners: [[Int]], kernel: ScanKernel, memoryLimit: Int
    ) throws(ShortPieceCacheError) {
        var groups: [(model: BytePairModel, vocabularies: [Int])] = []
        for (vocabulary, model) in models.enumerated() {
            if let place = groups.firstIndex(where: { $0.model.isSame(as: model) }) {
                groups[place].vocabularies.append(vocabulary)
            } else {
                groups.append((model, [vocabulary]))
            }
        }
        let share = memoryLimit / max(1, groups.count)
        pricers = try groups.map { model, vocabularies throws(ShortPieceCacheError) in
            (try PiecePricer(model: model, kernel: kernel, memoryLimit: share), vocabularies)
        }
        rows = models.count > 1 ? PriceRows(vocabularyCount: models.count, splitters: owners) : nil
        rowBytes = models.count > 1 ? PriceRows.byteCount(models.count) : 0
        open = [UInt32](repeating: 0, count: max(1, (rows?.groups ?? 0) * 8))
    }

    deinit { prices.deallocate() }

    func begin() {
        for index in open.indices { open[index] = 0 }
    }

    func end() {
        for (pricer, _) in pricers { pricer.giveBack() }
    }

    func read(_ found: FoundPieces, from cache: ShortPieceCache) { rows?.copy(found, from: cache) }

    func workOut(_ cut: CutPieces, of found: FoundPieces, _ text: TextRuns, into cache: ShortPieceCache) {
        let count = cut.pieces.count + cut.others.count
        for (pricer, vocabularies) in pricers {
            let prices = rows?.prices(vocabularies[0]) ?? prices
            pricer.count(cut, of: found, text, into: prices)
            for other in vocabularies.dropFirst() { rows?.prices(other).update(from: prices, count: count) }
        }
        for (pieces, offset) in [(cut.pieces, 0), (cut.others, cut.pieces.count)] {
            if let rows {
                rows.keep(pieces, from: offset, of: found, into: cache)
            } else {
                keep(pieces, from: offset, of: found, into: cache)
            }
        }
    }

    /// Keeps what some pieces cost the one vocabulary: their prices stand from `offset` on.
    @inline(__always)
    private func keep(
        _ pieces: UnsafeBufferPointer<UInt32>, from offset: Int, of found: FoundPieces, into cache: ShortPieceCache
    ) {
        let prices = self.prices + offset
        let counts = found.counts
        for index in pieces.indices {
            if index + 8 < pieces.count { found.prefetchBucket(of: Int(pieces[index + 8]), in: cache) }
            let piece = Int(pieces[index])
            counts[piece] = prices[index]
            // A model of any definition may spell a short piece in many tokens.
            if found.isShort(piece), prices[index] <= FoundPieces.mostCount {
                _ = found.insert(piece, count: Int(prices[index]), into: cache)
            }
        }
    }

    func add(
        _ batch: PieceBatch, of found: FoundPieces, for members: [Int], isShared: Bool, to output: inout [[UInt32]]
    ) {
        let first = output[members[0]].count
        if let rows {
            open.withUnsafeMutableBufferPointer { open in
                for group in 0..<rows.groups where members.contains(where: { $0 / 8 == group }) {
                    rows.sum(
                        group, of: members, batch, isShared: isShared, open: open.baseAddress! + group * 8,
                        into: &output)
                }
            }
        } else {
            sum(batch, found.counts, into: &output[0])
        }
        for (document, _, _) in batch.tokens {
            for member in members {
                if document < batch.documentCount {
                    output[member][first + document] &+= 1
                } else {
                    open[member] &+= 1
                }
            }
        }
    }

    /// Sums for the one vocabulary.
    private func sum(_ batch: PieceBatch, _ counts: UnsafeMutablePointer<UInt32>, into totals: inout [UInt32]) {
        // Running sums wrap around at 2³²: their differences are the counts.
        let open = self.open[0]
        var sum = open
        for index in 0..<batch.pieceCount {
            sum &+= counts[index]
            counts[index] = sum
        }
        var before: UInt32 = 0
        for document in 0..<batch.documentCount {
            let pieces = Int(batch.documentPieces[document])
            let after = pieces == 0 ? open : counts[pieces &- 1]
            totals.append(after &- before)
            before = after
        }
        self.open[0] = sum &- before
    }
}
