/// Why a number is not there. Reported in place of it: never a NaN, never a silent zero.
public struct Absence: Sendable, Codable, Equatable, CustomStringConvertible {
    /// The kinds of absence, stable names for machine readers.
    public enum Code: String, Sendable, Codable, CaseIterable {
        /// All documents are empty, or there are none.
        case noDocuments = "no_documents"
        /// The denominator sums to zero: the ratio is undefined.
        case zeroDenominator = "zero_denominator"
        /// A stratum of the mix has none of what the mix is measured in: the mixed ratio is undefined.
        case zeroMeasure = "zero_measure"
        /// One resampling unit (document, cluster) shows no variation: there is no interval.
        case oneUnit = "one_unit"
        /// In some resamples the denominator sums to zero: too few documents have any of it for an interval.
        case vanishingDenominator = "vanishing_denominator"
        /// What it is to be computed with was not given: a baseline, a parallel text, a price, a context window.
        case missingSetting = "missing_setting"
    }

    /// The kind.
    public let code: Code
    /// The same for a reader, with the particulars.
    public let description: String

    /// An absence of the given kind.
    public init(_ code: Code, _ description: String) {
        self.code = code
        self.description = description
    }
}
