import Foundation
import Testing

@testable import JeoulStatistics

@Suite("Edge cases of the estimates") struct EdgeCaseTests {
    private func estimate(
        _ subject: [Int], _ baseline: [Int], clusters: [String]? = nil
    ) throws -> RatioEstimate {
        let table = try RandomTables.pair(subject, baseline, clusters: clusters)
        return try RatioEstimator(table, options: EstimationOptions(resamples: 200)).estimate(.subjectToBaseline)
    }

    @Test("below ten independent documents: a value, and the reason why there is no interval") func fewDocuments()
        throws
    {
        let one = try estimate([27, 0], [45, 0])
        #expect(one.value == 0.6)
        #expect(one.emptyDocuments == 1)
        #expect(one.documents == 1)
        #expect(one.interval == nil)
        #expect(one.bca == nil)
        #expect(one.standardError == nil)
        #expect(one.documentsForOnePercent == nil)
        #expect(one.noInterval?.code == .fewUnits)
        #expect(one.undefined == nil)
        let counts = (0..<10).map { $0 * 7 % 10 + 3 }
        #expect(
            try estimate(Array(counts.prefix(9)), Array(counts.prefix(9)).map { $0 + 2 }).noInterval?.code == .fewUnits)
        #expect(try estimate(counts, counts.map { $0 + 2 }).interval != nil)
    }

    @Test("documents of one source are one unit") func oneCluster() throws {
        let counts = (0..<30).map { $0 * 7 % 10 + 3 }
        let keys = (0..<30).map { "\($0 / 4)" }
        let few = try estimate(counts, counts.map { $0 + 2 }, clusters: keys)
        #expect(few.units == 8)
        #expect(few.noInterval?.code == .fewUnits)
    }

    @Test("a few documents with nearly all of the text are worth few") func effectiveUnits() throws {
        let small = Array(repeating: 1, count: 50)
        let lopsided = try estimate([1_000, 900] + small, [1_500, 1_500] + small)
        #expect(try #require(lopsided.effectiveUnits) < 3)
        #expect(lopsided.noInterval?.code == .fewUnits)
        #expect(lopsided.noInterval?.description.contains("worth 2.1") == true)
        let even = try estimate([7] + small, [9] + small)
        #expect(try #require(even.degreesOfFreedom) == (try #require(even.effectiveUnits)) - 1)
    }

    @Test("copies are in the unit of their first; the estimate counts them") func copies() throws {
        let subject = (0..<12).map { $0 * 7 % 12 + 3 }
        let baseline = subject.map { $0 + $0 % 5 }
        let doubled = try CountTable(
            columns: [
                CountTable.Column(name: "subject", counts: subject + subject),
                CountTable.Column(name: "baseline", counts: baseline + baseline),
            ], originals: Array(0..<12) + Array(0..<12))
        let once = try estimate(subject, baseline)
        let twice = try RatioEstimator(doubled, options: EstimationOptions(resamples: 200)).estimate(.subjectToBaseline)
        #expect(twice.numeratorSum == 2 * once.numeratorSum)
        #expect(twice.documents == 24 && twice.copies == 12 && twice.units == 12)
        #expect(agree(try #require(twice.standardError), try #require(once.standardError), 1e-12))
        let hundred = try CountTable(
            columns: [
                CountTable.Column(name: "subject", counts: Array(repeating: 7, count: 100)),
                CountTable.Column(name: "baseline", counts: Array(repeating: 10, count: 100)),
            ], originals: Array(repeating: 0, count: 100))
        let one = try RatioEstimator(hundred).estimate(.subjectToBaseline)
        #expect(one.value == 0.7 && one.units == 1 && one.noInterval?.code == .fewUnits)
        #expect(one.noInterval?.description.contains("99 are copies") == true)
        #expect(throws: StatisticsError.self) {
            try CountTable(columns: [CountTable.Column(name: "a", counts: [1, 2])], originals: [1, 1])
        }
    }

    @Test("a copy joins its first across clusters, and stays within its stratum") func copiesElsewhere() throws {
        func units(clusters: [String]?, strata: [String]?) throws -> ResamplingUnits {
            let table = try CountTable(
                columns: [CountTable.Column(name: "a", counts: [1, 2, 3, 1])], clusters: clusters, strata: strata,
                originals: [0, 1, 2, 0])
            let mix = try strata.map { _ in try Mix(parsing: "x=0.5,y=0.5", measure: "a") }
            return try ResamplingUnits(table, mix: mix)
        }
        #expect(try units(clusters: nil, strata: nil).sums == [2, 2, 3])
        #expect(try units(clusters: ["k", "k", "l", "l"], strata: nil).sums == [4, 3])
        let apart = try units(clusters: nil, strata: ["x", "x", "y", "y"])
        #expect(apart.sums == [1, 2, 3, 1])
        #expect(apart.copies == 0)
    }

    @Test("copies in a stratum are one unit, though their first is in another one, or in one of no weight")
    func copiesAcrossStrata() throws {
        // Ten of a, the last of which stands 40 times in b as well, among ten of b.
        let counts = (0..<10).map { 50 + $0 } + (0..<10).map { 70 + $0 } + Array(repeating: 59, count: 40)
        let strata = Array(repeating: "a", count: 10) + Array(repeating: "b", count: 50)
        let table = try CountTable(
            columns: [CountTable.Column(name: "a", counts: counts)], strata: strata,
            originals: Array(0..<20) + Array(repeating: 9, count: 40))
        for weights in ["a=0.5,b=0.5", "a=0,b=1"] {
            let units = try ResamplingUnits(table, mix: try Mix(parsing: weights, measure: "a"))
            #expect(units.strata.last?.count == 11 && units.copies == 39, "\(weights)")
            #expect(units.sums.last == 40 * 59)
        }
    }

    @Test("documents with an empty key are units of their own") func emptyKeys() throws {
        let table = try CountTable(
            columns: [CountTable.Column(name: "a", counts: [1, 2, 3, 4])], clusters: ["", "k", "", "k"])
        #expect(try ResamplingUnits(table, mix: nil).sums == [1, 6, 3])
    }

    @Test("copies are named as the cause only where they are") func causeOfFewUnits() throws {
        let table = try CountTable(
            columns: ["subject", "baseline"].map {
                CountTable.Column(name: $0, counts: Array(repeating: 7, count: 30))
            },
            clusters: Array(repeating: "k", count: 30), originals: Array(0..<26) + [0, 1, 2, 3])
        let few = try RatioEstimator(table).estimate(.subjectToBaseline).noInterval
        #expect(few?.code == .fewUnits && few?.description.contains("copies") == false)
    }

    @Test("all documents equal: an interval of no width") func equalDocuments() throws {
        let equal = try estimate(Array(repeating: 7, count: 12), Array(repeating: 10, count: 12))
        for interval in [equal.interval, equal.bca] {
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

    @Test("a denominator that one document has: a value without interval") func vanishing() throws {
        let rare = try estimate([7, 3, 4], [0, 0, 5])
        #expect(rare.value == 2.8)
        #expect(rare.meanOfRatios == 0.8)
        #expect(rare.interval == nil)
        let zeros = Array(repeating: 0, count: 11)
        #expect(try estimate([4] + zeros.map { _ in 3 }, [5] + zeros).interval == nil)
    }

    @Test("mean of ratios is not the ratio of means") func meanOfRatios() throws {
        let mixed = try estimate([1, 9], [2, 10])
        #expect(mixed.value == 10.0 / 12)
        #expect(mixed.meanOfRatios == 0.7)
    }

    @Test("above the limit there is no bootstrap to check by") func limit() throws {
        let table = try RandomTables.table(seed: 1, documents: 40, columns: 2)
        let options = EstimationOptions(bootstrapLimit: 20)
        let estimate = try RatioEstimator(table, options: options).estimate(Ratio("v1", to: "v0"))
        #expect(estimate.interval?.method == .jackknife)
        #expect(estimate.bca == nil)
        #expect(estimate.resamples == nil)
        #expect(estimate.crossCheck == nil)
    }

    @Test("few and skewed documents: the two intervals disagree, and it shows") func disagreement() throws {
        let skewed = try estimate([1, 2, 1, 3, 2, 1, 2, 3, 1, 50, 40, 30], [2, 3, 2, 4, 3, 2, 3, 4, 2, 55, 60, 70])
        #expect(skewed.intervalsDisagree)
        #expect(skewed.disagreement?.contains("BCa") == true)
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
            CountTable.Column(name: "attributed", counts: (0..<12).map { 512 * ($0 % 2 * 2 + 1) }, parts: 1024),
            CountTable.Column(name: "korean_characters", counts: (0..<12).map { $0 % 2 * 2 + 1 }),
        ])
        let estimate = try RatioEstimator(table, options: EstimationOptions(resamples: 100))
            .estimate(Ratio("attributed", to: "korean_characters"))
        #expect(estimate.value == 0.5)
        #expect(estimate.meanOfRatios == 0.5)
        #expect(estimate.bca?.high == 0.5)
        #expect(estimate.interval?.low == 0.5)
    }

    @Test("an estimate survives JSON") func codable() throws {
        let counts = (0..<12).map { $0 * 7 % 12 + 3 }
        for value in [
            try estimate(counts, counts.map { $0 + $0 % 5 }), try estimate([7, 3, 5], [9, 4, 6]),
            try estimate([7], [9]), try estimate([7, 3], [0, 0]),
        ] {
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
