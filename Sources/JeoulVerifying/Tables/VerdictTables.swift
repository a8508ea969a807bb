import JeoulReporting
import JeoulStatistics
import JeoulClaims
import JeoulWeighing

extension VerificationReport {
    /// What a reader of a terminal has of all claims: of each the sentence, a table for each reading with a row for each corpus, what
    /// would have to be true, and how the verdicts move where that was asked for.
    package var tables: [Table] {
        verification.verdicts.indices.flatMap { index in
            let verdict = verification.verdicts[index]
            let language = verification.language(of: index)
            var tables = verification.readingTables(of: index) { Words($0.corpus ?? "") }
            if let needs = verification.needsTable(of: index, naming: { Words($0.text.id) }) { tables.append(needs) }
            for place in tables.indices {
                tables[place].language = language
                let title = tables[place].title ?? ""
                tables[place].title = place == 0 ? Words("\(verdict.claim.id), ") + title : title.capitalized
            }
            if !tables.isEmpty {
                tables[0].lead = [verdict.sentence]
                tables[tables.count - 1].notes = verification.notes(on: index).map { $0.text(language) }
            }
            return tables
        }
    }
}

extension Verification {
    /// The language of what is said of a claim: the one asked for, else that of its words.
    package func language(of index: Int) -> SentenceLanguage {
        options.language ?? SentenceLanguage(of: verdicts[index].claim.words)
    }

    /// A table for each reading of a claim, a row a corpus.
    ///
    /// - Parameter name: what the corpus of a result is called.
    package func readingTables(of index: Int, naming name: (ReadingResult) -> Words) -> [Table] {
        let claim = verdicts[index].claim
        return verdicts[index].readings.map { verdict in
            let text = VerdictCells(verdict, among: verdicts[index].readings)
            var table = Table(
                title: Words("reading ", "해석 ") + Words("\(verdict.reading.id): ")
                    + ReadingText.title(verdict.reading, of: claim) + text.needs,
                columns: [
                    Table.Column("corpus", title: "corpus", korean: "말뭉치"),
                    Table.Column("estimate", title: "found", alignment: .right, korean: "잰 값"),
                    Table.Column("interval", title: "95% interval", alignment: .right, korean: "95% 구간"),
                    Table.Column("verdict", title: "verdict", korean: "판정"),
                    Table.Column("strictly", title: "strictly", korean: "글자 그대로"),
                ])
            for result in verdict.results {
                table.append(
                    [
                        .words(result.corpus == nil ? Words("the sentence given", "제시한 문장") : name(result)),
                        text.estimate(result), text.interval(result), text.outcome(result), text.strictly(result),
                    ], emphasis: result.notRun == nil ? .normal : .faint)
            }
            if verdict.results.isEmpty { table.append([.words(Words("no corpus", "말뭉치 없음"))], emphasis: .faint) }
            return table
        }
    }

    /// What is to be said of the figures of a claim: how far they move from corpus to corpus, what the intervals are made of, what was left
    /// out, and the ledger's note.
    package func remarks(on index: Int) -> [Words] {
        let verdict = verdicts[index]
        var notes = [verdict.readings.lazy.compactMap { spread($0, among: verdict.readings) }.first, units(of: index)]
            .compactMap(\.self)
        notes += omissions
        if let note = verdict.claim.note {
            notes.append(Words("Note: \(note)", "참고: \(verdict.claim.noteKorean ?? note)"))
        }
        return notes
    }

    /// What is to be said below the tables of a claim.
    func notes(on index: Int) -> [Words] {
        let verdict = verdicts[index]
        var notes = remarks(on: index)
        for corpus in sensitivities[index] {
            for (reading, sensitivity) in zip(
                verdict.readings.filter { $0.reading.quantity != .exactCounts }, corpus.readings)
            {
                notes.append(
                    sensitivity.words(reading.reading, of: verdict, title: title(of: sensitivity.base)).capitalized)
            }
        }
        return notes
    }

