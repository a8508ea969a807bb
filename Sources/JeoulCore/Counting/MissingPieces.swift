import ScanKernels

/// Works out the tokens of pieces that the table does not have, for one vocabulary.
///
/// A merge waits for memory: which pair it makes is known only when it is done, and the tables of a vocabulary are larger
/// than the first caches. So many runs are merged side by side, one step of each in turn, and a step ends with the look-ups
/// that the run's next step needs: while they wait, the processor is at the steps of other runs. And tokens do not move: a
/// run's tokens have fixed places, linked to the next and the previous one, and the key of a place is `merge << 7 | place` (`PairTable.find`),
/// so that the least key is the lowest rank, the leftmost of equals.
///
/// The result of each run is that of `Merger.merge`. Not `Sendable`: each thread has its own.
final class MissingPieces {
    /// How many runs are merged side by side.
    private static let group = 32
    /// Runs of more tokens are encoded by themselves.
    private static let mostPlaces = 64
    /// Room for the places of a run, also of one that turns out to have too many.
    private static let stride = BytePairModel.window + 8
    private static let noKey = Int32.max
    private static let firstPlaces = SIMD8<UInt8>(0, 1, 2, 3, 4, 5, 6, 7)
    private let workspace = MergeWorkspace()
    private let tokens = UnsafeMutablePointer<TokenID>.allocate(capacity: group * stride)
    private let keys = UnsafeMutablePointer<Int32>.allocate(capacity: group * stride)
    private let next = UnsafeMutablePointer<UInt8>.allocate(capacity: group * stride)
    private let previous = UnsafeMutablePointer<UInt8>.allocate(capacity: group * stride)
    private let runs = UnsafeMutablePointer<Run>.allocate(capacity: group)
    /// The runs that may still have a merge.
    private let active = UnsafeMutablePointer<Int>.allocate(capacity: group)

    private struct Run {
        /// The places, and how many of them still have a token; 0 places for a piece that is encoded by itself.
        var places = 0
        var count = 0
    }

    init() {}

    deinit {
        tokens.deallocate()
        keys.deallocate()
        next.deallocate()
        previous.deallocate()
        runs.deallocate()
        active.deallocate()
    }

    /// Gives `body` the ids of each missing piece, with its place among the missing ones; valid while it runs.
    // SAFETY: `text[0 ..< count]` must be the readable text that the batch was filled from.
    @inline(__always)
    func forEach(
        of lookup: PieceLookup, in text: UnsafePointer<UInt8>, count: Int, model: BytePairModel,
        _ body: (_ place: Int, _ ids: UnsafeBufferPointer<TokenID>) -> Void
    ) {
        forEachRun(of: lookup, in: text, count: count, model: model) { place, run in
            guard runs[run].places > 0 else { return body(place, encodeAlone(place, lookup, text, model)) }
            // Move the tokens that are left together.
            let tokens = self.tokens + run &* Self.stride
            let next = self.next + run &* Self.stride
            // A run in which nothing merged has no links.
            let isMerged = runs[run].count < runs[run].places
            var from = 0
            for to in 0..<runs[run].count {
                tokens[to] = tokens[from] & PairTable.limit
                from = isMerged ? Int(next[from]) : to &+ 1
            }
            body(place, UnsafeBufferPointer(start: tokens, count: runs[run].count))
        }
    }

    /// Gives `body` the number of tokens of each missing piece, with its place among the missing ones.
    // SAFETY: as for `forEach`.
    @inline(__always)
    func forEachCount(
        of lookup: PieceLookup, in text: UnsafePointer<UInt8>, count: Int, model: BytePairModel,
        _ body: (_ place: Int, _ tokens: Int) -> Void
    ) {
        forEachRun(of: lookup, in: text, count: count, model: model) { place, run in
            let isMerged = runs[run].places > 0
            body(place, isMerged ? runs[run].count : encodeAlone(place, lookup, text, model).count)
        }
    }

    @inline(__always)
    private func forEachRun(
        of lookup: PieceLookup, in text: UnsafePointer<UInt8>, count: Int, model: BytePairModel, _ body: (_ place: Int, _ run: Int) -> Void
    ) {
        var first = 0
        while first < lookup.missingCount {
            let end = min(first &+ Self.group, lookup.missingCount)
            merge(lookup, text, count, first..<end, model)
            for place in first..<end { body(place, place &- first) }
            first = end
        }
    }

