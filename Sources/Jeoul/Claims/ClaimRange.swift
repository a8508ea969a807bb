/// The values that a claim allows; an end that is `nil` is open. The ends belong to the range.
public struct ClaimRange: Sendable, Codable, Equatable {
    /// The smallest value allowed.
    public let low: Double?
    /// The largest value allowed.
    public let high: Double?

    /// A range.
    public init(low: Double?, high: Double?) {
        self.low = low
        self.high = high
    }

    /// Whether a value is allowed.
    public func contains(_ value: Double) -> Bool {
        (low.map { $0 <= value } ?? true) && (high.map { value <= $0 } ?? true)
    }
}
