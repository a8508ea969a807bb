#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif
#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Numbers the distinct words of a text in the order in which they first come, by their bytes.
///
/// Its memory grows with the distinct words: what it answers, how many there are, cannot be known with less.
struct WordIndex: Sendable, Codable {
    /// The words' bytes, one after another.
    private var arena: [UInt8] = []
    /// Word `n` is `arena[starts[n] ..< starts[n + 1]]`.
    private var starts: [Int] = [0]
    /// A word's hash in the high half, one more than its number in the low half; or 0. A power of two of them, at most
    /// half filled.
    private var slots = [UInt64](repeating: 0, count: 1024)

    var count: Int { starts.count - 1 }

    init() {}

    /// The words in the order of their numbers, each ended by LF, which is in no word.
    init(from decoder: any Decoder) throws {
        let words = Array(try decoder.singleValueContainer().decode(Data.self))
        words.withUnsafeBufferPointer { words in
            var start = 0
            for end in words.indices where words[end] == 0x0A {
                _ = number(of: UnsafeBufferPointer(rebasing: words[start..<end]))
                start = end + 1
            }
        }
    }

    func encode(to encoder: any Encoder) throws {
        var words = Data(capacity: arena.count + count)
        for word in 0..<count {
            withBytes(of: word) { words.append($0) }
            words.append(0x0A)
        }
        var container = encoder.singleValueContainer()
        try container.encode(words)
    }

    /// The number of a word, a new one if it has none yet. O(length) expected.
    mutating func number(of word: UnsafeBufferPointer<UInt8>) -> Int {
        let hash = Self.hash(word)
        let mask = slots.count - 1
        var slot = Int(truncatingIfNeeded: hash) & mask
        while slots[slot] != 0 {
            let number = Int(slots[slot] & 0xFFFF_FFFF) - 1
            if slots[slot] >> 32 == hash, withBytes(of: number, { Self.areEqual($0, word) }) { return number }
            slot = (slot + 1) & mask
        }
        arena.append(contentsOf: word)
        starts.append(arena.count)
        slots[slot] = hash << 32 | UInt64(count)
        if count * 2 > slots.count { grow() }
        return count - 1
    }

    private static func areEqual(_ left: UnsafeBufferPointer<UInt8>, _ right: UnsafeBufferPointer<UInt8>) -> Bool {
        guard left.count == right.count, let a = left.baseAddress, let b = right.baseAddress else {
            return left.count == right.count
        }
        return memcmp(a, b, left.count) == 0
    }

    /// Gives `body` the bytes of a word.
    func withBytes<Result>(of number: Int, _ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        arena.withUnsafeBufferPointer { body(UnsafeBufferPointer(rebasing: $0[starts[number]..<starts[number + 1]])) }
    }

    private mutating func grow() {
        let old = slots
        slots = [UInt64](repeating: 0, count: old.count * 4)
        for entry in old where entry != 0 {
            var slot = Int(entry >> 32) & (slots.count - 1)
            while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
            slots[slot] = entry
        }
    }

    /// 32 bits.
    private static func hash(_ word: UnsafeBufferPointer<UInt8>) -> UInt64 { ByteHash.hash(word) >> 32 }
}
