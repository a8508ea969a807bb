/// A distribution as horizontal bars, for a terminal: one line a class.
package struct BarChart: Sendable, Hashable {
    /// A class and its value.
    package struct Bar: Sendable, Hashable {
        /// The name of the class.
        package var label: String
        /// The value that sets the bar's length; below zero or not finite it has none.
        package var value: Double
        /// The value as readers see it.
        package var cell: Table.Cell

        /// A bar.
        package init(_ label: String, value: Double, shownAs cell: Table.Cell) {
            self.label = label
            self.value = value
            self.cell = cell
        }

        /// A bar for a count.
        package init(_ label: String, count: Int) {
            self.init(label, value: Double(count), shownAs: .integer(count))
        }
    }

    /// What stands above; nil for nothing.
    package var title: String?
    /// The bars, top to bottom.
    package var bars: [Bar]

    /// A chart.
    package init(title: String? = nil, bars: [Bar]) {
        self.title = title
        self.bars = bars
    }

    /// The chart in at most so many columns; the greatest value fills what labels and values leave, eight at least. O(bars).
    package func text(width: Int = 80, style: TextStyle = .plain) -> String {
        let labels = bars.map { VisibleText.line($0.label) }
        let values = bars.map(\.cell.readable)
        let labelWidth = labels.map { TextWidth.columns(of: $0) }.max() ?? 0
        let valueWidth = values.map { TextWidth.columns(of: $0) }.max() ?? 0
        let room = max(8, width - labelWidth - valueWidth - 4)
        let greatest = bars.map(\.value).filter(\.isFinite).max() ?? 0
        var lines = title.map { [style.strong(VisibleText.line($0))] } ?? []
        for index in bars.indices {
            let label = TextWidth.padded(labels[index], to: labelWidth, .left)
            let value = TextWidth.padded(values[index], to: valueWidth, .right)
            let share = greatest > 0 ? bars[index].value / greatest : 0
            let line = "\(label)  \(value)  \(Self.bar(share, columns: room))"
            lines.append(String(line.reversed().drop { $0 == " " }.reversed()))
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// A bar of a share of some columns, in eighths of a column. What is more than nothing shows.
    static func bar(_ share: Double, columns: Int) -> String {
        guard share > 0, share.isFinite else { return "" }
        let eighths = max(1, Int((min(share, 1) * Double(columns) * 8).rounded()))
        let parts = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"]
        return String(repeating: "█", count: eighths / 8) + parts[eighths % 8]
    }
}
