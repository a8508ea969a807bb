import JeoulText
import ScanKernels

/// Pre-tokens read as units, which every vocabulary counts in its own way. Not `Sendable`: each thread has its own.
final class SplitPreTokens {
    let cut = UnsafeMutablePointer<jeoul_cut>.allocate(capacity: 1)
    /// How many pre-tokens are cut at a time.
    static let capacity = Int(JEOUL_SPLIT_PRETOKENS)

    deinit { cut.deallocate() }

    /// The pre-tokens, by their index in the batch, that were cut.
    var preTokens: UnsafeBufferPointer<UInt32> {
        UnsafeBufferPointer(start: jeoul_split_pretokens(cut), count: cut.pointee.pretoken_count)
    }

    /// The others.
    var others: UnsafeBufferPointer<UInt32> {
        UnsafeBufferPointer(start: jeoul_cut_others(cut), count: cut.pointee.other_count)
    }

    /// Reads some of a batch's pre-tokens.
    // SAFETY: `text[0 ..< count]` must be the readable text that the batch was filled from.
    func read(
        _ chosen: UnsafePointer<UInt32>, _ chosenCount: Int, _ batch: PreTokenBatch, _ text: UnsafePointer<UInt8>,
        _ count: Int, _ kernel: ScanKernel
    ) {
        kernel.pointer.pointee.read_units(text, count, batch.starts, batch.lengths, chosen, chosenCount, cut)
    }
}

extension SplitPreTokens {
    /// Takes some of a batch's pre-tokens as they are.
    func leaveWhole(_ chosen: UnsafePointer<UInt32>, _ count: Int) {
        (cut.pointee.pretoken_count, cut.pointee.unit_count, cut.pointee.other_count) = (0, 0, count)
        jeoul_cut_others(cut).update(from: chosen, count: count)
    }
}

/// Works out pre-tokens for one vocabulary: cuts them into spans (`SpanBoundaries`), most of which are known already, and merges
/// what is left.
///
/// A merge waits for memory: which pair it makes is known only when it is done, and the tables of a vocabulary are larger
/// than the first caches. So many runs are merged side by side, one step of each in turn (`jeoul_merge_runs`), or short ones
/// in the lanes of a vector, and while one waits the processor is at the steps of others. A bit for each place of a run tells where a
/// token is.
///
/// The result of each run is that of `Merger.merge`. Not `Sendable`: each thread has its own.
final class PreTokenCounter {
    private static let groupSize = Int(JEOUL_RUN_GROUP)
    private let model: BytePairModel
    private let kernel: ScanKernel
    private let workspace = MergeWorkspace()
    private let spanCache: SpanCache
    private let runs = MergeRuns()
    private let spanCounts = UnsafeMutablePointer<jeoul_span_counts>.allocate(capacity: 1)
    private let longSpanCache: LongSpanCache
    /// The parts of a text that are merged side by side: which each is, where in the text, and the hash of its bytes.
    private let group = (
        items: UnsafeMutablePointer<Int>.allocate(capacity: groupSize),
        places: UnsafeMutablePointer<UInt32>.allocate(capacity: groupSize),
        hashes: UnsafeMutablePointer<UInt64>.allocate(capacity: groupSize)
    )

    /// Checks its caches. O(their slots).
    func checkInvariants() throws(BrokenInvariant) {
        try spanCache.checkInvariants()
        try longSpanCache.checkInvariants()
    }

    /// - Parameters:
    ///   - memoryLimit: what it may remember, in bytes.
    ///   - keepsIDs: whether ids are asked for, and not only numbers of tokens.
    /// - Throws: `PreTokenCacheError.noMemory`.
    init(
        model: BytePairModel, kernel: ScanKernel, memoryLimit: Int, keepsIDs: Bool = false
    ) throws(PreTokenCacheError) {
        self.kernel = kernel
        self.model = model
        spanCache = try SpanCache(model: model, keepsIDs: keepsIDs, memoryLimit: memoryLimit / 2)
        longSpanCache = LongSpanCache(memoryLimit: memoryLimit / 2)
    }

    deinit {
        spanCounts.deallocate()
        group.items.deallocate()
        group.places.deallocate()
        group.hashes.deallocate()
    }

    /// Writes the number of tokens of each pre-token: those that were cut, then the others.
    // SAFETY: `text` must be what the pre-tokens were read from; `counts` has room for all.
    func count(
        _ preTokens: SplitPreTokens, of found: CacheLookup, _ text: TextRuns, into counts: UnsafeMutablePointer<UInt32>
    ) {
        tokenCount(preTokens, found.batch, text)
        jeoul_sum_span_counts(preTokens.cut, spanCounts, counts)
        let cut = preTokens.preTokens
        if model.spans.hasWholePreTokens {
            for index in cut.indices where wholePreToken(Int(cut[index]), found, text) != nil { counts[index] = 1 }
        }
        let others = preTokens.others
        forEachPart(Parts(others, of: found.batch), text) { item, part in
            let isWhole = wholePreToken(Int(others[item]), found, text) != nil
            counts[cut.count &+ item] = isWhole ? 1 : part.count
        }
    }

