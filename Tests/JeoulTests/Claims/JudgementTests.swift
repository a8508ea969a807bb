import Foundation
import Jeoul
import Testing

@Suite("Judgement") struct JudgementTests {
    private func judge(_ low: Double, _ point: Double, _ high: Double, _ range: ClaimRange) -> Judgement {
        Judgement(
            estimate: point, interval: Interval(low: low, high: high, level: 0.95, method: .bca), range: range)
    }

    @Test("by interval and range") func outcomes() {
        let range = ClaimRange(low: 0.325, high: 0.335)
        #expect(judge(0.326, 0.33, 0.335, range).outcome == .supported)
        let exceeded = judge(0.34, 0.35, 0.36, range)
        #expect(exceeded.outcome == .exceeded)
        #expect(agree(exceeded.margin ?? 0, 0.005, 1e-12))
        #expect(agree(exceeded.distance ?? 0, 0.015, 1e-12))
        let contradicted = judge(0.28, 0.29, 0.30, range)
        #expect(contradicted.outcome == .contradicted)
        #expect(agree(contradicted.margin ?? 0, 0.025, 1e-12))
        #expect(!contradicted.pointInside)
        let wide = judge(0.30, 0.33, 0.36, range)
        #expect(wide.outcome == .inconclusive)
        #expect(wide.pointInside)
        #expect(wide.margin == nil)
        #expect(judge(0.335, 0.34, 0.35, range).outcome == .inconclusive)
    }

    @Test("one-sided ranges") func oneSided() {
        let atMost = ClaimRange(low: nil, high: 0.34)
        #expect(judge(-3, 0, 0.34, atMost).outcome == .supported)
        #expect(judge(0.341, 0.35, 0.36, atMost).outcome == .exceeded)
        #expect(judge(0.33, 0.335, 0.35, atMost).outcome == .inconclusive)
        let atLeast = ClaimRange(low: 0.3, high: nil)
        #expect(judge(0.3, 5, 9, atLeast).outcome == .supported)
        #expect(judge(0.1, 0.2, 0.29, atLeast).outcome == .contradicted)
    }

    @Test("without an interval nothing is concluded") func noInterval() {
        let judgement = Judgement(estimate: 0.5, interval: nil, range: ClaimRange(low: 0.3, high: 0.4))
        #expect(judgement.outcome == .inconclusive)
        #expect(!judgement.pointInside)
        #expect(agree(judgement.distance ?? 0, 0.1, 1e-12))
    }

    @Test("quantities turn intervals the right way round") func quantities() throws {
        let ratio = Interval(low: 0.5, high: 0.8, level: 0.95, method: .percentile)
        #expect(Quantity.reduction.interval(ofTokenRatio: ratio)?.low == 1 - 0.8)
        #expect(Quantity.reduction.interval(ofTokenRatio: ratio)?.high == 0.5)
        #expect(Quantity.ratioBaselineOverSubject.interval(ofTokenRatio: ratio)?.high == 2)
        #expect(Quantity.ratioSubjectOverBaseline.interval(ofTokenRatio: ratio) == ratio)
        #expect(Quantity.bytesPerTokenGain.interval(ofTokenRatio: ratio)?.low == 0.25)
        #expect(Quantity.ratioBaselineOverSubject.value(ofTokenRatio: 0) == nil)
        let toZero = Interval(low: 0, high: 1, level: 0.95, method: .delta)
        #expect(Quantity.bytesPerTokenGain.interval(ofTokenRatio: toZero) == nil)
    }
}
