/// What a corpus was, after it was read: enough for someone else to know that theirs is the same.
public struct CorpusSummary: Sendable, Hashable, Codable {
    /// One input of it.
    public struct Input: Sendable, Hashable, Codable {
        /// The path as given, or `-`.
        public var name: String
        /// How it was read.
        public var format: DocumentFormat
        /// Its documents, empty ones included.
        public var documents: Int
        /// Its size, as it lies on disk.
        public var bytes: Int
        /// The sha256 of its bytes in hexadecimal; nil where it was not asked for.
        public var sha256: String?
        /// How much of it was not UTF-8.
        public var invalidUTF8: InvalidUTF8Count
    }

    /// The inputs in their order.
    public var inputs: [Input] = []
    /// All documents, empty ones included.
    public var documents = 0
    /// The size of all inputs.
    public var bytes = 0
    /// The sha256 of the inputs' bytes one after another, in hexadecimal; nil where it was not asked for.
    public var sha256: String?
    /// How much was not UTF-8.
    public var invalidUTF8 = InvalidUTF8Count()
    /// What the reader of a result should know.
    public var warnings: [CorpusWarning] = []
}
