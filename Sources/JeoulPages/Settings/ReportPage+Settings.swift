import JeoulClaims
import JeoulVerifying
import JeoulReporting
import JeoulStatistics

extension ReportPage {
    /// 4: how the estimate moves with the settings, for each reading of each claim, or for each vocabulary.
    var settings: Markup {
        let moved = claims.enumerated().filter { !$0.element.moves.isEmpty }
        return .group(moved.map { settings(of: $0.element, $0.offset) } + [sweepFigure])
    }

    private static let heading = Words("If it is measured otherwise", "다르게 재면")

    /// Of one claim in pictures; of several in tables, or the page would be too large to be sent.
    private func settings(of claim: Claim, _ index: Int) -> Markup {
        let isAlone = claims.count == 1
        let readings = claim.moves.enumerated().map { reading, moves in
            let id = "settings-\(index)-\(reading)"
            return Markup.group([
                .tag("h3", [:], [moves.title.markup]),
                isAlone
                    ? .tag(
                        "figure", ["id": id, "class": "multiples"],
                        moves.corpora.map {
                            Self.multiple($0.chart.drawing(width: Self.narrowWidth), $0.said, isUnderTitle: true)
                        })
                    : moves.table.markup(caption: moves.title, id: id, isStacked: false),
            ])
        }
        let charts = claim.moves.flatMap(\.corpora).map(\.chart)
        let note =
            isAlone
            ? Words(
                "The same estimate with one setting changed at a time; the shade is what is claimed. Beside a setting stands the verdict where it is another one.",
                "설정을 하나씩만 바꾸어 다시 잰 값. 바탕색은 주장 범위이며, 판정이 달라진 설정에는 그 판정을 적었다.")
            : Words(
                "The same estimate with one setting changed at a time. Beside a figure stands the verdict where it is another one than as reported.",
                "설정을 하나씩만 바꾸어 다시 잰 값. 판정이 달라진 값에는 그 판정을 적었다.")
        return .tag(
            "section", [:],
            [heading(Self.heading, of: claim)]
                + (isAlone ? [] : [.tag("p", ["class": "source"], "“\(claim.verdict.claim.words)”")])
                + [.tag("p", ["class": "soft"], [(note + ForestChart.borrowed(in: charts)).markup])] + readings + [
                    Self.list(claim.untried)
                ])
    }

    /// One of several charts side by side, with what is to be said of it.
    ///
    /// - Parameter isUnderTitle: whether a title of their own stands above them.
    static func multiple(_ drawing: Drawing, _ said: Words? = nil, isUnderTitle: Bool = false) -> Markup {
        .tag(
            "div", [:],
            [.tag(isUnderTitle ? "h4" : "h3", [:], [drawing.title.markup]), alternative(drawing), drawing.inPage]
                + (said.map { [.tag("p", ["class": "note"], [$0.markup])] } ?? []))
    }

    private static func list(_ untried: [Words]) -> Markup {
        untried.isEmpty
            ? .group([]) : .tag("ul", ["class": "note"], untried.map { .tag("li", [:], [$0.markup]) })
    }

    private var sweepFigure: Markup {
        guard let sweep, !sweepCharts.isEmpty else { return .group([]) }
        let note = Words(
            "The same figure with one setting changed at a time; a line is the 95% interval.",
            "설정을 하나씩만 바꾸어 다시 잰 값. 가로선은 95% 구간이다.")
        return .tag(
            "section", [:],
            [
                heading(Self.heading),
                .tag("p", ["class": "soft"], [(note + ForestChart.borrowed(in: sweepCharts)).markup]),
                .tag(
                    "figure", ["id": "settings", "class": "multiples"],
                    sweepCharts.map { Self.multiple($0.drawing(width: Self.narrowWidth)) }), Self.list(sweep.untried),
            ])
    }

    /// A chart a vocabulary, in the order of the bars, all on one scale; of a comparison without the baseline.
    var sweepCharts: [ForestChart] {
        guard let sweep, !sweep.trials.isEmpty, let corpus = corpora.first else { return [] }
        let base = comparison?.baseline
        let quantity =
            base.map { place in
                let name = vocabularies[place].readersName
                return Words("tokens for one of \(name)", "\(name) 토큰 1개에 대한 토큰 수")
            } ?? Words("tokens per \(corpus.unit.english)", "\(corpus.unit.korean)당 토큰 수")
        var charts = order.filter { $0 != base }.map { index -> ForestChart in
            func row(_ label: Words, _ estimate: SettingsSweep.Estimate) -> ForestChart.Row {
                ForestChart.Row(
                    label: label, estimate: estimate.value, interval: estimate.interval, role: .plain, note: "")
            }
            return ForestChart(
                title: Words(vocabularies[index].readersName), quantity: quantity,
                groups: ForestChart.Group.ofSettings(
                    base: row(ForestChart.reported, sweep.base[index]),
                    moves: sweep.trials.map { trial in
                        let estimate = trial.estimates[index]
                        return (
                            trial.axis,
                            row(ForestChart.setting(trial.setting, isBorrowed: estimate.isBorrowed), estimate)
                        )
                    }), range: nil, isShare: false, decimals: 4, reference: base == nil ? nil : 1)
        }
        let extent = charts.flatMap(\.values)
        for index in charts.indices { charts[index].extent = extent }
        return charts
    }

    /// Adds how the figures move with the settings.
    package mutating func add(_ sweep: SettingsSweep) { self.sweep = sweep }
}
