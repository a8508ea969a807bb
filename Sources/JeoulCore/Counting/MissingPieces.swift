import ScanKernels

/// Works out the tokens of pieces that the table does not have, for one vocabulary.
///
/// A merge waits for memory: which pair it makes is known only when it is done, and the tables of a vocabulary are larger
/// than the first caches. So many runs are merged side by side, one step of each in turn (`jeoul_merge_runs`), and while one
/// waits the processor is at the steps of others. Tokens do not move: a bit for each place of a run tells where one is.
///
/// The result of each run is that of `Merger.merge`. Not `Sendable`: each thread has its own.
final class MissingPieces {
    private static let group = JEOUL_RUN_GROUP
    private let workspace = MergeWorkspace()
    private let runs = UnsafeMutablePointer<jeoul_runs>.allocate(capacity: 1)
    /// Which places of a run have a token, the two at the ends too; 0 of a run that is to be encoded by itself.
    private var alive: UnsafeMutablePointer<UInt64> { jeoul_run_places(runs)! }

    init() {}

    deinit { runs.deallocate() }

    /// Gives `body` the ids of each missing piece, with its place among the missing ones; valid while it runs.
    // SAFETY: `text[0 ..< count]` must be the readable text that the batch was filled from.
    @inline(__always)
    func forEach(
        of lookup: PieceLookup, in text: UnsafePointer<UInt8>, count: Int, model: BytePairModel,
        _ body: (_ place: Int, _ ids: UnsafeBufferPointer<TokenID>) -> Void
    ) {
        forEachRun(of: lookup, in: text, count: count, model: model) { place, run in
            guard alive[run] != 0 else { return body(place, encodeAlone(place, lookup, text, model)) }
            // Move the tokens that are left together; the first and the last place have none of the piece.
            let tokens = jeoul_run_tokens(runs, run)!
            var left = alive[run] & ~1
            var found = 0
            while left & (left &- 1) != 0 {
                tokens[found] = tokens[left.trailingZeroBitCount] & PairTable.limit
                left &= left &- 1
                found &+= 1
            }
            body(place, UnsafeBufferPointer(start: tokens, count: found))
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
            let places = alive[run]
            body(place, places != 0 ? places.nonzeroBitCount &- 2 : encodeAlone(place, lookup, text, model).count)
        }
    }

    @inline(__always)
    private func forEachRun(
        of lookup: PieceLookup, in text: UnsafePointer<UInt8>, count: Int, model: BytePairModel,
        _ body: (_ place: Int, _ run: Int) -> Void
    ) {
        var tables = model.mergeTables
        let isPlain = model.wholePieces.isEmpty
        var first = 0
        while first < lookup.missingCount {
            let end = min(first &+ Self.group, lookup.missingCount)
            if isPlain {
                jeoul_merge_runs(
                    &tables, text, count, lookup.batch.starts, lookup.batch.lengths, lookup.missing + first,
                    end &- first,
                    runs)
            } else {
                alive.update(repeating: 0, count: end &- first)
            }
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
}
