import ScanKernels
import Testing

@Suite struct PairSearchTests {
    static let seed: UInt64 = 20_241_127

    /// What ScanKernels.h says: behind the text there are zeros.
    private static func find(_ pairs: [jeoul_byte_pair], in text: [UInt8], from: Int) -> Int {
        (from..<max(from, text.count)).first { at in
            let next = at + 1 < text.count ? text[at + 1] : 0
            return pairs.contains { text[at] == $0.first && ($0.has_second == 0 || next == $0.second) }
        } ?? text.count
    }

    private static func pairs(_ count: Int, _ alphabet: [UInt8], using random: inout SplitMix64) -> [jeoul_byte_pair] {
        (0..<count).map { _ in
            jeoul_byte_pair(
                first: alphabet.randomElement(using: &random)!, second: alphabet.randomElement(using: &random)!,
                has_second: Int.random(in: 0..<4, using: &random) == 0 ? 0 : 1)
        }
    }

    /// Every length around the widths of vectors and blocks, from every offset, at an end that nothing is readable behind.
    @Test(arguments: Kernel.all) func everyLength(kernel: Kernel) {
        var random = SplitMix64(seed: Self.seed)
        let bytes: [UInt8] = [0, 0x09, 0x20, 0x3C, 0x2F, 0x7F, 0x80, 0xEA, 0xFF]
        for length in 0..<200 {
            // Rare bytes, so that most searches come to the end.
            let text = (0..<length).map { _ in
                Int.random(in: 0..<24, using: &random) == 0 ? bytes.randomElement(using: &random)! : UInt8(ascii: "a")
            }
            let heap = HeapText(text, offset: length % 64)
            for from in 0...length {
                let pairs = Self.pairs(1 + from % 5, bytes, using: &random)
                let expected = Self.find(pairs, in: text, from: from)
                let found = kernel.findPairs(pairs, in: heap, from: from)
                #expect(found == expected, "length \(length), from \(from), seed \(Self.seed)")
            }
        }
    }

    /// A pair at each place of three blocks, alone.
    @Test(arguments: Kernel.all) func everyPlace(kernel: Kernel) {
        let pairs = [
            jeoul_byte_pair(first: 0x3C, second: 0x2F, has_second: 1),
            jeoul_byte_pair(first: 0xEA, second: 0, has_second: 0),
        ]
        for place in 0..<192 {
            var text = [UInt8](repeating: 0x3C, count: 193)
            text[place + 1] = 0x2F
            #expect(kernel.findPairs(pairs, in: HeapText(text), from: 0) == place)
            #expect(kernel.findPairs(pairs, in: HeapText(text), from: place + 1) == 193)
            text[place + 1] = 0xEA
            #expect(kernel.findPairs(pairs, in: HeapText(text), from: 0) == place + 1)
        }
    }

    /// Also more than the counters of one round hold.
    @Test func countsOfBytes() {
        var random = SplitMix64(seed: Self.seed)
        for length in Array(0..<300) + [64 * 255 - 1, 64 * 255, 64 * 255 + 1, 50_000] {
            let content: [UInt8] = (0..<length).map { _ in
                Bool.random(using: &random) ? 0x0A : .random(in: 0...255, using: &random)
            }
            let text = HeapText(content)
            let bytes = UnsafeBufferPointer(start: text.start, count: length)
            #expect(jeoul_count_byte(text.start, length, 0x0A) == bytes.count { $0 == 0x0A })
        }
        let same = HeapText([UInt8](repeating: 0x0A, count: 40_001))
        #expect(jeoul_count_byte(same.start, same.length, 0x0A) == 40_001)
    }
}
