import JeoulStatistics

/// Seeded tables of counts for the tests.
enum RandomTables {
    /// Documents of skewed length under several vocabularies (`v0`, `v1`, …), some of them empty, in clusters or not.
    static func table(
        seed: UInt64, documents: Int, columns: Int, clusters: Int? = nil, largest: Int = 300
    ) throws -> CountTable {
        var random = SplitMix64(seed: seed)
        var counts = Array(repeating: [Int](), count: columns)
        for document in 0..<documents {
            let empty = document % 11 == 7
            let length = Double.random(in: 0.05...1, using: &random)
            for column in 0..<columns {
                let share = Double.random(in: 0.5...1, using: &random) * length * length
                counts[column].append(empty ? 0 : 1 + Int(share * Double(largest)))
            }
        }
        let keys = clusters.map { clusters in
            (0..<documents).map { _ in "source \(Int.random(in: 0..<clusters, using: &random))" }
        }
        return try CountTable(
            columns: counts.enumerated().map { CountTable.Column(name: "v\($0.offset)", counts: $0.element) },
            clusters: keys)
    }

    /// A table of two columns, `subject` and `baseline`.
    static func pair(_ subject: [Int], _ baseline: [Int], clusters: [String]? = nil) throws -> CountTable {
        try CountTable(
            columns: [
                CountTable.Column(name: "subject", counts: subject),
                CountTable.Column(name: "baseline", counts: baseline),
            ], clusters: clusters)
    }
}

extension Ratio {
    static let subjectToBaseline = Ratio("subject", to: "baseline")
}
