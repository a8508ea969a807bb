import TestSupport
import Testing

@testable import JeoulTokenizing

/// The memory of long parts of a text: it may forget, but never takes one for another.
@Suite("cache of long spans") struct LongSpanCacheTests {
    /// What was remembered, and when.
    private final class Subject {
        let cache = LongSpanCache()
        private(set) var told: [[UInt8]: (count: UInt32, value: UInt32)] = [:]
        private let hash: (UnsafeBufferPointer<UInt8>) -> UInt64

        init(_ hash: @escaping (UnsafeBufferPointer<UInt8>) -> UInt64) { self.hash = hash }

        func find(_ part: [UInt8]) -> (count: UInt32, value: UInt32)? {
            part.withUnsafeBufferPointer { cache.find($0.baseAddress!, $0.count, hash: hash($0)) }
        }

        func insert(_ part: [UInt8], count: Int, value: UInt32) {
            part.withUnsafeBufferPointer {
                cache.insert($0.baseAddress!, $0.count, hash: hash($0), count: count, value: value)
            }
            told[part] = (UInt32(count), value)
        }

        /// Whether what it says of a part is what it was told of it, or nothing.
        func isRight(_ part: [UInt8]) -> Bool {
            guard let found = find(part) else { return true }
            return told[part].map { $0 == found } ?? false
        }
    }

    private static func part(_ length: Int, using random: inout SeededRandom) -> [UInt8] {
        // Few different bytes, so that many parts begin and end alike.
        (0..<length).map { $0 > 3 && $0 < length - 3 ? 0x61 : UInt8.random(in: 0x61...0x70, using: &random) }
    }

    @Test("equal hashes do not make equal parts", arguments: 0..<4) func equalHashes(_ kind: Int) throws {
        let subject = Subject { part in
            switch kind {
            case 0: 1
            case 1: .max
            case 2: part.count % 2 == 0 ? 255 : 256
            default: UInt64(part[0] & 1) << 8 | 0xFF
            }
        }
        var random = SeededRandom(seed: 121)
        var parts: [[UInt8]] = []
        for length in [8, 9, 15, 16, 17, 40, 100, 1024] {
            for _ in 0..<60 { parts.append(Self.part(length, using: &random)) }
        }
        parts.shuffle(using: &random)
        for (number, part) in parts.enumerated() where subject.told[part] == nil {
            // Nothing is known of it, however many have its hash.
            #expect(subject.find(part) == nil)
            subject.insert(part, count: number % 900, value: UInt32(number) << 8)
            #expect(subject.find(part)?.value == UInt32(number) << 8)
        }
        // So few are all kept.
        for (part, told) in subject.told {
            let found = subject.find(part)
            #expect(found?.count == told.count && found?.value == told.value)
        }
        try subject.cache.checkInvariants()
        subject.cache.removeAll()
        try subject.cache.checkInvariants()
        #expect(subject.told.keys.allSatisfy { subject.find($0) == nil })
    }

    @Test("it forgets, and stays right", arguments: [8...12, 8...1024, 1024...1024] as [ClosedRange<Int>])
    func forgets(_ lengths: ClosedRange<Int>) {
        let subject = Subject { ByteHash.hash($0) }
        var random = SeededRandom(seed: 122)
        var parts: [[UInt8]] = []
        let total = lengths.upperBound < 100 ? 300_000 : 20_000
        for number in 0..<total {
            let part = (0..<Int.random(in: lengths, using: &random)).map { _ in
                UInt8.random(in: 0x61...0x7A, using: &random)
            }
            guard subject.told[part] == nil else { continue }
            guard subject.find(part) == nil else {
                Issue.record("part \(number) is known before it was told")
                return
            }
            subject.insert(part, count: number % 1000, value: UInt32(number))
            parts.append(part)
            let back = parts[max(0, parts.count - Int.random(in: 1...3000, using: &random))]
            guard let found = subject.find(part), found == (UInt32(number % 1000), UInt32(number)),
                subject.isRight(back)
            else {
                Issue.record("seed 122, part \(number)")
                return
            }
        }
        let wrong = parts.count { !subject.isRight($0) }
        let known = parts.count { subject.find($0) != nil }
        #expect(wrong == 0)
        #expect(known > 0 && known < parts.count)
    }

    @Test("a part of too many tokens is not kept") func tooManyTokens() {
        let subject = Subject { ByteHash.hash($0) }
        let parts = [UInt8](0x61...0x63).map { [UInt8](repeating: $0, count: 1024) }
        subject.insert(parts[0], count: Int(UInt16.max), value: 1)
        subject.insert(parts[1], count: Int(UInt16.max) + 1, value: 2)
        #expect(subject.find(parts[0])?.count == UInt32(UInt16.max))
        #expect(subject.find(parts[1]) == nil && subject.find(parts[2]) == nil)
    }
}
