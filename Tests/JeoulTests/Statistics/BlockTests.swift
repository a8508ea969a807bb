import Testing

@testable import JeoulStatistics

@Suite("Blocks of adjacent documents") struct BlockTests {
    /// Documents whose ratio drifts together over `run` neighbours.
    private func table(run: Int, documents: Int, seed: UInt64) throws -> CountTable {
        var random = SplitMix64(seed: seed)
        var level = 0.0
        let baseline = (0..<documents).map { _ in Int.random(in: 20...40, using: &random) }
        let subject = baseline.enumerated().map { document, count in
            if document % run == 0 { level = Double.random(in: -0.2...0.2, using: &random) }
            return Int(Double(count) * (0.7 + level + Double.random(in: -0.05...0.05, using: &random)))
        }
        return try RandomTables.pair(subject, baseline)
    }

    private func estimate(_ table: CountTable) throws -> RatioEstimate {
        try RatioEstimator(table, options: EstimationOptions(bootstrapLimit: 0)).estimate(.subjectToBaseline)
    }

    @Test("are the units where neighbours are alike, and the interval is the wider") func alike() throws {
        let table = try table(run: 16, documents: 1_600, seed: 4)
        let estimate = try estimate(table)
        let length = try #require(estimate.blockLength)
        #expect([8, 16, 32].contains(length))
        #expect(estimate.units == 1_600 / length)
        // The truth: the runs are independent of each other.
        let keys = (0..<1_600).map { "\($0 / 16)" }
        let clustered = try RatioEstimator(
            CountTable(columns: table.columns, clusters: keys), options: EstimationOptions(bootstrapLimit: 0)
        ).estimate(.subjectToBaseline)
        let ratio = try #require(estimate.standardError) / (try #require(clustered.standardError))
        #expect(ratio > 0.75 && ratio < 1.35, "\(ratio)")
        #expect(clustered.blockLength == nil)
    }

    @Test("are found by chance in at most about one table in twenty of independent documents") func independent() throws
    {
        let found = try (0..<100).count {
            try estimate(table(run: 1, documents: 256, seed: UInt64(100 + $0))).blockLength != nil
        }
        // Of 100 with a chance of 0.05, more than 11 come once in 150.
        #expect(found <= 11, "\(found)")
    }

    @Test("are not tried below 60 documents, and their units are nearly equal in number") func sizes() throws {
        #expect(try estimate(table(run: 16, documents: 59, seed: 4)).blockLength == nil)
        let units = try ResamplingUnits(table(run: 1, documents: 103, seed: 1), mix: nil)
        let blocks = units.inBlocks(of: 8)
        #expect(blocks.unitCount == 12)
        #expect(blocks.totals(ofStratum: 0) == units.totals(ofStratum: 0))
        let sizes = (0..<12).map { units.units(ofBlock: $0, of: 12, in: 0..<103).count }
        #expect(sizes.reduce(0, +) == 103 && Set(sizes) == [8, 9])
    }

    @Test("do not depend on other columns, nor on the number of threads") func invariance() throws {
        let pair = try table(run: 16, documents: 400, seed: 9)
        let more = try CountTable(columns: pair.columns + [CountTable.Column(name: "x", counts: Array(0..<400))])
        for threads in [1, 3] {
            let options = EstimationOptions(resamples: 200, threads: threads)
            #expect(
                try RatioEstimator(more, options: options).estimate(.subjectToBaseline)
                    == RatioEstimator(pair, options: EstimationOptions(resamples: 200)).estimate(.subjectToBaseline))
        }
    }

    @Test("of very many documents groups are shuffled, whose ratios scatter as those of documents do") func groups() {
        var random = SplitMix64(seed: 6)
        let residuals = (0..<100_000).map { _ in Double.random(in: -1...1, using: &random) }
        let documents = BlockVariances([residuals])
        func ratios(_ start: BlockVariances, _ count: Int) -> [Double] {
            var variances = start
            return (0..<count).map { _ in
                variances.shuffle(&random)
                return variances.largestRatio().ratio
            }.sorted()
        }
        let exact = ratios(documents, 60)
        let grouped = ratios(documents.grouped(), 400)
        #expect(abs(exact[30] - grouped[200]) < 0.03, "\(exact[30]), \(grouped[200])")
        #expect(abs(exact[56] - grouped[380]) < 0.1, "\(exact[56]), \(grouped[380])")
        // Few documents are shuffled themselves.
        let few = BlockVariances([Array(residuals.prefix(500))])
        #expect(few.grouped().largestRatio() == few.largestRatio())
    }
}
