import JeoulText
import JeoulReporting
import JeoulStatistics
import JeoulWeighing

extension VerificationReport {
    /// A table a claim: the sentence, a row for each reading on each corpus, then the summary, what would have to be true, and
    /// how the verdicts move where that was asked for.
    package var tables: [Table] {
        verification.verdicts.indices.map { index in
            let verdict = verification.verdicts[index]
            var table = Table(
                title: "\(verdict.claim.id): “\(verdict.claim.words)”", columns: Self.columns(namingClaim: false),
                notes: notes(index))
            table.lead = [verdict.sentence]
            for row in rows(verdict, namingClaim: false) { table.append(row) }
            return table
        }
    }

    /// All claims in one table, for CSV.
    package var table: Table {
        var table = Table(columns: Self.columns(namingClaim: true))
        for verdict in verification.verdicts {
            for row in rows(verdict, namingClaim: true) { table.append(row) }
        }
        return table
    }

    private func notes(_ index: Int) -> [String] {
        let verdict = verification.verdicts[index]
        var notes = [verdict.summary]
        let language = verification.options.language ?? SentenceLanguage(of: verdict.claim.words)
        notes += verification.needs(of: index).map { $0.text(language) }
        let units = verification.units(of: index)
        if !units.isEmpty {
            let parts = units.map { $0.text(language) }.joined(separator: "; ")
            notes.append(language == .english ? "independent units: \(parts)" : "서로 독립으로 본 단위: \(parts)")
        }
        notes += verification.omissions
        if let note = verdict.claim.note { notes.append("note: \(note)") }
        for corpus in verification.sensitivities[index] {
            for reading in corpus.readings { notes.append("sensitivity: \(reading.summary)\(reading.range)") }
        }
        return notes
    }

    private static func columns(namingClaim: Bool) -> [Table.Column] {
        let claim = namingClaim ? [Table.Column("claim", title: "claim"), Table.Column("words", title: "words")] : []
        return claim + [
            Table.Column("reading", title: "reading"),
            Table.Column("says", title: "says"),
            Table.Column("corpus", title: "corpus"),
            Table.Column("estimate", title: "found", alignment: .right),
            Table.Column("low", title: "low", alignment: .right, audience: .programs),
            Table.Column("high", title: "high", alignment: .right, audience: .programs),
            Table.Column("interval", title: "95% interval", alignment: .right, audience: .readers),
            Table.Column("needs", title: "needs", alignment: .right, audience: .readers),
            Table.Column("needs_low", title: "needs at least", alignment: .right, audience: .programs),
            Table.Column("needs_high", title: "needs at most", alignment: .right, audience: .programs),
            Table.Column("verdict", title: "verdict", audience: .readers),
            Table.Column("strictly", title: "strictly", audience: .readers),
            Table.Column("outcome", title: "outcome", audience: .programs),
            Table.Column("strict_outcome", title: "strict", audience: .programs),
            Table.Column("worded_outcome", title: "as worded", audience: .programs),
            Table.Column("not_run", title: "not run", audience: .programs),
            Table.Column("documents", title: "documents", audience: .programs),
            Table.Column("text_bytes", title: "bytes of text", audience: .programs),
            Table.Column("korean_characters", title: "Korean characters", audience: .programs),
            Table.Column("subject_tokens", title: "subject's tokens", audience: .programs),
            Table.Column("baseline_tokens", title: "baseline's tokens", audience: .programs),
            Table.Column("sentence", title: "sentence", audience: .programs),
            Table.Column("complete", title: "complete", audience: .programs),
        ]
    }

    /// What was counted of a corpus, or of a group of one, for the vocabularies of a claim.
    private func counts(_ claim: Claim, on weighing: Weighing?) -> [Table.Cell] {
        guard let weighing else {
            return Array(repeating: .absent, count: 5)
        }
        let tokens = [claim.subject, claim.baseline].map { name -> Table.Cell in
            verification.vocabularies.column(name).map { .integer(weighing.tokens[$0]) } ?? .absent
        }
        return [
            .integer(weighing.corpus.documents), weighing.textBytes.map { .integer($0) } ?? .absent,
            .integer(weighing.characters.hangul),
        ] + tokens
    }

