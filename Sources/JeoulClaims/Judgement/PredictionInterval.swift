import JeoulStatistics

/// Where a further corpus, of another source, is to be expected: mean ± t(k − 1) · s · √(1 + 1/k) over k sources.
///
/// On ln(T/T₀), which no wording favours; the corpora of one source are one entry, by their sums. The spread between corpora
/// says what was seen, this what follows for a text that was not, if the sources are like a sample of such texts.
///
/// Source: Hahn and Meeker, *Statistical Intervals*, 1991, chapter 4.
package struct PredictionInterval: Sendable, Codable, Equatable {
    /// The reading's quantity at the mean of ln(T/T₀).
    package let mean: Double
    /// The lower end, in the reading's quantity.
    package let low: Double
    /// The upper end.
    package let high: Double
    /// How many sources it is from.
    package let sources: Int
    /// Its level.
    package let level: Double

    /// The fewest sources from which it is given.
    package static let fewestSources = 5

    /// - Returns: nil with too few sources, or where the quantity is undefined.
    init?(_ quantity: Quantity, tokenRatios: [Double], level: Double = 0.95) {
        guard tokenRatios.count >= Self.fewestSources, tokenRatios.allSatisfy({ $0 > 0 && $0.isFinite }) else {
            return nil
        }
        let logarithms = tokenRatios.map(PortableMath.log)
        let k = Double(logarithms.count)
        let mean = logarithms.reduce(0, +) / k
        let variance = logarithms.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (k - 1)
        let t = StudentDistribution.twoSidedQuantile(tail: 1 - level, degrees: k - 1)
        let half = t * (variance * (1 + 1 / k)).squareRoot()
        let values = [mean, mean - half, mean + half].map {
            quantity.value(ofTokenRatio: PortableMath.exp($0))
        }
        guard let center = values[0], let a = values[1], let b = values[2], a.isFinite, b.isFinite else { return nil }
        self.mean = center
        low = min(a, b)
        high = max(a, b)
        sources = logarithms.count
        self.level = level
    }
}

extension CorpusMeasurement {
    /// T/T₀ of each source among some corpora: Σ T / Σ T₀ over those of one source.
    static func tokenRatiosBySource(_ measurements: [CorpusMeasurement]) -> [Double] {
        var order: [String] = []
        var sums: [String: (top: Int, bottom: Int)] = [:]
        for measurement in measurements {
            guard let ratio = measurement.tokenRatio else { continue }
            if sums[measurement.provenance.source] == nil { order.append(measurement.provenance.source) }
            let sum = sums[measurement.provenance.source] ?? (0, 0)
            sums[measurement.provenance.source] = (sum.top + ratio.numeratorSum, sum.bottom + ratio.denominatorSum)
        }
        return order.compactMap { source in sums[source].map { Double($0.top) / Double($0.bottom) } }
    }
}
