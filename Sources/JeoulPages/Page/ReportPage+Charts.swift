import JeoulText
import JeoulVocabularies
import JeoulReporting
import JeoulStatistics

extension ReportPage {
    /// A chart that can be had as a file.
    package enum Chart: String, Sendable, CaseIterable {
        /// What is found, against what is claimed or the baseline.
        case forest
        /// Tokens per Korean character of all vocabularies.
        case bars
        /// The same text as tokens of each vocabulary.
        case tokens
        /// How the estimate moves with the settings.
        case settings

        /// The chart that a file is named after: `forest.svg`, `sampler-forest.svg`.
        package init?(path: String) {
            let name = path.split(separator: "/").last ?? ""
            guard name.lowercased().hasSuffix(".svg") else { return nil }
            let stem = name.dropLast(4).lowercased()
            guard let chart = Self.allCases.first(where: { stem == $0.rawValue || stem.hasSuffix("-" + $0.rawValue) })
            else { return nil }
            self = chart
        }
    }

    /// A chart as an SVG file; nil where there is nothing to draw.
    package func chart(_ chart: Chart) -> String? {
        let drawings =
            switch chart {
            case .forest:
                claims.flatMap { claim in claim.forests.map { titled($0.drawing(width: Self.width), claim) } }
                    + [comparison?.forest.drawing(width: Self.width)].compactMap(\.self)
            case .bars: bars.map { $0.drawing(width: Self.width) }
            case .tokens: [tokens?.drawing(width: Self.width)].compactMap(\.self)
            case .settings:
                claims.flatMap { claim in
                    claim.moves.flatMap { moves in moves.corpora.map { (moves, $0.chart, claim) } }
                }.map { moves, chart, claim in
                    var drawing = chart.drawing(width: Self.width)
                    drawing.title = moves.title + Words(", ") + drawing.title
                    return titled(drawing, claim)
                } + sweepCharts.map { $0.drawing(width: Self.width) }
                    + denominators.map { $0.drawing(width: Self.width) }
            }
        guard !drawings.isEmpty else { return nil }
        var all = Drawing(
            width: Self.width, title: drawings.map(\.title).joined(by: "; "),
            summary: drawings.map(\.alternative).joined(by: " "))
        for drawing in drawings {
            let title = Drawing.lines(of: drawing.title, size: 15, fitting: Self.width - 16)
            all.lines(title, 8, all.height + 26, size: 15, leading: 20, .heading)
            all.place(drawing, x: 0, y: all.height + 16 + 20 * Double(title.count))
        }
        return all.file(language)
    }

    /// Of several claims, a drawing says whose it is.
    private func titled(_ drawing: Drawing, _ claim: Claim) -> Drawing {
        guard claims.count > 1 else { return drawing }
        var drawing = drawing
        drawing.title = Words("\(claim.verdict.claim.id): ") + drawing.title
        return drawing
    }

    /// The width of a chart on a wide page.
    static let width = 820.0
    /// The width of a chart on a narrow one.
    static let narrowWidth = 360.0

    var tokens: TokensChart? {
        sample.map {
            TokensChart(
                $0, title: Words("The same text as tokens", "같은 글의 토큰"),
                summary: Words("Each vocabulary's tokens, in alternating shades", "어휘별 토큰을 두 가지 바탕색으로 번갈아 표시"))
        }
    }

    /// The vocabularies from the fewest tokens per character of the first corpus to the most.
    var order: [Int] {
        let values = corpora.first?.perCharacter
        return vocabularies.indices.sorted { left, right in
            (values?[left].value ?? .infinity, left) < (values?[right].value ?? .infinity, right)
        }
    }

    /// A chart a corpus, the vocabularies in the order of the first.
    var bars: [BarsChart] {
        let greatest = corpora.flatMap(\.perCharacter).flatMap { [$0.value, $0.interval?.high].compactMap(\.self) }
            .max()
        let order = order
        return corpora.map { corpus in
            let bars = order.compactMap { index -> BarsChart.Bar? in
                let estimate = corpus.perCharacter[index]
                return estimate.value.map {
                    BarsChart.Bar(
                        label: vocabularies[index].readersName, value: $0,
                        interval: estimate.interval.map { ($0.low, $0.high) })
                }
            }
            return BarsChart(
                title: corpus.title,
                quantity: bars.contains { $0.interval != nil }
                    ? Words(
                        "tokens per \(corpus.unit.english), with 95% intervals", "\(corpus.unit.korean)당 토큰 수와 95% 구간")
                    : Words("tokens per \(corpus.unit.english)", "\(corpus.unit.korean)당 토큰 수"),
                bars: bars, greatest: greatest)
        }
    }
}

extension ReportPage {
    /// The tokens of the first corpus per unit of each denominator, in the order of ``bars``; of a page with claims those of the
    /// vocabularies that they are about. What the figures of a mix are is not in the sums, so that they are not said to be of one.
    var denominators: [BarsChart] {
        guard let corpus = corpora.first else { return [] }
        let order = order.filter { featured.isEmpty || featured.contains(vocabularies[$0].id) }
        return Denominator.allCases.compactMap { denominator in
            let units = corpus.weighing.characters[denominator]
            guard units > 0, !(denominator == .hangul && corpus.isMixed) else { return nil }
            let bars = order.map { index in
                BarsChart.Bar(
                    label: vocabularies[index].readersName,
                    value: Double(corpus.weighing.tokens[index]) / Double(units))
            }
            let words = denominator.words()
            return BarsChart(
                title: words,
                quantity: Words("tokens per \(words.english)", "\(words.korean) 하나에 드는 토큰 수"), bars: bars)
        }
    }
}

extension Vocabulary {
    /// A model that has it, which readers know, and its id.
    var readersName: String {
        guard let model = entry?.models.first, model.count <= 20 else { return id }
        return "\(model) · \(id)"
    }
}
