extension VerificationReport {
    /// A table a claim: a row for each reading on each corpus, then the summary and the sentence, and how the verdicts move
    /// where that was asked for.
    public var tables: [Table] {
        verification.verdicts.indices.map { index in
            let verdict = verification.verdicts[index]
            var table = Table(
                title: "\(verdict.claim.id): “\(verdict.claim.words)”", columns: Self.columns(namingClaim: false),
                notes: notes(index))
            for row in Self.rows(verdict, namingClaim: false) { table.append(row) }
            return table
        }
    }

    /// All claims in one table, for CSV.
    public var table: Table {
        var table = Table(columns: Self.columns(namingClaim: true))
        for verdict in verification.verdicts {
            for row in Self.rows(verdict, namingClaim: true) { table.append(row) }
        }
        return table
    }

    private func notes(_ index: Int) -> [String] {
        let verdict = verification.verdicts[index]
        var notes = [verdict.summary, verdict.sentence]
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
            Table.Column("estimate", title: "estimate", alignment: .right),
            Table.Column("low", title: "low", alignment: .right, audience: .programs),
            Table.Column("high", title: "high", alignment: .right, audience: .programs),
            Table.Column("interval", title: "95% interval", alignment: .right, audience: .readers),
            Table.Column("strict_outcome", title: "strict", audience: .programs),
            Table.Column("worded_outcome", title: "as worded", audience: .programs),
            Table.Column("strict", title: "strictly", audience: .readers),
            Table.Column("worded", title: "as worded", audience: .readers),
            Table.Column("not_run", title: "not run", audience: .programs),
        ]
    }

    private static func rows(_ verdict: ClaimVerdict, namingClaim: Bool) -> [Table.Row] {
        var rows: [Table.Row] = []
        let claim: [Table.Cell] = namingClaim ? [.text(verdict.claim.id), .text(verdict.claim.words)] : []
        for reading in verdict.readings {
            let style = ResultText(reading.reading)
            for (index, result) in reading.results.enumerated() {
                let first = index == 0 || namingClaim
                rows.append(
                    Table.Row(
                        claim + [
                            .text(first ? reading.reading.id : ""), .text(first ? reading.reading.says : ""),
                            .text(result.corpus ?? "its own sentence"), style.estimate(result),
                            result.interval.map { style.number($0.low) } ?? .absent,
                            result.interval.map { style.number($0.high) } ?? .absent, style.interval(result),
                            result.strict.map { .text($0.outcome.rawValue) } ?? .absent,
                            result.worded.map { .text($0.outcome.rawValue) } ?? .absent,
                            .text(style.judgement(result.strict, of: result)),
                            .text(result.notRun == nil ? style.judgement(result.worded, of: result) : "–"),
                            result.notRun.map { .text($0) } ?? .absent,
                        ], emphasis: result.notRun == nil ? .normal : .faint))
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
    private let reading: Reading
    private let isShare: Bool

    init(_ reading: Reading) {
        self.reading = reading
        isShare = reading.quantity == .reduction || reading.quantity == .bytesPerTokenGain
    }

    func number(_ value: Double) -> Table.Cell {
        isShare ? .percentage(value, digits: 2) : .decimal(value, digits: 4)
    }

    func estimate(_ result: ReadingResult) -> Table.Cell {
        if let exact = result.exact { return .text("\(exact.baselineTokens) → \(exact.subjectTokens)") }
        return result.estimate.map(number) ?? .absent
    }

    func interval(_ result: ReadingResult) -> Table.Cell {
        guard let interval = result.interval else { return .absent }
        guard isShare else { return .interval(interval.low, interval.high, digits: 4) }
        let low = number(interval.low).readable
        let high = number(interval.high).readable
        return .text(interval.low < 0 ? "\(low) … \(high)" : "\(low)–\(high)")
    }

    /// "contradicted by at least 1.20 points", "inconclusive (estimate inside)"
    func judgement(_ judgement: Judgement?, of result: ReadingResult) -> String {
        guard let judgement else { return result.notRun == nil ? "–" : "not run" }
        switch judgement.outcome {
        case .supported: return judgement.outcome.text
        case .moreThanClaimed, .contradicted:
            guard let margin = judgement.margin else { return judgement.outcome.text }
            let amount = isShare ? NumberText.decimal(margin * 100, 2) + " points" : NumberText.decimal(margin, 4)
            return "\(judgement.outcome.text) by ≥ \(amount)"
        case .inconclusive:
            if reading.relation == .reached { return "not reached here" }
            return judgement.pointInside ? "inconclusive (estimate inside)" : "inconclusive (estimate outside)"
        case .notJudged: return judgement.outcome.text
        }
    }
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
