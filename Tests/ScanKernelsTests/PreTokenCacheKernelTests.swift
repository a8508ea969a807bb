import ScanKernels
import Testing

/// The look-ups of short pre-tokens, on every kernel, against the words of pretoken_cache.h.
@Suite struct PreTokenCacheKernelTests {
    static let seed: UInt64 = 20_241_130

    /// What pretoken_cache.h says that a pre-token's key is.
    static func key(of preToken: [UInt8]) -> jeoul_pretoken_key {
        let hasSpace = preToken.count > 1 && preToken[0] == 0x20
        var bytes = Array(preToken.dropFirst(hasSpace ? 1 : 0))
        let isLong = bytes.count > 15
        if bytes.count < 15 { bytes.append(0xFF) }
        bytes = Array((bytes + [UInt8](repeating: 0, count: 16)).prefix(15))
        func word(_ bytes: ArraySlice<UInt8>) -> UInt64 { bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) } }
        let flags: UInt64 = (isLong ? 1 << 61 : 1 << 62) | (hasSpace ? 1 << 63 : 0)
        return jeoul_pretoken_key(low: word(bytes[..<8]), high: word(bytes[8...]) | flags)
    }

    /// What a kernel says of pre-tokens.
    struct Found {
        var keys: [jeoul_pretoken_key]
        var buckets: [UInt32]
        var counts: [UInt32]
        var slots: [UInt32]
        var missing: [UInt32]

        init(_ kernel: Kernel, _ cache: TestCache, _ preTokens: TextPreTokens, offset: Int = 0) {
            let found = UnsafeMutablePointer<jeoul_cache_lookup>.allocate(capacity: 1)
            defer { found.deallocate() }
            let text = HeapText(preTokens.text, offset: offset)
            var table = cache.table
            let count = preTokens.starts.count
            kernel.functions.pointee.look_up_pretokens(
                &table, text.start, text.length, preTokens.starts, preTokens.lengths, count, found)
            func array<Value>(_ start: UnsafeMutablePointer<Value>?, _ count: Int) -> [Value] {
                Array(UnsafeBufferPointer(start: start, count: count))
            }
            keys = array(jeoul_found_keys(found), count)
            buckets = array(jeoul_found_buckets(found), count)
            counts = array(jeoul_found_counts(found), count)
            slots = array(jeoul_found_slots(found), count)
            missing = array(jeoul_found_missing(found), found.pointee.missing_count)
        }
    }

    @Test(arguments: Kernel.all)
    func keysOfEveryLengthAndAlignment(kernel: Kernel) {
        let cache = TestCache(buckets: 64)
        var random = SplitMix64(seed: Self.seed)
        for length in Array(1...40) + [254, 255, 256, 257, 270, 271, 511, 512, 513, 1000] {
            for offset in 0..<64 {
                for first: UInt8 in [0x61, 0x20, 0x00, 0xEA] {
                    var preToken = (0..<length).map { _ in UInt8.random(in: 0...0xF4, using: &random) }
                    preToken[0] = first
                    let before = (0..<Int.random(in: 0...3, using: &random)).map { _ in UInt8(0x62) }
                    // At the end of the text, and with text that does not belong to it behind.
                    for behind in [0, 1, 14, 40] {
                        var preTokens = TextPreTokens()
                        preTokens.add(preToken, after: before)
                        preTokens.text += [UInt8](repeating: 0x63, count: behind)
                        let found = Found(kernel, cache, preTokens, offset: offset)
                        let expected = Self.key(of: preToken)
                        let bucket = UInt32(jeoul_key_hash(expected) >> UInt64(cache.table.bucket_shift)) * 4
                        guard found.keys == [expected], found.buckets == [bucket], Int(bucket) < cache.capacity,
                            found.missing == [0]
                        else {
                            Issue.record("length \(length), offset \(offset), first \(first), \(behind) bytes behind")
                            return
                        }
                    }
                    #expect(jeoul_pretoken_key_of(preToken, length) == Self.key(of: preToken))
                }
            }
        }
    }

    /// Texts of NULs, spaces and letters, all that are short, and runs of each.
    @Test func differentPiecesHaveDifferentKeys() {
        var preTokens: Set<[UInt8]> = []
        var shorter: [[UInt8]] = [[]]
        for _ in 1...6 {
            shorter = shorter.flatMap { start in [UInt8(0), 0x20, 0x61, 0x7F].map { start + [$0] } }
            preTokens.formUnion(shorter)
        }
        for space in [[], [UInt8(0x20)]] {
            for length in 1...15 {
                for byte: UInt8 in [0, 0x20, 0x61] {
                    for last: UInt8 in [0, 0x20, 0x61] {
                        preTokens.insert(space + [UInt8](repeating: byte, count: length - 1) + [last])
                    }
                }
            }
        }
        var owners: [jeoul_pretoken_key: [UInt8]] = [:]
        for preToken in preTokens {
            let key = jeoul_pretoken_key_of(preToken, preToken.count)
            if let other = owners.updateValue(preToken, forKey: key) { Issue.record("\(preToken) and \(other)") }
            #expect(key == Self.key(of: preToken) && key.high >> 62 & 1 == 1 && key.high >> 61 & 1 == 0, "\(preToken)")
            #expect(key.high >> 56 & 0x1F == 0)
        }
    }

    /// Pre-tokens that often share their first eight bytes, and all that they have in an empty slot: zeros.
    private static func randomPreToken(using random: inout SplitMix64) -> [UInt8] {
        let heads: [[UInt8]] = [
            [], Array("abcdefgh".utf8), [UInt8](repeating: 0, count: 8), Array("가나다".utf8), [0, 0, 0],
        ]
        let head = heads.randomElement(using: &random)!
        let tail = (0..<Int.random(in: head.isEmpty ? 1...4 : 0...9, using: &random)).map { _ in
            UInt8.random(in: 0x61...0x63, using: &random)
        }
        return (Bool.random(using: &random) ? [0x20] : []) + head + tail
    }

    @Test(arguments: Kernel.all, [2, 8, 64, 1024])
    func lookUps(kernel: Kernel, buckets: Int) {
        var random = SplitMix64(seed: Self.seed + UInt64(buckets))
        for round in 0..<12 {
            let cache = TestCache(buckets: buckets)
            for _ in 0..<(round % 4 * buckets * 2) {
                cache.insert(Self.key(of: Self.randomPreToken(using: &random)), Int.random(in: 1...31, using: &random))
            }
            let counts = [0, 1, 2, 511, 512, 513, 1024, 1025, Int(JEOUL_BATCH_PRETOKENS)]
            let count = counts[round % counts.count]
            var preTokens = TextPreTokens()
            for _ in 0..<count { preTokens.add(Self.randomPreToken(using: &random)) }
            // Now and then a text that goes on behind the last pre-token, or a long pre-token, never found.
            if round % 3 == 0, count > 0 { preTokens.text += Array("more text than a vector".utf8) }
            let found = Found(kernel, cache, preTokens, offset: round)
            var missing: [UInt32] = []
            for index in 0..<count {
                let key = Self.key(of: preTokens[index])
                let bucket = Int(cache.bucket(of: key))
                let slots = bucket..<bucket + 4
                let holder = slots.first { cache.key($0) == key }
                let twins = slots.filter { cache.slots[$0].low == key.low }.count
                guard found.keys[index] == key, found.buckets[index] == UInt32(bucket) else {
                    Issue.record("key of \(preTokens[index]), round \(round)")
                    return
                }
                // The loop of any processor may overlook a pre-token, but only one of several with the same first word.
                let mayMiss = kernel.name != "avx512" && twins > 1
                let isMissing = found.missing.contains(UInt32(index))
                if let holder, !(mayMiss && isMissing) {
                    guard !isMissing, found.slots[index] == UInt32(holder),
                        UInt64(found.counts[index]) == cache.slots[holder].high >> 56 & 0x1F
                    else {
                        Issue.record("\(preTokens[index]) is in slot \(holder), round \(round)")
                        return
                    }
                } else {
                    missing.append(UInt32(index))
                }
                // Its row is read whether it was found or not.
                if !slots.contains(Int(found.slots[index])) { Issue.record("the slot of \(preTokens[index])") }
            }
            #expect(found.missing == missing, "missing pieces, seed \(Self.seed), round \(round)")
        }
    }

    /// The first words of these are those of empty slots.
    @Test(arguments: Kernel.all)
    func nulsAreNotEmptySlots(kernel: Kernel) {
        let cache = TestCache(buckets: 2)
        var preTokens = TextPreTokens()
        for length in 1...40 {
            for space in [[], [UInt8(0x20)]] { preTokens.add(space + [UInt8](repeating: 0, count: length)) }
        }
        let found = Found(kernel, cache, preTokens)
        #expect(found.missing == (0..<80).map(UInt32.init))
    }

    @Test(arguments: Kernel.all)
    func longPiecesAreNeverFound(kernel: Kernel) {
        let cache = TestCache(buckets: 2)
        // All the short pre-tokens that long ones begin with.
        for space in [[], [UInt8(0x20)]] { cache.insert(Self.key(of: space + [UInt8](repeating: 0x61, count: 15)), 1) }
        var preTokens = TextPreTokens()
        for length in Array(16...40) + Array(250...275) + [511, 512, 528] {
            preTokens.add([UInt8](repeating: 0x61, count: length), after: [0x0A])
            preTokens.add([0x20] + [UInt8](repeating: 0x61, count: length), after: [0x0A])
        }
        let found = Found(kernel, cache, preTokens)
        #expect(found.missing == preTokens.starts.indices.map(UInt32.init))
        #expect(found.keys.allSatisfy { $0.high >> 61 & 3 == 1 })
    }

    /// A bucket as a list: whoever comes first stays, whoever comes last has the last slot.
    @Test func insertion() {
        var random = SplitMix64(seed: Self.seed)
        let cache = TestCache(buckets: 8)
        var model = [[(key: jeoul_pretoken_key, count: Int)?]](
            repeating: [nil, nil, nil, nil], count: 8)
        func same() -> Bool {
            model.joined().enumerated().allSatisfy { slot, entry in
                guard let entry else { return cache.slots[slot] == jeoul_pretoken_key(low: 0, high: 0) }
                return cache.key(slot) == entry.key && cache.slots[slot].high >> 56 & 0x1F == UInt64(entry.count)
            }
        }
        for step in 0..<4000 {
            let key = Self.key(of: Self.randomPreToken(using: &random))
            let home = Int(cache.bucket(of: key)) / 4
            let known = model[home].firstIndex { $0?.key == key }
            let place = known ?? model[home].firstIndex { $0 == nil } ?? 3
            let count = known.map { model[home][$0]!.count } ?? Int.random(in: 1...31, using: &random)
            let isNew = model[home][place] == nil
            let (slot, wasNew) = cache.insert(key, count)
            #expect(slot == UInt32(home * 4 + place) && wasNew == isNew, "step \(step)")
            model[home][place] = (key, count)
            guard same() else {
                Issue.record("the slots differ from the model after step \(step)")
                return
            }
        }
        #expect(model.joined().allSatisfy { $0 != nil })
    }
}

