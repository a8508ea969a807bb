import Foundation

/// Well-formed UTF-8 (Unicode 16, table 3-7), byte by byte: the readable definition, and the default where no faster
/// check is given (``CorpusOptions/utf8Check``).
package enum WellFormedUTF8 {
    /// The offset, from the first byte, of the first byte that belongs to no well-formed sequence, or nil. O(n).
    package static func firstInvalidOffset(in data: Data) -> Int? {
        let bytes = data.span
        var at = 0
        while at < bytes.count {
            if bytes[at] < 0x80 {
                at += 1
                continue
            }
            let (length, isWellFormed) = sequence(at: at, in: bytes)
            guard isWellFormed else { return at }
            at += length
        }
        return nil
    }

    /// The length of the well-formed sequence at an offset, or else of the maximal subpart of an ill-formed one: the
    /// longest run that begins a well-formed sequence, and at least one byte.
    static func sequence(at start: Int, in bytes: Span<UInt8>) -> (length: Int, isWellFormed: Bool) {
        let lead = bytes[start]
        let length: Int
        var second: ClosedRange<UInt8> = 0x80...0xBF
        switch lead {
        case 0x00...0x7F: return (1, true)
        case 0xC2...0xDF: length = 2
        case 0xE0: (length, second) = (3, 0xA0...0xBF)  // else overlong
        case 0xED: (length, second) = (3, 0x80...0x9F)  // else a surrogate
        case 0xE1...0xEF: length = 3
        case 0xF0: (length, second) = (4, 0x90...0xBF)  // else overlong
        case 0xF4: (length, second) = (4, 0x80...0x8F)  // else beyond U+10FFFF
        case 0xF1...0xF3: length = 4
        default: return (1, false)
        }
        var at = 1
        while at < length {
            guard start + at < bytes.count else { return (at, false) }
            let byte = bytes[start + at]
            guard at == 1 ? second.contains(byte) : byte & 0xC0 == 0x80 else { return (at, false) }
            at += 1
        }
        return (length, true)
    }
}
