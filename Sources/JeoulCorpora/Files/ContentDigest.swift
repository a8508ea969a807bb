import Foundation
import JeoulText

/// The sha256 of bytes that come piece by piece.
package struct ContentDigest: Sendable {
    private var hasher = SHA256()

    /// The digest of nothing yet.
    package init() {}

    /// Takes more bytes. O(n).
    package mutating func update(_ bytes: Data) { hasher.update(data: bytes) }

    /// The digest of everything so far in 64 lower-case hexadecimal digits.
    package var hexadecimal: String { hasher.finalize().hexadecimal }

    /// The sha256 of a text in base64, as a content security policy writes it.
    package static func base64(of text: String) -> String {
        Data(SHA256.hash(data: Data(text.utf8))).base64EncodedString()
    }

    /// The sha256 of one run of bytes.
    package static func hexadecimal(of bytes: Data) -> String { SHA256.hash(data: bytes).hexadecimal }

}

/// The sha256 of a file that is read for that alone.
package enum FileDigest {
    /// The digest in 64 lower-case hexadecimal digits. O(size).
    ///
    /// - Throws: ``CorpusError`` where the file cannot be read, or changes meanwhile.
    package static func hexadecimal(ofFile path: String) throws(CorpusError) -> String {
        try hexadecimal(ofFirst: .max, ofFile: path)
    }

    /// That of a file's first bytes.
    package static func hexadecimal(ofFirst count: Int, ofFile path: String) throws(CorpusError) -> String {
        let source = try FileSource(path: path)
        var digest = ContentDigest()
        var rest = count
        while true {
            let bytes = try source.bytes(min(rest, 1 << 20))
            if bytes.isEmpty { return digest.hexadecimal }
            digest.update(bytes)
            rest -= bytes.count
        }
    }
}
