import TestSupport
import ICUShims

@testable import JeoulText

/// The definitions read aloud: the text in NFC, cut by ICU as a whole, each cluster judged by its first scalar.
enum CharacterOracle {
    static func counts(_ text: [UInt8]) throws -> CharacterCounts {
        let composed = try NormalizationOracle.normalized(text, .nfc)
        let clusters = try clusters(composed)
        let scalars = String(decoding: composed, as: UTF8.self).unicodeScalars
        let first = clusters.compactMap { String(decoding: composed[$0], as: UTF8.self).unicodeScalars.first }
        return CharacterCounts(
            hangul: first.count { jeoul_script(Int32($0.value)) == JEOUL_SCRIPT_HANGUL },
            hanja: first.count { jeoul_script(Int32($0.value)) == JEOUL_SCRIPT_HAN },
            syllable: scalars.count { 0xAC00...0xD7A3 ~= $0.value },
            grapheme: clusters.count,
            graphemeNonspace: first.count { !$0.properties.isWhitespace },
            scalar: String(decoding: text, as: UTF8.self).unicodeScalars.count,
            byte: text.count,
            eojeol: scalars.split { $0.properties.isWhitespace }.count)
    }

    /// The ranges of the clusters of the text as it is.
    static func clusters(_ text: [UInt8]) throws -> [Range<Int>] {
        var handle: OpaquePointer?
        try ICUError.check(jeoul_graphemes_open(&handle), "open")
        defer { jeoul_graphemes_close(handle) }
        var ends = [Int32](repeating: 0, count: text.count + 1)
        let count = try text.withUnsafeBufferPointer { text in
            try ICUError.check(jeoul_graphemes_set_text(handle, text.baseAddress, Int32(text.count)), "set text")
            return jeoul_graphemes_next(handle, &ends, Int32(ends.count))
        }
        return ends[..<Int(count)].reduce(into: []) { $0.append(($0.last?.upperBound ?? 0)..<Int($1)) }
    }
}
