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
        // UTF-16 of lines or cells of one character would be UTF-32 of planes that have none.
        for encoding in [utf32LittleEndian, utf32BigEndian] where bytes.count >= 8 {
            if encoding.plausibility(of: bytes) != nil { return encoding }
        }
        let nuls = bytes.count { $0 == 0 }
        // Korean in UTF-16 has one a space.
        if nuls * 50 < bytes.count { return nil }
        // The bytes of a unit in the wrong order are hardly ever ill-formed, but they are other characters: hardly ASCII and Hangul.
        let orders = [utf16LittleEndian, utf16BigEndian].map { ($0, $0.plausibility(of: bytes) ?? 0) }
        let (best, other) = orders[0].1 >= orders[1].1 ? (orders[0], orders[1]) : (orders[1], orders[0])
        // UTF-8 has no NULs but as characters; where it is that, a third of them must be NULs, or all else be plain.
        let least = Self.isUTF8(bytes) && nuls * 3 < bytes.count ? 0.95 : 0
        return best.1 > least && best.1 >= 2 * other.1 ? best.0 : nil
    }

    /// The encoding that a text is plainly in although another one is asked for; nil where it may well be the one asked for. UTF-8 read as
    /// UTF-16, or the bytes of a unit in the wrong order, is hardly ever ill-formed: it would be counted as other characters.
    static func contradicting(_ asked: TextEncoding, _ head: Data) -> TextEncoding? {
        // What is UTF-8, NULs and all, may be read as such; what is not is an error in any case. The mark of UTF-32 begins with
        // that of UTF-16.
        if asked == .utf8 { return nil }
        if let other = marked(head) { return other == asked ? nil : other }
        if let other = byNULs(head), other != asked {
            // What is as likely in the encoding asked for may well be in that.
            let bytes = [UInt8](head.prefix(4096))
            guard let own = asked.plausibility(of: bytes), own >= other.plausibility(of: bytes) ?? 0 else {
                return other
            }
            return nil
        }
        // Of UTF-16 and UTF-32 hardly sixteen bytes are UTF-8 without a NUL.
        return asked != .cp949 && head.count >= 16 && !head.contains(0) && isUTF8([UInt8](head)) ? .utf8 : nil
    }

    /// Whether bytes that may end inside a character are UTF-8.
    static func isUTF8(_ bytes: [UInt8]) -> Bool {
        guard let fault = WellFormedUTF8.firstInvalidOffset(in: Data(bytes)) else { return true }
        return fault + 3 >= bytes.count && bytes[fault] >= 0xC2
    }

    /// The share of a sample's characters that are ASCII or Hangul, read in this encoding, of UTF-16 and UTF-32; nil where it is ill-formed
    /// in that, or has NUL or ones of planes that have no characters, or control characters where not most are plain. Ideographs and kana count little: ASCII and Hangul in
    /// the wrong order often are some.
    private func plausibility(of bytes: [UInt8]) -> Double? {
        let (size, isLittle): (Int, Bool)
        switch self {
        case .utf16LittleEndian: (size, isLittle) = (2, true)
        case .utf16BigEndian: (size, isLittle) = (2, false)
        case .utf32LittleEndian: (size, isLittle) = (4, true)
        case .utf32BigEndian: (size, isLittle) = (4, false)
        case .utf8, .cp949: return nil
        }
        // What follows the last whole character may be cut off.
        let units = stride(from: 0, to: bytes.count - size + 1, by: size).map { at -> UInt32 in
            let unit = bytes[at..<at + size]
            return isLittle
                ? unit.reversed().reduce(0) { $0 << 8 | UInt32($1) } : unit.reduce(0) { $0 << 8 | UInt32($1) }
        }
        var (at, common, hasControl) = (0, 0, false)
        while at < units.count {
            let unit = units[at]
            switch unit {
            case 9, 10, 12, 13, 0x20...0x7E, 0xAC00...0xD7A3, 0x1100...0x11FF, 0x3131...0x318E: common += 10
            case 0x3000...0x30FF, 0x4E00...0x9FFF, 0xFF01...0xFFEF: common += 3
            // A text may have some.
            case 1..<0x20: (common, hasControl) = (common - 10, true)
            case 0, 0xFFFE, 0xFFFF, 0xDC00...0xDFFF, 0x4_0000...0xD_FFFF, 0xF_0000...: return nil
            case 0xD800...0xDBFF:
                guard size == 2, at + 1 == units.count || 0xDC00...0xDFFF ~= units[at + 1] else { return nil }
                at += 1
            default: break
            }
            at += 1
        }
        // With control characters most must be plain: what is no text, and text in the wrong size or order, has some.
        if units.isEmpty || hasControl && common * 2 < 10 * units.count { return nil }
        return Double(common) / Double(10 * units.count)
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
