import JeoulReporting

extension Table {
    /// The table as HTML, for readers, its headings and the words of its cells in both languages where ``PageWords`` has them. A
    /// region that scrolls by itself where it is wider than the page.
    ///
    /// - Parameters:
    ///   - id: unique in its page.
    ///   - cells: further words of cells, by the English.
    func markup(caption: Words, id: String, cells: [String: Words] = [:]) -> Markup {
        let words = PageWords.cells.merging(cells) { _, given in given }
        func cell(_ text: String) -> Markup { words[text]?.markup ?? .text(text) }
        let shown = columnIndices(for: .readers).filter { index in
            rows.contains { $0.cells[index].readable != Cell.absent.readable }
        }
        func attributes(_ index: Int, isHead: Bool) -> [Markup.Attribute] {
            var attributes: [Markup.Attribute] = isHead ? [.init(name: "scope", value: "col")] : []
            if columns[index].alignment == .right { attributes.append(.init(name: "class", value: "n")) }
            if columns[index].key == "sha256" { attributes.append(.init(name: "class", value: "hash")) }
            return attributes
        }
        let head = shown.map {
            Markup.element(
                "th", attributes($0, isHead: true),
                [columns[$0].words.markup])
        }
        let body = rows.map { row in
            Markup.tag(
                "tr", [:],
                shown.map { .element("td", attributes($0, isHead: false), [cell(row.cells[$0].readable)]) })
        }
        return .tag(
            "div", ["class": "scroll", "tabindex": "0", "role": "region", "aria-labelledby": id],
            [
                .tag(
                    "table", [:],
                    [
                        .tag("caption", ["class": "hidden", "id": id], [caption.markup]),
                        .tag("thead", [:], [.tag("tr", [:], head)]), .tag("tbody", [:], body),
                    ])
            ])
    }
}

extension Table.Column {
    /// What stands above it on a page.
    var words: Words { korean.map { Words(heading, $0) } ?? PageWords.headings[key] ?? Words(heading) }
}
