import ScanKernels
import Testing

/// Where pre-tokens are cut, and what the spans cost: against doing so one unit after the other.
@Suite struct SpanTests {
    static let seed: UInt64 = 20_241_202

    /// The bits of a kernel for all blocks that have units and the one after.
    private func fault(_ kernel: Kernel, _ cut: Cut, _ tables: RandomTables) -> String? {
        let spanCounts = SpanCounts()
        var table = tables.table
        kernel.functions.pointee.find_span_boundaries(&table, cut.memory, spanCounts.memory)
        let units = cut.units
        for index in 0..<(cut.unitCount / 64 + 1) * 64 {
            if spanCounts.spanCounts[index] != tables.count(units[index]) { return "cost \(index)" }
            if spanCounts.joined(index) != tables.joinsPair(units[index - 1], units[index]) {
                return "pair at \(index)"
            }
            if spanCounts.triple(index) != tables.joinsTriple(units[index - 2], units[index - 1], units[index]) {
                return "triple at \(index)"
            }
        }
        return nil
    }

    @Test(arguments: Kernel.all)
    func joints(kernel: Kernel) {
        var random = SplitMix64(seed: Self.seed)
        let most = Int(JEOUL_CUT_UNITS)
        let counts =
            Array(0...20) + [31, 32, 33, 47, 48, 49, 63, 64, 65, 79, 80, 127, 128, 129, 191, 192, 193, 1000]
            + [most - 65, most - 64, most - 1, most]
        for (round, count) in (counts + counts + counts).enumerated() {
            let densities: [RandomTables.Density] = [
                .init(), .init(pairs: 0, triples: 300, flags: 0), .init(pairs: 500, triples: 0, flags: 0),
                .init(pairs: 0, triples: 0, flags: 300), .init(pairs: 1000, triples: 1000, flags: 1000),
            ]
            let tables = RandomTables(
                pairBits: [10, 15, 22][round % 3], tripleBits: [22, 10, 13][round % 3],
                densities[round % densities.count], using: &random)
            let cut = Cut()
            cut.memory.pointee.unit_count = count
            for index in -2..<count + 64 {
                let isSmall = Bool.random(using: &random)
                let unit = UInt16.random(in: 0..<(isSmall ? 200 : UInt16(JEOUL_UNITS)), using: &random)
                cut.units[index] = index < 0 || index >= count ? 0 : unit
            }
            // The first and the last units of all.
            if count > 3 {
                cut.units[0] = UInt16(JEOUL_UNITS) - 1
                cut.units[count - 1] = UInt16(JEOUL_UNITS) - 1
            }
            if let fault = fault(kernel, cut, tables) {
                Issue.record("seed \(Self.seed), round \(round), \(count) units: \(fault)")
                return
            }
        }
    }

    /// A span as the oracle cuts it.
    private struct Span: Hashable {
        var units: [UInt16]
        /// Where its first unit is in the cut, and where its bytes are in the text.
        var position: Int
        var bytes: Range<Int>

        /// What spans.h says that a key is; nil of one that is too long.
        var key: jeoul_span_key? {
            let hasSpace = units[0] == 0x20
            let kept = units.dropFirst(hasSpace ? 1 : 0)
            guard kept.count <= 8 else { return nil }
            func word(_ units: ArraySlice<UInt16>) -> UInt64 { units.reversed().reduce(0) { $0 << 14 | UInt64($1) } }
            return jeoul_span_key(
                low: word(kept.prefix(4)) | 1 << 56 | (hasSpace ? 1 << 57 : 0), high: word(kept.dropFirst(4)))
        }
    }

    /// The spans of each pre-token, edge by edge.
    private func spans(_ preTokens: TextPreTokens, _ tables: RandomTables) -> [[Span]] {
        var position = 0
        return preTokens.starts.indices.compactMap { preToken in
            guard let units = ReadUnitsTests.units(of: preTokens[preToken]) else { return nil }
            var spans: [Span] = []
            var byte = Int(preTokens.starts[preToken])
            for (index, unit) in units.enumerated() {
                let length = unit < 128 ? 1 : 3
                var isJoined = false
                if index > 0 {
                    isJoined = tables.joinsPair(units[index - 1], unit) || index == 1 && units[0] == 0x20
                    // The edge is inside of two triples, if both are in the pre-token.
                    if index > 1, tables.joinsTriple(units[index - 2], units[index - 1], unit) { isJoined = true }
                    if index + 1 < units.count, tables.joinsTriple(units[index - 1], unit, units[index + 1]) {
                        isJoined = true
                    }
                }
                if isJoined {
                    spans[spans.count - 1].units.append(unit)
                    spans[spans.count - 1].bytes = spans[spans.count - 1].bytes.lowerBound..<byte + length
                } else {
                    spans.append(Span(units: [unit], position: position + index, bytes: byte..<byte + length))
                }
                byte += length
            }
            position += units.count
            return spans
        }
    }

