import JeoulReporting

extension Table {
    /// The table as HTML, for readers, in both languages. A
    /// region that scrolls by itself where it is wider than the page.
    ///
    /// - Parameters:
    ///   - id: unique in its page.
    ///   - isStacked: whether on a phone each row is a block, in which each cell says its head; by default that of a wide table.
    func markup(caption: Words, id: String, isStacked: Bool? = nil) -> Markup {
        func words(_ cell: Cell) -> Words { Words(cell.readable(in: .english), cell.readable(in: .korean)) }
        let shown = shownColumns
        let isStacked = isStacked ?? (shown.count > 3)
        func attributes(_ index: Int, isHead: Bool) -> [Markup.Attribute] {
            var attributes: [Markup.Attribute] = []
            if isHead || index == shown.first {
                attributes.append(.init(name: "scope", value: isHead ? "col" : "row"))
            }
            if columns[index].alignment == .right { attributes.append(.init(name: "class", value: "n")) }
            if columns[index].key == "sha256" { attributes.append(.init(name: "class", value: "hash")) }
            if !isHead, isStacked {
                attributes.append(.init(name: "data-en", value: columns[index].words.english))
                attributes.append(.init(name: "data-ko", value: columns[index].words.korean))
            }
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
                shown.map { index in
                    .element(
                        index == shown.first ? "th" : "td", attributes(index, isHead: false),
                        [words(row.cells[index]).markup])
                })
        }
        return .tag(
            "div", ["class": "scroll", "tabindex": "0", "role": "region", "aria-labelledby": id],
            [
                .tag(
                    "table", isStacked ? ["class": "stack"] : [:],
                    [
                        .tag("caption", ["class": "hidden", "id": id], [caption.markup]),
                        .tag("thead", [:], [.tag("tr", [:], head)]), .tag("tbody", [:], body),
                    ])
            ])
    }
}
