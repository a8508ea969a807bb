import ScanKernels

/// What `tokenizers` takes characters for in its normalizers, by generated tables: never by the Swift or the ICU that is installed.
enum Scalars {
    // SAFETY: a constant table of the C target, and its number of elements.
    private static let accents = ScalarSet(
        (0..<Int(JEOUL_ACCENTS)).map { jeoul_accents_pointer[2 * $0]...jeoul_accents_pointer[2 * $0 + 1] })

    /// `\w` of UTS #18: Alphabetic, M, Nd, Pc and Join_Control.
    static func isWord(_ scalar: Unicode.Scalar) -> Bool { UnicodeProperties.word.contains(scalar.value) }

    /// Whether `StripAccents` takes the character away: a mark of the Unicode version that its table has.
    static func isAccent(_ scalar: Unicode.Scalar) -> Bool { accents.contains(scalar.value) }

    /// A character's lower case, whatever stands around it; nil where it is its own. O(log n).
    static func lowercase(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
        if scalar.isASCII { return "A"..."Z" ~= scalar ? Unicode.Scalar(UInt8(scalar.value) + 32) : nil }
        var (low, high) = (0, Int(JEOUL_LOWERCASE))
        while low < high {
            let middle = (low + high) / 2
            if jeoul_lowercase_pointer[2 * middle] < scalar.value { low = middle + 1 } else { high = middle }
        }
        // SAFETY: as above; `low` is below the number before the pair is read.
        guard low < Int(JEOUL_LOWERCASE), jeoul_lowercase_pointer[2 * low] == scalar.value else { return nil }
        return Unicode.Scalar(jeoul_lowercase_pointer[2 * low + 1])
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// Calls `body` with each character and where it is. The bytes must be well-formed UTF-8.
    func forEachScalar(_ body: (Unicode.Scalar, Range<Int>) -> Void) {
        var at = 0
        while at < count {
            let (value, length) = scalar(at: at)
            body(Unicode.Scalar(UInt32(value)) ?? "\u{FFFD}", at..<at + length)
            at += length
        }
    }
}
