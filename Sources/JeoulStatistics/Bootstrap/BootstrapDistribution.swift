/// The bootstrap's distribution of one ratio.
struct BootstrapDistribution: Sendable {
    /// The ratio of the data themselves.
    let estimate: Double
    /// The ratio in every resample, ascending.
    let sorted: [Double]

    /// The `p`-quantile, interpolated between order statistics at (n − 1)p.
    ///
    /// Source: Hyndman and Fan, *Sample quantiles in statistical packages*, The American Statistician 50(4), 1996,
    /// definition 7; NumPy's default.
    func quantile(_ p: Double) -> Double {
        let position = Double(sorted.count - 1) * p
        let index = min(Int(position), sorted.count - 2)
        let below = sorted[index]
        return below + (sorted[index + 1] - below) * (position - Double(index))
    }

    /// The BCa interval; `nil` where it is undefined: an estimate outside all resamples.
    ///
    /// The quantiles are Φ(z₀ + (z₀ + z)/(1 − a(z₀ + z))) for z = ±Φ⁻¹(1 − α/2), with z₀ = Φ⁻¹ of the share of
    /// resamples below the estimate, ties counted half.
    ///
    /// Source: Efron and Tibshirani, *An Introduction to the Bootstrap*, 1993, formulas 14.9 to 14.14.
    func bcaInterval(level: Double, acceleration a: Double) -> Interval? {
        let below = firstIndex { $0 >= estimate }
        let upTo = firstIndex { $0 > estimate }
        let bias = NormalDistribution.quantile(Double(below + upTo) / Double(2 * sorted.count))
        guard bias.isFinite else { return nil }
        let z = NormalDistribution.quantile((1 + level) / 2)
        let ends = [-z, z].map { z -> Double? in
            let shifted = bias + z
            let divisor = 1 - a * shifted
            return divisor > 0 ? quantile(NormalDistribution.cumulative(bias + shifted / divisor)) : nil
        }
        guard let low = ends[0], let high = ends[1], low <= high else { return nil }
        return Interval(low: low, high: high, level: level, method: .bca)
    }

    /// Binary search for the first value with a property that all later ones have too.
    private func firstIndex(where property: (Double) -> Bool) -> Int {
        var low = 0
        var high = sorted.count
        while low < high {
            let middle = (low + high) / 2
            if property(sorted[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
