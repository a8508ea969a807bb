import ScanKernels

/// Which two tokens merge, and at what rank: for pairs, a filter of one bit and a cuckoo hash table of one word.
///
/// Memory decides: a miss of the caches costs as much as a few hundred instructions.
/// - Of ten pairs that are asked for, three merge, and which cannot be predicted. So a look-up has no branch: the filter says
///   for most that they do not, and those read a word that is always in the cache; the others read the two places where
///   the pair may stand.
/// - Pairs whose left token is of Hangul syllables or parts of them (`isHangul`) have a region of their own: of the 200,000
///   pairs of o200k_base they are a twentieth, and stay in the second-level cache while Korean is merged. A token carries the
///   flag that chooses the region (`hangulFlag`), and a word that of the merged token.
///
/// A token's two parts are always the same: when two neighbours l and r are about to merge into t, no merge has crossed
/// the edges of t so far, so what happened inside is what happens when t is encoded alone, and that passes through one
/// state of two tokens. Hence one entry a token suffices under `MergeOrder.tokenID`, where by definition any two tokens
/// that concatenate to t might merge.
struct PairTable {
    /// Ids and ranks must be below this.
    static let limit: UInt32 = (1 << 21) - 1
    /// What `find` gives for two tokens that do not merge.
    static let none: UInt32 = limit << 1 | 1
    /// Of a token: that it is of Hangul syllables or parts of them.
    static let hangulFlag: TokenID = 1 << 21

    private(set) var hangul: Region
    private(set) var other: Region

    /// Whether all bytes of a token, but one leading space, may be those of a Hangul syllable.
    static func isHangul(_ token: some BidirectionalCollection<UInt8>) -> Bool {
        let bytes = token.first == 0x20 ? token.dropFirst() : token[...]
        return !bytes.isEmpty && bytes.allSatisfy { 0x80...0xBF ~= $0 || 0xEA...0xED ~= $0 }
    }

    /// The merge of two tokens, `rank << 1`, with the lowest bit set where the merged token is of Hangul; or `none`.
    @inline(__always)
    func find(_ left: TokenID, _ right: TokenID) -> UInt32 {
        let key = UInt64(left & Self.limit) &<< 21 | UInt64(right & Self.limit)
        return (left & Self.hangulFlag != 0 ? hangul : other).find(key)
    }

    /// Adds a pair that is not there yet; nil, or the entry that found no place, so that the region must be made larger.
    func insert(_ left: TokenID, _ right: TokenID, rank: UInt32, isHangul: Bool) -> UInt64? {
        let key = UInt64(left & Self.limit) &<< 21 | UInt64(right & Self.limit)
        let word = (isHangul ? 1 << 63 : 0) | key &<< 21 | UInt64(rank)
        return (left & Self.hangulFlag != 0 ? hangul : other).place(word)
    }

    /// The same with one region replaced by a larger one.
    func replacing(_ region: Region, isHangul: Bool) -> PairTable {
        isHangul ? PairTable(hangul: region, other: other) : PairTable(hangul: hangul, other: region)
    }

    /// Every entry; the tokens without flags.
    func forEach(_ body: (_ left: TokenID, _ right: TokenID, _ rank: UInt32) -> Void) {
        hangul.forEach(body)
        other.forEach(body)
    }

    /// One of the two hash tables, with its filter. A word is the flag of the merged token, and 21 bits each for the left
    /// token, the right one and the rank.
    struct Region {
        private static let emptyWord: UInt64 = .max

        let words: UnsafeMutablePointer<UInt64>
        let filter: UnsafeMutablePointer<UInt64>
        /// One less than the number of words, and of bits of the filter.
        let mask: UInt64
        let filterMask: UInt64

