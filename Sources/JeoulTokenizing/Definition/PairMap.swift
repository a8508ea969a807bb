import JeoulText

/// A number for each of many pairs of ids: open addressing, growing. Seeded by the process against collisions on
/// purpose.
package struct PairMap: Sendable {
    /// What a pair that is not there has.
    static let none = UInt32.max

    private var keys: [UInt64]
    private var values: [UInt32]
    private var count = 0
    private static let seed = UInt64.random(in: .min ... .max) | 1
    private let seed = Self.seed

    package init(capacity: Int) {
        var size = 64
        while size < capacity * 2 { size *= 2 }
        keys = [UInt64](repeating: .max, count: size)
        values = [UInt32](repeating: Self.none, count: size)
    }

    /// The number of a pair, or `none`. O(1).
    @inline(__always)
    func value(_ left: TokenID, _ right: TokenID) -> UInt32 { values[slot(Self.key(left, right))] }

    /// Adds a pair; false if it is there already.
    package mutating func insert(_ left: TokenID, _ right: TokenID, _ value: UInt32) -> Bool {
        if count * 2 >= keys.count { grow() }
        let key = Self.key(left, right)
        let slot = slot(key)
        guard keys[slot] != key else { return false }
        (keys[slot], values[slot]) = (key, value)
        count += 1
        return true
    }

    /// Gives a pair that is there another number; the one that it had.
    package mutating func replace(_ left: TokenID, _ right: TokenID, _ value: UInt32) -> UInt32 {
        let slot = slot(Self.key(left, right))
        defer { values[slot] = value }
        return values[slot]
    }

    /// Ids are far below 2^32, so that no pair is all ones.
    private static func key(_ left: TokenID, _ right: TokenID) -> UInt64 { UInt64(left) << 32 | UInt64(right) }

    /// Where the pair is, or would be.
    @inline(__always)
    private func slot(_ key: UInt64) -> Int {
        let product = (key ^ seed).multipliedFullWidth(by: 0x9E37_79B9_7F4A_7C15 ^ seed)
        let mask = keys.count - 1
        var slot = Int(truncatingIfNeeded: product.high ^ product.low) & mask
        while keys[slot] != key, keys[slot] != .max { slot = (slot + 1) & mask }
        return slot
    }

    private mutating func grow() {
        let (oldKeys, oldValues) = (keys, values)
        keys = [UInt64](repeating: .max, count: oldKeys.count * 2)
        values = [UInt32](repeating: Self.none, count: keys.count)
        for (key, value) in zip(oldKeys, oldValues) where key != .max {
            let slot = slot(key)
            (keys[slot], values[slot]) = (key, value)
        }
    }
}
