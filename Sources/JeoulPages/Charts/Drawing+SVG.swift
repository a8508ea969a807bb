import JeoulReporting

extension Drawing {
    /// The drawing as SVG in a page, in both languages, of which the page's style shows one. It is hidden from screen readers: the page
    /// has ``alternative`` for them.
    var inPage: Markup {
        .element(
            "svg",
            [
                .init(name: "viewBox", value: "0 0 \(Self.number(width)) \(Self.number(height))"),
                .init(name: "class", value: "chart"), .init(name: "aria-hidden", value: "true"),
                .init(name: "font-size", value: Self.number(Self.usualSize)),
            ], shapes.map { Self.markup($0, SentenceLanguage.allCases) })
    }

    /// What the drawing shows, in words.
    var alternative: Words { title + Words(". ") + summary }

    /// The drawing as an SVG file, which brings its style.
    func file(_ language: SentenceLanguage) -> String {
        let (width, height) = (Self.number(width), Self.number(height))
        let children: [Markup] = [
            .tag("title", ["id": "title"], title.text(language)), .tag("desc", ["id": "desc"], summary.text(language)),
            .style(Self.style), .tag("rect", ["class": "paper", "width": width, "height": height]),
        ]
        let svg = Markup.tag(
            "svg",
            [
                "xmlns": "http://www.w3.org/2000/svg", "viewBox": "0 0 \(width) \(height)", "role": "img",
                "aria-labelledby": "title desc", "width": width, "height": height, "lang": language.rawValue,
                "font-size": Self.number(Self.usualSize),
            ], children + shapes.map { Self.markup($0, [language]) })
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + svg.rendered + "\n"
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
            var attributes: [Markup.Attribute] = []
            if role.hasStyle { attributes.append(.init(name: "class", value: role.rawValue)) }
            attributes += [.init(name: "x", value: number(at.x)), .init(name: "y", value: number(at.y))]
            if anchor != .start { attributes.append(.init(name: "text-anchor", value: anchor.rawValue)) }
            if size != usualSize { attributes.append(.init(name: "font-size", value: number(size))) }
            let isSame = words.english == words.korean || languages.count == 1
            let said = (isSame ? [languages.first ?? .english] : languages).filter { !words.text($0).isEmpty }
            return .element(
                "text", attributes,
                said.map { language in
                    isSame
                        ? .text(words.text(language))
                        : .tag("tspan", ["class": language.rawValue], words.text(language))
                })
        }
    }

    /// The size that text has where it says none.
    private static let usualSize = 12.0

    /// A coordinate in tenths, the same on every machine.
    static func number(_ value: Double) -> String {
        // What is no place, which no drawing has, is at the edge.
        let tenths = Int(exactly: (value * 10).rounded()) ?? 0
        let sign = tenths < 0 ? "-" : ""
        let rest = tenths.magnitude % 10
        return sign + String(tenths.magnitude / 10) + (rest == 0 ? "" : ".\(rest)")
    }

    /// The colours of a chart that is a file of its own.
    private static let style: StaticString = """
        text{font-family:"Pretendard","Apple SD Gothic Neo","Noto Sans CJK KR","Noto Sans KR","Malgun Gothic",system-ui,sans-serif;fill:#1c1b19}
        .paper{fill:#fff}.axis{stroke:#1c1b19}.grid{stroke:#dcd8ce}.range{fill:#dbe7f5}.range-edge{stroke:#2b5d99;stroke-dasharray:3 2}
        .bar{fill:#5a8fd0}line.whisker{stroke:#1c1b19;stroke-width:1.5}text.heading{font-weight:700}text.faint,text.axis{fill:#5b574f;stroke:none}
        circle.supported{fill:#1b6e3c}circle.more_than_claimed{fill:#0b666b}circle.contradicted{fill:#a8201a}circle.inconclusive{fill:#7a5200}
        circle.not_judged{fill:#5b574f}circle.plain{fill:#2b5d99}line.supported{stroke:#1b6e3c}line.more_than_claimed{stroke:#0b666b}line.contradicted{stroke:#a8201a}
        line.inconclusive{stroke:#7a5200}line.not_judged{stroke:#5b574f}line.plain{stroke:#2b5d99}line{stroke-width:1}
        line.supported,line.more_than_claimed,line.contradicted,line.inconclusive,line.not_judged,line.plain{stroke-width:2.5}
        .t0,.t1{stroke:#fff;stroke-width:1.5}.t0{fill:#dbe7f5}.t1{fill:#f7e6c4}.cut{stroke:#a8201a;stroke-width:2}
        """
}
