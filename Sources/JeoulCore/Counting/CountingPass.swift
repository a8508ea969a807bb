import ScanKernels

/// The counting of one thread: scan, look up, price what is new for every vocabulary, and sum for each document.
///
/// All vocabularies share the scan, the look-ups and the table, for a piece's price does not depend on which splitter cut
/// it: a piece is priced for every vocabulary, and its price added for those whose splitter cuts it so. Not `Sendable`:
/// each thread has its own, over a table that they share.
final class CountingPass {
    private let models: [BytePairModel]
    private let kernel: ScanKernel
    private let lookup: PieceLookup
    private let missing = MissingPieces()
    private let window: UnsafeMutablePointer<jeoul_class_block>
    /// The vocabularies of each splitter.
    private let groups: [(pattern: SplitPattern, members: [Int])]
    /// The scanner for all splitters, where there are several.
    private let shared: SharedPieceScanner?
    /// For each set of splitters that own a row, and each vocabulary: all ones if its splitter is among them, else 0.
    private var ownerMasks: [UInt32] = []
    /// The tokens of each missing piece of the batch for each vocabulary.
    private var prices: [UInt32] = []
    /// The prices of pieces that the table had no room for, a row of lanes each.
    private var overflow: [UInt32] = []
    /// The vocabularies, rounded up to a whole number of vectors.
    private let lanes: Int

    /// Of a slot: that it is a row of `overflow`.
    private static let overflowFlag: UInt32 = 3 << 30

    /// The size of the rows that a table for so many vocabularies needs: a lone price stands in the slot itself.
    static func rowBytes(models: Int) -> (short: Int, long: Int) {
        let lanes = (models + 7) / 8 * 8
        return models == 1 ? (0, 0) : (lanes, lanes * 2)
    }

    init(table: PieceTable, tokenizers: [ByteLevelTokenizer], kernel: ScanKernel) {
        models = tokenizers.map(\.model)
        groups = SplitPattern.allCases.compactMap { pattern in
            let members = tokenizers.indices.filter { tokenizers[$0].pattern == pattern }
            return members.isEmpty ? nil : (pattern, members)
        }
        shared = groups.count < 2 ? nil : SharedPieceScanner(patterns: groups.map(\.pattern), kernel: kernel)
        self.kernel = kernel
        lookup = PieceLookup(table: table)
        lanes = (models.count + 7) / 8 * 8
        window = .allocate(capacity: ClassWindow.blockCount)
        if shared != nil {
            ownerMasks = [UInt32](repeating: 0, count: lanes << groups.count)
            for owners in 0..<1 << groups.count {
                for (place, group) in groups.enumerated() where owners >> place & 1 != 0 {
                    for member in group.members { ownerMasks[owners * lanes + member] = .max }
                }
            }
        }
    }

    deinit { window.deallocate() }

    /// Counts the tokens of each document of a text, for every vocabulary.
    ///
    /// `totals` gets, for each vocabulary, the tokens of each document in order. Running sums wrap around at 2³²: their
    /// differences are the counts.
    // SAFETY: `text[0 ..< count]` must be readable, valid UTF-8.
    func count(
        _ text: UnsafePointer<UInt8>, _ count: Int, splitsLines: Bool, into totals: inout [[UInt32]]
    ) {
        guard let shared else {
            if let group = groups.first { self.count(text, count, group, splitsLines: splitsLines, into: &totals) }
            return
        }
        shared.start(text, count, splitsLines: splitsLines)
        let members = Array(models.indices)
        var running = [UInt32](repeating: 0, count: lanes)
        var before = running
        while !shared.isFinished {
            shared.fill(lookup.batch)
            priceBatch(of: text, count) {
                for lane in stride(from: 0, to: lanes, by: 8) {
                    sumEight(lane, members, areShared: true, &running, &before, into: &totals)
                }
            }
        }
    }

    /// The same for one vocabulary.
    // SAFETY: as above.
    func count(
        _ text: UnsafePointer<UInt8>, _ count: Int, member: Int, splitsLines: Bool, into totals: inout [[UInt32]]
    ) {
        for group in groups where group.members.contains(member) {
            self.count(text, count, (group.pattern, [member]), splitsLines: splitsLines, into: &totals)
        }
    }

    /// The same for vocabularies of one splitter.
    private func count(
        _ text: UnsafePointer<UInt8>, _ count: Int, _ group: (pattern: SplitPattern, members: [Int]),
        splitsLines: Bool, into totals: inout [[UInt32]]
    ) {
        var scanner = PieceScanner(
            text: text, count: count, pattern: group.pattern, splitsLines: splitsLines, kernel: kernel, window: window)
        var running = [UInt32](repeating: 0, count: lanes)
        var before = running
        while !scanner.isFinished {
            scanner.fill(lookup.batch)
            priceBatch(of: text, count) {
                if models.count == 1 {
                    sumOne(&running[0], &before[0], into: &totals[0])
                } else {
                    for lane in stride(from: 0, to: lanes, by: 8)
                    where group.members.contains(where: { $0 / 8 == lane / 8 }) {
                        sumEight(lane, group.members, areShared: false, &running, &before, into: &totals)
                    }
                }
            }
        }
    }

    /// Looks up the batch's pieces, prices the missing ones, and sums while the table stays where it is.
    @inline(__always)
    private func priceBatch(of text: UnsafePointer<UInt8>, _ count: Int, sum: () -> Void) {
        let table = lookup.table
        table.growIfNeeded()
        table.reading {
            lookup.lookUp(text, count)
            priceMissing(text, count)
            lookup.finish()
            sum()
        }
    }

