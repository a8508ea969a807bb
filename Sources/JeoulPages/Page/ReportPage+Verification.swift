import JeoulClaims
import JeoulVerifying
import JeoulReporting
import JeoulVocabularies
import JeoulWeighing

extension ReportPage {
    /// A page of claims, with the figures of all vocabularies that were counted on every corpus.
    ///
    /// - Parameters:
    ///   - report: what is said of the verification elsewhere.
    ///   - arguments: the command that makes the page again.
    ///   - language: which the page shows first; Korean by default.
    package init(
        of verification: Verification, report: VerificationReport, arguments: [String],
        language: SentenceLanguage? = nil
    ) throws {
        let claimed = verification.vocabularies
        let vocabularies =
            zip(claimed.loaded, claimed.tokenizers).map { (vocabulary: $0, tokenizer: $1) } + verification.others
        let weighed = verification.corpora.compactMap { corpus in
            (corpus.wholeWeighing ?? corpus.weighing).map { (text: corpus.text, weighing: $0) }
        }
        let figures = try weighed.map { text, weighing in
            try Corpus(
                id: text.id, title: text.title, titleKorean: text.provenance.titleKorean, licence: text.licence,
                weighing: weighing, names: vocabularies.map(\.vocabulary).columnNames,
                isComposedOfRegisters: text.isComposedOfRegisters, estimation: verification.options.estimation)
        }
        try self.init(
            corpora: figures, vocabularies: vocabularies, sample: weighed.first?.weighing.beginning ?? [],
            arguments: arguments, data: report.json(), language: language)
        add(verification, report: report)
    }

    /// Adds the claims of a verification, with its tables.
    private mutating func add(_ verification: Verification, report: VerificationReport) {
        claims = verification.verdicts.indices.map { index in
            let verdict = verification.verdicts[index]
            let judged = verdict.readings.filter { $0.reading.quantity != .exactCounts }
            let (english, korean) = verification.sentences(of: index)
            return Claim(
                verdict: verdict, sentence: Words(english.verdict, korean.verdict),
                basis: Words(english.basis, korean.basis),
                forests: judged.map { Self.forest(verdict, $0, verification) },
                exact: zip(verdict.readings, verification.readingTables(of: index, naming: verification.title))
                    .filter { $0.0.reading.quantity == .exactCounts }.map(\.1),
                needs: verification.needsTable(of: index, naming: \.words), remarks: verification.remarks(on: index),
                moves: judged.compactMap {
                    Self.moves(verdict, $0.reading, verification.sensitivities[index], verification)
                },
                untried: Self.untried(verification.sensitivities[index], verification))
        }
        featured = Set(verification.vocabularies.loaded.map(\.id))
        tables = verification.verdicts.indices.flatMap { index in
            verification.readingTables(of: index, naming: verification.title).map { table in
                var table = table
                let claim = verification.verdicts.count > 1 ? Words("\(verification.verdicts[index].claim.id), ") : ""
                table.title = (claim + (table.title ?? "")).capitalized
                return table
            }
        }
    }

    /// Adds what was measured, as a table.
    package mutating func add(_ report: MeasurementReport) { tables = [report.table] }

    /// Adds a table of the figures of each group, where documents were counted apart.
    package mutating func add(groups table: Table, by grouping: Grouping) {
        var table = table
        let name = grouping.words
        table.title = Words("By \(name.english)", "\(name.korean)별로 나눈 값")
        groups = table
    }

    /// Adds a comparison.
    package mutating func add(_ report: ComparisonReport) {
        comparison = Comparison(
            forest: report.forest, note: report.words, sentence: corpora.first.flatMap { report.sentence(on: $0.title) }
        )
        tables = [report.table]
    }

    /// What was not tried, and why: once, with the corpora of which it is so, unless that is all of them.
    private static func untried(
        _ sensitivities: [Verification.CorpusSensitivity], _ verification: Verification
    ) -> [Words] {
        var seen: [(setting: Words, reason: Words, corpora: [Words])] = []
        for sensitivity in sensitivities {
            let corpus =
                verification.corpora.first { $0.text.id == sensitivity.corpus }?.words ?? Words(sensitivity.corpus)
            for setting in sensitivity.untried {
                let name = setting.axis.words + (setting.setting.map { Words(" ") + SettingAxis.setting($0) } ?? "")
                if let index = seen.firstIndex(where: { $0.setting == name && $0.reason == setting.reason.words }) {
                    seen[index].corpora.append(corpus)
                } else {
                    seen.append((name, setting.reason.words, [corpus]))
                }
            }
        }
        return seen.map { line in
            let isOfAll = line.corpora.count == sensitivities.count
            let places = isOfAll ? Words("") : Words(" (") + line.corpora.joined(by: ", ") + Words(")")
            return line.setting.capitalized + places + Words(": ") + line.reason
        }
    }

    private static func forest(
        _ verdict: ClaimVerdict, _ reading: ReadingVerdict, _ verification: Verification
    ) -> ForestChart {
        let claim = verdict.claim
        let rows = reading.results.map { result in
            ForestChart.Row(
                label: verification.title(of: result), estimate: result.estimate,
                interval: result.interval.map { ($0.low, $0.high) }, outcome: result.outcome,
                note: note(result, reading.reading.relation, verification))
        }
        return ForestChart(
            title: title(of: reading.reading, claim),
            quantity: reading.reading.quantity.words(claim), groups: [.init(heading: nil, rows: rows)],
            range: reading.reading.effective, isShare: reading.reading.quantity.isShare,
            decimals: ReadingText(reading.reading, reading.results).places, claimed: claimed(reading.reading))
    }