/// A cache in an allocation of exactly its size.
final class TestCache {
    let table: jeoul_pretoken_cache
    let capacity: Int
    var slots: UnsafeMutablePointer<jeoul_pretoken_key> { table.slots }

    init(buckets: Int) {
        capacity = buckets * 4
        // A bucket is a cache line.
        let memory = UnsafeMutableRawPointer.allocate(byteCount: capacity * 16, alignment: 64)
        let slots = memory.bindMemory(to: jeoul_pretoken_key.self, capacity: capacity)
        slots.initialize(repeating: jeoul_pretoken_key(low: 0, high: 0), count: capacity)
        table = jeoul_pretoken_cache(
            slots: slots, rows: nil, row_bytes: 0, bucket_shift: UInt32(64 - buckets.trailingZeroBitCount))
    }

    deinit { UnsafeMutableRawPointer(table.slots).deallocate() }

    func bucket(of key: jeoul_pretoken_key) -> UInt32 { UInt32(jeoul_key_hash(key) >> UInt64(table.bucket_shift)) * 4 }

    /// The key in a slot, without the count.
    func key(_ slot: Int) -> jeoul_pretoken_key {
        jeoul_pretoken_key(low: slots[slot].low, high: slots[slot].high & ~(0x1F << 56))
    }

    @discardableResult
    func insert(_ key: jeoul_pretoken_key, _ count: Int) -> (slot: UInt32, isNew: Bool) {
        var table = self.table
        var isNew: UInt32 = 7
        let slot = jeoul_insert_pretoken(&table, key, bucket(of: key), UInt32(count), &isNew)
        return (slot, isNew != 0)
    }
}

extension jeoul_pretoken_key: @retroactive Hashable {
    /// The same bytes, space and kind.
    public static func == (left: Self, right: Self) -> Bool { left.low == right.low && left.high == right.high }
    /// Both words.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(low)
        hasher.combine(high)
    }
}
