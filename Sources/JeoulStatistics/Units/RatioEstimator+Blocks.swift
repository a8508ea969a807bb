extension RatioEstimator {
    /// How many shuffles the length of blocks is tried against.
    package static let shuffles = 199
    /// Blocks are tried while at least so many remain.
    package static let fewestBlocks = 30

    /// How many adjacent documents make a unit for a ratio: 1, or the length of blocks whose standard error is largest
    /// against that by documents, where it is larger than what 95% of shuffles of the documents give.
    ///
    /// The statistic is the largest of SE(blocks of 2, 4, 8 …) / SE(documents), so that one test serves all lengths. The
    /// standard errors are linearized, from eᵢ = aᵢ − R·bᵢ, which needs sums alone; the shuffles are seeded. Documents with
    /// clusters have their units by them and are not tried.
    ///
    /// - Complexity: O(units) a shuffle, of no more than ``BlockVariances/mostShuffled``; it ends when so many shuffles have
    ///   reached the statistic that it is decided.
    func blockLength(_ formula: RatioFormula, value: Double) -> Int {
        guard table.clusters == nil, units.unitCount >= 2 * Self.fewestBlocks else { return 1 }
        let residuals = units.strata.enumerated().map { stratum, range in
            range.map(residual(formula, stratum: stratum, ratio: value / formula.scale))
        }
        // Documents of one ratio have residuals of rounding alone, in which there is nothing to find.
        guard formula.measure != nil || residuals.joined().contains(where: { abs($0) > 1e-9 }) else { return 1 }
        let documents = BlockVariances(residuals)
        let observed = documents.largestRatio()
        guard observed.length > 1, observed.ratio > 1 else { return 1 }
        var shuffled = documents.grouped()
        let allowed = (Self.shuffles + 1) / 20 - 1
        var reached = 0
        for shuffle in 0..<Self.shuffles {
            var random = SplitMix64(seed: ~options.seed, stream: UInt64(shuffle))
            shuffled.shuffle(&random)
            if shuffled.largestRatio().ratio >= observed.ratio { reached += 1 }
            if reached > allowed { return 1 }
        }
        return observed.length
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
}

/// The residuals of documents in their order, stratum by stratum, and the variances of the sums of blocks of them.
///
/// Of very many documents, groups of adjacent ones take their place in the shuffles, with the variance of groups in the place
/// of that of documents: of independent documents the ratios are distributed alike, for those of the longest blocks, of
/// which there are fewest, scatter most by far.
struct BlockVariances {
    /// No more than so many are shuffled.
    static let mostShuffled = 1 << 15

    /// Documents in a group.
    private let group: Int
    /// Documents in each stratum.
    private let counts: [Int]
    private var items: [[Double]]

    init(_ residuals: [[Double]]) {
        self.init(residuals, counts: residuals.map(\.count), group: 1)
    }

    private init(_ items: [[Double]], counts: [Int], group: Int) {
        self.items = items
        self.counts = counts
        self.group = group
    }

    private var documents: Int { counts.reduce(0, +) }

    /// The same in groups of adjacent documents, as few as are few enough to shuffle.
    func grouped() -> BlockVariances {
        var group = 1
        while documents / group > Self.mostShuffled { group *= 2 }
        guard group > 1 else { return self }
        let groups = items.map { items in
            let count = max(1, items.count / group)
            return (0..<count).map { items[Self.part($0, of: count, in: items.count)].reduce(0, +) }
        }
        return BlockVariances(groups, counts: counts, group: group)
    }

    /// The largest SE(blocks) / SE(documents), and its length. O(n): the sums of blocks are differences of running sums.
    func largestRatio() -> (ratio: Double, length: Int) {
        let sums = items.map { items in
            var sums = [0.0]
            sums.reserveCapacity(items.count + 1)
            var sum = 0.0
            for item in items {
                sum += item
                sums.append(sum)
            }
            return sums
        }
        let single = variance(sums, length: group)
        var largest = (ratio: 0.0, length: 1)
        guard single > 0 else { return largest }
        var length = 2 * group
        while documents / length >= RatioEstimator.fewestBlocks, counts.allSatisfy({ $0 / length >= 2 }) {
            let ratio = (variance(sums, length: length) / single).squareRoot()
            if ratio > largest.ratio { largest = (ratio, length) }
            length *= 2
        }
        return largest
    }

    /// Σ_s B_s/(B_s − 1) · Σ (E_k − Ē_s)² over the sums of blocks, from running sums.
    private func variance(_ sums: [[Double]], length: Int) -> Double {
        var variance = 0.0
        for (sums, count) in zip(sums, counts) {
            let blocks = count / length
            guard blocks >= 2 else { continue }
            var squares = 0.0
            for block in 0..<blocks {
                let place = Self.part(block, of: blocks, in: sums.count - 1)
                let e = sums[place.upperBound] - sums[place.lowerBound]
                squares += e * e
            }
            let n = Double(blocks)
            let sum = sums[sums.count - 1]
            variance += n / (n - 1) * max(0, squares - sum * sum / n)
        }
        return variance
    }

    /// One of so many nearly equal parts.
    static func part(_ part: Int, of parts: Int, in count: Int) -> Range<Int> {
        count * part / parts..<count * (part + 1) / parts
    }

    /// Fisher and Yates's shuffle of each stratum.
    mutating func shuffle(_ random: inout SplitMix64) {
        for stratum in items.indices where items[stratum].count > 1 {
            for index in stride(from: items[stratum].count - 1, to: 0, by: -1) {
                let other = random.next().multipliedFullWidth(by: UInt64(index + 1)).high
                items[stratum].swapAt(index, Int(other))
            }
        }
    }
}
