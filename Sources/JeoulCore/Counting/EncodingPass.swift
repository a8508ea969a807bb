import ScanKernels

/// The encoding of one thread: scan, look up, work out what is new, and write the ids out piece by piece.
///
/// The table's row of a short piece holds up to four ids, or where in the arena they are; of a long piece, the latter.
/// Not `Sendable`: each thread has its own, over a table that they share.
final class EncodingPass {
    private let model: BytePairModel
    private let kernel: ScanKernel
    private let lookup: PieceLookup
    private let missing = MissingPieces()
    private let window: UnsafeMutablePointer<jeoul_class_block>
    /// The ids of pieces that the table had no room for, and where each begins.
    private var overflow: [TokenID] = []
    private var overflowStarts: [Int] = []

    static let rowBytes = (short: 16, long: 8)
    /// Of a slot: that the ids are in `overflow`.
    private static let overflowFlag: UInt32 = 3 << 30

    init(table: PieceTable, model: BytePairModel, kernel: ScanKernel) {
        self.model = model
        self.kernel = kernel
        lookup = PieceLookup(table: table)
        window = .allocate(capacity: ClassWindow.blockCount)
    }

    deinit { window.deallocate() }

    /// Adds the ids of each document to `ids`, and where they end to `ends`.
    // SAFETY: `text[0 ..< count]` must be readable, valid UTF-8.
    func encode(
        _ text: UnsafePointer<UInt8>, _ count: Int, pattern: SplitPattern, splitsLines: Bool,
        into ids: inout [TokenID], ends: inout [Int]
    ) {
        var scanner = PieceScanner(
            text: text, count: count, pattern: pattern, splitsLines: splitsLines, kernel: kernel, window: window)
        let batch = lookup.batch
        let table = lookup.table
        while !scanner.isFinished {
            scanner.fill(batch)
            table.growIfNeeded()
            table.reading {
                lookup.lookUp(text, count)
                encodeMissing(text, count)
                lookup.finish()
                write(into: &ids, ends: &ends)
            }
        }
    }

    /// Works out the missing pieces and adds them to the table.
    private func encodeMissing(_ text: UnsafePointer<UInt8>, _ textCount: Int) {
        let lookup = self.lookup
        let table = lookup.table
        overflow.removeAll(keepingCapacity: true)
        overflowStarts.removeAll(keepingCapacity: true)
        missing.forEach(of: lookup, in: text, count: textCount, model: model) { place, found in
            let index = Int(lookup.missing[place])
            lookup.counts[index] = UInt32(truncatingIfNeeded: found.count)
            var slot: UInt32?
            let isInline = lookup.isShort(index) && found.count <= 4
            let offset = isInline ? 0 : table.reserve(found.count &* 4 &+ 4).map { ($0 &+ 3) & ~3 }
            if let offset, found.count <= PieceTable.mostTokens {
                if !isInline {
                    (table.arena.base + offset).copyMemory(from: found.baseAddress!, byteCount: found.count &* 4)
                }
                slot = lookup.insert(index, text, count: found.count) { row in
                    if isInline {
                        row.copyMemory(from: found.baseAddress!, byteCount: found.count &* 4)
                    } else {
                        row.storeBytes(of: offset, as: Int.self)
                    }
                }
            }
            if let slot {
                lookup.slots[index] = slot
            } else {
                lookup.slots[index] = Self.overflowFlag | UInt32(truncatingIfNeeded: overflowStarts.count)
                overflowStarts.append(overflow.count)
                overflow.append(contentsOf: found)
            }
        }
    }

    /// Writes the ids of the batch's pieces.
    private func write(into ids: inout [TokenID], ends: inout [Int]) {
        let batch = lookup.batch
        let slots = lookup.slots
        let counts = lookup.counts
        let short = lookup.table.short
        let long = lookup.table.long
        let arena = lookup.table.arena.base
        var total = 0
        for piece in 0..<batch.pieceCount { total &+= Int(counts[piece]) }
        let before = ids.count
        // Room for the four ids that are written whatever the number, taken back at the end.
        ids.append(contentsOf: repeatElement(0, count: total + 4))
        ids.withUnsafeMutableBufferPointer { buffer in
            let base = buffer.baseAddress! + before
            var out = base
            var piece = 0
            for document in 0...batch.documentCount {
                let end = document < batch.documentCount ? Int(batch.documentPieces[document]) : batch.pieceCount
                while piece < end {
                    let slot = slots[piece]
                    let count = Int(counts[piece])
                    if slot & PieceLookup.longFlag == 0 {
                        let row = short.row(Int(slot))
                        if count <= 4 {
                            UnsafeMutableRawPointer(out).storeBytes(
                                of: row.loadUnaligned(as: SIMD4<UInt32>.self), as: SIMD4<UInt32>.self)
                        } else {
                            UnsafeMutableRawPointer(out).copyMemory(
                                from: arena + row.load(as: Int.self), byteCount: count &* 4)
                        }
                    } else if slot & Self.overflowFlag == Self.overflowFlag {
                        let start = overflowStarts[Int(slot & ~Self.overflowFlag)]
                        for offset in 0..<count { out[offset] = overflow[start + offset] }
                    } else {
                        let offset = long.row(Int(slot & ~PieceLookup.longFlag)).load(as: Int.self)
                        UnsafeMutableRawPointer(out).copyMemory(from: arena + offset, byteCount: count &* 4)
                    }
                    out += count
                    piece &+= 1
                }
                if document < batch.documentCount { ends.append(before + (out - base)) }
            }
        }
        ids.removeLast(4)
    }
}
