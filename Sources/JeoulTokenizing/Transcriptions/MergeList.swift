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
        var order = PriorityMerge()
        order.run(symbols.count) {
            ranks.value(symbols[$0], symbols[$1])
        } merge: { left, _, rank in
            symbols[left] = results[Int(rank)]
        }
        symbols = order.left.map { symbols[$0] }
    }
}
