/// What the data say of a reading.
public enum Outcome: String, Sendable, Codable, CaseIterable {
    /// The interval lies inside what is claimed; of a value that is to be reached, it meets it.
    case supported
    /// The interval lies wholly beyond the range, on the side of more of what is claimed.
    case moreThanClaimed = "more_than_claimed"
    /// The interval lies wholly outside, on another side.
    case contradicted
    /// They overlap.
    case inconclusive
    /// There is no interval: too few independent documents.
    case notJudged = "not_judged"

    /// For a reader.
    var text: String {
        switch self {
        case .supported, .contradicted, .inconclusive: rawValue
        case .moreThanClaimed: "more than claimed"
        case .notJudged: "not judged"
        }
    }
}

/// An estimate judged against one range of a reading.
///
/// With the interval I and the range [a, b]:
///
/// - `equals`: I inside: supported; I beyond the end that is farther from "no difference": more than claimed; I beyond
///   the other: contradicted.
/// - `at_most`, `at_least`: I inside: supported; I outside: contradicted.
/// - `reached`: I meets the range: supported; I beyond it: more than claimed; I wholly where there is none of what is
///   claimed (a saving of 0 or less): contradicted; else not reached here.
///
/// In all other cases inconclusive. Of words that promise a difference ("up to 34% fewer"), an interval wholly without
/// one contradicts.
public struct Judgement: Sendable, Codable, Equatable {
    /// The outcome.
    public let outcome: Outcome
    /// The range judged against; `nil` for exact counts.
    public let range: ClaimRange?
    /// Whether the point estimate lies inside the range.
    public let pointInside: Bool
    /// Where the interval lies wholly outside the range: from the range's end to the interval's nearer end, in units of
    /// the quantity; "by at least".
    public let margin: Double?
    /// From the range's nearer end to the point estimate when that lies outside, else `nil`.
    public let distance: Double?

    private enum CodingKeys: String, CodingKey {
        case outcome
        case range
        case pointInside = "point_inside"
        case margin
        case distance
    }

    /// Judges an estimate of a reading's quantity and its interval by one of the reading's ranges.
    public init(estimate: Double, interval: Interval?, reading: Reading, range: ClaimRange) {
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
    public init(exactly counted: ExactCounts, stated: Claim.ExactSentence) {
        range = nil
        pointInside =
            counted.subjectTokens == stated.subjectTokens && counted.baselineTokens == stated.baselineTokens
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
public struct ExactCounts: Sendable, Codable, Equatable {
    /// The subject's tokens.
    public let subjectTokens: Int
    /// The baseline's tokens.
    public let baselineTokens: Int

    /// The two counts.
    public init(subjectTokens: Int, baselineTokens: Int) {
        self.subjectTokens = subjectTokens
        self.baselineTokens = baselineTokens
    }

    private enum CodingKeys: String, CodingKey {
        case subjectTokens = "subject_tokens"
        case baselineTokens = "baseline_tokens"
    }
}
