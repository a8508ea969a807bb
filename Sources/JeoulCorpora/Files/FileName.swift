import Foundation

/// Names of files, which are bytes to the system, as text and back, byte for byte.
///
/// A name that is UTF-8 is that text. In any other (CP949 from an old archive) each byte that belongs to no well-formed sequence stands
/// as a private character, U+EF00 and the byte; so do the bytes of those characters themselves, U+EF80 to U+EFFF, so that no two names
/// are one text. Python's `surrogateescape` does the same with surrogates, which are no text in Swift.
package enum FileName {
    private static let escapes: ClosedRange<UInt32> = 0xEF80...0xEFFF

    /// The text of a name. O(bytes).
    package static func text(of name: some Collection<UInt8>) -> String {
        let bytes = [UInt8](name)
        var text = String.UnicodeScalarView()
        var at = 0
        while at < bytes.count {
            let (length, isWellFormed) = WellFormedUTF8.sequence(at: at, in: bytes.span)
            let part = bytes[at..<at + length]
            let scalar = isWellFormed ? String(decoding: part, as: UTF8.self).unicodeScalars.first : nil
            if let scalar, !escapes.contains(scalar.value) {
                text.append(scalar)
            } else {
                text.append(contentsOf: part.compactMap { Unicode.Scalar(0xEF00 + UInt32($0)) })
            }
            at += length
        }
        return String(text)
    }

    /// The bytes of a name that is text. O(scalars).
    package static func bytes(of text: String) -> [UInt8] {
        guard text.unicodeScalars.contains(where: { escapes.contains($0.value) }) else { return Array(text.utf8) }
        return text.unicodeScalars.flatMap { scalar in
            escapes.contains(scalar.value) ? [UInt8(scalar.value & 0xFF)] : Array(String(scalar).utf8)
        }
    }

    /// Gives the system a path. `errno` is as `body` leaves it.
    package static func withPath<Result>(_ text: String, _ body: (UnsafePointer<CChar>) -> Result) -> Result {
        let bytes = (bytes(of: text) + [0]).map { CChar(bitPattern: $0) }
        return bytes.withUnsafeBufferPointer { path in
            // SAFETY: the array has one byte at least, the NUL that ends it, and outlives the call.
            body(path.baseAddress!)
        }
    }
}
