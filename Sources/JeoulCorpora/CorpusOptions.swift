import Foundation

/// Where one document ends and the next begins, in text.
public enum DocumentCut: String, Sendable, Codable, CaseIterable {
    /// One document a line. A line ends at LF or CRLF, which do not belong to it; what follows the last line end is a
    /// document too, unless it is empty. An empty line is a document of no bytes.
    case line
    /// The whole file is one document, every byte of it, the last line end included.
    case file
}

/// How a file is read, where its name and its first bytes do not say it right.
public enum InputFormat: String, Sendable, Codable, CaseIterable {
    /// Text, cut as ``DocumentCut`` says.
    case text
    /// JSON Lines: a record a line, an object with a text field or a bare string.
    case jsonl
    /// JSON: an array of records, or records one after another.
    case json
    /// Comma-separated values, with a header.
    case csv
    /// Tab-separated values, with a header.
    case tsv
}

/// What is known of how the characters of the inputs are written.
public enum EncodingChoice: Sendable, Hashable {
    /// By their byte order marks; plainly UTF-16 or UTF-32 by their NULs; else UTF-8. Nothing is guessed.
    case marked
    /// The same, and CP949 where a text is not UTF-8 but well-formed in it, and mostly Hangul.
    case detected
    /// This one.
    case named(TextEncoding)
}

/// What is done with records and files that cannot be read.
public enum ErrorPolicy: String, Sendable, Codable, CaseIterable {
    /// Reading stops with an error.
    case stop
    /// They are left out, counted by kind and said.
    case skip
}

/// What is done with bytes that are not UTF-8. Whatever it is, it is counted and reported.
public enum InvalidUTF8Policy: String, Sendable, Codable, CaseIterable {
    /// Reading stops with ``CorpusError``, which gives the file, the line and the byte offset.
    case error
    /// Each maximal subpart of an ill-formed sequence becomes one U+FFFD, as Unicode (chapter 3, "U+FFFD Substitution
    /// of Maximal Subparts") and the WHATWG's UTF-8 decoder do: a truncated sequence is one replacement, a byte that
    /// can start nothing is one.
    case replace
    /// The same subparts are dropped, and nothing stands in their place. That comes before lines are told apart: where a CR and an LF
    /// stand beside one another then, they are one line end.
    case skip
}

/// How a corpus is read: the same choices for all of its inputs.
public struct CorpusOptions: Sendable {
    /// The offset of the first byte that does not belong to well-formed UTF-8, counted from the slice's first byte, or
    /// nil.
    package typealias UTF8Check = @Sendable (_ bytes: Data) -> Int?

    /// Where documents end, in text.
    public var cut: DocumentCut
    /// How to read every input, whatever its name and its first bytes; nil: by those.
    public var format: InputFormat?
    /// How characters are written.
    public var encoding: EncodingChoice
    /// The fields of a record, or the columns of a table, that hold the document's text, `data.text` for one within another; empty:
    /// the field `text`, and of a table the column that is plainly the text.
    public var textFields: [String]
    /// What stands between the texts of several fields.
    public var fieldSeparator: String
    /// The field of a record that says which documents share a source; nil: none is read.
    public var clusterField: String?
    /// The field of a record by which documents are grouped; nil: none is read.
    package var groupField: String?
    /// What quotes mean in a table.
    package var tableQuotes: TableQuotes
    /// Whether the first row of a table has the names of its columns; else those are called 1, 2, 3 and so on.
    package var hasTableHeader = true
    /// What is done with bytes that are not UTF-8, and with surrogates that stand alone in JSON.
    public var invalidUTF8: InvalidUTF8Policy
    /// What is done with all else that cannot be read.
    public var onError: ErrorPolicy
    /// Whether the sha256 of what was read is computed on the way.
    package var computesDigests: Bool
    /// About how many bytes a batch has. A batch ends with a record, so a longer one makes a longer batch.
    package var batchBytes: Int
    /// Is asked before each block whether reading is to end where it is; nil: it does not.
    package var isCancelled: (@Sendable () -> Bool)?
    /// How UTF-8 is checked.
    package var utf8Check: UTF8Check

    /// So little that threads end at nearly the same time.
    package static let defaultBatchBytes = 1 << 19

    /// The options of the command where none is given; what differs is set.
    public init() { self.init(cut: .line) }

    /// Options; the defaults are those of the command.
    package init(
        cut: DocumentCut = .line, format: InputFormat? = nil, encoding: EncodingChoice = .marked,
        textFields: [String] = [], fieldSeparator: String = "\n", clusterField: String? = nil,
        groupField: String? = nil, tableQuotes: TableQuotes = .rfc4180, invalidUTF8: InvalidUTF8Policy = .error,
        onError: ErrorPolicy = .stop, computesDigests: Bool = true, batchBytes: Int = Self.defaultBatchBytes,
        utf8Check: @escaping UTF8Check = { WellFormedUTF8.firstInvalidOffset(in: $0) }
    ) {
        self.cut = cut
        self.format = format
        self.encoding = encoding
        self.textFields = textFields
        self.fieldSeparator = fieldSeparator
        self.clusterField = clusterField
        self.groupField = groupField
        self.tableQuotes = tableQuotes
        self.invalidUTF8 = invalidUTF8
        self.onError = onError
        self.computesDigests = computesDigests
        self.batchBytes = batchBytes
        self.utf8Check = utf8Check
    }
}

extension CorpusOptions {
    /// Whether the bytes of a text file are its text: neither another format nor another encoding is asked for.
    package var readsTextAsItIs: Bool { (format == nil || format == .text) && encoding == .marked }
}
