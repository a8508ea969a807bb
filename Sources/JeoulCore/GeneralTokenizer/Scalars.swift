/// Character classes of the pinned Unicode version, as Rust's standard library and its regular expressions have them.
enum Scalars {
    private static let marks = UnicodeProperties.set(named: "M") ?? .empty

    /// `\w` of UTS #18: Alphabetic, M, Nd, Pc and Join_Control.
    static func isWord(_ scalar: Unicode.Scalar) -> Bool { UnicodeProperties.word.contains(scalar.value) }

    /// M.
    static func isMark(_ scalar: Unicode.Scalar) -> Bool { marks.contains(scalar.value) }
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
