/// The values that a claim allows; an end that is `nil` is open. The ends belong to the range.
package struct ClaimRange: Sendable, Codable, Equatable {
    /// The smallest value allowed.
    package let low: Double?
    /// The largest value allowed.
    package let high: Double?

    /// A range.
    package init(low: Double?, high: Double?) {
        self.low = low
        self.high = high
    }

    /// Whether a value is allowed.
    package func contains(_ value: Double) -> Bool {
        (low.map { $0 <= value } ?? true) && (high.map { value <= $0 } ?? true)
    }
}
