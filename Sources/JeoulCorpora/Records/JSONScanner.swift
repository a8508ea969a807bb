import JeoulText

/// What is wrong with a JSON text, and at which byte of it.
struct JSONSyntaxError: Error, Equatable {
    var offset: Int
    var kind: CorpusError.Kind

    init(_ reason: String, at offset: Int) {
        self.offset = offset
        kind = .malformedJSON(reason: reason)
    }

    init(_ kind: CorpusError.Kind, at offset: Int) {
        self.offset = offset
        self.kind = kind
    }
}

/// Reads JSON (RFC 8259) front to back, strictly, without building anything.
///
/// Not Foundation's: there a string's bytes do not survive for certain, keys that are canonically equivalent are one,
/// and an error has no place. Here strings and keys are bytes. Time is linear; memory is constant but for the depth.
struct JSONScanner {
    /// Containers within containers, at most; more is an error, not a full stack.
    static let maximumDepth = 128

    let bytes: [UInt8]
    /// The offset of the next byte to read.
    private(set) var position: Int
    /// Where the text ends.
    private var end: Int
    private var depth = 0
    /// What becomes of a surrogate that stands alone in a string.
    var surrogates = InvalidUTF8Policy.error
    /// Those that were replaced or dropped in strings that were kept.
    var loneSurrogates = InvalidUTF8Count()

    /// A scanner of bytes that are valid UTF-8.
    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        position = 0
        end = bytes.count
    }

    /// Starts again at a part of the bytes, as if they were nothing else.
    mutating func restart(at range: Range<Int>) {
        position = range.lowerBound
        end = range.upperBound
        depth = 0
    }

    // MARK: Structure

    /// The first byte of the next value, white space passed over; nil at the end.
    mutating func peek() -> UInt8? {
        while position < end {
            switch bytes[position] {
            case 0x20, 0x09, 0x0A, 0x0D: position += 1
            default: return bytes[position]
            }
        }
        return nil
    }

    /// Checks that nothing follows.
    mutating func finish() throws(JSONSyntaxError) {
        if peek() != nil { throw JSONSyntaxError("there is something after the value", at: position) }
    }

    /// Reads an object. `member` is called behind each key's colon and must read or skip one value.
    mutating func object(
        _ member: (inout JSONScanner, _ key: JSONKey) throws(JSONSyntaxError) -> Void
    ) throws(JSONSyntaxError) {
        try open("{", "an object")
        var isFirst = true
        while try another(until: "}", isFirst: isFirst) {
            isFirst = false
            guard peek() == UInt8(ascii: "\"") else { throw expected("a key in quotes") }
            let start = position
            let hasEscapes = try skipString()
            let key = JSONKey(range: start + 1..<position - 1, hasEscapes: hasEscapes)
            guard peek() == UInt8(ascii: ":") else { throw expected("a colon after the key") }
            position += 1
            try member(&self, key)
        }
        depth -= 1
    }

    /// Reads an array. `element` must read or skip one value.
    mutating func array(
        _ element: (inout JSONScanner) throws(JSONSyntaxError) -> Void
    ) throws(JSONSyntaxError) {
        try open("[", "an array")
        var isFirst = true
        while try another(until: "]", isFirst: isFirst) {
            isFirst = false
            try element(&self)
        }
        depth -= 1
    }

    /// Passes over a value, whatever it is, checking its syntax.
    mutating func skipValue() throws(JSONSyntaxError) {
        guard let byte = peek() else { throw expected("a value") }
        switch byte {
        case UInt8(ascii: "{"):
            try object { (scanner, _) throws(JSONSyntaxError) in try scanner.skipValue() }
        case UInt8(ascii: "["):
            try array { (scanner) throws(JSONSyntaxError) in try scanner.skipValue() }
        case UInt8(ascii: "\""): _ = try skipString()
        case UInt8(ascii: "t"): try word("true")
        case UInt8(ascii: "f"): try word("false")
        case UInt8(ascii: "n"): try word("null")
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): try skipNumber()
        default: throw expected("a value")
        }
    }

    private mutating func open(_ bracket: Unicode.Scalar, _ what: String) throws(JSONSyntaxError) {
        guard peek() == UInt8(ascii: bracket) else { throw expected(what) }
        depth += 1
        if depth > Self.maximumDepth { throw JSONSyntaxError("it is nested too deeply", at: position) }
        position += 1
    }

    private mutating func another(
        until bracket: Unicode.Scalar, isFirst: Bool
    ) throws(JSONSyntaxError) -> Bool {
        let byte = peek()
        if byte == UInt8(ascii: bracket) {
            position += 1
            return false
        }
        if isFirst { return true }
        guard byte == UInt8(ascii: ",") else { throw expected("a comma or \(bracket)") }
        position += 1
        return true
    }

    // MARK: Scalars

    private mutating func word(_ text: String) throws(JSONSyntaxError) {
        guard bytes[position..<end].starts(with: text.utf8) else { throw expected("a value") }
        position += text.utf8.count
    }

    private mutating func skipNumber() throws(JSONSyntaxError) {
        if bytes[position] == UInt8(ascii: "-") { position += 1 }
        let start = position
        try skipDigits()
        if position > start + 1, bytes[start] == UInt8(ascii: "0") {
            throw JSONSyntaxError("a number has a leading zero", at: start)
        }
        if position < end, bytes[position] == UInt8(ascii: ".") {
            position += 1
            try skipDigits()
        }
        if position < end, bytes[position] | 0x20 == UInt8(ascii: "e") {
            position += 1
            if position < end, bytes[position] == UInt8(ascii: "+") || bytes[position] == UInt8(ascii: "-") {
                position += 1
            }
            try skipDigits()
        }
    }

    private mutating func skipDigits() throws(JSONSyntaxError) {
        let start = position
        while position < end, bytes[position] &- UInt8(ascii: "0") <= 9 { position += 1 }
        if position == start { throw expected("a digit") }
    }

    private mutating func skipString() throws(JSONSyntaxError) -> Bool {
        var ignored: [UInt8] = []
        return try string(appendingTo: &ignored, keeps: false)
    }

    /// Moves on; only for the string's part of the scanner.
    mutating func advance(to position: Int) {
        self.position = position
    }

    /// The end of the text; only for the string's part of the scanner.
    var limit: Int { end }

    /// An error at the next byte: what was expected there.
    func expected(_ what: String) -> JSONSyntaxError {
        position < end
            ? JSONSyntaxError("expected \(what)", at: position)
            : JSONSyntaxError("the text ends where \(what) is expected", at: end)
    }
}
