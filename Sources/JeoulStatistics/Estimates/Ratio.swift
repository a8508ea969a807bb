/// A ratio of two columns' sums, by name.
package struct Ratio: Sendable, Codable, Hashable {
    /// The column on top, such as the subject vocabulary.
    package let numerator: String
    /// The column below, such as the baseline vocabulary or the Korean characters.
    package let denominator: String

    /// The ratio of `numerator` to `denominator`.
    package init(_ numerator: String, to denominator: String) {
        self.numerator = numerator
        self.denominator = denominator
    }
}
