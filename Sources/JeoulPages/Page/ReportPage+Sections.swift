import JeoulReporting
import JeoulStatistics

extension ReportPage {
    /// 3: tokens per Korean character of all vocabularies, and what they cost.
    var costs: Markup {
        guard !vocabularies.isEmpty else { return .group([]) }
        var children: [Markup] = [
            heading(Words("Tokens per Korean character", "한글 글자당 토큰")),
            .tag(
                "p", ["class": "soft"],
                [
                    Words(
                        "Shorter bars: fewer tokens for the same text. The thin line is the 95% interval.",
                        "막대가 짧을수록 같은 글에 토큰이 적게 든다. 가는 선은 95% 구간이다."
                    ).markup
                ]),
        ]
        for (index, (corpus, chart)) in zip(corpora, bars).enumerated() {
            children.append(.tag("h3", [:], [corpus.title.markup]))
            children.append(.tag("p", ["class": "soft"], [corpus.size.markup]))
            children.append(
                figure(
                    chart.drawing(width: Self.width), chart.drawing(width: Self.narrowWidth), id: "bars-\(index)"))
        }
        if let table = priceTable {
            children.append(
                .tag("h3", [:], [Words("Cost of a million Korean characters, in US$", "한글 100만 자의 비용(US$)").markup]))
            children.append(table.markup(caption: Words("cost", "비용")))
        }
        return .tag("section", [:], children)
    }

