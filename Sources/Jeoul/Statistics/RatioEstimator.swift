/// Estimates ratios of a table's columns. Drawing happens once, in the initializer; every ratio is read off the same
/// resamples.
///
///     let estimator = try RatioEstimator(table)
///     let estimate = try estimator.estimate(Ratio("a.x-4.0", to: "o200k_base"))
///     print(estimate.value!, estimate.interval!)
public struct RatioEstimator: Sendable {
    /// The counts.
    public let table: CountTable
    /// How estimates are made.
    public let options: EstimationOptions

    let units: ResamplingUnits
    let totals: [[UInt64]]
    /// `nil` when there are too few units, or more than the bootstrap's limit.
    let resamples: Resamples?

    /// Sums the table by cluster and draws the resamples.
    ///
    /// - Complexity: O(resamples × units × columns / 16); 10,000 × 10,000 × 9 takes some tenths of a second.
    /// - Throws: ``StatisticsError`` for options outside their domain, and for a mix that does not fit the table.
    public init(_ table: CountTable, options: EstimationOptions = EstimationOptions()) throws(StatisticsError) {
        try options.check()
        if let mix = options.mix { _ = try table.columnIndex(mix.measure) }
        let units = try ResamplingUnits(table, mix: options.mix)
        self.table = table
        self.options = options
        self.units = units
        totals = units.strata.indices.map(units.totals(ofStratum:))
        let suits = units.strata.allSatisfy { $0.count >= 2 } && units.unitCount <= options.bootstrapLimit
        resamples =
            suits
            ? Resamples(of: units, count: options.resamples, seed: options.seed, threads: options.threads) : nil
    }

    /// The estimate of one ratio with its intervals.
    ///
    /// - Complexity: O(resamples × log resamples + units).
    /// - Throws: ``StatisticsError/unknownColumn(_:known:)``.
    public func estimate(_ ratio: Ratio) throws(StatisticsError) -> RatioEstimate {
        try estimate(ratio, level: options.level)
    }

    func estimate(_ ratio: Ratio, level: Double) throws(StatisticsError) -> RatioEstimate {
        let formula = try formula(of: ratio)
        let value = formula.value { totals[$0][$1] }
        let linear = value.flatMap { linearization(formula, value: $0, level: level) }
        let bootstrap = value.flatMap { bootstrapDistribution(formula, value: $0) }
        var noInterval = value == nil ? nil : lackOfUnits()
        if noInterval == nil, let failed = bootstrap?.failedResamples, failed > 0 {
            noInterval = Absence(
                .vanishingDenominator,
                "the denominator is zero in \(failed) of \(options.resamples) resamples: too few documents have any"
            )
        }
        let known = noInterval == nil
        return RatioEstimate(
            ratio: ratio,
            numeratorSum: total(formula.numerator),
            denominatorSum: total(formula.denominator),
            value: value,
            undefined: value == nil ? reasonUndefined(formula) : nil,
            meanOfRatios: options.mix == nil ? meanOfRatios(formula) : nil,
            documents: units.documents.count,
            emptyDocuments: units.emptyDocuments,
            units: units.unitCount,
            standardError: known ? linear?.standardError : nil,
            percentile: known ? bootstrap?.percentileInterval(level: level) : nil,
            bca: known ? bootstrap?.bcaInterval(level: level, acceleration: acceleration(formula)) : nil,
            delta: known ? linear?.interval : nil,
            noInterval: noInterval,
            documentsForOnePercent: known ? linear?.documents(forRelativeHalfWidth: 0.01) : nil,
            resamples: bootstrap == nil ? nil : options.resamples,
            seed: bootstrap == nil ? nil : options.seed,
            mix: options.mix)
    }

    func formula(of ratio: Ratio) throws(StatisticsError) -> RatioFormula {
        let numerator = try table.columnIndex(ratio.numerator)
        let denominator = try table.columnIndex(ratio.denominator)
        let measure: Int? = if let mix = options.mix { try table.columnIndex(mix.measure) } else { nil }
        return RatioFormula(
            numerator: numerator, denominator: denominator, measure: measure, weights: units.shares.map(\.weight),
            scale: Double(table.columns[denominator].parts) / Double(table.columns[numerator].parts))
    }

    private func total(_ column: Int) -> Int {
        Int(totals.reduce(0) { $0 + $1[column] })
    }

    /// Arithmetic mean of the documents' own ratios, where defined.
    private func meanOfRatios(_ formula: RatioFormula) -> Double? {
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

    private func reasonUndefined(_ formula: RatioFormula) -> Absence {
        if units.documents.isEmpty {
            return Absence(.noDocuments, "there are no documents that are not empty")
        }
        if let measure = formula.measure, let stratum = totals.firstIndex(where: { $0[measure] == 0 }) {
            let name = table.columns[measure].name
            return Absence(.zeroMeasure, "the documents of \(units.shares[stratum].stratum) have no \(name)")
        }
        return Absence(.zeroDenominator, "the documents have no \(table.columns[formula.denominator].name)")
    }

    /// An interval needs two units, under a mix in each stratum.
    private func lackOfUnits() -> Absence? {
        guard let stratum = units.strata.firstIndex(where: { $0.count < 2 }) else { return nil }
        let place = options.mix == nil ? "" : " of \(units.shares[stratum].stratum)"
        let what = table.clusters == nil ? "document" : "cluster of documents"
        return Absence(.oneUnit, "there is one \(what)\(place): no interval can be given")
    }
}
