/// Why a corpus cannot be read: what is wrong, where, and what to do about it.
public struct CorpusError: Error, Sendable, Hashable {
    /// What is wrong.
    package enum Kind: Sendable, Hashable {
        /// There is nothing to read.
        case noInput
        /// No file of that name.
        case missing
        /// No file that a pattern matches.
        case noMatch
        /// A folder without any file.
        case emptyFolder
        /// Bytes that are no text.
        case notText
        /// Folders that hold so many files, none of which is a text.
        case nothingButOthers(count: Int)
        /// A folder where a file is needed.
        case directory
        /// A file where a folder is needed.
        case notADirectory
        /// The system refuses to open or read it.
        case unreadable(reason: String)
        /// A byte that belongs to no well-formed UTF-8 sequence, and the encoding that the text seems to be in.
        case invalidUTF8(byte: UInt8, looksLike: TextEncoding?)
        /// What is not well-formed in another encoding.
        case invalidText(TextEncoding)
        /// A text that is plainly in another encoding than the one that is asked for.
        case otherEncoding(TextEncoding, asked: TextEncoding)
        /// A surrogate in a JSON string that stands alone.
        case loneSurrogate
        /// A container that is not read, and how it is compressed; nil for not at all.
        case foreign(ForeignFormat, in: Compression?)
        /// What is compressed within what is compressed.
        case compressedTwice(Compression, in: Compression)
        /// Compressed data that end too early.
        case truncatedCompression(Compression)
        /// Compressed data that cannot be decompressed.
        case damagedCompression(Compression, reason: String)
        /// The name says that it is compressed so, the first bytes do not.
        case notCompressed(Compression)
        /// The file has become another one while it was read.
        case changed(Change)
        /// A line, a record or a document that is longer than is read.
        case tooLong(limit: Int)
        /// A file that is to be read as a whole, and is longer than such files are read.
        case tooLarge(limit: Int)
        /// Not JSON, or not of the layout the format asks for.
        case malformedJSON(reason: String)
        /// Not a table as RFC 4180 has it.
        case malformedTable(reason: String)
        /// A row of more or fewer columns than the header has.
        case unevenRow(columns: Int, expected: Int)
        /// A table of which it is open which column is the text.
        case openTextColumn(present: [String], korean: [String])
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
        /// A field to group by was asked of a format that has no fields.
        case groupNeedsRecords(field: String)
        /// The file holds no document although it is not empty.
        case noDocuments(expected: String)
        /// A table without the column that is asked for.
        case missingColumn(String, present: [String])
        /// A table with two columns of the name that is asked for.
        case duplicateColumn(String)
        /// A row that is too short for the column that is asked for.
        case shortRow(column: String)
        /// A table of clusters for several files.
        case clustersOfSeveralFiles
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

    /// What became of a file while it was read.
    package enum Change: Sendable, Hashable {
        /// It became shorter.
        case truncated(from: Int, to: Int)
        /// It was written to.
        case rewritten
    }

    /// What is wrong.
    package var kind: Kind
    /// The file, as it was named; `-` is standard input.
    public var file: String?
    /// The line, counted from 1.
    public var line: Int?
    /// The offset in the file, in bytes, counted from 0.
    public var byteOffset: Int?

    /// An error at a place, as far as the place is known.
    package init(_ kind: Kind, file: String? = nil, line: Int? = nil, byteOffset: Int? = nil) {
        self.kind = kind
        self.file = file
        self.line = line
        self.byteOffset = byteOffset
    }
}
