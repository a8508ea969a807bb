import Foundation
import Jeoul
import Testing

@Suite("Edge cases of the estimates") struct EdgeCaseTests {
    private func estimate(
        _ subject: [Int], _ baseline: [Int], clusters: [String]? = nil
    ) throws -> RatioEstimate {
        let table = try RandomTables.pair(subject, baseline, clusters: clusters)
        return try RatioEstimator(table, options: EstimationOptions(resamples: 200)).estimate(.subjectToBaseline)
    }

    @Test("one document: a value, and the reason why there is no interval") func oneDocument() throws {
        let one = try estimate([27, 0], [45, 0])
        #expect(one.value == 0.6)
        #expect(one.emptyDocuments == 1)
        #expect(one.documents == 1)
        #expect(one.interval == nil)
        #expect(one.standardError == nil)
        #expect(one.documentsForOnePercent == nil)
        #expect(one.noInterval?.code == .oneUnit)
        #expect(one.undefined == nil)
    }

    @Test("documents of one source are one unit") func oneCluster() throws {
        let one = try estimate([3, 5, 7], [4, 6, 9], clusters: ["a", "a", "a"])
        #expect(one.units == 1)
        #expect(one.noInterval?.code == .oneUnit)
    }

    @Test("all documents equal: an interval of no width") func equalDocuments() throws {
        let equal = try estimate([7, 7, 7], [10, 10, 10])
        for interval in [equal.percentile, equal.bca, equal.delta] {
            #expect(interval?.low == 0.7)
            #expect(interval?.high == 0.7)
        }
        #expect(!equal.intervalsDisagree)
        #expect(equal.documentsForOnePercent == 2)
    }

    @Test("a denominator of nothing: undefined, and said") func zeroDenominator() throws {
        let nothing = try estimate([7, 3], [0, 0])
        #expect(nothing.value == nil)
        #expect(nothing.undefined?.code == .zeroDenominator)
        #expect(nothing.meanOfRatios == nil)
        #expect(nothing.interval == nil)
        let none = try estimate([], [])
        #expect(none.undefined?.code == .noDocuments)
    }

    @Test("a denominator that vanishes in some resamples: a value without interval") func vanishing() throws {
        let rare = try estimate([7, 3, 4], [0, 0, 5])
        #expect(rare.value == 2.8)
        #expect(rare.meanOfRatios == 0.8)
        #expect(rare.noInterval?.code == .vanishingDenominator)
        #expect(rare.interval == nil)
    }

    @Test("mean of ratios is not the ratio of means") func meanOfRatios() throws {
        let mixed = try estimate([1, 9], [2, 10])
        #expect(mixed.value == 10.0 / 12)
        #expect(mixed.meanOfRatios == 0.7)
    }

    @Test("above the limit the linearized interval stands in, by its name") func limit() throws {
        let table = try RandomTables.table(seed: 1, documents: 40, columns: 2)
        let options = EstimationOptions(bootstrapLimit: 20)
        let estimate = try RatioEstimator(table, options: options).estimate(Ratio("v1", to: "v0"))
        #expect(estimate.interval?.method == .delta)
        #expect(estimate.percentile == nil)
        #expect(estimate.resamples == nil)
        #expect(estimate.crossCheck == nil)
    }

    @Test("few and skewed documents: the two intervals disagree, and it shows") func disagreement() throws {
        let skewed = try estimate([1, 2, 1, 3, 90], [2, 3, 2, 4, 100])
        #expect(skewed.intervalsDisagree)
        let many = try RandomTables.table(seed: 2, documents: 400, columns: 2)
        let calm = try RatioEstimator(many, options: EstimationOptions(resamples: 2_000))
            .estimate(Ratio("v1", to: "v0"))
        #expect(!calm.intervalsDisagree, "\(String(describing: calm.crossCheck))")
    }

