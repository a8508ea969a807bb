/// Reads the wire format of Protocol Buffers, front to back, without building anything.
///
/// Small enough that a dependency would cost more; every length is checked against what is there.
struct ProtobufReader {
    /// The value of a field.
    enum Value {
        case varint(UInt64)
        case fixed32(UInt32)
        case fixed64(UInt64)
        /// A string, bytes or a message within the buffer.
        case bytes(Range<Int>)
    }

    // SAFETY: the buffer outlives the reader; every access is guarded by `position < end`, and `end <= bytes.count`.
    private let bytes: UnsafeBufferPointer<UInt8>
    private let end: Int
    private(set) var position: Int

    /// A reader of a message that is `range` of the buffer.
    init(_ bytes: UnsafeBufferPointer<UInt8>, range: Range<Int>) {
        self.bytes = bytes
        position = range.lowerBound
        end = range.upperBound
    }

    /// The next field's number and value, or nil at the end of the message.
    mutating func next() throws(Fault) -> (field: Int, value: Value)? {
        guard position < end else { return nil }
        let start = position
        let key = try varint()
        guard key >> 3 > 0, key >> 3 < 1 << 29 else {
            throw Fault(.malformed, "no field has the number \(key >> 3)", at: start)
        }
        let field = Int(key >> 3)
        switch key & 7 {
        case 0: return (field, .varint(try varint()))
        case 1: return (field, .fixed64(try integer(8)))
        case 2:
            let length = try varint()
            guard length <= UInt64(end - position) else {
                throw Fault(.truncated, "a field of \(length) bytes, where \(end - position) are left", at: start)
            }
            let range = position..<position + Int(length)
            position = range.upperBound
            return (field, .bytes(range))
        case 5: return (field, .fixed32(UInt32(try integer(4))))
        default: throw Fault(.malformed, "no field has the wire type \(key & 7)", at: start)
        }
    }

    private mutating func varint() throws(Fault) -> UInt64 {
        let start = position
        var value: UInt64 = 0
        for shift in stride(from: UInt64(0), to: 70, by: 7) {
            guard position < end else { throw Fault(.truncated, "the file ends inside a number", at: start) }
            let byte = bytes[position]
            position += 1
            value |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return value }
        }
        throw Fault(.malformed, "a number of more than ten bytes", at: start)
    }

    private mutating func integer(_ size: Int) throws(Fault) -> UInt64 {
        guard end - position >= size else { throw Fault(.truncated, "the file ends inside a number", at: position) }
        var value: UInt64 = 0
        for index in 0..<size { value |= UInt64(bytes[position + index]) << UInt64(8 * index) }
        position += size
        return value
    }
}
