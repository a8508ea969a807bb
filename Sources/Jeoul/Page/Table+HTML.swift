extension Table {
    /// The table as HTML, for readers. A region that scrolls by itself where it is wider than the page.
    func markup(caption: Words) -> Markup {
        let shown = columnIndices(for: .readers).filter { index in
            rows.contains { $0.cells[index].readable != Cell.absent.readable }
        }
        func attributes(_ index: Int, isHead: Bool) -> [Markup.Attribute] {
            var attributes: [Markup.Attribute] = isHead ? [.init(name: "scope", value: "col")] : []
            if columns[index].alignment == .right { attributes.append(.init(name: "class", value: "n")) }
            if columns[index].key == "sha256" { attributes.append(.init(name: "class", value: "hash")) }
            return attributes
        }
        let head = shown.map { Markup.element("th", attributes($0, isHead: true), [.text(columns[$0].heading)]) }
        let body = rows.map { row in
            Markup.tag(
                "tr", [:],
                shown.map { .element("td", attributes($0, isHead: false), [.text(row.cells[$0].readable)]) })
        }
        return .tag(
            "div", ["class": "scroll", "tabindex": "0", "role": "region", "aria-label": caption.english],
            [
                .tag(
                    "table", [:],
                    [
                        .tag("caption", ["class": "hidden"], [caption.markup]),
                        .tag("thead", [:], [.tag("tr", [:], head)]), .tag("tbody", [:], body),
                    ])
            ])
    }
}
