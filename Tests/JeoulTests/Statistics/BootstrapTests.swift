import Testing

@testable import JeoulStatistics

@Suite("Bootstrap against SciPy") struct BootstrapGoldenTests {
    @Test("the jackknife's interval is SciPy's, and BCa on the same resamples")
    func scipy() throws {
        let goldens = try StatisticsGolden.load(BootstrapGoldens.self, "bootstrap.json")
        #expect(goldens.cases.count == 6)
        for golden in goldens.cases {
            var options = EstimationOptions(seed: goldens.seed, resamples: goldens.resamples)
            if let mix = golden.mix, let measure = golden.measure {
                // The order of the strata decides the draws; the case that starts with chat says so by its name.
                let order = golden.name == "mix of clusters" ? ["chat", "news"] : ["news", "chat"]
                let shares = order.map { Mix.Share(stratum: $0, weight: mix[$0]!) }
                options.mix = try Mix(shares: shares, measure: measure)
            }
            let estimator = try RatioEstimator(golden.table(), options: options)
            for expected in golden.ratios {
                let estimate = try estimator.estimate(Ratio(expected.numerator, to: expected.denominator))
                try expect(estimate, expected, golden.name)
                let appraisal = try estimator.appraisal(of: estimate.ratio)
                #expect(agree(try #require(appraisal.pValue), expected.pValue, 1e-9), "\(golden.name): p")
            }
        }
    }

    private func expect(
        _ estimate: RatioEstimate, _ expected: BootstrapGoldens.Expected, _ name: String
    ) throws {
        #expect(agree(try #require(estimate.value), expected.value, 1e-14), "\(name): the value")
        #expect(agree(try #require(estimate.standardError), expected.standardError, 1e-11), "\(name): standard error")
        #expect(agree(try #require(estimate.effectiveUnits), expected.effectiveUnits, 1e-13), "\(name): n_eff")
        #expect(agree(try #require(estimate.degreesOfFreedom), expected.degreesOfFreedom, 1e-13), "\(name): degrees")
        let interval = try #require(estimate.interval)
        let bca = try #require(estimate.bca)
        for (ours, theirs) in zip([interval.low, interval.high, bca.low, bca.high], expected.interval + expected.bca) {
            #expect(agree(ours, theirs, 1e-11), "\(name): \(ours), not \(theirs)")
        }
        // SciPy with its own random numbers: within the noise of the simulation, a few hundredths of the width.
        for (ours, theirs) in zip([bca.low, bca.high], expected.independentBca) {
            #expect(abs(ours - theirs) < 0.15 * bca.width, "\(name): far from an independent bootstrap")
        }
    }
}

@Suite("Bootstrap against the oracle") struct BootstrapOracleTests {
    /// Columns beside one, two and four vector widths, and beyond the widest; counts in 32 and in 64 bits.
    @Test(
        "equal to the last bit",
        arguments: [
            (documents: 12, columns: 2, clusters: nil, largest: 300), (17, 3, nil, 300), (60, 9, 15, 300),
            (90, 16, nil, 300), (60, 17, 19, 300), (30, 35, nil, 300), (50, 2, nil, 400_000_000),
            (50, 6, 20, 3_000_000_000),
        ] as [(documents: Int, columns: Int, clusters: Int?, largest: Int)])
    func oracle(shape: (documents: Int, columns: Int, clusters: Int?, largest: Int)) throws {
        let table = try RandomTables.table(
            seed: 5, documents: shape.documents, columns: shape.columns, clusters: shape.clusters,
            largest: shape.largest)
        let options = EstimationOptions(seed: 42, resamples: 200)
        let estimator = try RatioEstimator(table, options: options)
        let oracle = BootstrapOracle(table: table, seed: 42, resamples: 200)
        for column in [1, shape.columns - 1] {
            let ratio = Ratio("v\(column)", to: "v0")
            let formula = try estimator.formula(of: ratio)
            let resamples = try #require(estimator.resamples)
            let drawn = (0..<resamples.count).compactMap { resample in
                formula.value { resamples.sum(resample, stratum: $0, column: $1) }
            }
            #expect(drawn.sorted() == oracle.ratios(ratio))
        }
    }

    @Test("threads, other columns and a second run change nothing") func invariance() throws {
        let table = try RandomTables.table(seed: 8, documents: 50, columns: 20, clusters: 30)
        let ratio = Ratio("v1", to: "v0")
        let reference = try RatioEstimator(table, options: EstimationOptions(resamples: 301)).estimate(ratio)
        for threads in [1, 2, 7] {
            let options = EstimationOptions(resamples: 301, threads: threads)
            #expect(try RatioEstimator(table, options: options).estimate(ratio) == reference)
        }
        let fewer = try CountTable(columns: Array(table.columns[..<2]), clusters: table.clusters)
        #expect(try RatioEstimator(fewer, options: EstimationOptions(resamples: 301)).estimate(ratio) == reference)
        let other = try RatioEstimator(fewer, options: EstimationOptions(seed: 2, resamples: 301)).estimate(ratio)
        #expect(other.bca != reference.bca)
    }

    @Test("the same bits on every machine") func pinned() throws {
        let table = try RandomTables.pair(
            [12, 7, 30, 9, 14, 5, 21, 8, 17, 26, 11], [18, 9, 41, 15, 20, 9, 30, 13, 22, 40, 15])
        let estimate = try RatioEstimator(table, options: EstimationOptions(resamples: 500))
            .estimate(.subjectToBaseline)
        let bits = [estimate.interval, estimate.bca].map { interval in
            [interval!.low.bitPattern, interval!.high.bitPattern]
        }
        #expect(
            bits == [
                [4604018872295569934, 4604755289904970474], [4604070044854673229, 4604671024712239836],
            ])
    }
}
