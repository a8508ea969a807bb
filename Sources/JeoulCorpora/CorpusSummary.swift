/// What a corpus was, after it was read: enough for someone else to know that theirs is the same.
package struct CorpusSummary: Sendable, Hashable, Codable {
    /// One input of it.
    package struct Input: Sendable, Hashable, Codable {
        /// The path as given, or `-`.
        package var name: String
        /// What it was found to be, and how it was read.
        package var kind: InputKind
        /// Its documents, empty ones included.
        package var documents: Int
        /// Its size, as it is stored.
        package var bytes: Int
        /// The sha256 of its bytes as they are stored, in hexadecimal; nil where it was not asked for.
        package var sha256: String?
        /// The sha256 of its documents, each followed by LF: the same however they are stored.
        package var textSHA256: String?
        /// The bytes of its documents, each followed by LF; nil where no digest was asked for.
        package var textBytes: Int?
        /// How much of it was not well-formed.
        package var invalidUTF8: InvalidUTF8Count
        /// Whether it was read to its end; else it is among what was skipped.
        package var isComplete = true
        /// The records of it that were left out.
        package var skippedRecords = 0
        /// Which of the corpus's inputs it is: those that were left out are not here.
        package var place = 0
        /// Whether it was found in a folder or by a pattern, where copies may lie that nobody named.
        package var isFound = false
        /// Whether it is a text that was given itself, and no file.
        package var isLiteral = false
    }

    /// The inputs in their order.
    package var inputs: [Input] = []
    /// All documents, empty ones included.
    package var documents = 0
    /// The size of all inputs, as they are stored.
    package var bytes = 0
    /// The sha256 of the inputs' stored bytes one after another, in hexadecimal; nil where it was not asked for.
    package var sha256: String?
    /// The sha256 of all documents, each followed by LF.
    package var textSHA256: String?
    /// The bytes of all documents, each followed by LF.
    package var textBytes: Int?
    /// How much was not well-formed.
    package var invalidUTF8 = InvalidUTF8Count()
    /// Whether reading was ended before the end, by ``CorpusOptions/isCancelled``.
    package var isPartial = false
    /// What was left out because it could not be read.
    package var skipped = SkippedInput()
    /// Files of folders that were left out because they are no text.
    package var leftOut = SkippedInput()
    /// What the reader of a result should know.
    package var warnings: [CorpusWarning] = []

    /// The summary of nothing read yet.
    package init() {}
}

extension CorpusSummary {
    /// Where a document is, for a reader: the file, where there are several, and its number there.
    ///
    /// - Parameters:
    ///   - number: as ``TextBatch/number(ofDocument:)`` has it.
    ///   - place: the place of the input among the corpus's.
    package func place(ofDocument number: Int, inInput place: Int) -> String {
        let file = inputs.count == 1 ? nil : inputs.first { $0.place == place }?.name
        return (file.map { "\($0), " } ?? "") + "document \(number)"
    }

    /// Whether bytes that are not well-formed were dropped; else they were replaced, and stand in the text.
    package var dropsInvalidUTF8: Bool {
        warnings.contains { if case .invalidUTF8(_, _, .skip) = $0 { true } else { false } }
    }

    /// Whether all that was to be read was counted: nothing was left out or dropped, and the work was not interrupted.
    package var isComplete: Bool { !isPartial && skipped.count == 0 && !dropsInvalidUTF8 }

    /// The same of one input.
    package func isComplete(_ input: Input) -> Bool {
        input.isComplete && input.skippedRecords == 0 && !(input.invalidUTF8.sequences > 0 && dropsInvalidUTF8)
    }
}

/// Records and files that were left out because they could not be read, by kind, each kind with its first places.
package struct SkippedInput: Sendable, Hashable, Codable {
    /// Those of one kind.
    package struct Kind: Sendable, Hashable, Codable {
        /// What is wrong with them.
        package var kind: SkippedKind
        /// How many there were.
        package var count: Int
        /// The first of them, each as its error says it.
        package var first: [String]
    }

    /// The kinds, in the order in which they first came.
    package private(set) var kinds: [Kind] = []

    /// How many there were of all kinds.
    package var count: Int { kinds.reduce(0) { $0 + $1.count } }

    /// How many places of each kind are kept.
    static let places = 5

    /// Nothing was skipped.
    package init() {}

    mutating func add(_ error: CorpusError) { add(error.kind.skippedKind, count: 1, first: [error]) }

    /// Adds some of one kind.
    mutating func add(_ kind: SkippedKind, count: Int, first: [CorpusError]) {
        let index = kinds.firstIndex { $0.kind == kind } ?? kinds.count
        if index == kinds.count { kinds.append(Kind(kind: kind, count: 0, first: [])) }
        kinds[index].count += count
        kinds[index].first += first.prefix(Self.places - kinds[index].first.count).map(\.placeAndMessage)
    }
}
