/// Where records end in text that comes piece by piece, so that a block holds whole ones.
protocol RecordBoundaries {
    /// Looks at the next bytes.
    ///
    /// - Returns: the offset behind the last record that ends among them, or nil where none does.
    mutating func advance(over bytes: UnsafeRawBufferPointer) -> Int?

    /// What is wrong with the text so far, and at which byte of it: what follows is not looked at. Nil where nothing is.
    var fault: (kind: CorpusError.Kind, offset: Int)? { get }

    /// What is wrong with a text that ends here, and at which byte of it; nil where nothing is.
    var faultAtEnd: (kind: CorpusError.Kind, offset: Int)? { get }
}

extension RecordBoundaries {
    var fault: (kind: CorpusError.Kind, offset: Int)? { nil }
    var faultAtEnd: (kind: CorpusError.Kind, offset: Int)? { nil }
}

/// A record ends with its line.
struct LineBoundaries: RecordBoundaries {
    mutating func advance(over bytes: UnsafeRawBufferPointer) -> Int? {
        bytes.lastIndex(of: 0x0A).map { $0 + 1 }
    }
}

/// A record ends with an empty line: the sentences of CoNLL-U.
struct ParagraphBoundaries: RecordBoundaries {
    private var isLineEmpty = false

    mutating func advance(over bytes: UnsafeRawBufferPointer) -> Int? {
        var end: Int?
        for at in 0..<bytes.count where bytes[at] != 0x0D {
            let isEnd = bytes[at] == 0x0A
            if isEnd, isLineEmpty { end = at + 1 }
            isLineEmpty = isEnd
        }
        return end
    }
}

/// A record is all there is.
struct NoBoundaries: RecordBoundaries {
    mutating func advance(over bytes: UnsafeRawBufferPointer) -> Int? { nil }
}

/// A record ends at a line end outside of quotes (RFC 4180). A quote that does not begin a field is text.
struct TableBoundaries: RecordBoundaries {
    private enum State { case fieldStart, unquoted, quoted, quoteInQuoted }

    private let separator: UInt8
    private let quotes: TableQuotes
    private var state = State.fieldStart
    private var offset = 0
    /// Where the field in quotes begins that was begun last.
    private var lastQuote = 0

    init(separator: UInt8, quotes: TableQuotes) {
        self.separator = separator
        self.quotes = quotes
    }

    mutating func advance(over bytes: UnsafeRawBufferPointer) -> Int? {
        if quotes == .none { return bytes.lastIndex(of: 0x0A).map { $0 + 1 } }
        var state = state
        var end: Int?
        let separator = separator
        for at in 0..<bytes.count {
            let byte = bytes[at]
            switch state {
            case .quoted: if byte == UInt8(ascii: "\"") { state = .quoteInQuoted }
            case .fieldStart where byte == UInt8(ascii: "\""):
                state = .quoted
                lastQuote = offset + at
            case .quoteInQuoted where byte == UInt8(ascii: "\""): state = .quoted
            default:
                if byte == 0x0A {
                    state = .fieldStart
                    end = at + 1
                } else {
                    state = byte == separator ? .fieldStart : .unquoted
                }
            }
        }
        self.state = state
        offset += bytes.count
        return end
    }

    var faultAtEnd: (kind: CorpusError.Kind, offset: Int)? {
        state == .quoted ? (.malformedTable(reason: "a field in quotes does not end"), lastQuote) : nil
    }
}

/// A record ends with a value, of an array or by itself.
struct JSONBoundaries: RecordBoundaries {
    private enum Expectation { case value, valueOrEnd, comma, nothing, anything }

    private var isArray: Bool?
    private var expectation = Expectation.anything
    /// Containers that are open within the record.
    private var depth = 0
    private var isInString = false
    private var isEscaped = false
    private var isInScalar = false
    private var offset = 0
    /// Where the record begins that was begun last.
    private var lastRecord = 0
    private(set) var fault: (kind: CorpusError.Kind, offset: Int)?

    mutating func advance(over bytes: UnsafeRawBufferPointer) -> Int? {
        var end: Int?
        for at in 0..<bytes.count {
            if fault != nil { break }
            let byte = bytes[at]
            if isInString {
                if isEscaped {
                    isEscaped = false
                } else if byte == UInt8(ascii: "\\") {
                    isEscaped = true
                } else if byte == UInt8(ascii: "\"") {
                    isInString = false
                    if depth == 0 { end = finishValue(at: at + 1) }
                }
                continue
            }
            switch byte {
            case UInt8(ascii: "\""):
                beginValue(at: at)
                isInString = true
            case UInt8(ascii: "{"):
                beginValue(at: at)
                depth += 1
            case UInt8(ascii: "["):
                if depth == 0, isArray == nil {
                    isArray = true
                    expectation = .valueOrEnd
                } else {
                    beginValue(at: at)
                    depth += 1
                }
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                if depth > 0 {
                    depth -= 1
                    if depth == 0 { end = finishValue(at: at + 1) }
                } else if byte == UInt8(ascii: "]"), isArray == true {
                    if isInScalar { _ = finishValue(at: at) }
                    check(expectation == .comma || expectation == .valueOrEnd, at, "a value is expected before ]")
                    expectation = .nothing
                    if fault == nil { end = at + 1 }
                } else {
                    check(false, at, "a bracket closes nothing")
                }
            case UInt8(ascii: ",") where depth == 0:
                if isInScalar { end = finishValue(at: at) }
                check(isArray == true && expectation == .comma, at, "a comma is not expected here")
                expectation = .value
            case 0x20, 0x09, 0x0A, 0x0D:
                if isInScalar { end = finishValue(at: at) }
            default:
                guard depth == 0, !isInScalar else { continue }
                beginValue(at: at)
                isInScalar = true
            }
        }
        offset += bytes.count
        return end
    }

    private mutating func beginValue(at: Int) {
        guard depth == 0 else { return }
        if isArray == nil { isArray = false }
        let isExpected = expectation == .value || expectation == .valueOrEnd || (isArray == false && !isInScalar)
        check(isExpected, at, expectation == .nothing ? "there is something after the array" : "a comma is expected")
        expectation = .comma
        lastRecord = offset + at
    }

    private mutating func finishValue(at end: Int) -> Int {
        isInScalar = false
        expectation = isArray == true ? .comma : .anything
        return end
    }

    private mutating func check(_ holds: Bool, _ at: Int, _ reason: String) {
        if !holds, fault == nil { fault = (.malformedJSON(reason: reason), offset + at) }
    }

    var faultAtEnd: (kind: CorpusError.Kind, offset: Int)? {
        if isInString || depth > 0 { return (.malformedJSON(reason: "a record does not end"), lastRecord) }
        if isArray == true, expectation != .nothing {
            return (.malformedJSON(reason: "the array does not end"), offset)
        }
        return nil
    }
}
