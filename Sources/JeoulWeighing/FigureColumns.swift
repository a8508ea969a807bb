import JeoulText
import JeoulVocabularies
import JeoulCorpora
import JeoulReporting

/// What was counted for one vocabulary, of all documents or of those of one group.
struct Figures: Sendable {
    /// The group; nil for all documents.
    var group: UTF8Key?
    /// The place of the vocabulary among those that weighed.
    var vocabulary: Int
    var documents: Int
    /// The size of the files as they are stored; nil of documents that are no whole files.
    var bytes: Int?
    /// The bytes of the documents, each followed by LF.
    var textBytes: Int?
    var characters: CharacterCounts
    var tokens: Int
    /// Those that stand for text which the vocabulary cannot write.
    var unknownTokens: Int
    /// The tokens of the baseline for the same documents.
    var baselineTokens: Int
}

/// The columns that `measure` and `compare` have in common, by groups or not: of what a row is, and what was counted. In CSV they are the
/// same in every case; readers see those that tell rows apart.
///
/// `scope` is `all` or `group`; `group` is empty for all documents, and for those that have no group. `complete` is false where something
/// of the corpus was left out or dropped, or the work was interrupted: then the figures are of a part.
struct FigureColumns {
    let corpus: CorpusReport
    let vocabularies: [Vocabulary]
    let baseline: Int
    let grouping: Grouping?
    /// Whether readers see tokens per character without groups too.
    var showsTokensPerUnit = true
    /// The digits of the ratio that readers see.
    var ratioDigits = 3

    /// The columns; `others` stand before the last one.
    func columns(with others: [Table.Column] = []) -> [Table.Column] {
        let grouped: Table.Audience = grouping == nil ? .programs : .everyone
        let hasUnknown = corpus.weighing.unknownTokens.contains { $0 > 0 }
        let group =
            grouping.map {
                [Table.Column("group_name", title: $0.words.english, audience: .readers, korean: $0.words.korean)]
            } ?? []
        return [
            Table.Column("scope", title: "scope", audience: .programs),
            Table.Column("group", title: "group", audience: .programs),
        ] + group + [
            Table.Column("vocabulary", title: "vocabulary", korean: "어휘"),
            Table.Column("models", title: "models", audience: .readers, korean: "모델", yields: true),
            Table.Column(
                "documents", title: "documents", alignment: .right, audience: grouped, korean: "문서", yields: true),
            Table.Column("bytes", title: "bytes", alignment: .right, audience: .programs),
            Table.Column(
                "text_bytes", title: "bytes of text", alignment: .right, audience: grouped, korean: "글의 바이트",
                yields: true),
            Table.Column(
                "korean_characters", title: "Korean characters", alignment: .right, audience: grouped, korean: "한글 글자",
                yields: true),
            Table.Column("tokens", title: "tokens", alignment: .right, korean: "토큰"),
            Table.Column(
                "unknown_tokens", title: "unknown tokens", alignment: .right,
                audience: hasUnknown ? grouped : .programs,
                korean: "모르는 토큰", yields: true),
            Table.Column(
                "tokens_per_korean_character", title: "tokens per Korean character", alignment: .right,
                audience: .programs),
            Table.Column(
                "tokens_per_unit", title: "tokens per \(unit)", alignment: .right,
                audience: showsTokensPerUnit ? .everyone : grouped, korean: "\(words.korean)당 토큰",
                yields: !showsTokensPerUnit),
            Table.Column(
                "ratio_to_baseline", title: "vs \(baselineName)", alignment: .right, korean: "\(baselineName) 대비"),
        ] + others + [Table.Column("complete", title: "complete", audience: .programs)]
    }

    /// The row of some figures.
    ///
    /// - Parameter models: what readers see of the vocabulary beside its id; nothing where a column of it were of no use.
    func row(_ figures: Figures, models: String? = nil, with others: [Table.Cell] = []) -> Table.Row {
        let name: [Table.Cell] =
            grouping == nil ? [] : [figures.group.map(Grouping.cell) ?? .named(Words(Grouping.all, "전체"))]
        let cells: [Table.Cell] =
            [.text(scope(figures)), figures.group.map { .text($0.description) } ?? .absent] + name + [
                .text(vocabularies[figures.vocabulary].id), models.map { .text($0) } ?? .absent,
                .integer(figures.documents),
                figures.bytes.map { .integer($0) } ?? .absent, figures.textBytes.map { .integer($0) } ?? .absent,
                .integer(korean(figures)), .integer(figures.tokens), .integer(figures.unknownTokens),
                perCharacter(figures).map { .decimal($0, digits: 4) } ?? .absent,
                perUnit(figures).map { .decimal($0, digits: 4) } ?? .absent,
                ratio(figures).map { .factor($0, digits: ratioDigits) } ?? .absent,
            ] + others
        return Table.Row(cells + [.text("\(isComplete)")])
    }

    private var isComplete: Bool { corpus.weighing.isComplete }

    private func scope(_ figures: Figures) -> String { figures.group == nil ? "all" : "group" }

    /// The members of a row in JSON: the columns.
    func members(_ figures: Figures) -> JSONObject {
        [
            "scope": .string(scope(figures)),
            "group": figures.group.map { $0 == .noGroup ? .null : .string($0.description) } ?? .null,
            "vocabulary": .string(vocabularies[figures.vocabulary].id),
            "documents": .integer(figures.documents), "bytes": JSONValue(figures.bytes),
            "text_bytes": JSONValue(figures.textBytes), "korean_characters": .integer(korean(figures)),
            "tokens": .integer(figures.tokens), "unknown_tokens": .integer(figures.unknownTokens),
            "tokens_per_korean_character": JSONValue(perCharacter(figures)),
            "tokens_per_unit": JSONValue(perUnit(figures)), "ratio_to_baseline": JSONValue(ratio(figures)),
            "complete": .boolean(isComplete),
        ]
    }

    /// The figures of all documents, a row a vocabulary.
    var ofAll: [Figures] { figures(of: corpus.weighing, group: nil) }

    /// The figures of the documents of a weighing, a row a vocabulary.
    func figures(of weighing: Weighing, group: UTF8Key?) -> [Figures] {
        vocabularies.indices.map { index in
            Figures(
                group: group, vocabulary: index, documents: weighing.corpus.documents, bytes: weighing.storedBytes,
                textBytes: weighing.textBytes, characters: weighing.characters, tokens: weighing.tokens[index],
                unknownTokens: weighing.unknownTokens[index], baselineTokens: weighing.tokens[baseline])
        }
    }

    private var baselineName: String { vocabularies.isEmpty ? "baseline" : vocabularies[baseline].id }

    private var words: Words { corpus.denominator.words(countsHanja: corpus.countsHanja) }

    private var unit: String { corpus.denominator == .hangul ? words.english : corpus.denominator.rawValue }

    private func korean(_ figures: Figures) -> Int {
        corpus.countsHanja ? figures.characters.hangulWithHanja : figures.characters.hangul
    }

    private func perCharacter(_ figures: Figures) -> Double? { quotient(figures.tokens, korean(figures)) }

    private func perUnit(_ figures: Figures) -> Double? {
        quotient(
            figures.tokens,
            CorpusReport.characters(of: figures.characters, corpus.denominator, countsHanja: corpus.countsHanja))
    }

    private func ratio(_ figures: Figures) -> Double? { quotient(figures.tokens, figures.baselineTokens) }

    private func quotient(_ numerator: Int, _ denominator: Int) -> Double? {
        denominator == 0 ? nil : Double(numerator) / Double(denominator)
    }
}
