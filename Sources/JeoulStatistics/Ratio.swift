/// A ratio of two columns' sums, by name.
public struct Ratio: Sendable, Codable, Hashable {
    /// The column on top, such as the subject vocabulary.
    public let numerator: String
    /// The column below, such as the baseline vocabulary or the Korean characters.
    public let denominator: String

    /// The ratio of `numerator` to `denominator`.
    public init(_ numerator: String, to denominator: String) {
        self.numerator = numerator
        self.denominator = denominator
    }
}