    /// Prices the missing pieces for every vocabulary and adds them to the table.
    private func priceMissing(_ text: UnsafePointer<UInt8>, _ textCount: Int) {
        let lookup = self.lookup
        let count = lookup.missingCount
        guard count > 0 else { return }
        if models.count == 1 {
            missing.forEachCount(of: lookup, in: text, count: textCount, model: models[0]) { place, count in
                let index = Int(lookup.missing[place])
                lookup.counts[index] = UInt32(truncatingIfNeeded: count)
                _ = lookup.insert(index, text, count: count) { _ in }
            }
            return
        }
        let lanes = self.lanes
        if prices.count < count * lanes { prices = [UInt32](repeating: 0, count: count * lanes) }
        overflow.removeAll(keepingCapacity: true)
        prices.withUnsafeMutableBufferPointer { prices in
            for (lane, model) in models.enumerated() {
                missing.forEachCount(of: lookup, in: text, count: textCount, model: model) { place, count in
                    prices[place &* lanes &+ lane] = UInt32(truncatingIfNeeded: count)
                }
            }
            for place in 0..<count {
                let index = Int(lookup.missing[place])
                let row = UnsafeBufferPointer(rebasing: prices[place &* lanes..<(place &+ 1) &* lanes])
                let isShort = lookup.isShort(index)
                let fits = isShort || row.allSatisfy { $0 <= UInt32(UInt16.max) }
                let slot =
                    !fits
                    ? nil
                    : lookup.insert(index, text, count: min(Int(row[0]), PieceTable.mostTokens)) { memory in
                        if isShort {
                            let prices = memory.assumingMemoryBound(to: UInt8.self)
                            for lane in 0..<lanes { prices[lane] = UInt8(truncatingIfNeeded: row[lane]) }
                        } else {
                            let prices = memory.assumingMemoryBound(to: UInt16.self)
                            for lane in 0..<lanes { prices[lane] = UInt16(truncatingIfNeeded: row[lane]) }
                        }
                    }
                if let slot {
                    lookup.slots[index] = slot
                } else {
                    lookup.slots[index] = Self.overflowFlag | UInt32(truncatingIfNeeded: overflow.count / lanes)
                    overflow.append(contentsOf: row)
                }
            }
        }
    }

    /// Sums for the one vocabulary.
    private func sumOne(_ running: inout UInt32, _ before: inout UInt32, into totals: inout [UInt32]) {
        let batch = lookup.batch
        let counts = lookup.counts
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

    /// Sums for eight vocabularies from `lane` on, of which the members are wanted.
    private func sumEight(
        _ lane: Int, _ members: [Int], areShared: Bool, _ running: inout [UInt32], _ before: inout [UInt32],
        into totals: inout [[UInt32]]
    ) {
        let batch = lookup.batch
        let wanted = members.filter { $0 / 8 == lane / 8 }
        var sums = SIMD8<UInt32>()
        for offset in 0..<8 { sums[offset] = running[lane + offset] }
        overflow.withUnsafeBufferPointer { overflow in
            ownerMasks.withUnsafeBytes { masks in
                let prices = Prices(
                    slots: lookup.slots, short: lookup.table.short, long: lookup.table.long, overflow: overflow,
                    lanes: lanes, lane: lane)
                let owners = batch.owners
                let maskBytes = lanes &* 4
                var piece = 0
                for document in 0...batch.documentCount {
                    let end = document < batch.documentCount ? Int(batch.documentPieces[document]) : batch.pieceCount
                    if areShared {
                        while piece < end {
                            let mask = masks.loadUnaligned(
                                fromByteOffset: Int(owners[piece]) &* maskBytes &+ lane &* 4, as: SIMD8<UInt32>.self)
                            sums &+= prices[piece] & mask
                            piece &+= 1
                        }
                    } else {
                        while piece < end {
                            sums &+= prices[piece]
                            piece &+= 1
                        }
                    }
                    guard document < batch.documentCount else { break }
                    for member in wanted {
                        let sum = sums[member - lane]
                        totals[member].append(sum &- before[member])
                        before[member] = sum
                    }
                }
            }
        }
        for offset in 0..<8 { running[lane + offset] = sums[offset] }
    }

    /// The prices of a batch's pieces for eight vocabularies from `lane` on.
    private struct Prices {
        let slots: UnsafeMutablePointer<UInt32>
        let short: PieceTable.Space
        let long: PieceTable.Space
        let overflow: UnsafeBufferPointer<UInt32>
        let lanes: Int
        let lane: Int

        @inline(__always)
        subscript(_ piece: Int) -> SIMD8<UInt32> {
            let slot = slots[piece]
            if slot & PieceLookup.longFlag == 0 {
                let row = short.row(Int(slot)).loadUnaligned(fromByteOffset: lane, as: SIMD8<UInt8>.self)
                return SIMD8<UInt32>(truncatingIfNeeded: row)
            }
            if slot & CountingPass.overflowFlag == CountingPass.overflowFlag {
                return UnsafeRawBufferPointer(overflow).loadUnaligned(
                    fromByteOffset: (Int(slot & ~CountingPass.overflowFlag) * lanes + lane) * 4,
                    as: SIMD8<UInt32>.self)
            }
            let row = long.row(Int(slot & ~PieceLookup.longFlag))
                .loadUnaligned(fromByteOffset: lane * 2, as: SIMD8<UInt16>.self)
            return SIMD8<UInt32>(truncatingIfNeeded: row)
        }
    }
}
