/// A string in a JSON text: the range between its quotes, with escapes as written.
package struct JSONString: Sendable {
    /// The bytes between the quotes.
    package var range: Range<Int>
    /// Whether there is a backslash in it; if not, the bytes are the string.
    package var hasEscapes: Bool

    /// The string's bytes. O(n).
    package func decoded(in bytes: UnsafeBufferPointer<UInt8>) -> [UInt8] {
        var result: [UInt8] = []
        append(to: &result, in: bytes) { (_, result) in result.append(contentsOf: UTF8.encodedReplacementCharacter) }
        return result
    }

    /// Appends the string's bytes to a text, and calls `lone` at each surrogate that stands alone. O(n).
    package func append<Failure: Error>(
        to text: inout [UInt8], in bytes: UnsafeBufferPointer<UInt8>,
        lone: (_ offset: Int, _ text: inout [UInt8]) throws(Failure) -> Void
    ) throws(Failure) {
        guard hasEscapes else { return text.append(contentsOf: bytes[range]) }
        var start = range.lowerBound
        while let at = bytes[start..<range.upperBound].firstIndex(of: UInt8(ascii: "\\")),
            let escape = try? Self.escape(at: at, in: bytes, end: range.upperBound)
        {
            text.append(contentsOf: bytes[start..<at])
            if let scalar = escape.scalar {
                text.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
            } else {
                try lone(at, &text)
            }
            start = at + escape.length
        }
        text.append(contentsOf: bytes[start..<range.upperBound])
    }

    /// Whether the string is `text`, compared by bytes.
    package func equals(_ text: StaticString, in bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        // SAFETY: a StaticString's pointer is valid for its count, forever.
        let wanted = UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)
        return hasEscapes ? decoded(in: bytes).elementsEqual(wanted) : bytes[range].elementsEqual(wanted)
    }

    /// The scalar of the escape that starts with the backslash at `at`, and its length in bytes (two escapes for a
    /// surrogate pair); nil for a surrogate without its other half, which is no character.
    static func escape(
        at: Int, in bytes: UnsafeBufferPointer<UInt8>, end: Int
    ) throws(JSONError) -> (scalar: Unicode.Scalar?, length: Int) {
        guard at + 1 < end else {
            throw JSONError(offset: at, message: "a string that does not end", isTruncation: true)
        }
        switch bytes[at + 1] {
        case UInt8(ascii: "\""): return ("\"", 2)
        case UInt8(ascii: "\\"): return ("\\", 2)
        case UInt8(ascii: "/"): return ("/", 2)
        case UInt8(ascii: "b"): return ("\u{8}", 2)
        case UInt8(ascii: "f"): return ("\u{C}", 2)
        case UInt8(ascii: "n"): return ("\n", 2)
        case UInt8(ascii: "r"): return ("\r", 2)
        case UInt8(ascii: "t"): return ("\t", 2)
        case UInt8(ascii: "u"):
            let first = try hexadecimal(at: at + 2, in: bytes, end: end)
            if let scalar = Unicode.Scalar(first) { return (scalar, 6) }
            if first < 0xDC00, at + 7 < end, bytes[at + 6] == UInt8(ascii: "\\"),
                bytes[at + 7] == UInt8(ascii: "u")
            {
                let second = try hexadecimal(at: at + 8, in: bytes, end: end)
                if (0xDC00...0xDFFF).contains(second),
                    let scalar = Unicode.Scalar(0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00))
                {
                    return (scalar, 12)
                }
            }
            return (nil, 6)
        default: throw JSONError(offset: at, message: "an unknown escape in a string")
        }
    }

    private static func hexadecimal(at: Int, in bytes: UnsafeBufferPointer<UInt8>, end: Int) throws(JSONError) -> UInt32
    {
        guard at + 4 <= end else {
            throw JSONError(offset: at, message: "a string that does not end", isTruncation: true)
        }
        var value: UInt32 = 0
        for i in at..<at + 4 {
            switch bytes[i] {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): value = value << 4 | UInt32(bytes[i] - UInt8(ascii: "0"))
            case UInt8(ascii: "a")...UInt8(ascii: "f"): value = value << 4 | UInt32(bytes[i] - UInt8(ascii: "a") + 10)
            case UInt8(ascii: "A")...UInt8(ascii: "F"): value = value << 4 | UInt32(bytes[i] - UInt8(ascii: "A") + 10)
            default: throw JSONError(offset: i, message: "expected four hexadecimal digits after \\u")
            }
        }
        return value
    }
}

extension JSONReader {
    /// Runs `body` over a string's bytes, which are copied only if it has escapes.
    package func withBytes<Result>(
        of string: JSONString, _ body: (UnsafeBufferPointer<UInt8>) throws -> Result
    ) rethrows -> Result {
        guard string.hasEscapes else { return try body(UnsafeBufferPointer(rebasing: bytes[string.range])) }
        return try string.decoded(in: bytes).withUnsafeBufferPointer(body)
    }
}
