import Foundation
import JeoulStatistics
import Testing

@Suite("Comparison of several vocabularies") struct ComparisonTests {
    @Test("Holm's adjusted p-values") func holm() {
        // The four p-values of a textbook example: 0.01, 0.04, 0.03, 0.005 → 0.03, 0.06, 0.06, 0.02.
        let adjusted = Holm.adjusted([0.01, 0.04, 0.03, 0.005])
        for (ours, theirs) in zip(adjusted, [0.03, 0.06, 0.06, 0.02]) { #expect(agree(ours, theirs, 1e-12)) }
        #expect(Holm.adjusted([]) == [])
        #expect(Holm.adjusted([0.9, 0.8]) == [1, 1])
    }

    @Test("rows, corrected and wider") func rows() throws {
        let table = try RandomTables.table(seed: 12, documents: 120, columns: 4)
        let estimator = try RatioEstimator(table, options: EstimationOptions(resamples: 1_000))
        let comparison = try estimator.compare(["v1", "v2", "v3"], baseline: "v0")
        #expect(comparison.rows.count == 3)
        for row in comparison.rows {
            let wide = try #require(row.simultaneous)
            let interval = try #require(row.estimate.interval)
            #expect(wide.width > interval.width)
            #expect(try #require(row.adjustedPValue) >= (try #require(row.pValue)))
        }
        #expect(try JSONDecoder().decode(Comparison.self, from: JSONEncoder().encode(comparison)) == comparison)
    }

    @Test("a clear difference is found, equality is not") func pValues() throws {
        let table = try CountTable(columns: [
            CountTable.Column(name: "base", counts: [10, 20, 30, 40, 50, 10, 20, 30, 40, 50]),
            CountTable.Column(name: "half", counts: [5, 11, 14, 21, 24, 6, 9, 16, 19, 26]),
            CountTable.Column(name: "same", counts: [10, 20, 30, 40, 50, 10, 20, 30, 40, 50]),
        ])
        for limit in [0, 100_000] {
            let options = EstimationOptions(resamples: 999, bootstrapLimit: limit)
            let rows = try RatioEstimator(table, options: options).compare(["half", "same"], baseline: "base").rows
            #expect(rows[0].differs == true)
            #expect(rows[1].differs == false)
            #expect(rows[1].pValue == 1)
            // The interval and the p-value are of one t: at level 1 − p the interval ends at 1.
            let pValue = try #require(rows[0].pValue)
            #expect(pValue > 0 && pValue < 1e-6)
            #expect(rows[0].estimate.bca == nil || limit > 0)
        }
    }

    @Test("the interval of level 1 − p ends at 1") func duality() throws {
        let table = try RandomTables.table(seed: 3, documents: 24, columns: 2)
        let estimator = try RatioEstimator(table, options: EstimationOptions(bootstrapLimit: 0))
        let row = try estimator.compare(["v1"], baseline: "v0").rows[0]
        let pValue = try #require(row.pValue)
        let level = 1 - pValue
        try #require(level >= 0.5 && level <= 0.999, "\(pValue)")
        let interval = try #require(
            try RatioEstimator(table, options: EstimationOptions(level: level, bootstrapLimit: 0))
                .estimate(Ratio("v1", to: "v0")).interval)
        #expect(min(abs(interval.low - 1), abs(interval.high - 1)) < 1e-9)
    }
}
