import JeoulText
import JeoulVocabularies
import JeoulCorpora
import JeoulReporting
import JeoulStatistics

/// What `measure --by` says: a row for each group and vocabulary, then one for all documents and each vocabulary, with documents, bytes,
/// Korean characters, tokens, and the metrics asked for, the same in the table, in CSV and in JSON.
///
/// The JSON is that of `measure` with `settings.by`, `groups`, a list of the groups' rows, and `totals`, one of those of all documents. Their
/// members are the columns of the CSV: `scope` (`group`, or `all` for all documents), `group`, `vocabulary`, `documents`, `bytes` (as stored, null for groups
/// that are no whole files), `text_bytes`, `korean_characters`, `tokens`, `unknown_tokens`, `tokens_per_korean_character`,
/// `tokens_per_unit`, `ratio_to_baseline`, `complete`, and each metric by its id, null where it is undefined.
package struct GroupReport: Sendable {
    private let weighing: MetricWeighing
    private let grouping: Grouping?
    private let whole: MetricReport
    private let vocabularies: [Vocabulary]
    private let baseline: Int

    /// A report of a weighing that was grouped.
    package init(
        _ weighing: MetricWeighing, by grouping: Grouping, vocabularies: [Vocabulary], baseline: Int = 0,
        denominator: Denominator = .hangul, cut: DocumentCut = .line
    ) {
        let whole = MetricReport(
            weighing, vocabularies: vocabularies, baseline: baseline, denominator: denominator, cut: cut)
        self.init(whole, of: weighing, by: grouping, vocabularies: vocabularies, baseline: baseline)
    }

    /// A report; with no grouping of all documents alone.
    init(
        _ whole: MetricReport, of weighing: MetricWeighing, by grouping: Grouping?, vocabularies: [Vocabulary],
        baseline: Int
    ) {
        self.weighing = weighing
        self.grouping = grouping
        self.whole = whole
        self.vocabularies = vocabularies
        self.baseline = baseline
    }

    /// What a reader of the figures must know.
    package var warnings: [Words] {
        let isMissing = weighing.groups.count == 1 && weighing.groups.keys.first == .noGroup
        guard isMissing, let field = grouping?.field else { return whole.warnings }
        return whole.warnings + [Grouping.missing(field)]
    }

    /// A group and vocabulary, or all documents and a vocabulary.
    private typealias Row = (figures: Figures, values: [MetricValue])

    /// The metrics that have a column of their own: tokens per Korean character have one in every report.
    private var metrics: [Metric] { weighing.values.metrics.filter { $0 != .tokensPerKoreanCharacter } }

    private var columns: FigureColumns {
        FigureColumns(corpus: whole.corpus, vocabularies: vocabularies, baseline: baseline, grouping: grouping)
    }

    private var groups: [Row] {
        let corpus = weighing.weighing.corpus
        let stored = grouping?.storedBytes(of: corpus) ?? [:]
        var counted = weighing.groups
        for group in grouping?.groups(ofInputsOf: corpus) ?? [] where counted[group] == nil {
            counted[group] = GroupCounts(vocabularies: vocabularies.count)
        }
        return counted.sorted { $0.key < $1.key }.flatMap { key, counts in
            vocabularies.indices.map { index in
                let figures = Figures(
                    group: key, vocabulary: index, documents: counts.documents, bytes: stored[key],
                    textBytes: counts.textBytes, characters: counts.characters, tokens: counts.tokens[index],
                    unknownTokens: counts.unknownTokens[index], baselineTokens: counts.tokens[baseline])
                let values = metrics.map {
                    counts.sums[index].value(of: $0, name: vocabularies[index].id, settings: weighing.settings)
                }
                return (figures, values)
            }
        }
    }

    private var all: [Row] {
        columns.ofAll.map { figures in
            (figures, weighing.values.vocabularies[figures.vocabulary].values.filter { metrics.contains($0.metric) })
        }
    }

    /// The table, groups in the order of their names' bytes.
    package func table(in language: SentenceLanguage = .english) -> Table {
        let columns = columns
        var table = Table(
            title: whole.corpus.headline,
            columns: columns.columns(
                with: metrics.map {
                    Table.Column(
                        $0.id.replacing("-", with: "_"), title: $0.title, alignment: .right, korean: $0.words.korean)
                }),
            notes: (whole.corpus.kinds + [whole.corpus.conditions] + whole.corpus.unknown(vocabularies))
                .map { $0.text(language) })
        table.language = language
        for row in groups + all {
            var cells = columns.row(row.figures, with: row.values.map { $0.cell($0.value) })
            if row.figures.group == nil, grouping != nil { cells.emphasis = .strong }
            table.append(cells)
        }
        return table
    }

    /// The same for programs.
    ///
    /// - Throws: what encoding throws.
    package func json() throws -> JSONValue {
        guard let grouping else { return try whole.json() }
        let columns = columns
        func members(_ rows: [Row]) -> [JSONValue] {
            rows.map { row in
                var members = columns.members(row.figures)
                for value in row.values {
                    members[value.metric.id.replacing("-", with: "_")] = JSONValue(value.value)
                }
                return .object(members)
            }
        }
        return try grouping.json(whole.json(), groups: members(groups), totals: members(all))
    }
}
