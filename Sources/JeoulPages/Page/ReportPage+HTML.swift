import JeoulClaims
import JeoulVerifying
import JeoulText
import JeoulCorpora
import JeoulReporting
import JeoulStatistics

extension ReportPage {
    /// The page as an HTML file: the same for the same results, byte for byte.
    package func html() -> String {
        let style = PageStyle.css
        let policy =
            "default-src 'none'; style-src 'sha256-\(ContentDigest.base64(of: style.description))'; base-uri 'none'; form-action 'none'"
        let head = Markup.tag(
            "head", [:],
            [
                .tag("meta", ["charset": "utf-8"], []),
                .tag("meta", ["http-equiv": "Content-Security-Policy", "content": policy], []),
                .tag("meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"], []),
                .tag("meta", ["name": "generator", "content": "Jeoul \(jeoulVersion)"], []),
                .tag("title", [:], title.text(language)), .style(style),
            ])
        let body = Markup.tag(
            "body", [:],
            [
                radio(.korean), radio(.english), header,
                .tag(
                    "main", ["id": "main"],
                    [
                        claimsOrTitle, .group(omissions), picture, costs, groupFigures, tokenFigure, settings,
                        denominatorFigure, back,
                    ]), footer,
            ])
        return "<!DOCTYPE html>\n"
            + Markup.tag("html", ["lang": language.rawValue], [head, body]).rendered + "\n"
    }

    private func radio(_ language: SentenceLanguage) -> Markup {
        var attributes: [Markup.Attribute] = [
            .init(name: "type", value: "radio"), .init(name: "name", value: "language"),
            .init(name: "class", value: "hidden"), .init(name: "id", value: "l-\(language.rawValue)"),
            .init(name: "aria-label", value: language == .korean ? "한국어" : "English"),
        ]
        if language == self.language { attributes.append(.init(name: "checked", value: "checked")) }
        return .element("input", attributes, [])
    }

    private var header: Markup {
        .tag(
            "header", [:],
            [
                .tag(
                    "div", ["class": "name"],
                    [
                        .text("저울 Jeoul "),
                        .tag("small", [:], [Words("weighs tokenizers on Korean text", "한국어 글로 토크나이저를 잰다").markup]),
                    ]),
                .tag(
                    "div",
                    [
                        "class": "switch", "role": "radiogroup", "aria-label": "언어 / Language",
                        "aria-owns": "l-ko l-en",
                    ],
                    [
                        .tag("label", ["for": "l-ko", "lang": "ko"], "한국어"),
                        .tag("label", ["for": "l-en", "lang": "en"], "English"),
                    ]),
            ])
    }

    private var title: Words {
        claims.first.map { Words("“\($0.verdict.claim.words)”") }
            ?? (comparison == nil ? perUnit : Words("Tokens compared", "토큰 수 비교"))
    }

    /// “Tokens per Korean character”
    var perUnit: Words {
        let unit = corpora.first?.unit ?? Denominator.hangul.words()
        return Words("Tokens per \(unit.english)", "\(unit.korean)당 토큰")
    }

    /// 1: the words, where they stand, and the verdict; of a page without a claim what was measured.
    private var claimsOrTitle: Markup {
        guard claims.isEmpty else {
            let said = claimWarnings.map { Markup.tag("p", ["class": "note warning"], [$0.capitalized.markup]) }
            return .group(
                [contents]
                    + claims.enumerated().flatMap { index, claim in
                        [claim.markup(index, of: claims.count)] + (index == 0 ? said : [])
                    })
        }
        let best = bars.first?.bars.first
        let worst = bars.first?.bars.last
        var children: [Markup] = [.tag("h1", [:], [title.markup])]
        if let best, let worst, let corpus = corpora.first {
            let low = NumberText.decimal(best.value, 4)
            let high = NumberText.decimal(worst.value, 4)
            let words =
                best.label == worst.label
                ? Words(
                    "On \(corpus.title.english), \(best.label) spends \(low) tokens per \(corpus.unit.english).",
                    "\(corpus.title.korean)에서 \(best.label) 어휘는 \(corpus.unit.korean) 하나에 토큰 \(low)개를 쓴다.")
                : Words(
                    "On \(corpus.title.english), \(best.label) spends \(low) tokens per \(corpus.unit.english) and \(worst.label) \(high).",
                    "\(corpus.title.korean)에서 \(corpus.unit.korean) 하나에 드는 토큰은 \(best.label) 어휘가 \(low)개, \(worst.label) 어휘가 \(high)개이다."
                )
            children.append(.tag("p", ["class": "verdict"], [(comparison?.sentence ?? words).markup]))
            if corpus.isMixed {
                children.append(
                    .tag(
                        "p", ["class": "basis"],
                        [Words("For the mix of registers that was asked for.", "지정한 비율로 글의 종류를 섞은 값이다.").markup]))
            }
        }
        children += conditions.map { .tag("p", ["class": "basis"], [($0.capitalized + ".").markup]) }
        return .tag("section", [:], children)
    }

    /// Of several claims, where each is.
    private var contents: Markup {
        guard claims.count > 1 else { return .group([]) }
        return .tag(
            "nav", ["class": "contents"],
            [
                .tag("p", ["class": "soft"], [Words("The claims of this page", "이 페이지의 주장").markup]),
                .tag(
                    "ol", [:],
                    claims.enumerated().map { index, claim in
                        .tag("li", [:], [.tag("a", ["href": "#claim-\(index)"], "“\(claim.verdict.claim.words)”")])
                    }),
            ])
    }

    /// A section's heading; of several claims it says whose it is.
    func heading(_ words: Words, of claim: Claim) -> Markup {
        heading(claims.count > 1 ? Words("\(claim.verdict.claim.id): ") + words : words)
    }

    /// What the figures leave out, or have not as it was read, a corpus each.
    var omissions: [Markup] {
        corpora.flatMap { corpus -> [Words] in
            let summary = corpus.weighing.corpus
            let partial = Words("interrupted: this is of what was read until then", "도중에 멈추어, 그때까지 읽은 글만 센 값이다")
            return ((summary.isPartial ? [partial] : []) + summary.omissionWords).map {
                corpus.title + Words(": ") + $0
            }
        }.map { .tag("p", ["class": "note"], [$0.markup]) }
    }

    /// 2: the picture.
    private var picture: Markup {
        if let comparison {
            return .tag(
                "section", [:],
                [
                    heading(Words("Against the baseline", "기준 어휘와의 비교")),
                    .tag(
                        "p", ["class": "soft"],
                        [
                            Words(
                                "Left of the thin line: fewer tokens than the baseline. The dot is the estimate, the line its 95% interval, grey where no difference is shown.",
                                "가는 세로선 왼쪽이면 기준 어휘보다 토큰이 적다. 점은 잰 값, 가로선은 95% 구간이며, 차이가 드러나지 않으면 회색이다."
                            ).markup
                        ]),
                    figure(comparison.forest, id: "ratios"), .tag("p", ["class": "note"], [comparison.note.markup]),
                ])
        }
        guard !claims.isEmpty else { return .group([]) }
        return .group(
            claims.enumerated().map { index, claim in
                var children: [Markup] = [heading(Words("What was found, and what is claimed", "잰 값과 주장"), of: claim)]
                if claims.count > 1 {
                    children.append(.tag("p", ["class": "source"], "“\(claim.verdict.claim.words)”"))
                }
                let forests = claim.forests.enumerated().map { reading, forest in
                    Markup.group([
                        .tag("h3", [:], [forest.title.markup]), figure(forest, id: "forest-\(index)-\(reading)"),
                    ])
                }
                let exact = claim.exact.enumerated().map { reading, table in
                    Markup.group([
                        .tag("h3", [:], [(table.title ?? "").capitalized.markup]),
                        claim.verdict.claim.exact.map { .tag("p", [:], "“\($0.text)”") } ?? .group([]),
                        table.markup(caption: table.title ?? "", id: "exact-\(index)-\(reading)"),
                    ])
                }
                // In the order of the readings: a sentence that is given is the first or the last.
                let isExactFirst = claim.verdict.readings.first?.reading.quantity == .exactCounts
                children += isExactFirst ? exact + forests : forests + exact
                if let needs = claim.needs {
                    let title = (needs.title ?? "").capitalized
                    children.append(.tag("h3", [:], [title.markup]))
                    children.append(needs.markup(caption: title, id: "needs-\(index)"))
                }
                children += claim.remarks.map { .tag("p", ["class": "note"], [$0.markup]) }
                return .tag("section", ["id": "found-\(index)"], children)
            })
    }

    func heading(_ words: Words) -> Markup { .tag("h2", [:], [words.markup]) }

    /// The chart twice, of which the page shows the one that fits.
    func figure(_ forest: ForestChart, id: String) -> Markup {
        figure(forest.drawing(width: Self.width), forest.drawing(width: Self.narrowWidth), id: id)
    }

    func figure(_ wide: Drawing, _ narrow: Drawing, id: String) -> Markup {
        .tag(
            "figure", ["id": id],
            [
                Self.alternative(wide), .tag("div", ["class": "wide"], [wide.inPage]),
                .tag("div", ["class": "narrow"], [narrow.inPage]),
            ])
    }

    /// A drawing in words, for those who cannot see it, in the language that is shown.
    static func alternative(_ drawing: Drawing) -> Markup {
        .tag("p", ["class": "hidden alternative"], [drawing.alternative.markup])
    }

    private var footer: Markup {
        .tag(
            "footer", [:],
            [
                Words(
                    "Made by Jeoul \(jeoulVersion), Unicode \(unicodeVersion), ICU \(icuVersion). Every figure can be computed again with the command above.",
                    "Jeoul \(jeoulVersion), 유니코드 \(unicodeVersion), ICU \(icuVersion)로 만듦. 모든 수치는 위 명령으로 다시 계산할 수 있다."
                ).markup
            ])
    }
}

