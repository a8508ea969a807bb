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
    private let window: UnsafeMutablePointer<jeoul_class_block>
    /// With several vocabularies the prices of a batch; with one, `found.counts` has them.
    private let rows: PriceRows?
    /// What the pieces being worked out cost, where there is one vocabulary.
    private let prices: UnsafeMutablePointer<UInt32>

    /// The vocabularies of each splitter.
    private let splitters: [(splitter: PassSplitter, members: [Int])]
    /// The scanner for all splitters, where there are several.
    private let shared: SharedPieceScanner?

    /// - Throws: `ShortPieceCacheError`; `BytePairError` where a model must be made and there is no memory.
    convenience init(_ tokenizers: [ByteLevelTokenizer], options: CountingOptions) throws {
        try self.init(
            members: tokenizers.map { (try $0.lazyModel.model(), .pattern($0.pattern)) }, options: options)
    }

    /// - Parameter members: of each vocabulary the model and the splitter; of several all are cut by patterns, or all alike.
    /// - Throws: `ShortPieceCacheError`.
    init(members: [(model: BytePairModel, splitter: PassSplitter)], options: CountingOptions) throws {
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
        window = .allocate(capacity: ClassWindow.blockCount)
        let patterns = SplitPattern.allCases.map(PassSplitter.pattern)
        let others = Set(members.map(\.splitter)).subtracting(patterns)
        splitters = (patterns + others).compactMap { splitter in
            let members = members.indices.filter { members[$0].splitter == splitter }
            return members.isEmpty ? nil : (splitter, members)
        }
        rows = count > 1 ? PriceRows(vocabularyCount: count, splitters: splitters.map(\.members)) : nil
        shared =
            splitters.count > 1
            ? SharedPieceScanner(patterns: splitters.compactMap(\.splitter.pattern), kernel: options.kernel) : nil
        precondition(splitters.count < 2 || splitters.allSatisfy { $0.splitter.pattern != nil })
    }

    deinit {
        window.deallocate()
        prices.deallocate()
    }

    /// Whether the memory limit kept pieces out of the cache that it would have kept else.
    var isFull: Bool { cache.isFull }

    /// Counts the tokens of each document of a text, for every vocabulary.
    ///
    /// `totals` gets, for each vocabulary, the tokens of each document in order.
    // SAFETY: `text[0 ..< count]` must be readable, valid UTF-8.
    func count(_ text: UnsafePointer<UInt8>, _ count: Int, splitsLines: Bool, into totals: inout [[UInt32]]) {
        guard let shared else {
            if let splitter = splitters.first {
                self.count(text, count, splitter, splitsLines: splitsLines, into: &totals)
            }
            return
        }
        shared.start(text, count, splitsLines: splitsLines)
        let members = Array(0..<vocabularyCount)
        var open = [UInt32](repeating: 0, count: rows!.groups * 8)
        while !shared.isFinished {
            shared.fill(found.batch)
            priceBatch(text, count)
            sum(members, isShared: true, &open, into: &totals)
        }
    }

    /// The same for one vocabulary.
    // SAFETY: as above.
    func count(
        _ text: UnsafePointer<UInt8>, _ count: Int, member: Int, splitsLines: Bool, into totals: inout [[UInt32]]
    ) {
        for splitter in splitters where splitter.members.contains(member) {
            self.count(text, count, (splitter.splitter, [member]), splitsLines: splitsLines, into: &totals)
        }
    }

    /// The same for vocabularies of one splitter.
    private func count(
        _ text: UnsafePointer<UInt8>, _ count: Int, _ splitter: (splitter: PassSplitter, members: [Int]),
        splitsLines: Bool, into totals: inout [[UInt32]]
    ) {
        var scanner = PassScanner(
            text: text, count: count, splitter: splitter.splitter, splitsLines: splitsLines, kernel: kernel,
            window: window)
        var open = [UInt32](repeating: 0, count: max(1, (rows?.groups ?? 0) * 8))
        while !scanner.isFinished {
            scanner.fill(found.batch)
            priceBatch(text, count)
            if rows == nil {
                sumOne(&open[0], into: &totals[0])
            } else {
                sum(splitter.members, isShared: false, &open, into: &totals)
            }
        }
    }

    /// Looks up the batch's pieces, and works out those that the cache does not have.
    private func priceBatch(_ text: UnsafePointer<UInt8>, _ count: Int) {
        cache.growIfNeeded()
        found.find(in: cache, text, count, kernel: kernel)
        rows?.copy(found, from: cache)
        found.promote(in: cache)
        workOut(text, count)
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
