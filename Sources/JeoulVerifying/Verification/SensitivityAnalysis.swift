import Foundation
import JeoulText
import JeoulTokenizing
import JeoulVocabularies
import JeoulCorpora
import JeoulReporting
import JeoulStatistics
import JeoulWeighing
import JeoulClaims

/// A setting that a sensitivity analysis left out, and why.
package struct UntriedSetting: Sendable, Codable, Equatable {
    /// Which choice.
    package let axis: SettingAxis
    /// The other choice; nil for the axis as a whole.
    package let setting: String?
    /// Why it was left out.
    package let reason: Reason

    /// Why a setting was not tried, in the words of the report.
    package enum Reason: String, Sendable, Codable {
        /// Of the denominator.
        case cancels = "it cancels in T/T₀, so no reading moves with it"
        /// Of the document cut.
        case records = "the documents are records, which cannot be cut otherwise"
        /// Of one document for all of the text.
        case tooLarge = "the text is too large to be weighed as one document"
        /// Of the document cut: cut otherwise, a line that was left out would take all of its file with it.
        case skipped = "records were left out, and the text cut otherwise would lack others"
        /// Of the register.
        case noRegisters = "the documents do not say their register"

        /// For readers.
        package var words: Words {
            switch self {
            case .cancels:
                Words(
                    "the ratio of two vocabularies is the same under each, so no reading moves with it",
                    "두 어휘의 비는 어느 단위로 나누어도 같아 어느 해석도 달라지지 않는다")
            case .records: Words(rawValue, "문서가 레코드여서 달리 나눌 수 없다")
            case .tooLarge: Words(rawValue, "글이 너무 커서 문서 하나로 잴 수 없다")
            case .skipped: Words(rawValue, "제외한 것이 있어, 달리 나누면 다른 글이 된다")
            case .noRegisters: Words(rawValue, "문서에 글의 종류가 적혀 있지 않다")
            }
        }
    }
}

/// One corpus under every other setting, one at a time.
///
/// - Normalization: as it is, NFC, NFD. Where the text is in a form already, nothing moves and nothing is weighed.
/// - Document cut: text by line or as one document. As one document it has no interval of its own; the base's is moved
///   with the estimate (``Claim/sensitivity(base:alternatives:)``).
/// - Register: each register alone.
/// - Special tokens: their text matched as the token; one token more a document on both sides, as with a BOS.
/// - Denominator: cancels in T/T₀.
package struct SensitivityAnalysis {
    /// Beyond this a text is not weighed as one document.
    package static let largestDocument = 256 << 20

    private(set) var alternatives: [(axis: SettingAxis, setting: String, weighed: WeighedCorpus)] = []
    private(set) var untried: [UntriedSetting] = []
    private let scale: VerificationScale
    private let text: VerificationCorpus
    private let weighing: Weighing
    private let base: WeighedCorpus

    init(_ corpus: VerificationCorpus, weighing: Weighing, base: WeighedCorpus, scale: VerificationScale) throws {
        self.scale = scale
        self.text = corpus
        self.weighing = weighing
        self.base = base
        try normalization()
        try documentCut()
        try registers()
        try specialTokens()
        leave(.denominator, nil, .cancels)
    }

    private mutating func leave(_ axis: SettingAxis, _ setting: String?, _ reason: UntriedSetting.Reason) {
        untried.append(UntriedSetting(axis: axis, setting: setting, reason: reason))
    }

    private mutating func add(_ axis: SettingAxis, _ setting: String, _ table: CountTable) throws {
        let isStratified = text.isComposedOfRegisters && axis != .register
        alternatives.append((axis, setting, try scale.estimate(table, isStratified: isStratified)))
    }

    /// How often a text that was weighed is weighed anew.
    static func passes(over text: VerificationCorpus, _ weighing: Weighing) -> Int {
        normalizations(of: weighing).count { $0.isWeighed } + (isCutAnew(text, weighing) ? 1 : 0)
    }

    /// The other normalizations, and whether the text must be weighed for them: one that is in a form already is not changed by it.
    package static func normalizations(of weighing: Weighing) -> [(other: Normalization, isWeighed: Bool)] {
        let own = weighing.normalization
        let present = weighing.inputForms.forms
        let isIdentity = { (normalization: Normalization) in normalization.form.map(present.contains) ?? true }
        return [Normalization.asIs, .nfc, .nfd].filter { $0 != own }.map { ($0, !(isIdentity(own) && isIdentity($0))) }
    }

    private static func isCutAnew(_ text: VerificationCorpus, _ weighing: Weighing) -> Bool {
        text.unit != .record && weighing.corpus.skipped.count == 0
            && (text.unit == .file || weighing.corpus.bytes <= largestDocument)
    }

    /// Weighs the text again under another setting.
    private func weigh(_ corpus: Corpus, _ normalization: Normalization) throws -> Weighing {
        let again = try scale.weigh(corpus, normalization)
        try weighing.corpus.checkIsRead(again: again.corpus)
        return again
    }

    private mutating func normalization() throws {
        for (other, isWeighed) in Self.normalizations(of: weighing) {
            if isWeighed {
                let weighing = try weigh(text.corpus, other)
                alternatives.append((.normalization, other.rawValue, try scale.estimate(weighing, text)))
            } else {
                alternatives.append((.normalization, other.rawValue, base))
            }
        }
    }

    private mutating func documentCut() throws {
        guard text.unit != .record else {
            return leave(.documentCut, nil, .records)
        }
        var corpus = text.corpus
        corpus.options.cut = text.unit == .line ? .file : .line
        for index in corpus.inputs.indices { corpus.inputs[index].clusters = nil }
        let setting = corpus.options.cut.rawValue
        guard weighing.corpus.skipped.count == 0 else { return leave(.documentCut, setting, .skipped) }
        guard Self.isCutAnew(text, weighing) else {
            return leave(.documentCut, setting, .tooLarge)
        }
        let other = try weigh(corpus, weighing.normalization)
        alternatives.append((.documentCut, setting, try scale.estimate(other, text)))
    }

    private mutating func registers() throws {
        let labels = weighing.labels
        let registers = Set(labels.compactMap { $0.register }).sorted()
        guard registers.count > 1 else { return leave(.register, nil, .noRegisters) }
        for register in registers {
            try add(.register, register.description, base.table.selecting { labels[$0].register == register })
        }
    }

    private mutating func specialTokens() throws {
        let affected = try SpecialTokenText.columns(
            of: scale.vocabularies.loaded, in: text.corpus, normalization: weighing.normalization)
        if affected.isEmpty {
            alternatives.append((.specialTokens, "match", base))
        } else {
            var counts = base.table.columns.map(\.counts)
            for column in affected {
                let (matched, summary) = try SpecialTokenText.counts(
                    text.corpus, scale.vocabularies.tokenizers[column], weighing.normalization)
                try weighing.corpus.checkIsRead(again: summary)
                counts[column] = matched
            }
            try add(.specialTokens, "match", base.table.replacing(counts))
        }
        let columns = base.table.columns.prefix(scale.vocabularies.loaded.count)
        let withBOS = columns.map { column in
            column.counts.enumerated().map { document, count in
                base.table.isEmpty(document: document) ? count : count + 1
            }
        }
        try add(.specialTokens, "one BOS a document", base.table.replacing(withBOS))
    }
}

