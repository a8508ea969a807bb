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
    /// Resampling units: clusters, or documents where there are no clusters.
    public let units: Int
    /// Standard error by the delta method.
    public let standardError: Double?
    /// The bootstrap's percentile interval.
    public let percentile: Interval?
    /// The bootstrap's BCa interval.
    public let bca: Interval?
    /// The linearized interval.
    public let delta: Interval?
    /// Why there is no interval.
    public let noInterval: Absence?
    /// About how many documents like these would narrow the interval to ±1% of the estimate, by the delta method.
    public let documentsForOnePercent: Int?
    /// The resamples and the seed of the bootstrap, `nil` if there was none.
    public let resamples: Int?
    /// The bootstrap's seed.
    public let seed: UInt64?
    /// The mix, if one was stated.
    public let mix: Mix?

    /// The interval to report and to judge by: BCa; where that is undefined, percentile; where there was no bootstrap,
    /// linearized. Its `method` says which.
    ///
    /// BCa, since its errors are about as often on the one side as on the other, and a verdict is about one side; see
    /// `Tests/Goldens/statistics/coverage.md`.
    public var interval: Interval? { bca ?? percentile ?? delta }

    /// How far the linearized interval's ends are from the reported bootstrap interval's, in widths of the latter.
    public var crossCheck: Double? {
        guard let bootstrap = bca ?? percentile, let delta else { return nil }
        return bootstrap.endpointDistance(to: delta)
    }

    /// Two intervals disagree when an end differs by more than this share of the width.
    public static let disagreementThreshold = 0.1

    /// Whether the bootstrap and the linearized interval disagree: few units, or a skewed distribution. Report both.
    public var intervalsDisagree: Bool { (crossCheck ?? 0) > Self.disagreementThreshold }

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
        case standardError = "standard_error"
        case percentile
        case bca
        case delta
        case noInterval = "no_interval"
        case documentsForOnePercent = "documents_for_one_percent"
        case resamples
        case seed
        case mix
    }
}
