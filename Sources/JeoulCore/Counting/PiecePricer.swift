import ScanKernels

/// Pieces read as units, which every vocabulary prices in its own way. Not `Sendable`: each thread has its own.
final class CutPieces {
    let cut = UnsafeMutablePointer<jeoul_cut>.allocate(capacity: 1)
    /// How many pieces are cut at a time.
    static let capacity = Int(JEOUL_CUT_PIECES)

    deinit { cut.deallocate() }

    /// The pieces, by their index in the batch, that were cut.
    var pieces: UnsafeBufferPointer<UInt32> {
        UnsafeBufferPointer(start: jeoul_cut_pieces(cut), count: cut.pointee.piece_count)
    }

    /// The others.
    var others: UnsafeBufferPointer<UInt32> {
        UnsafeBufferPointer(start: jeoul_cut_others(cut), count: cut.pointee.other_count)
    }

    /// Reads some of a batch's pieces.
    // SAFETY: `text[0 ..< count]` must be the readable text that the batch was filled from.
    func read(
        _ chosen: UnsafePointer<UInt32>, _ chosenCount: Int, _ batch: PieceBatch, _ text: UnsafePointer<UInt8>,
        _ count: Int, _ kernel: ScanKernel
    ) {
        kernel.pointer.pointee.read_units(text, count, batch.starts, batch.lengths, chosen, chosenCount, cut)
    }
}

/// Works out pieces for one vocabulary: cuts them into segments (`SegmentTables`), most of which are known already, and merges
/// what is left.
///
/// A merge waits for memory: which pair it makes is known only when it is done, and the tables of a vocabulary are larger
/// than the first caches. So many runs are merged side by side, one step of each in turn (`jeoul_merge_runs`), or short ones
/// in the lanes of a vector, and while one waits the processor is at the steps of others. A bit for each place of a run tells where a
/// token is.
///
/// The result of each run is that of `Merger.merge`. Not `Sendable`: each thread has its own.
final class PiecePricer {
    private static let groupSize = Int(JEOUL_RUN_GROUP)
    private let model: BytePairModel
    private let kernel: ScanKernel
    private let workspace = MergeWorkspace()
    private let memo: SegmentMemo
    private let runs = UnsafeMutablePointer<jeoul_runs>.allocate(capacity: 1)
    private let costs = UnsafeMutablePointer<jeoul_costs>.allocate(capacity: 1)
    private let longMemo: LongMemo
    /// The parts of a text that are merged side by side: which each is, where in the text, and the hash of its bytes.
    private let group = (
        items: UnsafeMutablePointer<Int>.allocate(capacity: groupSize),
        places: UnsafeMutablePointer<UInt32>.allocate(capacity: groupSize),
        hashes: UnsafeMutablePointer<UInt64>.allocate(capacity: groupSize)
    )
    /// Which places of a run have a token, the two at the ends too; 0 of a run that is to be encoded by itself.
    private var alive: UnsafeMutablePointer<UInt64> { jeoul_run_places(runs)! }

    /// - Parameters:
    ///   - memoryLimit: what it may remember, in bytes.
    ///   - keepsIDs: whether ids are asked for, and not only numbers of tokens.
    init(model: BytePairModel, kernel: ScanKernel, memoryLimit: Int, keepsIDs: Bool = false) {
        self.kernel = kernel
        self.model = model
        memo = SegmentMemo(model: model, keepsIDs: keepsIDs, memoryLimit: memoryLimit / 2)
        longMemo = LongMemo(memoryLimit: memoryLimit / 2)
    }

    deinit {
        runs.deallocate()
        costs.deallocate()
        group.items.deallocate()
        group.places.deallocate()
        group.hashes.deallocate()
    }

    /// Writes the number of tokens of each piece: those that were cut, then the others.
    // SAFETY: `text[0 ..< textCount]` must be the readable text that the pieces were read from; `counts` has room for all.
    func count(
        _ pieces: CutPieces, of found: FoundPieces, _ text: UnsafePointer<UInt8>, _ textCount: Int,
        into counts: UnsafeMutablePointer<UInt32>
    ) {
        price(pieces, found.batch, text, textCount)
        jeoul_sum_costs(pieces.cut, costs, counts)
        let cut = pieces.pieces
        if model.segments.hasWholePieces {
            for index in cut.indices where wholePiece(Int(cut[index]), found, text) != nil { counts[index] = 1 }
        }
        let others = pieces.others
        forEachPart(
            others.count, others.baseAddress!, nil, found.batch.starts, found.batch.lengths, text, textCount
        ) {
            item, part in
            let isWhole = wholePiece(Int(others[item]), found, text) != nil
            counts[cut.count &+ item] = isWhole ? 1 : part.count
        }
    }

