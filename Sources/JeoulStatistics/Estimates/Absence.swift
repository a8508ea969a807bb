/// Why a number is not there. Reported in place of it: never a NaN, never a silent zero.
package struct Absence: Sendable, Codable, Equatable, CustomStringConvertible {
    /// The kinds of absence, stable names for machine readers.
    package enum Code: String, Sendable, Codable, CaseIterable {
        /// All documents are empty, or there are none.
        case noDocuments = "no_documents"
        /// The denominator sums to zero: the ratio is undefined.
        case zeroDenominator = "zero_denominator"
        /// A stratum of the mix has none of what the mix is measured in: the mixed ratio is undefined.
        case zeroMeasure = "zero_measure"
        /// Too few independent units (documents, clusters, blocks), or some that have nearly all of the text: no interval.
        case fewUnits = "few_units"
        /// Less than half of the text's letters are Korean: no interval, since nothing about Korean follows.
        case notKorean = "not_korean"
        /// Without one unit the denominator sums to zero: no interval.
        case vanishingDenominator = "vanishing_denominator"
        /// What it is to be computed with was not given: a baseline, a parallel text, a price, a context window.
        case missingSetting = "missing_setting"
    }

    /// The kind.
    package let code: Code
    /// The same for a reader, with the particulars.
    package let description: String

    /// An absence of the given kind.
    package init(_ code: Code, _ description: String) {
        self.code = code
        self.description = description
    }
}
