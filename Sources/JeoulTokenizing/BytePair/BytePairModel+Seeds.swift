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
    /// `pair(0 ..< count)` are all pairs, with their flags. Only tokens of Hangul and the space are at the edges of a unit.
    static func fillSeeds(
        _ seeds: UnsafeMutablePointer<jeoul_seed>, merger: Merger, starts: UnsafeMutablePointer<UInt32>,
        bytes: UnsafeMutablePointer<UInt8>, endID: Int, pairCount: Int, pair: (Int) -> PairTableBuilder.Entry?
    ) {
        let lowestAfter = UnsafeMutablePointer<UInt32>.allocate(capacity: 2 * endID)
        defer { lowestAfter.deallocate() }
        lowestAfter.update(repeating: PairTable.none, count: 2 * endID)
        let lowestBefore = lowestAfter + endID
        for index in 0..<pairCount {
            guard let pair = pair(index), (pair.left | pair.right) & PairTable.hangulFlag != 0 else { continue }
            let left = Int(pair.left & PairTable.limit)
            let right = Int(pair.right & PairTable.limit)
            // As `find` gives it, but for the flag, which does not change the order of different ranks.
            let rank = pair.rank << 1
            if bytes[Int(starts[left + 1]) - 1] != 0x20 { lowestBefore[right] = min(lowestBefore[right], rank) }
            if bytes[Int(starts[right])] & 0xC0 != 0x80 { lowestAfter[left] = min(lowestAfter[left], rank) }
        }
        var tables = jeoul_merge_tables(
            regions: (merger.pairs.other.table, merger.pairs.hangul.table), byte_tokens: merger.byteTokens,
            seeds: seeds, merge_results: merger.mergeResults,
            characters: jeoul_character_starts())
        jeoul_fill_seeds(&tables, lowestBefore, lowestAfter, seeds)
    }
}
