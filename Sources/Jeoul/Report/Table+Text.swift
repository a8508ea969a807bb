extension Table {
    /// The table for reading: columns two spaces apart, aligned by East Asian width, a thin rule under the head.
    ///
    /// - Parameters:
    ///   - width: the terminal's columns. Where the table is wider, the least important column of words is shortened,
    ///     down to a few columns, then the next; when that is not enough the least important columns are left out, and
    ///     a note says so. Nil: as wide as it is.
    ///   - style: whether to use bold and faint.
    /// - Complexity: O(cells).
    public func text(width: Int? = nil, style: TextStyle = .plain) -> String {
        var layout = TextLayout(self)
        if let width { layout.fit(width) }
        var lines: [String] = []
        if let title { lines += [style.strong(TextWidth.printable(title)), ""] }
        lines.append(style.strong(layout.line(layout.headings)))
        lines.append(style.faint(layout.rule))
        for (row, cells) in zip(rows, layout.body) {
            let line = layout.line(cells)
            switch row.emphasis {
            case .normal: lines.append(line)
            case .strong: lines.append(style.strong(line))
            case .faint: lines.append(style.faint(line))
            }
        }
        var notes = notes
        if layout.leftOut > 0 {
            let columns = layout.leftOut == 1 ? "1 column does" : "\(layout.leftOut) columns do"
            notes.append("\(columns) not fit: widen the terminal, or use --format csv")
        }
        if !notes.isEmpty {
            lines.append("")
            lines += notes.map { style.faint(TextWidth.printable($0)) }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// The table in a format.
    ///
    /// - Returns: nil for ``OutputFormat/json``, which a report encodes itself (``JSONOutput``).
    public func rendered(_ format: OutputFormat, width: Int? = nil, style: TextStyle = .plain) -> String? {
        switch format {
        case .table: text(width: width, style: style)
        case .markdown: markdown()
        case .csv: csv()
        case .json: nil
        }
    }
}

/// Which columns are shown, and how wide.
private struct TextLayout {
    /// A column of words keeps this many columns at least.
    private static let narrowest = 8
    private static let gap = "  "

    private(set) var headings: [String]
    private(set) var body: [[String]]
    private(set) var leftOut = 0
    private var columns: [Table.Column]
    private var widths: [Int]

    init(_ table: Table) {
        let shown = table.columnIndices(for: .readers)
        columns = shown.map { table.columns[$0] }
        let headings = columns.map { TextWidth.printable($0.heading) }
        let body = table.rows.map { row in shown.map { row.cells[$0].readable } }
        self.headings = headings
        self.body = body
        widths = shown.indices.map { index in
            ([headings] + body).map { TextWidth.columns(of: $0[index]) }.max() ?? 0
        }
    }

    var rule: String {
        widths.map { String(repeating: "─", count: $0) }.joined(separator: Self.gap)
    }

    private var width: Int {
        widths.reduce(0, +) + Self.gap.count * max(0, widths.count - 1)
    }

    mutating func fit(_ limit: Int) {
        for index in byImportance where width > limit && columns[index].alignment == .left {
            widths[index] = max(min(widths[index], Self.narrowest), widths[index] - (width - limit))
        }
        while width > limit, columns.count > 1, let index = byImportance.first { leaveOut(index) }
    }

    /// The least important first; among equals the last.
    private var byImportance: [Int] {
        columns.indices.sorted { (columns[$0].importance, -$0) < (columns[$1].importance, -$1) }
    }

    private mutating func leaveOut(_ index: Int) {
        columns.remove(at: index)
        widths.remove(at: index)
        headings.remove(at: index)
        for row in body.indices { body[row].remove(at: index) }
        leftOut += 1
    }

    /// A line of cells without spaces at its end.
    func line(_ cells: [String]) -> String {
        let padded = cells.indices.map { index in
            TextWidth.padded(
                TextWidth.truncated(cells[index], to: widths[index]), to: widths[index], columns[index].alignment)
        }
        var line = padded.joined(separator: Self.gap)
        while line.last == " " { line.removeLast() }
        return line
    }
}
