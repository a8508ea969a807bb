import JeoulClaims
import JeoulCore
import JeoulReporting
import JeoulStatistics

/// Estimates with their intervals, one a line, over the range that is claimed.
struct ForestChart: Sendable {
    /// A line.
    struct Row: Sendable {
        /// Whose estimate it is.
        var label: Words
        var estimate: Double?
        var interval: (low: Double, high: Double)?
        /// What the colour says.
        var outcome: Outcome?
        /// What stands beside the interval: documents and clusters.
        var note: Words

        fileprivate var role: Drawing.Role {
            switch outcome {
            case .supported: .supported
            case .moreThanClaimed: .more
            case .contradicted: .contradicted
            case .inconclusive: .inconclusive
            case .notJudged, nil: .unjudged
            }
        }
    }

    /// Lines under a heading of their own.
    struct Group: Sendable {
        var heading: Words?
        var rows: [Row]
    }

    var title: Words
    var summary: Words
    /// What the axis measures.
    var quantity: Words
    var groups: [Group]
    /// The range that is claimed; an end that is nil is open.
    var range: ClaimRange?
    /// Whether values are shares, written in per cent.
    var isShare: Bool
    /// A value to draw a thin line at: “no difference”.
    var reference: Double?

    /// The chart so many units wide. Where that is narrow, or labels are long, they and the numbers stand above their lines.
    func drawing(width: Double) -> Drawing {
        var drawing = Drawing(width: width, title: title, summary: summary)
        let rows = groups.flatMap(\.rows)
        let values = rows.flatMap { [$0.estimate, $0.interval?.low, $0.interval?.high].compactMap(\.self) }
        let ends = [range?.low, range?.high, reference].compactMap(\.self)
        let labels = rows.map { labelWidth($0.label) }.max() ?? 0
        let numbers = rows.map { max(labelWidth(Words(text($0))), labelWidth($0.note, size: 11)) }.max() ?? 0
        let isNarrow = width < 560 || labels + numbers + 32 > width * 0.66
        let left = isNarrow ? 8 : labels + 20
        let right = isNarrow ? width - 8 : width - numbers - 20
        let axis = Axis(of: values + ends, from: left, to: right, count: isNarrow ? 4 : 6)
        let top = range == nil ? 8.0 : 30
        var y = top
        var places: [(row: Row, y: Double)] = []
        var headings: [(Words, Double)] = []
        for group in groups {
            if let heading = group.heading {
                headings.append((heading, y + 14))
                y += 24
            }
            for row in group.rows {
                places.append((row, y))
                y += isNarrow ? 58 : 40
            }
        }
        let bottom = y + 2
        draw(axis, top: top, bottom: bottom, into: &drawing)
        for (heading, y) in headings { drawing.text(heading, 8, y, size: 12, .heading) }
        for (row, y) in places { draw(row, y, axis, isNarrow: isNarrow, into: &drawing) }
        drawing.text(quantity, (left + right) / 2, bottom + 36, .middle, size: 12, .faint)
        drawing.grow(to: bottom + 46)
        return drawing
    }

    private func labelWidth(_ words: Words, size: Double = 13) -> Double {
        SentenceLanguage.allCases.map { Drawing.width(of: words.text($0), size: size) }.max() ?? 0
    }

    /// The range's shade, the grid and the ticks.
    private func draw(_ axis: Axis, top: Double, bottom: Double, into drawing: inout Drawing) {
        if let range {
            let low = range.low.map(axis.place) ?? axis.from
            let high = range.high.map(axis.place) ?? axis.to
            drawing.add(.box(.init(x: low, y: top, width: max(high - low, 1), height: bottom - top), .range))
            if range.low != nil { drawing.line(low, top, low, bottom, .rangeEdge) }
            if range.high != nil { drawing.line(high, top, high, bottom, .rangeEdge) }
            let words = Words("claimed: ", "주장: ") + Words(rangeText(range))
            let half = labelWidth(words, size: 12) / 2
            let center = min(max((low + high) / 2, half + 4), drawing.width - half - 4)
            drawing.text(words, center, top - 10, .middle, size: 12, .heading)
        }
        if let reference { drawing.line(axis.place(reference), top, axis.place(reference), bottom, .grid) }
        drawing.line(axis.from, bottom, axis.to, bottom, .axis)
        var end = -Double.infinity
        for tick in axis.ticks {
            let x = axis.place(tick)
            drawing.line(x, bottom, x, bottom + 5, .axis)
            let label = number(tick, decimals: isShare ? max(0, axis.decimals - 2) : axis.decimals)
            let half = Drawing.width(of: label, size: 11) / 2
            guard x - half > end + 4, x - half >= 0, x + half <= drawing.width else { continue }
            drawing.text(Words(label), x, bottom + 18, .middle, size: 11, .axis)
            end = x + half
        }
    }

    private func draw(_ row: Row, _ y: Double, _ axis: Axis, isNarrow: Bool, into drawing: inout Drawing) {
        let line = isNarrow ? y + 44 : y + 20
        if isNarrow {
            let room = drawing.width - 16
            drawing.text(row.label, 8, y + 14, size: Drawing.size(of: row.label, fitting: room))
            drawing.text(Words(text(row)), 8, y + 30, size: 12, .value)
            let left = room - 12 - Drawing.width(of: text(row), size: 12)
            let size = Drawing.size(of: row.note, at: 11, fitting: left)
            drawing.text(row.note, drawing.width - 8, y + 30, .end, size: size, .faint)
        } else {
            drawing.text(row.label, axis.from - 12, line + 4, .end)
            drawing.text(Words(text(row)), axis.to + 12, line - 2, size: 13, .value)
            drawing.text(row.note, axis.to + 12, line + 13, size: 11, .faint)
        }
        if let interval = row.interval {
            let (low, high) = (axis.place(interval.low), axis.place(interval.high))
            drawing.line(low, line, high, line, row.role)
            for x in [low, high] { drawing.line(x, line - 5, x, line + 5, row.role) }
        }
        if let estimate = row.estimate {
            drawing.add(.dot(.init(x: axis.place(estimate), y: line), radius: 4.5, row.role))
        }
    }

    private func number(_ value: Double, decimals: Int) -> String {
        isShare ? NumberText.percent(value, decimals) : NumberText.decimal(value, decimals)
    }

    private var decimals: Int { isShare ? 1 : 3 }

    /// “35.0% [34.6%, 35.3%]”
    func text(_ row: Row) -> String {
        guard let estimate = row.estimate else { return "–" }
        let value = number(estimate, decimals: decimals)
        guard let interval = row.interval else { return value }
        return "\(value) [\(number(interval.low, decimals: decimals)), \(number(interval.high, decimals: decimals))]"
    }

    /// “32.5% – 33.5%”
    func rangeText(_ range: ClaimRange) -> String {
        func end(_ value: Double) -> String {
            isShare ? NumberText.short(value * 100, 2) + "%" : NumberText.short(value, 4)
        }
        switch (range.low, range.high) {
        case (let low?, let high?): return "\(end(low)) – \(end(high))"
        case (let low?, nil): return "≥ \(end(low))"
        case (nil, let high?): return "≤ \(end(high))"
        case (nil, nil): return "–"
        }
    }
}
