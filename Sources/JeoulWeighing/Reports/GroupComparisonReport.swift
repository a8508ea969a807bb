import JeoulText
import JeoulVocabularies
import JeoulCorpora
import JeoulReporting
import JeoulStatistics

/// What `compare --by` says: a row for each group and vocabulary, then one for all documents and each vocabulary, with documents, bytes,
/// Korean characters, tokens, and the ratio to the baseline with its interval, the same in the table, in CSV and in JSON.
///
/// The JSON is that of `compare` with `settings.by`, `groups` and `totals`, lists of rows whose members are those of `measure --by`, then `low`,
/// `high`, `adjusted_p_value` (over the vocabularies of the group) and `no_interval`, why there is none.
package struct GroupComparisonReport: Sendable {
    /// What `compare` says of all documents together.
    package let whole: ComparisonReport
    private let grouping: Grouping
    private let groups: [(figures: Figures, row: Comparison.Row?)]

    /// Estimates the ratios of each group of a weighing that kept its documents.
    ///
    /// - Throws: as ``ComparisonReport``, and ``MetricError`` for too many groups.
    package init(
        _ weighing: Weighing, by grouping: Grouping, vocabularies: [Vocabulary], baseline: Int,
        denominator: Denominator = .hangul, countsHanja: Bool = false, cut: DocumentCut = .line,
        options: EstimationOptions = EstimationOptions()
    ) throws {
        let whole = try ComparisonReport(
            weighing, vocabularies: vocabularies, baseline: baseline, denominator: denominator,
            countsHanja: countsHanja, cut: cut, options: options)
        let names = vocabularies.map(\.id)
        let others = names.indices.filter { $0 != baseline }.map { names[$0] }
        let columns = whole.columns(by: grouping)
        groups = try grouping.groups(of: weighing).flatMap { group in
            let table = try group.weighing.countTable(
                names: names, denominator: denominator, countsHanja: countsHanja)
            let comparison = try RatioEstimator(table, options: options).compare(others, baseline: names[baseline])
            return columns.figures(of: group.weighing, group: group.name).map { figures in
                (figures, ComparisonReport.row(of: vocabularies[figures.vocabulary], in: comparison))
            }
        }
        self.whole = whole
        self.grouping = grouping
    }

    /// What a reader of the figures must know.
    package var warnings: [Words] {
        guard let field = grouping.field, groups.allSatisfy({ $0.figures.group == .noGroup }) else {
            return whole.warnings
        }
        return whole.warnings + [Grouping.missing(field)]
    }

    /// The rows of all documents.
    private var totals: [(figures: Figures, row: Comparison.Row?)] {
        whole.columns(by: grouping).ofAll.map { ($0, whole.row(of: $0)) }
    }

    /// The table, groups in the order of their names' bytes.
    package func table(in language: SentenceLanguage = .english) -> Table {
        let columns = whole.columns(by: grouping)
        var table = whole.table(in: language)
        table = Table(
            title: table.title, columns: columns.columns(with: ComparisonReport.columns(by: grouping)),
            notes: table.notes)
        table.language = language
        for (figures, ratio) in groups + totals {
            var row = columns.row(figures, with: ComparisonReport.cells(ratio))
            if figures.group == nil { row.emphasis = .strong }
            table.append(row)
        }
        return table
    }

    /// The same for programs.
    ///
    /// - Throws: what encoding throws.
    package func json() throws -> JSONValue {
        let columns = whole.columns(by: grouping)
        func members(_ rows: [(figures: Figures, row: Comparison.Row?)]) -> [JSONValue] {
            rows.map { figures, row in
                var members = columns.members(figures)
                members["low"] = JSONValue(row?.estimate.interval?.low)
                members["high"] = JSONValue(row?.estimate.interval?.high)
                members["adjusted_p_value"] = JSONValue(row?.adjustedPValue)
                members["no_interval"] = JSONValue(row?.estimate.noInterval?.description)
                return .object(members)
            }
        }
        return try grouping.json(whole.json(), groups: members(groups), totals: members(totals))
    }
}
