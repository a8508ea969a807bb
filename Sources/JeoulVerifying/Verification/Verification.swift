import Foundation
import JeoulText
import JeoulTokenizing
import JeoulVocabularies
import JeoulCorpora
import JeoulReporting
import JeoulStatistics
import JeoulWeighing
import Synchronization
import JeoulClaims

/// Claims verified: every claim, every reading, every corpus.
///
///     let catalog = try CorpusCatalog.standard()
///     let verification = try Verification(
///         of: ClaimLedger.standard().claims, on: catalog.verificationCorpora(options: CorpusOptions()),
///         vocabularies: VocabularyCatalog.standard())
///     for verdict in verification.verdicts { print(verdict.sentence) }
package struct Verification: Sendable {
    /// A corpus, weighed.
    package struct WeighedText: Sendable {
        /// The corpus.
        package internal(set) var text: VerificationCorpus
        /// The corpus before it that has most of its documents too; the two are of one source.
        var overlap: String?
        /// Its counts for the claims' vocabularies; nil where it could not be read.
        package let weighing: Weighing?
        /// The same for those that were asked for besides too, which come behind the claims'; nil where none were.
        package internal(set) var wholeWeighing: Weighing?
        /// Why it could not be read.
        package let failure: String?
        package let weighed: WeighedCorpus?
    }

    /// The sensitivity of a claim's readings on one corpus.
    package struct CorpusSensitivity: Sendable, Codable, Equatable {
        /// The corpus's id.
        package let corpus: String
        /// One a reading.
        package let readings: [Sensitivity]
        /// The settings that were not tried, or need not be, and why.
        package let untried: [UntriedSetting]
    }

    /// The claims judged, in the order given.
    package let verdicts: [ClaimVerdict]
    /// For each claim, the sensitivity on each corpus; empty lists where it was not asked for.
    package let sensitivities: [[CorpusSensitivity]]
    /// The corpora.
    package let corpora: [WeighedText]
    /// The vocabularies that the claims name.
    package let vocabularies: ClaimVocabularies
    /// Those that were counted besides.
    package let others: [(vocabulary: Vocabulary, tokenizer: any TokenizerModel)]
    /// How it was done.
    package let options: VerificationOptions

    /// Verifies claims. Each corpus is weighed once for all vocabularies; a sensitivity analysis weighs it again under each
    /// other setting.
    ///
    /// - Parameters:
    ///   - claims: the claims.
    ///   - corpora: the corpora; their ids are unique.
    ///   - vocabularies: where the vocabularies are looked for.
    ///   - paths, withheld: see ``ClaimVocabularies/init(of:catalog:paths:withheld:)``.
    ///   - others: vocabularies that are counted besides, in the same reading, by id: those that the claims name are not counted twice.
    ///   - tolerant: whether a corpus that cannot be read is reported as not run; else its error is thrown.
    /// - Throws: `VocabularyError` for a name that is not known, `CorpusError`, ``StatisticsError`` for options outside
    ///   their domain.
    package init(
        of claims: [Claim], on corpora: [VerificationCorpus], vocabularies catalog: VocabularyCatalog,
        options: VerificationOptions = VerificationOptions(), paths: [String: String] = [:],
        withheld: [String: String] = [:], besides others: [String] = [], tolerant: Bool = false
    ) throws {
        try options.estimation.check()
        let vocabularies = try ClaimVocabularies(of: claims, catalog: catalog, paths: paths, withheld: withheld)
        self.others = try others.filter { id in !vocabularies.loaded.contains { $0.id == id } }.map { id in
            let vocabulary = try catalog.load(id)
            return (vocabulary, try vocabulary.tokenizer())
        }
        let passes = PassCounter(count: options.analyzesSensitivity ? nil : corpora.count { $0.unread == nil })
        var scale = VerificationScale(claims: claims, vocabularies: vocabularies, options: options)
        scale.passes = passes
        scale.others = self.others.map(\.tokenizer)
        var weighed: [WeighedText] = []
        for corpus in corpora {
            do {
                weighed.append(try scale.weigh(corpus))
            } catch let error as CorpusError where tolerant {
                let failure = error.withoutFolder.description
                weighed.append(WeighedText(text: corpus, weighing: nil, failure: failure, weighed: nil))
            }
        }
        try Self.refuseTwins(weighed)
        Self.joinSources(&weighed)
        omissions = weighed.flatMap { corpus in
            (corpus.weighing?.corpus.omissionWords ?? []).map { Words("\(corpus.text.id): ") + $0 }
        }
        hasSkipped = weighed.contains { $0.weighing?.corpus.skipped.count ?? 0 > 0 }
        var remarks: [Words] = []
        if let grouping = options.weighing.grouping {
            // Of the whole texts: a group does not know what was left out of it.
            remarks = weighed.flatMap { corpus in
                (corpus.weighing?.corpus.remarks ?? []).map { Words("\(corpus.text.id): ") + $0 }
            }
            weighed = try weighed.flatMap { try scale.groups(of: $0, grouping) }
        }
        verdicts = try claims.map { claim in
            let (counts, reason) = try scale.exactCounts(of: claim)
            return claim.verdict(
                on: weighed.map { scale.measurement(of: claim, on: $0) }, exactCounts: counts, exactNotRun: reason,
                counted: vocabularies.counted(of: claim), language: options.language)
        }
        var isPartial = weighed.contains { $0.weighing?.corpus.isPartial ?? false }
        // Of a part of a text nothing more is found out.
        let analyzes = options.analyzesSensitivity && !isPartial
        if analyzes, !scale.pairs.isEmpty {
            passes.expect(
                weighed.reduce(0) { sum, corpus in
                    sum + (corpus.weighing.map { SensitivityAnalysis.passes(over: corpus.text, $0) } ?? 0)
                })
        }
        do {
            sensitivities = analyzes ? try scale.sensitivities(of: claims, on: weighed) : claims.map { _ in [] }
        } catch is InterruptedAnalysis {
            isPartial = true
            sensitivities = claims.map { _ in [] }
            remarks.append(
                Words(
                    "interrupted: how the verdicts move with other settings was not found out",
                    "도중에 멈추어, 설정을 바꾸면 판정이 어떻게 달라지는지는 알아보지 못했다"))
        }
        self.isPartial = isPartial
        self.corpora = weighed
        self.remarks = remarks
        self.vocabularies = vocabularies
        self.options = options
    }

    /// Refuses one text under two names: it would count twice in what is said over all corpora.
    private static func refuseTwins(_ corpora: [WeighedText]) throws(CorpusError) {
        var names: [String: String] = [:]
        for corpus in corpora {
            guard let weighing = corpus.weighing, weighing.corpus.bytes > 0, let hash = weighing.textIdentity else {
                continue
            }
            if let first = names[hash] { throw CorpusError(.sameText(as: first), file: corpus.text.id) }
            names[hash] = corpus.text.id
        }
    }

    /// Corpora that share at least half of the documents of the smaller one are of one source, whatever they are called: what is
    /// said of several sources would count them twice.
    private static func joinSources(_ corpora: inout [WeighedText]) {
        let texts = corpora.map { Set($0.weighing?.identities ?? []) }
        for later in corpora.indices where !texts[later].isEmpty {
            let earlier = corpora[..<later].indices.first { earlier in
                let few = min(texts[earlier].count, texts[later].count)
                return few > 0 && 2 * texts[earlier].intersection(texts[later]).count >= few
            }
            guard let earlier, corpora[earlier].text.provenance.source != corpora[later].text.provenance.source else {
                continue
            }
            corpora[later].text.provenance.source = corpora[earlier].text.provenance.source
            corpora[later].overlap = corpora[earlier].text.id
        }
    }

    /// Whether it was interrupted: the verdicts are of the part of the texts that was read, or how they move is not known.
    package let isPartial: Bool
    /// Whether something of a corpus was left out because it could not be read.
    package let hasSkipped: Bool
    /// What is not in the figures, or not as it was read.
    let omissions: [Words]
    private let remarks: [Words]

    /// What a reader of the verdicts must know.
    package var warnings: [Words] {
        var warnings = corpora.compactMap { corpus in
            corpus.text.recognisedFile.map {
                Words(
                    "\($0): this is \(corpus.text.id), and is judged as that, by its clusters",
                    "\($0): \(corpus.text.id) 말뭉치와 같은 파일이므로 그 군집에 따라 판정한다")
            }
        }
        for name in vocabularies.named where name.isRefused {
            warnings.append(Words("\(name.name): ") + (name.absence?.words ?? ""))
        }
        for vocabulary in vocabularies.loaded {
            warnings += vocabulary.notes.filter(\.isWarning).map { Words("\(vocabulary.id): ") + $0.words }
        }
        for corpus in corpora {
            let unknown = corpus.weighing?.unknown(vocabularies.columnNames) ?? []
            warnings += (corpus.warnings + unknown).map { Words("\(corpus.text.id): ") + $0 }
        }
        return warnings + remarks
    }
}

