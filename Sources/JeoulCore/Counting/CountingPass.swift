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

    /// The vocabularies of each splitter.
    private let splitters: [(pattern: SplitPattern, members: [Int])]
    /// The scanner for all splitters, where there are several.
    private let shared: SharedPieceScanner?
    /// For each set of splitters that own a row, and each vocabulary: all ones if its splitter is among them, else 0.
    private var ownerMasks: [SIMD8<UInt16>] = []

    /// - Throws: `ShortPieceCacheError`.
    init(_ tokenizers: [ByteLevelTokenizer], options: CountingOptions) throws(ShortPieceCacheError) {
        kernel = options.kernel
        let count = tokenizers.count
        groups = (count + 7) / 8
        cache = try ShortPieceCache(
            rowBytes: Self.rowBytes(count), expectedBytes: options.expectedBytes,
            memoryLimit: options.memoryLimit / 2)
        let share = options.memoryLimit / 2 / max(1, count)
        pricers = tokenizers.map { PiecePricer(model: $0.model, kernel: options.kernel, memoryLimit: share) }
        prices = .allocate(capacity: CutPieces.capacity * max(1, count))
        rows = .allocate(capacity: count > 1 ? FoundPieces.capacity * groups : 1)
        window = .allocate(capacity: ClassWindow.blockCount)
        splitters = SplitPattern.allCases.compactMap { pattern in
            let members = tokenizers.indices.filter { tokenizers[$0].pattern == pattern }
            return members.isEmpty ? nil : (pattern, members)
        }
        guard splitters.count > 1 else {
            shared = nil
            return
        }
        shared = SharedPieceScanner(patterns: splitters.map(\.pattern), kernel: options.kernel)
        ownerMasks = [SIMD8<UInt16>](repeating: SIMD8(), count: groups << splitters.count)
        for owners in 0..<1 << splitters.count {
            for (place, splitter) in splitters.enumerated() where owners >> place & 1 != 0 {
                for member in splitter.members { ownerMasks[owners * groups + member / 8][member % 8] = .max }
            }
        }
    }

    deinit {
        window.deallocate()
        prices.deallocate()
        rows.deallocate()
    }

    /// Whether the memory limit kept pieces out of the cache that it would have kept else.
    var isFull: Bool { cache.isFull }

    /// Counts the tokens of each document of a text, for every vocabulary.
    ///
    /// `totals` gets, for each vocabulary, the tokens of each document in order. Running sums wrap around at 2³²: their
    /// differences are the counts.
    // SAFETY: `text[0 ..< count]` must be readable, valid UTF-8.
    func count(_ text: UnsafePointer<UInt8>, _ count: Int, splitsLines: Bool, into totals: inout [[UInt32]]) {
        guard let shared else {
            if let splitter = splitters.first {
                self.count(text, count, splitter, splitsLines: splitsLines, into: &totals)
            }
            return
        }
        shared.start(text, count, splitsLines: splitsLines)
        let members = Array(pricers.indices)
        var running = [UInt32](repeating: 0, count: groups * 8)
        var before = running
        while !shared.isFinished {
            shared.fill(found.batch)
            priceBatch(text, count)
            for group in 0..<groups { sumEight(group, members, areShared: true, &running, &before, into: &totals) }
        }
    }

    /// The same for one vocabulary.
    // SAFETY: as above.
    func count(
        _ text: UnsafePointer<UInt8>, _ count: Int, member: Int, splitsLines: Bool, into totals: inout [[UInt32]]
    ) {
        for splitter in splitters where splitter.members.contains(member) {
            self.count(text, count, (splitter.pattern, [member]), splitsLines: splitsLines, into: &totals)
        }
    }

    /// The same for vocabularies of one splitter.
    private func count(
        _ text: UnsafePointer<UInt8>, _ count: Int, _ splitter: (pattern: SplitPattern, members: [Int]),
        splitsLines: Bool, into totals: inout [[UInt32]]
    ) {
        var scanner = PieceScanner(
            text: text, count: count, pattern: splitter.pattern, splitsLines: splitsLines, kernel: kernel,
            window: window)
        var running = [UInt32](repeating: 0, count: groups * 8)
        var before = running
        while !scanner.isFinished {
            scanner.fill(found.batch)
            priceBatch(text, count)
            if pricers.count == 1 {
                sumOne(&running[0], &before[0], into: &totals[0])
            } else {
                for group in 0..<groups where splitter.members.contains(where: { $0 / 8 == group }) {
                    sumEight(group, splitter.members, areShared: false, &running, &before, into: &totals)
                }
            }
        }
    }

    /// Looks up the batch's pieces, and works out those that the cache does not have.
    private func priceBatch(_ text: UnsafePointer<UInt8>, _ count: Int) {
        cache.growIfNeeded()
        found.find(in: cache, text, count, kernel: kernel)
        if pricers.count > 1 { copyRows() }
        found.promote(in: cache)
        workOut(text, count)
    }

    /// A byte for each vocabulary, as few as a vector of them has.
    private static func rowBytes(_ count: Int) -> Int {
        switch count {
        case ...1: 0
        case 2: 2
        case ...4: 4
        default: (count + 7) / 8 * 8
        }
    }

    /// Copies the rows of the pieces that were found; of the others what is copied is replaced later.
    private func copyRows() {
        let slots = found.slots
        let pieceCount = found.batch.pieceCount
        switch cache.rowBytes {
        case 2:
            for piece in 0..<pieceCount {
                let two = cache.row(slots[piece]).load(as: SIMD2<UInt8>.self)
                rows[piece] = SIMD8(
                    lowHalf: SIMD4(UInt16(two[0]), UInt16(two[1]), 0, 0), highHalf: SIMD4())
            }
        case 4:
            for piece in 0..<pieceCount {
                let four = SIMD4<UInt16>(truncatingIfNeeded: cache.row(slots[piece]).load(as: SIMD4<UInt8>.self))
                rows[piece] = SIMD8(lowHalf: four, highHalf: SIMD4())
            }
        default:
            for group in 0..<groups {
                let rows = self.rows + group * FoundPieces.capacity
                for piece in 0..<pieceCount {
                    rows[piece] = SIMD8<UInt16>(
                        truncatingIfNeeded: cache.row(slots[piece]).load(
                            fromByteOffset: group &* 8, as: SIMD8<UInt8>.self))
                }
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
                guard let row else { continue }
                let bytes = SIMD8<UInt8>(truncatingIfNeeded: numbers)
                switch cache.rowBytes {
                case 2: row.storeBytes(of: SIMD2(bytes[0], bytes[1]), as: SIMD2<UInt8>.self)
                case 4: row.storeBytes(of: bytes.lowHalf, as: SIMD4<UInt8>.self)
                default: row.storeBytes(of: bytes, toByteOffset: group &* 8, as: SIMD8<UInt8>.self)
                }
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
        _ group: Int, _ members: [Int], areShared: Bool, _ running: inout [UInt32], _ before: inout [UInt32],
        into totals: inout [[UInt32]]
    ) {
        let batch = found.batch
        let rows = self.rows + group * FoundPieces.capacity
        let lane = group * 8
        var sums = SIMD8<UInt32>()
        for offset in 0..<8 { sums[offset] = running[lane + offset] }
        let wanted = members.filter { $0 / 8 == group }
        let owners = batch.owners
        func mask(_ piece: Int, _ group: Int) -> SIMD8<UInt16> { ownerMasks[Int(owners[piece]) &* groups &+ group] }
        var piece = 0
        var giant = 0
        for document in 0...batch.documentCount {
            let end = document < batch.documentCount ? Int(batch.documentPieces[document]) : batch.pieceCount
            while piece < end {
                sums &+= SIMD8<UInt32>(
                    truncatingIfNeeded: rows[piece] & (areShared ? mask(piece, group) : .init(repeating: .max)))
                piece &+= 1
            }
            while giant < giants.count, giants[giant].piece < end {
                let mask = areShared ? mask(giants[giant].piece, group) : SIMD8(repeating: .max)
                for offset in 0..<min(8, pricers.count - lane) where mask[offset] != 0 {
                    sums[offset] &+= giants[giant].prices[lane + offset]
                }
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
