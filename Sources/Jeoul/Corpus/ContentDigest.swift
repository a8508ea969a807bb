import Crypto
import Foundation

/// The sha256 of bytes that come piece by piece.
struct ContentDigest: Sendable {
    private var hasher = SHA256()

    /// Takes more bytes. O(n).
    mutating func update(_ bytes: Data) {
        hasher.update(data: bytes)
    }

    /// The digest of everything so far in 64 lower-case hexadecimal digits.
    var hexadecimal: String {
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        for byte in hasher.finalize() {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// The sha256 of one run of bytes.
    static func hexadecimal(of bytes: Data) -> String {
        var digest = ContentDigest()
        digest.update(bytes)
        return digest.hexadecimal
    }
}
