import JeoulStatistics

/// An estimate judged against one range of a reading.
///
/// With the interval I and the range [a, b]:
///
/// - `equals`: I inside: supported; I beyond the end that is farther from "no difference": more than claimed; I beyond
///   the other: contradicted.
/// - `at_most`, `at_least`: I inside: supported; I outside: contradicted.
/// - `reached`: I meets the range: supported; I beyond it: more than claimed; I wholly where there is none of what is
///   claimed (a saving of 0 or less): contradicted; else not reached.
///
/// In all other cases inconclusive. Of words that promise a difference ("up to 34% fewer"), an interval wholly without
/// one contradicts.
package struct Judgement: Sendable, Codable, Equatable {
    /// The outcome.
    package let outcome: Outcome
    /// The range judged against; `nil` for exact counts.
    package let range: ClaimRange?
    /// Whether the point estimate lies inside the range.
    package let pointInside: Bool
    /// Where the interval lies wholly outside the range: from the range's end to the interval's nearer end, in units of
    /// the quantity; "by at least".
    package let margin: Double?
    /// From the range's nearer end to the point estimate when that lies outside, else `nil`.
    package let distance: Double?

    private enum CodingKeys: String, CodingKey {
        case outcome
        case range
        case pointInside = "point_inside"
        case margin
        case distance
    }

    /// Judges an estimate of a reading's quantity and its interval by one of the reading's ranges.
    package init(estimate: Double, interval: Interval?, reading: Reading, range: ClaimRange) {
        self.range = range
        pointInside = range.contains(estimate)
        distance = Self.distance(of: estimate, from: range)
        outcome = interval.map { Self.outcome($0, reading, range) } ?? .notJudged
        margin = interval.flatMap { interval in
            if let high = range.high, interval.low > high { return interval.low - high }
            if let low = range.low, interval.high < low { return low - interval.high }
            return nil
        }
    }

    private static func outcome(_ interval: Interval, _ reading: Reading, _ range: ClaimRange) -> Outcome {
        let isAbove = range.high.map { interval.low > $0 } ?? false
        let isBelow = range.low.map { interval.high < $0 } ?? false
        let isBeyond = reading.favoursLarger ? isAbove : isBelow
        switch reading.relation {
        case .equals where isBeyond && reading.value != reading.quantity.noDifference: return .moreThanClaimed
        case .reached where isBeyond: return .moreThanClaimed
        case .reached:
            if !isAbove && !isBelow { return .supported }
            return hasNoDifference(interval, reading) ? .contradicted : .inconclusive
        case .atMost where range.low != nil && hasNoDifference(interval, reading): return .contradicted
        case .equals, .atMost, .atLeast:
            if isAbove || isBelow { return .contradicted }
            return range.contains(interval.low) && range.contains(interval.high) ? .supported : .inconclusive
        }
    }

    /// Whether the interval lies wholly where there is none of the difference that the reading claims.
    private static func hasNoDifference(_ interval: Interval, _ reading: Reading) -> Bool {
        let none = reading.quantity.noDifference
        return reading.favoursLarger ? interval.high <= none : interval.low >= none
    }

    /// Judges exact counts: supported if both are as stated, contradicted if not.
    package init(exactly counted: ExactCounts, stated: Claim.ExactSentence) {
        range = nil
        pointInside =
            counted.subjectTokens == stated.subjectTokens
            && counted.baselineTokens == stated.baselineTokens ?? counted.baselineTokens
        outcome = pointInside ? .supported : .contradicted
        margin = nil
        distance = nil
    }

    private static func distance(of value: Double, from range: ClaimRange) -> Double? {
        if let high = range.high, value > high { return value - high }
        if let low = range.low, value < low { return low - value }
        return nil
    }
}

/// The tokens that were counted on a claim's exact sentence.
package struct ExactCounts: Sendable, Codable, Equatable {
    /// The subject's tokens.
    package let subjectTokens: Int
    /// The baseline's tokens.
    package let baselineTokens: Int

    /// The two counts.
    package init(subjectTokens: Int, baselineTokens: Int) {
        self.subjectTokens = subjectTokens
        self.baselineTokens = baselineTokens
    }

    private enum CodingKeys: String, CodingKey {
        case subjectTokens = "subject_tokens"
        case baselineTokens = "baseline_tokens"
    }
}
