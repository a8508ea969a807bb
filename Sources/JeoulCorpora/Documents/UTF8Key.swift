/// A name out of the data (a record's id, its register, the source it comes from), compared by its bytes.
///
/// Not `String`: Swift compares strings by canonical equivalence, so that 한 composed and 한 decomposed would be one
/// cluster. Two keys are equal when their bytes are.
package struct UTF8Key: Sendable, Hashable {
    /// The bytes, valid UTF-8.
    package let bytes: [UInt8]

    /// A key of these bytes.
    package init(_ bytes: some Sequence<UInt8>) {
        self.bytes = Array(bytes)
    }

    /// A key of a string's UTF-8.
    package init(_ text: String) {
        self.bytes = Array(text.utf8)
    }
}

extension UTF8Key {
    /// The group of documents that have none: their field is not there, null, or of no characters.
    package static let noGroup = UTF8Key("")
}

extension UTF8Key: Comparable {
    /// Byte order, which for UTF-8 is the order of the scalars.
    package static func < (left: UTF8Key, right: UTF8Key) -> Bool {
        left.bytes.lexicographicallyPrecedes(right.bytes)
    }
}

extension UTF8Key: CustomStringConvertible, ExpressibleByStringLiteral {
    /// The key as text.
    package var description: String { String(decoding: bytes, as: UTF8.self) }

    /// A key of a literal's UTF-8.
    package init(stringLiteral value: String) {
        self.init(value)
    }
}