    /// Adds the ids of each piece: those that were cut, then the others.
    // SAFETY: `text[0 ..< textCount]` must be the readable text that the pieces were read from.
    func encode(
        _ pieces: CutPieces, of found: FoundPieces, _ text: UnsafePointer<UInt8>, _ textCount: Int,
        into result: WorkedOutIDs
    ) {
        price(pieces, found.batch, text, textCount)
        result.add(of: pieces, costs, memo)
        let cut = pieces.pieces
        if model.segments.hasWholePieces {
            for index in cut.indices {
                guard let id = wholePiece(Int(cut[index]), found, text) else { continue }
                withUnsafePointer(to: id) {
                    result.replace(index - cut.count, UnsafeBufferPointer(start: $0, count: 1))
                }
            }
        }
        let others = pieces.others
        let first = result.places.count
        for _ in others { result.add(UnsafeBufferPointer(start: nil, count: 0)) }
        forEachPart(
            others.count, others.baseAddress!, nil, found.batch.starts, found.batch.lengths, text, textCount
        ) {
            item, part in
            let place = first &+ item &- result.places.count
            if let id = wholePiece(Int(others[item]), found, text) {
                withUnsafePointer(to: id) { result.replace(place, UnsafeBufferPointer(start: $0, count: 1)) }
            } else {
                result.replace(place, UnsafeBufferPointer(start: memo.ids + Int(part.value), count: Int(part.count)))
            }
        }
    }

    /// Cuts the pieces, and works out the segments that were not known.
    private func price(_ pieces: CutPieces, _ batch: PieceBatch, _ text: UnsafePointer<UInt8>, _ textCount: Int) {
        if memo.isLarge {
            memo.removeAll()
            longMemo.removeAll()
        }
        var segments = model.segments.table
        segments.unit_values = UnsafePointer(memo.unitValues)
        var known = memo.table
        jeoul_price_units(kernel.pointer.pointee.find_joints, &segments, &known, pieces.cut, batch.starts, costs)
        let positions = jeoul_unknown_positions(costs)!
        let keys = jeoul_unknown_keys(costs)!
        let unitCosts = jeoul_unit_costs(costs)!
        let unitValues = jeoul_unit_values(costs)!
        forEachPart(
            costs.pointee.unknown_count, nil, keys, jeoul_unknown_starts(costs), jeoul_unknown_lengths(costs), text,
            textCount
        ) { item, part in
            let position = Int(positions[item])
            unitCosts[position] = UInt8(truncatingIfNeeded: part.count)
            if memo.keepsIDs { unitValues[position] = part.value }
            if keys[item].low != 0 { memo.insert(keys[item], count: Int(part.count), value: part.value) }
        }
    }

    /// The token that a piece is whatever its merges, if there is one.
    @inline(__always)
    private func wholePiece(_ piece: Int, _ found: FoundPieces, _ text: UnsafePointer<UInt8>) -> TokenID? {
        guard model.segments.hasWholePieces, model.segments.mayBeWholePiece(found.fixedHash(piece)) else { return nil }
        return model.wholePiece(text + Int(found.batch.starts[piece]), Int(found.batch.lengths[piece]))
    }

