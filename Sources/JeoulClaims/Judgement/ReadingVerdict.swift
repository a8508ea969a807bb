/// One reading on all corpora.
package struct ReadingVerdict: Sendable, Codable, Equatable {
    /// The lowest and the highest estimate among the corpora.
    package struct Spread: Sendable, Codable, Equatable {
        /// The lowest estimate of the quantity.
        package let lowest: Double
        /// The corpus that has it.
        package let lowestCorpus: String
        /// The highest estimate.
        package let highest: Double
        /// The corpus that has it.
        package let highestCorpus: String
        /// The width of the widest interval on any one corpus.
        package let widestInterval: Double?

        /// `highest` − `lowest`.
        package var width: Double { highest - lowest }

        private enum CodingKeys: String, CodingKey {
            case lowest
            case lowestCorpus = "lowest_corpus"
            case highest
            case highestCorpus = "highest_corpus"
            case widestInterval = "widest_interval"
        }
    }

    /// The reading.
    package let reading: Reading
    /// Its results, one a corpus; one in all for exact counts.
    package let results: [ReadingResult]
    /// What is to be said over all corpora, see ``overall(_:_:)``.
    package let outcome: Outcome
    /// The spread of the estimate between the corpora that were judged; `nil` with fewer than two.
    package let spread: Spread?
    /// Where a further corpus of another source is to be expected; `nil` with too few sources.
    package let prediction: PredictionInterval?

    /// Judges a reading on corpora.
    init(reading: Reading, measurements: [CorpusMeasurement]) {
        let pairs = measurements.map { (measurement: $0, result: ReadingResult(reading, on: $0)) }
        let judged = pairs.filter(\.result.isJudged).map(\.measurement)
        self.init(
            reading: reading, results: pairs.map(\.result),
            prediction: PredictionInterval(
                reading.quantity, tokenRatios: CorpusMeasurement.tokenRatiosBySource(judged)))
    }

    init(reading: Reading, results: [ReadingResult], prediction: PredictionInterval? = nil) {
        self.reading = reading
        self.results = results
        self.prediction = prediction
        let judged = results.filter(\.isJudged)
        outcome = Self.overall(reading.relation, judged.compactMap(\.outcome))
        spread = Self.spread(of: judged)
    }

    /// The results that were judged.
    package var judged: [ReadingResult] { results.filter(\.isJudged) }

    /// The results that have an outcome, by the judgement that counts.
    package func results(with outcome: Outcome) -> [ReadingResult] {
        results.filter { $0.judgement?.outcome == outcome }
    }

    /// Whether it is contradicted over all corpora.
    package var isContradicted: Bool { outcome == .contradicted }

    /// Whether some corpus, or the exact sentence, could not be judged.
    package var isIncomplete: Bool { results.isEmpty || judged.count < results.count }

    /// One outcome from those of the corpora that were judged. A boundary ("never more than", "over") falls with one corpus; what is to
    /// be reached needs one. All else must be the same on every corpus: where it is not, it depends on the text, and the
    /// reading as a whole is inconclusive.
    private static func overall(_ relation: Reading.Relation, _ outcomes: [Outcome]) -> Outcome {
        guard let first = outcomes.first else { return .notJudged }
        switch relation {
        case .atMost where outcomes.contains(.contradicted), .atLeast where outcomes.contains(.contradicted):
            return .contradicted
        case .reached where outcomes.contains(.supported): return .supported
        case .reached where outcomes.contains(.moreThanClaimed): return .moreThanClaimed
        case .equals, .atMost, .atLeast, .reached:
            return outcomes.allSatisfy { $0 == first } ? first : .inconclusive
        }
    }

    private static func spread(of results: [ReadingResult]) -> Spread? {
        let estimates = results.compactMap { result in
            result.estimate.map { (value: $0, corpus: result.corpus ?? result.title) }
        }
        guard estimates.count >= 2, let lowest = estimates.min(by: { $0.value < $1.value }),
            let highest = estimates.max(by: { $0.value < $1.value })
        else { return nil }
        return Spread(
            lowest: lowest.value, lowestCorpus: lowest.corpus, highest: highest.value, highestCorpus: highest.corpus,
            widestInterval: results.compactMap { $0.interval?.width }.max())
    }
}
