import JeoulCore
import JeoulCorpora
import JeoulReporting
import JeoulStatistics

/// What `compare --by` says: a row for each group and vocabulary, with documents, bytes, Korean characters, tokens, and the ratio to the
/// baseline with its interval, the same in the table, in CSV and in JSON.
///
/// The JSON is that of `compare` with `settings.by` and `groups`, a list of rows whose members are the columns of the CSV: those of
/// `measure --by`, then `low`, `high`, `adjusted_p_value` (over the vocabularies of the group) and `no_interval`, why there is none.
package struct GroupComparisonReport: Sendable {
    private let whole: ComparisonReport
    private let grouping: Grouping
    private let rows: [Row]
    private let baseline: String
    private let countsHanja: Bool

    private struct Row: Sendable {
        var group: String
        var vocabulary: String
        var documents: Int
        var bytes: Int
        var korean: Int
        var tokens: Int
        var ratio: Double?
        var low: Double?
        var high: Double?
        var adjustedPValue: Double?
        var noInterval: String?
    }

    /// Estimates the ratios of each group of a weighing that kept its documents.
    ///
    /// - Throws: as ``ComparisonReport``, and ``MetricError`` for too many groups.
    package init(
        _ weighing: Weighing, by grouping: Grouping, vocabularies: [Vocabulary], baseline: Int,
        countsHanja: Bool = false, cut: DocumentCut = .line, options: EstimationOptions = EstimationOptions()
    ) throws {
        whole = try ComparisonReport(
            weighing, vocabularies: vocabularies, baseline: baseline, countsHanja: countsHanja, cut: cut,
            options: options)
        self.grouping = grouping
        self.countsHanja = countsHanja
        let names = vocabularies.map(\.id)
        self.baseline = names[baseline]
        let others = names.indices.filter { $0 != baseline }.map { names[$0] }
        rows = try grouping.groups(of: weighing).flatMap { group in
            let table = try group.weighing.countTable(names: names, countsHanja: countsHanja)
            let comparison = try RatioEstimator(table, options: options).compare(others, baseline: names[baseline])
            let characters = group.weighing.characters
            return names.indices.map { index in
                var row = Row(
                    group: group.name.description, vocabulary: names[index],
                    documents: group.weighing.corpus.documents, bytes: characters.byte,
                    korean: countsHanja ? characters.hangulWithHanja : characters.hangul,
                    tokens: group.weighing.tokens[index])
                if let found = comparison.rows.first(where: { $0.estimate.ratio.numerator == names[index] }) {
                    row.ratio = found.estimate.value
                    row.low = found.estimate.interval?.low
                    row.high = found.estimate.interval?.high
                    row.adjustedPValue = found.adjustedPValue
                    row.noInterval = found.estimate.noInterval?.description
                } else {
                    row.ratio = row.tokens == 0 ? nil : 1
                }
                return row
            }
        }
    }

    /// What a reader of the figures must know.
    package var warnings: [String] { whole.warnings }

    /// The table, groups in the order of their names' bytes.
    package var table: Table {
        let all = whole.table
        var table = Table(
            title: all.title,
            columns: GroupReport.columns(grouping, baseline: baseline) + [
                Table.Column("low", title: "low", alignment: .right, audience: .programs),
                Table.Column("high", title: "high", alignment: .right, audience: .programs),
                Table.Column("interval", title: "95% interval", alignment: .right, audience: .readers),
                Table.Column("adjusted_p_value", title: "p (Holm)", alignment: .right),
                Table.Column("no_interval", title: "no interval", audience: .programs),
            ], notes: all.notes)
        for row in rows {
            let figures: [Table.Cell] = [
                .text(row.group), .text(row.vocabulary), .integer(row.documents), .integer(row.bytes),
                .integer(row.korean), .integer(row.tokens),
                perCharacter(row).map { .decimal($0, digits: 4) } ?? .absent,
                row.ratio.map { .factor($0, digits: 4) } ?? .absent,
            ]
            let interval: Table.Cell
            if let low = row.low, let high = row.high {
                interval = .interval(low, high, digits: 4)
            } else {
                interval = .absent
            }
            table.append(
                figures + [
                    row.low.map { .decimal($0, digits: 4) } ?? .absent,
                    row.high.map { .decimal($0, digits: 4) } ?? .absent, interval,
                    row.adjustedPValue.map { .probability($0, digits: 3) } ?? .absent,
                    row.noInterval.map { .text($0) } ?? .absent,
                ])
        }
        return table
    }

    private func perCharacter(_ row: Row) -> Double? {
        row.korean == 0 ? nil : Double(row.tokens) / Double(row.korean)
    }

    /// The same for programs.
    ///
    /// - Throws: what encoding throws.
    package func json() throws -> JSONValue {
        try grouping.json(
            whole.json(),
            groups: rows.map { row in
                [
                    "group": .string(row.group), "vocabulary": .string(row.vocabulary),
                    "documents": .integer(row.documents), "bytes": .integer(row.bytes),
                    "korean_characters": .integer(row.korean), "tokens": .integer(row.tokens),
                    "tokens_per_korean_character": JSONValue(perCharacter(row)),
                    "ratio_to_baseline": JSONValue(row.ratio), "low": JSONValue(row.low), "high": JSONValue(row.high),
                    "adjusted_p_value": JSONValue(row.adjustedPValue), "no_interval": JSONValue(row.noInterval),
                ]
            })
    }
}
