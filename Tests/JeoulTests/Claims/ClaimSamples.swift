import Foundation
import Jeoul

/// The ledger as it stands in the source tree, and measurements made up for the tests.
enum ClaimSamples {
    static func ledgerData() throws -> Data {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        return try Data(contentsOf: root.appendingPathComponent("Claims/ledger.json"))
    }

    static func claim(_ id: String) throws -> Claim { try ClaimLedger(json: ledgerData()).claim(id) }

    /// A corpus of 20 documents with exactly the given T/T₀, whose interval is ±0.0096.
    static func exact(_ name: String, ratio: Double, documents: Int = 20) throws -> CorpusMeasurement {
        let subject = (0..<documents).map { Int((1_000 * ratio).rounded()) + ($0 % 2 == 0 ? 20 : -20) }
        let table = try RandomTables.pair(subject, subject.map { _ in 1_000 })
        return CorpusMeasurement(
            corpus: name,
            tokenRatio: try RatioEstimator(table, options: EstimationOptions(resamples: 400))
                .estimate(.subjectToBaseline))
    }

    /// A corpus of documents with nearly the given T/T₀, the fewer the wider the interval.
    static func corpus(_ name: String, ratio: Double, documents: Int = 400) throws -> CorpusMeasurement {
        var random = SplitMix64(seed: 77)
        let baseline = (0..<documents).map { _ in Int.random(in: 2_000...4_000, using: &random) }
        let subject = baseline.map {
            Int((Double($0) * (ratio + Double.random(in: -0.05...0.05, using: &random))).rounded())
        }
        let table = try RandomTables.pair(subject, baseline)
        let options = EstimationOptions(resamples: 400)
        return CorpusMeasurement(
            corpus: name, tokenRatio: try RatioEstimator(table, options: options).estimate(.subjectToBaseline))
    }
}
