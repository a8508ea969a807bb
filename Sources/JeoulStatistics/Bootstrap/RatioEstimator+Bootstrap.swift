extension RatioEstimator {
    /// The BCa interval, the cross-check of the jackknife's; `nil` if no resamples were drawn, or if the denominator is
    /// zero in some.
    func bca(_ formula: RatioFormula, value: Double, leftOut: [[Double]], level: Double) -> Interval? {
        guard let resamples else { return nil }
        var values: [Double] = []
        values.reserveCapacity(resamples.count)
        for resample in 0..<resamples.count {
            guard let value = formula.value({ resamples.sum(resample, stratum: $0, column: $1) }) else { return nil }
            values.append(value)
        }
        values.sort()
        return BootstrapDistribution(estimate: value, sorted: values)
            .bcaInterval(level: level, acceleration: Self.acceleration(leftOut))
    }

    /// BCa's acceleration, from the jackknife over units within strata.
    ///
    /// With θ_si the ratio without unit i of stratum s, θ̄_s its mean and U_si = (n_s − 1)(θ̄_s − θ_si):
    /// a = ⅙ · Σ_s (Σ_i U_si³ / n_s³) / (Σ_s Σ_i U_si² / n_s²)^{3/2}; 0 when all units are alike.
    ///
    /// Source: Efron and Tibshirani, *An Introduction to the Bootstrap*, 1993, formula 14.15; for several samples as in
    /// `scipy.stats.bootstrap`.
    private static func acceleration(_ leftOut: [[Double]]) -> Double {
        var cubes = 0.0
        var squares = 0.0
        for left in leftOut {
            let n = Double(left.count)
            let mean = left.reduce(0, +) / n
            var cube = 0.0
            var square = 0.0
            for value in left {
                let u = (n - 1) * (mean - value)
                square += u * u
                cube += u * u * u
            }
            cubes += cube / (n * n * n)
            squares += square / (n * n)
        }
        return squares == 0 ? 0 : cubes / (6 * squares * squares.squareRoot())
    }
}
