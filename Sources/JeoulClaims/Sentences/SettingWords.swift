import JeoulReporting
import JeoulStatistics

extension SettingAxis {
    /// For readers, in both languages.
    package var words: Words {
        switch self {
        case .normalization: Words("normalization", "정규화")
        case .denominator: Words("denominator", "분모")
        case .documentCut: Words("document cut", "문서 나누기")
        case .register: Words("register", "글의 종류")
        case .specialTokens: Words("special tokens", "특수 토큰")
        }
    }

    /// What a setting is called, of those that ``SensitivityAnalysis`` tries; a name of something else is as it is.
    package static func setting(_ setting: String) -> Words { settings[setting] ?? RegisterWords.of(setting) }

    private static let settings: [String: Words] = [
        "as-is": Words("as-is", "있는 그대로"), "nfc": Words("NFC"), "nfd": Words("NFD"),
        "file": Words("whole files", "파일 하나를 문서 하나로"), "line": Words("lines", "줄 하나를 문서 하나로"),
        "match": Words("their text as the token", "그 글자를 특수 토큰으로"),
        "one BOS a document": Words("one BOS a document", "문서마다 BOS 하나"),
    ]
}

extension Sensitivity {
    /// ``summary`` in both languages: which settings alone would flip the verdict.
    ///
    /// - Parameter verdict: that of the claim, in whose digits the figures are written.
    package func words(_ reading: Reading, of verdict: ClaimVerdict, title: Words) -> Words {
        let english = ReadingText(reading, among: verdict.readings)
        let summary = Self.summary(reading, base, moves, english)
        guard let outcome = base.judgement?.outcome else {
            return Words(summary, "해석 \(reading.id): 재지 못했다")
        }
        let text = ReadingText(reading, among: verdict.readings, in: .korean)
        let needs = reading.effective.map { "주장 범위 \(text.needs($0))" }
        let found =
            base.interval.map { "구간 \(text.span($0.low, $0.high))" }
            ?? base.estimate.map { "잰 값 \(text.number($0))" }
        let numbers = [needs, found].compactMap(\.self).joined(separator: ", ")
        let start =
            "해석 \(reading.id), \(title.korean): \(outcome.words(of: reading.relation).korean)(\(numbers))"
        let flips = moves.filter(\.flips).map { move in
            "\(move.axis.words.korean) ‘\(SettingAxis.setting(move.setting).korean)’"
                + (move.result.outcome.map { "(\($0.words(of: reading.relation).korean))" } ?? "")
        }
        let tried = moves.count { $0.result.judgement != nil }
        let end =
            tried == 0
            ? "다른 설정으로는 재지 않았다"
            : flips.isEmpty
                ? "다른 설정 \(tried)가지를 하나씩 바꾸어도 판정은 그대로이다" : "하나만 바꾸어도 판정이 달라지는 설정: \(flips.joined(separator: ", "))"
        return Words(summary, "\(start). \(end)") + range(english)
    }

    /// From which setting to which the estimate goes; nothing where it does not move.
    private func range(_ text: ReadingText) -> Words {
        let reported = base.estimate.map { (value: $0, setting: Words("as reported", "기본 설정")) }
        // The base first: what does not move is not named in its place.
        let all =
            [reported].compactMap(\.self)
            + moves.compactMap { move in
                move.result.estimate.map {
                    let korean = "\(move.axis.words.korean) \(SettingAxis.setting(move.setting).korean)"
                    return (value: $0, setting: Words("\(move.axis.text) \(move.setting)", korean))
                }
            }
        guard let lowest = all.min(by: { $0.value < $1.value }), let highest = all.max(by: { $0.value < $1.value }),
            lowest.value < highest.value
        else { return "" }
        let (low, high) = (text.number(lowest.value), text.number(highest.value))
        return Words(
            "; estimates from \(low) (\(lowest.setting.english)) to \(high) (\(highest.setting.english))",
            ". 잰 값은 \(low)(\(lowest.setting.korean))에서 \(high)(\(highest.setting.korean))까지이다")
    }
}
