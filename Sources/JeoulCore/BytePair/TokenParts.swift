import ScanKernels

/// The two tokens that each token of a vocabulary is merged from, found while its table of pairs is made.
///
/// By length, since the parts of a token are shorter. `jeoul_find_parts` finds nearly all of them without merging; of a token
/// that it leaves, the bytes are merged (as they once were of all: `findByMerging`, which the tests compare with).
final class TokenParts {
    /// Tokens that their own bytes do not merge into.
    private(set) var unreached: [TokenID] = []

    private let starts: UnsafeMutablePointer<UInt32>
    private let bytes: UnsafeMutablePointer<UInt8>
    private let isHangul: UnsafeMutablePointer<UInt8>
    private let endID: Int
    private let byteTokens: UnsafeMutablePointer<TokenID>
    private let mergeResults: UnsafeMutablePointer<TokenID>?
    private let parts: UnsafeMutablePointer<jeoul_parts>
    /// Under a merge list, the rank of the merge that `parts` has.
    private let ranks: UnsafeMutablePointer<UInt32>?
    private let workspace = MergeWorkspace()
    private var isByMerging = false

    /// - Parameters:
    ///   - isHangul: by id, 1 or 0; of the caller, who keeps it as long as this is used. So are the others.
    ///   - bytes: with `JEOUL_TOKEN_PADDING` more at the end.
    ///   - merges: the merge list, if there is one.
    init(
        starts: UnsafeMutablePointer<UInt32>, bytes: UnsafeMutablePointer<UInt8>,
        isHangul: UnsafeMutablePointer<UInt8>, endID: Int, byteTokens: UnsafeMutablePointer<TokenID>,
        merges: [Merge]?, mergeResults: UnsafeMutablePointer<TokenID>?
    ) throws(BytePairError) {
        (self.starts, self.bytes, self.isHangul, self.endID) = (starts, bytes, isHangul, endID)
        (self.byteTokens, self.mergeResults) = (byteTokens, mergeResults)
        parts = .allocate(capacity: endID)
        ranks = merges.map { _ in .allocate(capacity: endID) }
        let none = jeoul_parts(left: UInt32(JEOUL_NO_PARTS), right: 0)
        let unknown = jeoul_parts(left: UInt32(JEOUL_UNKNOWN_PARTS), right: 0)
        for id in 0..<endID { parts[id] = count(id) > 1 ? unknown : none }
        guard let merges, let ranks else { return }
        ranks.update(repeating: 0, count: endID)
        for (rank, merge) in merges.enumerated() where parts[Int(merge.result)].left == unknown.left {
            parts[Int(merge.result)] = jeoul_parts(left: flagged(merge.left), right: flagged(merge.right))
            ranks[Int(merge.result)] = UInt32(rank)
        }
    }

    deinit {
        parts.deallocate()
        ranks?.deallocate()
    }

    private func count(_ id: Int) -> Int { Int(starts[id + 1] &- starts[id]) }

    private func flagged(_ id: TokenID) -> TokenID { id | TokenID(isHangul[Int(id)]) << 21 }

    /// The pair that merges into a token whose rank is its id; nil where none does.
    func entry(_ id: TokenID) -> PairTableBuilder.Entry? {
        let parts = parts[Int(id)]
        guard parts.left < UInt32(JEOUL_UNREACHED) else { return nil }
        return PairTableBuilder.Entry(
            left: parts.left, right: parts.right & ~UInt32(JEOUL_IRREGULAR), rank: id, isHangul: isHangul[Int(id)] != 0)
    }

    /// Finds the parts of all tokens, and adds them to the table; with a merge list, of which the table has all pairs already,
    /// finds out only which tokens are reached.
    ///
    /// `index`: of the tokens; nil with a merge list, and where all is to be found by merging.
    func find(index: TokenIndex?, byMerging: Bool, into builder: inout PairTableBuilder) throws(BytePairError) {
        isByMerging = byMerging
        let groups = Self.idsByLength(starts, endID: endID)
        guard let index else { return try find(groups, lookup: nil, into: &builder) }
        try index.withLookup { lookup throws(BytePairError) in
            try find(groups, lookup: lookup, into: &builder)
        }
    }

    private func find(
        _ groups: (ids: [TokenID], ends: [Int]), lookup: TokenIndex.Lookup?, into builder: inout PairTableBuilder
    ) throws(BytePairError) {
        try groups.ids.withUnsafeBufferPointer { ids throws(BytePairError) in
            var first = 0
            for end in groups.ends where end > first {
                let group = UnsafeBufferPointer(rebasing: ids[first..<end])
                first = end
                if findWithoutMerging(group, lookup, builder.table) > 0 {
                    for id in group where parts[Int(id)].left == UInt32(JEOUL_UNKNOWN_PARTS) {
                        findByMerging(id, builder.table)
                    }
                }
                guard mergeResults == nil else { continue }
                if unreached.isEmpty {
                    try builder.insert(count: group.count) { entry(group[$0])! }
                } else {
                    let reached = group.filter { parts[Int($0)].left < UInt32(JEOUL_UNREACHED) }
                    try builder.insert(count: reached.count) { entry(reached[$0])! }
                }
            }
        }
    }

    /// Finds the parts of tokens of one length; how many are left.
    private func findWithoutMerging(
        _ ids: UnsafeBufferPointer<TokenID>, _ lookup: TokenIndex.Lookup?, _ table: PairTable
    ) -> Int {
        guard !isByMerging, count(Int(ids[0])) <= Int(JEOUL_SUMMED_LENGTH) else {
            for id in ids { parts[Int(id)].left = UInt32(JEOUL_UNKNOWN_PARTS) }
            return ids.count
        }
        // The model's own bytes, which have more after them.
        var opened = lookup?.opened ?? jeoul_token_table()
        (opened.bytes, opened.starts) = (UnsafePointer(bytes), UnsafePointer(starts))
        return withUnsafePointer(to: opened) { opened in
            withUnsafeTemporaryAllocation(of: jeoul_pair_region.self, capacity: 2) { regions in
                (regions[0], regions[1]) = (table.other.table, table.hangul.table)
                var search = jeoul_part_search(
                    table: opened, hash: TokenHash.numbers, regions: regions.baseAddress, is_hangul: isHangul,
                    ranks: ranks, parts: parts)
                return lookup == nil
                    ? jeoul_check_parts(&search, ids.baseAddress, ids.count)
                    : jeoul_find_parts(&search, ids.baseAddress, ids.count)
            }
        }
    }

    /// Finds the parts of a token by merging its bytes, with the table of the pairs of all shorter ones.
    private func findByMerging(_ id: TokenID, _ table: PairTable) {
        let merger = Merger(pairs: table, byteTokens: byteTokens, mergeResults: mergeResults, seeds: nil)
        merger.withMerged(bytes + Int(starts[Int(id)]), count(Int(id)), workspace) { tokens, found in
            if mergeResults != nil {
                // The table has all merges. Which of them made the token is not asked, so that it stays unknown.
                if found > 1 { unreached(id) }
            } else if found == 2 {
                parts[Int(id)] = jeoul_parts(left: tokens[0], right: tokens[1])
                markIrregular(id)
            } else {
                unreached(id)
            }
        }
    }

    private func unreached(_ id: TokenID) {
        parts[Int(id)].left = UInt32(JEOUL_UNREACHED)
        unreached.append(id)
    }

    private func markIrregular(_ id: TokenID) {
        var search = jeoul_part_search(
            table: nil, hash: nil, regions: nil, is_hangul: isHangul, ranks: ranks, parts: parts)
        jeoul_mark_irregular(&search, id)
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
