extension Table {
    /// The width in which prose is set where no terminal says another.
    package static let proseWidth = 120

    /// The table for reading: what leads, the title, columns two spaces apart, aligned by East Asian width, with a thin
    /// rule under the head, the notes. A column in which no row has a value is left out.
    ///
    /// - Parameters:
    ///   - width: the terminal's columns. Where the table is wider its words wrap, in the widest column first; where no
    ///     wrapping is enough columns that yield are left out, which is said; and where that is not enough either each row is a
    ///     block of names and values. Nothing is cut, no number and no identifier is broken. Nil: as wide as its numbers and identifiers need, words in ``proseWidth``.
    ///   - style: whether to use bold, faint and colour.
    /// - Complexity: O(cells).
    package func text(width: Int? = nil, style: TextStyle = .plain) -> String {
        let prose = min(width ?? Self.proseWidth, Self.proseWidth)
        var blocks: [[String]] = []
        if !lead.isEmpty { blocks.append(lead.flatMap { Prose.lines($0, width: prose) }) }
        if let title { blocks.append(Prose.lines(title.text(language), width: prose).map(style.strong)) }
        let layout = TableLayout(self)
        if !columns.isEmpty || blocks.isEmpty { blocks += layout.blocks(width: width, style: style) }
        if !notes.isEmpty { blocks.append(notes.flatMap { Prose.lines($0, width: prose).map(style.faint) }) }
        return blocks.map { $0.joined(separator: "\n") }.joined(separator: "\n\n") + "\n"
    }

    /// The table in a format.
    ///
    /// - Returns: nil for ``OutputFormat/json``, which a report encodes itself (``JSONOutput``).
    package func rendered(_ format: OutputFormat, width: Int? = nil, style: TextStyle = .plain) -> String? {
        switch format {
        case .table: text(width: width, style: style)
        case .markdown: markdown()
        case .csv: csv()
        case .rawCSV: csv(isRaw: true)
        case .json: nil
        }
    }
}

/// Sentences in lines.
package enum Prose {
    /// A paragraph in lines of at most so many columns; what follows the first line stands two columns further in.
    package static func lines(_ text: String, width: Int) -> [String] {
        let text = VisibleText.line(text)
        guard TextWidth.columns(of: text) > width else { return [text] }
        let lines = TextWidth.wrapped(text, to: max(1, width - 2))
        return lines.enumerated().map { $0.offset == 0 ? $0.element : "  " + $0.element }
    }
}

/// Which columns are shown, and how wide.
private struct TableLayout {
    private static let gap = 2
    /// Words in a narrower column than this are no pleasure to read.
    private static let readable = 10
    private static let none = Table.Cell.absent.readable

    private var columns: [Table.Column]
    private var headings: [String]
    private var body: [[Table.Cell]]
    private let emphases: [Table.Emphasis]
    private let language: SentenceLanguage

    init(_ table: Table) {
        let shown = table.shownColumns
        columns = shown.map { table.columns[$0] }
        language = table.language
        headings = columns.map { VisibleText.line($0.words.text(table.language)) }
        body = table.rows.map { row in shown.map { row.cells[$0] } }
        emphases = table.rows.map(\.emphasis)
    }

    /// The table, or its rows one by one where it does not fit.
    func blocks(width: Int?, style: TextStyle) -> [[String]] {
        guard columns.count > 1 else { return [grid(natural, style)] }
        guard let width else { return [grid(unbound, style)] }
        var layout = self
        var left: [String] = []
        repeat {
            if let widths = layout.fitted(width) {
                return [layout.grid(widths, style)] + (left.isEmpty ? [] : [omission(left, width, style)])
            }
            guard let heading = layout.removeYielding() else { break }
            left.insert(heading, at: 0)
        } while layout.columns.count > 1
        return columns.count == 2 ? [pairs(width: width, style: style)] : records(width: width, style: style)
    }

    /// Of two columns the first as names of the second: what is too long for its column stands below its name.
    private func pairs(width: Int, style: TextStyle) -> [String] {
        FactList(body.map { FactList.Fact(readable($0[0]), readable($0[1]), tone: $0[1].tone) })
            .lines(width: width, style: style)
    }

    /// Leaves out the last column that yields: its heading; nil where none does.
    private mutating func removeYielding() -> String? {
        guard let index = columns.lastIndex(where: \.yields) else { return nil }
        columns.remove(at: index)
        for row in body.indices { body[row].remove(at: index) }
        return headings.remove(at: index)
    }

    /// What is not shown.
    private func omission(_ headings: [String], _ width: Int, _ style: TextStyle) -> [String] {
        let names = headings.joined(separator: ", ")
        let words = Words(
            "not shown, for want of room: \(names); --format csv has all", "폭이 좁아 뺀 열: \(names). --format csv에는 모두 있다.")
        return Prose.lines(words.text(language), width: width).map(style.faint)
    }

    private func readable(_ cell: Table.Cell) -> String { cell.readable(in: language) }

    private func words(_ index: Int) -> [String] { [headings[index]] + body.map { readable($0[index]) } }

    /// As wide as the widest cell.
    private var natural: [Int] {
        columns.indices.map { words($0).map { TextWidth.columns(of: $0) }.max() ?? 0 }
    }

