import JeoulReporting

extension Drawing {
    /// The drawing as SVG.
    ///
    /// - Parameters:
    ///   - languages: of the texts; of two, a page's style shows one.
    ///   - isAlone: whether it is a file of its own, which brings its style.
    ///   - id: unique in its page.
    func svg(_ languages: [SentenceLanguage], isAlone: Bool, id: String = "chart") -> Markup {
        var attributes: [Markup.Attribute] = []
        if isAlone { attributes.append(.init(name: "xmlns", value: "http://www.w3.org/2000/svg")) }
        attributes += [
            .init(name: "viewBox", value: "0 0 \(Self.number(width)) \(Self.number(height))"),
            .init(name: "role", value: "img"), .init(name: "aria-labelledby", value: "\(id)-t \(id)-d"),
        ]
        if isAlone {
            attributes += [
                .init(name: "width", value: Self.number(width)), .init(name: "height", value: Self.number(height)),
                .init(name: "lang", value: languages.first?.rawValue ?? "en"),
            ]
        } else {
            attributes.append(.init(name: "class", value: "chart"))
        }
        func both(_ words: Words) -> String {
            let texts = languages.map { words.text($0) }
            return texts.count == 2 && texts[0] == texts[1] ? texts[0] : texts.joined(separator: " / ")
        }
        var children: [Markup] = [
            .tag("title", ["id": "\(id)-t"], both(title)), .tag("desc", ["id": "\(id)-d"], both(summary)),
        ]
        if isAlone {
            children.append(.style(Self.style))
            children.append(
                .tag(
                    "rect",
                    ["class": "paper", "width": Self.number(width), "height": Self.number(height)]))
        }
        children += shapes.map { Self.markup($0, languages) }
        return .element("svg", attributes, children)
    }

    /// The SVG as a file.
    func file(_ language: SentenceLanguage) -> String {
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + svg([language], isAlone: true).rendered + "\n"
    }

    private static func markup(_ shape: Shape, _ languages: [SentenceLanguage]) -> Markup {
        switch shape {
        case .line(let from, let to, let role):
            return .tag(
                "line",
                [
                    "class": role.rawValue, "x1": number(from.x), "y1": number(from.y), "x2": number(to.x),
                    "y2": number(to.y),
                ])
        case .box(let box, let role):
            return .tag(
                "rect",
                [
                    "class": role.rawValue, "x": number(box.x), "y": number(box.y), "width": number(box.width),
                    "height": number(box.height),
                ])
        case .dot(let center, let radius, let role):
            return .tag(
                "circle",
                ["class": role.rawValue, "cx": number(center.x), "cy": number(center.y), "r": number(radius)])
        case .text(let words, let at, let anchor, let size, let role):
            let isSame = words.english == words.korean || languages.count == 1
            return .group(
                (isSame ? [languages.first ?? .english] : languages).map { language in
                    .tag(
                        "text",
                        [
                            "class": isSame ? role.rawValue : "\(role.rawValue) \(language.rawValue)",
                            "x": number(at.x), "y": number(at.y), "text-anchor": anchor.rawValue,
                            "font-size": number(size),
                        ], words.text(language))
                })
        }
    }

    /// A coordinate in tenths, the same on every machine.
    static func number(_ value: Double) -> String {
        let tenths = Int((value * 10).rounded())
        let sign = tenths < 0 ? "-" : ""
        let rest = tenths.magnitude % 10
        return sign + String(tenths.magnitude / 10) + (rest == 0 ? "" : ".\(rest)")
    }

    /// The colours of a chart that is a file of its own.
    private static let style: StaticString = """
        text{font-family:"Pretendard","Apple SD Gothic Neo","Noto Sans CJK KR","Noto Sans KR","Malgun Gothic",system-ui,sans-serif;fill:#1c1b19}
        .paper{fill:#fff}.axis{stroke:#1c1b19}.grid{stroke:#dcd8ce}.range{fill:#dbe7f5}.range-edge{stroke:#2b5d99;stroke-dasharray:3 2}
        .bar{fill:#2b5d99}.whisker{stroke:#1c1b19;stroke-width:1.5}text.heading{font-weight:700}text.faint,text.axis{fill:#5b574f;stroke:none}
        circle.supported{fill:#1b6e3c}circle.more_than_claimed{fill:#0b666b}circle.contradicted{fill:#a8201a}circle.inconclusive{fill:#7a5200}
        circle.not_judged{fill:#5b574f}line.supported{stroke:#1b6e3c}line.more_than_claimed{stroke:#0b666b}line.contradicted{stroke:#a8201a}
        line.inconclusive{stroke:#7a5200}line.not_judged{stroke:#5b574f}line{stroke-width:1}
        line.supported,line.more_than_claimed,line.contradicted,line.inconclusive,line.not_judged{stroke-width:2.5}
        .t0{fill:#dbe7f5}.t1{fill:#f7e6c4}.cut{stroke:#a8201a;stroke-width:2}
        """
}
