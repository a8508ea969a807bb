import JeoulClaims
import JeoulReporting
import JeoulWeighing

extension ReportPage {
    /// Adds the claims of a verification, with its tables.
    ///
    /// - Parameter report: what is said of it elsewhere.
    package mutating func add(_ verification: Verification, report: VerificationReport) {
        claims = verification.verdicts.indices.map { index in
            let verdict = verification.verdicts[index]
            let judged = verdict.readings.filter { $0.reading.quantity != .exactCounts }
            let (english, korean) = verification.sentences(of: index)
            return Claim(
                verdict: verdict, sentence: Words(english.verdict, korean.verdict),
                basis: Words(english.basis, korean.basis),
                forests: judged.map { Self.forest(verdict, $0, verification) },
                needs: verification.needs(of: index),
                moves: judged.first.map {
                    Self.moves(verdict, $0.reading, verification.sensitivities[index], verification.title)
                } ?? [],
                untried: Self.untried(verification.sensitivities[index]))
        }
        tables = report.tables
        for reading in verification.verdicts.flatMap({ verdict in verdict.readings.map { (verdict.claim, $0.reading) } }
        ) {
            cellWords[reading.1.says] = Words(reading.1.says, KoreanSentence.title(reading.1, of: reading.0))
        }
        for corpus in verification.corpora {
            let title = corpus.text.title
            cellWords[corpus.text.id] = Words(title, corpus.text.provenance.titleKorean ?? title)
        }
    }

    /// Adds a comparison.
    package mutating func add(_ report: ComparisonReport) {
        comparison = Comparison(forest: report.forest, table: report.table)
        tables = [report.table]
    }

    private static func untried(_ sensitivities: [Verification.CorpusSensitivity]) -> [Words] {
        var seen: [Words] = []
        for setting in sensitivities.flatMap(\.untried) {
            let name = setting.setting.map { Words(" ") + PageWords.setting($0) } ?? Words("")
            let line =
                setting.axis.words + name + Words(": ") + Words(setting.reason.rawValue, setting.reason.korean)
            if !seen.contains(line) { seen.append(line) }
        }
        return seen
    }

    private static func forest(
        _ verdict: ClaimVerdict, _ reading: ReadingVerdict, _ verification: Verification
    ) -> ForestChart {
        let claim = verdict.claim
        let phrase = Words(
            "Reading \(reading.reading.id): \(reading.reading.says)",
            "해석 \(reading.reading.id): \(KoreanSentence.title(reading.reading, of: claim))")
        let rows = reading.results.map { result in
            ForestChart.Row(
                label: verification.title(of: result), estimate: result.estimate,
                interval: result.interval.map { ($0.low, $0.high) }, outcome: result.outcome,
                note: note(result, verification))
        }
        let said = reading.results.map { result in
            let outcome = result.outcome?.words ?? Words("not run", "재지 못함")
            return verification.title(of: result) + Words(": ") + outcome
        }
        return ForestChart(
            title: phrase,
            summary: Words(
                said.map(\.english).joined(separator: "; "), said.map(\.korean).joined(separator: "; ")),
            quantity: reading.reading.quantity.words(claim), groups: [.init(heading: nil, rows: rows)],
            range: reading.reading.effective, isShare: reading.reading.quantity.isShare)
    }

    private static func note(_ result: ReadingResult, _ verification: Verification) -> Words {
        if let reason = result.notRun ?? result.noInterval { return Words(reason, "판정하지 않음") }
        guard let corpus = verification.corpora.first(where: { $0.text.id == result.corpus }),
            let weighing = corpus.weighing
        else { return Words("") }
        let documents = weighing.corpus.documents - weighing.emptyDocuments
        let clusters = corpus.weighed?.table.clusters.map { Set($0).count }
        let n = NumberFormat.grouped(documents)
        return Words("n = \(n)", "문서 \(n)건")
            + (clusters.map {
                Words(", \(NumberFormat.grouped($0)) clusters", ", 군집 \(NumberFormat.grouped($0))개")
            } ?? Words(""))
    }

    private static func moves(
        _ verdict: ClaimVerdict, _ reading: Reading, _ sensitivities: [Verification.CorpusSensitivity],
        _ title: (ReadingResult) -> Words
    ) -> [ForestChart] {
        sensitivities.compactMap { corpus in
            guard let sensitivity = corpus.readings.first(where: { $0.reading == reading.id }) else { return nil }
            func row(_ label: Words, _ result: ReadingResult) -> ForestChart.Row {
                ForestChart.Row(
                    label: label, estimate: result.estimate, interval: result.interval.map { ($0.low, $0.high) },
                    outcome: result.outcome, note: Words(""))
            }
            var groups = [
                ForestChart.Group(
                    heading: nil, rows: [row(Words("as reported", "기본 설정"), sensitivity.base)])
            ]
            for axis in SettingAxis.allCases {
                let moves = sensitivity.moves.filter { $0.axis == axis }
                guard !moves.isEmpty else { continue }
                groups.append(
                    .init(heading: axis.words, rows: moves.map { row(PageWords.setting($0.setting), $0.result) }))
            }
            let name = title(sensitivity.base)
            return ForestChart(
                title: name, summary: sensitivity.words(reading, title: name),
                quantity: reading.quantity.words(verdict.claim), groups: groups, range: reading.effective,
                isShare: reading.quantity.isShare)
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

extension SettingAxis {
    /// For readers, in both languages.
    var words: Words {
        switch self {
        case .normalization: Words("normalization", "정규화")
        case .denominator: Words("denominator", "분모")
        case .documentCut: Words("document cut", "문서 나누기")
        case .register: Words("register", "글의 종류")
        case .specialTokens: Words("special tokens", "특수 토큰")
        }
    }
}