    /// Adds the ids of each pre-token: those that were cut, then the others.
    // SAFETY: `text` must be what the pre-tokens were read from.
    func encode(_ preTokens: SplitPreTokens, of found: CacheLookup, _ text: TextRuns, into result: WorkedOutIDs) {
        tokenCount(preTokens, found.batch, text)
        result.add(of: preTokens, spanCounts, spanCache)
        let cut = preTokens.preTokens
        if model.spans.hasWholePreTokens {
            for index in cut.indices {
                guard let id = wholePreToken(Int(cut[index]), found, text) else { continue }
                withUnsafePointer(to: id) {
                    result.replace(index - cut.count, UnsafeBufferPointer(start: $0, count: 1))
                }
            }
        }
        let others = preTokens.others
        let first = result.places.count
        for _ in others { result.add(UnsafeBufferPointer(start: nil, count: 0)) }
        forEachPart(Parts(others, of: found.batch), text) { item, part in
            let place = first &+ item &- result.places.count
            if let id = wholePreToken(Int(others[item]), found, text) {
                withUnsafePointer(to: id) { result.replace(place, UnsafeBufferPointer(start: $0, count: 1)) }
            } else {
                result.replace(
                    place, UnsafeBufferPointer(start: spanCache.ids + Int(part.value), count: Int(part.count)))
            }
        }
    }

    /// Cuts the pre-tokens, and works out the spans that were not known.
    private func tokenCount(_ preTokens: SplitPreTokens, _ batch: PreTokenBatch, _ text: TextRuns) {
        forgetIfLarge()
        guard !preTokens.preTokens.isEmpty else { return }
        var spans = model.spans.table
        spans.unit_values = UnsafePointer(spanCache.unitValues)
        var known = spanCache.table
        jeoul_count_units(
            kernel.pointer.pointee.find_span_boundaries, &spans, &known, preTokens.cut, batch.starts, spanCounts)
        let positions = jeoul_unknown_positions(spanCounts)!
        let keys = jeoul_unknown_keys(spanCounts)!
        let unitCounts = jeoul_unit_counts(spanCounts)!
        let unitValues = jeoul_unit_values(spanCounts)!
        let unknown = Parts(
            count: spanCounts.pointee.unknown_count, chosen: nil, keys: keys, starts: jeoul_unknown_starts(spanCounts),
            lengths: jeoul_unknown_lengths(spanCounts))
        forEachPart(unknown, text) { item, part in
            let position = Int(positions[item])
            unitCounts[position] = UInt8(truncatingIfNeeded: part.count)
            if spanCache.keepsIDs { unitValues[position] = part.value }
            if keys[item].low != 0 { spanCache.insert(keys[item], count: Int(part.count), value: part.value) }
        }
    }

    private func forgetIfLarge() {
        guard spanCache.isLarge else { return }
        spanCache.removeAll()
        longSpanCache.removeAll()
    }

    /// Gives back the memory that a large pre-token has taken. Called between texts.
    func giveBack() {
        forgetIfLarge()
        workspace.giveBack()
    }

    /// The token that a pre-token is whatever its merges, if there is one.
    @inline(__always)
    private func wholePreToken(_ preToken: Int, _ found: CacheLookup, _ text: TextRuns) -> TokenID? {
        guard model.spans.hasWholePreTokens, model.spans.mayBeWholePreToken(found.fixedHash(preToken)) else {
            return nil
        }
        return model.wholePreToken(text.base + Int(found.batch.starts[preToken]), Int(found.batch.lengths[preToken]))
    }

    /// Parts of a text that are to be worked out.
    fileprivate struct Parts {
        var count: Int
        /// Which of `starts` and `lengths` they are; nil where they are the first ones.
        var chosen: UnsafePointer<UInt32>?
        /// Those of spans; nil of whole pre-tokens.
        var keys: UnsafePointer<jeoul_span_key>?
        var starts: UnsafePointer<UInt32>
        var lengths: UnsafePointer<UInt32>
    }

