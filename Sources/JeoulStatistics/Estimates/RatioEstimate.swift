/// A ratio of sums over documents, with its intervals and everything needed to judge how far to trust it.
package struct RatioEstimate: Sendable, Codable, Equatable {
    /// What was estimated.
    package let ratio: Ratio
    /// The numerator's sum over all documents, in parts of its column, whatever the mix.
    package let numeratorSum: Int
    /// The denominator's sum over all documents, in parts of its column, whatever the mix.
    package let denominatorSum: Int
    /// The estimate: the ratio of sums, or the mixed ratio where a mix is stated. `nil` where undefined.
    package let value: Double?
    /// Why there is no value.
    package let undefined: Absence?
    /// Mean over documents of each document's own ratio: another quantity than ``value``, in which every document
    /// weighs the same. Over the documents whose denominator is not zero; `nil` if there are none, or under a mix.
    package let meanOfRatios: Double?
    /// Documents counted, empty ones not among them.
    package let documents: Int
    /// Documents that were empty and left out.
    package let emptyDocuments: Int
    /// Independent units: clusters, or blocks of adjacent documents, or documents; copies of a document are in the unit
    /// of the first.
    package let units: Int
    /// Documents that are copies of an earlier one; the sums count them all.
    package let copies: Int
    /// Adjacent documents that make a unit, where they were found to be alike; `nil` where each is its own.
    package let blockLength: Int?
    /// How many units of equal size are worth as much: (ΣT₀ᵢ)² / ΣT₀ᵢ² over the units' denominators.
    package let effectiveUnits: Double?
    /// Degrees of freedom of Student's t.
    package let degreesOfFreedom: Double?
    /// Standard error by the jackknife over units.
    package let standardError: Double?
    /// The interval to report and to judge by: the jackknife's with Student's t.
    package var interval: Interval?
    /// The bootstrap's BCa interval, a cross-check.
    package let bca: Interval?
    /// Why there is no interval.
    package var noInterval: Absence?
    /// About how many documents like these would narrow the interval to ±1% of the estimate.
    package let documentsForOnePercent: Int?
    /// The resamples and the seed of the bootstrap, `nil` if there was none.
    package let resamples: Int?
    /// The bootstrap's seed.
    package let seed: UInt64?
    /// The mix, if one was stated.
    package let mix: Mix?

    /// How far the bootstrap's ends are from the interval's, in widths of the interval.
    package var crossCheck: Double? {
        guard let interval, let bca else { return nil }
        return interval.endpointDistance(to: bca)
    }

    /// Two intervals disagree when an end differs by more than this share of the width.
    package static let disagreementThreshold = 0.1

    /// Whether the interval and the bootstrap disagree: few units, or a skewed distribution. Report both.
    package var intervalsDisagree: Bool { (crossCheck ?? 0) > Self.disagreementThreshold }

    /// What a reader must know where they disagree.
    package var disagreement: String? {
        guard intervalsDisagree, let bca else { return nil }
        return
            "the bootstrap (BCa) gives \(NumberText.decimal(bca.low, 4)) to \(NumberText.decimal(bca.high, 4)) in place of "
            + "\(interval.map { "\(NumberText.decimal($0.low, 4)) to \(NumberText.decimal($0.high, 4))" } ?? "none"): "
            + "there are few independent documents, or some that weigh much"
    }

    private enum CodingKeys: String, CodingKey {
        case ratio
        case numeratorSum = "numerator_sum"
        case denominatorSum = "denominator_sum"
        case value
        case undefined
        case meanOfRatios = "mean_of_ratios"
        case documents
        case emptyDocuments = "empty_documents"
        case units
        case copies
        case blockLength = "block_length"
        case effectiveUnits = "effective_units"
        case degreesOfFreedom = "degrees_of_freedom"
        case standardError = "standard_error"
        case interval
        case bca
        case noInterval = "no_interval"
        case documentsForOnePercent = "documents_for_one_percent"
        case resamples
        case seed
        case mix
    }
}