    /// A memo as spans.h describes it, with collisions.
    private final class Memo {
        let table: jeoul_span_cache
        private let words: UnsafeMutablePointer<UInt64>
        private let values: UnsafeMutablePointer<UInt32>

        init(_ entries: [(key: jeoul_span_key, count: Int, value: UInt32)], keepsIDs: Bool) {
            var bits = 2
            while 1 << bits < entries.count * 2 { bits += 1 }
            let shift = UInt64(64 - bits)
            words = .allocate(capacity: 2 << bits)
            values = .allocate(capacity: 1 << bits)
            words.initialize(repeating: 0, count: 2 << bits)
            values.initialize(repeating: 0, count: 1 << bits)
            for entry in entries {
                var slot = Int(jeoul_span_hash(entry.key) >> shift)
                while words[slot * 2] != 0 { slot = (slot + 1) % (1 << bits) }
                words[slot * 2] = entry.key.low
                words[slot * 2 + 1] = entry.key.high | UInt64(entry.count) << 58
                values[slot] = entry.value
            }
            table = jeoul_span_cache(
                words: words, mask: UInt64(1 << bits - 1), shift: UInt32(shift),
                values: keepsIDs ? UnsafePointer(values) : nil)
        }

        deinit {
            words.deallocate()
            values.deallocate()
        }
    }

    /// Pre-tokens of few different units, so that spans come again.
    private func preTokens(_ count: Int, using random: inout SplitMix64) -> TextPreTokens {
        let alphabet = ["가", "나", "다", "힣", "ㅋ", "ㆎ", "뷁"]
        let prefixes = ["", "", "", " ", " ", "(", "\u{0}", "a"]
        var preTokens = TextPreTokens()
        for _ in 0..<count {
            let isLong = Int.random(in: 0..<8, using: &random) == 0
            let units = Int.random(in: 1...(isLong ? 58 : 10), using: &random)
            var preToken = prefixes.randomElement(using: &random)!
            for _ in 0..<units { preToken += alphabet.randomElement(using: &random)! }
            // Some that are not cut.
            if Int.random(in: 0..<9, using: &random) == 0 { preToken += "é" }
            preTokens.add(Array(preToken.utf8), after: Bool.random(using: &random) ? [] : [0x0A])
        }
        return preTokens
    }

