import ScanKernels

/// The counting of one thread: scan, look up, work out what is not known for every vocabulary, and sum for each document.
///
/// All vocabularies share the scan, the look-ups and the cache, for a piece's price does not depend on which splitter cut
/// it: a piece is priced for every vocabulary, and its price added for those whose splitter cuts it so. Not `Sendable`: one
/// thread at a time uses it.
final class CountingPass {
    private let kernel: ScanKernel
    private let cache: ShortPieceCache
    private let found = FoundPieces()
    private let cut = CutPieces()
    /// For each model, with the vocabularies that have it: many a vendor takes another's vocabulary as it is.
    private let pricers: [(pricer: PiecePricer, vocabularies: [Int])]
    private let vocabularyCount: Int
    /// With several vocabularies the prices of a batch; with one, `found.counts` has them.
    private let rows: PriceRows?
    /// What the pieces being worked out cost, where there is one vocabulary.
    private let prices: UnsafeMutablePointer<UInt32>

    /// The vocabularies of each splitter, and its scanner.
    private let splitters: [(splitter: Splitter, members: [Int], scanner: any BatchScanner)]
    /// The scanner for all splitters, where there are several.
    private let shared: (any BatchScanner)?

    /// - Throws: `ShortPieceCacheError`.
    convenience init(_ tokenizers: [ByteLevelTokenizer], options: CountingOptions) throws {
        try self.init(
            members: tokenizers.map { ($0.model, $0.splitter) }, options: options)
    }

    /// - Parameter members: of each vocabulary the model and the splitter; of several all are cut by patterns, or all alike.
    /// - Throws: `ShortPieceCacheError`.
    init(members: [(model: BytePairModel, splitter: Splitter)], options: CountingOptions) throws {
        kernel = options.kernel
        let count = members.count
        cache = try ShortPieceCache(
            rowBytes: count > 1 ? PriceRows.byteCount(count) : 0, expectedBytes: options.expectedBytes,
            memoryLimit: options.memoryLimit / 2)
        vocabularyCount = count
        var models: [(model: BytePairModel, vocabularies: [Int])] = []
        for (vocabulary, (model, _)) in members.enumerated() {
            if let place = models.firstIndex(where: { $0.model.isSame(as: model) }) {
                models[place].vocabularies.append(vocabulary)
            } else {
                models.append((model, [vocabulary]))
            }
        }
        let share = options.memoryLimit / 2 / max(1, models.count)
        pricers = models.map { model, vocabularies in
            (PiecePricer(model: model, kernel: options.kernel, memoryLimit: share), vocabularies)
        }
        prices = .allocate(capacity: CutPieces.capacity)
        var splitters: [(splitter: Splitter, members: [Int])] = []
        for (vocabulary, member) in members.enumerated() {
            if let place = splitters.firstIndex(where: { $0.splitter == member.splitter }) {
                splitters[place].members.append(vocabulary)
            } else {
                splitters.append((member.splitter, [vocabulary]))
            }
        }
        let modelsOfSplitters = splitters.map { $0.members.map { members[$0].model } }
        self.splitters = zip(splitters, modelsOfSplitters).map { splitter, models in
            let scanner = Splitter.scanner(for: [splitter.splitter], models: [models], kernel: options.kernel)
            return (splitter.splitter, splitter.members, scanner)
        }
        let isShared = 2...Splitter.mostShared ~= splitters.count
        rows = count > 1 ? PriceRows(vocabularyCount: count, splitters: isShared ? splitters.map(\.members) : []) : nil
        shared =
            isShared
            ? Splitter.scanner(for: splitters.map(\.splitter), models: modelsOfSplitters, kernel: options.kernel) : nil
    }

    deinit { prices.deallocate() }

    /// Whether the memory limit kept pieces out of the cache that it would have kept else.
    var isFull: Bool { cache.isFull }

