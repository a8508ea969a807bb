import ScanKernels

/// The merging itself, over the tables of a model or of one being built.
struct Merger {
    let pairs: PairTable
    /// With their flags.
    let byteTokens: UnsafeMutablePointer<TokenID>
    let mergeResults: UnsafeMutablePointer<TokenID>?
    let seeds: UnsafeMutablePointer<jeoul_seed>?

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
    // SAFETY: `bytes[0 ..< count]` must be readable; `tokens` has room for `count + 4`.
    @inline(__always)
    func begin(_ bytes: UnsafePointer<UInt8>, _ count: Int, _ tokens: UnsafeMutablePointer<TokenID>) -> Int {
        guard let seeds else {
            for index in 0..<count { tokens[index] = byteTokens[Int(bytes[index])] }
            return count
        }
        var index = 0
        var length = 0
        var isAfterSpace = false
        if count >= 4, bytes[0] == 0x20 {
            let syllable = Self.syllable(bytes + 1)
            if syllable < BytePairModel.syllableCount {
                length = Self.write(seeds[jeoul_seed_place(syllable, Int(JEOUL_SPACE_SEED))], tokens)
                index = length > 0 ? 4 : 0
            }
        }
        while index < count {
            let syllable = index &+ 3 <= count && !isAfterSpace ? Self.syllable(bytes + index) : .max
            if syllable < BytePairModel.syllableCount {
                length &+= Self.write(seeds[jeoul_seed_place(syllable, 0)], tokens + length)
                index &+= 3
            } else {
                isAfterSpace = bytes[index] == 0x20
                tokens[length] = byteTokens[Int(bytes[index])]
                length &+= 1
                index &+= 1
            }
        }
        return length
    }

    /// Writes a seed's tokens, always three places; their number is returned.
    @inline(__always)
    private static func write(_ seed: jeoul_seed, _ tokens: UnsafeMutablePointer<TokenID>) -> Int {
        (tokens[0], tokens[1], tokens[2]) = seed.tokens
        return Int(seed.count)
    }

    /// The number of the Hangul syllable that three bytes are, or a number far greater.
    @inline(__always)
    private static func syllable(_ bytes: UnsafePointer<UInt8>) -> Int {
        let word = UInt32(bytes[0]) &<< 16 | UInt32(bytes[1]) &<< 8 | UInt32(bytes[2])
        // A run need not begin or end with a character, so that the bytes may be no character at all.
        guard word & 0xF0C0C0 == 0xE08080 else { return .max }
        // What is below U+AC00 wraps around.
        return Int((word &>> 4 & 0xF000 | word &>> 2 & 0xFC0 | word & 0x3F) &- 0xAC00)
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

    /// Whether two tokens, without flags, are the encoding of their bytes; without seeds, since the bytes may be no text.
    // SAFETY: `tokenBytes` has the bytes of both tokens, from where `tokenStarts` says.
    func isEncoding(
        _ left: TokenID, _ right: TokenID, _ tokenStarts: UnsafePointer<UInt32>, _ tokenBytes: UnsafePointer<UInt8>
    ) -> Bool {
        precondition(seeds == nil, "seeds rely on whole characters")
        var bytes: [UInt8] = []
        for id in [left, right] {
            let start = Int(tokenStarts[Int(id)])
            let count = Int(tokenStarts[Int(id) + 1]) - start
            bytes.append(contentsOf: UnsafeBufferPointer(start: tokenBytes + start, count: count))
        }
        return bytes.withUnsafeBufferPointer { buffer in
            // Its own workspace: that of the caller may hold a window's tokens.
            withMerged(buffer.baseAddress!, buffer.count, MergeWorkspace()) { tokens, found in
                found == 2 && tokens[0] & PairTable.limit == left && tokens[1] & PairTable.limit == right
            }
        }
    }
}
