import ICUShims
import JeoulText

/// Normalization of a whole text by ICU in one go: no plain text, no windows, no long runs.
package enum NormalizationOracle {
    /// The text in the form.
    package static func normalized(_ text: [UInt8], _ form: NormalizationForm) throws -> [UInt8] {
        let shim =
            switch form {
            case .nfc: Int32(JEOUL_NFC)
            case .nfd: Int32(JEOUL_NFD)
            case .nfkc: Int32(JEOUL_NFKC)
            case .nfkd: Int32(JEOUL_NFKD)
            }
        var source = [UInt16](repeating: 0, count: text.count + 1)
        var target = [UInt16](repeating: 0, count: text.count * 18 + 1)
        var bytes = [UInt8](repeating: 0, count: text.count * 54 + 1)
        var (sourceLength, targetLength, length): (Int32, Int32, Int32) = (0, 0, 0)
        try check(jeoul_utf16_from_utf8(text, Int32(text.count), &source, Int32(source.count), &sourceLength))
        try check(jeoul_normalize(shim, source, sourceLength, 0, &target, Int32(target.count), &targetLength))
        try check(jeoul_utf8_from_utf16(target, targetLength, &bytes, Int32(bytes.count), &length))
        return Array(bytes[..<Int(length)])
    }

    private struct Failure: Error { var name: String }

    private static func check(_ code: Int32) throws {
        if code != 0 { throw Failure(name: String(cString: jeoul_icu_error_name(code))) }
    }
}