    /// The range of a reading in words.
    private static func claimed(_ reading: Reading) -> Words? {
        reading.effective.map { range in
            Words(
                ReadingText(reading, []).needs(range), ReadingText(reading, [], in: .korean).needs(range))
        }
    }

    private static func title(of reading: Reading, _ claim: JeoulClaims.Claim) -> Words {
        Words("Reading ", "해석 ") + Words("\(reading.id): ") + ReadingText.title(reading, of: claim)
    }

    /// “n = 4,000, 1,000 clusters: more than claimed”, or why there is no verdict.
    private static func note(
        _ result: ReadingResult, _ relation: Reading.Relation, _ verification: Verification
    ) -> Words {
        let outcome = result.outcomeWords(of: relation)
        if let reason = result.notRun { return outcome + Words(": ") + reason.words }
        if let reason = result.noInterval { return outcome + Words(": ") + reason.words }
        guard let corpus = verification.corpora.first(where: { $0.text.id == result.corpus }),
            let weighing = corpus.weighing
        else { return Words("") }
        let documents = weighing.corpus.documents - weighing.emptyDocuments
        let clusters = corpus.weighed?.usedClusters
        let n = NumberFormat.grouped(documents)
        return Words("n = \(n)", "문서 \(n)건")
            + (clusters.map {
                Words(", \(NumberFormat.counted($0, "cluster"))", ", 군집 \(NumberFormat.grouped($0))개")
            } ?? Words("")) + Words(": ") + outcome
    }

    /// How a reading moves on each corpus; nil where that was not tried.
    private static func moves(
        _ verdict: ClaimVerdict, _ reading: Reading, _ sensitivities: [Verification.CorpusSensitivity],
        _ verification: Verification
    ) -> ReadingMoves? {
        let corpora = sensitivities.compactMap { corpus -> (chart: ForestChart, said: Words)? in
            guard let sensitivity = corpus.readings.first(where: { $0.reading == reading.id }) else { return nil }
            let title = verification.title(of: sensitivity.base)
            let chart = ForestChart(
                title: title, quantity: reading.quantity.words(verdict.claim), groups: groups(sensitivity, reading),
                range: reading.effective, isShare: reading.quantity.isShare,
                decimals: ReadingText(reading, [sensitivity.base]).places, claimed: claimed(reading))
            return (chart, sensitivity.words(reading, title: title).capitalized)
        }
        return corpora.isEmpty ? nil : ReadingMoves(title: title(of: reading, verdict.claim), corpora: corpora)
    }

    /// The estimate as reported, and under each other setting. What follows stands beside those that differ from the first.
    private static func groups(_ sensitivity: Sensitivity, _ reading: Reading) -> [ForestChart.Group] {
        func row(_ label: Words, _ result: ReadingResult, isSaid: Bool) -> ForestChart.Row {
            let outcome = result.outcomeWords(of: reading.relation)
            return ForestChart.Row(
                label: label, estimate: result.estimate, interval: result.interval.map { ($0.low, $0.high) },
                outcome: result.outcome, note: isSaid ? outcome : Words(""))
        }
        let base = row(Words("as reported", "기본 설정"), sensitivity.base, isSaid: true)
        return [ForestChart.Group(heading: nil, rows: [base])]
            + SettingAxis.allCases.compactMap { axis in
                let moves = sensitivity.moves.filter { $0.axis == axis }
                return moves.isEmpty
                    ? nil
                    : ForestChart.Group(
                        heading: axis.words,
                        rows: moves.map { move in
                            // As one document a text has no interval of its own.
                            let borrowed =
                                move.borrowsInterval
                                ? Words(" (the interval is the report's, moved)", "(구간은 기본 설정의 것을 옮긴 것)") : Words("")
                            return row(
                                SettingAxis.setting(move.setting) + borrowed, move.result,
                                isSaid: move.result.outcome != sensitivity.base.outcome)
                        })
            }
    }
}

extension Verification {
    /// The sentence of a claim in both languages.
    fileprivate func sentences(of index: Int) -> (english: ClaimSentence, korean: ClaimSentence) {
        let verdict = verdicts[index]
        let scale = VerificationScale(
            claims: verdicts.map(\.claim), vocabularies: vocabularies, options: options)
        let measurements = corpora.map { scale.measurement(of: verdict.claim, on: $0) }
        func sentence(_ language: SentenceLanguage) -> ClaimSentence {
            ClaimSentence(
                verdict.claim, verdict.readings, on: measurements,
                exactNotRun: verdict.claim.exact == nil ? nil : vocabularies.absence(for: verdict.claim),
                counted: vocabularies.counted(of: verdict.claim), in: language)
        }
        return (sentence(.english), sentence(.korean))
    }
}

extension Quantity {
    /// Whether it is a share, written in per cent.
    var isShare: Bool { self == .reduction || self == .bytesPerTokenGain }

    /// What an axis says of it.
    func words(_ claim: Claim) -> Words {
        let (subject, baseline) = (claim.subjectName, claim.baselineName)
        return switch self {
        case .reduction:
            Words("share of tokens that \(subject) saves against \(baseline)", "\(baseline) 대비 \(subject) 토큰 절감률")
        case .ratioBaselineOverSubject, .exactCounts:
            Words("tokens of \(baseline) for one of \(subject)", "\(subject) 토큰 1개에 대한 \(baseline) 토큰 수")
        case .ratioSubjectOverBaseline:
            Words("tokens of \(subject) for one of \(baseline)", "\(baseline) 토큰 1개에 대한 \(subject) 토큰 수")
        case .bytesPerTokenGain:
            Words("more bytes per token than \(baseline)", "\(baseline) 대비 토큰당 바이트 증가율")
        }
    }
}
