/// Works out the tokens of pieces that the table does not have, for one vocabulary.
///
/// Group by group: all runs of a group are begun, and the cache lines of their first pairs asked for, before the first is
/// merged; each merge would wait for memory otherwise. Not `Sendable`: each thread has its own.
final class MissingPieces {
    /// How many runs are begun together.
    private static let group = 16
    private let workspace = MergeWorkspace()
    private let tokens = UnsafeMutablePointer<TokenID>.allocate(capacity: group * (BytePairModel.window + 4))
    private let begun = UnsafeMutablePointer<Int>.allocate(capacity: group)

    init() {}

    deinit {
        tokens.deallocate()
        begun.deallocate()
    }

    /// Gives `body` the ids of each missing piece, with its place among the missing ones; valid while it runs.
    // SAFETY: `text` must be the readable text that the batch was filled from.
    @inline(__always)
    func forEach(
        of lookup: PieceLookup, in text: UnsafePointer<UInt8>, model: BytePairModel,
        _ body: (_ place: Int, _ ids: UnsafeBufferPointer<TokenID>) -> Void
    ) {
        let merger = model.merger
        let starts = lookup.batch.starts
        let lengths = lookup.batch.lengths
        let isPlain = model.wholePieces.isEmpty
        let ranks = workspace.ranks
        var first = 0
        while first < lookup.missingCount {
            let end = min(first &+ Self.group, lookup.missingCount)
            var used = 0
            for place in first..<end {
                let index = Int(lookup.missing[place])
                let length = Int(lengths[index])
                guard isPlain, length <= BytePairModel.window else {
                    begun[place &- first] = 0
                    continue
                }
                let count = merger.begin(text + Int(starts[index]), length, tokens + used)
                begun[place &- first] = count
                for token in used..<used &+ count &- 1 { merger.pairs.prefetch(tokens[token], tokens[token &+ 1]) }
                used &+= count
            }
            used = 0
            for place in first..<end {
                let count = begun[place &- first]
                if count == 0 {
                    let index = Int(lookup.missing[place])
                    body(place, model.encode(text + Int(starts[index]), Int(lengths[index]), workspace))
                } else {
                    let merged = merger.merge(count, tokens + used, ranks)
                    body(place, UnsafeBufferPointer(start: tokens + used, count: merged))
                    used &+= count
                }
            }
            first = end
        }
    }
}
