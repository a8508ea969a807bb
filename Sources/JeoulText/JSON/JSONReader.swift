/// Reads JSON (RFC 8259) front to back, strictly, without building anything.
///
/// Why not Foundation's: `JSONDecoder` keys objects by `String`, which merges keys that are canonically equivalent (가
/// composed and decomposed are two tokens of one vocabulary), and it gives no place for an error. Here keys are bytes.
///
/// The caller walks the text: `beginObject()`, then `nextKey()` until nil, reading or skipping one value after each
/// key; `beginArray()`, then `nextElement()` until false. Nothing recurses, so depth costs no stack; it is bounded
/// anyway. Time is linear, memory constant.
package struct JSONReader {
    /// Containers within containers, at most.
    static let maximumDepth = 128

    /// Whether a surrogate that stands alone in a string is passed over, for whoever decodes the string to judge, or an error.
    package var allowsLoneSurrogates = false
    // SAFETY: the buffer outlives the reader: readers are made inside `withUnsafeBytes` closures, or beside what owns the bytes;
    // every access below is guarded by `position < end`.
    package let bytes: UnsafeBufferPointer<UInt8>
    /// The offset of the next byte to read.
    package private(set) var position = 0
    /// Where the text ends.
    package private(set) var end: Int
    private var depth = 0
    /// Whether the innermost container was begun and nothing of it read.
    private var isAtStart = false

    /// A reader of well-formed UTF-8. O(n): the whole text is checked once.
    package init(_ bytes: UnsafeBufferPointer<UInt8>) throws(JSONError) {
        self.init(validated: bytes)
        if let base = bytes.baseAddress {
            // SAFETY: the kernel reads nothing outside the buffer.
            let offset = ScanKernel.best.pointer.pointee.validate(base, bytes.count)
            if offset < bytes.count { throw JSONError(offset: offset, message: "invalid UTF-8") }
        }
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
            throw JSONError(offset: 0, message: "a byte order mark before the JSON text")
        }
    }

    /// A reader of bytes that are known to be valid UTF-8.
    package init(validated bytes: UnsafeBufferPointer<UInt8>) {
        self.bytes = bytes
        end = bytes.count
    }

    /// Starts again at a part of the bytes, as if they were nothing else.
    package mutating func restart(at range: Range<Int>) {
        precondition(range.upperBound <= bytes.count, "a part of the text")
        (position, end, depth, isAtStart) = (range.lowerBound, range.upperBound, 0, false)
    }

    /// The first byte of the next value, white space passed over; nil at the end.
    package mutating func nextByte() -> UInt8? {
        skipWhitespace()
        return position < end ? bytes[position] : nil
    }

    // MARK: Structure

    package mutating func beginObject() throws(JSONError) { try begin(UInt8(ascii: "{"), "an object") }

    package mutating func beginArray() throws(JSONError) { try begin(UInt8(ascii: "["), "an array") }

    /// The next key of the innermost object, or nil at its end.
    package mutating func nextKey() throws(JSONError) -> JSONString? {
        guard try next(UInt8(ascii: "}")) else { return nil }
        let key = try string()
        skipWhitespace()
        guard position < end, bytes[position] == UInt8(ascii: ":") else { throw expected("':' after a key") }
        position += 1
        return key
    }

    /// Whether the innermost array has another element; at its end, false.
    package mutating func nextElement() throws(JSONError) -> Bool { try next(UInt8(ascii: "]")) }

    /// Checks that nothing follows the outermost value.
    package mutating func finish() throws(JSONError) {
        skipWhitespace()
        if position < end { throw expected("nothing after the JSON value") }
    }

    /// What kind of value comes next, judged by its first byte.
    package mutating func peek() throws(JSONError) -> JSONKind {
        guard let kind = nextKind() else { throw expected("a value") }
        return kind
    }

    /// The same; nil where no value begins.
    package mutating func nextKind() -> JSONKind? {
        guard let byte = nextByte() else { return nil }
        switch byte {
        case UInt8(ascii: "{"): return .object
        case UInt8(ascii: "["): return .array
        case UInt8(ascii: "\""): return .string
        case UInt8(ascii: "t"), UInt8(ascii: "f"): return .boolean
        case UInt8(ascii: "n"): return .null
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number
        default: return nil
        }
    }

    /// Passes over the next value, whatever it is, checking its syntax.
    package mutating func skipValue() throws(JSONError) {
        var open: [JSONKind] = []
        repeat {
            let kind = try peek()
            switch kind {
            case .object: try beginObject()
            case .array: try beginArray()
            case .string: _ = try string()
            case .boolean: _ = try boolean()
            case .null: try null()
            case .number: _ = try number()
            }
            if kind == .object || kind == .array { open.append(kind) }
            while let container = open.last {
                let more = container == .object ? try nextKey() != nil : try nextElement()
                if more { break }
                open.removeLast()
            }
        } while !open.isEmpty
    }

    // MARK: Scalars

    package mutating func boolean() throws(JSONError) -> Bool {
        skipWhitespace()
        if take("true") { return true }
        if take("false") { return false }
        throw expected("true or false")
    }

    package mutating func null() throws(JSONError) {
        skipWhitespace()
        if !take("null") { throw expected("null") }
    }

    /// The next value, a string; its escapes are checked and left as they are.
    package mutating func string() throws(JSONError) -> JSONString {
        skipWhitespace()
        guard position < end, bytes[position] == UInt8(ascii: "\"") else { throw expected("a string") }
        let start = position + 1
        var at = start
        var hasEscapes = false
        while at < end {
            let byte = bytes[at]
            if byte == UInt8(ascii: "\"") {
                position = at + 1
                return JSONString(range: start..<at, hasEscapes: hasEscapes)
            }
            if byte == UInt8(ascii: "\\") {
                hasEscapes = true
                let escape = try JSONString.escape(at: at, in: bytes, end: end)
                guard escape.scalar != nil || allowsLoneSurrogates else {
                    throw JSONError(offset: at, message: "an escaped surrogate without its other half")
                }
                at += escape.length
            } else if byte < 0x20 {
                throw JSONError(offset: at, message: "an unescaped control character in a string")
            } else {
                at += 1
            }
        }
        throw JSONError(offset: start - 1, message: "a string that does not end", isTruncation: true)
    }

    /// The next value, a number, as the range of its text.
    package mutating func number() throws(JSONError) -> Range<Int> {
        skipWhitespace()
        let start = position
        if position < end, bytes[position] == UInt8(ascii: "-") { position += 1 }
        if position < end, bytes[position] == UInt8(ascii: "0") {
            position += 1
        } else if skipDigits() == 0 {
            throw expected("a number")
        }
        if position < end, bytes[position] == UInt8(ascii: ".") {
            position += 1
            if skipDigits() == 0 { throw expected("a digit") }
        }
        if position < end, bytes[position] | 0x20 == UInt8(ascii: "e") {
            position += 1
            if position < end, bytes[position] == UInt8(ascii: "+") || bytes[position] == UInt8(ascii: "-") {
                position += 1
            }
            if skipDigits() == 0 { throw expected("a digit") }
        }
        return start..<position
    }

    /// The next value, a whole number from 0 to 2^53 written without sign, fraction or exponent.
    package mutating func unsignedInteger() throws(JSONError) -> Int {
        skipWhitespace()
        let start = position
        var value = 0
        while position < end, bytes[position] &- UInt8(ascii: "0") <= 9 {
            value = value * 10 + Int(bytes[position] & 15)
            position += 1
            if value > 1 << 53 { throw JSONError(offset: start, message: "a number that is too great") }
        }
        let isLone = position == start + 1 || (position > start && bytes[start] != UInt8(ascii: "0"))
        let continues =
            position < end
            && [UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E")].contains(bytes[position])
        guard isLone, !continues else {
            position = start
            throw expected("a whole number, 0 or greater")
        }
        return value
    }

    // MARK: Bytes

    private mutating func begin(_ bracket: UInt8, _ what: String) throws(JSONError) {
        skipWhitespace()
        guard position < end, bytes[position] == bracket else { throw expected(what) }
        guard depth < Self.maximumDepth else {
            throw JSONError(offset: position, message: "more than \(Self.maximumDepth) containers within one another")
        }
        position += 1
        depth += 1
        isAtStart = true
    }

    /// Whether another member follows in the innermost container; passes over the comma before it, or the end.
    private mutating func next(_ bracket: UInt8) throws(JSONError) -> Bool {
        skipWhitespace()
        let isFirst = isAtStart
        isAtStart = false
        guard position < end else { throw expected("more: the text ends inside a container") }
        if bytes[position] == bracket {
            position += 1
            depth -= 1
            return false
        }
        if !isFirst {
            guard bytes[position] == UInt8(ascii: ",") else {
                throw expected("',' or '\(Character(Unicode.Scalar(bracket)))'")
            }
            position += 1
        }
        return true
    }

    private mutating func skipWhitespace() {
        while position < end {
            let byte = bytes[position]
            guard byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 else { return }
            position += 1
        }
    }

    private mutating func skipDigits() -> Int {
        let start = position
        while position < end, bytes[position] &- UInt8(ascii: "0") <= 9 { position += 1 }
        return position - start
    }

    private mutating func take(_ word: StaticString) -> Bool {
        let length = word.utf8CodeUnitCount
        guard end - position >= length else { return false }
        for i in 0..<length where bytes[position + i] != word.utf8Start[i] { return false }
        position += length
        return true
    }

    /// An error at the next byte: what was expected there.
    package func expected(_ what: String) -> JSONError {
        JSONError(offset: position, message: "expected \(what)", isTruncation: position >= end)
    }
}

/// The kinds of JSON values, as they are called in errors.
package enum JSONKind: String, Sendable {
    case object = "an object"
    case array = "an array"
    case string = "a string"
    case number = "a number"
    case boolean = "true or false"
    case null = "null"
}
