/// What an input was found to be, and how that was found: said in every report, since what is read as something else is miscounted.
package struct InputKind: Sendable, Hashable, Codable {
    /// How an encoding was found.
    package enum EncodingSource: String, Sendable, Codable {
        /// The text is UTF-8, which nothing says and nothing contradicts.
        case plain
        /// A byte order mark begins the text. It is an encoding mark, and no text.
        case byteOrderMark = "byte-order-mark"
        /// NULs stand where UTF-16 or UTF-32 writes them.
        case nuls
        /// The text is not UTF-8 and is well-formed in this encoding; found only where that was asked for.
        case contents
        /// It was asked for.
        case asked
    }

    /// How its documents are found.
    package var format: DocumentFormat
    /// How it is compressed; nil for not at all.
    package var compression: Compression?
    /// How its characters are written.
    package var encoding: TextEncoding
    /// How the encoding was found.
    package var encodingSource: EncodingSource
    /// What separates the columns of a table.
    package var separator: String?
    /// The fields or columns that are the text, joined where there are several; empty for what has no fields.
    package var textFields: [String]

    /// A kind; by default plain UTF-8.
    package init(
        format: DocumentFormat, compression: Compression? = nil, encoding: TextEncoding = .utf8,
        encodingSource: EncodingSource = .plain, separator: String? = nil, textFields: [String] = []
    ) {
        self.format = format
        self.compression = compression
        self.encoding = encoding
        self.encodingSource = encodingSource
        self.separator = separator
        self.textFields = textFields
    }
}

extension InputKind: CustomStringConvertible {
    /// A few words: `JSON Lines (text "body"), gzip, UTF-16LE by its byte order mark`.
    package var description: String {
        var parts = [format.title]
        var details: [String] = []
        if let separator, separator != (format == .tsv ? "\t" : ",") {
            details.append("separated by \(separator == "\t" ? "tabs" : "“\(separator)”")")
        }
        if !textFields.isEmpty {
            details.append("text in " + textFields.map { "\"\($0)\"" }.joined(separator: " and "))
        }
        if !details.isEmpty { parts[0] += " (\(details.joined(separator: ", ")))" }
        if let compression { parts.append(compression.rawValue) }
        switch encodingSource {
        case .plain: break
        case .byteOrderMark: parts.append("\(encoding.title) by its byte order mark")
        case .nuls: parts.append("\(encoding.title) by its NULs")
        case .contents: parts.append("\(encoding.title) by its contents")
        case .asked: parts.append(encoding.title)
        }
        return parts.joined(separator: ", ")
    }
}
