import JeoulTokenizing
import JeoulStatistics

/// What was counted for one vocabulary, summed over documents: from it every metric is computed.
struct VocabularySums: Sendable, Codable {
    /// By `MetricQuantity.rawValue`.
    private var sums = [Int](repeating: 0, count: MetricQuantity.allCases.count)
    /// For each metric asked for that is a ratio.
    private var ratios: [Metric: RatioSum] = [:]
    /// Set at the end, where tokens were tallied one by one.
    var usage: TokenUsage?
    /// The different words, and the sum of their shares.
    var words: (distinct: Int, retained: Double)?

    private enum CodingKeys: String, CodingKey {
        case sums
        case ratios
    }

    subscript(quantity: MetricQuantity) -> Int { sums[quantity.rawValue] }

    /// Adds documents: `counts(quantity)` gives one count each.
    mutating func add(_ needs: MetricNeeds, _ counts: (MetricQuantity) -> [Int]) {
        for quantity in needs.quantities { sums[quantity.rawValue] += counts(quantity).reduce(0, +) }
        for metric in needs.metrics {
            guard let ratio = metric.ratio else { continue }
            var sum = RatioSum()
            for (top, bottom) in zip(counts(ratio.numerator), counts(ratio.denominator)) { sum.add(top, bottom) }
            ratios[metric, default: RatioSum()].add(sum)
        }
    }

    mutating func add(_ other: VocabularySums) {
        for index in sums.indices { sums[index] += other.sums[index] }
        for (metric, sum) in other.ratios { ratios[metric, default: RatioSum()].add(sum) }
    }

    /// The metric's figure.
    func value(of metric: Metric, name: String, settings: MetricSettings) -> MetricValue {
        switch metric.computation {
        case .ratio(let ratio): return value(of: metric, ratio, settings)
        case .retentionByType:
            return MetricValue(
                metric, numerator: words?.retained ?? 0, denominator: Double(words?.distinct ?? 0), of: "words")
        case .cost:
            guard let price = settings.prices[name] else {
                return MetricValue(
                    metric, undefined: Absence(.missingSetting, "no price of \(name) was given (--price \(name)=USD)"))
            }
            return MetricValue(
                metric, numerator: price * Double(self[.tokens]), denominator: Double(self[.koreanCharacters]),
                of: MetricQuantity.koreanCharacters.name)
        case .capacity: return capacity(metric, settings)
        case .frequencies(let computation): return value(of: metric, computation)
        }
    }

    private func value(of metric: Metric, _ ratio: MetricRatio, _ settings: MetricSettings) -> MetricValue {
        if metric == .normalizedSequenceLength, settings.baseline == nil {
            return MetricValue(metric, undefined: Absence(.missingSetting, "no baseline was named (--baseline ID)"))
        }
        if metric == .premium, settings.parallel == nil {
            return MetricValue(
                metric, undefined: Absence(.missingSetting, "no parallel text was given (--parallel FILE)"))
        }
        let isAttributed = ratio.numerator == .attributedTokens
        let scale = Double(ratio.numerator.parts)
        return MetricValue(
            metric,
            numerator: isAttributed
                ? usage?.attributedTokens ?? Double(self[ratio.numerator]) / scale : Double(self[ratio.numerator]),
            denominator: Double(self[ratio.denominator]), of: ratio.denominator.name,
            meanOfRatios: ratios[metric]?.mean.map { $0 / scale })
    }

    private func capacity(_ metric: Metric, _ settings: MetricSettings) -> MetricValue {
        guard let window = settings.contextWindow else {
            return MetricValue(
                metric, undefined: Absence(.missingSetting, "no context window was given (--context TOKENS)"))
        }
        let tokens = self[.tokens]
        let korean = self[.koreanCharacters]
        guard tokens > 0, korean > 0 else {
            let name = tokens > 0 ? MetricQuantity.koreanCharacters.name : MetricQuantity.tokens.name
            return MetricValue(metric, undefined: Absence(.zeroDenominator, "the text has no \(name)"))
        }
        let fit = UInt128(window) * UInt128(korean) / UInt128(tokens)
        return MetricValue(metric, Double(fit), numerator: Double(korean), denominator: Double(tokens))
    }

    /// A metric of the tokens' frequencies.
    private func value(of metric: Metric, _ computation: MetricComputation.Frequencies) -> MetricValue {
        guard let usage, let frequencies = TokenFrequencies(usage.counts) else {
            return MetricValue(metric, undefined: Absence(.zeroDenominator, "the text has no tokens"))
        }
        switch computation {
        case .entropy: return MetricValue(metric, frequencies.shannonEntropy)
        case .utilization:
            return MetricValue(
                metric, numerator: Double(frequencies.distinct), denominator: Double(usage.declaredTokens),
                of: "declared tokens")
        case .efficiency, .observedEfficiency:
            let size = computation == .observedEfficiency ? frequencies.distinct : usage.declaredTokens
            guard size > 1 else {
                return MetricValue(
                    metric,
                    undefined: Absence(
                        .zeroDenominator, "there is one token only, repeated: nothing to be evenly used"))
            }
            return MetricValue(
                metric, numerator: frequencies.renyiEntropy, denominator: TokenFrequencies.log2(Double(size)),
                of: "tokens")
        }
    }
}

/// The frequencies of a text's tokens, and their entropies in bits: the same on every machine.
struct TokenFrequencies {
    /// Σ p ln p, Σ p^2.5, and how many tokens have p > 0.
    private let logarithmic: Double
    private let power: Double
    let distinct: Int

    /// Of how often each token occurred; nil where none did. O(ids).
    init?(_ counts: [Int]) {
        let total = counts.reduce(0, +)
        guard total > 0 else { return nil }
        var logarithmic = 0.0
        var power = 0.0
        var distinct = 0
        for count in counts where count > 0 {
            let frequency = Double(count) / Double(total)
            distinct += 1
            logarithmic += frequency * PortableMath.log(frequency)
            power += frequency * frequency * frequency.squareRoot()
        }
        self.logarithmic = logarithmic
        self.power = power
        self.distinct = distinct
    }

    /// −Σ p log₂ p.
    var shannonEntropy: Double { max(0, -logarithmic / Self.ln2) }

    /// log₂(Σ p^2.5) / (1 − 2.5).
    var renyiEntropy: Double { max(0, Self.log2(power) / -1.5) }

    static func log2(_ value: Double) -> Double { PortableMath.log(value) / ln2 }

    private static let ln2 = PortableMath.log(2)
}
