/// Several vocabularies against one baseline, on the same resamples, corrected for their number.
package struct Comparison: Sendable, Codable, Equatable {
    /// One vocabulary against the baseline.
    package struct Row: Sendable, Codable, Equatable {
        /// The ratio of its tokens to the baseline's.
        package let estimate: RatioEstimate
        /// The interval at level 1 − α/m: with all m of them the chance that any misses is at most α (Bonferroni).
        package let simultaneous: Interval?
        /// Two-sided p-value of "the ratio is 1", from the same t as the interval.
        package let pValue: Double?
        /// The p-value after Holm's correction.
        package let adjustedPValue: Double?
        /// Whether the ratio differs from 1 at level α after the correction; `nil` without a p-value.
        package let differs: Bool?

        private enum CodingKeys: String, CodingKey {
            case estimate
            case simultaneous
            case pValue = "p_value"
            case adjustedPValue = "adjusted_p_value"
            case differs
        }
    }

    /// The baseline's column.
    package let baseline: String
    /// α, the chance of any false finding: 1 − the confidence level.
    package let familyError: Double
    /// One row a vocabulary, in the order asked for.
    package let rows: [Row]

    private enum CodingKeys: String, CodingKey {
        case baseline
        case familyError = "family_error"
        case rows
    }
}

extension RatioEstimator {
    /// Compares columns with a baseline.
    ///
    /// Holm's procedure has no intervals of its own; the simultaneous intervals are Bonferroni's, which are a little
    /// wider than Holm's decisions are strict.
    ///
    /// - Complexity: O(subjects × (resamples × log resamples + units)).
    /// - Throws: ``StatisticsError/unknownColumn(_:known:)``.
    package func compare(_ subjects: [String], baseline: String) throws(StatisticsError) -> Comparison {
        let familyError = 1 - options.level
        var estimates: [(estimate: RatioEstimate, wide: Interval?, pValue: Double?)] = []
        for subject in subjects {
            let appraisal = try appraisal(of: Ratio(subject, to: baseline))
            estimates.append(
                (
                    appraisal.estimate(level: options.level),
                    appraisal.interval(level: 1 - familyError / Double(subjects.count)), appraisal.pValue
                ))
        }
        let known = estimates.compactMap(\.pValue)
        var adjusted = Holm.adjusted(known).makeIterator()
        let rows = estimates.map { estimate, wide, pValue in
            let corrected = pValue == nil ? nil : adjusted.next()
            return Comparison.Row(
                estimate: estimate, simultaneous: wide, pValue: pValue, adjustedPValue: corrected,
                differs: corrected.map { $0 <= familyError })
        }
        return Comparison(baseline: baseline, familyError: familyError, rows: rows)
    }
}
