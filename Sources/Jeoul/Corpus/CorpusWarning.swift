/// Something about a corpus that the reader of a result should know.
public enum CorpusWarning: Sendable, Hashable, Codable {
    /// The text begins with a byte order mark, which is weighed as the text that it is.
    case byteOrderMark(file: String)
    /// A byte order mark before JSON, which was passed over.
    case byteOrderMarkIgnored(file: String)
    /// Some bytes were not UTF-8 and were replaced, or dropped.
    case invalidUTF8(file: String, count: InvalidUTF8Count, policy: InvalidUTF8Policy)
}

extension CorpusWarning: CustomStringConvertible {
    /// The warning and its remedy in one line.
    public var description: String {
        switch self {
        case .byteOrderMark(let file):
            "\(file): begins with a byte order mark (U+FEFF), which is counted as text; "
                + "remove it if it is not meant: sed '1s/^\\xEF\\xBB\\xBF//'"
        case .byteOrderMarkIgnored(let file):
            "\(file): begins with a byte order mark (U+FEFF), which is no part of JSON and was passed over"
        case .invalidUTF8(let file, let count, let policy):
            "\(file): \(count.sequences) ill-formed UTF-8 sequences (\(count.bytes) bytes) were "
                + (policy == .skip ? "dropped" : "replaced by U+FFFD")
        }
    }
}
