import JeoulReporting
import JeoulStatistics
import JeoulWeighing

extension ComparisonReport {
    /// The ratios as a chart.
    var forest: ForestChart {
        let base = vocabularies[baseline].id
        let rows = comparison.rows.sorted { ($0.estimate.value ?? .infinity) < ($1.estimate.value ?? .infinity) }
        return ForestChart(
            title: Words("Tokens against \(base)", "\(base) 대비 토큰"), summary: Words(note),
            quantity: Words("tokens for one of \(base)", "\(base) 토큰 1개에 대한 토큰 수"),
            groups: [
                .init(
                    heading: nil,
                    rows: rows.map { row in
                        ForestChart.Row(
                            label: Words(row.estimate.ratio.numerator), estimate: row.estimate.value,
                            interval: row.estimate.interval.map { ($0.low, $0.high) },
                            outcome: row.differs == true ? .supported : nil,
                            note: Words("n = \(NumberFormat.grouped(row.estimate.documents))"))
                    })
            ], range: nil, isShare: false, reference: 1)
    }
}
