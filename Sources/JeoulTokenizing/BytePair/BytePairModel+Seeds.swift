import ScanKernels

extension BytePairModel {
    /// Works out what each syllable, and each space and syllable, becomes before anything around it can matter.
    ///
    /// A unit's bytes merge alone as they do in any text as long as no merge across its edges comes first. Let state k
    /// be its tokens after k merges, and r(k) the rank of the next merge. While every merge that may take the first or last
    /// token of state k across the edge has a higher rank than r(k), …, r(m − 1), for all k < m, the unit reaches state m
    /// undisturbed, whatever is around it; merges elsewhere do not see the order. Nor do they afterwards, if the next merge
    /// of state m, inside or across its edges, has a higher rank than r(0), …, r(m − 1): it comes after all of these, just as
    /// if they had happened in their turn; with a lower one, it would come too early. The seed is the last such state. (In o200k
    /// the byte A9 merges with 니다: a syllable that ends in A9 has an early seed.) The bound must be strict: of equal ranks
    /// the leftmost merges first. What follows a unit begins with a character's first byte. A space merges with the first
    /// byte of a syllable early in every vocabulary: hence the second table, whose units stand at the beginning of a run, where
    /// nothing precedes them, while no space precedes a unit of the first.
    ///
    /// `entries` are all pairs. Only tokens of Hangul and the space are at the edges of a unit.
    static func fillSeeds(
        _ seeds: UnsafeMutablePointer<jeoul_seed>, merger: Merger, _ tables: ModelTables,
        _ entries: [PairTableBuilder.Entry]
    ) {
        let lowestAfter = UnsafeMutablePointer<UInt32>.allocate(capacity: 2 * tables.endID)
        defer { lowestAfter.deallocate() }
        lowestAfter.update(repeating: PairTable.none, count: 2 * tables.endID)
        let lowestBefore = lowestAfter + tables.endID
        for pair in entries where (pair.left | pair.right) & PairTable.hangulFlag != 0 {
            let (left, right) = (pair.left & PairTable.limit, pair.right & PairTable.limit)
            // As `find` gives it, but for the flag, which does not change the order of different ranks.
            let rank = pair.rank << 1
            if tables.token(left).last != 0x20 {
                lowestBefore[Int(right)] = min(lowestBefore[Int(right)], rank)
            }
            if tables.token(right)[0] & 0xC0 != 0x80 { lowestAfter[Int(left)] = min(lowestAfter[Int(left)], rank) }
        }
        var merging = merger.tables
        merging.seeds = UnsafePointer(seeds)
        jeoul_fill_seeds(&merging, lowestBefore, lowestAfter, seeds)
    }
}
