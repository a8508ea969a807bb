import JeoulReporting

/// What a vendor, or a user, says about a tokenizer: the exact words, their source, and every reading that they allow.
package struct Claim: Sendable, Equatable {
    /// Where the words stand.
    package struct Source: Sendable, Codable, Equatable {
        /// The document.
        package let title: String
        /// What it is called in Korean; nil where that is the same.
        package let titleKorean: String?
        /// Where it is read, where known.
        package let url: String?
        /// Its path in its repository, or its place in the document, where known.
        package let path: String?
        /// Its commit, where known.
        package let commit: String?
        /// Its date, where known.
        package let date: String?
        /// What else is known of it.
        package let note: String?

        /// A source.
        package init(
            title: String, titleKorean: String? = nil, url: String? = nil, path: String? = nil, commit: String? = nil,
            date: String? = nil, note: String? = nil
        ) {
            self.title = title
            self.titleKorean = titleKorean
            self.url = url
            self.path = path
            self.commit = commit
            self.date = date
            self.note = note
        }

        private enum CodingKeys: String, CodingKey {
            case title
            case titleKorean = "title_ko"
            case url
            case path
            case commit
            case date
            case note
        }

        /// What it is called, in both languages.
        package var words: Words { Words(title, titleKorean ?? title) }
    }

    /// A sentence with the token counts that are stated for it.
    package struct ExactSentence: Sendable, Codable, Equatable {
        /// The sentence.
        package let text: String
        /// The subject's tokens.
        package let subjectTokens: Int
        /// The baseline's tokens; nil where nothing is said of them.
        package let baselineTokens: Int?

        /// A sentence and its counts.
        package init(text: String, subjectTokens: Int, baselineTokens: Int?) {
            self.text = text
            self.subjectTokens = subjectTokens
            self.baselineTokens = baselineTokens
        }

        private enum CodingKeys: String, CodingKey {
            case text
            case subjectTokens = "subject_tokens"
            case baselineTokens = "baseline_tokens"
        }
    }

    /// What the words are about.
    package enum Scope: String, Sendable, Codable {
        /// Korean text.
        case korean
        /// Several languages together; a Korean corpus alone cannot decide it.
        case allLanguages = "all languages"
        /// English text, which no Korean corpus tells of.
        case english
    }

    /// The name by which the claim is asked for.
    package let id: String
    /// The vocabulary that the words are about.
    package let subject: String
    /// The vocabulary that it is compared with.
    package let baseline: String
    /// The name that the words use for the subject.
    package let subjectName: String
    /// The name that the words use for the baseline.
    package let baselineName: String
    /// The exact words; … marks an omission.
    package let words: String
    /// Where they stand.
    package let source: Source
    /// Whether the words say approximately, about, 약 or ~.
    package let hedged: Bool
    /// The figure as the words write it.
    package let valueText: String
    /// What the words can mean, one entry each.
    package let readings: [Reading]
    /// What the words say besides, which cannot be; nil where there is nothing of it.
    package let impossible: [ImpossibleReading]?
    /// A sentence with stated counts, where the words give one.
    package let exact: ExactSentence?
    /// What the words are about.
    package let scope: Scope
    /// What else a judge must know.
    package let note: String?
    /// The same in Korean; nil where nobody has said it.
    package let noteKorean: String?

    /// A checked claim.
    ///
    /// - Throws: ``ClaimError`` when readings, ranges and hedging contradict each other.
    package init(
        id: String, subject: String, baseline: String, subjectName: String, baselineName: String, words: String,
        source: Source, hedged: Bool, valueText: String, readings: [Reading],
        impossible: [ImpossibleReading]? = nil, exact: ExactSentence? = nil, scope: Scope = .korean,
        note: String? = nil,
        noteKorean: String? = nil
    ) throws(ClaimError) {
        self.id = id
        self.subject = subject
        self.baseline = baseline
        self.subjectName = subjectName
        self.baselineName = baselineName
        self.words = words
        self.source = source
        self.hedged = hedged
        self.valueText = valueText
        self.readings = readings
        self.impossible = impossible
        self.exact = exact
        self.scope = scope
        self.note = note
        self.noteKorean = noteKorean
        try check()
    }
}

extension Claim: Codable {
    private enum CodingKeys: String, CodingKey, CaseIterable {
        case id
        case subject
        case baseline
        case subjectName = "subject_name"
        case baselineName = "baseline_name"
        case words
        case source
        case hedged
        case valueText = "value_text"
        case readings
        case impossible
        case exact
        case scope
        case note
        case noteKorean = "note_ko"
    }

    /// Decodes and checks an entry of the ledger. Fields that may be null may also be missing; a key that is not known
    /// is an error.
    package init(from decoder: any Decoder) throws {
        try decoder.refuseUnknownKeys(CodingKeys.self)
        let container = try decoder.container(keyedBy: CodingKeys.self)
        func text(_ key: CodingKeys) throws -> String { try container.decode(String.self, forKey: key) }
        try self.init(
            id: text(.id), subject: text(.subject), baseline: text(.baseline), subjectName: text(.subjectName),
            baselineName: text(.baselineName), words: text(.words),
            source: container.decode(Source.self, forKey: .source),
            hedged: container.decode(Bool.self, forKey: .hedged), valueText: text(.valueText),
            readings: container.decode([Reading].self, forKey: .readings),
            impossible: container.decodeIfPresent([ImpossibleReading].self, forKey: .impossible),
            exact: container.decodeIfPresent(ExactSentence.self, forKey: .exact),
            scope: container.decode(Scope.self, forKey: .scope),
            note: container.decodeIfPresent(String.self, forKey: .note),
            noteKorean: container.decodeIfPresent(String.self, forKey: .noteKorean))
    }
}
