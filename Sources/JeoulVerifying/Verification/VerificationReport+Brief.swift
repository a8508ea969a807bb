import JeoulReporting
import JeoulStatistics
import JeoulClaims

extension VerificationReport {
    /// The first claim in a sentence, and a line for each reading of the others: what fits a screen.
    ///
    /// - Parameter width: the columns to wrap to.
    package func brief(width: Int) -> String {
        guard let first = verification.verdicts.first else { return "" }
        let lines = TextWidth.wrapped(VisibleText.line(first.sentence), to: width)
        let sentence = lines.joined(separator: "\n") + "\n"
        let others = verification.verdicts.dropFirst()
        return others.isEmpty
            ? sentence : sentence + "\n" + Self.overview(others, verification.language(of: 0)).text(width: width)
    }

    /// A line for each reading: what it needs, what was found on all corpora, and what follows.
    private static func overview(_ verdicts: some Sequence<ClaimVerdict>, _ language: SentenceLanguage) -> Table {
        var table = Table(columns: [
            Table.Column("claim", title: "claim", korean: "주장"), Table.Column("reading", title: ""),
            Table.Column("needs", title: "needs", alignment: .right, korean: "주장 범위"),
            Table.Column("found", title: "found", alignment: .right, korean: "잰 값"),
            Table.Column("verdict", title: "verdict", korean: "판정"),
        ])
        table.language = language
        for verdict in verdicts {
            for (index, reading) in verdict.readings.enumerated() {
                let text = ReadingText(reading.reading, among: verdict.readings, in: language)
                table.append([
                    .text(index == 0 ? verdict.claim.id : ""), .text(reading.reading.id),
                    reading.reading.effective.map { .text(text.needs($0)) } ?? .absent,
                    Self.found(reading, text), .words(Self.outcome(reading)),
                ])
            }
        }
        return table
    }

    private static func found(_ verdict: ReadingVerdict, _ text: ReadingText) -> Table.Cell {
        if let exact = verdict.results.first?.exact { return .text("\(exact.baselineTokens) → \(exact.subjectTokens)") }
        if let spread = verdict.spread { return .text(text.span(spread.lowest, spread.highest)) }
        return verdict.judged.first?.estimate.map { .text(text.number($0)) } ?? .absent
    }

    /// "more than claimed"; where the corpora differ, that it depends on them.
    private static func outcome(_ verdict: ReadingVerdict) -> Words {
        guard !verdict.judged.isEmpty else {
            return verdict.results.contains { $0.judgement != nil }
                ? Outcome.notJudged.words(of: verdict.reading.relation) : ReadingResult.notRunWords
        }
        let outcomes = Set(verdict.judged.compactMap(\.outcome))
        return verdict.outcome == .inconclusive && outcomes.count > 1
            ? Words("depends on the text", "글에 따라 다름") : verdict.outcome.words(of: verdict.reading.relation)
    }
}
