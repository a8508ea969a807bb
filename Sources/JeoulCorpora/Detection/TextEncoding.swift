import Foundation
import ICUShims
import JeoulText

/// How a text's characters are written as bytes.
public enum TextEncoding: String, Sendable, Codable, CaseIterable {
    /// UTF-8.
    case utf8 = "utf-8"
    /// UTF-16, the low byte first.
    case utf16LittleEndian = "utf-16le"
    /// UTF-16, the high byte first.
    case utf16BigEndian = "utf-16be"
    /// UTF-32, the low byte first.
    case utf32LittleEndian = "utf-32le"
    /// UTF-32, the high byte first.
    case utf32BigEndian = "utf-32be"
    /// CP949, Microsoft's extension of EUC-KR, which it includes.
    case cp949

    /// The name as it is usually written.
    public var title: String { self == .cp949 ? "CP949" : rawValue.uppercased() }

    /// ICU's name of its converter.
    var converterName: String { self == .cp949 ? "windows-949" : rawValue.uppercased() }

    /// The mark that begins a file in this encoding, where there is one.
    var byteOrderMark: [UInt8] {
        switch self {
        case .utf8: [0xEF, 0xBB, 0xBF]
        case .utf16LittleEndian: [0xFF, 0xFE]
        case .utf16BigEndian: [0xFE, 0xFF]
        case .utf32LittleEndian: [0xFF, 0xFE, 0, 0]
        case .utf32BigEndian: [0, 0, 0xFE, 0xFF]
        case .cp949: []
        }
    }

    /// The encoding whose mark begins the text, or nil.
    static func marked(_ head: Data) -> TextEncoding? {
        // The mark of UTF-32 begins with that of UTF-16. A text in UTF-16 that begins with NUL is not plausible.
        let order: [TextEncoding] = [
            .utf32LittleEndian, .utf32BigEndian, .utf8, .utf16LittleEndian, .utf16BigEndian,
        ]
        return order.first { head.starts(with: $0.byteOrderMark) }
    }

    /// The encoding of a text without a mark that is plainly UTF-16 or UTF-32: NULs stand where those write them,
    /// all but a few, and what is so read is text. Nil where anything is open, as in UTF-8 with a NUL.
    static func byNULs(_ head: Data) -> TextEncoding? {
        let bytes = [UInt8](head.prefix(4096))
        guard bytes.contains(0) else { return nil }
        for encoding in [utf32LittleEndian, utf32BigEndian] where bytes.count >= 8 {
            let isLittle = encoding == .utf32LittleEndian
            let units = stride(from: 0, to: bytes.count - 3, by: 4).map { at -> UInt32 in
                let unit = bytes[at..<at + 4]
                return (isLittle ? Array(unit.reversed()) : Array(unit)).reduce(0) { $0 << 8 | UInt32($1) }
            }
            if units.allSatisfy({ $0 != 0 && Unicode.Scalar($0) != nil }) { return encoding }
        }
        let nuls = bytes.indices.filter { bytes[$0] == 0 }
        // UTF-8 has no NULs but as characters; where it is that, a third of them must be NULs. Korean in UTF-16 has one a space.
        if nuls.count * (Self.isUTF8(bytes) ? 3 : 50) < bytes.count { return nil }
        for (encoding, parity) in [(utf16LittleEndian, 1), (utf16BigEndian, 0)]
        // The other byte of a unit may be NUL too (가 is U+AC00), of fewer characters than spaces, digits and line ends are.
        where nuls.count(where: { $0 & 1 == parity }) * 3 > nuls.count * 2 {
            let units = stride(from: 0, to: bytes.count - 1, by: 2).map { at in
                UInt16(bytes[at + parity]) << 8 | UInt16(bytes[at + 1 - parity])
            }
            if Self.isPlausibleUTF16(units) { return encoding }
        }
        return nil
    }

