import JeoulText

/// A list of merges made ready for merging.
struct MergeList: Sendable {
    private var ranks: PairMap
    private let results: [TokenID]

    /// O(n).
    init(_ merges: [Merge]) {
        ranks = PairMap(capacity: merges.count)
        results = merges.map(\.result)
        for (rank, merge) in merges.enumerated() { _ = ranks.insert(merge.left, merge.right, UInt32(rank)) }
    }

    /// Merges symbols until no two merge.
    func merge(_ symbols: inout [TokenID]) {
        guard symbols.count > 1 else { return }
        let left = PriorityMerge.run(symbols.count) {
            ranks.value(symbols[$0], symbols[$1])
        } merge: {
            symbols[$0] = results[Int(ranks.value(symbols[$0], symbols[$1]))]
        }
        symbols = left.map { symbols[$0] }
    }
}
