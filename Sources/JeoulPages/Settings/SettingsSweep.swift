import JeoulClaims
import JeoulCorpora
import JeoulReporting
import JeoulStatistics
import JeoulText
import JeoulTokenizing
import JeoulVerifying
import JeoulWeighing

/// The figures of a page without a claim under every other setting, one at a time: normalization, document cut and register. What tokens are
/// divided by changes nothing of a ratio, and has a figure of its own.
///
/// As ``SensitivityAnalysis`` for claims: a text that is in a form already is not weighed for it, and where it is one document, which has no
/// interval, the base's is moved with the estimate.
package struct SettingsSweep: Sendable {
    /// One other setting.
    struct Trial: Sendable {
        let axis: SettingAxis
        let setting: String
        /// What was estimated, one a vocabulary.
        let estimates: [Estimate]
    }

    /// A figure.
    struct Estimate: Sendable {
        var value: Double?
        var interval: (low: Double, high: Double)?
        /// Whether the interval is that of the settings asked for, moved.
        var isBorrowed = false
    }

    /// Under the settings asked for.
    let base: [Estimate]
    private(set) var trials: [Trial] = []
    /// The settings that were not tried, and why.
    private(set) var untried: [Words] = []

    /// Weighs the corpus again where a setting changes it.
    ///
    /// - Parameters:
    ///   - weighing: of the same corpus under the settings asked for, with its documents.
    ///   - names: the vocabularies' names, each once.
    ///   - baseline: which of them the others are divided by; nil for Korean characters.
    /// - Throws: ``StatisticsError``, ``CorpusError``; ``InterruptedAnalysis`` where it was interrupted.
    package init(
        _ corpus: Corpus, _ weighing: Weighing, tokenizers: [any TokenizerModel], names: [String], baseline: Int?,
        countsHanja: Bool, options: WeighingOptions, estimation: EstimationOptions
    ) throws {
        let ratios = names.map { Ratio($0, to: baseline.map { names[$0] } ?? Weighing.charactersColumn) }
        var estimation = estimation
        // The bootstrap checks intervals, which is said of those that are reported.
        estimation.bootstrapLimit = 0
        let table = try weighing.countTable(
            names: names, countsHanja: countsHanja, stratified: estimation.mix != nil)
        base = try Self.estimates(ratios, table, estimation)
        guard !weighing.corpus.isPartial else { return }
        var options = options
        (options.grouping, options.checkpoint, options.findsLargest, options.passes) = (nil, nil, false, nil)
        func weigh(_ corpus: Corpus, _ normalization: Normalization) throws -> CountTable {
            options.normalization = normalization
            options.pass += 1
            let other = try Weighing(corpus, tokenizers: tokenizers, options: options)
            try weighing.corpus.checkIsRead(again: other.corpus)
            return try other.countTable(names: names, countsHanja: countsHanja, stratified: estimation.mix != nil)
        }
        for (other, isWeighed) in SensitivityAnalysis.normalizations(of: weighing) {
            let estimates = isWeighed ? try Self.estimates(ratios, weigh(corpus, other), estimation) : base
            trials.append(Trial(axis: .normalization, setting: other.rawValue, estimates: estimates))
        }
        try cut(corpus, weighing) {
            try Self.estimates(ratios, weigh($0, weighing.normalization), estimation)
        }
        estimation.mix = nil
        try registers(weighing, table) { try Self.estimates(ratios, $0, estimation) }
    }

    private static func estimates(
        _ ratios: [Ratio], _ table: CountTable, _ options: EstimationOptions
    ) throws -> [Estimate] {
        let estimator = try RatioEstimator(table, options: options)
        return try ratios.map { ratio in
            let estimate = try estimator.estimate(ratio)
            return Estimate(value: estimate.value, interval: estimate.interval.map { ($0.low, $0.high) })
        }
    }

    private mutating func cut(
        _ corpus: Corpus, _ weighing: Weighing, _ estimate: (Corpus) throws -> [Estimate]
    ) throws {
        let inputs = weighing.corpus.inputs
        guard inputs.allSatisfy({ $0.kind.format == .lines && !$0.isLiteral }) else {
            return leave(.documentCut, .records)
        }
        var other = corpus
        other.options.cut = corpus.options.cut == .line ? .file : .line
        for index in other.inputs.indices { other.inputs[index].clusters = nil }
        guard weighing.corpus.skipped.count == 0 else { return leave(.documentCut, .skipped) }
        guard corpus.options.cut == .file || weighing.corpus.bytes <= SensitivityAnalysis.largestDocument else {
            return leave(.documentCut, .tooLarge)
        }
        let estimates = zip(try estimate(other), base).map { $0.borrowingInterval(of: $1) }
        trials.append(Trial(axis: .documentCut, setting: other.options.cut.rawValue, estimates: estimates))
    }

    private mutating func registers(
        _ weighing: Weighing, _ table: CountTable, _ estimate: (CountTable) throws -> [Estimate]
    ) throws {
        let labels = weighing.labels
        let registers = Set(labels.compactMap { $0.register }).sorted()
        guard registers.count > 1 else { return leave(.register, .noRegisters) }
        for register in registers {
            let part = try table.selecting { labels[$0].register == register }
            trials.append(Trial(axis: .register, setting: register.description, estimates: try estimate(part)))
        }
    }

    private mutating func leave(_ axis: SettingAxis, _ reason: UntriedSetting.Reason) {
        untried.append(axis.words.capitalized + ": " + reason.words)
    }
}

extension SettingsSweep.Estimate {
    /// The figure with the base's interval, as wide in proportion to it, where it has none of its own.
    fileprivate func borrowingInterval(of base: Self) -> Self {
        guard interval == nil, let value, let other = base.interval, let center = base.value, center > 0 else {
            return self
        }
        let scale = value / center
        return Self(value: value, interval: (other.low * scale, other.high * scale), isBorrowed: true)
    }
}