    /// Works out parts of the text, those that `chosen` names or the first ones: gives `body` what each costs, and where the
    /// memo has its ids, in any order.
    @inline(__always)
    private func forEachPart(
        _ count: Int, _ chosen: UnsafePointer<UInt32>?, _ keys: UnsafePointer<jeoul_segment_key>?,
        _ starts: UnsafePointer<UInt32>,
        _ lengths: UnsafePointer<UInt32>, _ text: UnsafePointer<UInt8>, _ textCount: Int,
        _ body: (_ item: Int, _ part: (count: UInt32, value: UInt32)) -> Void
    ) {
        var tables = model.mergeTables
        let options =
            UInt32(memo.keepsIDs ? JEOUL_WANTS_TOKENS : 0) | UInt32(keys == nil ? 0 : JEOUL_ARE_SEGMENTS)
        var item = 0
        while item < count {
            // Collect a group of those that are not remembered.
            var runCount = 0
            while item < count, runCount < Self.groupSize {
                let place = chosen.map { Int($0[item]) } ?? item
                let length = Int(lengths[place])
                // What has a key is remembered by that.
                let isLong = LongMemo.lengths ~= length && (keys == nil || keys![item].low == 0)
                let hash = isLong ? pieceHash(text + Int(starts[place]), length) : 0
                if isLong, let known = longMemo.find(text + Int(starts[place]), length, hash: hash) {
                    body(item, known)
                } else {
                    group.items[runCount] = item
                    group.places[runCount] = UInt32(truncatingIfNeeded: place)
                    group.hashes[runCount] = hash
                    runCount &+= 1
                }
                item &+= 1
            }
            jeoul_merge_runs(
                kernel.pointer.pointee.merge_lanes, &tables, text, textCount, starts, lengths, group.places, runCount,
                options, runs)
            for run in 0..<runCount {
                let start = text + Int(starts[Int(group.places[run])])
                let length = Int(lengths[Int(group.places[run])])
                var part = (count: UInt32(truncatingIfNeeded: alive[run].nonzeroBitCount &- 2), value: UInt32(0))
                if alive[run] == 0 || memo.keepsIDs {
                    let ids = ids(run, start, length)
                    part.count = UInt32(truncatingIfNeeded: ids.count)
                    if memo.keepsIDs { part.value = memo.add(ids) }
                }
                if group.hashes[run] != 0 {
                    longMemo.insert(start, length, hash: group.hashes[run], count: Int(part.count), value: part.value)
                }
                body(group.items[run], part)
            }
        }
    }

    /// The ids of a run that has been merged, or was too long for that; valid until the next run.
    private func ids(_ run: Int, _ start: UnsafePointer<UInt8>, _ length: Int) -> UnsafeBufferPointer<TokenID> {
        guard alive[run] != 0 else { return model.encodeByMerging(start, length, workspace) }
        // Move the tokens that are left together; the first and the last place have none of the run.
        let tokens = jeoul_run_tokens(runs, run)!
        var left = alive[run] & ~1
        var found = 0
        while left & (left &- 1) != 0 {
            tokens[found] = tokens[left.trailingZeroBitCount] & PairTable.limit
            left &= left &- 1
            found &+= 1
        }
        return UnsafeBufferPointer(start: tokens, count: found)
    }
}

/// The ids of the pieces of a batch that were worked out, in the order in which they were.
///
/// Not `Sendable`: each thread has its own.
final class WorkedOutIDs {
    private(set) var ids = UnsafeMutablePointer<TokenID>.allocate(capacity: 1 << 16)
    private var capacity = 1 << 16
    private var idCount = 0
    /// Where each piece's ids are, and how many.
    private(set) var places: [(start: Int, count: Int)] = []
    private let ends = UnsafeMutablePointer<UInt32>.allocate(capacity: CutPieces.capacity)

    deinit {
        ids.deallocate()
        ends.deallocate()
    }

    func removeAll() {
        idCount = 0
        places.removeAll(keepingCapacity: true)
    }

    /// Adds the ids of a piece.
    func add(_ new: UnsafeBufferPointer<TokenID>) {
        reserve(new.count)
        if let base = new.baseAddress { (ids + idCount).update(from: base, count: new.count) }
        places.append((idCount, new.count))
        idCount += new.count
    }

    /// Gives the piece at `places.endIndex + offset` other ids.
    func replace(_ offset: Int, _ new: UnsafeBufferPointer<TokenID>) {
        let index = places.count + offset
        add(new)
        places[index] = places.removeLast()
    }

    /// Adds the ids of all pieces that were cut.
    func add(of pieces: CutPieces, _ costs: UnsafePointer<jeoul_costs>, _ memo: SegmentMemo) {
        // A unit is at most three tokens.
        reserve(pieces.cut.pointee.unit_count * 3 + 4)
        jeoul_write_ids(pieces.cut, costs, memo.ids, ids + idCount, ends)
        var start = 0
        for piece in 0..<pieces.pieces.count {
            let end = Int(ends[piece])
            places.append((idCount + start, end - start))
            start = end
        }
        idCount += start
    }

    private func reserve(_ more: Int) {
        // Four ids are read from where a piece's begin.
        guard idCount + more + 4 > capacity else { return }
        while idCount + more + 4 > capacity { capacity *= 2 }
        let larger = UnsafeMutablePointer<TokenID>.allocate(capacity: capacity)
        larger.update(from: ids, count: idCount)
        ids.deallocate()
        ids = larger
    }
}
