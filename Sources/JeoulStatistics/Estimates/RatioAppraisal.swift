/// A ratio with all that its intervals are made of: the units taken for it, and the jackknife over them.
struct RatioAppraisal: Sendable {
    let ratio: Ratio
    let formula: RatioFormula
    /// The estimator over the units taken: those of the table, or blocks of them.
    let estimator: RatioEstimator
    let blockLength: Int
    let value: Double?
    /// `nil` where there is no interval, for the reason in `noInterval` or since there is no value.
    let jackknife: Jackknife?
    let noInterval: Absence?
    private let leftOut: [[Double]]

    init(_ ratio: Ratio, _ formula: RatioFormula, _ base: RatioEstimator) {
        self.ratio = ratio
        self.formula = formula
        let value = formula.value { base.totals[$0][$1] }
        self.value = value
        blockLength = value.map { base.blockLength(formula, value: $0) } ?? 1
        let estimator =
            blockLength == 1
            ? base : RatioEstimator(base.table, base.options, base.units.inBlocks(of: blockLength))
        self.estimator = estimator
        let lack = value == nil ? nil : estimator.lackOfUnits(formula)
        guard let value, lack == nil else {
            (jackknife, noInterval, leftOut) = (nil, lack, [])
            return
        }
        guard let leftOut = estimator.leavingOneOut(formula) else {
            let reason = "one document has all of what the ratio is to: no interval can be given"
            (jackknife, noInterval, self.leftOut) = (nil, Absence(.vanishingDenominator, reason), [])
            return
        }
        (jackknife, noInterval, self.leftOut) = (
            estimator.jackknife(formula, value: value, leftOut: leftOut), nil, leftOut
        )
    }

    /// The interval at a level.
    func interval(level: Double) -> Interval? {
        guard let value, let jackknife else { return nil }
        return jackknife.interval(around: value, level: level)
    }

    /// Two-sided p-value of "the ratio is 1".
    var pValue: Double? {
        guard let value, let jackknife else { return nil }
        return jackknife.pValue(of: value, null: 1)
    }

    /// The estimate with its interval at a level.
    func estimate(level: Double) -> RatioEstimate {
        let bca =
            jackknife == nil
            ? nil : value.flatMap { estimator.bca(formula, value: $0, leftOut: leftOut, level: level) }
        let units = estimator.units
        return RatioEstimate(
            ratio: ratio,
            numeratorSum: estimator.total(formula.numerator),
            denominatorSum: estimator.total(formula.denominator),
            value: value,
            undefined: value == nil ? estimator.reasonUndefined(formula) : nil,
            meanOfRatios: estimator.options.mix == nil ? estimator.meanOfRatios(formula) : nil,
            documents: units.documents.count,
            emptyDocuments: units.emptyDocuments,
            units: units.unitCount,
            copies: units.copies,
            blockLength: blockLength == 1 ? nil : blockLength,
            effectiveUnits: value.map { _ in estimator.effectiveUnits(formula) },
            degreesOfFreedom: jackknife?.degreesOfFreedom,
            standardError: jackknife?.standardError,
            interval: interval(level: level),
            bca: bca,
            noInterval: noInterval,
            documentsForOnePercent: value.flatMap {
                jackknife?.documents(
                    forRelativeHalfWidth: 0.01, of: $0, from: units.documents.count, level: level)
            },
            resamples: bca == nil ? nil : estimator.options.resamples,
            seed: bca == nil ? nil : estimator.options.seed,
            mix: estimator.options.mix)
    }
}

extension RatioEstimator {
    /// A ratio with what its intervals are made of.
    func appraisal(of ratio: Ratio) throws(StatisticsError) -> RatioAppraisal {
        RatioAppraisal(ratio, try formula(of: ratio), self)
    }

    /// Why there are too few units for an interval; `nil` where there are enough.
    func lackOfUnits(_ formula: RatioFormula) -> Absence? {
        let what = table.clusters == nil ? "independent documents" : "independent clusters of documents"
        let wouldSuffice = table.clusters == nil && units.unitCount + units.copies >= Self.fewestUnits
        let copies = !wouldSuffice ? "" : ", since \(units.copies) are copies of others"
        if units.unitCount < Self.fewestUnits {
            return Absence(
                .fewUnits,
                "too few \(what): \(units.unitCount)\(copies); below \(Self.fewestUnits) no interval is given")
        }
        if let stratum = units.strata.firstIndex(where: { $0.count < 2 }) {
            return Absence(.fewUnits, "there is one independent document of \(units.shares[stratum].stratum)")
        }
        let effective = effectiveUnits(formula)
        if effective < Self.fewestEffectiveUnits {
            return Absence(
                .fewUnits,
                "a few documents have nearly all of the text: they are worth \(NumberText.decimal(effective, 1)) of equal "
                    + "size; below \(NumberText.short(Self.fewestEffectiveUnits, 1)) no interval is given")
        }
        return nil
    }
}
