/// Character classes of Unicode as Rust's standard library and its regular expressions have them.
enum Scalars {
    /// `\w` of UTS #18: Alphabetic, M, Nd, Pc and Join_Control.
    static func isWord(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII {
            return scalar == "_" || ("0"..."9").contains(scalar) || ("a"..."z").contains(scalar)
                || ("A"..."Z").contains(scalar)
        }
        if scalar.properties.isAlphabetic { return true }
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .spacingMark, .enclosingMark, .decimalNumber, .connectorPunctuation: return true
        default: return scalar.properties.isJoinControl
        }
    }

    /// White_Space.
    static func isWhiteSpace(_ scalar: Unicode.Scalar) -> Bool { scalar.properties.isWhitespace }

    /// N: Nd, Nl and No.
    static func isNumber(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII { return ("0"..."9").contains(scalar) }
        switch scalar.properties.generalCategory {
        case .decimalNumber, .letterNumber, .otherNumber: return true
        default: return false
        }
    }

    /// P, and the ASCII symbols, as Hugging Face's `Punctuation` has it.
    static func isPunctuation(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII {
            return ("!"..."/").contains(scalar) || (":"..."@").contains(scalar) || ("["..."`").contains(scalar)
                || ("{"..."~").contains(scalar)
        }
        switch scalar.properties.generalCategory {
        case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation, .initialPunctuation,
            .finalPunctuation, .otherPunctuation:
            return true
        default: return false
        }
    }

    /// M.
    static func isMark(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .spacingMark, .enclosingMark: true
        default: false
        }
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