    @inline(never)
    private func encodeAlone(
        _ place: Int, _ lookup: PieceLookup, _ text: UnsafePointer<UInt8>, _ model: BytePairModel
    ) -> UnsafeBufferPointer<TokenID> {
        let index = Int(lookup.missing[place])
        return model.encode(text + Int(lookup.batch.starts[index]), Int(lookup.batch.lengths[index]), workspace)
    }

    /// Merges the runs of a group.
    private func merge(
        _ lookup: PieceLookup, _ text: UnsafePointer<UInt8>, _ textCount: Int, _ group: Range<Int>,
        _ model: BytePairModel
    ) {
        let merger = model.merger
        let pairs = merger.pairs
        let isPlain = model.wholePieces.isEmpty
        let (runs, active) = (self.runs, self.active)
        var activeCount = 0
        for run in 0..<group.count {
            let index = Int(lookup.missing[group.lowerBound &+ run])
            let start = Int(lookup.batch.starts[index])
            let length = Int(lookup.batch.lengths[index])
            runs[run] = Run()
            guard isPlain, length <= BytePairModel.window else { continue }
            let tokens = self.tokens + run &* Self.stride
            let (count, pairsToFind) = merger.beginWithPairs(
                text + start, length, readable: textCount &- start, tokens)
            guard count <= Self.mostPlaces else { continue }
            runs[run] = Run(places: count, count: count)
            // No more than that many pairs: what is found later is put in its place.
            var unknown = pairsToFind
            if unknown == 0 { continue }
            let keys = self.keys + run &* Self.stride
            var vector = 0
            while vector < count {
                UnsafeMutableRawPointer(keys + vector).storeBytes(
                    of: SIMD8(repeating: Self.noKey), as: SIMD8<Int32>.self)
                vector &+= 8
            }
            var least = Self.noKey
            while unknown != 0 {
                let place = unknown.trailingZeroBitCount
                unknown &= unknown &- 1
                let key = Self.key(pairs.find(tokens[place], tokens[place &+ 1]), place)
                keys[place] = key
                least = min(least, key)
            }
            if least == Self.noKey { continue }
            let next = self.next + run &* Self.stride
            let previous = self.previous + run &* Self.stride
            vector = 0
            while vector < count {
                let places = SIMD8<UInt8>(repeating: UInt8(truncatingIfNeeded: vector)) &+ Self.firstPlaces
                UnsafeMutableRawPointer(next + vector).storeBytes(of: places &+ 1, as: SIMD8<UInt8>.self)
                UnsafeMutableRawPointer(previous + vector).storeBytes(of: places &- 1, as: SIMD8<UInt8>.self)
                vector &+= 8
            }
            active[activeCount] = run
            activeCount &+= 1
        }
        while activeCount > 0 {
            var kept = 0
            for item in 0..<activeCount {
                let run = active[item]
                active[kept] = run
                kept &+= step(run, merger) ? 1 : 0
            }
            activeCount = kept
        }
    }

    /// One merge of a run; whether there may be another.
    @inline(__always)
    private func step(_ run: Int, _ merger: Merger) -> Bool {
        let pairs = merger.pairs
        let tokens = self.tokens + run &* Self.stride
        let keys = self.keys + run &* Self.stride
        let next = self.next + run &* Self.stride
        let previous = self.previous + run &* Self.stride
        let places = runs[run].places
        var least = UnsafeRawPointer(keys).loadUnaligned(as: SIMD8<Int32>.self)
        var vector = 8
        while vector < places {
            least = pointwiseMin(least, UnsafeRawPointer(keys + vector).loadUnaligned(as: SIMD8<Int32>.self))
            vector &+= 8
        }
        let key = least.min()
        if key == Self.noKey { return false }
        let place = Int(key & 127)
        let taken = Int(next[place])
        let after = Int(next[taken])
        let token = merger.result(UInt32(truncatingIfNeeded: key &>> 7))
        tokens[place] = token
        keys[taken] = Self.noKey
        next[place] = UInt8(truncatingIfNeeded: after)
        runs[run].count &-= 1
        if after < places {
            previous[after] = UInt8(truncatingIfNeeded: place)
            keys[place] = Self.key(pairs.find(token, tokens[after]), place)
        } else {
            keys[place] = Self.noKey
        }
        if place > 0 {
            let before = Int(previous[place])
            keys[before] = Self.key(pairs.find(tokens[before], token), before)
        }
        return true
    }

    @inline(__always)
    private static func key(_ merge: UInt32, _ place: Int) -> Int32 {
        merge == PairTable.none ? noKey : Int32(truncatingIfNeeded: merge &<< 7 | UInt32(truncatingIfNeeded: place))
    }
}
