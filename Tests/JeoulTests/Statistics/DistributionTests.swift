import Foundation
import Testing

@testable import JeoulStatistics

@Suite("Distributions") struct DistributionTests {
    let goldens: DistributionGoldens

    init() throws {
        goldens = try StatisticsGolden.load(DistributionGoldens.self, "distributions.json")
    }

    @Test("Φ is SciPy's") func normalCumulative() {
        #expect(goldens.normalCumulative.count > 20)
        for row in goldens.normalCumulative {
            #expect(agree(NormalDistribution.cumulative(row[0]), row[1], 5e-13), "at \(row[0])")
        }
    }

    @Test("Φ⁻¹ is SciPy's") func normalQuantile() {
        #expect(goldens.normalQuantile.count > 10)
        for row in goldens.normalQuantile {
            #expect(agree(NormalDistribution.quantile(row[0]), row[1], 2e-15), "at \(row[0])")
        }
        #expect(NormalDistribution.quantile(0) == -.infinity)
        #expect(NormalDistribution.quantile(1) == .infinity)
    }

    @Test("Student's tails and quantiles are SciPy's") func student() {
        for row in goldens.studentTail {
            let tail = StudentDistribution.twoSidedTail(row[0], degrees: row[1])
            #expect(agree(tail, row[2], 1e-10), "t \(row[0]), \(row[1]) degrees: \(tail), not \(row[2])")
        }
        for row in goldens.studentQuantile {
            let quantile = StudentDistribution.twoSidedQuantile(tail: row[0], degrees: row[1])
            #expect(agree(quantile, row[2], 1e-10), "tail \(row[0]), \(row[1]) degrees: \(quantile), not \(row[2])")
        }
    }

    @Test("Student's tails at their ends") func studentEnds() {
        for degrees in [1, 2.5, 1e6, 1e9] {
            #expect(StudentDistribution.twoSidedTail(0, degrees: degrees) == 1)
            #expect(StudentDistribution.twoSidedTail(1e200, degrees: degrees) == 0)
            #expect(StudentDistribution.twoSidedTail(.infinity, degrees: degrees) == 0)
            var last = 1.0
            for x in stride(from: 0.01, to: 40, by: 0.37) {
                let tail = StudentDistribution.twoSidedTail(x, degrees: degrees)
                #expect(tail < last || tail == 0, "at \(x), \(degrees) degrees")
                last = tail
            }
        }
        // Beyond 10⁸ degrees the normal distribution stands in, without a step.
        let below = StudentDistribution.twoSidedTail(1.96, degrees: 0.999e8)
        #expect(agree(below, StudentDistribution.twoSidedTail(1.96, degrees: 1.001e8), 1e-6))
    }

    @Test("log and exp agree with the C library to a few units in the last place") func portableMath() {
        var random = SplitMix64(seed: 3)
        for _ in 0..<20_000 {
            let x = Double.random(in: -700...700, using: &random)
            #expect(agree(PortableMath.exp(x), Foundation.exp(x), 1e-15))
            let y = Foundation.exp(x)
            #expect(abs(PortableMath.log(y) - Foundation.log(y)) <= 4e-16 * max(1, abs(x)))
        }
        #expect(PortableMath.exp(0) == 1)
        #expect(PortableMath.log(1) == 0)
    }
}
