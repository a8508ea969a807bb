/// A bit for each byte of a text, kept between texts. Not `Sendable`.
final class BitMap {
    private var words = UnsafeMutablePointer<UInt64>.allocate(capacity: 1)
    private var capacity = 1

    init() {}

    deinit { words.deallocate() }

    /// Makes room for `bits` bits, all 0. O(bits / 64).
    func reset(bits: Int) {
        let needed = bits / 64 + 1
        if needed > capacity {
            words.deallocate()
            capacity = needed + needed / 2
            words = .allocate(capacity: capacity)
        }
        words.initialize(repeating: 0, count: needed)
    }

    // SAFETY, of all that follows: bits and ranges lie within the `bits` of the last `reset`.

    @inline(__always)
    func insert(_ bit: Int) { words[bit &>> 6] |= 1 &<< UInt64(truncatingIfNeeded: bit & 63) }

    /// O(length / 64).
    @inline(__always)
    func insert(_ start: Int, _ end: Int) { forEachMask(start, end) { word, mask in words[word] |= mask } }

    /// How many bits are 1 from `start` up to `end`. O(length / 64).
    @inline(__always)
    func count(_ start: Int, _ end: Int) -> Int {
        var count = 0
        forEachMask(start, end) { word, mask in count &+= (words[word] & mask).nonzeroBitCount }
        return count
    }

    /// Whether any bit is 1 from `start` up to `end`. O(length / 64).
    @inline(__always)
    func hasAny(_ start: Int, _ end: Int) -> Bool {
        var found: UInt64 = 0
        forEachMask(start, end) { word, mask in found |= words[word] & mask }
        return found != 0
    }

    /// Gives `body` each bit from `start` up to `end` that is 1 both here and in `other`, ascending. O(length / 64 +
    /// bits).
    @inline(__always)
    func forEach(alsoIn other: BitMap, _ start: Int, _ end: Int, _ body: (Int) -> Void) {
        forEachMask(start, end) { word, mask in
            var found = words[word] & other.words[word] & mask
            while found != 0 {
                body(word &<< 6 &+ found.trailingZeroBitCount)
                found &= found &- 1
            }
        }
    }

    /// The last bit at or before `bit` that is 1, or nil. O(distance / 64).
    @inline(__always)
    func last(through bit: Int) -> Int? {
        var word = bit &>> 6
        var found = words[word] & (.max &>> UInt64(truncatingIfNeeded: 63 &- bit & 63))
        while found == 0 {
            if word == 0 { return nil }
            word &-= 1
            found = words[word]
        }
        return word &<< 6 &+ 63 &- found.leadingZeroBitCount
    }

    @inline(__always)
    private func forEachMask(_ start: Int, _ end: Int, _ body: (_ word: Int, _ mask: UInt64) -> Void) {
        guard start < end else { return }
        let last = (end &- 1) &>> 6
        var word = start &>> 6
        var mask = UInt64.max &<< UInt64(truncatingIfNeeded: start & 63)
        while word < last {
            body(word, mask)
            mask = .max
            word &+= 1
        }
        body(word, mask & (.max &>> UInt64(truncatingIfNeeded: 63 &- (end &- 1) & 63)))
    }
}
