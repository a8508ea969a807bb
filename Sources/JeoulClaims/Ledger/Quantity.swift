import JeoulStatistics

/// What a reading of a claim computes. `T` is ΣT, the subject's tokens over all documents of a corpus, and `T₀` the
/// baseline's.
///
/// Every quantity is a monotone function of T/T₀, so an interval of T/T₀ transforms by its ends.
package enum Quantity: String, Sendable, Codable, CaseIterable {
    /// 1 − T/T₀, the share of tokens saved.
    case reduction
    /// T₀/T, how many times the text fits the same number of tokens.
    case ratioBaselineOverSubject = "ratio_baseline_over_subject"
    /// T/T₀, how many times the tokens.
    case ratioSubjectOverBaseline = "ratio_subject_over_baseline"
    /// T₀/T − 1, the gain in bytes per token; the bytes are those of the same text and cancel.
    case bytesPerTokenGain = "bytes_per_token_gain"
    /// T and T₀ on one given sentence, judged by equality; as a number T₀/T.
    case exactCounts = "exact_counts"

    /// The formula, for a reader.
    package var formula: String {
        switch self {
        case .reduction: "1 − T/T₀"
        case .ratioBaselineOverSubject, .exactCounts: "T₀/T"
        case .ratioSubjectOverBaseline: "T/T₀"
        case .bytesPerTokenGain: "T₀/T − 1"
        }
    }

    /// Whether the quantity grows with T/T₀.
    package var isIncreasing: Bool { self == .ratioSubjectOverBaseline }

    /// The quantity where the two spend the same: T/T₀ = 1.
    package var noDifference: Double {
        switch self {
        case .reduction, .bytesPerTokenGain: 0
        case .ratioBaselineOverSubject, .ratioSubjectOverBaseline, .exactCounts: 1
        }
    }

    /// T/T₀ for a given quantity; `nil` where no T/T₀ above 0 has it.
    package func tokenRatio(ofValue value: Double) -> Double? {
        let ratio =
            switch self {
            case .reduction: 1 - value
            case .ratioSubjectOverBaseline: value
            case .ratioBaselineOverSubject, .exactCounts: 1 / value
            case .bytesPerTokenGain: 1 / (1 + value)
            }
        return ratio > 0 && ratio.isFinite ? ratio : nil
    }

    /// The quantity for a given T/T₀; `nil` where it is undefined, T being 0.
    package func value(ofTokenRatio ratio: Double) -> Double? {
        switch self {
        case .reduction: 1 - ratio
        case .ratioSubjectOverBaseline: ratio
        case .ratioBaselineOverSubject, .exactCounts: ratio > 0 ? 1 / ratio : nil
        case .bytesPerTokenGain: ratio > 0 ? 1 / ratio - 1 : nil
        }
    }

    /// The quantity's interval for an interval of T/T₀; `nil` where an end is undefined.
    package func interval(ofTokenRatio ratio: Interval) -> Interval? {
        guard let a = value(ofTokenRatio: ratio.low), let b = value(ofTokenRatio: ratio.high) else { return nil }
        return Interval(low: min(a, b), high: max(a, b), level: ratio.level, method: ratio.method)
    }
}