    /// Works out parts of the text: gives `body` what each costs, and where the cache has its ids, in any order.
    @inline(__always)
    private func forEachPart(
        _ parts: Parts, _ text: TextRuns, _ body: (_ item: Int, _ part: (count: UInt32, value: UInt32)) -> Void
    ) {
        let (count, chosen, keys) = (parts.count, parts.chosen, parts.keys)
        let (starts, lengths) = (parts.starts, parts.lengths)
        let (text, textCount) = (text.base, text.count)
        var tables = model.mergeTables
        var item = 0
        while item < count {
            // Collect a group of those that are not remembered.
            var runCount = 0
            while item < count, runCount < Self.groupSize {
                let place = chosen.map { Int($0[item]) } ?? item
                let length = Int(lengths[place])
                // What has a key is remembered by that.
                let isLong = LongSpanCache.lengths ~= length && (keys == nil || keys![item].low == 0)
                let start = text + Int(starts[place])
                let hash = isLong ? ByteHash.hash(UnsafeBufferPointer(start: start, count: length)) : 0
                if isLong, let known = longSpanCache.find(start, length, hash: hash) {
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
                spanCache.keepsIDs ? 1 : 0, runs.memory)
            for run in 0..<runCount {
                let start = text + Int(starts[Int(group.places[run])])
                let length = Int(lengths[Int(group.places[run])])
                let count = runs.count(run)
                var part = (count: UInt32(truncatingIfNeeded: count ?? 0), value: UInt32(0))
                if count == nil || spanCache.keepsIDs {
                    let ids = runs.ids(run) ?? model.encodeByMerging(start, length, workspace)
                    part.count = UInt32(truncatingIfNeeded: ids.count)
                    if spanCache.keepsIDs { part.value = spanCache.add(ids) }
                }
                if group.hashes[run] != 0 {
                    longSpanCache.insert(
                        start, length, hash: group.hashes[run], count: Int(part.count), value: part.value)
                }
                body(group.items[run], part)
            }
        }
    }
}

extension PreTokenCounter.Parts {
    /// Pre-tokens of a batch that were not cut.
    fileprivate init(_ preTokens: UnsafeBufferPointer<UInt32>, of batch: PreTokenBatch) {
        self.init(
            count: preTokens.count, chosen: preTokens.baseAddress!, keys: nil, starts: batch.starts,
            lengths: batch.lengths)
    }
}

/// The ids of the pre-tokens of a batch that were worked out, in the order in which they were.
///
/// Not `Sendable`: each thread has its own.
final class WorkedOutIDs {
    private(set) var ids = UnsafeMutablePointer<TokenID>.allocate(capacity: 1 << 16)
    private var capacity = 1 << 16
    private var idCount = 0
    /// Where each pre-token's ids are, and how many.
    private(set) var places: [(start: Int, count: Int)] = []
    private let ends = UnsafeMutablePointer<UInt32>.allocate(capacity: SplitPreTokens.capacity)

    deinit {
        ids.deallocate()
        ends.deallocate()
    }

    /// Forgets all, and gives back the memory that a large pre-token has taken.
    func removeAll() {
        idCount = 0
        places.removeAll(keepingCapacity: true)
        guard capacity > Self.keptCapacity else { return }
        ids.deallocate()
        capacity = 1 << 16
        ids = .allocate(capacity: capacity)
    }

    private static let keptCapacity = 1 << 20

    /// Adds the ids of a pre-token.
    func add(_ new: UnsafeBufferPointer<TokenID>) {
        reserve(new.count)
        if let base = new.baseAddress { (ids + idCount).update(from: base, count: new.count) }
        places.append((idCount, new.count))
        idCount += new.count
    }

    /// Gives the pre-token at `places.endIndex + offset` other ids.
    func replace(_ offset: Int, _ new: UnsafeBufferPointer<TokenID>) {
        let index = places.count + offset
        add(new)
        places[index] = places.removeLast()
    }

    /// Adds the ids of all pre-tokens that were cut.
    func add(of preTokens: SplitPreTokens, _ spanCounts: UnsafePointer<jeoul_span_counts>, _ spanCache: SpanCache) {
        // A unit is at most three tokens.
        reserve(preTokens.cut.pointee.unit_count * 3 + 4)
        jeoul_write_ids(preTokens.cut, spanCounts, spanCache.ids, ids + idCount, ends)
        var start = 0
        for preToken in 0..<preTokens.preTokens.count {
            let end = Int(ends[preToken])
            places.append((idCount + start, end - start))
            start = end
        }
        idCount += start
    }

    private func reserve(_ more: Int) {
        // Four ids are read from where a pre-token's begin.
        guard idCount + more + 4 > capacity else { return }
        while idCount + more + 4 > capacity { capacity *= 2 }
        let larger = UnsafeMutablePointer<TokenID>.allocate(capacity: capacity)
        larger.update(from: ids, count: idCount)
        ids.deallocate()
        ids = larger
    }
}
