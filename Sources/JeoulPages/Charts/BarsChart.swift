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
    var summary: Words
    /// What the axis measures.
    var quantity: Words
    var bars: [Bar]
    var decimals = 3
    /// The greatest value of all charts that are to be compared.
    var greatest: Double?

    /// The chart so many units wide. Where that is narrow, or names are long, they stand above their bars.
    func drawing(width: Double) -> Drawing {
        var drawing = Drawing(width: width, title: title, summary: summary)
        let labels = bars.map { Drawing.width(of: $0.label, size: 13) }.max() ?? 0
        let numbers = bars.map { Drawing.width(of: text($0), size: 12) }.max() ?? 0
        let isNarrow = width < 560 || labels + numbers + 32 > width * 0.66
        let left = isNarrow ? 8 : labels + 18
        let right = isNarrow ? width - 8 : width - numbers - 16
        let values = bars.flatMap { [$0.value, $0.interval?.high].compactMap(\.self) } + [greatest].compactMap(\.self)
        let axis = Axis(of: values, from: left, to: right, startsAtZero: true, count: isNarrow ? 4 : 6)
        // Names and numbers share a line where there is room for both.
        let isStacked = isNarrow && labels + numbers + 28 > width
        let pitch = isStacked ? 56.0 : isNarrow ? 40 : 26
        let bottom = 8 + pitch * Double(bars.count)
        for tick in axis.ticks where tick > 0 { drawing.line(axis.place(tick), 8, axis.place(tick), bottom, .grid) }
        for (index, bar) in bars.enumerated() {
            let y = 8 + pitch * Double(index)
            let top = isStacked ? y + 36 : isNarrow ? y + 20 : y + 5
            drawing.add(
                .box(.init(x: axis.from, y: top, width: axis.place(bar.value) - axis.from, height: 15), .bar))
            if let interval = bar.interval {
                let (low, high) = (axis.place(interval.low), axis.place(interval.high))
                drawing.line(low, top + 7.5, high, top + 7.5, .whisker)
                for x in [low, high] { drawing.line(x, top + 3.5, x, top + 11.5, .whisker) }
            }
            if isNarrow {
                let size = Drawing.size(of: Words(bar.label), fitting: width - 16)
                drawing.text(Words(bar.label), 8, y + 15, size: size)
                drawing.text(Words(text(bar)), width - 8, y + (isStacked ? 31 : 15), .end, size: 12, .value)
            } else {
                drawing.text(Words(bar.label), axis.from - 10, top + 12, .end)
                drawing.text(Words(text(bar)), axis.to + 10, top + 12, size: 12, .value)
            }
        }
        drawing.line(axis.from, bottom, axis.to, bottom, .axis)
        for tick in axis.ticks {
            let x = axis.place(tick)
            let label = NumberText.decimal(tick, axis.decimals)
            let half = Drawing.width(of: label, size: 11) / 2
            drawing.line(x, bottom, x, bottom + 5, .axis)
            guard x - half >= 0, x + half <= width else { continue }
            drawing.text(Words(label), x, bottom + 18, .middle, size: 11, .axis)
        }
        drawing.text(quantity, (axis.from + axis.to) / 2, bottom + 36, .middle, size: 12, .faint)
        drawing.grow(to: bottom + 46)
        return drawing
    }

    func text(_ bar: Bar) -> String {
        let value = NumberText.decimal(bar.value, decimals)
        guard let interval = bar.interval else { return value }
        return
            "\(value) [\(NumberText.decimal(interval.low, decimals)), \(NumberText.decimal(interval.high, decimals))]"
    }
}