extension Verification.WeighedText {
    /// What a reader of figures from this corpus must know.
    var warnings: [Words] {
        if let failure { return [NotRun(message: failure).words] }
        guard let weighing else { return [] }
        let report = CorpusReport(weighing: weighing, denominator: .hangul, countsHanja: false, cut: .line)
        return report.warnings
            + (overlap.map {
                [
                    Words(
                        "most of its documents are those of \($0): the two count as one collection",
                        "문서가 대부분 \($0)의 것이므로 둘을 자료원 하나로 친다")
                ]
            } ?? [])
            + (weighed?.ratios.values.flatMap(Self.remarks) ?? []).sorted { $0.english < $1.english }
            .reduce(into: []) { remarks, remark in if remarks.last != remark { remarks.append(remark) } }
    }

    /// What is to be said of the units of a ratio, and where the bootstrap disagrees.
    private static func remarks(_ ratio: RatioEstimate) -> [Words] {
        var remarks: [Words] = []
        let (numerator, denominator) = (ratio.ratio.numerator, ratio.ratio.denominator)
        let name = Words("\(numerator) to \(denominator): ", "\(denominator) 대비 \(numerator): ")
        if ratio.copies > 0 {
            let (copies, all) = (NumberFormat.grouped(ratio.copies), NumberFormat.grouped(ratio.documents))
            remarks.append(
                Words(
                    "\(copies) of \(NumberFormat.counted(ratio.documents, "document")) "
                        + (ratio.copies == 1
                            ? "is a copy of another: it counts in the estimate, but is"
                            : "are copies of others: they count in the estimate, but are")
                        + " no more evidence",
                    "문서 \(all)건 가운데 \(copies)건은 다른 문서의 사본이다. 값에는 들지만 증거로 더 치지는 않는다"))
        }
        if let length = ratio.blockLength {
            remarks.append(
                name
                    + Words(
                        "neighbours are alike, so blocks of \(length) adjacent documents are the units",
                        "이웃한 문서가 서로 비슷하여 \(length)건씩 묶은 덩어리를 단위로 삼았다"))
        }
        if let disagreement = ratio.disagreementWords { remarks.append(name + disagreement) }
        return remarks
    }
}

