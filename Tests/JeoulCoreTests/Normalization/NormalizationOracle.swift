import ICUShims

@testable import JeoulCore

/// The whole text by ICU in one go: no plain text, no windows, no long runs.
enum NormalizationOracle {
    static func normalized(_ text: [UInt8], _ form: NormalizationForm) throws -> [UInt8] {
        var source = [UInt16](repeating: 0, count: text.count + 1)
        var target = [UInt16](repeating: 0, count: text.count * 18 + 1)
        var bytes = [UInt8](repeating: 0, count: text.count * 54 + 1)
        var (sourceLength, targetLength, length): (Int32, Int32, Int32) = (0, 0, 0)
        try ICUError.check(
            jeoul_utf16_from_utf8(text, Int32(text.count), &source, Int32(source.count), &sourceLength), "convert")
        try ICUError.check(
            jeoul_normalize(form.shim, source, sourceLength, 0, &target, Int32(target.count), &targetLength),
            "normalize")
        try ICUError.check(
            jeoul_utf8_from_utf16(target, targetLength, &bytes, Int32(bytes.count), &length), "convert")
        return Array(bytes[..<Int(length)])
    }
}
