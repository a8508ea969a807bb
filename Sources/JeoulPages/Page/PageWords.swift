import JeoulClaims
import JeoulText
import JeoulReporting
import JeoulStatistics

/// Words that a page shows in both languages, of what reports for programs and terminals say in English alone.
enum PageWords {
    /// What stands above a column, by the column's key.
    static let headings: [String: Words] = [
        "reading": Words("reading", "해석"), "says": Words("says", "뜻"), "corpus": Words("corpus", "말뭉치"),
        "title": Words("corpus", "말뭉치"), "estimate": Words("found", "잰 값"),
        "interval": Words("95% interval", "95% 구간"), "needs": Words("needs", "주장 범위"),
        "verdict": Words("verdict", "판정"), "strictly": Words("strictly", "글자 그대로"),
        "licence": Words("licence", "라이선스"), "documents": Words("documents", "문서"),
        "bytes": Words("bytes", "바이트"), "characters": Words("Korean characters", "한글 글자"),
        "korean_characters": Words("Korean characters", "한글 글자"),
        "id": Words("vocabulary", "어휘"), "vocabulary": Words("vocabulary", "어휘"), "models": Words("models", "모델"),
        "file": Words("file", "파일"), "pinned": Words("hash as published", "공표한 해시와 일치"),
        "tokens": Words("tokens", "토큰"), "per_character": Words("tokens per Korean character", "한글 글자당 토큰"),
        "fewer": Words("fewer tokens", "토큰 절감률"), "adjusted_p_value": Words("p (Holm)", "p값(Holm)"),
        "price": Words("US$ per 10⁶ tokens", "토큰 100만 개당 US$"),
        "documents_for_one_percent": Words("documents for ±1%", "±1%에 필요한 문서"),
    ]

    /// What stands in a cell, by the English.
    static let cells: [String: Words] = {
        var cells = [
            "not run": Words("not run", "재지 못함"),
            "its own sentence": Words("its own sentence", "제시한 문장"),
            "yes": Words("yes", "예"), "no": Words("no", "아니요"),
        ]
        for relation in Reading.Relation.allCases {
            for outcome in Outcome.allCases { cells[outcome.text(of: relation)] = outcome.words(of: relation) }
        }
        return cells
    }()

    /// What a setting is called, of those that ``SensitivityAnalysis`` tries; a name of something else is as it is.
    static func setting(_ setting: String) -> Words { settings[setting] ?? Words(setting) }

    private static let settings: [String: Words] = [
        "as-is": Words("as-is", "있는 그대로"), "nfc": Words("NFC"), "nfd": Words("NFD"),
        "file": Words("whole files", "파일 하나를 문서 하나로"), "line": Words("lines", "줄 하나를 문서 하나로"),
        "match": Words("their text as the token", "그 글자를 특수 토큰으로"),
        "one BOS a document": Words("one BOS a document", "문서마다 BOS 하나"),
        "academic": Words("academic", "학술"), "chat": Words("chat", "메신저 대화"), "code": Words("code", "코드"),
        "conversation": Words("conversation", "대화"), "education": Words("education", "교육"),
        "encyclopedia": Words("encyclopedia", "백과사전"), "legal": Words("legal", "법률"),
        "literature": Words("literature", "문학"), "news": Words("news", "뉴스"), "review": Words("review", "후기"),
        "spoken": Words("spoken", "구어"), "technical": Words("technical", "기술"), "web": Words("web", "웹"),
    ]
}

extension Sensitivity {
    /// ``summary`` in both languages: which settings alone would flip the verdict.
    func words(_ reading: Reading, title: Words) -> Words {
        guard let outcome = base.judgement?.outcome else {
            return Words(summary, "해석 \(reading.id): 재지 못했다")
        }
        let text = ReadingText(reading, [base], in: .korean)
        let needs = reading.effective.map { "주장 범위 \(text.needs($0))" }
        let found =
            base.interval.map { "구간 \(text.span($0.low, $0.high))" }
            ?? base.estimate.map { "잰 값 \(text.number($0))" }
        let numbers = [needs, found].compactMap(\.self).joined(separator: ", ")
        let start =
            "해석 \(reading.id), \(title.korean): \(outcome.words(of: reading.relation).korean)(\(numbers))"
        let flips = moves.filter(\.flips).map { move in
            "\(move.axis.words.korean) ‘\(PageWords.setting(move.setting).korean)’"
                + (move.result.outcome.map { "(\($0.words(of: reading.relation).korean))" } ?? "")
        }
        let tried = moves.count { $0.result.judgement != nil }
        let end =
            tried == 0
            ? "다른 설정으로는 재지 않았다"
            : flips.isEmpty
                ? "다른 설정 \(tried)가지를 하나씩 바꾸어도 판정은 그대로이다" : "하나만 바꾸어도 판정이 달라지는 설정: \(flips.joined(separator: ", "))"
        return Words(summary, "\(start). \(end)")
    }
}

extension Outcome {
    /// For readers, in both languages, of a reading that relates to its value in this way.
    func words(of relation: Reading.Relation) -> Words { Words(text(of: relation), korean(of: relation)) }

    private func korean(of relation: Reading.Relation) -> String {
        switch (relation, self) {
        case (.reached, .supported): "이르렀음"
        case (.reached, .inconclusive): "이르지 못함"
        case (_, .supported): "뒷받침됨"
        case (_, .moreThanClaimed): "주장보다 더 큼"
        case (_, .contradicted): "어긋남"
        case (_, .inconclusive): "판단할 수 없음"
        case (_, .notJudged): "판정하지 않음"
        }
    }
}

extension SettingAxis {
    /// For readers, in both languages.
    var words: Words {
        switch self {
        case .normalization: Words("normalization", "정규화")
        case .denominator: Words("denominator", "분모")
        case .documentCut: Words("document cut", "문서 나누기")
        case .register: Words("register", "글의 종류")
        case .specialTokens: Words("special tokens", "특수 토큰")
        }
    }
}
