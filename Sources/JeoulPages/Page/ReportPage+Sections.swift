import JeoulText
import JeoulReporting
import JeoulStatistics

extension ReportPage {
    /// 3: tokens per Korean character of all vocabularies, and what they cost.
    var costs: Markup {
        guard !vocabularies.isEmpty else { return .group([]) }
        var children: [Markup] = [
            heading(perUnit),
            .tag(
                "p", ["class": "soft"],
                [
                    (Words("Shorter bars: fewer tokens for the same text.", "막대가 짧을수록 같은 글에 토큰이 적게 든다.")
                        + (corpora.contains { $0.perCharacter.contains { $0.interval != nil } }
                            ? Words(" The thin line is the 95% interval.", " 가는 선은 95% 구간이다.") : ""))
                        .markup
                ]),
        ]
        for (index, (corpus, chart)) in zip(corpora, bars).enumerated() {
            children.append(.tag("h3", [:], [corpus.title.markup]))
            children.append(.tag("p", ["class": "soft"], [(corpus.size + ". " + corpus.intervals).markup]))
            children.append(
                figure(
                    chart.drawing(width: Self.width), chart.drawing(width: Self.narrowWidth), id: "bars-\(index)"))
        }
        if let table = priceTable {
            let countsHanja = corpora.first?.countsHanja ?? false
            let units = Denominator.hangul.unitName(countsHanja: countsHanja)
            let title = Words(
                "Cost of a million \(units), in US$", "\(countsHanja ? "한글과 한자" : "한글") 100만 자의 비용(US$)")
            children.append(.tag("h3", [:], [title.markup]))
            children.append(table.markup(caption: title, id: "table-cost"))
        }
        return .tag("section", [:], children)
    }

    private var priceTable: Table? {
        guard !prices.isEmpty else { return nil }
        var table = Table(columns: [
            Table.Column("vocabulary", title: "vocabulary", korean: "어휘"),
            Table.Column("price", title: "US$ per 10⁶ tokens", alignment: .right, korean: "토큰 100만 개당 US$"),
        ])
        for corpus in corpora {
            table.columns.append(
                Table.Column(
                    "cost_\(corpus.id)", title: corpus.title.english, alignment: .right, korean: corpus.title.korean))
        }
        for (index, vocabulary) in vocabularies.enumerated() {
            guard let price = prices[vocabulary.id] else { continue }
            table.append(
                [.text(vocabulary.id), .decimal(price, digits: 3)]
                    + corpora.map { corpus in
                        corpus.perCharacter[index].value.map { .decimal($0 * price, digits: 3) } ?? .absent
                    })
        }
        return table
    }

    /// The figures of each group, where documents were counted apart.
    var groupFigures: Markup {
        guard let groups, let title = groups.title else { return .group([]) }
        return .tag("section", [:], [heading(title), groups.markup(caption: title, id: "groups")])
    }

    /// The same characters as tokens of each vocabulary; hover or focus shows id and bytes.
    var tokenFigure: Markup {
        guard let tokens, let sample else { return .group([]) }
        let characters = NumberFormat.grouped(String(decoding: sample.text, as: UTF8.self).count)
        let shown = tokens.rows.enumerated().map { index, row -> Markup in
            var attributes: [Markup.Attribute] = []
            if index < 2 { attributes.append(.init(name: "open", value: "open")) }
            let list = row.tokens.map { token -> Markup in
                let bytes = token.bytes.map { byte in
                    let digits = String(byte, radix: 16, uppercase: true)
                    return digits.count < 2 ? "0" + digits : digits
                }
                let about = "\(token.id) · \(bytes.joined(separator: " "))"
                return token.isCut
                    ? .tag(
                        "i", ["class": "x", "tabindex": "0", "data-t": about],
                        [.text(token.text), .tag("b", [:], VisibleText.cut)])
                    : .tag("i", ["tabindex": "0", "data-t": about], token.text)
            }
            return .element(
                "details", attributes,
                [
                    .tag("summary", [:], [(Words(row.label + " – ") + TokensChart.count(row)).markup]),
                    .tag("div", ["class": "tokens", "lang": "ko"], list),
                ])
        }
        return .tag(
            "section", [:],
            [
                heading(Words("The same \(characters) characters as tokens", "같은 \(characters)자를 토큰으로")),
                .tag(
                    "p", ["class": "soft"],
                    [
                        Words(
                            "From \(corpora.first?.title.english ?? ""). Hover over a token, or move to it with Tab, for its number and its bytes. ╳: the token ends inside a syllable. · is a space, ↵ a line end, <EA> a byte of a character that is cut.",
                            "\(corpora.first?.title.korean ?? "") 앞부분. 토큰에 포인터를 올리거나 Tab으로 옮겨 가면 번호와 바이트가 보인다. ╳는 음절 안에서 끝나는 토큰이다. ·는 공백, ↵는 줄 끝, <EA>는 잘린 글자의 바이트."
                        ).markup, .text(" "),
                        .tag(
                            "a", ["href": "#after-tokens", "class": "skip"],
                            [Words("Skip the tokens", "토큰 건너뛰기").markup]),
                    ]),
                .tag("figure", ["id": "tokens"], shown), .tag("div", ["id": "after-tokens", "tabindex": "-1"], []),
            ])
    }

    /// 4: the same tokens, counted per something else. Ratios of vocabularies are the same under all of them.
    var denominatorFigure: Markup {
        let charts = denominators.map { Self.multiple($0.drawing(width: Self.narrowWidth)) }
        guard !charts.isEmpty, let corpus = corpora.first else { return .group([]) }
        return .tag(
            "section", [:],
            [
                heading(Words("If tokens are counted per something else", "토큰을 다른 단위로 나누면")),
                .tag(
                    "p", ["class": "soft"],
                    [
                        Words(
                            "The tokens of \(corpus.title.english) divided by other units. The ratio of two vocabularies is the same under each, so no claim about it moves.",
                            "\(corpus.title.korean)의 토큰을 다른 단위로 나눈 값. 두 어휘의 비는 어느 단위로 나누어도 같으므로, 비에 관한 주장은 달라지지 않는다."
                        ).markup,
                        corpus.isMixed
                            ? Words(
                                " Without the mix of registers: these are sums over the text as it is.",
                                " 글의 종류를 섞지 않고 글 그대로 더한 값이다."
                            ).markup : .group([]),
                    ]),
                .tag("figure", ["id": "denominators", "class": "multiples"], charts),
            ])
    }
}
