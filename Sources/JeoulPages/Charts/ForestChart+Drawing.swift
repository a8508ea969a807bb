import JeoulReporting

extension ForestChart {
    /// The chart so many units wide. Where that is narrow, or labels are long, they and the numbers stand above their lines.
    func drawing(width: Double) -> Drawing {
        var drawing = Drawing(width: width, title: title, summary: summary)
        let layout = ForestLayout(self, width: width)
        for band in layout.bands { draw(layout.axis, band, isFirst: band == layout.bands.first, into: &drawing) }
        for (heading, y) in layout.headings { drawing.text(heading, 8, y, size: 12, .heading) }
        for line in layout.lines { draw(line, layout, into: &drawing) }
        let decimals = isShare ? max(0, layout.axis.decimals - 2) : layout.axis.decimals
        drawing.scale(layout.axis, bottom: layout.bottom) { number($0, decimals: decimals) }
        drawing.caption(quantity, center: (layout.axis.from + layout.axis.to) / 2, top: layout.bottom + 24)
        return drawing
    }

    /// The range's shade behind lines, and above the first of them what it is.
    private func draw(_ axis: Axis, _ band: ClosedRange<Double>, isFirst: Bool, into drawing: inout Drawing) {
        if let reference {
            drawing.line(axis.place(reference), band.lowerBound, axis.place(reference), band.upperBound, .grid)
        }
        guard let range else { return }
        let low = range.low.map(axis.place) ?? axis.from
        let high = range.high.map(axis.place) ?? axis.to
        let height = band.upperBound - band.lowerBound
        drawing.add(.box(.init(x: low, y: band.lowerBound, width: max(high - low, 1), height: height), .range))
        if range.low != nil { drawing.line(low, band.lowerBound, low, band.upperBound, .rangeEdge) }
        if range.high != nil { drawing.line(high, band.lowerBound, high, band.upperBound, .rangeEdge) }
        guard isFirst else { return }
        let words = Words("claimed: ", "주장: ") + rangeText(range)
        let half = Drawing.width(of: words, size: 12) / 2
        let center = min(max((low + high) / 2, half + 4), drawing.width - half - 4)
        drawing.text(words, center, 20, .middle, size: 12, .heading)
    }

    private func draw(_ line: ForestLayout.Line, _ layout: ForestLayout, into drawing: inout Drawing) {
        let (row, axis) = (line.row, layout.axis)
        if layout.isNarrow {
            drawing.lines(line.label, 8, line.top + 14, size: 13, leading: 16)
            drawing.text(text(row), drawing.width - 8, line.top + 14, .end, size: 12, .value)
            let below = line.top + 13 + 16 * Double(line.label.count)
            drawing.lines(line.note, 8, below, size: 11, leading: 14, .faint)
        } else {
            let start = line.center + 4 - 8 * Double(line.label.count - 1)
            drawing.lines(line.label, axis.from - 12, start, .end, size: 13, leading: 16)
            drawing.text(text(row), axis.to + 12, line.top + 18, size: 13, .value)
            drawing.lines(line.note, axis.to + 12, line.top + 33, size: 11, leading: 14, .faint)
        }
        if let interval = row.interval {
            let (low, high) = (axis.place(interval.low), axis.place(interval.high))
            drawing.line(low, line.center, high, line.center, row.role)
            for x in [low, high] { drawing.line(x, line.center - 5, x, line.center + 5, row.role) }
        }
        if let estimate = row.estimate {
            drawing.add(.dot(.init(x: axis.place(estimate), y: line.center), radius: 4.5, row.role))
        }
    }
}

/// Where the lines of a forest stand.
struct ForestLayout {
    /// A line and its words.
    struct Line {
        let row: ForestChart.Row
        let label: [Words]
        let note: [Words]
        let top: Double
        /// Where its interval is drawn.
        let center: Double
    }

    let isNarrow: Bool
    let axis: Axis
    private(set) var lines: [Line] = []
    private(set) var headings: [(Words, y: Double)] = []
    /// Where the range is shaded: behind all, or, where words stand between the lines, behind each alone.
    private(set) var bands: [ClosedRange<Double>] = []
    private(set) var bottom = 0.0

    /// The widest that labels and notes get before they are wrapped.
    private static let labelWidth = 230.0, noteWidth = 270.0

    init(_ chart: ForestChart, width: Double) {
        let rows = chart.groups.flatMap(\.rows)
        let labels = min(Self.labelWidth, rows.map { Drawing.width(of: $0.label, size: 13) }.max() ?? 0)
        let numbers = max(
            rows.map { Drawing.width(of: chart.text($0), size: 13) }.max() ?? 0,
            min(Self.noteWidth, rows.map { Drawing.width(of: $0.note, size: 11) }.max() ?? 0))
        isNarrow = width < 560 || labels + numbers + 32 > width * 0.66
        let ends = [chart.range?.low, chart.range?.high, chart.reference].compactMap(\.self)
        axis = Axis(
            of: chart.values + chart.extent + ends, from: isNarrow ? 8 : labels + 20,
            to: isNarrow ? width - 8 : width - numbers - 20,
            count: isNarrow ? 4 : 6)
        let top = chart.range == nil ? 8.0 : 30
        bottom = top
        // In the same place in every row: behind the labels where there is room in all, else below them.
        let hasNotesBehind = rows.allSatisfy { row in
            Drawing.width(of: Self.labelled(row), size: 13) + Drawing.width(of: chart.text(row), size: 12) + 28 <= width
        }
        for group in chart.groups {
            if let heading = group.heading {
                headings.append((heading, bottom + 14))
                bottom += isNarrow ? 20 : 24
            }
            for row in group.rows {
                if isNarrow {
                    addNarrow(row, chart.text(row), width, hasNoteBehind: hasNotesBehind)
                } else {
                    addWide(row, labels: labels, numbers: numbers)
                }
            }
        }
        bottom += 2
        if !isNarrow { bands = [top...bottom] }
    }

    private mutating func addWide(_ row: ForestChart.Row, labels: Double, numbers: Double) {
        let label = Drawing.lines(of: row.label, size: 13, fitting: labels + 1)
        let note = Drawing.lines(of: row.note, size: 11, fitting: numbers + 1)
        let height = max(40, 26 + 14 * Double(note.count), 12 + 16 * Double(label.count))
        lines.append(
            Line(
                row: row, label: label, note: note, top: bottom,
                center: note.count > 1 || label.count > 1 ? bottom + height / 2 : bottom + 20))
        bottom += height
    }

    /// A row's label with its note, for where both stand on one line; one by itself where the other is empty.
    private static func labelled(_ row: ForestChart.Row) -> Words {
        row.note == "" ? row.label : row.label + " · " + row.note
    }

    /// The number is on the label's line, at its end, whatever the label.
    private mutating func addNarrow(
        _ row: ForestChart.Row, _ number: Words, _ width: Double, hasNoteBehind: Bool
    ) {
        let room = max(120, width - 28 - Drawing.width(of: number, size: 12))
        let label = Drawing.lines(of: hasNoteBehind ? Self.labelled(row) : row.label, size: 13, fitting: room)
        let note = hasNoteBehind ? [] : Drawing.lines(of: row.note, size: 11, fitting: width - 16)
        let center = bottom + 26 + 16 * Double(label.count - 1) + 14 * Double(note.count)
        lines.append(Line(row: row, label: label, note: note, top: bottom, center: center))
        bands.append(center - 7...center + 7)
        bottom = center + 12
    }
}
