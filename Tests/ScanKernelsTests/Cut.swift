import ScanKernels

/// Pre-tokens read as units, in memory that held something else before.
final class Cut {
    let memory = UnsafeMutablePointer<jeoul_cut>.allocate(capacity: 1)

    init() {
        UnsafeMutableRawPointer(memory).initializeMemory(
            as: UInt8.self, repeating: 0xA5, count: MemoryLayout<jeoul_cut>.size)
    }

    /// What a kernel reads.
    convenience init(_ kernel: Kernel, _ preTokens: TextPreTokens, chosen: [UInt32], offset: Int = 0) {
        self.init()
        read(kernel, preTokens, chosen: chosen, offset: offset)
    }

    deinit { memory.deallocate() }

    func read(_ kernel: Kernel, _ preTokens: TextPreTokens, chosen: [UInt32], offset: Int = 0) {
        let text = HeapText(preTokens.text, offset: offset)
        kernel.functions.pointee.read_units(
            text.start, text.length, preTokens.starts, preTokens.lengths, chosen, chosen.count, memory)
    }

    var unitCount: Int { memory.pointee.unit_count }
    var preTokenCount: Int { memory.pointee.pretoken_count }
    var units: UnsafeMutablePointer<UInt16> { UnsafeMutablePointer(mutating: jeoul_units(memory)) }
    var preTokens: [UInt32] { Array(UnsafeBufferPointer(start: jeoul_split_pretokens(memory), count: preTokenCount)) }
    var others: [UInt32] {
        Array(UnsafeBufferPointer(start: jeoul_cut_others(memory), count: memory.pointee.other_count))
    }
    var ends: [Int] {
        field(\.ends, UInt32.self) { Array(UnsafeBufferPointer(start: $0, count: preTokenCount)).map(Int.init) }
    }
    func isFirst(_ unit: Int) -> Bool { field(\.firsts, UInt64.self) { $0[unit / 64] >> UInt64(unit % 64) & 1 != 0 } }
    func isSpace(_ unit: Int) -> Bool { field(\.spaces, UInt64.self) { $0[unit / 64] >> UInt64(unit % 64) & 1 != 0 } }

    /// Swift sees a C array as a tuple.
    private func field<Field, Element, Result>(
        _ path: KeyPath<jeoul_cut, Field>, _: Element.Type, _ body: (UnsafePointer<Element>) -> Result
    ) -> Result {
        let offset = MemoryLayout<jeoul_cut>.offset(of: path)!
        return body((UnsafeRawPointer(memory) + offset).assumingMemoryBound(to: Element.self))
    }
}

/// What cut pre-tokens cost, in memory that held something else before.
final class SpanCounts {
    let memory = UnsafeMutablePointer<jeoul_span_counts>.allocate(capacity: 1)

    init() {
        UnsafeMutableRawPointer(memory).initializeMemory(
            as: UInt8.self, repeating: 0xA5, count: MemoryLayout<jeoul_span_counts>.size)
    }

    deinit { memory.deallocate() }

    var spanCounts: UnsafeMutablePointer<UInt8> { jeoul_unit_counts(memory) }
    var values: UnsafeMutablePointer<UInt32> { jeoul_unit_values(memory) }
    func joined(_ unit: Int) -> Bool { bit(MemoryLayout<jeoul_span_counts>.offset(of: \.joined)!, unit) }
    func triple(_ unit: Int) -> Bool { bit(MemoryLayout<jeoul_span_counts>.offset(of: \.triples)!, unit) }

    private func bit(_ offset: Int, _ unit: Int) -> Bool {
        let words = (UnsafeRawPointer(memory) + offset).assumingMemoryBound(to: UInt64.self)
        return words[unit / 64] >> UInt64(unit % 64) & 1 != 0
    }
}

/// What cutting reads of a vocabulary, at random, in allocations of exactly the sizes that spans.h names.
final class RandomTables {
    let table: jeoul_span_tables

    /// How many of all pairs, triples and units join, about, in thousandths.
    struct Density {
        var pairs = 100, triples = 100, flags = 20
    }

    init(pairBits: UInt32, tripleBits: UInt32, _ density: Density, using random: inout SplitMix64) {
        func filter(_ bits: UInt32, _ density: Int) -> UnsafeMutablePointer<UInt32> {
            let words = 1 << Int(bits) / 32
            let filter = UnsafeMutablePointer<UInt32>.allocate(capacity: words)
            // Two bits of a hash must be set: the root.
            let share = (Double(density) / 1000).squareRoot()
            for word in 0..<words {
                filter[word] = (0..<32).reduce(0) { bits, bit in
                    Double.random(in: 0..<1, using: &random) < share ? bits | 1 << UInt32(bit) : bits
                }
            }
            return filter
        }
        let units = UnsafeMutablePointer<UInt8>.allocate(capacity: Int(JEOUL_UNITS) + 3)
        let values = UnsafeMutablePointer<UInt32>.allocate(capacity: Int(JEOUL_UNITS))
        units.initialize(repeating: 0, count: Int(JEOUL_UNITS) + 3)
        for unit in 0..<Int(JEOUL_UNITS) {
            // 0x30 are bits that mean nothing.
            units[unit] = UInt8.random(in: 1...3, using: &random) | UInt8.random(in: 0...3, using: &random) << 4
            if Int.random(in: 0..<1000, using: &random) < density.flags { units[unit] |= 0x40 }
            if Int.random(in: 0..<1000, using: &random) < density.flags { units[unit] |= 0x80 }
            values[unit] = UInt32(unit * 3)
        }
        table = jeoul_span_tables(
            pairs: filter(pairBits, density.pairs), triples: filter(tripleBits, density.triples), units: units,
            pair_shift: 32 - pairBits, triple_shift: 32 - tripleBits, unit_values: values)
    }

    deinit {
        table.pairs.deallocate()
        table.triples.deallocate()
        table.units.deallocate()
        table.unit_values.deallocate()
    }

    private func passes(_ filter: UnsafePointer<UInt32>, _ hash: UInt32, _ shift: UInt32) -> Bool {
        let bits = jeoul_filter_bits(hash, shift)
        return filter[Int((hash >> shift) >> 5)] & bits == bits
    }

    func count(_ unit: UInt16) -> UInt8 { table.units[Int(unit)] & 0x0F }

    func joinsPair(_ left: UInt16, _ right: UInt16) -> Bool {
        passes(table.pairs, jeoul_pair_hash(UInt32(left), UInt32(right)), table.pair_shift)
            || table.units[Int(left)] & 0x40 != 0 || table.units[Int(right)] & 0x80 != 0
    }

    func joinsTriple(_ left: UInt16, _ middle: UInt16, _ right: UInt16) -> Bool {
        passes(
            table.triples, jeoul_triple_hash(UInt32(left), UInt32(middle), UInt32(right)), table.triple_shift)
    }
}

/// Pre-tokens of one text: its bytes, and where the pre-tokens lie.
struct TextPreTokens {
    var text: [UInt8] = []
    var starts: [UInt32] = []
    var lengths: [UInt32] = []

    mutating func add(_ preToken: [UInt8], after gap: [UInt8] = []) {
        text += gap
        starts.append(UInt32(text.count))
        lengths.append(UInt32(preToken.count))
        text += preToken
    }

    subscript(preToken: Int) -> [UInt8] {
        Array(text[Int(starts[preToken])..<Int(starts[preToken] + lengths[preToken])])
    }
}
