import JeoulCore
import JeoulCorpora
import JeoulReporting
import JeoulStatistics

/// What `measure --by` says: a row for each group and vocabulary, with documents, bytes, Korean characters, tokens, and the metrics
/// asked for, the same in the table, in CSV and in JSON.
///
/// The JSON is that of `measure` with `settings.by` and `groups`, a list of rows whose members are the columns of the CSV: `group`,
/// `vocabulary`, `documents`, `bytes`, `korean_characters`, `tokens`, `tokens_per_korean_character`, `ratio_to_baseline`, and each
/// metric by its id, null where it is undefined.
package struct GroupReport: Sendable {
    private let weighing: MetricWeighing
    private let grouping: Grouping
    private let corpus: CorpusReport
    private let whole: MetricReport
    private let vocabularies: [Vocabulary]
    private let baseline: Int

    /// A report of a weighing that was grouped.
    package init(
        _ weighing: MetricWeighing, by grouping: Grouping, vocabularies: [Vocabulary], baseline: Int = 0,
        cut: DocumentCut = .line
    ) {
        self.weighing = weighing
        self.grouping = grouping
        self.vocabularies = vocabularies
        self.baseline = baseline
        corpus = CorpusReport(
            weighing: weighing.weighing, denominator: .hangul, countsHanja: weighing.settings.countsHanja, cut: cut)
        whole = MetricReport(weighing, vocabularies: vocabularies, baseline: baseline, cut: cut)
    }

    /// What a reader of the figures must know.
    package var warnings: [String] { whole.warnings }

    /// A group and vocabulary.
    private struct Row {
        var group: String
        var vocabulary: Int
        var counts: GroupCounts
        var korean: Int
        var values: [MetricValue]
    }

    /// The metrics that have a column of their own: tokens per Korean character have one in every report by groups.
    private var metrics: [Metric] { weighing.values.metrics.filter { $0 != .tokensPerKoreanCharacter } }

    private var rows: [Row] {
        weighing.groups.sorted { $0.key < $1.key }.flatMap { key, counts in
            let korean =
                weighing.settings.countsHanja ? counts.characters.hangulWithHanja : counts.characters.hangul
            return vocabularies.indices.map { index in
                Row(
                    group: key.description, vocabulary: index, counts: counts, korean: korean,
                    values: metrics.map {
                        counts.sums[index].value(of: $0, name: vocabularies[index].id, settings: weighing.settings)
                    })
            }
        }
    }

    private func perCharacter(_ row: Row) -> Double? {
        row.korean == 0 ? nil : Double(row.counts.tokens[row.vocabulary]) / Double(row.korean)
    }

    private func ratio(_ row: Row) -> Double? {
        let base = row.counts.tokens[baseline]
        return base == 0 ? nil : Double(row.counts.tokens[row.vocabulary]) / Double(base)
    }

    /// The columns that every report by groups has.
    static func columns(_ grouping: Grouping, baseline: String) -> [Table.Column] {
        [
            Table.Column("group", title: grouping.name),
            Table.Column("vocabulary", title: "vocabulary"),
            Table.Column("documents", title: "documents", alignment: .right),
            Table.Column("bytes", title: "bytes", alignment: .right),
            Table.Column("korean_characters", title: "Korean characters", alignment: .right),
            Table.Column("tokens", title: "tokens", alignment: .right),
            Table.Column("tokens_per_korean_character", title: "tokens per Korean character", alignment: .right),
            Table.Column("ratio_to_baseline", title: "vs \(baseline)", alignment: .right),
        ]
    }

    /// The table, groups in the order of their names' bytes.
    package var table: Table {
        var table = Table(
            title: corpus.headline,
            columns: Self.columns(grouping, baseline: vocabularies[baseline].id)
                + metrics.map {
                    Table.Column($0.id.replacing("-", with: "_"), title: $0.title, alignment: .right)
                },
            notes: corpus.kinds + [corpus.conditions])
        for row in rows {
            let figures: [Table.Cell] = [
                .integer(row.counts.documents), .integer(row.counts.bytes), .integer(row.korean),
                .integer(row.counts.tokens[row.vocabulary]),
                perCharacter(row).map { .decimal($0, digits: 4) } ?? .absent,
                ratio(row).map { .factor($0, digits: 3) } ?? .absent,
            ]
            table.append(
                [.text(row.group), .text(vocabularies[row.vocabulary].id)] + figures
                    + row.values.map { $0.cell($0.value) })
        }
        return table
    }

    /// The same for programs.
    ///
    /// - Throws: what encoding throws.
    package func json() throws -> JSONValue {
        try grouping.json(
            whole.json(),
            groups: rows.map { row in
                var members: JSONObject = [
                    "group": .string(row.group), "vocabulary": .string(vocabularies[row.vocabulary].id),
                    "documents": .integer(row.counts.documents), "bytes": .integer(row.counts.bytes),
                    "korean_characters": .integer(row.korean),
                    "tokens": .integer(row.counts.tokens[row.vocabulary]),
                    "tokens_per_korean_character": JSONValue(perCharacter(row)),
                    "ratio_to_baseline": JSONValue(ratio(row)),
                ]
                for value in row.values {
                    members[value.metric.id.replacing("-", with: "_")] = JSONValue(value.value)
                }
                return .object(members)
            })
    }
}
