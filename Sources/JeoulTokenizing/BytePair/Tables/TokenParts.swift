import JeoulText
import ScanKernels

/// The two tokens that each token of a vocabulary is merged from, found by merging its bytes while the table of pairs is made: by
/// length, since the parts of a token are shorter.
struct TokenParts {
    /// Tokens that their own bytes do not merge into.
    private(set) var unreached: [TokenID] = []
    /// By id, with their flags; empty under a merge list, of which the table has all pairs already.
    private var parts: [(left: TokenID, right: TokenID)?] = []
    private let isHangul: UnsafePointer<UInt8>

    /// Finds the parts of all tokens, and adds them to the table; with a merge list (`mergeResults`), only which tokens are reached.
    ///
    /// `isHangul`: by id, 1 or 0; of the caller, who keeps it as long as this is used.
    init(
        starts: UnsafePointer<UInt32>, bytes: UnsafePointer<UInt8>, isHangul: UnsafePointer<UInt8>, endID: Int,
        byteTokens: UnsafeMutablePointer<TokenID>, mergeResults: UnsafeMutablePointer<TokenID>?,
        into builder: inout PairTableBuilder
    ) throws(BytePairError) {
        self.isHangul = isHangul
        let isListed = mergeResults != nil
        if !isListed { parts = Array(repeating: nil, count: endID) }
        let workspace = MergeWorkspace()
        let runs = MergeRuns()
        let lengths = (0..<endID).map { starts[$0 + 1] &- starts[$0] }
        let groups = Self.idsByLength(starts, endID: endID)
        var first = 0
        for end in groups.ends where end > first {
            let merger = Merger(pairs: builder.table, byteTokens: byteTokens, mergeResults: mergeResults)
            var tables = merger.tables
            var reached: [TokenID] = []
            while first < end {
                let group = Array(groups.ids[first..<min(end, first + Int(JEOUL_RUN_GROUP))])
                first += group.count
                jeoul_merge_runs(
                    ScanKernel.best.pointer.pointee.merge_lanes, &tables, bytes, Int(starts[endID]), starts, lengths,
                    group, group.count, 1, runs.memory)
                for (run, id) in group.enumerated() {
                    let length = Int(lengths[Int(id)])
                    let parts = runs.ids(run) ?? merger.ids(bytes + Int(starts[Int(id)]), length, workspace)
                    if parts.count > (isListed ? 1 : 2) {
                        unreached.append(id)
                    } else if !isListed {
                        self.parts[Int(id)] = (flagged(parts[0]), flagged(parts[1]))
                        reached.append(id)
                    }
                }
            }
            try builder.insert(count: reached.count) { entry(reached[$0])! }
        }
    }

    private func flagged(_ id: TokenID) -> TokenID { id | TokenID(isHangul[Int(id)]) << 21 }

    /// The pair that merges into a token whose rank is its id; nil where none does.
    func entry(_ id: TokenID) -> PairTableBuilder.Entry? {
        parts[Int(id)].map {
            PairTableBuilder.Entry(left: $0.left, right: $0.right, rank: id, isHangul: isHangul[Int(id)] != 0)
        }
    }

    /// The ids of the tokens of two and more bytes, the shortest first, and where each length ends. O(n).
    static func idsByLength(
        _ starts: UnsafePointer<UInt32>, endID: Int
    ) -> (ids: [TokenID], ends: [Int]) {
        func count(_ id: Int) -> Int { Int(starts[id + 1] &- starts[id]) }
        // For each length the place of its next token, which in the end is where the length ends.
        var places: [Int] = [0, 0]
        for id in 0..<endID {
            let length = count(id)
            if length + 1 >= places.count {
                places.append(contentsOf: repeatElement(0, count: length + 2 - places.count))
            }
            if length > 1 { places[length + 1] += 1 }
        }
        for length in 1..<places.count { places[length] += places[length - 1] }
        let ids = [TokenID](unsafeUninitializedCapacity: places[places.count - 1]) { ids, total in
            total = places[places.count - 1]
            for id in 0..<endID {
                let length = count(id)
                guard length > 1 else { continue }
                ids.initializeElement(at: places[length], to: TokenID(id))
                places[length] += 1
            }
        }
        return (ids, places)
    }
}
