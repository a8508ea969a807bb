import JeoulClaims
import JeoulVerifying
import JeoulReporting
import JeoulStatistics

/// How one reading's estimate moves with the settings.
struct ReadingMoves: Sendable {
    /// The reading.
    let title: Words
    /// A corpus each, with which settings alone would flip the verdict.
    let corpora: [(chart: ForestChart, said: Words)]

    /// How a reading moves on each corpus; nil where that was not tried.
    init?(
        _ verdict: ClaimVerdict, _ reading: Reading, _ sensitivities: [Verification.CorpusSensitivity],
        _ verification: Verification
    ) {
        var corpora = sensitivities.compactMap { corpus -> (chart: ForestChart, said: Words)? in
            guard let sensitivity = corpus.readings.first(where: { $0.reading == reading.id }) else { return nil }
            let title = verification.title(of: sensitivity.base)
            let chart = ForestChart(
                title: title, quantity: reading.quantity.words(verdict.claim),
                groups: Self.groups(sensitivity, reading), range: reading.effective,
                isShare: reading.quantity.isShare, decimals: ReadingText(reading, among: verdict.readings).places,
                claimed: ReportPage.claimed(reading, verdict))
            return (chart, sensitivity.words(reading, of: verdict, title: title).capitalized)
        }
        guard !corpora.isEmpty else { return nil }
        // Side by side they are compared: on one scale.
        let extent = corpora.flatMap(\.chart.values)
        for index in corpora.indices { corpora[index].chart.extent = extent }
        title = ReportPage.title(of: reading, verdict.claim)
        self.corpora = corpora
    }

    /// The estimate as reported, and under each other setting. What follows stands beside those that differ from the first.
    private static func groups(_ sensitivity: Sensitivity, _ reading: Reading) -> [ForestChart.Group] {
        func row(_ label: Words, _ result: ReadingResult, isSaid: Bool) -> ForestChart.Row {
            ForestChart.Row(
                label: label, estimate: result.estimate, interval: result.interval.map { ($0.low, $0.high) },
                outcome: result.outcome, note: isSaid ? result.outcomeWords(of: reading.relation) : "")
        }
        return ForestChart.Group.ofSettings(
            base: row(ForestChart.reported, sensitivity.base, isSaid: true),
            moves: sensitivity.moves.map { move in
                (
                    move.axis,
                    row(
                        ForestChart.setting(move.setting, isBorrowed: move.borrowsInterval), move.result,
                        isSaid: move.result.outcome != sensitivity.base.outcome)
                )
            })
    }

    /// The same as a table, of which several claims have one each: a row a setting, a column a corpus, and beside a figure the verdict
    /// where it is another one than as reported.
    var table: Table {
        let rows = corpora.map(\.chart).map { chart in
            chart.groups.flatMap { group in group.rows.map { (axis: group.heading, row: $0, chart: chart) } }
        }
        var settings: [(axis: Words?, label: Words)] = []
        for row in rows.joined() where !settings.contains(where: { $0.axis == row.axis && $0.label == row.row.label }) {
            settings.append((row.axis, row.row.label))
        }
        var table = Table(
            title: title,
            columns: [Table.Column("setting", title: "setting", korean: "설정")]
                + corpora.enumerated().map { index, corpus in
                    Table.Column(
                        "corpus_\(index)", title: corpus.chart.title.english, alignment: .right,
                        korean: corpus.chart.title.korean)
                })
        for setting in settings {
            let name = (setting.axis.map { $0 + ": " } ?? "") + setting.label
            table.append(
                [.words(name)]
                    + rows.map { rows -> Table.Cell in
                        guard
                            let found = rows.first(where: { $0.axis == setting.axis && $0.row.label == setting.label }),
                            let estimate = found.row.estimate
                        else { return .absent }
                        let number = Words(found.chart.number(estimate, decimals: found.chart.decimals))
                        return .words(found.row.note == "" ? number : number + " (" + found.row.note + ")")
                    })
        }
        return table
    }
}

extension ForestChart {
    /// What a figure under the settings asked for is called.
    static let reported = Words("as reported", "기본 설정")

    /// A setting's label.
    ///
    /// - Parameter isBorrowed: whether it has no interval of its own, as of one document.
    static func setting(_ setting: String, isBorrowed: Bool) -> Words {
        SettingAxis.setting(setting)
            + (isBorrowed ? "*" : "")
    }

    /// What the star at a setting's label means, where some chart has one.
    static func borrowed(in charts: [ForestChart]) -> Words {
        let labels = charts.flatMap(\.groups).flatMap(\.rows).map(\.label)
        return labels.contains { $0.english.hasSuffix("*") } ? star : ""
    }

    private static let star = Words(
        " * As one document a text has no interval of its own: it is the one as reported, moved.",
        " * 문서가 하나면 구간을 구할 수 없어, 기본 설정의 구간을 옮긴 것이다.")
}

extension ForestChart.Group {
    /// What was reported, and the settings of each choice under its name.
    static func ofSettings(
        base: ForestChart.Row, moves: [(axis: SettingAxis, row: ForestChart.Row)]
    ) -> [ForestChart.Group] {
        [ForestChart.Group(heading: nil, rows: [base])]
            + SettingAxis.allCases.compactMap { axis in
                let rows = moves.filter { $0.axis == axis }.map(\.row)
                return rows.isEmpty ? nil : ForestChart.Group(heading: axis.words, rows: rows)
            }
    }
}
