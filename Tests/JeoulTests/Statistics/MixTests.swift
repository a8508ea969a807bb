import JeoulStatistics
import Testing

@Suite("Mix of strata") struct MixTests {
    private let strata = ["news", "chat", "news", "chat", "news", "chat"]

    private func table(_ clusters: [String]? = nil) throws -> CountTable {
        try CountTable(
            columns: [
                CountTable.Column(name: "subject", counts: [10, 4, 20, 6, 31, 5]),
                CountTable.Column(name: "baseline", counts: [15, 7, 30, 11, 44, 9]),
                CountTable.Column(name: "korean_characters", counts: [20, 8, 41, 12, 60, 10]),
            ], clusters: clusters, strata: strata)
    }

    private func options(_ mix: String) throws -> EstimationOptions {
        EstimationOptions(resamples: 200, mix: try Mix(parsing: mix, measure: "korean_characters"))
    }

    @Test("is the weighted tokens per character, and their ratio") func formula() throws {
        let estimator = try RatioEstimator(table(), options: options("news=0.4,chat=0.6"))
        let subject = 0.4 * (61.0 / 121) + 0.6 * (15.0 / 30)
        let baseline = 0.4 * (89.0 / 121) + 0.6 * (27.0 / 30)
        let perCharacter = try estimator.estimate(Ratio("subject", to: "korean_characters"))
        #expect(agree(try #require(perCharacter.value), subject, 1e-15))
        let ratio = try estimator.estimate(Ratio("subject", to: "baseline"))
        #expect(agree(try #require(ratio.value), subject / baseline, 1e-15))
        #expect(ratio.meanOfRatios == nil)
        #expect(ratio.subjectSums == [81 - 5, 116])
    }

    @Test("weight 0 leaves a stratum out") func zeroWeight() throws {
        let mixed = try RatioEstimator(table(), options: options("news=1,chat=0")).estimate(.subjectToBaseline)
        #expect(agree(try #require(mixed.value), 61.0 / 89, 1e-15))
        #expect(mixed.documents == 3)
    }

    @Test("weights must sum to 1 and fit the documents") func errors() throws {
        #expect(throws: StatisticsError.mixDoesNotSumToOne(sum: 0.75)) {
            try Mix(parsing: "news=0.25,chat=0.5", measure: "c")
        }
        #expect(throws: StatisticsError.malformedMix(text: "news=0.4,chat", offset: 9, expected: "name=weight")) {
            try Mix(parsing: "news=0.4,chat", measure: "c")
        }
        #expect(
            throws: StatisticsError.malformedMix(text: "news=x", offset: 5, expected: "a weight such as 0.4")
        ) { try Mix(parsing: "news=x", measure: "c") }
        #expect(throws: StatisticsError.unknownStratum("law", known: ["chat", "news"])) {
            try RatioEstimator(table(), options: options("news=0.4,chat=0.5,law=0.1"))
        }
        #expect(throws: StatisticsError.stratumWithoutWeight("chat")) {
            try RatioEstimator(table(), options: options("news=1"))
        }
        #expect(throws: StatisticsError.clusterSpansStrata(cluster: "k", first: "news", second: "chat")) {
            try RatioEstimator(table(["k", "k", "l", "m", "n", "o"]), options: options("news=0.4,chat=0.6"))
        }
        let plain = try RandomTables.pair([1, 2], [3, 4])
        let mix = try Mix(parsing: "news=1", measure: "baseline")
        #expect(throws: StatisticsError.noStrata) { try RatioEstimator(plain, options: EstimationOptions(mix: mix)) }
    }

    @Test("a stratum of one document has no interval") func oneDocument() throws {
        let table = try CountTable(
            columns: [
                CountTable.Column(name: "a", counts: [1, 2, 3, 4, 5, 4, 3, 2, 1, 2, 3]),
                CountTable.Column(name: "c", counts: [2, 3, 4, 5, 6, 5, 4, 3, 2, 3, 0]),
            ],
            strata: Array(repeating: "x", count: 10) + ["y"])
        let mix = try Mix(parsing: "x=0.5,y=0.5", measure: "a")
        let estimate = try RatioEstimator(table, options: EstimationOptions(mix: mix)).estimate(Ratio("c", to: "a"))
        #expect(estimate.noInterval?.code == .fewUnits)
        let other = try Mix(parsing: "x=0.5,y=0.5", measure: "c")
        let undefined = try RatioEstimator(table, options: EstimationOptions(mix: other)).estimate(Ratio("a", to: "c"))
        #expect(undefined.undefined?.code == .zeroMeasure)
    }
}

extension RatioEstimate {
    fileprivate var subjectSums: [Int] { [numeratorSum, denominatorSum] }
}
