import JeoulText
import ScanKernels

/// Which two tokens merge, and at what rank: for pairs, a filter of one bit and a cuckoo hash table of one word, in buckets of
/// two, four fifths of which are filled.
///
/// Memory decides: a miss of the caches costs as much as a few hundred instructions.
/// - Of ten pairs that are asked for, three merge, and which cannot be predicted. So a look-up has no branch: the filter says
///   for most that they do not, and those read a word that is always in the cache; the others read the two buckets
///   where the pair may stand.
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
    static let limit = UInt32(JEOUL_TOKEN_LIMIT)
    /// What `find` gives for two tokens that do not merge.
    static let none = UInt32(JEOUL_NO_MERGE)
    /// Of a token: that it is of Hangul syllables or parts of them.
    static let hangulFlag = TokenID(JEOUL_HANGUL_FLAG)

    private(set) var hangul: Region
    private(set) var other: Region

    /// Whether all bytes of a token, but one leading space, may be those of a Hangul syllable.
    static func isHangul(_ token: UnsafeBufferPointer<UInt8>) -> Bool {
        var index = token.first == 0x20 ? 1 : 0
        if index >= token.count { return false }
        while index < token.count {
            guard 0x80...0xBF ~= token[index] || 0xEA...0xED ~= token[index] else { return false }
            index &+= 1
        }
        return true
    }

    /// The merge of two tokens, `rank << 1`, with the lowest bit set where the merged token is of Hangul; or `none`.
    @inline(__always)
    func find(_ left: TokenID, _ right: TokenID) -> UInt32 {
        (left & Self.hangulFlag != 0 ? hangul : other).find(jeoul_pair_key(left, right))
    }

    /// Adds a pair that is not there yet; nil, or the entry that found no place, so that the region must be made larger.
    func insert(_ left: TokenID, _ right: TokenID, rank: UInt32, isHangul: Bool) -> UInt64? {
        let word = jeoul_pair_key(left, right) | UInt64(rank) &<< 1 | (isHangul ? 1 : 0)
        return (left & Self.hangulFlag != 0 ? hangul : other).place(word)
    }

    /// The same with one region replaced by a larger one.
    func replacing(_ region: Region, isHangul: Bool) -> PairTable {
        isHangul ? PairTable(hangul: region, other: other) : PairTable(hangul: hangul, other: region)
    }

    /// Every entry: the tokens without flags, and the merge as `find` gives it.
    func forEach(_ body: (_ left: TokenID, _ right: TokenID, _ merge: UInt32) -> Void) {
        hangul.forEach(body)
        other.forEach(body)
    }

    /// Checks both regions. O(their words).
    func checkInvariants() throws(BrokenInvariant) {
        try hangul.checkInvariants()
        try other.checkInvariants()
    }

    /// One of the two hash tables, with its filter.
    struct Region {
        private static let emptyWord: UInt64 = .max

        let table: jeoul_pair_region

        /// The number of words.
        var capacity: Int { Int(table.buckets) * 2 }
        private var words: UnsafeMutablePointer<UInt64> { table.words }
        private var filter: UnsafeMutablePointer<UInt64> { table.filter }

        /// An empty region.
        // SAFETY: `words` has room for `capacity` elements, an even number, `filter` for `filterWords(capacity)`; both outlive it.
        init(words: UnsafeMutablePointer<UInt64>, filter: UnsafeMutablePointer<UInt64>, capacity: Int) {
            self.init(filled: words, filter: filter, capacity: capacity)
            words.update(repeating: Self.emptyWord, count: capacity)
            filter.update(repeating: 0, count: Self.filterWords(capacity))
        }

        /// A region that is filled already.
        // SAFETY: as above.
        init(filled words: UnsafeMutablePointer<UInt64>, filter: UnsafeMutablePointer<UInt64>, capacity: Int) {
            precondition(Self.isCapacity(capacity), "a region has that many words")
            table = jeoul_pair_region(
                words: words, filter: filter, buckets: UInt64(capacity / 2),
                filter_mask: UInt64(Self.filterWords(capacity) * 64 - 1))
        }

        /// The most words.
        private static let mostWords = 1 << 24

        static func isCapacity(_ capacity: Int) -> Bool { 16...mostWords ~= capacity && capacity % 2 == 0 }

        /// How many words so many pairs need: a quarter more, since with two buckets of two for each pair nine tenths can be
        /// filled, and the last ones take long.
        static func capacity(pairs: Int) -> Int { max(16, (pairs + pairs / 4 + 1) / 2 * 2) }

        /// The size of the filter, in words of 64 bits: sixteen bits and more for a pair.
        static func filterWords(_ capacity: Int) -> Int {
            var words = 4
            while words * 5 < capacity { words *= 2 }
            return words
        }

        @inline(__always)
        func find(_ key: UInt64) -> UInt32 { withUnsafePointer(to: table) { jeoul_pair_find($0, key) } }

        /// Gives an entry a place; nil, or the entry that found none.
        func place(_ word: UInt64) -> UInt64? {
            var word = word
            var avoided = -1
            // Whoever stood in the way moves on to its other bucket.
            for move in 0..<500 {
                let places = withUnsafePointer(to: table) { jeoul_pair_places_of($0, word) }
                filter[Int(places.bit &>> 6)] |= 1 << (places.bit & 63)
                let first = Int(places.first)
                let second = Int(places.second)
                if let place = emptyPlace(first) ?? emptyPlace(second) {
                    words[place] = word
                    return nil
                }
                let bucket = first == avoided ? second : first
                // Of a bucket's two in an order that never repeats.
                swap(&words[bucket + move.nonzeroBitCount % 2], &word)
                avoided = bucket
            }
            return word
        }

        /// A place of a bucket that has no entry yet.
        @inline(__always)
        private func emptyPlace(_ bucket: Int) -> Int? {
            words[bucket] == Self.emptyWord
                ? bucket : words[bucket &+ 1] == Self.emptyWord ? bucket &+ 1 : nil
        }

        /// Adds all entries of a smaller region, and the one that found no place there; false where there is none here.
        func placeAll(of other: Region, and word: UInt64) -> Bool {
            guard place(word) == nil else { return false }
            for index in 0..<other.capacity where other.words[index] != Self.emptyWord {
                if place(other.words[index]) != nil { return false }
            }
            return true
        }

        /// Checks that each entry stands in one of its two buckets and passes the filter, and that a look-up finds it. O(words).
        func checkInvariants() throws(BrokenInvariant) {
            for index in 0..<capacity where words[index] != Self.emptyWord {
                let word = words[index]
                let places = withUnsafePointer(to: table) { jeoul_pair_places_of($0, word) }
                let bucket = UInt64(index & ~1)
                try require(
                    bucket == places.first || bucket == places.second, "word \(index) stands in a bucket of others")
                try require(
                    filter[Int(places.bit &>> 6)] &>> (places.bit & 63) & 1 != 0, "the filter lacks word \(index)")
                let key = word & ~UInt64(JEOUL_NO_MERGE)
                try require(
                    find(key) == UInt32(truncatingIfNeeded: word) & UInt32(JEOUL_NO_MERGE),
                    "a look-up does not find word \(index)")
            }
        }

        func forEach(_ body: (_ left: TokenID, _ right: TokenID, _ merge: UInt32) -> Void) {
            for index in 0..<capacity where words[index] != Self.emptyWord {
                let word = words[index]
                body(
                    TokenID(truncatingIfNeeded: word &>> 43),
                    TokenID(truncatingIfNeeded: word &>> 22) & PairTable.limit,
                    UInt32(truncatingIfNeeded: word) & UInt32(JEOUL_NO_MERGE))
            }
        }
    }
}