    /// No wider than prose is set, or, where numbers and identifiers take more, than is needed for its words to be read.
    private var unbound: [Int] {
        let natural = natural
        let whole = natural.reduce(0, +) + Self.gap * max(0, columns.count - 1)
        for limit in stride(from: Table.proseWidth, to: whole, by: 20) {
            if let widths = fitted(limit, isRigid: true) { return widths }
        }
        return natural
    }

    /// No narrower than the widest word; numbers are not broken.
    private var narrowest: [Int] {
        columns.indices.map { index in
            let cells = body.map { $0[index] }.map {
                $0.isProse ? readable($0) : readable($0).replacing(" ", with: "\u{A0}")
            }
            return ([headings[index]] + cells).map { TextWidth.narrowest($0) }.max() ?? 0
        }
    }

    /// The widths in which the table fits: the widest columns give way to one limit. Nil where they cannot, or words would
    /// have too little room.
    ///
    /// - Parameter isRigid: whether only columns of words give way, not the heads of numbers.
    private func fitted(_ limit: Int, isRigid: Bool = false) -> [Int]? {
        let natural = natural
        let least = columns.indices.map { index in
            let gives = !isRigid || body.contains { $0[index].isProse }
            return gives ? min(natural[index], narrowest[index]) : natural[index]
        }
        let room = limit - Self.gap * max(0, columns.count - 1)
        guard least.reduce(0, +) <= room else { return nil }
        func widths(_ cap: Int) -> [Int] { natural.indices.map { max(least[$0], min(natural[$0], cap)) } }
        var cap = 1
        while cap < room, widths(cap + 1).reduce(0, +) <= room { cap += 1 }
        var widths = widths(cap)
        var spare = room - widths.reduce(0, +)
        for index in widths.indices where spare > 0 && widths[index] < natural[index] && widths[index] >= cap {
            widths[index] += 1
            spare -= 1
        }
        let isReadable = columns.indices.allSatisfy { index in
            let widest = body.map { TextWidth.columns(of: readable($0[index])) }.max() ?? 0
            return widths[index] >= min(widest, Self.readable)
        }
        return isReadable ? widths : nil
    }

    private func grid(_ widths: [Int], _ style: TextStyle) -> [String] {
        let heads = columns.indices.map { TextWidth.wrapped(headings[$0], to: widths[$0]) }
        let tallest = heads.map(\.count).max() ?? 0
        let aligned = heads.map { Array(repeating: "", count: tallest - $0.count) + $0 }
        var lines = self.lines(aligned, widths, tones: [:], .plain).map(style.strong)
        lines.append(
            style.faint(widths.map { String(repeating: "─", count: $0) }.joined(separator: Self.space)))
        for (row, emphasis) in zip(body, emphases) {
            let cells = columns.indices.map { index in
                row[index].isProse
                    ? TextWidth.wrapped(readable(row[index]), to: widths[index]) : [readable(row[index])]
            }
            // The end of a colour would end what the whole line is in.
            let tones = style == .plain || emphasis != .normal ? [:] : tones(row)
            lines += self.lines(cells, widths, tones: tones, style).map { style.emphasized($0, emphasis) }
        }
        return lines
    }

    private func tones(_ row: [Table.Cell]) -> [Int: TextStyle.Tone] {
        var tones: [Int: TextStyle.Tone] = [:]
        for (index, cell) in row.enumerated() { tones[index] = cell.tone }
        return tones
    }

    private static let space = String(repeating: " ", count: gap)

    /// Cells of several lines side by side, without spaces at the ends.
    private func lines(
        _ cells: [[String]], _ widths: [Int], tones: [Int: TextStyle.Tone], _ style: TextStyle
    ) -> [String] {
        (0..<(cells.map(\.count).max() ?? 0)).map { line in
            var text = ""
            var blanks = ""
            for index in columns.indices {
                let part = line < cells[index].count ? cells[index][line] : ""
                let missing = String(repeating: " ", count: max(0, widths[index] - TextWidth.columns(of: part)))
                if columns[index].alignment == .right { blanks += missing }
                if !part.isEmpty {
                    text += blanks + (tones[index].map { style.toned(part, $0) } ?? part)
                    blanks = ""
                }
                if columns[index].alignment == .left { blanks += missing }
                blanks += Self.space
            }
            return text
        }
    }

    /// A block a row: the heading of each column that has a value, and the value.
    private func records(width: Int, style: TextStyle) -> [[String]] {
        zip(body, emphases).map { row, emphasis in
            let facts = columns.indices.compactMap { index -> FactList.Fact? in
                let value = readable(row[index])
                return value == Self.none || value.isEmpty
                    ? nil : FactList.Fact(headings[index], value, tone: row[index].tone)
            }
            let isFaint = emphasis == .faint
            return FactList(facts).lines(width: width, style: isFaint ? .plain : style)
                .map { isFaint ? style.faint($0) : $0 }
        }
    }
}

extension TextStyle {
    fileprivate func emphasized(_ line: String, _ emphasis: Table.Emphasis) -> String {
        switch emphasis {
        case .normal: line
        case .strong: strong(line)
        case .faint: faint(line)
        }
    }
}
