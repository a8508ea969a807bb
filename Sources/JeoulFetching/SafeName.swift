import JeoulReporting

/// Names that come from elsewhere (a manifest, a repository, an argument) and become names of files.
enum SafeName {
    /// No file system takes more than 255; what is put behind a name here needs some of it.
    static let maximumLength = 200

    /// Whether a name is one visible component of a path and no more: not empty, not hidden, not `..`, no separator, no
    /// control character, not too long.
    static func isPlain(_ name: String) -> Bool {
        !name.isEmpty && name.utf8.count <= maximumLength && !name.hasPrefix(".")
            && !name.unicodeScalars.contains { $0 == "/" || $0 == "\\" || $0.value < 0x20 || $0.value == 0x7F }
    }

    /// The name, or an error that shows it.
    static func checked(_ name: String, as what: String) throws(FetchError) -> String {
        guard isPlain(name) else { throw FetchError(.badName(what: what), subject: printable(name)) }
        return name
    }

    /// The name as it may be shown in a terminal.
    static func printable(_ name: String) -> String {
        let text = VisibleText.line(name)
        return text.count <= 80 ? text : text.prefix(77) + "…"
    }

    /// The text in a path of an address: all but letters, digits and `-._~` by their bytes.
    static func percentEncoded(_ text: String) -> String {
        let digits = Array("0123456789ABCDEF".unicodeScalars)
        var scalars = String.UnicodeScalarView()
        for byte in text.utf8 {
            let scalar = Unicode.Scalar(byte)
            switch scalar {
            case "a"..."z", "A"..."Z", "0"..."9", "-", ".", "_", "~": scalars.append(scalar)
            default: scalars.append(contentsOf: ["%", digits[Int(byte >> 4)], digits[Int(byte & 15)]])
            }
        }
        return String(scalars)
    }

    static func isHexadecimal(_ text: String, count: Int) -> Bool {
        text.utf8.count == count && text.utf8.allSatisfy { (48...57).contains($0) || (97...102).contains($0) }
    }
}