    @Test(arguments: Kernel.all, [false, true])
    func tokenCounts(kernel: Kernel, keepsIDs: Bool) throws {
        var random = SplitMix64(seed: Self.seed)
        let cut = Cut()
        let spanCounts = SpanCounts()
        for round in 0..<240 {
            let densities: [RandomTables.Density] = [
                .init(), .init(pairs: 30, triples: 30, flags: 0), .init(pairs: 0, triples: 0, flags: 0),
                .init(pairs: 0, triples: 300, flags: 0), .init(pairs: 0, triples: 0, flags: 300),
                // Everything joins, what stands behind the units too.
                .init(pairs: 1000, triples: 0, flags: 0), .init(pairs: 0, triples: 1000, flags: 0),
                .init(pairs: 0, triples: 0, flags: 1000),
            ]
            let tables = RandomTables(pairBits: 13, tripleBits: 13, densities[round % 8], using: &random)
            let counts = [0, 1, 2, 5, 20, 60, 200, Int(JEOUL_SPLIT_PRETOKENS)]
            let preTokens = preTokens(counts.randomElement(using: &random)!, using: &random)
            cut.read(kernel, preTokens, chosen: (0..<preTokens.starts.count).map(UInt32.init))
            let expected = spans(preTokens, tables)
            // What each span of several units costs, and its ids, of which four more can be read.
            var ids = (0..<UInt32(3 * JEOUL_UNITS)).map { $0 &* 7 }
            var tokenCounts: [[UInt16]: (count: Int, value: UInt32)] = [:]
            for span in expected.joined() where span.units.count > 1 && tokenCounts[span.units] == nil {
                let count = Int.random(in: 1...(span.units.count + 2), using: &random)
                tokenCounts[span.units] = (count, UInt32(ids.count))
                for _ in 0..<count { ids.append(UInt32.random(in: 0...(.max), using: &random)) }
            }
            ids += [0, 0, 0, 0]
            // The memo knows half of those that have a key.
            let known = tokenCounts.filter { units, _ in
                Span(units: units, position: 0, bytes: 0..<0).key != nil && Bool.random(using: &random)
            }
            let entries = known.map { units, tokenCount in
                (
                    key: Span(units: units, position: 0, bytes: 0..<0).key!, count: tokenCount.count,
                    value: tokenCount.value
                )
            }
            #expect(
                Set(entries.map { [$0.key.low, $0.key.high] }).count == entries.count, "two segments have the same key")
            let memo = Memo(entries, keepsIDs: keepsIDs)
            var table = tables.table
            if !keepsIDs { table.unit_values = nil }
            var memoTable = memo.table
            jeoul_count_units(
                kernel.functions.pointee.find_span_boundaries, &table, &memoTable, cut.memory, preTokens.starts,
                spanCounts.memory)

            let unknown = expected.joined().filter { $0.units.count > 1 && known[$0.units] == nil }
            let context = "seed \(Self.seed), round \(round)"
            let count = spanCounts.memory.pointee.unknown_count
            func array<Value>(_ start: UnsafeMutablePointer<Value>?) -> [Value] {
                Array(UnsafeBufferPointer(start: start, count: count))
            }
            try #require(count == unknown.count, "\(context)")
            #expect(
                array(jeoul_unknown_positions(spanCounts.memory)) == unknown.map { UInt32($0.position) }, "\(context)")
            let keys = unknown.map { $0.key ?? jeoul_span_key() }
            #expect(array(jeoul_unknown_keys(spanCounts.memory)).map(\.low) == keys.map(\.low), "\(context)")
            #expect(array(jeoul_unknown_keys(spanCounts.memory)).map(\.high) == keys.map(\.high), "\(context)")
            let starts = array(jeoul_unknown_starts(spanCounts.memory)).map(Int.init)
            let lengths = array(jeoul_unknown_lengths(spanCounts.memory)).map(Int.init)
            #expect(starts == unknown.map(\.bytes.lowerBound), "\(context)")
            #expect(lengths == unknown.map(\.bytes.count), "\(context)")
            for span in unknown {
                #expect(spanCounts.spanCounts[span.position] == 0, "\(context)")
                spanCounts.spanCounts[span.position] = UInt8(tokenCounts[span.units]!.count)
                spanCounts.values[span.position] = tokenCounts[span.units]!.value
            }

            let idsOfPreTokens = expected.map { spans in
                spans.flatMap { span -> [UInt32] in
                    let unit = span.units[0]
                    let tokenCount =
                        span.units.count > 1
                        ? tokenCounts[span.units]! : (count: Int(tables.count(unit)), value: UInt32(unit) * 3)
                    return Array(ids[Int(tokenCount.value)..<Int(tokenCount.value) + tokenCount.count])
                }
            }
            var sums = [UInt32](repeating: .max, count: expected.count + 1)
            jeoul_sum_span_counts(cut.memory, spanCounts.memory, &sums)
            #expect(Array(sums.dropLast()) == idsOfPreTokens.map { UInt32($0.count) }, "\(context)")
            #expect(sums.last == .max)
            guard keepsIDs else { continue }
            let total = idsOfPreTokens.joined().count
            var out = [UInt32](repeating: 0, count: total + 4)
            var ends = [UInt32](repeating: 0, count: expected.count)
            jeoul_write_ids(cut.memory, spanCounts.memory, ids, &out, &ends)
            #expect(Array(out.prefix(total)) == Array(idsOfPreTokens.joined()), "\(context)")
            var sum: UInt32 = 0
            for (index, ids) in idsOfPreTokens.enumerated() {
                sum += UInt32(ids.count)
                #expect(ends[index] == sum, "\(context), piece \(index)")
            }
        }
    }

    /// The most that a pre-token may cost: a sum of bytes must not run over.
    @Test func sumsOfTheMost() {
        var preTokens = TextPreTokens()
        for count in 1...59 { preTokens.add(Array(String(repeating: "가", count: count).utf8)) }
        let cut = Cut(Kernel.all[0], preTokens, chosen: (0..<59).map(UInt32.init))
        let spanCounts = SpanCounts()
        for index in 0..<cut.unitCount { spanCounts.spanCounts[index] = 180 }
        var sums = [UInt32](repeating: 0, count: 59)
        jeoul_sum_span_counts(cut.memory, spanCounts.memory, &sums)
        #expect(sums == (1...59).map { UInt32($0 * 180) })
    }
}
