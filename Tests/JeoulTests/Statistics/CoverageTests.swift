import Foundation
import Jeoul
import Testing

/// How often a 95% interval covers the truth, over samples from a large skewed population.
///
/// The test draws few; the full simulation takes some minutes in a release build. Its result is recorded in
/// `Tests/Goldens/statistics/coverage.md`, with the command that repeats it.
@Suite("Coverage") struct CoverageTests {
    @Test("95% intervals cover about 95%") func few() throws {
        // 0.95 ± 4 standard errors of the simulation.
        let linear = try CoverageSimulation(.plain, samples: 2_000, documents: 200, resamples: nil).run()
        #expect(abs(linear[.delta]!.coverage - 0.95) < 0.02, "\(linear)")
        let all = try CoverageSimulation(.sources, samples: 100, documents: 80, resamples: 200).run()
        #expect(all.count == 3)
        #expect(all.values.allSatisfy { $0.coverage > 0.86 }, "\(all)")
    }

    @Test(
        "the full simulation",
        .enabled(if: ProcessInfo.processInfo.environment["JEOUL_FULL_COVERAGE"] != nil, "it takes minutes"),
        arguments: CoverageSimulation.Population.allCases)
    func full(population: CoverageSimulation.Population) throws {
        for documents in [100, 400, 1_000, 3_000] {
            // 2,000 samples have a standard error of 0.5%; 10,000 tell 94% from 95%.
            let tallies = try CoverageSimulation(population, samples: 10_000, documents: documents, resamples: 2_000)
                .run()
            for method in Interval.Method.allCases {
                let tally = tallies[method]!
                print("| \(population.rawValue) | \(documents) | \(method.rawValue) | \(tally.row) |")
                if documents == 3_000 { #expect((0.94...0.96).contains(tally.coverage), "\(method): \(tally)") }
            }
        }
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
        /// One document in 25 is four times as long and has a ratio of 1.05: code or English among Korean.
        case mixed
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
    /// `nil`: the linearized interval alone.
    let resamples: Int?
    private let populationSize = 60_000

    init(_ population: Population, samples: Int, documents: Int, resamples: Int?) {
        self.population = population
        self.samples = samples
        self.documents = documents
        self.resamples = resamples
    }

    func run() throws -> [Interval.Method: Tally] {
        var random = SplitMix64(seed: 2_025)
        let (subject, baseline) = makePopulation(&random)
        let clustered = population == .sources
        let size = clustered ? 3 : 1
        let truth = Double(subject.reduce(0, +)) / Double(baseline.reduce(0, +))
        var tallies: [Interval.Method: Tally] = [:]
        for sample in 0..<samples {
            let drawn = (0..<documents / size).flatMap { _ in
                let unit = Int.random(in: 0..<populationSize / size, using: &random)
                return (0..<size).map { unit * size + $0 }
            }
            let keys = (0..<drawn.count).map { "\($0 / size)" }
            let table = try RandomTables.pair(
                drawn.map { subject[$0] }, drawn.map { baseline[$0] }, clusters: clustered ? keys : nil)
            let options = EstimationOptions(
                seed: UInt64(sample), resamples: resamples ?? 100, bootstrapLimit: resamples == nil ? 0 : 100_000)
            let estimate = try RatioEstimator(table, options: options).estimate(.subjectToBaseline)
            for interval in [estimate.percentile, estimate.bca, estimate.delta].compactMap(\.self) {
                var tally = tallies[interval.method] ?? Tally()
                if interval.low > truth {
                    tally.tooHigh += 1
                } else if interval.high < truth {
                    tally.tooLow += 1
                } else {
                    tally.covered += 1
                }
                tallies[interval.method] = tally
            }
        }
        return tallies
    }

    private func makePopulation(_ random: inout SplitMix64) -> (subject: [Int], baseline: [Int]) {
        var subject: [Int] = []
        var baseline: [Int] = []
        var ofSource = 0.0
        for document in 0..<populationSize {
            if document % 3 == 0 { ofSource = Double.random(in: -0.08...0.08, using: &random) }
            // A sum of six uniform numbers, of variance 1: nearly normal.
            let z = (0..<6).reduce(0.0) { sum, _ in sum + Double.random(in: -1...1, using: &random) } / 2.0.squareRoot()
            var characters = exp(3.6 + 0.8 * z)
            var ratio = 0.62 + Double.random(in: -0.1...0.1, using: &random)
            switch population {
            case .plain: break
            case .sources: ratio += ofSource
            case .mixed where document % 25 == 0:
                characters *= 4
                ratio += 0.43
            case .mixed: break
            case .short: ratio += 2 / characters.squareRoot()
            }
            baseline.append(1 + Int(characters))
            subject.append(1 + Int(characters * ratio))
        }
        return (subject, baseline)
    }
}
