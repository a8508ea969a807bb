/// Why a corpus cannot be read: what is wrong, where, and what to do about it.
public struct CorpusError: Error, Sendable, Hashable {
    /// What is wrong.
    public enum Kind: Sendable, Hashable {
        /// There is nothing to read.
        case noInput
        /// No file of that name.
        case missing
        /// A folder where a file is needed.
        case directory
        /// A file where a folder is needed.
        case notADirectory
        /// The system refuses to open or read it.
        case unreadable(reason: String)
        /// A byte that belongs to no well-formed UTF-8 sequence. `looksLikeUTF16`: the file begins with its mark.
        case invalidUTF8(byte: UInt8, looksLikeUTF16: Bool)
        /// Not JSON, or not of the layout the format asks for.
        case malformedJSON(reason: String)
        /// A record without the field that is asked for.
        case missingField(String, present: [String])
        /// A field that comes twice in one record, so that it is open which is meant.
        case duplicateField(String)
        /// A field of another type than it must have.
        case wrongFieldType(String, found: String, expected: String)
        /// The whole file as one document was asked of a format whose records are the documents.
        case cutNeedsText(DocumentFormat)
        /// Cluster keys out of a field were asked of a format that has no fields.
        case clusterNeedsRecords(field: String)
        /// The file holds no document although it is not empty.
        case noDocuments(expected: String)
        /// A table without the column that is asked for.
        case missingColumn(String, present: [String])
        /// A row that is too short for the column that is asked for.
        case shortRow(column: String)
        /// The table of clusters and the corpus are not parallel.
        case clusterCountMismatch(rows: Int, documents: Int, table: String)
        /// The manifest of corpora is not what it must be.
        case malformedManifest(reason: String)
        /// No corpus of that id.
        case unknownCorpus(String, nearest: [String])
        /// A known corpus that is not on this machine.
        case notInstalled(String, pullable: Bool, looked: [String])
        /// The same text as another input.
        case sameText(as: String)
        /// Not the bytes that are pinned.
        case hashMismatch(expected: String, found: String)
    }

    /// What is wrong.
    public var kind: Kind
    /// The file, as it was named; `-` is standard input.
    public var file: String?
    /// The line, counted from 1.
    public var line: Int?
    /// The offset in the file, in bytes, counted from 0.
    public var byteOffset: Int?

    /// An error at a place, as far as the place is known.
    public init(_ kind: Kind, file: String? = nil, line: Int? = nil, byteOffset: Int? = nil) {
        self.kind = kind
        self.file = file
        self.line = line
        self.byteOffset = byteOffset
    }
}