extension ReportPage.Claim {
    /// The words, their source, the outcomes, and the sentence.
    ///
    /// - Parameters:
    ///   - index: its place among those of the page; the words of the first are the page's title.
    fileprivate func markup(_ index: Int, of count: Int) -> Markup {
        let claim = verdict.claim
        let more = [claim.source.date, claim.source.commit.map { "commit \($0.prefix(12))" }].compactMap(\.self)
        let source =
            claim.isOfUser
            ? Words(claim.source.title, "사용자가 제시한 주장")
            : ([claim.source.words] + more.map { Words($0) }).joined(by: ", ")
        let badges = verdict.readings.map { reading -> Markup in
            .tag(
                "li", ["class": reading.overall.rawValue],
                [
                    (Words("reading \(reading.reading.id): ", "해석 \(reading.reading.id): ") + reading.tally).markup
                ])
        }
        return .tag(
            "article", ["class": "claim", "id": "claim-\(index)"],
            [
                .tag(
                    "blockquote", [:],
                    [
                        .tag(
                            index == 0 ? "h1" : "h2", ["lang": SentenceLanguage(of: claim.words).rawValue],
                            [.prose("“\(claim.words)”")])
                    ]),
                .tag(
                    "p", ["class": "source"],
                    [
                        (Words("on \(claim.subjectName). Source: ", "\(claim.subjectName)에 관한 주장. 출처: ") + source)
                            .markup
                    ]),
                .tag("ul", ["class": "badges"], badges),
                .tag("p", ["class": "verdict \(verdict.overall.rawValue)"], [sentence.proseMarkup]),
                basis.english.isEmpty ? .group([]) : .tag("p", ["class": "basis"], [basis.proseMarkup]),
                count == 1
                    ? .group([])
                    : .tag(
                        "p", ["class": "skip soft"],
                        [
                            .tag(
                                "a", ["href": "#found-\(index)"],
                                [Words("The figures of this claim", "이 주장의 수치").markup])
                        ]),
            ])
    }
}

extension ReadingVerdict {
    /// The outcome on all corpora where it is one; else none.
    fileprivate var overall: Outcome {
        let outcomes = Set(judged.compactMap(\.outcome))
        return outcomes.count == 1 ? outcomes.first ?? .notJudged : .notJudged
    }
}

extension ClaimVerdict {
    /// The outcome of all readings where it is one; else none.
    fileprivate var overall: Outcome {
        let outcomes = Set(readings.map(\.overall))
        return outcomes.count == 1 ? outcomes.first ?? .notJudged : .notJudged
    }
}
