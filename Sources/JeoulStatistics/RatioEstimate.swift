/// A ratio of sums over documents, with its intervals and everything needed to judge how far to trust it.
public struct RatioEstimate: Sendable, Codable, Equatable {
    /// What was estimated.
    public let ratio: Ratio
    /// The numerator's sum over all documents, in parts of its column, whatever the mix.
    public let numeratorSum: Int
    /// The denominator's sum over all documents, in parts of its column, whatever the mix.
    public let denominatorSum: Int
    /// The estimate: the ratio of sums, or the mixed ratio where a mix is stated. `nil` where undefined.
    public let value: Double?
    /// Why there is no value.
    public let undefined: Absence?
    /// Mean over documents of each document's own ratio: another quantity than ``value``, in which every document
    /// weighs the same. Over the documents whose denominator is not zero; `nil` if there are none, or under a mix.
    public let meanOfRatios: Double?
    /// Documents counted, empty ones not among them.
    public let documents: Int
    /// Documents that were empty and left out.
    public let emptyDocuments: Int
    /// Independent units: clusters, or blocks of adjacent documents, or documents; copies of a document are in the unit
    /// of the first.
    public let units: Int
    /// Documents that are copies of an earlier one; the sums count them all.
    public let copies: Int
    /// Adjacent documents that make a unit, where they were found to be alike; `nil` where each is its own.
    public let blockLength: Int?
    /// How many units of equal size are worth as much: (ΣT₀ᵢ)² / ΣT₀ᵢ² over the units' denominators.
    public let effectiveUnits: Double?
    /// Degrees of freedom of Student's t.
    public let degreesOfFreedom: Double?
    /// Standard error by the jackknife over units.
    public let standardError: Double?
    /// The interval to report and to judge by: the jackknife's with Student's t.
    public package(set) var interval: Interval?
    /// The bootstrap's BCa interval, a cross-check.
    public let bca: Interval?
    /// Why there is no interval.
    public package(set) var noInterval: Absence?
    /// About how many documents like these would narrow the interval to ±1% of the estimate.
    public let documentsForOnePercent: Int?
    /// The resamples and the seed of the bootstrap, `nil` if there was none.
    public let resamples: Int?
    /// The bootstrap's seed.
    public let seed: UInt64?
    /// The mix, if one was stated.
    public let mix: Mix?

    /// How far the bootstrap's ends are from the interval's, in widths of the interval.
    public var crossCheck: Double? {
        guard let interval, let bca else { return nil }
        return interval.endpointDistance(to: bca)
    }

    /// Two intervals disagree when an end differs by more than this share of the width.
    public static let disagreementThreshold = 0.1

    /// Whether the interval and the bootstrap disagree: few units, or a skewed distribution. Report both.
    public var intervalsDisagree: Bool { (crossCheck ?? 0) > Self.disagreementThreshold }

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
