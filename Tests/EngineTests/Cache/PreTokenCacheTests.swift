@testable import JeoulText
import ScanKernels
import TestSupport
import Testing

@testable import JeoulTokenizing

/// The cache of short pre-tokens: whatever it keeps, what it says of a pre-token is what was said when that was added.
@Suite("cache of short pieces") struct PreTokenCacheTests {
    /// A cache, looked up batch by batch as a pass does.
    private final class Subject {
        let cache: PreTokenCache
        let found = CacheLookup()
        private let kernel: ScanKernel
        /// What has been said of each pre-token.
        private(set) var told: [[UInt8]: Int] = [:]
        private var text: [UInt8] = []

        init(_ cache: PreTokenCache, _ kernel: ScanKernel = .best) {
            self.cache = cache
            self.kernel = kernel
        }

        /// The words of a pre-token's row.
        private func word(_ count: Int, _ preToken: [UInt8], _ offset: Int) -> UInt64 {
            preToken.reduce(UInt64(count * 100 + offset)) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3 }
        }

        private func fill(_ preTokens: [[UInt8]]) {
            text.removeAll(keepingCapacity: true)
            for (index, preToken) in preTokens.enumerated() {
                found.batch.starts[index] = UInt32(text.count)
                found.batch.lengths[index] = UInt32(preToken.count)
                text += preToken
            }
            found.batch.preTokenCount = preTokens.count
            // SAFETY: as a pass does; the text is that which the batch was filled from.
            text.withUnsafeBufferPointer { found.find(in: cache, $0.baseAddress!, $0.count, kernel: kernel) }
        }

        /// Which of some pre-tokens the cache has; what it says of one that is wrong, in words.
        func find(_ preTokens: [[UInt8]]) -> (isFound: [Bool], fault: String?) {
            fill(preTokens)
            var isFound = [Bool](repeating: true, count: preTokens.count)
            for item in 0..<found.workCount { isFound[Int(found.work[item])] = false }
            for (index, preToken) in preTokens.enumerated() where isFound[index] {
                guard let count = told[preToken] else { return (isFound, "\(preToken) was never added") }
                if Int(found.counts[index]) != count {
                    return (isFound, "\(preToken): \(found.counts[index]), not \(count)")
                }
                for offset in stride(from: 0, to: cache.rowBytes, by: 8) {
                    let row = cache.row(found.slots[index]).load(fromByteOffset: offset, as: UInt64.self)
                    if row != word(count, preToken, offset) { return (isFound, "the row of \(preToken)") }
                }
            }
            return (isFound, nil)
        }

        /// One batch: look up, add what is missing; what is wrong, in words.
        func pass(_ preTokens: [[UInt8]], using random: inout SeededRandom) -> String? {
            cache.growIfNeeded()
            if let fault = find(preTokens).fault { return fault }
            for item in 0..<found.workCount {
                let index = Int(found.work[item])
                guard found.isShort(index) else { continue }
                let preToken = preTokens[index]
                let count = told[preToken] ?? Int.random(in: 1...16, using: &random)
                told[preToken] = count
                let slot = found.insert(index, count: count, into: cache)
                for offset in stride(from: 0, to: cache.rowBytes, by: 8) {
                    cache.row(slot).storeBytes(of: word(count, preToken, offset), toByteOffset: offset, as: UInt64.self)
                }
            }
            return nil
        }

