import JeoulClaims
import JeoulVerifying
import JeoulReporting
import JeoulStatistics
import JeoulWeighing

extension ComparisonReport {
    /// What the vocabulary with the fewest tokens saves, in a sentence; nil where there is no ratio.
    func sentence(on title: Words) -> Words? {
        let rows = comparison.rows.compactMap { row in row.estimate.value.map { (row: row, value: $0) } }
        guard let (row, value) = rows.min(by: { $0.value < $1.value }) else { return nil }
        let (name, base) = (readersName(row), vocabularies[baseline].readersName)
        let isLess = value <= 1
        func share(_ ratio: Double) -> String { NumberText.decimal((isLess ? 1 - ratio : ratio - 1) * 100, 1) }
        let interval = row.estimate.interval.map { isLess ? ($0.high, $0.low) : ($0.low, $0.high) }
        let ends = interval.map { NumberFormat.span("\(share($0))%", "\(share($1))%") }
        let absence = row.estimate.noInterval?.words
        let english =
            ends.map { " (95% interval \($0.english))" } ?? absence.map { " (no interval: \($0.english))" } ?? ""
        let korean = ends.map { "(95% 구간 \($0.korean))" } ?? absence.map { "(구간 없음: \($0.korean))" } ?? ""
        let isOpen = row.differs == false
        return Words(
            "On \(title.english), \(name) takes \(share(value))% \(isLess ? "fewer" : "more") tokens than \(base)\(english)"
                + (isOpen ? "; no difference is shown." : "."),
            "\(title.korean)에서 \(name) 어휘의 토큰은 \(base) 어휘보다 \(share(value))% \(isLess ? "적다" : "많다")\(korean)."
                + (isOpen ? " 차이가 드러난 것은 아니다." : ""))
    }

    private func readersName(_ row: Comparison.Row) -> String {
        let name = row.estimate.ratio.numerator
        return vocabularies.first { $0.id == name }?.readersName ?? name
    }

    /// The ratios as a chart.
    var forest: ForestChart {
        let base = vocabularies[baseline].readersName
        let rows = comparison.rows.sorted { ($0.estimate.value ?? .infinity) < ($1.estimate.value ?? .infinity) }
        return ForestChart(
            title: Words("Tokens against \(base)", "\(base) 대비 토큰"),
            quantity: Words("tokens for one of \(base)", "\(base) 토큰 1개에 대한 토큰 수"),
            groups: [
                .init(
                    heading: nil,
                    rows: rows.map { row in
                        ForestChart.Row(
                            label: Words(readersName(row)), estimate: row.estimate.value,
                            interval: row.estimate.interval.map { ($0.low, $0.high) },
                            role: row.differs == true ? .plain : .unjudged, note: Self.note(row))
                    })
            ], range: nil, isShare: false, decimals: 4, reference: 1)
    }

    /// “n = 600: differs”, or why there is no interval.
    private static func note(_ row: Comparison.Row) -> Words {
        if let absence = row.estimate.noInterval ?? row.estimate.undefined { return NotRun(absence).words }
        let n = NumberFormat.grouped(row.estimate.documents)
        let said =
            row.differs.map {
                $0 ? Words(": differs", ": 차이 있음") : Words(": no difference shown", ": 차이가 드러나지 않음")
            } ?? Words("")
        return Words("n = \(n)", "문서 \(n)건") + said
    }
}
