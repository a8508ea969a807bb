extension Table {
    /// The table in GitHub's Markdown, aligned so that its source reads well too. O(cells).
    package func markdown() -> String {
        let shown = shownColumns
        let headings = shown.map { Self.escaped(VisibleText.line(columns[$0].words.text(language))) }
        let body = rows.map { row in shown.map { Self.escaped(row.cells[$0].readable(in: language)) } }
        let widths = shown.indices.map { index in
            max(3, ([headings] + body).map { TextWidth.columns(of: $0[index]) }.max() ?? 0)
        }
        func line(_ cells: [String]) -> String {
            let padded = shown.indices.map {
                TextWidth.padded(cells[$0], to: widths[$0], columns[shown[$0]].alignment)
            }
            return "| " + padded.joined(separator: " | ") + " |"
        }
        let rule = shown.indices.map { index in
            let dashes = String(repeating: "-", count: widths[index] - 1)
            return columns[shown[index]].alignment == .right ? dashes + ":" : dashes + "-"
        }
        var lines = lead.flatMap { [Self.escaped(VisibleText.line($0)), ""] }
        lines += title.map { ["**" + Self.escaped(VisibleText.line($0.text(language))) + "**", ""] } ?? []
        lines += [line(headings), "| " + rule.joined(separator: " | ") + " |"]
        lines += body.map(line)
        if !notes.isEmpty {
            lines.append("")
            lines += notes.map { "- " + Self.escaped(VisibleText.line($0)) }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// The text with what Markdown would take for markup escaped. `_` inside a word is none.
    private static func escaped(_ text: String) -> String {
        var escaped = ""
        for character in text {
            if "\\|*`<[~".contains(character) { escaped.append("\\") }
            escaped.append(character)
        }
        return escaped
    }
}
