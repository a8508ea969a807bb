import ScanKernels

/// Which two tokens merge, and at what rank: an open-addressing hash table of one 64-bit word an entry.
///
/// A word is `left << 42 | right << 21 | rank`, so a look-up touches one cache line, and ids and ranks have 21 bits.
/// A token's two parts are always the same: when two neighbours l and r are about to merge into t, no merge has crossed
/// the edges of t so far, so what happened inside is what happens when t is encoded alone, and that passes through one
/// state of two tokens. Hence one entry a token suffices under `MergeOrder.tokenID`, where by definition any two tokens
/// that concatenate to t might merge.
struct PairTable {
    /// Ids and ranks must be below this.
    static let limit: UInt32 = 1 << 21
    static let absent: UInt64 = .max
    static let noRank: UInt32 = .max

    let words: UnsafeMutablePointer<UInt64>
    let shift: UInt64
    let mask: Int

    // SAFETY: `words` points to `capacity` words, a power of two, all `absent` or filled by `insert`, and outlives the table.
    init(words: UnsafeMutablePointer<UInt64>, capacity: Int) {
        precondition(capacity.nonzeroBitCount == 1, "capacity is a power of two")
        self.words = words
        mask = capacity - 1
        shift = UInt64(64 - capacity.trailingZeroBitCount)
    }

    /// How many words a table of so many pairs needs: less than half are used.
    static func capacity(pairs: Int) -> Int {
        var capacity = 1024
        while capacity < pairs * 2 { capacity *= 2 }
        return capacity
    }

    @inline(__always)
    private func slot(_ key: UInt64) -> Int {
        Int(truncatingIfNeeded: ((key ^ key >> 21) &* 0x9E37_79B9_7F4A_7C15) >> shift)
    }

    /// The rank at which two tokens merge, or `noRank`.
    @inline(__always)
    func rank(_ left: TokenID, _ right: TokenID) -> UInt32 {
        let key = UInt64(left) << 21 | UInt64(right)
        var slot = slot(key)
        while true {
            let word = words[slot]
            if word >> 21 == key { return UInt32(truncatingIfNeeded: word) & (Self.limit - 1) }
            if word == Self.absent { return Self.noRank }
            slot = (slot + 1) & mask
        }
    }

    /// Asks for the cache line of a pair that will be looked up soon.
    @inline(__always)
    func prefetch(_ left: TokenID, _ right: TokenID) {
        jeoul_prefetch(words + slot(UInt64(left) << 21 | UInt64(right)))
    }

    /// Adds a pair that is not there yet; the table must have room.
    @inline(__always)
    func insert(_ left: TokenID, _ right: TokenID, rank: UInt32) {
        let key = UInt64(left) << 21 | UInt64(right)
        var slot = slot(key)
        while words[slot] != Self.absent { slot = (slot + 1) & mask }
        words[slot] = key << 21 | UInt64(rank)
    }

    /// Every entry.
    func forEach(_ body: (_ left: TokenID, _ right: TokenID, _ rank: UInt32) -> Void) {
        for slot in 0...mask where words[slot] != Self.absent {
            let word = words[slot]
            body(
                TokenID(truncatingIfNeeded: word >> 42), TokenID(truncatingIfNeeded: word >> 21) & (Self.limit - 1),
                UInt32(truncatingIfNeeded: word) & (Self.limit - 1))
        }
    }
}