    /// The encoding that a text is plainly in although another one is asked for; nil where it may well be the one asked for. UTF-8 read as
    /// UTF-16, or the bytes of a unit in the wrong order, is hardly ever ill-formed: it would be counted as other characters.
    static func contradicting(_ asked: TextEncoding, _ head: Data) -> TextEncoding? {
        // What is UTF-8, NULs and all, may be read as such; what is not is an error in any case. The mark of UTF-32 begins with
        // that of UTF-16.
        if asked == .utf8 { return nil }
        if let other = marked(head) ?? byNULs(head) { return other == asked ? nil : other }
        // Of UTF-16 and UTF-32 hardly sixteen bytes are UTF-8 without a NUL.
        return asked != .cp949 && head.count >= 16 && !head.contains(0) && isUTF8([UInt8](head)) ? .utf8 : nil
    }

    /// Whether bytes that may end inside a character are UTF-8.
    static func isUTF8(_ bytes: [UInt8]) -> Bool {
        guard let fault = WellFormedUTF8.firstInvalidOffset(in: Data(bytes)) else { return true }
        return fault + 3 >= bytes.count && bytes[fault] >= 0xC2
    }

    private static func isPlausibleUTF16(_ units: [UInt16]) -> Bool {
        var at = 0
        while at < units.count {
            let unit = units[at]
            if 0xD800...0xDBFF ~= unit {
                guard at + 1 == units.count || 0xDC00...0xDFFF ~= units[at + 1] else { return false }
                at += 1
            } else if 0xDC00...0xDFFF ~= unit || unit >= 0xFFFE || (unit < 0x20 && ![9, 10, 12, 13].contains(unit)) {
                return false
            }
            at += 1
        }
        return true
    }

    /// Whether a sample that is not UTF-8 is plainly CP949: all of it is well-formed, and most of what is not ASCII is Hangul.
    ///
    /// - Parameter isCut: whether the sample may end inside a character.
    static func looksLikeCP949(_ sample: Data, isCut: Bool) -> Bool {
        guard sample.contains(where: { $0 >= 0x80 }), let converter = EncodingConverter(.cp949) else { return false }
        var text: [UInt8] = []
        guard converter.convert(sample.prefix(1 << 16), isEnd: !(isCut || sample.count > 1 << 16), into: &text) == nil
        else {
            return false
        }
        var (hangul, others) = (0, 0)
        for scalar in String(decoding: text, as: UTF8.self).unicodeScalars where scalar.value >= 0x80 {
            if 0xAC00...0xD7A3 ~= scalar.value || 0x3131...0x318E ~= scalar.value { hangul += 1 } else { others += 1 }
        }
        // One or two bytes may be anything.
        return hangul > max(1, others)
    }
}

/// ICU's converter of an encoding to UTF-8. It serves one thread at a time.
final class EncodingConverter {
    // SAFETY: opened in `init`, closed in `deinit`, never given away.
    private let converter: OpaquePointer

    /// Nil where ICU does not have the encoding.
    init?(_ encoding: TextEncoding) {
        var converter: OpaquePointer?
        guard jeoul_converter_open(&converter, encoding.converterName) == 0, let converter else { return nil }
        self.converter = converter
    }

    deinit { jeoul_converter_close(converter) }

    /// Converts bytes and appends the text.
    ///
    /// - Parameter isEnd: whether nothing follows, so that the beginning of a character at the end is ill-formed.
    /// - Returns: nil where all was converted, else the range of the first ill-formed sequence, which may begin before the bytes
    ///   given (then its lower bound is negative); what follows it was not converted.
    func convert(_ bytes: Data, isEnd: Bool, into text: inout [UInt8]) -> Range<Int>? {
        var at = 0
        var room = [UInt8](repeating: 0, count: 1 << 14)
        return bytes.withUnsafeBytes { input in
            while true {
                var (consumed, produced, invalid) = (Int32(0), Int32(0), Int32(0))
                let part = min(input.count - at, 1 << 20)
                // SAFETY: the buffers outlive the call, which stays inside the counts given.
                let code = jeoul_converter_run(
                    converter, input.baseAddress.map { $0.assumingMemoryBound(to: UInt8.self) + at }, Int32(part),
                    isEnd && at + part == input.count, &consumed, &room, Int32(room.count), &produced, &invalid)
                text.append(contentsOf: room[..<Int(produced)])
                at += Int(consumed)
                if invalid > 0 { return at - Int(invalid)..<at }
                if code == JEOUL_ICU_BUFFER_OVERFLOW { continue }
                if code != 0 { return at..<at }
                if at == input.count { return nil }
            }
        }
    }
}
