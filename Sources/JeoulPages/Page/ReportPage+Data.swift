import JeoulText
import JeoulReporting

extension ReportPage {
    /// 5: the words, the limits, where it comes from, and the data.
    var back: Markup {
        .group([
            .tag("section", [:], [heading(Words("The words", "용어")), Glossary.markup(for: self)]),
            .tag(
                "section", [:],
                [heading(Words("Limits", "한계")), .tag("ul", [:], Self.limits.map { .tag("li", [:], [$0.markup]) })]),
            .tag(
                "section", [:],
                [
                    heading(Words("Where it comes from", "쓰인 자료와 해시")),
                    .tag("h3", [:], [Words("Corpora", "말뭉치").markup]),
                    corpusTable.markup(caption: Words("corpora", "말뭉치"), id: "table-corpora"),
                    warnings.isEmpty
                        ? .group([])
                        : .tag(
                            "ul", ["class": "note", "id": "warnings"],
                            warnings.map { .tag("li", [:], [$0.capitalized.markup]) }),
                    .tag("h3", [:], [Words("Vocabularies", "어휘").markup]),
                    vocabularyTable.markup(caption: Words("vocabularies", "어휘"), id: "table-vocabularies"),
                    .tag("h3", [:], [Words("The command that makes this page", "이 페이지를 다시 만드는 명령").markup]),
                    .tag("pre", [:], command),
                ]),
            .tag(
                "section", [:],
                [heading(Words("The data", "자료"))]
                    + tables.enumerated().map { index, table in
                        let title = table.title ?? Words("The result", "결과")
                        return .group([
                            .tag("h3", [:], [title.markup]), table.markup(caption: title, id: "table-\(index + 1)"),
                        ])
                    }
                    + [
                        .tag("h3", [:], [perUnit.markup]),
                        figureTable.markup(caption: perUnit, id: "table-figures"),
                        .tag(
                            "p", ["class": "note"],
                            [
                                Words(
                                    "In full precision, as JSON, in this file’s element with the id “data”.",
                                    "전체 정밀도의 JSON은 이 파일의 id가 “data”인 요소에 들어 있다."
                                ).markup
                            ]), .data(id: "data", embedded),
                    ]),
        ])
    }

    /// The result for programs, and in the same precision the figures of all vocabularies that the page shows.
    private var embedded: JSONValue {
        guard case .object(var object) = data else { return data }
        if case .array(let claims)? = object["claims"] { object["claims"] = .array(claims.map(Self.withoutRepetition)) }
        object["figures"] = .array(corpora.map { $0.json(vocabularies) })
        let said = claimWarnings + warnings
        if !said.isEmpty {
            object["warnings"] = .array(said.map { ["en": .string($0.english), "ko": .string($0.korean)] })
        }
        return .object(object)
    }

    /// A claim whose moves have what they find, and not once more the corpus, the ranges and the rule by which that is judged.
    private static func withoutRepetition(_ claim: JSONValue) -> JSONValue {
        claim.mapping("sensitivity") { corpus in
            corpus.mapping("readings") { reading in
                reading.mapping("moves") { move in
                    guard case .object(var object) = move, case .object(let result)? = object["result"] else {
                        return move
                    }
                    var kept = JSONObject()
                    for name in ["estimate", "interval"] where result[name] != nil { kept[name] = result[name] }
                    let judgement = result["worded"] ?? result["strict"]
                    if case .object(let judged)? = judgement { kept["outcome"] = judged["outcome"] }
                    object["result"] = .object(kept)
                    return .object(object)
                }
            }
        }
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

    private var corpusTable: Table {
        var table = Table(columns: [
            Table.Column("title", title: "corpus", korean: "말뭉치"),
            Table.Column("licence", title: "licence", korean: "라이선스"),
            Table.Column("documents", title: "documents", alignment: .right, korean: "문서"),
            Table.Column("bytes", title: "bytes", alignment: .right, korean: "바이트"),
            Table.Column(
                "characters", title: Denominator.hangul.unitName(countsHanja: corpora.first?.countsHanja ?? false),
                alignment: .right, korean: corpora.first?.unit.korean),
            Table.Column("sha256", title: "sha256"),
        ])
        for corpus in corpora {
            table.append([
                .words(corpus.title), corpus.licence.map { .text($0) } ?? .absent,
                .integer(corpus.weighing.corpus.documents), .integer(corpus.weighing.corpus.bytes),
                .integer(corpus.units),
                corpus.weighing.corpus.sha256.map { .text($0) } ?? .absent,
            ])
        }
        return table
    }

    private var vocabularyTable: Table {
        var table = Table(columns: [
            Table.Column("id", title: "vocabulary", korean: "어휘"),
            Table.Column("models", title: "models", korean: "모델"),
            Table.Column("licence", title: "licence", korean: "라이선스"),
            Table.Column("file", title: "file", korean: "파일"),
            Table.Column("pinned", title: "hash as published", korean: "공표한 해시와 일치"),
            Table.Column("sha256", title: "sha256"),
        ])
        for vocabulary in vocabularies {
            for file in vocabulary.files {
                table.append([
                    .text(vocabulary.id), .text((vocabulary.entry?.models ?? []).shortened(to: 2)),
                    vocabulary.entry?.licence.shortName.map { .text($0) } ?? .absent,
                    .text(file.url.lastPathComponent), .words(file.isPinned ? Words("yes", "예") : Words("no", "아니요")),
                    .text(file.sha256),
                ])
            }
        }
        return table
    }

    private var figureTable: Table {
        var table = Table(columns: [
            Table.Column("corpus", title: "corpus", korean: "말뭉치"),
            Table.Column("vocabulary", title: "vocabulary", korean: "어휘"),
            Table.Column("tokens", title: "tokens", alignment: .right, korean: "토큰"),
            Table.Column(
                "per_character", title: "tokens per \(corpora.first?.unit.english ?? "character")", alignment: .right,
                korean: perUnit.korean),
            Table.Column("interval", title: "95% interval", alignment: .right, korean: "95% 구간"),
        ])
        for corpus in corpora {
            for (index, vocabulary) in vocabularies.enumerated() {
                let estimate = corpus.perCharacter[index]
                table.append([
                    .words(corpus.title), .text(vocabulary.id), .integer(estimate.numeratorSum),
                    estimate.value.map { .decimal($0, digits: 4) } ?? .absent,
                    estimate.interval.map { .interval($0.low, $0.high, digits: 4) } ?? .absent,
                ])
            }
        }
        return table
    }
}

extension JSONValue {
    /// The object with each element of an array that it has changed; itself where it has none of that name.
    fileprivate func mapping(_ name: String, _ change: (JSONValue) -> JSONValue) -> JSONValue {
        guard case .object(var object) = self, case .array(let elements)? = object[name] else { return self }
        object[name] = .array(elements.map(change))
        return .object(object)
    }
}
