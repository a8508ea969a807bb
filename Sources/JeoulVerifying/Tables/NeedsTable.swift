import JeoulReporting
import JeoulClaims

extension Verification {
    /// What the corpus of a result is called.
    package func title(of result: ReadingResult) -> Words {
        corpora.first { $0.text.id == result.corpus }?.words ?? Words(result.title)
    }

    /// What would have to be true for a claim to hold, in tokens: on each corpus those of the baseline, those of the subject, and how many
    /// these would have to be by each reading. Nil where nothing was counted.
    ///
    /// - Parameter name: what a corpus is called.
    package func needsTable(of index: Int, naming name: (WeighedText) -> Words) -> Table? {
        let claim = verdicts[index].claim
        let readings = verdicts[index].readings.map(\.reading).filter { $0.effective != nil }
        guard !readings.isEmpty, let subject = vocabularies.column(claim.subject),
            let baseline = vocabularies.column(claim.baseline)
        else { return nil }
        func tokens(_ key: String, _ name: String) -> Table.Column {
            Table.Column(key, title: "tokens of \(name)", alignment: .right, korean: "\(name) 토큰")
        }
        var table = Table(
            title: Words(
                "what would have to be true: the tokens of \(claim.subjectName) that the claim allows for the same text",
                "주장이 맞으려면: 같은 글에서 \(claim.subjectName)의 토큰이 들어야 할 범위"),
            columns: [
                Table.Column("corpus", title: "corpus", korean: "말뭉치"),
                tokens("baseline_tokens", claim.baselineName), tokens("subject_tokens", claim.subjectName),
            ]
                + readings.map {
                    Table.Column(
                        "needs_\($0.id)", title: "by reading \($0.id)", alignment: .right, korean: "해석 \($0.id)의 범위")
                })
        for corpus in corpora {
            guard let counts = corpus.weighing?.tokens, counts[subject] > 0, counts[baseline] > 0 else { continue }
            table.append(
                [.words(name(corpus)), .integer(counts[baseline]), .integer(counts[subject])]
                    + readings.map { reading in
                        Self.allowed(reading, baseline: counts[baseline]).map { .words($0) } ?? .absent
                    })
        }
        return table.rows.isEmpty ? nil : table
    }

    /// “24,997–25,373”, “at least 25,000”: the subject's tokens that a reading allows, whole numbers inside its range; nil where there is
    /// none.
    static func allowed(_ reading: Reading, baseline: Int) -> Words? {
        guard let range = reading.effective else { return nil }
        let ends = [range.low, range.high].map { end in
            end.flatMap(reading.quantity.tokenRatio(ofValue:)).map { $0 * Double(baseline) }
        }
        let known = ends.compactMap(\.self).sorted()
        guard let least = known.first, let most = known.last else { return nil }
        if known.count == 2 {
            guard let first = whole(least, .up), let last = whole(most, .down), first <= last else { return nil }
            return NumberFormat.span(NumberFormat.grouped(first), NumberFormat.grouped(last))
        }
        if (ends[0] != nil) == reading.quantity.isIncreasing {
            return whole(least, .up).map(NumberFormat.grouped).map { Words("at least \($0)", "\($0) 이상") }
        }
        return whole(most, .down).map(NumberFormat.grouped).map { Words("at most \($0)", "\($0) 이하") }
    }

    /// An end of a range, rounded inwards, but for what the last bits of a product did.
    private static func whole(_ end: Double, _ inwards: FloatingPointRoundingRule) -> Int? {
        let nearest = end.rounded()
        return Int(exactly: abs(end - nearest) < 1e-6 ? nearest : end.rounded(inwards))
    }
}

extension Verification.WeighedText {
    /// What the corpus is called.
    package var words: Words { Words(text.title, text.provenance.titleKorean ?? text.title) }
}
