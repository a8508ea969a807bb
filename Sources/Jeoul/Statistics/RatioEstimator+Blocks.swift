extension RatioEstimator {
    /// How many shuffles the length of blocks is tried against.
    public static let shuffles = 199
    /// Blocks are tried while at least so many remain.
    public static let fewestBlocks = 30

    /// How many adjacent documents make a unit for a ratio: 1, or the length of blocks whose standard error is largest
    /// against that by documents, where it is larger than what 95% of shuffles of the documents give.
    ///
    /// The statistic is the largest of SE(blocks of 2, 4, 8 …) / SE(documents), so that one test serves all lengths. The
    /// standard errors are linearized, from eᵢ = aᵢ − R·bᵢ, which needs sums alone; the shuffles are seeded. Documents with
    /// clusters have their units by them and are not tried.
    ///
    /// - Complexity: O(units) a shuffle; it ends when so many shuffles have reached the statistic that it is decided.
    func blockLength(_ formula: RatioFormula, value: Double) -> Int {
        guard table.clusters == nil, units.unitCount >= 2 * Self.fewestBlocks else { return 1 }
        var residuals = units.strata.enumerated().flatMap { stratum, range in
            range.map(residual(formula, stratum: stratum, ratio: value / formula.scale))
        }
        // Documents of one ratio have residuals of rounding alone, in which there is nothing to find.
        guard formula.measure != nil || residuals.contains(where: { abs($0) > 1e-9 }) else { return 1 }
        let observed = largestRatio(residuals)
        guard observed.length > 1, observed.ratio > 1 else { return 1 }
        let allowed = (Self.shuffles + 1) / 20 - 1
        var reached = 0
        for shuffle in 0..<Self.shuffles {
            var random = SplitMix64(seed: ~options.seed, stream: UInt64(shuffle))
            for range in units.strata { Self.shuffle(&residuals, range, &random) }
            if largestRatio(residuals).ratio >= observed.ratio { reached += 1 }
            if reached > allowed { return 1 }
        }
        return observed.length
    }

    /// The largest SE(blocks) / SE(documents), and its length. O(units): the sums of blocks are differences of running sums.
    private func largestRatio(_ residuals: [Double]) -> (ratio: Double, length: Int) {
        var sums: [Double] = [0]
        sums.reserveCapacity(residuals.count + 1)
        var sum = 0.0
        for residual in residuals {
            sum += residual
            sums.append(sum)
        }
        let single = variance(sums, length: 1)
        var largest = (ratio: 0.0, length: 1)
        guard single > 0 else { return largest }
        var length = 2
        while units.unitCount / length >= Self.fewestBlocks, units.strata.allSatisfy({ $0.count / length >= 2 }) {
            let ratio = (variance(sums, length: length) / single).squareRoot()
            if ratio > largest.ratio { largest = (ratio, length) }
            length *= 2
        }
        return largest
    }

    /// Σ_s B_s/(B_s − 1) · Σ (E_k − Ē_s)² over the sums of blocks, from running sums.
    private func variance(_ sums: [Double], length: Int) -> Double {
        var variance = 0.0
        for range in units.strata {
            let blocks = range.count / length
            guard blocks >= 2 else { continue }
            var squares = 0.0
            for block in 0..<blocks {
                let place = units.units(ofBlock: block, of: blocks, in: range)
                let e = sums[place.upperBound] - sums[place.lowerBound]
                squares += e * e
            }
            let n = Double(blocks)
            let sum = sums[range.upperBound] - sums[range.lowerBound]
            variance += n / (n - 1) * max(0, squares - sum * sum / n)
        }
        return variance
    }

    /// The linearized contribution of one stratum's units, but for a common factor: aᵢ − R·bᵢ; under a mix
    /// w_s/C_s · [(aᵢ − A_s/C_s·cᵢ) − R·(bᵢ − B_s/C_s·cᵢ)].
    ///
    /// Source: Woodruff, *A simple method for approximating the variance of a complicated estimate*, JASA 66, 1971.
    private func residual(_ formula: RatioFormula, stratum: Int, ratio: Double) -> (_ unit: Int) -> Double {
        let total = totals[stratum]
        func count(_ unit: Int, _ column: Int) -> Double { Double(units.sums[unit * units.columnCount + column]) }
        guard let measure = formula.measure else {
            return { count($0, formula.numerator) - ratio * count($0, formula.denominator) }
        }
        let c = Double(total[measure])
        let top = Double(total[formula.numerator]) / c
        let below = Double(total[formula.denominator]) / c
        let factor = formula.weights[stratum] / c
        return { unit in
            let m = count(unit, measure)
            let a = count(unit, formula.numerator) - top * m
            let b = count(unit, formula.denominator) - below * m
            return factor * (a - ratio * b)
        }
    }

    /// Fisher and Yates's shuffle of a part.
    private static func shuffle(_ values: inout [Double], _ range: Range<Int>, _ random: inout SplitMix64) {
        guard range.count > 1 else { return }
        for index in stride(from: range.upperBound - 1, to: range.lowerBound, by: -1) {
            let count = UInt64(index - range.lowerBound + 1)
            values.swapAt(index, range.lowerBound + Int(random.next().multipliedFullWidth(by: count).high))
        }
    }
}
