/// The merging itself, over the tables of a model or of one being built.
struct Merger {
    let pairs: PairTable
    /// With their flags.
    let byteTokens: UnsafeMutablePointer<TokenID>
    let mergeResults: UnsafeMutablePointer<TokenID>?
    let seeds: UnsafeMutablePointer<BytePairModel.Seed>?
    let seedTraits: UnsafeMutablePointer<BytePairModel.SeedTraits>?

    /// The token, with its flag, of a merge that `PairTable.find` gave.
    @inline(__always)
    func result(_ merge: UInt32) -> TokenID {
        let rank = merge &>> 1
        let token = if let mergeResults { mergeResults[Int(rank)] } else { rank }
        return token | (merge & 1) &<< 21
    }

    /// Merges a run of any length and gives its tokens, with their flags, to `body`.
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
        beginWithPairs(bytes, count, readable: count, tokens).count
    }

    /// The same, and which pairs may merge: bit i, of the first 64, that tokens i and i + 1 are to be looked up.
    // SAFETY: `bytes[0 ..< readable]` must be readable, and `readable` at least `count`; `tokens` has room for `count + 4`.
    @inline(__always)
    func beginWithPairs(
        _ bytes: UnsafePointer<UInt8>, _ count: Int, readable: Int, _ tokens: UnsafeMutablePointer<TokenID>
    ) -> (count: Int, pairs: UInt64) {
        guard let seeds, let seedTraits else {
            for index in 0..<count { tokens[index] = byteTokens[Int(bytes[index])] }
            return (count, .max)
        }
        var index = 0
        var length = 0
        var pairs: UInt64 = 0
        // Whether the token before may merge with what follows, and whether it is a space.
        var after: UInt64 = 0
        var isAfterSpace = false
        if bytes[0] == 0x20 {
            let place = Self.syllable(bytes + 1, readable: readable &- 1) &+ BytePairModel.syllableCount
            if count >= 4, place < 2 &* BytePairModel.syllableCount, seeds[place].isKnown {
                length = seeds[place].write(tokens)
                pairs = seedTraits[place].inside & ((1 &<< UInt64(truncatingIfNeeded: length &- 1)) &- 1)
                after = seedTraits[place].after
                index = 4
            }
        }
        while index < count {
            let syllable = Self.syllable(bytes + index, readable: readable &- index)
            if syllable < BytePairModel.syllableCount, index &+ 3 <= count, !isAfterSpace {
                let written = seeds[syllable].write(tokens + length)
                let traits = seedTraits[syllable]
                let inside = traits.inside & ((1 &<< UInt64(truncatingIfNeeded: written &- 1)) &- 1)
                // Before the first token stands no pair: bit -1 is shifted out.
                pairs |= ((inside &<< 1 | after & traits.before) &<< UInt64(truncatingIfNeeded: length)) &>> 1
                after = traits.after
                length &+= written
                index &+= 3
            } else {
                let byte = bytes[index]
                isAfterSpace = byte == 0x20
                tokens[length] = byteTokens[Int(byte)]
                pairs |= (after &<< UInt64(truncatingIfNeeded: length)) &>> 1
                after = 1
                length &+= 1
                index &+= 1
            }
        }
        return (length, pairs)
    }

    /// The number of the Hangul syllable that the first three bytes are, or a number far greater.
    @inline(__always)
    private static func syllable(_ bytes: UnsafePointer<UInt8>, readable: Int) -> Int {
        var word: UInt32
        if readable >= 4 {
            word = UInt32(littleEndian: UnsafeRawPointer(bytes).loadUnaligned(as: UInt32.self))
        } else if readable == 3 {
            word = UInt32(bytes[0]) | UInt32(bytes[1]) &<< 8 | UInt32(bytes[2]) &<< 16
        } else {
            return Int(UInt32.max)
        }
        // A run need not begin or end with a character, so that the bytes may be no character at all.
        let isCharacter = word & 0xC0C0F0 == 0x8080E0
        word = (word & 0x0F) &<< 12 | word &>> 2 & 0xFC0 | word &>> 16 & 0x3F
        // What is below U+AC00 wraps around.
        return isCharacter ? Int(truncatingIfNeeded: word &- 0xAC00) : Int(UInt32.max)
    }

    /// Merges tokens until no two merge; their number is returned. Quadratic in the number, for the search of the lowest rank.
    // SAFETY: `tokens` and `ranks` have room for `count` elements.
    @inline(__always)
    func merge(_ count: Int, _ tokens: UnsafeMutablePointer<TokenID>, _ ranks: UnsafeMutablePointer<UInt32>) -> Int {
        guard count > 1 else { return count }
        var last = count &- 1
        for index in 0..<last { ranks[index] = pairs.find(tokens[index], tokens[index &+ 1]) }
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
            if best == PairTable.none { break }
            tokens[at] = result(best)
            index = at &+ 1
            while index < last {
                tokens[index] = tokens[index &+ 1]
                ranks[index &- 1] = ranks[index]
                index &+= 1
            }
            last &-= 1
            if at < last { ranks[at] = pairs.find(tokens[at], tokens[at &+ 1]) }
            if at > 0 { ranks[at &- 1] = pairs.find(tokens[at &- 1], tokens[at]) }
        }
        return last &+ 1
    }
}
