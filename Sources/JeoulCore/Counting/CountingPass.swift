import ScanKernels

/// The counting of one thread: scan, look up, price what is new for every vocabulary, and sum for each document.
///
/// Vocabularies with the same splitter share the scan and the look-ups; all share the table, for a piece's price does
/// not depend on which splitter cut it. Not `Sendable`: each thread has its own, over a table that they share.
final class CountingPass {
    private let models: [BytePairModel]
    private let kernel: ScanKernel
    private let lookup: PieceLookup
    private let missing = MissingPieces()
    private let window: UnsafeMutablePointer<jeoul_class_block>
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

    init(table: PieceTable, models: [BytePairModel], kernel: ScanKernel) {
        self.models = models
        self.kernel = kernel
        lookup = PieceLookup(table: table)
        lanes = (models.count + 7) / 8 * 8
        window = .allocate(capacity: ClassWindow.blockCount)
    }

    deinit { window.deallocate() }

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
        let batch = lookup.batch
        let table = lookup.table
        var running = [UInt32](repeating: 0, count: lanes)
        var before = running
        while !scanner.isFinished {
            scanner.fill(batch)
            table.growIfNeeded()
            table.reading {
                lookup.lookUp(text, count)
                priceMissing(text, count)
                lookup.finish()
                if models.count == 1 {
                    sumOne(&running[0], &before[0], into: &totals[0])
                } else {
                    for lane in stride(from: 0, to: lanes, by: 8) where members.contains(where: { $0 / 8 == lane / 8 })
                    {
                        sumEight(lane, members, &running, &before, into: &totals)
                    }
                }
            }
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
        _ lane: Int, _ members: [Int], _ running: inout [UInt32], _ before: inout [UInt32],
        into totals: inout [[UInt32]]
    ) {
        let batch = lookup.batch
        let slots = lookup.slots
        let short = lookup.table.short
        let long = lookup.table.long
        var sums = SIMD8<UInt32>()
        for offset in 0..<8 { sums[offset] = running[lane + offset] }
        let wanted = members.filter { $0 / 8 == lane / 8 }
        var piece = 0
        for document in 0...batch.documentCount {
            let end = document < batch.documentCount ? Int(batch.documentPieces[document]) : batch.pieceCount
            while piece < end {
                let slot = slots[piece]
                if slot & PieceLookup.longFlag == 0 {
                    let row = short.row(Int(slot)).loadUnaligned(fromByteOffset: lane, as: SIMD8<UInt8>.self)
                    sums &+= SIMD8<UInt32>(truncatingIfNeeded: row)
                } else if slot & Self.overflowFlag == Self.overflowFlag {
                    let first = Int(slot & ~Self.overflowFlag) * lanes + lane
                    for offset in 0..<8 { sums[offset] &+= overflow[first + offset] }
                } else {
                    let row = long.row(Int(slot & ~PieceLookup.longFlag))
                        .loadUnaligned(fromByteOffset: lane * 2, as: SIMD8<UInt16>.self)
                    sums &+= SIMD8<UInt32>(truncatingIfNeeded: row)
                }
                piece &+= 1
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
