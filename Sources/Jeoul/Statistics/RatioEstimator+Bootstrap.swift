extension RatioEstimator {
    /// The ratio in every resample, sorted; `nil` if no resamples were drawn.
    func bootstrapDistribution(_ formula: RatioFormula, value: Double) -> BootstrapDistribution? {
        guard let resamples else { return nil }
        var values: [Double] = []
        values.reserveCapacity(resamples.count)
        for resample in 0..<resamples.count {
            if let value = formula.value({ resamples.sum(resample, stratum: $0, column: $1) }) {
                values.append(value)
            }
        }
        values.sort()
        return BootstrapDistribution(
            estimate: value, sorted: values, failedResamples: resamples.count - values.count)
    }

    /// BCa's acceleration, by the jackknife over units within strata; `nil` where leaving a unit out leaves no
    /// denominator.
    ///
    /// With θ_si the ratio without unit i of stratum s, θ̄_s its mean and U_si = (n_s − 1)(θ̄_s − θ_si):
    /// a = ⅙ · Σ_s (Σ_i U_si³ / n_s³) / (Σ_s Σ_i U_si² / n_s²)^{3/2}; 0 when all units are alike.
    ///
    /// Source: Efron and Tibshirani, *An Introduction to the Bootstrap*, 1993, formula 14.15; for several samples as in
    /// `scipy.stats.bootstrap`.
    func acceleration(_ formula: RatioFormula) -> Double? {
        var cubes = 0.0
        var squares = 0.0
        for (stratum, range) in units.strata.enumerated() {
            var left: [Double] = []
            left.reserveCapacity(range.count)
            for unit in range {
                let value = formula.value { other, column in
                    let total = totals[other][column]
                    return other == stratum ? total - units.sums[unit * units.columnCount + column] : total
                }
                guard let value else { return nil }
                left.append(value)
            }
            let n = Double(range.count)
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
