import ScanKernels

/// Works out the tokens of pieces that the table does not have, for one vocabulary.
///
/// Counting cuts a piece into segments first (`SegmentTables`), most of which are known already. What is left is merged.
///
/// A merge waits for memory: which pair it makes is known only when it is done, and the tables of a vocabulary are larger
/// than the first caches. So many runs are merged side by side, one step of each in turn (`jeoul_merge_runs`), and while one
/// waits the processor is at the steps of others. Tokens do not move: a bit for each place of a run tells where one is.
///
/// The result of each run is that of `Merger.merge`. Not `Sendable`: each thread has its own.
final class MissingPieces {
    private static let group = Int(JEOUL_RUN_GROUP)
    /// How many pieces are cut before what they leave is merged.
    private static let cutGroup = 256
    private let model: BytePairModel
    private let workspace = MergeWorkspace()
    private let memo = SegmentMemo()
    private let runs = UnsafeMutablePointer<jeoul_runs>.allocate(capacity: 1)
    private let unknown: jeoul_segment_list
    private let inOrder = UnsafeMutablePointer<UInt32>.allocate(capacity: group)
    /// Which places of a run have a token, the two at the ends too; 0 of a run that is to be encoded by itself.
    private var alive: UnsafeMutablePointer<UInt64> { jeoul_run_places(runs)! }

    init(model: BytePairModel) {
        self.model = model
        let capacity = Self.cutGroup * Int(JEOUL_MOST_SEGMENTS)
        unknown = jeoul_segment_list(
            starts: .allocate(capacity: capacity), lengths: .allocate(capacity: capacity),
            places: .allocate(capacity: capacity), keys: .allocate(capacity: capacity))
        for index in 0..<Self.group { inOrder[index] = UInt32(index) }
    }

    deinit {
        runs.deallocate()
        inOrder.deallocate()
        unknown.starts.deallocate()
        unknown.lengths.deallocate()
        unknown.places.deallocate()
        unknown.keys.deallocate()
    }

    /// Writes the number of tokens of each missing piece.
    // SAFETY: `text[0 ..< count]` must be the readable text that the batch was filled from; `counts` has room for one number
    // a missing piece.
    func count(
        of lookup: PieceLookup, in text: UnsafePointer<UInt8>, count: Int, into counts: UnsafeMutablePointer<UInt32>
    ) {
        var segments = model.segments.table
        var unknown = self.unknown
        var first = 0
        while first < lookup.missingCount {
            let pieces = min(Self.cutGroup, lookup.missingCount &- first)
            var table = memo.table
            let found = jeoul_price_segments(
                &segments, &table, text, count, lookup.batch.starts, lookup.batch.lengths, lookup.hashes,
                lookup.missing + first, pieces, counts + first, &unknown)
            if found > 0 { countUnknown(found, text, count, into: counts + first) }
            first &+= pieces
        }
    }

    /// Merges the segments that cutting left, remembers them, and adds their numbers of tokens.
    private func countUnknown(
        _ found: Int, _ text: UnsafePointer<UInt8>, _ count: Int, into counts: UnsafeMutablePointer<UInt32>
    ) {
        var tables = model.mergeTables
        var first = 0
        while first < found {
            let runCount = min(Self.group, found &- first)
            jeoul_merge_runs(
                &tables, text, count, unknown.starts + first, unknown.lengths + first, inOrder, runCount, runs)
            for run in 0..<runCount {
                let key = unknown.keys[first &+ run]
                let places = alive[run]
                var tokens = places.nonzeroBitCount &- 2
                if places == 0 || key == JEOUL_WHOLE_PIECE {
                    let bytes = text + Int(unknown.starts[first &+ run])
                    let length = Int(unknown.lengths[first &+ run])
                    tokens =
                        key == JEOUL_WHOLE_PIECE
                        ? model.encode(bytes, length, workspace).count
                        : model.encodeByMerging(bytes, length, workspace).count
                }
                counts[Int(unknown.places[first &+ run])] &+= UInt32(truncatingIfNeeded: tokens)
                if key > JEOUL_WHOLE_PIECE { memo.insert(key, count: tokens) }
            }
            first &+= runCount
        }
    }

    /// Gives `body` the ids of each missing piece, with its place among the missing ones; valid while it runs.
    // SAFETY: `text[0 ..< count]` must be the readable text that the batch was filled from.
    @inline(__always)
    func forEach(
        of lookup: PieceLookup, in text: UnsafePointer<UInt8>, count: Int,
        _ body: (_ place: Int, _ ids: UnsafeBufferPointer<TokenID>) -> Void
    ) {
        var tables = model.mergeTables
        let isPlain = model.wholePieces.isEmpty
        var first = 0
        while first < lookup.missingCount {
            let end = min(first &+ Self.group, lookup.missingCount)
            if isPlain {
                jeoul_merge_runs(
                    &tables, text, count, lookup.batch.starts, lookup.batch.lengths, lookup.missing + first,
                    end &- first, runs)
            } else {
                alive.update(repeating: 0, count: end &- first)
            }
            for place in first..<end {
                let run = place &- first
                guard alive[run] != 0 else {
                    let index = Int(lookup.missing[place])
                    let bytes = text + Int(lookup.batch.starts[index])
                    body(place, model.encode(bytes, Int(lookup.batch.lengths[index]), workspace))
                    continue
                }
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
            first = end
        }
    }
}
