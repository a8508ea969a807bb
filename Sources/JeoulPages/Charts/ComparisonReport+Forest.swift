import JeoulClaims
import JeoulReporting
import JeoulStatistics
import JeoulWeighing

extension ComparisonReport {
    /// The ratios as a chart.
    var forest: ForestChart {
        let base = vocabularies[baseline].readersName
        let names = Dictionary(
            vocabularies.map { ($0.id, $0.readersName) }, uniquingKeysWith: { first, _ in first })
        let rows = comparison.rows.sorted { ($0.estimate.value ?? .infinity) < ($1.estimate.value ?? .infinity) }
        return ForestChart(
            title: Words("Tokens against \(base)", "\(base) 대비 토큰"),
            quantity: Words("tokens for one of \(base)", "\(base) 토큰 1개에 대한 토큰 수"),
            groups: [
                .init(
                    heading: nil,
                    rows: rows.map { row in
                        let name = row.estimate.ratio.numerator
                        return ForestChart.Row(
                            label: Words(names[name] ?? name), estimate: row.estimate.value,
                            interval: row.estimate.interval.map { ($0.low, $0.high) },
                            role: row.differs == true ? .plain : .unjudged, note: Self.note(row))
                    })
            ], range: nil, isShare: false, reference: 1)
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

    /// What the intervals are, for a page.
    var words: Words {
        guard let estimate = comparison.rows.first?.estimate, estimate.interval != nil else {
            return Words(note, comparison.rows.first?.estimate.noInterval.map { NotRun($0).korean } ?? "견줄 것이 없다")
        }
        let units = NumberFormat.grouped(estimate.units)
        let what =
            estimate.blockLength.map { "이웃한 문서 \($0)건씩 묶은 덩어리 \(units)개" }
            ?? (estimator.table.clusters == nil ? "문서 \(units)건" : "군집 \(units)개")
        let copies =
            estimate.copies == 0 ? "" : "(사본인 문서 \(NumberFormat.grouped(estimate.copies))건은 처음 것과 하나로 친다)"
        let mixed = estimate.mix.map { mix in
            let shares = mix.shares.map {
                "\(PageWords.setting($0.stratum).korean) \(NumberText.short($0.weight * 100, 2))%"
            }
            return ". 글의 종류를 한글 글자 수 기준으로 \(shares.joined(separator: ", "))로 섞은 값"
        }
        return Words(
            note,
            "구간: \(what)\(copies)을 단위로 한 잭나이프, 자유도 \(NumberText.short(estimate.degreesOfFreedom ?? 0, 1))의 스튜던트 t"
                + (mixed ?? ""))
    }
}