    /// Counts the tokens of each document of a text, for every vocabulary.
    ///
    /// `totals` gets, for each vocabulary, the tokens of each document in order.
    func count(_ text: TextRuns, into totals: inout [[UInt32]]) {
        guard let shared else {
            // One, or more than a row has owners for.
            for splitter in splitters { count(text, splitter.scanner, splitter.members, into: &totals) }
            return
        }
        let members = Array(0..<vocabularyCount)
        var open = [UInt32](repeating: 0, count: rows!.groups * 8)
        text.forEachBatch(in: found.batch, by: shared) {
            priceBatch(text)
            sum(members, isShared: true, &open, into: &totals)
        }
    }

    /// The same for one vocabulary.
    func count(_ text: TextRuns, member: Int, into totals: inout [[UInt32]]) {
        for splitter in splitters where splitter.members.contains(member) {
            count(text, splitter.scanner, [member], into: &totals)
        }
    }

    /// The same for vocabularies of one splitter.
    private func count(
        _ text: TextRuns, _ scanner: any BatchScanner, _ members: [Int], into totals: inout [[UInt32]]
    ) {
        var open = [UInt32](repeating: 0, count: max(1, (rows?.groups ?? 0) * 8))
        text.forEachBatch(in: found.batch, by: scanner) {
            priceBatch(text)
            if rows == nil {
                sumOne(&open[0], into: &totals[0])
            } else {
                sum(members, isShared: false, &open, into: &totals)
            }
        }
    }

    /// Looks up the batch's pieces, and works out those that the cache does not have.
    private func priceBatch(_ text: TextRuns) {
        cache.growIfNeeded()
        found.find(in: cache, text.base, text.count, kernel: kernel)
        rows?.copy(found, from: cache)
        found.promote(in: cache)
        workOut(text.base, text.count)
    }

    /// Works out the pieces that the cache does not have, for every vocabulary, and adds the short ones to it.
    private func workOut(_ text: UnsafePointer<UInt8>, _ textCount: Int) {
        var first = 0
        while first < found.workCount {
            let pieceCount = min(CutPieces.capacity, found.workCount &- first)
            cut.read(found.work + first, pieceCount, found.batch, text, textCount, kernel)
            for (pricer, vocabularies) in pricers {
                let prices = rows?.prices(vocabularies[0]) ?? prices
                pricer.count(cut, of: found, text, textCount, into: prices)
                for other in vocabularies.dropFirst() { rows?.prices(other).update(from: prices, count: pieceCount) }
            }
            for (pieces, offset) in [(cut.pieces, 0), (cut.others, cut.pieces.count)] {
                if let rows {
                    rows.keep(pieces, from: offset, of: found, into: cache)
                } else {
                    keep(pieces, from: offset)
                }
            }
            first &+= pieceCount
        }
    }

    /// Keeps what some pieces cost the one vocabulary: their prices stand from `offset` on.
    @inline(__always)
    private func keep(_ pieces: UnsafeBufferPointer<UInt32>, from offset: Int) {
        let prices = self.prices + offset
        let counts = found.counts
        for index in pieces.indices {
            if index + 8 < pieces.count { found.prefetchBucket(of: Int(pieces[index + 8]), in: cache) }
            let piece = Int(pieces[index])
            counts[piece] = prices[index]
            if found.isShort(piece) { _ = found.insert(piece, count: Int(prices[index]), into: cache) }
        }
    }

    /// Sums for the one vocabulary. `open` is what the document has that goes on with the next batch.
    private func sumOne(_ open: inout UInt32, into totals: inout [UInt32]) {
        let batch = found.batch
        let counts = found.counts
        // Running sums wrap around at 2³²: their differences are the counts.
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
        open = sum &- before
    }

    /// Sums for those of several vocabularies that are members.
    private func sum(_ members: [Int], isShared: Bool, _ open: inout [UInt32], into totals: inout [[UInt32]]) {
        guard let rows else { return }
        open.withUnsafeMutableBufferPointer { open in
            for group in 0..<rows.groups where members.contains(where: { $0 / 8 == group }) {
                rows.sum(
                    group, of: members, found.batch, isShared: isShared, open: open.baseAddress! + group * 8,
                    into: &totals)
            }
        }
    }
}
