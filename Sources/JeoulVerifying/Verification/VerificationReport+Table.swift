import JeoulReporting
import JeoulText
import JeoulWeighing
import JeoulClaims

extension VerificationReport {
    /// All claims in one table, for CSV.
    package var table: Table {
        var table = Table(columns: Self.columns)
        for verdict in verification.verdicts {
            for row in rows(verdict) { table.append(row) }
        }
        return table
    }

    private static let columns = [
        Table.Column("claim", title: "claim"), Table.Column("words", title: "words"),
        Table.Column("reading", title: "reading"), Table.Column("says", title: "says"),
        Table.Column("corpus", title: "corpus"), Table.Column("estimate", title: "found"),
        Table.Column("low", title: "low"), Table.Column("high", title: "high"),
        Table.Column("needs_low", title: "needs at least"), Table.Column("needs_high", title: "needs at most"),
        Table.Column("outcome", title: "outcome"), Table.Column("strict_outcome", title: "strict"),
        Table.Column("worded_outcome", title: "as worded"), Table.Column("not_run", title: "not run"),
        Table.Column("documents", title: "documents"), Table.Column("text_bytes", title: "bytes of text"),
        Table.Column("korean_characters", title: "Korean characters"),
        Table.Column("subject_tokens", title: "subject's tokens"),
        Table.Column("baseline_tokens", title: "baseline's tokens"), Table.Column("sentence", title: "sentence"),
        Table.Column("complete", title: "complete"),
    ]

    /// What was counted of a corpus, or of a group of one, for the vocabularies of a claim.
    private func counts(_ claim: Claim, on weighing: Weighing?) -> [Table.Cell] {
        guard let weighing else { return Array(repeating: .absent, count: 5) }
        let tokens = [claim.subject, claim.baseline].map { name -> Table.Cell in
            verification.vocabularies.column(name).map { .integer(weighing.tokens[$0]) } ?? .absent
        }
        return [
            .integer(weighing.corpus.documents), weighing.textBytes.map { .integer($0) } ?? .absent,
            .integer(weighing.characters.hangul),
        ] + tokens
    }

    private func rows(_ verdict: ClaimVerdict) -> [[Table.Cell]] {
        let claim: [Table.Cell] = [.text(verdict.claim.id), .text(verdict.claim.words)]
        return verdict.readings.flatMap { reading -> [[Table.Cell]] in
            let names: [Table.Cell] = claim + [.text(reading.reading.id), .text(reading.reading.says)]
            guard !reading.results.isEmpty else { return [names] }
            let range = reading.reading.effective
            func number(_ value: Double?) -> Table.Cell { value.map { .decimal($0, digits: 4) } ?? .absent }
            return reading.results.map { result in
                let weighing = verification.corpora.first { $0.text.id == result.corpus }?.weighing
                let isComplete: Table.Cell = weighing.map { .text("\($0.isComplete)") } ?? .absent
                return names + [
                    .text(result.corpus ?? "its own sentence"),
                    result.exact.map { .text("\($0.baselineTokens) → \($0.subjectTokens)") } ?? number(result.estimate),
                    number(result.interval?.low), number(result.interval?.high), number(range?.low),
                    number(range?.high), outcome(result.outcome), outcome(result.strict?.outcome),
                    outcome(result.worded?.outcome), result.notRun.map { .text($0.english) } ?? .absent,
                ] + counts(verdict.claim, on: weighing) + [.text(verdict.sentence), isComplete]
            }
        }
    }

    private func outcome(_ outcome: Outcome?) -> Table.Cell { outcome.map { .text($0.rawValue) } ?? .absent }
}
