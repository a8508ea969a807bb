/// Estimates ratios of a table's columns. Drawing happens once, in the initializer; every ratio is read off the same
/// resamples.
///
///     let estimator = try RatioEstimator(table)
///     let estimate = try estimator.estimate(Ratio("a.x-4.0", to: "o200k_base"))
///     print(estimate.value!, estimate.interval!)
package struct RatioEstimator: Sendable {
    /// The counts.
    package let table: CountTable
    /// How estimates are made.
    package let options: EstimationOptions

    let units: ResamplingUnits
    let totals: [[UInt64]]
    /// `nil` when there are too few units, or more than the bootstrap's limit.
    let resamples: Resamples?

    /// Sums the table by cluster and draws the resamples.
    ///
    /// - Complexity: O(resamples × units × columns / 16); 10,000 × 10,000 × 9 takes some tenths of a second.
    /// - Throws: ``StatisticsError`` for options outside their domain, and for a mix that does not fit the table.
    package init(_ table: CountTable, options: EstimationOptions = EstimationOptions()) throws(StatisticsError) {
        try options.check()
        if let mix = options.mix { _ = try table.columnIndex(mix.measure) }
        let units = try ResamplingUnits(table, mix: options.mix)
        self.init(table, options, units)
    }

    /// An estimator over given units.
    init(_ table: CountTable, _ options: EstimationOptions, _ units: ResamplingUnits) {
        self.table = table
        self.options = options
        self.units = units
        totals = units.strata.indices.map(units.totals(ofStratum:))
        let suits =
            units.strata.allSatisfy { $0.count >= 2 } && units.unitCount >= Self.fewestUnits
            && units.unitCount <= options.bootstrapLimit
        resamples =
            suits
            ? Resamples(of: units, count: options.resamples, seed: options.seed, threads: options.threads) : nil
    }

    /// The estimate of one ratio with its interval.
    ///
    /// - Complexity: O(resamples × log resamples + units); where adjacent documents are tried as blocks, O(units) for each
    ///   of up to ``shuffles`` shuffles more.
    /// - Throws: ``StatisticsError/unknownColumn(_:known:)``.
    package func estimate(_ ratio: Ratio) throws(StatisticsError) -> RatioEstimate {
        try appraisal(of: ratio).estimate(level: options.level)
    }

    /// Below this many independent units there is no interval.
    package static let fewestUnits = 10
    /// Below this effective number of units there is no interval.
    package static let fewestEffectiveUnits = 3.0

    func formula(of ratio: Ratio) throws(StatisticsError) -> RatioFormula {
        let numerator = try table.columnIndex(ratio.numerator)
        let denominator = try table.columnIndex(ratio.denominator)
        let measure: Int? = if let mix = options.mix { try table.columnIndex(mix.measure) } else { nil }
        return RatioFormula(
            numerator: numerator, denominator: denominator, measure: measure, weights: units.shares.map(\.weight),
            scale: Double(table.columns[denominator].parts) / Double(table.columns[numerator].parts))
    }

    func total(_ column: Int) -> Int {
        Int(totals.reduce(0) { $0 + $1[column] })
    }

    /// Arithmetic mean of the documents' own ratios, where defined.
    func meanOfRatios(_ formula: RatioFormula) -> Double? {
        let top = table.columns[formula.numerator].counts
        let bottom = table.columns[formula.denominator].counts
        var sum = 0.0
        var count = 0
        for document in units.documents where bottom[document] > 0 {
            sum += Double(top[document]) / Double(bottom[document])
            count += 1
        }
        return count == 0 ? nil : sum / Double(count) * formula.scale
    }

    func reasonUndefined(_ formula: RatioFormula) -> Absence {
        if units.documents.isEmpty {
            return Absence(.noDocuments, "there are no documents that are not empty")
        }
        if let measure = formula.measure, let stratum = totals.firstIndex(where: { $0[measure] == 0 }) {
            let name = table.columns[measure].name
            return Absence(.zeroMeasure, "the documents of \(units.shares[stratum].stratum) have no \(name)")
        }
        return Absence(.zeroDenominator, "the documents have no \(table.columns[formula.denominator].name)")
    }
}