    private func rows(_ verdict: ClaimVerdict, namingClaim: Bool) -> [Table.Row] {
        var rows: [Table.Row] = []
        let claim: [Table.Cell] = namingClaim ? [.text(verdict.claim.id), .text(verdict.claim.words)] : []
        for reading in verdict.readings {
            let style = ResultText(reading)
            for (index, result) in reading.results.enumerated() {
                let first = index == 0 || namingClaim
                let weighing = verification.corpora.first { $0.text.id == result.corpus }?.weighing
                let counts = counts(verdict.claim, on: weighing)
                let isComplete: Table.Cell = weighing.map { .text("\($0.isComplete)") } ?? .absent
                rows.append(
                    Table.Row(
                        claim + [
                            .text(first ? reading.reading.id : ""), .text(first ? reading.reading.says : ""),
                            .text(result.corpus ?? "its own sentence"), style.estimate(result),
                            result.interval.map { style.number($0.low) } ?? .absent,
                            result.interval.map { style.number($0.high) } ?? .absent,
                            result.interval.map { .text(style.text.span($0.low, $0.high)) } ?? .absent, style.needs,
                            style.range?.low.map(style.number) ?? .absent,
                            style.range?.high.map(style.number) ?? .absent, style.judgement(result),
                            result.worded == nil ? .absent : result.strict.map { .text(style.word($0)) } ?? .absent,
                            result.outcome.map { .text($0.rawValue) } ?? .absent,
                            result.strict.map { .text($0.outcome.rawValue) } ?? .absent,
                            result.worded.map { .text($0.outcome.rawValue) } ?? .absent,
                            result.notRun.map { .text($0.english) } ?? .absent,
                        ] + counts + [.text(verdict.sentence), isComplete],
                        emphasis: result.notRun == nil ? .normal : .faint))
            }
            if reading.results.isEmpty {
                rows.append(
                    Table.Row(claim + [.text(reading.reading.id), .text(reading.reading.says)], emphasis: .faint))
            }
        }
        return rows
    }
}

/// How the results of one reading are written.
private struct ResultText {
    let text: ReadingText
    private let reading: Reading

    init(_ verdict: ReadingVerdict) {
        reading = verdict.reading
        text = ReadingText(verdict.reading, verdict.results)
    }

    /// The range that it is judged by.
    var range: ClaimRange? { reading.effective }

    var needs: Table.Cell { range.map { .text(text.needs($0)) } ?? .absent }

    /// With as many digits as set it apart from the range's ends.
    func number(_ value: Double) -> Table.Cell {
        text.isShare
            ? .percentage(value, digits: text.places) : .decimal(value, digits: text.places)
    }

    func estimate(_ result: ReadingResult) -> Table.Cell {
        if let exact = result.exact { return .text("\(exact.baselineTokens) → \(exact.subjectTokens)") }
        return result.estimate.map(number) ?? .absent
    }

    /// The outcome by the range that counts, or that there is none.
    func judgement(_ result: ReadingResult) -> Table.Cell {
        guard let judgement = result.judgement else { return .text(result.notRun == nil ? "–" : "not run") }
        return .toned(word(judgement), judgement.outcome.tone)
    }

    func word(_ judgement: Judgement) -> String { judgement.outcome.text(of: reading.relation) }
}

extension Sensitivity {
    /// "; estimates from 0.187 (normalization nfd) to 0.353 (as reported)"
    fileprivate var range: String {
        let reported = base.estimate.map { (value: $0, setting: "as reported") }
        // The base first: what does not move is not named in its place.
        let all =
            [reported].compactMap(\.self)
            + moves.compactMap { move in
                move.result.estimate.map { (value: $0, setting: "\(move.axis.text) \(move.setting)") }
            }
        guard let lowest = all.min(by: { $0.value < $1.value }), let highest = all.max(by: { $0.value < $1.value }),
            lowest.value < highest.value
        else { return "" }
        return "; estimates from \(NumberText.decimal(lowest.value, 3)) (\(lowest.setting)) "
            + "to \(NumberText.decimal(highest.value, 3)) (\(highest.setting))"
    }
}

extension Outcome {
    /// Its colour in a terminal.
    fileprivate var tone: TextStyle.Tone {
        switch self {
        case .supported, .moreThanClaimed: .good
        case .contradicted: .bad
        case .inconclusive, .notJudged: .open
        }
    }
}
