import Foundation
import JeoulStatistics

/// What SciPy made of the same counts; written by `Scripts/make_statistics_goldens.py`.
struct BootstrapGoldens: Decodable {
    struct Case: Decodable, CustomStringConvertible {
        let name: String
        let columns: [String: [Int]]
        let clusters: [String]?
        let strata: [String]?
        let mix: [String: Double]?
        let measure: String?
        let ratios: [Expected]

        var description: String { name }

        func table() throws -> CountTable {
            let names = columns.keys.sorted()
            return try CountTable(
                columns: names.map { CountTable.Column(name: $0, counts: columns[$0]!) }, clusters: clusters,
                strata: strata)
        }
    }

    struct Expected: Decodable {
        let numerator: String
        let denominator: String
        let value: Double
        let interval: [Double]
        let bca: [Double]
        let independentBca: [Double]
        let standardError: Double
        let effectiveUnits: Double
        let degreesOfFreedom: Double
        let pValue: Double
    }

    let seed: UInt64
    let resamples: Int
    let cases: [Case]
}

struct DistributionGoldens: Decodable {
    let normalCumulative: [[Double]]
    let normalQuantile: [[Double]]
    let studentTail: [[Double]]
    let studentQuantile: [[Double]]
}

enum StatisticsGolden {
    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("Goldens/statistics")

    static func load<Value: Decodable>(_: Value.Type, _ name: String) throws -> Value {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try decoder.decode(Value.self, from: Data(contentsOf: folder.appendingPathComponent(name)))
    }
}

/// Whether two numbers agree to a relative tolerance (absolute below 1).
func agree(_ a: Double, _ b: Double, _ tolerance: Double) -> Bool {
    abs(a - b) <= tolerance * max(abs(a), abs(b), 1e-300)
}
