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
    ///   - prices: US dollars for a million tokens, by the vocabulary's id.
    ///   - claimWarnings: what is to be known of claims that a user states.
    ///   - language: which the page shows first; by default that of the first claim's words.
    package init(
        of verification: Verification, report: VerificationReport, arguments: [String], prices: [String: Double] = [:],
        claimWarnings: [Words] = [], language: SentenceLanguage? = nil
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
            arguments: arguments, prices: prices, data: report.json(),
            language: language ?? (verification.verdicts.isEmpty ? nil : verification.language(of: 0)))
        self.claimWarnings = claimWarnings
        warnings = verification.warnings
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
                    ReadingMoves(verdict, $0.reading, verification.sensitivities[index], verification)
                },
                untried: Self.untried(verification.sensitivities[index], verification))
        }
        featured = Set(verification.vocabularies.loaded.map(\.id))
        tables = verification.verdicts.indices.flatMap { index in
            verification.readingTables(of: index, naming: verification.title).map { table in
                var table = table
                let title = table.title ?? ""
                let id = verification.verdicts[index].claim.id
                table.title = verification.verdicts.count > 1 ? Words("\(id), ") + title : title.capitalized
                return table
            }
        }
    }

    /// Adds what was measured, as a table.
    package mutating func add(_ report: MeasurementReport) {
        conditions = report.conditions
        warnings = report.warnings
        tables = [Self.titled(report.table(), Words("Tokens of each vocabulary", "어휘별 토큰"))]
    }

    /// A table under a heading of its own, in place of what a terminal has above it, which the page says elsewhere.
    private static func titled(_ table: Table, _ title: Words) -> Table {
        var table = table
        table.title = title
        return table
    }

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
            forest: report.forest, note: report.words,
            sentence: corpora.first.flatMap { report.sentence(on: $0.title) },
            baseline: report.baseline)
        conditions = report.conditions
        warnings = report.warnings
        let base = report.vocabularies[report.baseline].id
        tables = [Self.titled(report.table(), Words("Tokens against \(base)", "\(base) 대비 토큰"))]
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
            decimals: ReadingText(reading.reading, among: verdict.readings).places,
            claimed: claimed(reading.reading, verdict))
    }

    /// The range of a reading in words.
    static func claimed(_ reading: Reading, _ verdict: ClaimVerdict) -> Words? {
        reading.effective.map { range in
            Words(
                ReadingText(reading, among: verdict.readings).needs(range),
                ReadingText(reading, among: verdict.readings, in: .korean).needs(range))
        }
    }

    static func title(of reading: Reading, _ claim: JeoulClaims.Claim) -> Words {
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
