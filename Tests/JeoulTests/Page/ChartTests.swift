import Foundation
import Testing

#if canImport(FoundationXML)
    import FoundationXML
#endif

@testable import Jeoul
@testable import JeoulClaims
@testable import JeoulVerifying
@testable import JeoulPages
@testable import JeoulReporting
@testable import JeoulWeighing

/// The geometry of charts: axes, ticks, and that no label stands on another, at the width of a page and of a phone.
@Suite struct ChartTests {
    private static let titles = [
        "Jeoul sampler, Korean", "FLORES-200 dev, Korean", "Naver sentiment movie corpus, every 50th review",
        "a-file-with-a-very-long-name-in-which-there-is-no-space-at-all_2025-11-28_final_final2.jsonl",
    ]

    /// As long as a claim's can be: tekken's.
    private static let quantity = Words(
        "tokens of Mistral Small 3 (tekken) for one of Llama 2 (SentencePiece, 32,000 tokens)",
        "Llama 2 (SentencePiece, 32,000 tokens) 토큰 1개에 대한 Mistral Small 3 (tekken) 토큰 수")

    private static let notes = [
        Words("n = 1,012, 281 clusters: more than claimed", "문서 1,012건, 군집 281개: 주장보다 더 큼"),
        Words(
            "not judged: too few independent documents: 9, since 171 are copies of others; below 10 no interval is given",
            "판정하지 않음: 서로 독립인 문서가 너무 적다"),
        Words(""),
        Words("n = 4,000: contradicted", "문서 4,000건: 어긋남"),
    ]

    private static func forest(_ range: ClaimRange?, spread: Double = 0.01, isShare: Bool = true) -> ForestChart {
        let rows = titles.enumerated().map { index, title in
            let value = 0.3 + spread * Double(index)
            return ForestChart.Row(
                label: Words(title), estimate: value, interval: (value - spread, value + spread / 2),
                outcome: Outcome.allCases[index], note: notes[index])
        }
        return ForestChart(
            title: Words("t"), quantity: quantity,
            groups: [.init(heading: Words("normalization", "정규화"), rows: rows)], range: range, isShare: isShare)
    }

    private static let drawings: [Drawing] = {
        let ranges = [
            ClaimRange(low: 0.325, high: 0.335), ClaimRange(low: nil, high: 0.34), ClaimRange(low: 2, high: nil), nil,
        ]
        let bars = [false, true].map { long in
            BarsChart(
                title: Words("t"), quantity: quantity,
                bars: [
                    "o200k_base", "hyperclovax-seed",
                    long ? "HyperCLOVA X SEED Text Instruct 0.5B · hyperclovax-seed-vision-2" : "gemma-3",
                    long ? "my-own-tokenizer_of_the_first_of_november_with-a-longer-name-than-anybody-needs" : "qwen3",
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
                #expect(box.size >= Drawing.leastSize, "\(box.text) is too small to be read")
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
    @Test(arguments: [820.0, 360]) func theForestIsToScale(width: Double) throws {
        let chart = Self.forest(ClaimRange(low: 0.325, high: 0.335))
        let drawing = chart.drawing(width: width)
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
        #expect(chart.text(chart.groups[0].rows[0]) == Words("30.0% (29.0–30.5%)", "30.0% (29.0~30.5%)"))
        #expect(chart.rangeText(ClaimRange(low: 0.325, high: 0.335)) == Words("32.5–33.5%", "32.5~33.5%"))
        #expect(chart.rangeText(ClaimRange(low: nil, high: 0.34)) == "≤ 34%")
    }

    /// Bars begin at a zero that can be read, and their ticks do not meet.
    @Test func barsSayWhereTheyBegin() {
        for drawing in [820.0, 360].map({ width in
            BarsChart(
                title: Words("t"), quantity: Words("q"), bars: [.init(label: "o200k_base", value: 1.7, interval: nil)]
            ).drawing(width: width)
        }) {
            let labels = drawing.textBoxes(.english).map(\.text)
            #expect(labels.contains("0.0"), "\(labels)")
        }
    }

    /// An interval is drawn over its bar, not under it.
    @Test func intervalsStandOnBars() throws {
        let drawing = BarsChart(
            title: Words("t"), quantity: Words("q"), bars: [.init(label: "a", value: 1, interval: (0.9, 1.1))]
        ).drawing(width: 820)
        let whiskers = drawing.shapes.indices.filter {
            if case .line(_, _, .whisker) = drawing.shapes[$0] { true } else { false }
        }
        let bar = try #require(drawing.shapes.firstIndex { if case .box(_, .bar) = $0 { true } else { false } })
        #expect(whiskers.count == 3 && whiskers.allSatisfy { $0 > bar })
    }

    /// What the chart shows can be read without seeing it.
    @Test func chartsAreSaidInWords() {
        let said = Self.forest(ClaimRange(low: 0.325, high: 0.335)).summary
        for part in ["32.5–33.5%", "30.0% (29.0–30.5%)", "more than claimed", "FLORES-200 dev, Korean"] {
            #expect(said.english.contains(part), "\(part)")
        }
        #expect(said.korean.contains("주장보다 더 큼") && said.korean.contains("30.0% (29.0~30.5%)"))
    }

    /// A chart that is a file is XML, whatever stands in it.
    @Test func filesAreXML() throws {
        var chart = Self.forest(ClaimRange(low: 0.325, high: 0.335))
        chart.title = Words("</title>]]>&amp;\u{FFFE}\u{FFFF}\u{0}\u{B}\u{202E}\u{1FFFE}", "<제목>\r\u{85}\u{2028}")
        for drawing in Self.drawings + [chart.drawing(width: 360)] {
            for language in SentenceLanguage.allCases {
                let text = drawing.file(language)
                #expect(text.contains("xmlns=\"http://www.w3.org/2000/svg\"") && text.contains("<title"))
                let parser = XMLParser(data: Data(text.utf8))
                #expect(parser.parse(), "\(parser.parserError.map(String.init(describing:)) ?? "")")
            }
        }
        #expect(Drawing.number(12.04) == "12" && Drawing.number(-0.06) == "-0.1" && Drawing.number(0.25) == "0.3")
        #expect(Drawing.number(.infinity) == "0" && Drawing.number(1e300) == "0")
    }

    @Test(arguments: [
        ("forest.svg", ReportPage.Chart.forest), ("out/news-bars.svg", .bars), ("TOKENS.SVG", .tokens),
        ("settings.svg", .settings), ("forest.png", nil), ("forestry.svg", nil), ("", nil),
    ])
    func chartsAreNamedByFiles(_ path: String, _ chart: ReportPage.Chart?) {
        #expect(ReportPage.Chart(path: path) == chart)
    }
}
