/// One reading on all corpora.
public struct ReadingVerdict: Sendable, Codable, Equatable {
    /// The lowest and the highest estimate among the corpora.
    public struct Spread: Sendable, Codable, Equatable {
        /// The lowest estimate of the quantity.
        public let lowest: Double
        /// The corpus that has it.
        public let lowestCorpus: String
        /// The highest estimate.
        public let highest: Double
        /// The corpus that has it.
        public let highestCorpus: String
        /// The width of the widest interval on any one corpus.
        public let widestInterval: Double?

        /// `highest` − `lowest`.
        public var width: Double { highest - lowest }

        private enum CodingKeys: String, CodingKey {
            case lowest
            case lowestCorpus = "lowest_corpus"
            case highest
            case highestCorpus = "highest_corpus"
            case widestInterval = "widest_interval"
        }
    }

    /// The reading.
    public let reading: Reading
    /// Its results, one a corpus; one in all for exact counts.
    public let results: [ReadingResult]
    /// The spread of the estimate between corpora; `nil` with fewer than two.
    public let spread: Spread?

    init(reading: Reading, results: [ReadingResult]) {
        self.reading = reading
        self.results = results
        spread = Self.spread(of: results)
    }

    /// The results that could be judged.
    public var judged: [ReadingResult] { results.filter { $0.judgement != nil } }

    /// The results that have an outcome, by the judgement that counts.
    public func results(with outcome: Outcome) -> [ReadingResult] {
        results.filter { $0.judgement?.outcome == outcome }
    }

    /// Contradicted wherever it could be judged, and it could be judged somewhere.
    public var isContradicted: Bool {
        !judged.isEmpty && judged.allSatisfy { $0.judgement?.outcome == .contradicted }
    }

    /// Whether some corpus, or the exact sentence, could not be judged.
    public var isIncomplete: Bool { results.isEmpty || judged.count < results.count }

    private static func spread(of results: [ReadingResult]) -> Spread? {
        let estimates = results.compactMap { result in result.estimate.map { (value: $0, corpus: result.title) } }
        guard estimates.count >= 2, let lowest = estimates.min(by: { $0.value < $1.value }),
            let highest = estimates.max(by: { $0.value < $1.value })
        else { return nil }
        return Spread(
            lowest: lowest.value, lowestCorpus: lowest.corpus, highest: highest.value, highestCorpus: highest.corpus,
            widestInterval: results.compactMap { $0.interval?.width }.max())
    }
}
