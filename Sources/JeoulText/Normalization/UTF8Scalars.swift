/// Reading scalars from UTF-8 that is known to be valid.
///
/// Text that is not gives wrong scalars, but nothing outside the buffer is read, and no scalar is shorter than a byte.
extension UnsafeBufferPointer<UInt8> {
    /// The scalar that starts at `offset`, and its length in bytes. O(1).
    @inlinable @inline(__always)
    package func scalar(at offset: Int) -> (value: Int32, length: Int) {
        let first = Int32(self[offset])
        if first < 0x80 { return (first, 1) }
        let length = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
        guard offset + length <= count else { return (0xFFFD, count - offset) }
        var value = first & (0x7F >> Int32(length))
        for index in 1..<length { value = value << 6 | Int32(self[offset + index] & 0x3F) }
        return (value, length)
    }

    /// The start of the scalar before `offset`, which is not 0. O(1).
    @inlinable @inline(__always)
    package func scalarStart(before offset: Int) -> Int {
        var start = offset - 1
        while start > 0, offset - start < 4, self[start] & 0xC0 == 0x80 { start -= 1 }
        return start
    }

    /// The start of the scalar that the byte at `offset` belongs to; `count` stays `count`. O(1).
    @inlinable @inline(__always)
    package func scalarStart(at offset: Int) -> Int {
        offset < count && self[offset] & 0xC0 == 0x80 ? scalarStart(before: offset) : offset
    }

    /// The bytes of `range` as a buffer of their own.
    @inlinable @inline(__always)
    package func bytes(_ range: Range<Int>) -> UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(rebasing: self[range]) }
}
