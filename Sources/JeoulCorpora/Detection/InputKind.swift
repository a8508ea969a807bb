import JeoulReporting

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
    package var description: String { words.english }

    /// The same in both languages.
    package var words: Words {
        var details: [Words] = []
        if let separator, separator != (format == .tsv ? "\t" : ",") {
            details.append(
                separator == "\t"
                    ? Words("separated by tabs", "탭으로 나눔") : Words("separated by “\(separator)”", "“\(separator)”로 나눔"))
        }
        if !textFields.isEmpty {
            let names = textFields.map { "\"\($0)\"" }
            details.append(
                Words("text in " + names.joined(separator: " and "), "글은 \(names.joined(separator: ", "))"))
        }
        let format = format == .lines ? Words(format.title, "텍스트") : Words(format.title)
        let inner = details.joined(by: ", ")
        var parts = [
            details.isEmpty
                ? format : Words("\(format.english) (\(inner.english))", "\(format.korean)(\(inner.korean))")
        ]
        if let compression { parts.append(Words(compression.rawValue)) }
        let name = encoding.title
        switch encodingSource {
        case .plain: break
        case .byteOrderMark: parts.append(Words("\(name) by its byte order mark", "바이트 순서 표시에 따라 \(name)"))
        case .nuls: parts.append(Words("\(name) by its NULs", "NUL의 자리에 따라 \(name)"))
        case .contents: parts.append(Words("\(name) by its contents", "내용에 따라 \(name)"))
        case .asked: parts.append(Words(name))
        }
        return parts.joined(by: ", ")
    }
}