/// A sensitivity analysis was interrupted: how the figures move is not known.
package struct InterruptedAnalysis: Error {}

extension CorpusSummary {
    /// Checks another reading of the same text: that it came to its end, and was of the same bytes. What moves is else the text.
    ///
    /// - Throws: ``InterruptedAnalysis``, or `CorpusError.changed` with the file that is another one now.
    package func checkIsRead(again other: CorpusSummary) throws {
        if other.isPartial { throw InterruptedAnalysis() }
        // Of what is left out the hash is not known.
        let hashes = Dictionary(inputs.map { ($0.place, $0.sha256) }) { first, _ in first }
        for input in other.inputs {
            guard let before = hashes[input.place] ?? nil, let now = input.sha256, before != now else { continue }
            throw CorpusError(.changed(.rewritten), file: input.name)
        }
    }
}

/// Documents that have the text of special tokens.
enum SpecialTokenText {
    /// The vocabularies with a special token whose text stands in the corpus. O(size) for each vocabulary.
    static func columns(of vocabularies: [Vocabulary], in corpus: Corpus, normalization: Normalization) throws -> [Int]
    {
        var left = vocabularies.enumerated().map { column, vocabulary in
            (column: column, matcher: AddedTokenMatcher(vocabulary.definition.addedTokens.filter(\.isSpecial)))
        }
        var found: [Int] = []
        // Normalization neither makes nor breaks the ASCII of which such texts consist, but for compatibility forms.
        let normalizer = normalization.form.map { Normalizer($0) }
        var reader = corpus.makeReader()
        while !left.isEmpty, let batch = try reader.next() {
            let text = try batch.text()
            try (normalizer?.normalized(text) ?? text).data.withUnsafeBytes { bytes in
                let bytes = bytes.bindMemory(to: UInt8.self)
                found += left.filter { $0.matcher.matches(bytes) }.map(\.column)
            }
            left.removeAll { found.contains($0.column) }
        }
        if reader.summary.isPartial { throw InterruptedAnalysis() }
        return found.sorted()
    }

    /// The tokens of each document, the text of special tokens taken for the tokens, and what the corpus was.
    static func counts(_ corpus: Corpus, _ tokenizer: any TokenizerModel, _ normalization: Normalization) throws
        -> ([Int], CorpusSummary)
    {
        let encoding = Encoding(corpus, tokenizer: tokenizer, normalization: normalization, specialTokens: .match)
        var counts: [Int] = []
        let summary = try encoding.forEachBatch { documents, _ in
            for document in documents.ends.indices { counts.append(documents[document].count) }
        }
        return (counts, summary)
    }
}

extension VerificationScale {
    /// For each claim, how its readings move on each corpus that was read.
    func sensitivities(
        of claims: [Claim], on corpora: [Verification.WeighedText]
    ) throws -> [[Verification.CorpusSensitivity]] {
        var all = claims.map { _ in [Verification.CorpusSensitivity]() }
        for corpus in corpora {
            guard let weighing = corpus.weighing, let weighed = corpus.weighed, !pairs.isEmpty else { continue }
            let analysis = try SensitivityAnalysis(corpus.text, weighing: weighing, base: weighed, scale: self)
            for (index, claim) in claims.enumerated() {
                let base = measurement(of: claim, on: corpus)
                guard let pair = pair(claim), base.tokenRatio != nil else { continue }
                let alternatives = analysis.alternatives.compactMap { alternative in
                    alternative.weighed.ratios[pair].map { ratio in
                        AlternativeSetting(
                            axis: alternative.axis, setting: alternative.setting,
                            measurement: CorpusMeasurement(
                                corpus: corpus.text.id, title: corpus.text.title,
                                tokenRatio: judgeable(ratio, for: claim, on: weighing)))
                    }
                }
                all[index].append(
                    Verification.CorpusSensitivity(
                        corpus: corpus.text.id, readings: claim.sensitivity(base: base, alternatives: alternatives),
                        untried: analysis.untried))
            }
        }
        return all
    }
}