        /// An empty region.
        // SAFETY: `words` has room for `capacity` elements, a power of two, `filter` for `filterWords(capacity)`; both outlive it.
        init(words: UnsafeMutablePointer<UInt64>, filter: UnsafeMutablePointer<UInt64>, capacity: Int) {
            precondition(capacity.nonzeroBitCount == 1 && capacity <= 1 << 24, "capacity is a power of two")
            self.words = words
            self.filter = filter
            mask = UInt64(capacity - 1)
            filterMask = UInt64(Self.filterWords(capacity) * 64 - 1)
            words.update(repeating: Self.emptyWord, count: capacity)
            filter.update(repeating: 0, count: Self.filterWords(capacity))
        }

        /// How many words so many pairs need: at more than half, two places for each would not suffice.
        static func capacity(pairs: Int) -> Int {
            var capacity = 1024
            while capacity * 5 < pairs * 12 { capacity *= 2 }
            return capacity
        }

        /// The size of the filter, in words of 64 bits: eight bits for a word of the table, sixteen and more for a pair.
        static func filterWords(_ capacity: Int) -> Int { capacity / 8 }

        @inline(__always)
        private static func hash(_ key: UInt64) -> UInt64 {
            let mixed = key &* 0x9E37_79B9_7F4A_7C15
            return (mixed ^ mixed &>> 32) &* 0xD6E8_FEB8_6659_FD93
        }

        @inline(__always) private func first(_ hash: UInt64) -> Int { Int(truncatingIfNeeded: hash & mask) }
        @inline(__always) private func second(_ hash: UInt64) -> Int { Int(truncatingIfNeeded: hash &>> 24 & mask) }
        @inline(__always) private func bit(_ hash: UInt64) -> UInt64 { hash &>> 36 & filterMask }

        @inline(__always)
        func find(_ key: UInt64) -> UInt32 {
            let hash = Self.hash(key)
            let bit = bit(hash)
            // All ones where the filter has the pair; else the first word is read, which is then not the pair's.
            let passes = 0 &- Int(truncatingIfNeeded: filter[Int(truncatingIfNeeded: bit &>> 6)] &>> (bit & 63) & 1)
            let one = words[first(hash) & passes]
            let other = words[second(hash) & passes]
            let word = (one &<< 1) &>> 22 == key ? one : other
            let found = (UInt32(truncatingIfNeeded: word) & PairTable.limit) &<< 1 | UInt32(truncatingIfNeeded: word &>> 63)
            return (word &<< 1) &>> 22 == key ? found : PairTable.none
        }

        /// Gives an entry a place; nil, or the entry that found none.
        func place(_ word: UInt64) -> UInt64? {
            var word = word
            var avoided = -1
            // Whoever stood in the way moves on to its other place.
            for _ in 0..<500 {
                let hash = Self.hash((word &<< 1) &>> 22)
                let bit = bit(hash)
                filter[Int(bit &>> 6)] |= 1 << (bit & 63)
                for place in [first(hash), second(hash)] where words[place] == Self.emptyWord {
                    words[place] = word
                    return nil
                }
                let place = first(hash) == avoided ? second(hash) : first(hash)
                swap(&words[place], &word)
                avoided = place
            }
            return word
        }

        /// Adds all entries of a smaller region, and the one that found no place there; false where there is none here.
        func placeAll(of other: Region, and word: UInt64) -> Bool {
            guard place(word) == nil else { return false }
            for index in 0...Int(other.mask) where other.words[index] != Self.emptyWord {
                if place(other.words[index]) != nil { return false }
            }
            return true
        }

        func forEach(_ body: (_ left: TokenID, _ right: TokenID, _ rank: UInt32) -> Void) {
            for index in 0...Int(mask) where words[index] != Self.emptyWord {
                let word = words[index]
                body(
                    TokenID(truncatingIfNeeded: word &>> 42) & PairTable.limit,
                    TokenID(truncatingIfNeeded: word &>> 21) & PairTable.limit,
                    UInt32(truncatingIfNeeded: word) & PairTable.limit)
            }
        }
    }
}
