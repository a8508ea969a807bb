import ScanKernels

/// The contract of ScanKernels.h once more, one code point at a time and with nothing clever in it.
enum Oracle {
    /// What the masks say of a character.
    enum Kind {
        case letter, upper, lower, digit, space, lineFeed, other, wideOther, irregular
    }

    static let letterRanges: [ClosedRange<UInt32>] = [0xAC00...0xD7A3, 0x3131...0x318E, 0x4E00...0x9FFF]

    static let wideOtherRanges: [ClosedRange<UInt32>] = [
        0xB0...0xB0, 0xB7...0xB7, 0x2010...0x2027, 0x2030...0x203F, 0x21C0...0x23FF, 0x2500...0x273F,
        0x3001...0x3004, 0x3008...0x3020, 0xFF01...0xFF0F, 0xFF1A...0xFF20, 0xFF5B...0xFF65,
    ]

    /// The kind of a character that is not the apostrophe of a contraction.
    static func kind(of codePoint: UInt32) -> Kind {
        switch codePoint {
        case 0x41...0x5A: .upper
        case 0x61...0x7A: .lower
        case 0x30...0x39: .digit
        case 0x20: .space
        case 0x0A: .lineFeed
        case 0x00...0x7F: Int(jeoul_class(codePoint)) == JEOUL_OTHER ? .other : .irregular
        case _ where letterRanges.contains { $0.contains(codePoint) }: .letter
        case _ where wideOtherRanges.contains { $0.contains(codePoint) }: .wideOther
        default: .irregular
        }
    }

    static func beginsContraction(next: UInt8) -> Bool {
        "sStTmMdDlLvVrR".utf8.contains(next) || next == 0xC5
    }

    static func isKorean(_ codePoint: UInt32) -> Bool {
        (0xAC00...0xD7A3).contains(codePoint) || ((0x3131...0x318E).contains(codePoint) && codePoint != 0x3164)
    }

    static func isPlain(_ codePoint: UInt32) -> Bool {
        codePoint < 0x80 || isKorean(codePoint) || (0x4E00...0x9FFF).contains(codePoint)
            || (wideOtherRanges.contains { $0.contains(codePoint) } && codePoint != 0x2329 && codePoint != 0x232A)
    }

    /// Calls `body` with each code point of valid UTF-8 and the bytes it takes.
    static func forEachCodePoint(in text: [UInt8], _ body: (UInt32, Range<Int>) -> Void) {
        var offset = 0
        while offset < text.count {
            let first = UInt32(text[offset])
            let count = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
            var codePoint = count == 1 ? first : first & (0x7F >> UInt32(count))
            for next in offset + 1..<offset + count { codePoint = codePoint << 6 | UInt32(text[next] & 0x3F) }
            body(codePoint, offset..<offset + count)
            offset += count
        }
    }

    static func classify(_ text: [UInt8]) -> [jeoul_class_block] {
        var blocks = [jeoul_class_block](repeating: jeoul_class_block(), count: (text.count + 63) / 64)
        func set(_ mask: WritableKeyPath<jeoul_class_block, UInt64>, _ offset: Int) {
            blocks[offset / 64][keyPath: mask] |= 1 << UInt64(offset % 64)
        }
        forEachCodePoint(in: text) { codePoint, bytes in
            var kind = kind(of: codePoint)
            if codePoint == 0x27, bytes.upperBound < text.count, beginsContraction(next: text[bytes.upperBound]) {
                kind = .irregular
            }
            if kind == .wideOther { set(\.wide_other, bytes.count == 2 ? bytes.lowerBound + 1 : bytes.lowerBound) }
            for offset in bytes {
                switch kind {
                case .letter: set(\.letter, offset)
                case .upper:
                    set(\.letter, offset)
                    set(\.upper, offset)
                case .lower:
                    set(\.letter, offset)
                    set(\.lower, offset)
                case .digit: set(\.digit, offset)
                case .space: set(\.space, offset)
                case .lineFeed: set(\.line_feed, offset)
                case .irregular: set(\.irregular, offset)
                case .other, .wideOther: break
                }
            }
        }
        return blocks
    }

    static func characterize(_ text: [UInt8]) -> [jeoul_character_block] {
        var blocks = [jeoul_character_block](repeating: jeoul_character_block(), count: (text.count + 63) / 64)
        forEachCodePoint(in: text) { codePoint, bytes in
            if isKorean(codePoint) { blocks[bytes.lowerBound / 64].korean |= 1 << UInt64(bytes.lowerBound % 64) }
            if isPlain(codePoint) { return }
            for offset in bytes { blocks[offset / 64].irregular |= 1 << UInt64(offset % 64) }
        }
        return blocks
    }

    /// The rows of table 3-7 of the Unicode standard: the ranges of the bytes of well-formed sequences.
    static let wellFormed: [[ClosedRange<UInt8>]] = [
        [0x00...0x7F],
        [0xC2...0xDF, 0x80...0xBF],
        [0xE0...0xE0, 0xA0...0xBF, 0x80...0xBF],
        [0xE1...0xEC, 0x80...0xBF, 0x80...0xBF],
        [0xED...0xED, 0x80...0x9F, 0x80...0xBF],
        [0xEE...0xEF, 0x80...0xBF, 0x80...0xBF],
        [0xF0...0xF0, 0x90...0xBF, 0x80...0xBF, 0x80...0xBF],
        [0xF1...0xF3, 0x80...0xBF, 0x80...0xBF, 0x80...0xBF],
        [0xF4...0xF4, 0x80...0x8F, 0x80...0xBF, 0x80...0xBF],
    ]

    static func validate(_ text: [UInt8]) -> Int {
        var offset = 0
        while offset < text.count {
            let row = wellFormed.first { $0[0].contains(text[offset]) }
            guard let row, offset + row.count <= text.count else { return offset }
            for (index, range) in row.enumerated() where !range.contains(text[offset + index]) { return offset }
            offset += row.count
        }
        return offset
    }
}