    private var priceTable: Table? {
        guard !prices.isEmpty else { return nil }
        var table = Table(columns: [
            Table.Column("vocabulary", title: "vocabulary"),
            Table.Column("price", title: "US$ / 10⁶ tokens", alignment: .right),
        ])
        for corpus in corpora {
            table.columns.append(
                Table.Column(
                    "cost_\(corpus.id)", title: corpus.title.text(language), alignment: .right))
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
                return .tag(
                    "i",
                    token.isCut
                        ? ["class": "x", "tabindex": "0", "data-t": "\(token.id) · \(bytes.joined(separator: " "))"]
                        : ["tabindex": "0", "data-t": "\(token.id) · \(bytes.joined(separator: " "))"], token.text)
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
                            "From \(corpora.first?.title.english ?? ""). Hover over a token, or move to it with Tab, for its number and its bytes. A red edge: the token ends inside a syllable. · is a space, ↵ a line end, <EA> a byte of a character that is cut.",
                            "\(corpora.first?.title.korean ?? "") 앞부분. 토큰에 포인터를 올리거나 Tab으로 옮겨 가면 번호와 바이트가 보인다. 붉은 선은 음절 안에서 끝나는 토큰이다. ·는 공백, ↵는 줄 끝, <EA>는 잘린 글자의 바이트."
                        ).markup, .text(" "),
                        .tag(
                            "a", ["href": "#after-tokens", "class": "skip"],
                            [Words("Skip the tokens", "토큰 건너뛰기").markup]),
                    ]),
                .tag("figure", ["id": "tokens"], shown), .tag("div", ["id": "after-tokens", "tabindex": "-1"], []),
            ])
    }

    /// 4: how the estimate moves with the settings.
    var settings: Markup {
        let moved = claims.enumerated().filter { !$0.element.moves.isEmpty }
        guard !moved.isEmpty else { return .group([]) }
        return .group(
            moved.map { index, claim in
                let charts = claim.moves.enumerated().map { corpus, chart -> Markup in
                    .tag(
                        "div", [:],
                        [
                            .tag("h3", [:], [chart.title.markup]),
                            chart.drawing(width: Self.narrowWidth)
                                .svg(SentenceLanguage.allCases, isAlone: false, id: "settings-\(index)-\(corpus)"),
                        ])
                }
                return .tag(
                    "section", [:],
                    [
                        heading(Words("If it is measured otherwise", "다르게 재면")),
                        .tag(
                            "p", ["class": "soft"],
                            [
                                Words(
                                    "The same estimate with one setting changed at a time; the shade is what is claimed.",
                                    "설정을 하나씩만 바꾸어 다시 잰 값. 바탕색은 주장 범위이다."
                                ).markup
                            ]),
                        .tag("figure", ["id": "settings-\(index)"], [.tag("div", ["class": "multiples"], charts)]),
                        .tag("ul", ["class": "note"], claim.untried.map { .tag("li", [:], [$0.markup]) }),
                    ])
            })
    }

    /// 4: the same tokens, counted per something else. Ratios of vocabularies are the same under all of them.
    var denominatorFigure: Markup {
        let charts = denominators.enumerated().map { index, chart -> Markup in
            .tag(
                "div", [:],
                [
                    .tag("h3", [:], [chart.title.markup]),
                    chart.drawing(width: Self.narrowWidth)
                        .svg(SentenceLanguage.allCases, isAlone: false, id: "denominator-\(index)"),
                ])
        }
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
                        ).markup
                    ]),
                .tag("figure", ["id": "denominators"], [.tag("div", ["class": "multiples"], charts)]),
            ])
    }

    /// 5: the words, the limits, where it comes from, and the data.
    var back: Markup {
        .group([
            .tag("section", [:], [heading(Words("The words", "용어")), Glossary.markup]),
            .tag(
                "section", [:],
                [heading(Words("Limits", "한계")), .tag("ul", [:], Self.limits.map { .tag("li", [:], [$0.markup]) })]),
            .tag(
                "section", [:],
                [
                    heading(Words("Where it comes from", "출처와 해시")),
                    .tag("h3", [:], [Words("Corpora", "말뭉치").markup]),
                    corpusTable.markup(caption: Words("corpora", "말뭉치"), cells: titles),
                    .tag("h3", [:], [Words("Vocabularies", "어휘").markup]),
                    vocabularyTable.markup(caption: Words("vocabularies", "어휘")),
                    .tag("h3", [:], [Words("The command that makes this page", "이 페이지를 다시 만드는 명령").markup]),
                    .tag("pre", [:], command),
                ]),
            .tag(
                "section", [:],
                [heading(Words("The data", "자료"))]
                    + tables.map { $0.markup(caption: Words("data", "자료"), cells: cellWords) }
                    + [
                        figureTable.markup(
                            caption: Words("tokens per Korean character", "한글 글자당 토큰"), cells: titles),
                        .tag(
                            "p", ["class": "note"],
                            [
                                Words(
                                    "In full precision, as JSON, in this file’s element with the id “data”.",
                                    "전체 정밀도의 JSON은 이 파일의 id가 “data”인 요소에 들어 있다."
                                ).markup
                            ]), .data(id: "data", data),
                    ]),
        ])
    }

    private static let limits = [
        Words(
            "Tokens are counted as each vendor’s own library counts them, of the text alone: no system prompts, no markers of messages.",
            "토큰은 각 회사의 라이브러리와 똑같이, 글 자체만 센다. 시스템 프롬프트나 메시지 표시는 넣지 않는다."),
        Words(
            "An interval speaks of texts like those measured, not of all Korean.",
            "구간은 잰 글과 같은 종류의 글에 관한 것이며 한국어 전체에 관한 것이 아니다."),
        Words(
            "Fewer tokens are not better answers: what a model makes of them is not measured.",
            "토큰이 적다고 답이 나은 것은 아니다. 모델의 성능은 재지 않는다."),
        Words(
            "A verdict is on the words as quoted; what their author meant is not known.",
            "판정은 인용한 말에 관한 것이다. 말한 이의 뜻은 알 수 없다."),
    ]

    /// The corpora's names in both languages, by the English.
    private var titles: [String: Words] {
        Dictionary(corpora.map { ($0.title.english, $0.title) }, uniquingKeysWith: { first, _ in first })
    }

    private var corpusTable: Table {
        var table = Table(columns: [
            Table.Column("title", title: "corpus"), Table.Column("licence", title: "licence"),
            Table.Column("documents", title: "documents", alignment: .right),
            Table.Column("bytes", title: "bytes", alignment: .right),
            Table.Column("characters", title: "Korean characters", alignment: .right),
            Table.Column("sha256", title: "sha256"),
        ])
        for corpus in corpora {
            table.append([
                .text(corpus.title.english), corpus.licence.map { .text($0) } ?? .absent,
                .integer(corpus.weighing.corpus.documents), .integer(corpus.weighing.corpus.bytes),
                .integer(corpus.weighing.characters.hangul),
                corpus.weighing.corpus.sha256.map { .text($0) } ?? .absent,
            ])
        }
        return table
    }

    private var vocabularyTable: Table {
        var table = Table(columns: [
            Table.Column("id", title: "vocabulary"), Table.Column("models", title: "models"),
            Table.Column("licence", title: "licence"), Table.Column("file", title: "file"),
            Table.Column("pinned", title: "pinned"), Table.Column("sha256", title: "sha256"),
        ])
        for vocabulary in vocabularies {
            for file in vocabulary.files {
                table.append([
                    .text(vocabulary.id), .text((vocabulary.entry?.models ?? []).shortened(to: 2)),
                    vocabulary.entry?.licence.shortName.map { .text($0) } ?? .absent,
                    .text(file.url.lastPathComponent), .text(file.isPinned ? "yes" : "no"), .text(file.sha256),
                ])
            }
        }
        return table
    }

    private var figureTable: Table {
        var table = Table(columns: [
            Table.Column("corpus", title: "corpus"), Table.Column("vocabulary", title: "vocabulary"),
            Table.Column("tokens", title: "tokens", alignment: .right),
            Table.Column("per_character", title: "tokens per Korean character", alignment: .right),
            Table.Column("interval", title: "95%", alignment: .right),
        ])
        for corpus in corpora {
            for (index, vocabulary) in vocabularies.enumerated() {
                let estimate = corpus.perCharacter[index]
                table.append([
                    .text(corpus.title.english), .text(vocabulary.id), .integer(estimate.numeratorSum),
                    estimate.value.map { .decimal($0, digits: 4) } ?? .absent,
                    estimate.interval.map { .interval($0.low, $0.high, digits: 4) } ?? .absent,
                ])
            }
        }
        return table
    }
}
