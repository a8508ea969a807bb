import JeoulCore

extension JSONScanner {
    /// Reads a string and appends its bytes, escapes resolved. O(n).
    ///
    /// A surrogate pair becomes its one scalar. A surrogate alone is no text: an error, or one U+FFFD, or nothing, as ``surrogates``
    /// says; only an error in a string that is kept.
    ///
    /// - Parameter keeps: false only checks the string.
    /// - Returns: whether there were escapes.
    @discardableResult
    mutating func string(appendingTo text: inout [UInt8], keeps: Bool = true) throws(JSONSyntaxError) -> Bool {
        guard peek() == UInt8(ascii: "\"") else { throw expected("a string") }
        let quote = position
        var start = position + 1
        var at = start
        var hasEscapes = false
        let limit = limit
        while at < limit {
            let byte = bytes[at]
            if byte == UInt8(ascii: "\"") {
                if keeps { text.append(contentsOf: bytes[start..<at]) }
                advance(to: at + 1)
                return hasEscapes
            }
            if byte == UInt8(ascii: "\\") {
                hasEscapes = true
                let (scalar, length) = try escape(at: at)
                if keeps {
                    text.append(contentsOf: bytes[start..<at])
                    if let scalar {
                        text.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
                    } else {
                        try appendLoneSurrogate(at: at, to: &text)
                    }
                }
                at += length
                start = at
            } else if byte < 0x20 {
                throw JSONSyntaxError("a control character in a string must be escaped", at: at)
            } else {
                at += 1
            }
        }
        throw JSONSyntaxError("a string does not end", at: quote)
    }

    /// Reads a string that stands alone.
    mutating func string() throws(JSONSyntaxError) -> [UInt8] {
        var text: [UInt8] = []
        try string(appendingTo: &text)
        return text
    }

    private mutating func appendLoneSurrogate(at: Int, to text: inout [UInt8]) throws(JSONSyntaxError) {
        guard surrogates != .error else { throw JSONSyntaxError(.loneSurrogate, at: at) }
        if surrogates == .replace { text.append(contentsOf: UTF8Repair.replacement) }
        loneSurrogates.sequences += 1
        loneSurrogates.bytes += 6
    }

    /// The scalar of the escape whose backslash is at `at`, nil for a surrogate that stands alone, and its length in bytes.
    private func escape(at: Int) throws(JSONSyntaxError) -> (scalar: Unicode.Scalar?, length: Int) {
        guard at + 1 < limit else { throw JSONSyntaxError("a string does not end", at: at) }
        switch bytes[at + 1] {
        case UInt8(ascii: "\""): return ("\"", 2)
        case UInt8(ascii: "\\"): return ("\\", 2)
        case UInt8(ascii: "/"): return ("/", 2)
        case UInt8(ascii: "b"): return ("\u{8}", 2)
        case UInt8(ascii: "f"): return ("\u{C}", 2)
        case UInt8(ascii: "n"): return ("\n", 2)
        case UInt8(ascii: "r"): return ("\r", 2)
        case UInt8(ascii: "t"): return ("\t", 2)
        case UInt8(ascii: "u"): return try unicodeEscape(at: at)
        default: throw JSONSyntaxError("a string has an unknown escape", at: at)
        }
    }

    private func unicodeEscape(at: Int) throws(JSONSyntaxError) -> (scalar: Unicode.Scalar?, length: Int) {
        let unit = try codeUnit(at: at)
        if let scalar = Unicode.Scalar(unit) { return (scalar, 6) }
        if unit < 0xDC00, at + 7 < limit, bytes[at + 6] == UInt8(ascii: "\\"), bytes[at + 7] == UInt8(ascii: "u") {
            let second = try codeUnit(at: at + 6)
            if 0xDC00...0xDFFF ~= second,
                let scalar = Unicode.Scalar(0x10000 + (unit - 0xD800) << 10 + (second - 0xDC00))
            {
                return (scalar, 12)
            }
        }
        return (nil, 6)
    }

    /// The UTF-16 code unit of a `\uXXXX`.
    private func codeUnit(at: Int) throws(JSONSyntaxError) -> UInt32 {
        guard at + 6 <= limit else { throw JSONSyntaxError("a string does not end", at: at) }
        var unit: UInt32 = 0
        for byte in bytes[at + 2..<at + 6] {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): unit = unit << 4 + UInt32(byte - UInt8(ascii: "0"))
            case UInt8(ascii: "a")...UInt8(ascii: "f"): unit = unit << 4 + UInt32(byte - UInt8(ascii: "a") + 10)
            case UInt8(ascii: "A")...UInt8(ascii: "F"): unit = unit << 4 + UInt32(byte - UInt8(ascii: "A") + 10)
            default: throw JSONSyntaxError("\\u needs four hexadecimal digits", at: at)
            }
        }
        return unit
    }
}

/// A key of an object: the range between its quotes, as written.
struct JSONKey {
    let range: Range<Int>
    let hasEscapes: Bool

    /// The offset of its first quote.
    var offset: Int { range.lowerBound - 1 }
}

extension JSONScanner {
    /// The key's bytes, escapes resolved.
    func name(of key: JSONKey) -> [UInt8] {
        guard key.hasEscapes else { return Array(bytes[key.range]) }
        var scanner = self
        scanner.restart(at: key.offset..<key.range.upperBound + 1)
        return (try? scanner.string()) ?? []
    }

    /// Whether the key is this name, compared by bytes.
    func matches(_ key: JSONKey, _ name: [UInt8]) -> Bool {
        if key.hasEscapes { return self.name(of: key) == name }
        guard key.range.count == name.count else { return false }
        for at in name.indices where bytes[key.range.lowerBound + at] != name[at] { return false }
        return true
    }

    /// An error at a key that comes for the second time.
    func duplicate(_ key: JSONKey) -> JSONSyntaxError {
        JSONSyntaxError(.duplicateField(String(decoding: name(of: key), as: UTF8.self)), at: key.offset)
    }
}