    /// How far the estimate of a reading moves between the corpora; nil of fewer than two.
    private func spread(_ verdict: ReadingVerdict, among verdicts: [ReadingVerdict]) -> Words? {
        guard let spread = verdict.spread else { return nil }
        let text = ReadingText(verdict.reading, among: verdicts)
        func end(_ value: Double, on corpus: String) -> Words {
            let name = corpora.first { $0.text.id == corpus }?.words ?? Words(corpus)
            return Words("\(text.number(value)) (\(name.english))", "\(text.number(value))(\(name.korean))")
        }
        let low = end(spread.lowest, on: spread.lowestCorpus), high = end(spread.highest, on: spread.highestCorpus)
        let times = spread.widestInterval.flatMap { $0 > 0 ? NumberText.decimal(spread.width / $0, 1) : nil }
        return Words(
            "From corpus to corpus the figure of reading \(verdict.reading.id) goes from \(low.english) to \(high.english)"
                + (times.map { ", \($0) times the width of the widest interval." } ?? "."),
            "해석 \(verdict.reading.id)의 잰 값은 말뭉치에 따라 \(low.korean)에서 \(high.korean)까지 달라진다."
                + (times.map { " 그 폭은 가장 넓은 구간의 \($0)배이다." } ?? ""))
    }

    /// What the intervals are made of: clusters, documents, or blocks of adjacent ones; nil where nothing was estimated.
    private func units(of index: Int) -> Words? {
        let claim = verdicts[index].claim
        guard verdicts[index].readings.contains(where: { !$0.judged.isEmpty && $0.reading.quantity != .exactCounts }),
            let subject = vocabularies.column(claim.subject), let baseline = vocabularies.column(claim.baseline)
        else { return nil }
        let parts = corpora.compactMap { corpus -> Words? in
            guard let weighed = corpus.weighed,
                let ratio = weighed.ratios[WeighedCorpus.Pair(subject: subject, baseline: baseline)]
            else { return nil }
            return corpus.words + ": " + ratio.unitWords(isClustered: weighed.table.clusters != nil)
        }
        return parts.isEmpty ? nil : Words("Independent units: ", "구간을 구할 때 서로 독립으로 본 단위: ") + parts.joined(by: "; ")
    }
}

/// How the results of one reading are written.
private struct VerdictCells {
    private let english: ReadingText
    private let korean: ReadingText
    private let reading: Reading

    init(_ verdict: ReadingVerdict, among verdicts: [ReadingVerdict]) {
        reading = verdict.reading
        english = ReadingText(verdict.reading, among: verdicts)
        korean = ReadingText(verdict.reading, among: verdicts, in: .korean)
    }

    /// “, which needs 28.9–36.9% (strictly 32.5–33.5%)”
    var needs: Words {
        guard let range = reading.effective else { return "" }
        let strict = reading.worded == nil ? nil : reading.strict
        let strictly = strict.map {
            Words(" (strictly \(english.needs($0)))", "(글자 그대로는 \(korean.needs($0)))")
        }
        return Words(", which needs \(english.needs(range))", ", 주장 범위 \(korean.needs(range))") + (strictly ?? "")
    }

    func estimate(_ result: ReadingResult) -> Table.Cell {
        if let exact = result.exact { return .text("\(exact.baselineTokens) → \(exact.subjectTokens)") }
        return result.estimate.map { .text(english.number($0)) } ?? .absent
    }

    func interval(_ result: ReadingResult) -> Table.Cell {
        result.interval.map { .words(Words(english.span($0.low, $0.high), korean.span($0.low, $0.high))) } ?? .absent
    }

    /// The outcome by the range that counts, or that there is none.
    func outcome(_ result: ReadingResult) -> Table.Cell {
        let words = result.outcomeWords(of: reading.relation)
        return result.outcome.map { .toned(words, $0.tone) } ?? .words(words)
    }

    func strictly(_ result: ReadingResult) -> Table.Cell {
        guard result.worded != nil, let strict = result.strict else { return .absent }
        return .words(strict.outcome.words(of: reading.relation))
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
