/// The merging itself, over the tables of a model or of one being built.
struct Merger {
    let pairs: PairTable
    let byteTokens: UnsafeMutablePointer<TokenID>
    let mergeResults: UnsafeMutablePointer<TokenID>?
    let seeds: UnsafeMutablePointer<BytePairModel.Seed>?

    @inline(__always)
    func result(_ rank: UInt32) -> TokenID { mergeResults.map { $0[Int(rank)] } ?? rank }

    /// Merges a run of any length and gives its tokens to `body`.
    // SAFETY: `bytes[0 ..< count]` must be readable; the tokens are valid while `body` runs.
    @inline(__always)
    func withMerged<Result>(
        _ bytes: UnsafePointer<UInt8>, _ count: Int, _ workspace: MergeWorkspace,
        _ body: (UnsafeMutablePointer<TokenID>, Int) -> Result
    ) -> Result {
        if count <= MergeWorkspace.longestRun { return body(workspace.tokens, merge(bytes, count, workspace)) }
        let tokens = UnsafeMutablePointer<TokenID>.allocate(capacity: count + 4)
        defer { tokens.deallocate() }
        return body(tokens, HeapMerger(merger: self).merge(begin(bytes, count, tokens), tokens))
    }

    /// Merges a run of at most `MergeWorkspace.longestRun` bytes; its tokens are left in `workspace.tokens`, their number is
    /// returned.
    // SAFETY: `bytes[0 ..< count]` must be readable.
    @inline(__always)
    func merge(_ bytes: UnsafePointer<UInt8>, _ count: Int, _ workspace: MergeWorkspace) -> Int {
        merge(begin(bytes, count, workspace.tokens), workspace.tokens, workspace.ranks)
    }

    /// The run's first tokens: the seed of a space and a syllable at its beginning, of a syllable that no space precedes, and
    /// a token for every other byte.
    @inline(__always)
    func begin(_ bytes: UnsafePointer<UInt8>, _ count: Int, _ tokens: UnsafeMutablePointer<TokenID>) -> Int {
        var index = 0
        var length = 0
        if let seeds, count >= 4, bytes[0] == 0x20 {
            let syllable = syllable(bytes + 1)
            if syllable < BytePairModel.syllableCount {
                let seed = seeds + (BytePairModel.syllableCount + syllable)
                seed.pointee.write(tokens)
                length = seed.pointee.count
                index = 4
            }
        }
        while index < count {
            if let seeds, bytes[index] >= 0xEA, index + 3 <= count, index == 0 || bytes[index - 1] != 0x20 {
                let syllable = syllable(bytes + index)
                if syllable < BytePairModel.syllableCount {
                    let seed = seeds + syllable
                    seed.pointee.write(tokens + length)
                    length += seed.pointee.count
                    index += 3
                    continue
                }
            }
            tokens[length] = byteTokens[Int(bytes[index])]
            length += 1
            index += 1
        }
        return length
    }

    /// The number of the Hangul syllable that three bytes are, or a greater one.
    @inline(__always)
    private func syllable(_ bytes: UnsafePointer<UInt8>) -> Int {
        let (first, second, third) = (UInt32(bytes[0]), UInt32(bytes[1]), UInt32(bytes[2]))
        // A run need not begin or end with a character, so that the bytes may be no character at all.
        let isCharacter = first & 0xF0 == 0xE0 && second & 0xC0 == 0x80 && third & 0xC0 == 0x80
        let code = (first & 0x0F) << 12 | (second & 0x3F) << 6 | third & 0x3F
        return isCharacter ? Int(code &- 0xAC00) : .max
    }

    /// Merges tokens until no two merge; their number is returned. Quadratic in the number, for the search of the lowest rank.
    // SAFETY: `tokens` and `ranks` have room for `count` elements.
    @inline(__always)
    func merge(_ count: Int, _ tokens: UnsafeMutablePointer<TokenID>, _ ranks: UnsafeMutablePointer<UInt32>) -> Int {
        guard count > 1 else { return count }
        var last = count &- 1
        for index in 0..<last { ranks[index] = pairs.rank(tokens[index], tokens[index &+ 1]) }
        while last > 0 {
            // The lowest rank, the leftmost of equals.
            var best = ranks[0]
            var at = 0
            var index = 1
            while index < last {
                let rank = ranks[index]
                at = rank < best ? index : at
                best = min(best, rank)
                index &+= 1
            }
            if best == PairTable.noRank { break }
            tokens[at] = result(best)
            index = at &+ 1
            while index < last {
                tokens[index] = tokens[index &+ 1]
                ranks[index &- 1] = ranks[index]
                index &+= 1
            }
            last &-= 1
            if at < last { ranks[at] = pairs.rank(tokens[at], tokens[at &+ 1]) }
            if at > 0 { ranks[at &- 1] = pairs.rank(tokens[at &- 1], tokens[at]) }
        }
        return last &+ 1
    }
}
