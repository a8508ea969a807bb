import ScanKernels

/// A short piece as two words: up to 15 bytes, apart from one leading space.
///
/// The bytes stand in order from the lowest byte of `low` on; where they are fewer than 15, a byte 0xFF follows, which no
/// UTF-8 has, and then zeros, so that no two pieces have the same key, NULs included. The highest byte of `high` is
/// `1 << 7` for a leading space, `1 << 6` always (an empty slot of the table is 0), and in the table the number of
/// tokens in its five lowest bits.
struct PieceKey {
    var low: UInt64
    var high: UInt64

    static let maximumBytes = 15
    static let spaceFlag: UInt64 = 1 << 63
    static let filledFlag: UInt64 = 1 << 62
    static let countShift: UInt64 = 56
    static let countMask: UInt64 = 0x1F << countShift

    @inline(__always)
    init(low: UInt64, high: UInt64) {
        self.low = low
        self.high = high
    }

    /// The key of `length` bytes, at most 15, of which the words `first` and `second` hold the first 16.
    @inline(__always)
    init(first: UInt64, second: UInt64, length: Int, hasSpace: Bool) {
        // Selections, not branches: lengths vary without a pattern.
        let bits = UInt64(truncatingIfNeeded: length) &<< 3
        let isShort = length < 8
        let end = UInt64(0xFF) &<< (bits & 63)
        let inside = (UInt64(1) &<< (bits & 63)) &- 1
        low = first & (isShort ? inside : .max) | (isShort ? end : 0)
        high = second & (isShort ? 0 : inside) | (isShort || length == 15 ? 0 : end)
        high |= PieceKey.filledFlag | (hasSpace ? PieceKey.spaceFlag : 0)
    }

    /// A hash of which the high bits are good.
    @inline(__always)
    var hash: UInt64 { jeoul_key_hash(low, high) }
}
