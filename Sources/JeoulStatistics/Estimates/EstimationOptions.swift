/// How estimates are made. The defaults are those of the reports.
package struct EstimationOptions: Sendable, Codable, Equatable {
    /// The seed of the bootstrap.
    package var seed: UInt64
    /// The number of bootstrap resamples.
    package var resamples: Int
    /// The confidence level.
    package var level: Double
    /// Above this many units (documents, or clusters) there is no bootstrap to check the interval by.
    package var bootstrapLimit: Int
    /// The mix of strata, or `nil` for the documents as they are.
    package var mix: Mix?
    /// Threads to draw resamples with; the results do not depend on it.
    package var threads: Int

    /// Options; ``RatioEstimator`` checks them.
    package init(
        seed: UInt64 = 1, resamples: Int = 10_000, level: Double = 0.95, bootstrapLimit: Int = 100_000,
        mix: Mix? = nil, threads: Int = 1
    ) {
        self.seed = seed
        self.resamples = resamples
        self.level = level
        self.bootstrapLimit = bootstrapLimit
        self.mix = mix
        self.threads = threads
    }

    package func check() throws(StatisticsError) {
        guard (100...1_000_000).contains(resamples) else {
            throw .invalidOption(name: "the number of resamples", value: "\(resamples)", allowed: "100 to 1,000,000")
        }
        guard level >= 0.5, level <= 0.999 else {
            throw .invalidOption(name: "the confidence level", value: "\(level)", allowed: "from 0.5 to 0.999")
        }
        guard bootstrapLimit >= 0 else {
            throw .invalidOption(name: "the bootstrap's limit", value: "\(bootstrapLimit)", allowed: "0 or more")
        }
        guard threads >= 1 else {
            throw .invalidOption(name: "the number of threads", value: "\(threads)", allowed: "1 or more")
        }
    }
}
