/// Something about a corpus that the reader of a result should know.
package enum CorpusWarning: Sendable, Hashable, Codable {
    /// A byte order mark begins the text. It marks the encoding, is no text and was not counted.
    case byteOrderMark(file: String, encoding: TextEncoding)
    /// Some bytes were not well-formed and were replaced, or dropped.
    case invalidUTF8(file: String, count: InvalidUTF8Count, policy: InvalidUTF8Policy)
    /// What was replaced or dropped is probably CP949.
    case looksLikeCP949(file: String)
    /// A text whose first line is an object, but without the text field, was read as text.
    case looksLikeRecords(file: String, fields: [String])
    /// A text whose lines have as many columns each was read as text.
    case looksLikeTable(file: String, format: DocumentFormat)
    /// The first row of a table, which was taken for the names of its columns, looks like one of its texts.
    case firstRowLooksLikeData(file: String, row: [String])
    /// A text has CRs and no LFs, so that it is one line.
    case loneReturns(file: String)
    /// The file has become longer while it was read; what it was when it was opened was counted.
    case grewWhileRead(file: String, opened: Int, now: Int)
    /// Compressed data are damaged, and so may be what was decompressed and counted before that was found.
    case damagedText(file: String, compression: Compression, documents: Int)
    /// Another file has taken its place while it was read; what was opened was counted.
    case replacedWhileRead(file: String)
}

extension CorpusWarning: CustomStringConvertible {
    /// The warning and its remedy in one line.
    package var description: String {
        switch self {
        case .byteOrderMark(let file, let encoding):
            "\(file): begins with the byte order mark of \(encoding.title), which is no text and is not counted"
        case .invalidUTF8(let file, let count, let policy):
            "\(file): \(count.sequences) ill-formed sequence\(count.sequences == 1 ? "" : "s") (\(count.bytes) byte\(count.bytes == 1 ? "" : "s")) \(count.sequences == 1 ? "was" : "were") "
                + (policy == .skip ? "dropped" : "replaced by U+FFFD")
        case .looksLikeCP949(let file):
            "\(file): looks like CP949: the figures are of replacements, not of its text; use --encoding cp949"
        case .looksLikeRecords(let file, let fields):
            "\(file): its first line is a JSON object without a field \"text\" (it has "
                + fields.map { "\"\($0)\"" }.joined(separator: ", ")
                + "), and all of it was counted as text; name the field with --text-field"
        case .looksLikeTable(let file, let format):
            "\(file): looks like a table, and all of it was counted as text; if it is one, use --input-format \(format.rawValue)"
                + " and name its column with --text-field"
        case .firstRowLooksLikeData(let file, let row):
            "\(file): its first row (" + row.prefix(6).map { "\"\($0)\"" }.joined(separator: ", ")
                + ") was taken for the names of the columns, and not counted; where it is none, use --no-header"
        case .loneReturns(let file):
            "\(file): has no LF, so that all of it is one line; its CRs end none"
        case .grewWhileRead(let file, let opened, let now):
            "\(file): grew from \(opened) to \(now) bytes while it was read; its first \(opened) bytes were counted"
        case .damagedText(let file, let compression, let documents):
            "\(file): is damaged, and \(documents) document\(documents == 1 ? "" : "s") of it \(documents == 1 ? "is" : "are") in the figures: "
                + "some may be wrong, since \(compression.rawValue) tells damage only behind it; leave the file out, or get it again"
        case .replacedWhileRead(let file):
            "\(file): was replaced by another file while it was read; the one that was opened was counted"
        }
    }
}