extension CorpusError {
    /// The same with the file's name but not its folder: what a report says is the same on every machine.
    var withoutFolder: CorpusError {
        var error = self
        error.file = file.map(VerificationCorpus.name(ofPath:))
        return error
    }
}

/// What weighs corpora for claims: the vocabularies, the pairs that the claims compare, and the options.
package struct VerificationScale {
    let claims: [Claim]
    let vocabularies: ClaimVocabularies
    let options: VerificationOptions
    var passes = PassCounter(count: nil)
    /// What is counted besides the claims' vocabularies where a corpus is weighed as it is.
    var others: [any TokenizerModel] = []

    /// What weighs corpora for these claims.
    package init(claims: [Claim], vocabularies: ClaimVocabularies, options: VerificationOptions) {
        self.claims = claims
        self.vocabularies = vocabularies
        self.options = options
    }

    /// The columns of a claim's subject and baseline; nil where one is not here.
    func pair(_ claim: Claim) -> WeighedCorpus.Pair? {
        guard let subject = vocabularies.column(claim.subject), let baseline = vocabularies.column(claim.baseline)
        else {
            return nil
        }
        return WeighedCorpus.Pair(subject: subject, baseline: baseline)
    }

    var pairs: Set<WeighedCorpus.Pair> { Set(claims.compactMap(pair)) }

    /// Weighs a corpus, and estimates all pairs on it.
    func weigh(_ text: VerificationCorpus) throws -> Verification.WeighedText {
        if let reason = text.unread {
            return Verification.WeighedText(text: text, weighing: nil, failure: reason, weighed: nil)
        }
        let whole = try weigh(text.corpus, options.weighing.normalization, besides: others)
        let weighing = whole.ofFirst(vocabularies: vocabularies.tokenizers.count)
        let known = text.knowing(weighing.corpus.inputs)
        let weighed = try estimate(weighing, known)
        return Verification.WeighedText(
            text: known, weighing: weighing, wholeWeighing: others.isEmpty ? nil : whole, failure: nil,
            weighed: weighed)
    }

    func weigh(
        _ corpus: Corpus, _ normalization: Normalization, besides others: [any TokenizerModel] = []
    ) throws -> Weighing {
        var options = options.weighing
        options.normalization = normalization
        (options.pass, options.passes) = (passes.next(), passes.count)
        return try Weighing(corpus, tokenizers: vocabularies.tokenizers + others, options: options)
    }

    /// The groups of a corpus that was weighed, each as a corpus of its own.
    func groups(
        of corpus: Verification.WeighedText, _ grouping: Grouping
    ) throws -> [Verification.WeighedText] {
        guard let weighing = corpus.weighing else { return [corpus] }
        return try grouping.groups(of: weighing).map { group in
            let text = corpus.text.part(of: group.name)
            return Verification.WeighedText(
                text: text, weighing: group.weighing, failure: nil, weighed: try estimate(group.weighing, text))
        }
    }

    func estimate(_ weighing: Weighing, _ text: VerificationCorpus) throws -> WeighedCorpus {
        let table = try weighing.countTable(names: vocabularies.columnNames, stratified: text.isComposedOfRegisters)
        return try estimate(table, isStratified: text.isComposedOfRegisters)
    }

    func estimate(_ table: CountTable, isStratified: Bool) throws(StatisticsError) -> WeighedCorpus {
        try WeighedCorpus(table, pairs: pairs, options: options.estimation, isStratified: isStratified)
    }

    /// A claim's subject against its baseline on a corpus, or why they cannot be had.
    package func measurement(of claim: Claim, on corpus: Verification.WeighedText) -> CorpusMeasurement {
        func notRun(_ reason: NotRun) -> CorpusMeasurement {
            CorpusMeasurement(
                corpus: corpus.text.id, title: corpus.text.title, provenance: corpus.text.provenance, notRun: reason)
        }
        if let absence = vocabularies.absence(for: claim) { return notRun(absence) }
        if let failure = corpus.failure { return notRun(NotRun(message: failure)) }
        guard let pair = pair(claim), let weighing = corpus.weighing, let ratio = corpus.weighed?.ratios[pair] else {
            return notRun("the corpus was not weighed")
        }
        return CorpusMeasurement(
            corpus: corpus.text.id, title: corpus.text.title, provenance: corpus.text.provenance,
            tokenRatio: judgeable(ratio, for: claim, on: weighing))
    }

    /// The ratio, without its interval where the claim is about Korean and the text is not.
    func judgeable(_ ratio: RatioEstimate, for claim: Claim, on weighing: Weighing) -> RatioEstimate {
        let share = weighing.koreanShare ?? 0
        guard claim.scope == .korean, ratio.value != nil, share < Weighing.leastKoreanShare else { return ratio }
        let letters =
            share == 0
            ? "none of the text's letters are Korean"
            : "only \(NumberText.percent(share, 0)) of the text's letters are Korean, less than half"
        var ratio = ratio
        ratio.interval = nil
        ratio.noInterval = Absence(.notKorean, letters)
        return ratio
    }

    /// The counts on a claim's own sentence, taken as it is, or why it was not counted.
    func exactCounts(of claim: Claim) throws -> (ExactCounts?, notRun: NotRun?) {
        guard let exact = claim.exact else { return (nil, nil) }
        guard let pair = pair(claim) else { return (nil, vocabularies.absence(for: claim)) }
        return (
            ExactCounts(
                subjectTokens: try vocabularies.tokenizers[pair.subject].count(exact.text),
                baselineTokens: try vocabularies.tokenizers[pair.baseline].count(exact.text)), nil
        )
    }
}

/// Numbers the readings of a verification.
final class PassCounter: Sendable {
    private let state: Mutex<(done: Int, count: Int?)>

    init(count: Int?) { state = Mutex((0, count)) }

    /// How many there will be; nil where that depends on what is found.
    var count: Int? { state.withLock { $0.count } }

    /// Tells that after those that are done there will be so many.
    func expect(_ more: Int) { state.withLock { $0.count = $0.done + more } }

    func next() -> Int {
        state.withLock { state in
            state.done += 1
            return state.done
        }
    }
}
