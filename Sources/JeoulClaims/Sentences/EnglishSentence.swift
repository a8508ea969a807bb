import JeoulReporting
import JeoulStatistics

/// A claim's verdict in English.
struct EnglishSentence {
    private let facts: ClaimFacts
    private var claim: Claim { facts.claim }

    init(_ facts: ClaimFacts) { self.facts = facts }

    /// What became of the claim, and what that rests on: the texts, and what a further one would give.
    var parts: (verdict: String, basis: String) {
        let about = claim.words.contains(claim.subjectName) ? "" : " about \(claim.subjectName)"
        let source = facts.source(in: .english).map { " (\($0))" } ?? ""
        let head = "The claim “\(facts.words)”\(about)\(source)"
        guard facts.isJudged else { return ("\(head) was not judged: \(reason).", "") }
        var sentences = facts.readings.count == 1 ? [single(head)] : several(head)
        sentences += (claim.impossible ?? []).map(impossible)
        if facts.isOfCost { sentences.append("Cost is taken as tokens at an equal price per token.") }
        sentences += facts.counted.map(\.english)
        switch claim.scope {
        case .korean: break
        case .allLanguages:
            sentences.append("It speaks of several languages together, which Korean text alone cannot decide.")
        case .english: sentences.append("It speaks of English, which Korean text cannot decide.")
        }
        if claim.hedged {
            sentences.append(
                facts.isHedgeWider
                    ? "What is said to be approximate may be 15% more or less of the difference than the figure says, on the scale of logarithms: a convention of Jeoul’s."
                    : "It is said to be approximate; the figure’s own digit is the wider range, and decides.")
        }
        let basis = [corpora, prediction].compactMap(\.self)
        return (sentences.joined(separator: " "), basis.joined(separator: " "))
    }

    private func impossible(_ reading: ImpossibleReading) -> String {
        switch reading {
        case .fewerTokens:
            "As \(claim.valueText) fewer tokens it cannot be meant: no text takes fewer tokens than none."
        case .lessText:
            "As \(claim.valueText) less text per token it cannot be meant: no token holds less than nothing."
        }
    }

    private var reason: String {
        let places = facts.unjudged.map { "\(ClaimFacts.trimmed($0.reason.english)) (\(NumberText.list($0.titles)))" }
        if !places.isEmpty { return places.joined(separator: "; ") }
        return ClaimFacts.trimmed(facts.exactNotRun?.english ?? "no corpus was given")
    }

    // MARK: Readings

    private func single(_ head: String) -> String {
        let verdict = facts.readings[0]
        let needs = needs(verdict).map { " (needs \($0))" } ?? ""
        let found = found(verdict).map { ": \($0)" } ?? ""
        return "\(head) \(fate(verdict))\(needs)\(found)."
    }

    private func several(_ head: String) -> [String] {
        let number = ["two", "three", "four", "five", "six"]
        let count = facts.readings.count - 2
        let start = "\(head) can be read in \(number.indices.contains(count) ? number[count] : "several") ways."
        return [start]
            + facts.readings.map { verdict in
                let needs = needs(verdict).map { " (needs \($0))" } ?? ""
                let found = found(verdict).map { ": \($0)" } ?? ""
                return "As \(Self.title(verdict.reading, of: claim))\(needs) it \(fate(verdict))\(found)."
            }
    }

    /// "is supported on 2 of 4 corpora and is contradicted on 2"
    private func fate(_ verdict: ReadingVerdict) -> String {
        if verdict.judged.isEmpty { return "was not judged" }
        if verdict.reading.quantity == .exactCounts {
            return verdict.outcome == .supported ? "is exactly right" : "is wrong"
        }
        let total = verdict.judged.count
        let tally = facts.tally(verdict)
        if total == 1, let only = verdict.judged.first {
            return "\(verb(tally[0].outcome, verdict)) on \(facts.title(only))"
        }
        if tally.count == 1 {
            let isReachedNowhere = verdict.reading.relation == .reached && tally[0].outcome == .inconclusive
            let all =
                total == 2
                ? isReachedNowhere ? "either corpus" : "both corpora"
                : isReachedNowhere ? "any of the \(total) corpora" : "all \(total) corpora"
            return "\(verb(tally[0].outcome, verdict)) on \(all)"
        }
        let parts = tally.enumerated().map { index, part in
            "\(verb(part.outcome, verdict)) on \(part.count)" + (index == 0 ? " of \(total) corpora" : "")
        }
        let isOne = verdict.reading.relation != .equals
        let overall =
            isOne && verdict.outcome != .inconclusive ? ", so as a whole it \(verb(verdict.outcome, verdict))" : ""
        return NumberText.list(parts) + overall
    }

    private func verb(_ outcome: Outcome, _ verdict: ReadingVerdict) -> String {
        let isReached = verdict.reading.relation == .reached
        return switch outcome {
        case .supported: isReached ? "is reached" : "is supported"
        case .inconclusive: isReached ? "is not reached" : "is inconclusive"
        case .moreThanClaimed: "understates the difference"
        case .contradicted: "is contradicted"
        case .notJudged: "was not judged"
        }
    }

    private func needs(_ verdict: ReadingVerdict) -> String? {
        guard let range = verdict.reading.effective else { return nil }
        return ReadingText(verdict.reading, among: facts.readings).needs(range) + Self.unit(verdict.reading)
    }