        /// The pre-tokens' keys that it has, with their counts and the first words of their rows.
        func contents(slots: Int) -> [String] {
            (0..<slots).compactMap { slot in
                let key = cache.table.slots[slot]
                let row = cache.rowBytes > 0 ? cache.row(UInt32(slot)).load(as: UInt64.self) : 0
                return key.high == 0 ? nil : "\(key.low) \(key.high) \(row)"
            }
            .sorted()
        }
    }

    /// A short pre-token of that number.
    private static func preToken(_ number: Int) -> [UInt8] { Array("\(number % 2 == 0 ? " " : "")가\(number)".utf8) }

    private static func slots(_ cache: PreTokenCache) -> Int { 4 << (64 - Int(cache.table.bucket_shift)) }

    @Test("what it says stays right", arguments: [0, 8, 16, 24], ScanKernel.all.map(\.name))
    func staysRight(rowBytes: Int, kernel: String) throws {
        for limit in [1, 1 << 18, 512 << 20] {
            let cache = try PreTokenCache(rowBytes: rowBytes, expectedBytes: 0, memoryLimit: limit)
            let subject = Subject(cache, try #require(ScanKernel.named(kernel)))
            var random = SeededRandom(seed: 111)
            // Some pre-tokens come often, most once; a few are long.
            for round in 0..<60 {
                let preTokens = (0..<Int.random(in: 1...2048, using: &random)).map { _ -> [UInt8] in
                    switch Int.random(in: 0..<16, using: &random) {
                    case 0..<7: Self.preToken(Int.random(in: 0..<200, using: &random))
                    case 7: [UInt8](repeating: 0, count: Int.random(in: 1...20, using: &random))
                    case 8: Array("abcdefgh".utf8) + [UInt8.random(in: 0x61...0x7A, using: &random)]
                    default: Self.preToken(Int.random(in: 0..<1_000_000, using: &random))
                    }
                }
                let fault = subject.pass(preTokens, using: &random)
                #expect(fault == nil, "limit \(limit), round \(round)")
                if fault != nil { return }
                try cache.checkInvariants()
            }
            // Two keys that change places stand where no look-up comes.
            let filled = (0..<Self.slots(cache)).filter { cache.table.slots[$0].high != 0 }
            let (one, other) = (try #require(filled.first), try #require(filled.last))
            swap(&cache.table.slots[one], &cache.table.slots[other])
            #expect(throws: BrokenInvariant.self) { try cache.checkInvariants() }
            #expect(Self.slots(cache) == 4096 || Self.slots(cache) * (16 + rowBytes) <= limit)
        }
    }

    @Test("it grows without a loss") func growth() throws {
        let cache = try PreTokenCache(rowBytes: 8, expectedBytes: 0, memoryLimit: 512 << 20)
        let subject = Subject(cache)
        var random = SeededRandom(seed: 112)
        var sizes = [Self.slots(cache)]
        for first in stride(from: 0, to: 640_000, by: 2000) {
            let preTokens = (first..<first + 2000).map(Self.preToken)
            #expect(subject.pass(preTokens, using: &random) == nil)
            let before = Self.slots(cache)
            let contents = before < 1 << 18 ? subject.contents(slots: before) : []
            cache.growIfNeeded()
            if before <= 1 << 16 { try cache.checkInvariants() }
            let after = Self.slots(cache)
            guard after != before else { continue }
            sizes.append(after)
            if before < 1 << 18 { #expect(subject.contents(slots: after) == contents, "from \(before) to \(after)") }
        }
        #expect(sizes == [1 << 12, 1 << 14, 1 << 16, 1 << 18, 1 << 20])
        #expect(!cache.isFull)
        // Nearly all are there: a bucket of four slots seldom has more.
        let all = (0..<640_000).map(Self.preToken)
        var kept = 0
        for first in stride(from: 0, to: all.count, by: 2000) {
            let (isFound, fault) = subject.find(Array(all[first..<first + 2000]))
            #expect(fault == nil)
            kept += isFound.count { $0 }
        }
        #expect(kept > 500_000)
    }

    @Test("it keeps everything that has room") func keepsEverything() throws {
        let cache = try PreTokenCache(rowBytes: 8, expectedBytes: 1 << 30, memoryLimit: 512 << 20)
        #expect(Self.slots(cache) == 1 << 20)
        let subject = Subject(cache)
        var random = SeededRandom(seed: 113)
        let preTokens = (0..<300_000).map(Self.preToken)
        for first in stride(from: 0, to: preTokens.count, by: 2000) {
            #expect(subject.pass(Array(preTokens[first..<first + 2000]), using: &random) == nil)
        }
        // A pre-token must be there if no more than four belong to its bucket.
        func bucket(_ preToken: [UInt8]) -> UInt64 {
            preToken.withUnsafeBufferPointer { jeoul_key_hash(jeoul_pretoken_key_of($0.baseAddress!, $0.count)) }
                >> UInt64(cache.table.bucket_shift)
        }
        let crowd = Dictionary(preTokens.map { (bucket($0), 1) }, uniquingKeysWith: +)
        for first in stride(from: 0, to: preTokens.count, by: 2000) {
            let part = Array(preTokens[first..<first + 2000])
            let (isFound, fault) = subject.find(part)
            #expect(fault == nil)
            for (index, preToken) in part.enumerated() where !isFound[index] {
                #expect(crowd[bucket(preToken)]! > 4, "\(preToken)")
            }
        }
    }

    @Test("at its limit the frequent stays") func limit() throws {
        let cache = try PreTokenCache(rowBytes: 8, expectedBytes: 1 << 30, memoryLimit: 1)
        #expect(Self.slots(cache) == 4096 && !cache.isFull)
        let subject = Subject(cache)
        var random = SeededRandom(seed: 114)
        let frequent = (0..<300).map(Self.preToken)
        var found = 0
        for round in 0..<200 {
            let once = (0..<1000).map { Self.preToken(1000 + round * 1000 + $0) }
            #expect(subject.pass(frequent + once, using: &random) == nil)
            if round >= 100 { found += subject.find(frequent).isFound.count { $0 } }
        }
        #expect(Self.slots(cache) == 4096 && cache.isFull)
        // Of nearly all 300 in each of 100 rounds, though 200,000 others went through 4096 slots: few buckets have four of them.
        #expect(found > 24_000)
    }

    @Test("it is full only where the limit makes it small", arguments: [0, 8]) func fullness(rowBytes: Int) throws {
        let whole = PreTokenCache.mostSlots * (16 + rowBytes)
        for (limit, isFull) in [(whole, false), (whole - 1, true), (Int.max, false)] {
            let cache = try PreTokenCache(rowBytes: rowBytes, expectedBytes: 1 << 30, memoryLimit: limit)
            #expect(Self.slots(cache) == (isFull ? 1 << 19 : 1 << 20))
            let subject = Subject(cache)
            var random = SeededRandom(seed: 115)
            for first in stride(from: 0, to: 400_000, by: 2000) {
                #expect(subject.pass((first..<first + 2000).map(Self.preToken), using: &random) == nil)
                if first == 0 { #expect(!cache.isFull) }
            }
            #expect(cache.isFull == isFull, "limit \(limit)")
        }
    }
}
