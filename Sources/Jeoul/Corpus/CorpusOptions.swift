import Foundation

/// Where one document ends and the next begins, in text.
public enum DocumentCut: String, Sendable, Codable, CaseIterable {
    /// One document a line. A line ends at LF or CRLF, which do not belong to it; what follows the last line end is a
    /// document too, unless it is empty. An empty line is a document of no bytes.
    case line
    /// The whole file is one document, every byte of it, the last line end included.
    case file
}

/// How a file is read, where its extension does not say it right.
public enum InputFormat: String, Sendable, Codable, CaseIterable {
    /// Text, cut as ``DocumentCut`` says. Every extension but `.jsonl`, and standard input.
    case text
    /// JSON Lines: a record a line, an object with a text field or a bare string. The extension `.jsonl`.
    case jsonl
}

/// What is done with bytes that are not UTF-8. Whatever it is, it is counted and reported.
public enum InvalidUTF8Policy: String, Sendable, Codable, CaseIterable {
    /// Reading stops with ``CorpusError``, which gives the file, the line and the byte offset.
    case error
    /// Each maximal subpart of an ill-formed sequence becomes one U+FFFD, as Unicode (chapter 3, "U+FFFD Substitution
    /// of Maximal Subparts") and the WHATWG's UTF-8 decoder do: a truncated sequence is one replacement, a byte that
    /// can start nothing is one.
    case replace
    /// The same subparts are dropped, and nothing stands in their place.
    case skip
}

/// How a corpus is read: the same choices for all of its inputs.
public struct CorpusOptions: Sendable {
    /// The offset of the first byte that does not belong to well-formed UTF-8, counted from the slice's first byte, or
    /// nil.
    public typealias UTF8Check = @Sendable (_ bytes: Data) -> Int?

    /// Where documents end, in text.
    public var cut: DocumentCut
    /// How to read every input, whatever its extension; nil: by the extension.
    public var format: InputFormat?
    /// The field of a `.jsonl` object that holds the document's text.
    public var textField: String
    /// The field of a `.jsonl` object that says which documents share a source; nil: none is read.
    public var clusterField: String?
    /// What is done with bytes that are not UTF-8.
    public var invalidUTF8: InvalidUTF8Policy
    /// Whether the sha256 of what was read is computed on the way.
    public var computesDigests: Bool
    /// About how many bytes a batch has. A batch ends at a line end, so a longer line makes a longer batch.
    public var batchBytes: Int
    /// Files of up to this many bytes are mapped, longer ones streamed.
    ///
    /// Mapped pages cost nothing to copy but count as the process's memory while the system leaves them in; beyond this
    /// size the copy is worth its price, for then memory is bounded whatever the file.
    public var mappingLimit: Int
    /// How UTF-8 is checked.
    public var utf8Check: UTF8Check

    /// So little that threads end at nearly the same time.
    public static let defaultBatchBytes = 1 << 19

    /// Options; the defaults are those of the command.
    public init(
        cut: DocumentCut = .line, format: InputFormat? = nil, textField: String = "text",
        clusterField: String? = nil, invalidUTF8: InvalidUTF8Policy = .error, computesDigests: Bool = true,
        batchBytes: Int = Self.defaultBatchBytes, mappingLimit: Int = 128 << 20,
        utf8Check: @escaping UTF8Check = { WellFormedUTF8.firstInvalidOffset(in: $0) }
    ) {
        self.cut = cut
        self.format = format
        self.textField = textField
        self.clusterField = clusterField
        self.invalidUTF8 = invalidUTF8
        self.computesDigests = computesDigests
        self.batchBytes = batchBytes
        self.mappingLimit = mappingLimit
        self.utf8Check = utf8Check
    }
}
