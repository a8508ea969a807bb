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
            // 0.95 ± 4 standard errors of the simulation; with few documents a little less.
            (CoverageSimulation.Population.plain, 20, 0.925...0.975), (.plain, 200, 0.93...0.97),
            (.sources, 90, 0.925...0.975), (.short, 50, 0.92...0.975),
        ] as [(CoverageSimulation.Population, Int, ClosedRange<Double>)])
    func coverage(population: CoverageSimulation.Population, documents: Int, expected: ClosedRange<Double>) throws {
        let tally = try CoverageSimulation(population, samples: 2_000, documents: documents).run()
        #expect(expected.contains(tally.coverage), "\(tally)")
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
    }

    /// Where the intervals lay.
    struct Tally: CustomStringConvertible {
        var covered = 0
        var tooHigh = 0
        var tooLow = 0

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
        let truth = Double(subject.reduce(0, +)) / Double(baseline.reduce(0, +))
        var tally = Tally()
        for _ in 0..<samples {
            let drawn = (0..<documents / size).flatMap { _ in
                let unit = Int.random(in: 0..<populationSize / size, using: &random)
                return (0..<size).map { unit * size + $0 }
            }
            // A cluster a document where they have none, so that the documents are not tried in blocks.
            let keys = (0..<drawn.count).map { "\($0 / size)" }
            let table = try RandomTables.pair(drawn.map { subject[$0] }, drawn.map { baseline[$0] }, clusters: keys)
            let estimate = try RatioEstimator(table, options: EstimationOptions(bootstrapLimit: 0))
                .estimate(.subjectToBaseline)
            guard let interval = estimate.interval else { continue }
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
            }
            baseline.append(1 + Int(characters))
            subject.append(1 + Int(characters * ratio))
        }
        return (subject, baseline)
    }
}