    @Test("that many documents do narrow the interval to ±1%") func onePercent() throws {
        let small = try RandomTables.table(seed: 4, documents: 200, columns: 2)
        let needed = try #require(
            try RatioEstimator(small, options: EstimationOptions(bootstrapLimit: 0)).estimate(Ratio("v1", to: "v0"))
                .documentsForOnePercent)
        // Eleven in ten, since the generator leaves every eleventh document empty.
        let large = try RandomTables.table(seed: 6, documents: needed * 11 / 10, columns: 2)
        let estimate = try RatioEstimator(large, options: EstimationOptions(bootstrapLimit: 0))
            .estimate(Ratio("v1", to: "v0"))
        let reached = try #require(estimate.interval?.relativeHalfWidth(of: estimate.value!))
        #expect(abs(reached - 0.01) < 0.0015, "\(needed) documents gave ±\(reached)")
    }

    @Test("counts in parts are divided exactly") func parts() throws {
        let table = try CountTable(columns: [
            CountTable.Column(name: "attributed", counts: [512, 1536], parts: 1024),
            CountTable.Column(name: "korean_characters", counts: [1, 3]),
        ])
        let estimate = try RatioEstimator(table, options: EstimationOptions(resamples: 100))
            .estimate(Ratio("attributed", to: "korean_characters"))
        #expect(estimate.value == 0.5)
        #expect(estimate.meanOfRatios == 0.5)
        #expect(estimate.bca?.high == 0.5)
        #expect(estimate.delta?.low == 0.5)
    }

    @Test("an estimate survives JSON") func codable() throws {
        for value in [try estimate([7, 3, 5], [9, 4, 6]), try estimate([7], [9]), try estimate([7, 3], [0, 0])] {
            let data = try JSONEncoder().encode(value)
            #expect(try JSONDecoder().decode(RatioEstimate.self, from: data) == value)
        }
    }
}

@Suite("Errors of the statistics") struct StatisticsErrorTests {
    private func column(_ name: String, _ counts: [Int]) -> CountTable.Column {
        CountTable.Column(name: name, counts: counts)
    }

    @Test("tables that are none") func tables() throws {
        #expect(throws: StatisticsError.noColumns) { try CountTable(columns: []) }
        #expect(throws: StatisticsError.duplicateColumn("a")) {
            try CountTable(columns: [column("a", [1]), column("a", [2])])
        }
        #expect(throws: StatisticsError.unequalLengths(name: "b", count: 2, expected: 1, expectedBy: "a")) {
            try CountTable(columns: [column("a", [1]), column("b", [2, 3])])
        }
        #expect(
            throws: StatisticsError.unequalLengths(
                name: "the list of cluster keys", count: 0, expected: 1, expectedBy: "a")
        ) {
            try CountTable(columns: [column("a", [1])], clusters: [])
        }
        #expect(throws: StatisticsError.negativeCount(column: "a", document: 1, count: -2)) {
            try CountTable(columns: [column("a", [1, -2])])
        }
        let json = Data(#"{"columns":[{"name":"a","counts":[1],"parts":1},{"name":"b","counts":[],"parts":1}]}"#.utf8)
        #expect(throws: (any Error).self) { try JSONDecoder().decode(CountTable.self, from: json) }
    }

    @Test("options and columns") func options() throws {
        let table = try RandomTables.pair([1, 2], [3, 4])
        #expect(throws: StatisticsError.self) {
            try RatioEstimator(table, options: EstimationOptions(resamples: 5))
        }
        #expect(throws: StatisticsError.self) { try RatioEstimator(table, options: EstimationOptions(level: 95)) }
        let estimator = try RatioEstimator(table, options: EstimationOptions(resamples: 100))
        #expect(throws: StatisticsError.unknownColumn("x", known: ["subject", "baseline"])) {
            try estimator.estimate(Ratio("x", to: "baseline"))
        }
        let beyond = try RandomTables.pair([1 << 52, 1, 1], [3, 4, 5])
        #expect(throws: StatisticsError.countsTooLarge(column: "subject")) { try RatioEstimator(beyond) }
    }
}
