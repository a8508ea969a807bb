/// Reads `.tiktoken` files, and the `tokenizer.model` of Llama 3 and 4: a line a token, its bytes in Base64, a space,
/// its id, which is its rank too.
enum TiktokenReader {
    /// Whether the first line looks like one of such a file.
    static func recognizes(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        let line = bytes.prefix(256).prefix { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
        guard let space = line.firstIndex(of: UInt8(ascii: " ")), space > 0, space + 1 < line.endIndex else {
            return false
        }
        return line[..<space].allSatisfy { Base64.values[Int($0)] < 64 || $0 == UInt8(ascii: "=") }
            && line[(space + 1)...].allSatisfy { $0 &- UInt8(ascii: "0") <= 9 }
    }

    /// The tokens in the order of the file. O(n).
    static func read(_ bytes: UnsafeBufferPointer<UInt8>) throws(Fault) -> TokenListing {
        var listing = TokenListing()
        listing.entries.reserveCapacity(bytes.count / 16)
        var fault: Fault?
        listing.pool = [UInt8](unsafeUninitializedCapacity: bytes.count) { pool, count in
            do throws(Fault) {
                try Base64.values.withUnsafeBufferPointer { values throws(Fault) in
                    try read(bytes, values: values, into: pool, count: &count, entries: &listing.entries)
                }
            } catch { fault = error }
        }
        if let fault { throw fault }
        return listing
    }

    private static func read(
        _ bytes: UnsafeBufferPointer<UInt8>, values: UnsafeBufferPointer<UInt8>,
        into pool: UnsafeMutableBufferPointer<UInt8>, count: inout Int, entries: inout [TokenListing.Entry]
    ) throws(Fault) {
        var at = 0
        while at < bytes.count {
            let start = at
            let tokenStart = count
            // Four characters are three bytes; `=` at the end stands for the bytes that are missing.
            var isPadded = false
            while at + 4 <= bytes.count, !isPadded, values[Int(bytes[at])] < 64 {
                let (a, b) = (values[Int(bytes[at])], values[Int(bytes[at + 1])])
                let (c, d) = (values[Int(bytes[at + 2])], values[Int(bytes[at + 3])])
                // SAFETY: the pool has as many bytes as the file, and three are written for four read.
                pool[count] = a << 2 | b >> 4
                if (b | c | d) < 64 {
                    pool[count + 1] = b << 4 | c >> 2
                    pool[count + 2] = c << 6 | d
                    count += 3
                } else {
                    guard b < 64, d == Base64.padding, c < 64 ? c & 3 == 0 : c == Base64.padding && b & 15 == 0 else {
                        throw Fault(.malformed, "expected Base64", at: at)
                    }
                    pool[count + 1] = b << 4 | c >> 2
                    count += c < 64 ? 2 : 1
                    isPadded = true
                }
                at += 4
            }
            guard count > tokenStart else {
                if isBlank(bytes, from: at) { return }
                throw unexpected("a token in Base64", bytes, at: at)
            }
            guard at < bytes.count, bytes[at] == UInt8(ascii: " ") else {
                throw unexpected("a space and an id after the token", bytes, at: at)
            }
            let id = try readID(bytes, at: &at)
            guard count - tokenStart <= TokenListing.maximumLength else {
                throw Fault(.tooLarge, "a token of \(count - tokenStart) bytes", at: start)
            }
            entries.append(
                TokenListing.Entry(
                    id: id, start: UInt32(tokenStart), length: UInt32(count - tokenStart), offset: UInt32(start)))
        }
    }

    /// Reads the space, the digits and the end of the line.
    private static func readID(_ bytes: UnsafeBufferPointer<UInt8>, at: inout Int) throws(Fault) -> UInt32 {
        at += 1
        let start = at
        var id = 0
        while at < bytes.count, bytes[at] &- UInt8(ascii: "0") <= 9 {
            id = id * 10 + Int(bytes[at] & 15)
            guard id <= TokenListing.maximumID else {
                throw Fault(.tooLarge, "an id above \(TokenListing.maximumID)", at: start)
            }
            at += 1
        }
        guard at > start else { throw unexpected("an id of decimal digits", bytes, at: at) }
        if at < bytes.count, bytes[at] == UInt8(ascii: "\r") { at += 1 }
        if at < bytes.count {
            guard bytes[at] == UInt8(ascii: "\n") else { throw unexpected("the end of the line", bytes, at: at) }
            at += 1
        }
        return UInt32(id)
    }

    private static func isBlank(_ bytes: UnsafeBufferPointer<UInt8>, from at: Int) -> Bool {
        bytes[at...].allSatisfy { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }
    }

    private static func unexpected(_ what: String, _ bytes: UnsafeBufferPointer<UInt8>, at: Int) -> Fault {
        at < bytes.count
            ? Fault(.malformed, "expected \(what)", at: at)
            : Fault(.truncated, "the file ends where \(what) should be", at: at)
    }
}

/// The alphabet of Base64 (RFC 4648, section 4).
enum Base64 {
    /// The value of `padding` in `values`.
    static let padding: UInt8 = 64
    /// The value of each byte: 0 to 63, `padding`, or 255 for a byte that has none.
    static let values: [UInt8] = {
        var values = [UInt8](repeating: 255, count: 256)
        let alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/="
        for (value, byte) in alphabet.utf8.enumerated() { values[Int(byte)] = UInt8(value) }
        return values
    }()

    /// Adds the bytes that `text` stands for; false where it is not Base64 with its padding.
    static func decode(_ text: UnsafeBufferPointer<UInt8>, into bytes: inout [UInt8]) -> Bool {
        guard text.count % 4 == 0 else { return false }
        for at in stride(from: 0, to: text.count, by: 4) {
            let (a, b) = (values[Int(text[at])], values[Int(text[at + 1])])
            let (c, d) = (values[Int(text[at + 2])], values[Int(text[at + 3])])
            guard a < 64, b < 64 else { return false }
            bytes.append(a << 2 | b >> 4)
            if c < 64 { bytes.append(b << 4 | c >> 2) }
            if c < 64, d < 64 {
                bytes.append(c << 6 | d)
            } else {
                let isPadding = d == padding && (c < 64 ? c & 3 == 0 : c == padding && b & 15 == 0)
                guard isPadding, at + 4 == text.count else { return false }
            }
        }
        return true
    }
}
