import Testing

@testable import Jeoul
@testable import JeoulClaims
@testable import JeoulPages
@testable import JeoulReporting
@testable import JeoulWeighing

/// The geometry of charts: axes, ticks, and that no label stands on another, at the width of a page and of a phone.
@Suite struct ChartTests {
    private static let titles = [
        "Jeoul sampler, Korean", "FLORES-200 dev, Korean", "Naver sentiment movie corpus, every 50th review",
        "KLUE NLI v1.1, dev",
    ]

    private static func forest(_ range: ClaimRange?, spread: Double = 0.01, isShare: Bool = true) -> ForestChart {
        let rows = titles.enumerated().map { index, title in
            let value = 0.3 + spread * Double(index)
            return ForestChart.Row(
                label: Words(title), estimate: value, interval: (value - spread, value + spread / 2),
                outcome: Outcome.allCases[index],
                note: Words("n = 1,012, 281 clusters", "문서 1,012건, 군집 281개"))
        }
        return ForestChart(
            title: Words("t"), summary: Words("s"), quantity: Words("share of tokens saved", "토큰 절감률"),
            groups: [.init(heading: Words("normalization", "정규화"), rows: rows)], range: range, isShare: isShare)
    }

    private static let drawings: [Drawing] = {
        let ranges = [
            ClaimRange(low: 0.325, high: 0.335), ClaimRange(low: nil, high: 0.34), ClaimRange(low: 2, high: nil), nil,
        ]
        let bars = [false, true].map { long in
            BarsChart(
                title: Words("t"), summary: Words("s"), quantity: Words("tokens per Korean character", "한글 글자당 토큰"),
                bars: [
                    "o200k_base", "hyperclovax-seed",
                    long ? "HyperCLOVA X SEED Text Instruct 0.5B · hyperclovax-seed-vision-2" : "gemma-3",
                ].enumerated().map {
                    .init(
                        label: $1, value: 0.6 + Double($0) / 3, interval: (0.55 + Double($0) / 3, 0.7 + Double($0) / 3))
                })
        }
        return [820.0, 360].flatMap { width in
            ranges.flatMap { range in
                [0.0001, 0.01, 3].map { forest(range, spread: $0).drawing(width: width) }
            } + [forest(nil, isShare: false).drawing(width: width)] + bars.map { $0.drawing(width: width) }
        }
    }()

    @Test(arguments: drawings.indices) func noLabelStandsOnAnother(_ index: Int) {
        let drawing = Self.drawings[index]
        for language in SentenceLanguage.allCases {
            let boxes = drawing.textBoxes(language).filter { !$0.text.isEmpty }
            for (first, box) in boxes.enumerated() {
                let inside =
                    box.box.x >= 0 && box.box.x + box.box.width <= drawing.width
                    && box.box.y >= 0 && box.box.y + box.box.height <= drawing.height
                #expect(inside, "\(box)")
                for other in boxes[(first + 1)...] {
                    #expect(!box.box.intersects(other.box), "\(box.text) and \(other.text)")
                }
            }
        }
    }

    @Test(arguments: drawings.indices) func everyShapeIsInside(_ index: Int) {
        let drawing = Self.drawings[index]
        func isInside(_ point: Drawing.Point) -> Bool {
            (0...drawing.width).contains(point.x) && (0...drawing.height).contains(point.y)
        }
        for shape in drawing.shapes {
            switch shape {
            case .line(let from, let to, _): #expect(isInside(from) && isInside(to))
            case .box(let box, _):
                #expect(isInside(.init(x: box.x, y: box.y)))
                #expect(isInside(.init(x: box.x + box.width, y: box.y + box.height)) && box.width >= 0)
            case .dot(let center, _, _): #expect(isInside(center))
            case .text: break
            }
        }
    }

    /// Places are linear in the values; ticks are round, apart from one another, and inside.
    @Test(arguments: [(0.0, 1.0), (0.288, 0.37), (-0.2, 3.7), (0.97, 1.03), (12, 4000), (5, 5), (1e-9, 2e-9)])
    func axesAreLinear(_ low: Double, _ high: Double) {
        let axis = Axis(of: [low, high], from: 100, to: 500)
        #expect(axis.low < axis.high && axis.low <= low && axis.high >= high)
        #expect(axis.place(axis.low) == 100 && axis.place(axis.high) == 500)
        let middle = axis.place((axis.low + axis.high) / 2)
        #expect(abs(middle - 300) < 1e-6)
        #expect((2...14).contains(axis.ticks.count), "\(axis.ticks)")
        for (tick, next) in zip(axis.ticks, axis.ticks.dropFirst()) {
            let gap = next - tick
            #expect(gap > 0 && abs(gap - (axis.ticks[1] - axis.ticks[0])) < gap * 1e-6)
            #expect(NumberText.decimal(tick, axis.decimals) != NumberText.decimal(next, axis.decimals))
        }
        for tick in axis.ticks { #expect((axis.low...axis.high).contains(tick)) }
    }

    @Test func barsStandOnZero() {
        let axis = Axis(of: [0.8, 1.5], from: 10, to: 210, startsAtZero: true)
        #expect(axis.low == 0 && axis.place(0) == 10 && axis.ticks.first == 0)
        #expect(Axis(of: [], from: 0, to: 1, startsAtZero: true).high > 0)
        #expect(Axis(of: [.nan, 0], from: 0, to: 1, startsAtZero: true).high > 0)
    }

    /// The interval is where its values are, and the shade where the claim is.
    @Test func theForestIsToScale() throws {
        let chart = Self.forest(ClaimRange(low: 0.325, high: 0.335))
        let drawing = chart.drawing(width: 820)
        var shade: Drawing.Box?
        var dots: [Drawing.Point] = []
        for shape in drawing.shapes {
            if case .box(let box, .range) = shape { shade = box }
            if case .dot(let center, _, _) = shape { dots.append(center) }
        }
        let box = try #require(shade)
        #expect(dots.count == Self.titles.count)
        // 0.30, 0.31, 0.32, 0.33: equal steps of 0.01, which is the width of the shade.
        let step = dots[1].x - dots[0].x
        #expect(abs(box.width - step) < 0.01)
        #expect(abs(dots[3].x - (box.x + box.width / 2)) < 0.01)
        #expect(chart.text(chart.groups[0].rows[0]) == "30.0% [29.0%, 30.5%]")
        #expect(chart.rangeText(ClaimRange(low: 0.325, high: 0.335)) == "32.5% – 33.5%")
        #expect(chart.rangeText(ClaimRange(low: nil, high: 0.34)) == "≤ 34%")
    }

    @Test func filesAreTheSameByteForByte() {
        for drawing in Self.drawings {
            let text = drawing.file(.korean)
            #expect(text == drawing.file(.korean))
            #expect(
                text.hasPrefix("<?xml") && text.contains("xmlns=\"http://www.w3.org/2000/svg\"")
                    && text.contains("<title"))
        }
        #expect(Drawing.number(12.04) == "12" && Drawing.number(-0.06) == "-0.1" && Drawing.number(0.25) == "0.3")
    }

    @Test(arguments: [
        ("forest.svg", ReportPage.Chart.forest), ("out/news-bars.svg", .bars), ("TOKENS.SVG", .tokens),
        ("settings.svg", .settings), ("forest.png", nil), ("forestry.svg", nil), ("", nil),
    ])
    func chartsAreNamedByFiles(_ path: String, _ chart: ReportPage.Chart?) {
        #expect(ReportPage.Chart(path: path) == chart)
    }
}
