/// One plain English sentence about a claim that a newspaper could print, true as it stands: the words, what became of
/// each reading and where, and what was measured.
struct ClaimSentence {
    let text: String

    init(_ claim: Claim, _ readings: [ReadingVerdict]) {
        let about = claim.words.contains(claim.subjectName) ? "" : " about \(claim.subjectName)"
        let quoted = "claim “\(Self.trimmed(claim.words))”\(about)"
        guard readings.contains(where: { !$0.judged.isEmpty }) else {
            let reason =
                readings.lazy.flatMap(\.results).compactMap { $0.notRun ?? $0.noInterval }.first
                ?? "no corpus was given"
            text = "The \(quoted) could not be tested: \(Self.trimmed(reason))."
            return
        }
        let place = Self.onlyPlace(readings)
        var fates = readings.map { Self.fate($0, single: readings.count == 1, namingPlaces: place == nil) }
        if fates.count > 1 { fates[fates.count - 1] = "and " + fates[fates.count - 1] }
        if claim.hedged { fates[fates.count - 1] += ", allowing 15% of the logarithm of T/T₀ either way" }
        let scope = claim.scope == .korean ? "" : " (of several languages, so that Korean text alone cannot decide it)"
        let measured = MeasuredClause(claim, readings).text.map { ": \($0)" } ?? ""
        let start = place.map { "On \($0), the" } ?? "The"
        text = "\(start) \(quoted)\(scope) is \(fates.joined(separator: "; "))\(measured)."
    }

    /// The one corpus that all readings were judged on; `nil` if there are several, or a sentence of its own.
    private static func onlyPlace(_ readings: [ReadingVerdict]) -> String? {
        guard readings.allSatisfy({ $0.reading.quantity != .exactCounts }) else { return nil }
        let places = Set(readings.flatMap(\.judged).map(\.title))
        return places.count == 1 ? places.first : nil
    }

    /// "supported on 2 of 4 corpora tested and contradicted on 2 if it means 33% fewer tokens"
    private static func fate(_ verdict: ReadingVerdict, single: Bool, namingPlaces: Bool) -> String {
        let meaning = single ? "" : " if it means \(ReadingPhrase.text(verdict.reading))"
        if verdict.judged.isEmpty { return "untested\(meaning)" }
        if verdict.reading.quantity == .exactCounts {
            let supported = verdict.judged.allSatisfy { $0.judgement?.outcome == .supported }
            return "\(supported ? "exactly right" : "wrong")\(single ? " on the sentence it gives" : meaning)"
        }
        let total = verdict.judged.count
        var parts: [String] = []
        for outcome in Outcome.allCases where outcome != .notJudged {
            let places = verdict.results(with: outcome)
            guard let first = places.first else { continue }
            let word = outcome == .inconclusive ? "undecided" : outcome.text
            if total == 1 {
                parts.append(namingPlaces ? "\(word) on \(first.title)" : word)
            } else if places.count == total {
                parts.append("\(word) on all \(total) corpora tested")
            } else {
                parts.append("\(word) on \(places.count)" + (parts.isEmpty ? " of \(total) corpora tested" : ""))
            }
        }
        return NumberText.list(parts) + meaning
    }

    static func trimmed(_ words: String) -> String {
        var words = Substring(words)
        while let last = words.last, last == "." || last == " " { words.removeLast() }
        return String(words)
    }
}

/// A reading in a few words: "33% fewer tokens", "at most 1.5 times as much text per token".
enum ReadingPhrase {
    static func text(_ reading: Reading) -> String {
        let bound =
            switch reading.relation {
            case .equals: ""
            case .atMost: "at most "
            case .atLeast: "at least "
            case .reached: "reaching "
            }
        return bound + phrase(reading)
    }

    private static func phrase(_ reading: Reading) -> String {
        let percent = NumberText.short(reading.value * 100, 1) + "%"
        let times = NumberText.short(reading.value, 2)
        return switch reading.quantity {
        case .reduction: "\(percent) fewer tokens"
        case .ratioBaselineOverSubject: "\(times) times as much text per token"
        case .ratioSubjectOverBaseline: "\(times) times as many tokens"
        case .bytesPerTokenGain: "\(percent) more bytes per token"
        case .exactCounts: "the token counts given for one sentence"
        }
    }
}
