import ScanKernels
import TestSupport
import Testing

@testable import JeoulTokenizing

/// The hash tables of spans: what is in them stays when they grow, and one that may not grow keeps an end for its probes.
@Suite("cache of spans") struct SpanCacheTableTests {
    /// Half of them of one word.
    private static func keys(_ count: Int, using random: inout SeededRandom) -> [jeoul_span_key] {
        let units = UInt64(1) << UInt64(JEOUL_SPAN_FLAG.trailingZeroBitCount)
        var found: Set<[UInt64]> = []
        while found.count < count {
            found.insert([
                UInt64.random(in: 0..<units, using: &random) | units,
                found.count % 2 == 0 ? 0 : UInt64.random(in: 1..<units, using: &random),
            ])
        }
        return found.map { jeoul_span_key(low: $0[0], high: $0[1]) }
    }

    /// The number of tokens and the value of a key, as `find` of spans.c reads them.
    private static func find(_ key: jeoul_span_key, _ table: jeoul_span_cache) -> (Int, UInt32)? {
        let count = UInt64.max << UInt64(JEOUL_SPAN_COUNT_SHIFT)
        var slot = Int(jeoul_span_hash(key) >> UInt64(table.shift))
        while table.words[2 * slot] != 0 {
            let high = table.words[2 * slot + 1]
            if table.words[2 * slot] == key.low, high & ~count == key.high {
                return (Int(high >> UInt64(JEOUL_SPAN_COUNT_SHIFT)), table.values[slot])
            }
            slot = (slot + 1) & Int(table.mask)
        }
        return nil
    }

    @Test("grow") func grow() throws {
        var random = SeededRandom(seed: 161)
        let slots = try SpanCacheTable(keepsValues: true, memoryLimit: 1 << 30)
        let keys = Self.keys(60_000, using: &random)
        for (number, key) in keys.enumerated() {
            slots.insert(key, count: number % 63 + 1, value: UInt32(number))
            // Once more changes nothing.
            if number % 7 == 0 { slots.insert(key, count: 1, value: 0) }
        }
        let wrong = keys.indices.first { number in
            guard let found = Self.find(keys[number], slots.table) else { return true }
            return found != (number % 63 + 1, UInt32(number))
        }
        #expect(wrong == nil)
        try slots.checkInvariants(valueEnd: keys.count)
        #expect(throws: BrokenInvariant.self) { try slots.checkInvariants(valueEnd: keys.count / 2) }
        // A word that was lost takes those behind it from their probes, or is missed by its number.
        let place = try #require((0...Int(slots.table.mask)).first { slots.table.words[$0 * 2] != 0 })
        let lost = slots.table.words[place * 2]
        UnsafeMutablePointer(mutating: slots.table.words)[place * 2] = 0
        #expect(throws: BrokenInvariant.self) { try slots.checkInvariants(valueEnd: keys.count) }
        UnsafeMutablePointer(mutating: slots.table.words)[place * 2] = lost
        slots.removeAll()
        try slots.checkInvariants(valueEnd: 1)
        #expect(Self.find(keys[0], slots.table) == nil)
    }

    @Test("are never full") func limit() throws {
        var random = SeededRandom(seed: 162)
        let slots = try SpanCacheTable(keepsValues: true, memoryLimit: 1)
        let keys = Self.keys(10_000, using: &random)
        for key in keys { slots.insert(key, count: 1, value: 7) }
        let size = Int(slots.table.mask) + 1
        let kept = keys.count { Self.find($0, slots.table) != nil }
        #expect(kept == size * 3 / 4)
        try slots.checkInvariants(valueEnd: 8)
    }
}
