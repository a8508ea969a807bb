/// What an interval says of a range.
public enum Outcome: String, Sendable, Codable, CaseIterable {
    /// The interval lies inside the range.
    case supported
    /// The interval lies wholly beyond the range on the side that favours the claimant.
    case exceeded
    /// The interval lies wholly beyond the range on the other side.
    case contradicted
    /// They overlap, or there is no interval.
    case inconclusive
}

/// An estimate judged against one range of a claim. A larger quantity favours the claimant.
public struct Judgement: Sendable, Codable, Equatable {
    /// The outcome.
    public let outcome: Outcome
    /// The range judged against; `nil` for exact counts.
    public let range: ClaimRange?
    /// Whether the point estimate lies inside the range.
    public let pointInside: Bool
    /// Where the outcome is exceeded or contradicted: from the range's end to the interval's nearer end, in units of
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

    /// Judges an estimate and its interval.
    public init(estimate: Double, interval: Interval?, range: ClaimRange) {
        self.range = range
        pointInside = range.contains(estimate)
        distance = Self.distance(of: estimate, from: range)
        guard let interval else {
            outcome = .inconclusive
            margin = nil
            return
        }
        if let high = range.high, interval.low > high {
            outcome = .exceeded
            margin = interval.low - high
        } else if let low = range.low, interval.high < low {
            outcome = .contradicted
            margin = low - interval.high
        } else {
            outcome = range.contains(interval.low) && range.contains(interval.high) ? .supported : .inconclusive
            margin = nil
        }
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
