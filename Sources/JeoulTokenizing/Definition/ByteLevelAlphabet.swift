/// GPT-2's one-to-one map between the 256 bytes and printable characters, under which `vocab.json` and `merges.txt`
/// write tokens: printable Latin-1 characters stand for themselves, the other 68 bytes for U+0100 and up.
package enum ByteLevelAlphabet {
    /// The characters end below this code point.
    static let end = 0x144
    /// A code point that stands for no byte.
    static let none: UInt16 = 0xFFFF

    /// The character of each byte.
    static let characters: [UInt16] = {
        var characters = [UInt16](repeating: 0, count: 256)
        var next: UInt16 = 0x100
        for byte in 0..<256 {
            switch byte {
            case 0x21...0x7E, 0xA1...0xAC, 0xAE...0xFF: characters[byte] = UInt16(byte)
            default:
                characters[byte] = next
                next += 1
            }
        }
        return characters
    }()

    /// The byte of each code point below `end`, or `none`.
    package static let bytes: [UInt16] = {
        var bytes = [UInt16](repeating: none, count: end)
        for (byte, character) in characters.enumerated() { bytes[Int(character)] = UInt16(byte) }
        return bytes
    }()

    /// Whether UTF-8 ever has this byte. Byte-level vocabularies that were trained on text lack the 13 that it never has.
    package static func isByteOfText(_ byte: UInt8) -> Bool { byte != 0xC0 && byte != 0xC1 && byte < 0xF5 }

    /// Writes the bytes that `text` stands for; nil where a character stands for none, else how many were written.
    ///
    /// `text` is well-formed UTF-8; `output` has room for `text.count` bytes; `bytes` is `ByteLevelAlphabet.bytes`.
    @inline(__always)
    package static func decode(
        _ text: UnsafeBufferPointer<UInt8>, into output: UnsafeMutablePointer<UInt8>,
        by bytes: UnsafeBufferPointer<UInt16>
    ) -> Int? {
        var at = 0
        var written = 0
        while at < text.count {
            let lead = text[at]
            var code = Int(lead)
            if lead >= 0x80 {
                guard lead < 0xE0, at + 1 < text.count else { return nil }
                code = Int(lead & 0x1F) << 6 | Int(text[at + 1] & 0x3F)
                at += 1
            }
            at += 1
            guard code < end, bytes[code] != none else { return nil }
            // SAFETY: no more bytes are written than read.
            output[written] = UInt8(truncatingIfNeeded: bytes[code])
            written += 1
        }
        return written
    }

    /// The bytes that `text` stands for, or nil.
    package static func decode(_ text: [UInt8]) -> [UInt8]? {
        var succeeded = false
        let result = [UInt8](unsafeUninitializedCapacity: text.count) { output, count in
            guard let base = output.baseAddress else { return succeeded = text.isEmpty }
            let written = text.withUnsafeBufferPointer { text in
                bytes.withUnsafeBufferPointer { decode(text, into: base, by: $0) }
            }
            count = written ?? 0
            succeeded = written != nil
        }
        return succeeded ? result : nil
    }
}
