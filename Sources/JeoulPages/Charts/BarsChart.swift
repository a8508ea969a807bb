import JeoulReporting
import JeoulStatistics

/// A figure of each vocabulary as bars with intervals.
struct BarsChart: Sendable {
    /// A bar.
    struct Bar: Sendable {
        var label: String
        var value: Double
        var interval: (low: Double, high: Double)?
    }

    var title: Words
    /// What the axis measures.
    var quantity: Words
    var bars: [Bar]
    var decimals = 4
    /// The greatest value of all charts that are to be compared.
    var greatest: Double?

    /// The chart in words.
    var summary: Words {
        quantity + Words(": ") + bars.map { Words("\($0.label) ") + text($0) }.joined(by: ", ")
    }

    /// The chart so many units wide. Where that is narrow, or names are long, they stand above their bars.
    func drawing(width: Double) -> Drawing {
        var drawing = Drawing(width: width, title: title, summary: summary)
        let labels = bars.map { Drawing.width(of: $0.label, size: 13) }.max() ?? 0
        let numbers = bars.map { Drawing.width(of: text($0), size: 12) }.max() ?? 0
        let isNarrow = width < 560 || labels + numbers + 32 > width * 0.66
        let values = bars.flatMap { [$0.value, $0.interval?.high].compactMap(\.self) } + [greatest].compactMap(\.self)
        let axis = Axis(
            of: values, from: isNarrow ? 8 : labels + 18, to: isNarrow ? width - 8 : width - numbers - 16,
            startsAtZero: true, count: isNarrow ? 4 : 6)
        var y = 8.0
        let tops = bars.map { bar in
            let top = y + (isNarrow ? heads(bar, width).height : 5)
            y = top + (isNarrow ? 20 : 21)
            return top
        }
        for tick in axis.ticks where tick > 0 { drawing.line(axis.place(tick), 8, axis.place(tick), y, .grid) }
        for (bar, top) in zip(bars, tops) {
            draw(bar, top, axis, into: &drawing)
            if isNarrow {
                let (label, isStacked, height) = heads(bar, width)
                drawing.lines(label, 8, top - height + 15, size: 13, leading: 16)
                drawing.text(text(bar), width - 8, top - (isStacked ? 5 : height - 15), .end, size: 12, .value)
            } else {
                drawing.text(Words(bar.label), axis.from - 10, top + 12, .end)
                drawing.text(text(bar), axis.to + 10, top + 12, size: 12, .value)
            }
        }
        drawing.scale(axis, bottom: y) { NumberText.decimal($0, axis.decimals) }
        drawing.caption(quantity, center: (axis.from + axis.to) / 2, top: y + 24)
        return drawing
    }

    /// The lines of a name above its bar, whether the number needs one of its own, and how high that is.
    private func heads(_ bar: Bar, _ width: Double) -> (label: [Words], isStacked: Bool, height: Double) {
        let lines = Drawing.lines(of: Words(bar.label), size: 13, fitting: width - 16)
        let both = Drawing.width(of: bar.label, size: 13) + Drawing.width(of: text(bar), size: 12) + 28
        let isStacked = lines.count > 1 || both > width
        return (lines, isStacked, 4 + 16 * Double(lines.count + (isStacked ? 1 : 0)))
    }

    private func draw(_ bar: Bar, _ top: Double, _ axis: Axis, into drawing: inout Drawing) {
        drawing.add(.box(.init(x: axis.from, y: top, width: axis.place(bar.value) - axis.from, height: 15), .bar))
        guard let interval = bar.interval else { return }
        let (low, high) = (axis.place(interval.low), axis.place(interval.high))
        drawing.line(low, top + 7.5, high, top + 7.5, .whisker)
        for x in [low, high] { drawing.line(x, top + 3.5, x, top + 11.5, .whisker) }
    }

    /// “0.6360 (0.6321–0.6398)”
    func text(_ bar: Bar) -> Words {
        let value = Words(NumberText.decimal(bar.value, decimals))
        guard let interval = bar.interval else { return value }
        let ends = NumberFormat.span(
            NumberText.decimal(interval.low, decimals), NumberText.decimal(interval.high, decimals))
        return value + Words(" (") + ends + Words(")")
    }
}
