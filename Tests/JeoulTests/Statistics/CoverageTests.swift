import Foundation
import JeoulStatistics
import Testing

/// How often the 95% interval covers the truth, over samples from a large skewed population.
///
/// `Scripts/simulate_coverage.py` does the same on real text, with many more draws, apart from Jeoul's code; its result is
/// `Tests/Goldens/statistics/coverage.md`.
@Suite("Coverage") struct CoverageTests {
    @Test(
        "95% intervals cover about 95%",
        arguments: [
            // 0.95 ± 4 standard errors of the simulation.
            (CoverageSimulation.Population.plain, 20, 0.93...0.97), (.plain, 200, 0.93...0.97),
            (.sources, 90, 0.93...0.97), (.short, 50, 0.93...0.97), (.strata, 60, 0.93...0.97),
        ] as [(CoverageSimulation.Population, Int, ClosedRange<Double>)])
    func coverage(population: CoverageSimulation.Population, documents: Int, expected: ClosedRange<Double>) throws {
        let tally = try CoverageSimulation(population, samples: 2_000, documents: documents).run()
        #expect(expected.contains(tally.coverage), "\(tally)")
        #expect(tally.without == 0, "\(tally.without) samples without an interval")
    }
}

/// Draws samples from a synthetic population of log-normal document lengths.
struct CoverageSimulation {
    /// How the documents' own ratios are distributed.
    enum Population: String, CaseIterable, Sendable {
        /// Evenly about 0.62, whatever the length.
        case plain
        /// Evenly, about a level that three documents of one source share.
        case sources
        /// The shorter the document the larger its ratio.
        case short
        /// Two strata of very unlike ratios, of which each sample has as many documents, in a mix of 0.3 and 0.7.
        case strata
    }

    /// Where the intervals lay.
    struct Tally: CustomStringConvertible {
        var covered = 0
        var tooHigh = 0
        var tooLow = 0
        /// Samples that have no interval.
        var without = 0

        var coverage: Double { Double(covered) / Double(covered + tooHigh + tooLow) }
        var row: String {
            [covered, tooLow, tooHigh].map { "\(Double($0 * 10_000 / (covered + tooHigh + tooLow)) / 100)%" }
                .joined(separator: " | ")
        }
        var description: String { row }
    }

    let population: Population
    let samples: Int
    let documents: Int
    private let populationSize = 60_000

    init(_ population: Population, samples: Int, documents: Int) {
        self.population = population
        self.samples = samples
        self.documents = documents
    }

    func run() throws -> Tally {
        var random = SplitMix64(seed: 2_025)
        let (subject, baseline) = makePopulation(&random)
        let clustered = population == .sources
        let size = clustered ? 3 : 1
        let truth = self.truth(subject, baseline)
        var tally = Tally()
        for _ in 0..<samples {
            let drawn = (0..<documents / size).flatMap { place in
                var unit = Int.random(in: 0..<populationSize / size, using: &random)
                // Half of the documents of each stratum.
                if population == .strata { unit = unit / 2 * 2 + place % 2 }
                return (0..<size).map { unit * size + $0 }
            }
            // A cluster a document where they have none, so that the documents are not tried in blocks.
            let keys = (0..<drawn.count).map { "\($0 / size)" }
            let table = try CountTable(
                columns: [
                    CountTable.Column(name: "subject", counts: drawn.map { subject[$0] }),
                    CountTable.Column(name: "baseline", counts: drawn.map { baseline[$0] }),
                ], clusters: keys, strata: population == .strata ? drawn.map { $0 % 2 == 0 ? "x" : "y" } : nil)
            var options = EstimationOptions(bootstrapLimit: 0)
            if population == .strata { options.mix = try Mix(parsing: "x=0.3,y=0.7", measure: "baseline") }
            let estimate = try RatioEstimator(table, options: options).estimate(.subjectToBaseline)
            guard let interval = estimate.interval else {
                tally.without += 1
                continue
            }
            if interval.low > truth {
                tally.tooHigh += 1
            } else if interval.high < truth {
                tally.tooLow += 1
            } else {
                tally.covered += 1
            }
        }
        return tally
    }

    /// The ratio in the population: under the mix, of ratios per unit of the baseline, which is what the mix is measured in.
    private func truth(_ subject: [Int], _ baseline: [Int]) -> Double {
        func ratio(_ isIn: (Int) -> Bool) -> Double {
            let documents = subject.indices.filter(isIn)
            return Double(documents.reduce(0) { $0 + subject[$1] }) / Double(documents.reduce(0) { $0 + baseline[$1] })
        }
        guard population == .strata else { return ratio { _ in true } }
        return 0.3 * ratio { $0 % 2 == 0 } + 0.7 * ratio { $0 % 2 == 1 }
    }

    private func makePopulation(_ random: inout SplitMix64) -> (subject: [Int], baseline: [Int]) {
        var subject: [Int] = []
        var baseline: [Int] = []
        var ofSource = 0.0
        for document in 0..<populationSize {
            if document % 3 == 0 { ofSource = Double.random(in: -0.08...0.08, using: &random) }
            // A sum of six uniform numbers, of variance 1: nearly normal.
            let z = (0..<6).reduce(0.0) { sum, _ in sum + Double.random(in: -1...1, using: &random) } / 2.0.squareRoot()
            let characters = exp(3.6 + 0.8 * z)
            var ratio = 0.62 + Double.random(in: -0.1...0.1, using: &random)
            switch population {
            case .plain: break
            case .sources: ratio += ofSource
            case .short: ratio += 2 / characters.squareRoot()
            case .strata: ratio += document % 2 == 0 ? 0.5 : -0.2
            }
            baseline.append(1 + Int(characters))
            subject.append(1 + Int(characters * ratio))
        }
        return (subject, baseline)
    }
}
