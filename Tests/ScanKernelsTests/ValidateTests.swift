import Testing

@Suite struct ValidateTests {
    static let seed: UInt64 = 20_241_125

    /// Every row of table 3-7 broken at each of its bytes.
    static let illFormed: [[UInt8]] = [
        [0x80], [0xBF], [0xC0, 0x80], [0xC1, 0xBF], [0xF5, 0x80, 0x80, 0x80], [0xF8, 0x88, 0x80, 0x80, 0x80],
        [0xFE], [0xFF],  // bytes that begin nothing
        [0xC2], [0xC2, 0x7F], [0xC2, 0xC0], [0xDF, 0xBF, 0xBF],  // of two
        [0xE0, 0x9F, 0xBF], [0xE0, 0xA0], [0xE0, 0xA0, 0x7F],  // of three: overlong, cut off
        [0xE1], [0xE1, 0x80], [0xE1, 0x7F, 0x80], [0xE1, 0x80, 0x7F], [0xE1, 0x80, 0xC0], [0xE1, 0x80, 0x80, 0x80],
        [0xED, 0xA0, 0x80], [0xED, 0xBF, 0xBF], [0xED, 0x9F], [0xEF, 0xBF], [0xEF, 0xC0, 0x80],  // surrogates
        [0xF0, 0x8F, 0xBF, 0xBF], [0xF0, 0x80, 0x80, 0x80], [0xF0, 0x90, 0x80],  // of four: overlong, cut off
        [0xF1], [0xF1, 0x80], [0xF1, 0x80, 0x80], [0xF1, 0x7F, 0x80, 0x80], [0xF1, 0x80, 0x7F, 0x80],
        [0xF1, 0x80, 0x80, 0x7F], [0xF1, 0x80, 0x80, 0xC0], [0xF1, 0x80, 0x80, 0x80, 0x80],
        [0xF4, 0x90, 0x80, 0x80], [0xF4, 0xBF, 0xBF, 0xBF], [0xF4, 0x8F, 0xBF],  // past U+10FFFF
    ]

    private func check(_ kernel: Kernel, _ bytes: [UInt8], offset: Int = 0) -> String? {
        let actual = kernel.validate(HeapText(bytes, offset: offset)), expected = Oracle.validate(bytes)
        return actual == expected ? nil : "\(kernel.name): \(actual) instead of \(expected) in \(bytes)"
    }

    @Test(arguments: Kernel.all)
    func validText(kernel: Kernel) {
        for expected in MaskTests.shortTexts + MaskTests.longTexts + [MaskTests.everyCodePoint] {
            #expect(kernel.validate(HeapText(expected.text)) == expected.text.count)
        }
        for expected in MaskTests.shortTexts {
            for offset in 0..<64 {
                #expect(kernel.validate(HeapText(expected.text, offset: offset)) == expected.text.count)
            }
        }
    }

    /// Each ill-formed sequence at each place of two blocks, at the end of the text and before more of it.
    @Test(arguments: Kernel.all)
    func illFormedAtEveryPlace(kernel: Kernel) {
        for sequence in Self.illFormed {
            for place in 0..<140 {
                let ascii = [UInt8](repeating: 0x61, count: place)
                let spaces = String(repeating: " ", count: place % 3)
                let korean = Array((spaces + String(repeating: "각", count: place / 3)).utf8)
                for tail in [[], [0x61], Array("각".utf8), [UInt8](repeating: 0x61, count: 70)] {
                    #expect(check(kernel, ascii + sequence + tail) == nil)
                    #expect(check(kernel, korean + sequence + tail) == nil)
                }
            }
        }
    }

    /// Each first byte with following bytes from both sides of every limit in the table, across the edge of a block.
    @Test(arguments: Kernel.all)
    func everyFirstByte(kernel: Kernel) {
        let ends: [UInt8] = [0x7F, 0x80, 0xBF, 0xC0]
        for first in UInt8(0x80)...0xFF {
            for second: UInt8 in [0x00, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xFF] {
                for (third, fourth) in ends.flatMap({ third in ends.map { (third, $0) } }) {
                    for place in [0, 61, 62, 63] {
                        let bytes = [UInt8](repeating: 0x61, count: place) + [first, second, third, fourth]
                        let failure = check(kernel, bytes)
                        if let failure {
                            Issue.record("\(failure)")
                            return
                        }
                    }
                }
            }
        }
    }

    @Test(arguments: Kernel.all)
    func damagedText(kernel: Kernel) {
        var random = SplitMix64(seed: Self.seed)
        for round in 0..<3_000 {
            var bytes = RandomText.make(length: Int.random(in: 1...300, using: &random), using: &random)
            switch round % 3 {
            case 0: bytes[Int.random(in: 0..<bytes.count, using: &random)] = .random(in: 0...255, using: &random)
            case 1: bytes.remove(at: Int.random(in: 0..<bytes.count, using: &random))
            default: bytes.removeLast(Int.random(in: 0...min(3, bytes.count), using: &random))
            }
            #expect(check(kernel, bytes, offset: round % 64) == nil, "round \(round), seed \(Self.seed)")
        }
    }
}
