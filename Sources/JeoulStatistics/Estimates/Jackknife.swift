/// The jackknife's view of a ratio: its standard error over the units, and Student's t interval.
///
/// With R₍ᵢ₎ the ratio without unit i of stratum s, SE² = Σ_s (n_s − 1)/n_s · Σᵢ (R₍ᵢ₎ − R̄_s)². The interval is
/// R ± t · SE, t of max(n_eff − S, 2) degrees of freedom for S strata (1 without a mix), fractions kept. The effective
/// number of units is n_eff = (Σ bᵢ)² / Σ bᵢ², bᵢ being a unit's part of the denominator: few units that have nearly all
/// of the text are worth no more than themselves.
///
/// Sources: Efron, *The Jackknife, the Bootstrap and Other Resampling Plans*, 1982, chapter 3; Jones, *Jackknife estimation
/// methods*, Canadian Journal of Statistics 2, 1974 (strata); Kish, *Survey Sampling*, 1965 (n_eff). How often it covers
/// the truth: `Tests/Goldens/statistics/coverage.md`.
struct Jackknife: Sendable {
    let standardError: Double
    let effectiveUnits: Double
    let degreesOfFreedom: Double

    /// R ± t · SE.
    func interval(around value: Double, level: Double) -> Interval {
        let half = StudentDistribution.twoSidedQuantile(tail: 1 - level, degrees: degreesOfFreedom) * standardError
        return Interval(low: value - half, high: value + half, level: level, method: .jackknife)
    }

    /// Two-sided p-value of "the ratio is `null`".
    func pValue(of value: Double, null: Double) -> Double {
        if standardError == 0 { return value == null ? 1 : 0 }
        return StudentDistribution.twoSidedTail(abs(value - null) / standardError, degrees: degreesOfFreedom)
    }

    /// The number of documents at which the normal interval would be ±`target` of the estimate: documents · (h/target)²
    /// for the present relative half-width h, rounded up; at least 2. `nil` for an estimate of zero.
    func documents(forRelativeHalfWidth target: Double, of value: Double, from documents: Int, level: Double) -> Int? {
        guard value > 0 else { return nil }
        let half = NormalDistribution.quantile((1 + level) / 2) * standardError / value
        let needed = Double(documents) * (half / target) * (half / target)
        return max(2, Int(needed.rounded(.up)))
    }
}

extension RatioEstimator {
    /// The ratio without each unit, stratum by stratum; `nil` where leaving one out leaves no denominator.
    ///
    /// - Complexity: O(units × strata).
    func leavingOneOut(_ formula: RatioFormula) -> [[Double]]? {
        var all: [[Double]] = []
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
            all.append(left)
        }
        return all
    }

    /// The standard error and what belongs to it, from the ratios of ``leavingOneOut(_:)``, two or more in every stratum.
    func jackknife(_ formula: RatioFormula, value: Double, leftOut: [[Double]]) -> Jackknife {
        // Documents of one ratio have no variance, whatever the last bits of their quotients.
        let noise = 1e-15 * abs(value)
        var variance = 0.0
        for left in leftOut {
            let n = Double(left.count)
            var sum = CompensatedSum()
            var squares = CompensatedSum()
            for other in left where abs(other - value) > noise {
                sum += other - value
                squares += (other - value) * (other - value)
            }
            variance += (n - 1) / n * max(0, squares.value - sum.value * sum.value / n)
        }
        let effective = effectiveUnits(formula)
        return Jackknife(
            standardError: variance.squareRoot(), effectiveUnits: effective,
            degreesOfFreedom: max(effective - Double(units.strata.count), 2))
    }

    /// n_eff; 0 where the denominator is nothing.
    func effectiveUnits(_ formula: RatioFormula) -> Double {
        var sum = CompensatedSum()
        var squares = CompensatedSum()
        for (stratum, range) in units.strata.enumerated() {
            var scale = 1.0
            if let measure = formula.measure {
                guard totals[stratum][measure] > 0 else { return 0 }
                scale = formula.weights[stratum] / Double(totals[stratum][measure])
            }
            for unit in range {
                let part = scale * Double(units.sums[unit * units.columnCount + formula.denominator])
                sum += part
                squares += part * part
            }
        }
        return squares.value > 0 ? sum.value * sum.value / squares.value : 0
    }
}
