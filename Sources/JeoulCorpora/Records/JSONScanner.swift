import Foundation
import JeoulText

/// Reads records of JSON: `JSONReader` over bytes that it owns, objects and arrays by closures, errors that name fields, and
/// surrogates that stand alone as asked. Time is linear.
struct JSONScanner {
    private var reader: JSONReader
    private let owner: OwnedBytes
    /// What becomes of a surrogate that stands alone in a string.
    var surrogates = InvalidUTF8Policy.error
    /// Those that were replaced or dropped in strings that were kept.
    var loneSurrogates = InvalidUTF8Count()

    /// A scanner of bytes that are valid UTF-8, which are copied: a scanner may then outlive what it is made from. The copy of a block
    /// that is read as records takes a hundredth, at most, of the time that counting them takes.
    init(_ bytes: Data) {
        owner = OwnedBytes(bytes)
        reader = JSONReader(validated: UnsafeBufferPointer(owner.buffer))
        reader.allowsLoneSurrogates = true
    }

    /// Memory that is not written after it is filled, and stays where it is as long as a scanner has it.
    private final class OwnedBytes {
        let buffer: UnsafeMutableBufferPointer<UInt8>

        init(_ bytes: Data) {
            buffer = .allocate(capacity: bytes.count)
            _ = buffer.initialize(from: bytes)
        }

        deinit { buffer.deallocate() }
    }

    /// All bytes, which outlive neither the scanner nor its copies.
    var bytes: UnsafeBufferPointer<UInt8> { reader.bytes }

    /// The offset of the next byte to read.
    var position: Int { reader.position }

    /// Starts again at a part of the bytes, as if they were nothing else.
    mutating func restart(at range: Range<Int>) { reader.restart(at: range) }

    /// Passes over the next byte, which is no part of a value.
    mutating func skipByte() { reader.restart(at: position + 1..<reader.end) }

    /// The first byte of the next value, white space passed over; nil at the end.
    mutating func peek() -> UInt8? { reader.nextByte() }

    /// The kind of the next value; nil where no value begins.
    mutating func peekKind() -> JSONKind? { reader.nextKind() }

    /// Checks that nothing follows.
    mutating func finish() throws(RecordError) { try read { (reader) throws(JSONError) in try reader.finish() } }

    /// Passes over a value, whatever it is, checking its syntax.
    mutating func skipValue() throws(RecordError) { try read { (reader) throws(JSONError) in try reader.skipValue() } }

    /// Passes over an object that is no JSON, as one with NaN in it, by its brackets and quotes alone.
    ///
    /// - Returns: whether they are in order, no string has a control character, and a comma, a bracket or the end follows. O(object)
    mutating func skipBalancedObject() -> Bool {
        guard peek() == UInt8(ascii: "{") else { return false }
        var open: [UInt8] = []
        var (at, isInString) = (position, false)
        while at < reader.end {
            let byte = bytes[at]
            at += 1
            if isInString {
                if byte < 0x20 { return false }
                if byte == UInt8(ascii: "\\") { at += 1 }
                if byte == UInt8(ascii: "\"") { isInString = false }
                continue
            }
            switch byte {
            case UInt8(ascii: "\""): isInString = true
            case UInt8(ascii: "{"): open.append(UInt8(ascii: "}"))
            case UInt8(ascii: "["): open.append(UInt8(ascii: "]"))
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                guard open.popLast() == byte else { return false }
                guard open.isEmpty else { continue }
                reader.restart(at: at..<reader.end)
                let next = peek()
                return next == nil || next == UInt8(ascii: ",") || next == UInt8(ascii: "]")
                    || next == UInt8(ascii: "{")
            default: break
            }
        }
        return false
    }

    /// Reads an object. `member` is called behind each key's colon and must read or skip one value.
    mutating func object(
        _ member: (inout JSONScanner, _ key: JSONString) throws(RecordError) -> Void
    ) throws(RecordError) {
        try read { (reader) throws(JSONError) in try reader.beginObject() }
        while let key = try read({ (reader) throws(JSONError) in try reader.nextKey() }) { try member(&self, key) }
    }

    /// Reads an array. `element` must read or skip one value.
    mutating func array(_ element: (inout JSONScanner) throws(RecordError) -> Void) throws(RecordError) {
        try read { (reader) throws(JSONError) in try reader.beginArray() }
        while try read({ (reader) throws(JSONError) in try reader.nextElement() }) { try element(&self) }
    }

    /// Reads a string and appends its bytes, escapes resolved. A surrogate that stands alone is an error, one U+FFFD, or nothing, as
    /// ``surrogates`` says. O(n).
    mutating func string(appendingTo text: inout [UInt8]) throws(RecordError) {
        let string = try read { (reader) throws(JSONError) in try reader.string() }
        try string.append(to: &text, in: bytes) { (offset, text) throws(RecordError) in
            guard surrogates != .error else { throw RecordError(.loneSurrogate, at: offset) }
            if surrogates == .replace { text.append(contentsOf: UTF8Repair.replacement) }
            loneSurrogates.sequences += 1
            loneSurrogates.bytes += 6
        }
    }

    /// Reads a string that stands alone.
    mutating func string() throws(RecordError) -> [UInt8] {
        var text: [UInt8] = []
        try string(appendingTo: &text)
        return text
    }

    /// An error at the next byte: what was expected there.
    func expected(_ what: String) -> RecordError { RecordError(reader.expected(what)) }

    private mutating func read<Value>(
        _ body: (inout JSONReader) throws(JSONError) -> Value
    ) throws(RecordError) -> Value {
        do { return try body(&reader) } catch { throw RecordError(error) }
    }
}

extension JSONScanner {
    /// A key's bytes, escapes resolved; a surrogate that stands alone is one U+FFFD.
    func name(of key: JSONString) -> [UInt8] { key.decoded(in: bytes) }

    /// Whether the key is this name, compared by bytes.
    func matches(_ key: JSONString, _ name: [UInt8]) -> Bool {
        if key.hasEscapes { return self.name(of: key) == name }
        return key.range.count == name.count && bytes[key.range].elementsEqual(name)
    }

    /// An error at a key that comes for the second time.
    func duplicate(_ key: JSONString) -> RecordError {
        RecordError(.duplicateField(String(decoding: name(of: key), as: UTF8.self)), at: key.range.lowerBound - 1)
    }
}