    private static func unit(_ reading: Reading) -> String {
        switch reading.quantity {
        case .reduction: " fewer tokens"
        case .bytesPerTokenGain: " more bytes per token"
        case .ratioBaselineOverSubject, .exactCounts: " times the text per token"
        case .ratioSubjectOverBaseline: " times the tokens"
        }
    }

    /// "33% fewer tokens", "never more than 34% fewer tokens", "34% fewer tokens on some text"
    static func title(_ reading: Reading, of claim: Claim) -> String {
        let isShare = reading.quantity == .reduction || reading.quantity == .bytesPerTokenGain
        let value = isShare ? NumberText.short(reading.value * 100, 2) + "%" : NumberText.short(reading.value, 4)
        if reading.quantity == .exactCounts { return "the token counts of the sentence given" }
        if ClaimFacts.isRange(claim) {
            return switch reading.quantity {
            case .reduction: "fewer tokens"
            case .bytesPerTokenGain: "more bytes per token"
            case .ratioBaselineOverSubject, .exactCounts: "more text per token"
            case .ratioSubjectOverBaseline: reading.favoursLarger ? "more tokens" : "a share of the tokens"
            }
        }
        let bound =
            switch reading.relation {
            case .equals: ""
            case .atMost: "never more than "
            case .atLeast: "at least "
            case .reached: ""
            }
        return bound + value + unit(reading) + (reading.relation == .reached ? " on some text" : "")
    }

    /// "A.X 4.0 used 34.6–38.0% fewer tokens than GPT-4o"
    private func found(_ verdict: ReadingVerdict) -> String? {
        if let counted = verdict.results.lazy.compactMap(\.exact).first {
            return
                "\(claim.subjectName) used \(NumberFormat.counted(counted.subjectTokens, "token")), \(claim.baselineName) \(counted.baselineTokens)"
        }
        guard let finding = ReadingFinding(verdict, among: facts.readings, in: .english) else { return nil }
        let amount = amount(finding, finding.low, finding.high)
        let interval = finding.interval.map { interval in
            " (\(NumberText.short(interval.level * 100, 1))% interval \(span(finding, interval)))"
        }
        let varies = finding.varies ? ", depending on the text" : ""
        switch verdict.reading.quantity {
        case .reduction:
            return "\(claim.subjectName) used \(amount) tokens than \(claim.baselineName)\(interval ?? varies)"
        case .bytesPerTokenGain:
            return "\(claim.subjectName) put \(amount) bytes of the same text into a token than \(claim.baselineName)"
                + (interval ?? varies)
        case .ratioBaselineOverSubject, .exactCounts:
            return "\(claim.subjectName) put \(amount) times as much of the same text into a token as "
                + "\(claim.baselineName)\(interval ?? varies)"
        case .ratioSubjectOverBaseline:
            return
                "\(claim.subjectName) used \(amount) times as many tokens as \(claim.baselineName)\(interval ?? varies)"
        }
    }

    private func amount(_ finding: ReadingFinding, _ low: Double, _ high: Double) -> String {
        guard finding.text.isShare else { return finding.text.span(low, high) }
        let isReduction = finding.verdict.reading.quantity == .reduction
        return finding.directed(
            low, high, more: isReduction ? " fewer" : " more", less: isReduction ? " more" : " fewer"
        ) { "from \($0) to \($1)" }
    }

    /// An interval beside its estimate: without the direction, where it is that of the estimate.
    private func span(_ finding: ReadingFinding, _ interval: Interval) -> String {
        guard finding.text.isShare else { return finding.text.span(interval.low, interval.high) }
        if finding.low >= 0, interval.low >= 0 { return finding.text.span(interval.low, interval.high) }
        if finding.low < 0, interval.high <= 0 { return finding.text.span(-interval.high, -interval.low) }
        return amount(finding, interval.low, interval.high)
    }

    // MARK: Corpora

    private var corpora: String? {
        guard facts.corpora > 0 else { return nil }
        let groups = facts.groups.map { group in
            NumberText.list(group.titles) + (group.provenance.written(in: .english).map { " (\($0))" } ?? "")
        }
        let number =
            facts.corpora == 1
            ? "" : ": \(facts.corpora) corpora of \(NumberFormat.counted(facts.sources, "collection"))"
        let left = facts.unjudged.map {
            "; not on \(NumberText.list($0.titles)): \(ClaimFacts.trimmed($0.reason.english))"
        }
        return "Judged on \(groups.joined(separator: "; "))\(number)\(left.joined())."
    }

    private var prediction: String? {
        guard let (interval, finding) = facts.prediction else { return nil }
        let span = amount(finding, interval.low, interval.high)
        let noun =
            switch finding.verdict.reading.quantity {
            case .reduction: " tokens"
            case .bytesPerTokenGain: " bytes per token"
            default: Self.unit(finding.verdict.reading)
            }
        let isReduction = finding.verdict.reading.quantity == .reduction
        let middle = finding.middle(
            interval.mean, of: interval.low, interval.high, more: isReduction ? " fewer" : " more",
            less: isReduction ? " more" : " fewer")
        return
            "On a corpus of another collection \(span)\(noun) would be expected, \(middle) "
            + "in the middle (\(NumberText.short(interval.level * 100, 1))% prediction interval from \(NumberFormat.counted(interval.sources, "collection")))."
    }
}
