import JeoulCore
import JeoulReporting

/// What the words of a page mean.
enum Glossary {
    /// A term and what it means.
    struct Entry: Sendable {
        let term: Words
        let meaning: Words
    }

    static let entries: [Entry] = [
        entry(
            "token", "토큰", "A piece of text that a language model reads as one unit. Most services bill by tokens.",
            "언어 모델이 한 단위로 읽는 글의 조각. 대부분의 서비스는 토큰 수로 요금을 매긴다."),
        entry(
            "vocabulary", "어휘(토크나이저)",
            "The list of all tokens of a model, with the rule that cuts text into them. Each vendor has its own.",
            "한 모델의 모든 토큰 목록과, 글을 토큰으로 자르는 규칙. 회사마다 다르다."),
        entry(
            "Korean character", "한글 글자",
            "A Hangul syllable or a single letter such as ㅋ, as a reader counts it. Hanja, digits and spaces are not counted.",
            "사람이 세는 방식의 한글 음절 또는 ㅋ 같은 낱자. 한자, 숫자, 공백은 세지 않는다."),
        entry(
            "tokens per Korean character", "한글 글자당 토큰",
            "All tokens of the texts divided by all their Korean characters. Lower means fewer tokens for the same text.",
            "글 전체의 토큰 수를 글 전체의 한글 글자 수로 나눈 값. 낮을수록 같은 글에 토큰이 적게 든다."),
        entry(
            "syllable that is cut", "잘린 음절",
            "A syllable whose bytes are spread over more than one token; no single token has it whole.",
            "바이트가 둘 이상의 토큰에 나뉜 음절. 어느 토큰에도 온전히 들어 있지 않다."),
        entry(
            "baseline", "기준 어휘", "The vocabulary that others are compared with.", "다른 어휘를 견주는 대상이 되는 어휘."),
        entry(
            "reading", "해석",
            "One thing that a claim can mean. “33% more efficient” can mean 33% fewer tokens, or 1.33 times as much text in as many tokens; each is judged by itself.",
            "주장이 뜻할 수 있는 것 하나. “33% 효율적”은 토큰이 33% 적다는 뜻일 수도, 같은 토큰에 1.33배의 글이 든다는 뜻일 수도 있다. 하나씩 따로 판정한다."),
        entry(
            "range (as rounded)", "범위(반올림)",
            "What a figure allows as it is written: “33%” stands for anything from 32.5% to 33.5%. Words such as “about” widen it.",
            "적힌 숫자가 허용하는 값의 범위. “33%”는 32.5%에서 33.5%까지를 뜻한다. “약” 같은 말은 범위를 넓힌다."),
        entry(
            "95% interval", "95% 구간",
            "Where the figure is expected for other texts of the same kind, found from how much the figure moves when one document, or one source, is left out (jackknife, Student’s t). If it lies inside the claimed range, the claim is supported; if wholly outside, it is not.",
            "같은 종류의 다른 글에서 값이 놓일 것으로 기대되는 구간. 문서나 출처를 하나씩 빼 보아 값이 얼마나 움직이는지에서 구한다(잭나이프, 스튜던트 t). 주장 범위 안에 들면 뒷받침되고, 온전히 밖에 있으면 그렇지 않다."
        ),
        entry(
            "document, cluster", "문서, 군집",
            "A document is one text: a line, a record or a file. Documents from one source (one article, one film) form a cluster and count as one piece of evidence.",
            "문서는 한 편의 글(한 줄, 한 레코드, 한 파일)이다. 한 출처(한 기사, 한 영화)에서 온 문서는 한 군집이며, 증거로는 하나로 친다."),
        entry(
            "normalization", "정규화",
            "Two ways to write the same Hangul: composed (한) and decomposed (ㅎ+ㅏ+ㄴ). Decomposed text costs many times the tokens.",
            "같은 한글을 적는 두 방식: 합친 것(한)과 풀어 쓴 것(ㅎ+ㅏ+ㄴ). 풀어 쓴 글은 토큰이 몇 배로 든다."),
        entry("register", "글의 종류", "The kind of text: news, conversation, law, reviews.", "뉴스, 대화, 법률, 감상평처럼 글의 갈래."),
        entry("corpus", "말뭉치", "A collection of texts on which is measured.", "잴 때 쓰는 글의 모음."),
    ]

    private static func entry(
        _ english: String, _ korean: String, _ meaning: String, _ koreanMeaning: String
    ) -> Entry {
        Entry(term: Words(english, korean), meaning: Words(meaning, koreanMeaning))
    }

    static var markup: Markup {
        .tag(
            "dl", [:],
            entries.flatMap { entry in
                [Markup.tag("dt", [:], [entry.term.markup]), .tag("dd", [:], [entry.meaning.markup])]
            })
    }
}
