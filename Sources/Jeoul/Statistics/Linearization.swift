/// The delta method's view of a ratio: its standard error and what follows from it.
///
/// With e_g the linearized contribution of unit g, the variance is Σ_s n_s/(n_s − 1) · Σ_g (e_g − ē_s)². Without a mix
/// e_g = (a_g − R·b_g)/ΣB. With one, and N = Σ_s w_s·B_s/C_s:
/// e_g = w_s/(C_s·N) · [(a_g − A_s/C_s·c_g) − R·(b_g − B_s/C_s·c_g)].
///
/// Sources: Woodruff, *A simple method for approximating the variance of a complicated estimate*, JASA 66, 1971;
/// Cochran, *Sampling Techniques*, 3rd ed. 1977, chapters 6 (ratio estimators) and 9A (clusters).
struct Linearization: Sendable {
    let standardError: Double
    /// estimate ± t · standard error, t of (units − strata) degrees of freedom.
    let interval: Interval
    private let estimate: Double
    private let documents: Int

    init(estimate: Double, standardError: Double, quantile: Double, level: Double, documents: Int) {
        self.standardError = standardError
        self.estimate = estimate
        self.documents = documents
        let half = quantile * standardError
        interval = Interval(low: estimate - half, high: estimate + half, level: level, method: .delta)
    }

    /// The number of documents at which the normal interval would be ±`target` of the estimate: documents · (h/target)²
    /// for the present relative half-width h, rounded up; at least 2. `nil` for an estimate of zero.
    func documents(forRelativeHalfWidth target: Double) -> Int? {
        guard estimate > 0 else { return nil }
        let half = NormalDistribution.quantile((1 + interval.level) / 2) * standardError / estimate
        let needed = Double(documents) * (half / target) * (half / target)
        return max(2, Int(needed.rounded(.up)))
    }
}

extension RatioEstimator {
    /// The linearized interval; `nil` without two units in every stratum.
    ///
    /// - Complexity: O(units).
    func linearization(_ formula: RatioFormula, value: Double, level: Double) -> Linearization? {
        guard units.strata.allSatisfy({ $0.count >= 2 }),
            let (_, bottom) = formula.sides({ totals[$0][$1] })
        else { return nil }
        let plain = value / formula.scale
        var variance = 0.0
        for (stratum, range) in units.strata.enumerated() {
            let residual = residual(formula, stratum: stratum, ratio: plain, bottom: bottom)
            var sum = 0.0
            var squares = 0.0
            for unit in range {
                let e = residual(unit)
                sum += e
                squares += e * e
            }
            let n = Double(range.count)
            variance += n / (n - 1) * max(0, squares - sum * sum / n)
        }
        let degrees = units.unitCount - units.strata.count
        return Linearization(
            estimate: value, standardError: variance.squareRoot() * formula.scale,
            quantile: StudentDistribution.twoSidedQuantile(tail: 1 - level, degrees: degrees), level: level,
            documents: units.documents.count)
    }

    /// e_g of one stratum's units.
    private func residual(
        _ formula: RatioFormula, stratum: Int, ratio: Double, bottom: Double
    ) -> (_ unit: Int) -> Double {
        let total = totals[stratum]
        func count(_ unit: Int, _ column: Int) -> Double { Double(units.sums[unit * units.columnCount + column]) }
        guard let measure = formula.measure else {
            return { (count($0, formula.numerator) - ratio * count($0, formula.denominator)) / bottom }
        }
        let c = Double(total[measure])
        let top = Double(total[formula.numerator]) / c
        let below = Double(total[formula.denominator]) / c
        let factor = formula.weights[stratum] / (c * bottom)
        return { unit in
            let m = count(unit, measure)
            let a = count(unit, formula.numerator) - top * m
            let b = count(unit, formula.denominator) - below * m
            return factor * (a - ratio * b)
        }
    }
}
