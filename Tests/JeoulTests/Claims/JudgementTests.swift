import Foundation
import Jeoul
import Testing

@Suite("Judgement") struct JudgementTests {
    private func reading(
        _ quantity: Quantity, _ relation: Reading.Relation, _ value: Double, _ range: ClaimRange
    ) -> Reading {
        Reading(id: "a", says: "", quantity: quantity, relation: relation, value: value, strict: range, worded: nil)
    }

    private func judge(_ low: Double, _ point: Double, _ high: Double, _ reading: Reading) throws -> Judgement {
        Judgement(
            estimate: point, interval: Interval(low: low, high: high, level: 0.95, method: .bca), reading: reading,
            range: try #require(reading.strict))
    }

    /// The outcomes of the readings of words like a user's, on intervals of T/T₀.
    private func outcomes(_ words: String, _ low: Double, _ high: Double) throws -> [Outcome] {
        let ratio = Interval(low: low, high: high, level: 0.95, method: .bca)
        return try ClaimGrammar.parse("a \(words) than b").readings.map { reading in
            let quantity = reading.quantity
            return Judgement(
                estimate: try #require(quantity.value(ofTokenRatio: (low + high) / 2)),
                interval: try #require(quantity.interval(ofTokenRatio: ratio)), reading: reading,
                range: try #require(reading.effective)
            ).outcome
        }
    }

    @Test("by interval and range") func outcomes() throws {
        let fewer = reading(.reduction, .equals, 0.33, ClaimRange(low: 0.325, high: 0.335))
        #expect(try judge(0.326, 0.33, 0.335, fewer).outcome == .supported)
        let more = try judge(0.34, 0.35, 0.36, fewer)
        #expect(more.outcome == .moreThanClaimed)
        #expect(agree(more.margin ?? 0, 0.005, 1e-12))
        #expect(agree(more.distance ?? 0, 0.015, 1e-12))
        let contradicted = try judge(0.28, 0.29, 0.30, fewer)
        #expect(contradicted.outcome == .contradicted)
        #expect(agree(contradicted.margin ?? 0, 0.025, 1e-12))
        #expect(!contradicted.pointInside)
        let wide = try judge(0.30, 0.33, 0.36, fewer)
        #expect(wide.outcome == .inconclusive)
        #expect(wide.pointInside)
        #expect(wide.margin == nil)
        #expect(try judge(0.335, 0.34, 0.35, fewer).outcome == .inconclusive)
    }

    @Test("more than claimed is farther from no difference, whichever way the quantity runs") func direction() throws {
        let share = reading(.ratioSubjectOverBaseline, .equals, 0.7, ClaimRange(low: 0.695, high: 0.705))
        #expect(try judge(0.5, 0.55, 0.6, share).outcome == .moreThanClaimed)
        #expect(try judge(0.8, 0.85, 0.9, share).outcome == .contradicted)
        let multiple = reading(.ratioSubjectOverBaseline, .equals, 1.5, ClaimRange(low: 1.45, high: 1.55))
        #expect(try judge(1.6, 1.7, 1.8, multiple).outcome == .moreThanClaimed)
        #expect(try judge(1.3, 1.35, 1.4, multiple).outcome == .contradicted)
        let same = reading(.ratioSubjectOverBaseline, .equals, 1, ClaimRange(low: 0.995, high: 1.005))
        #expect(try judge(1.1, 1.2, 1.3, same).outcome == .contradicted)
        #expect(try judge(0.7, 0.8, 0.9, same).outcome == .contradicted)
    }

    @Test(
        "what is said of one side",
        arguments: [
            // no more than 10% more: an interval wholly above contradicts, fewer tokens do not
            ("uses no more than 10% more tokens", 1.25, 1.33, [Outcome.contradicted]),
            ("uses no more than 10% more tokens", 1.04, 1.08, [.supported]),
            ("uses no more than 10% more tokens", 0.8, 0.9, [.supported]),
            ("uses no more than 10% more tokens", 1.05, 1.2, [.inconclusive]),
            // up to 34% fewer: never more than that; reached
            ("uses up to 34% fewer tokens", 1.5, 1.6, [.contradicted, .contradicted]),
            ("uses up to 34% fewer tokens", 1.0, 1.0, [.contradicted, .contradicted]),
            ("uses up to 34% fewer tokens", 0.64, 0.65, [.contradicted, .moreThanClaimed]),
            ("uses up to 34% fewer tokens", 0.657, 0.663, [.supported, .supported]),
            ("uses up to 34% fewer tokens", 0.66, 0.7, [.supported, .supported]),
            ("uses up to 34% fewer tokens", 0.65, 0.66, [.inconclusive, .supported]),
            ("uses up to 34% fewer tokens", 0.8, 0.9, [.supported, .inconclusive]),
            ("uses up to 34% fewer tokens", 0.99, 1.01, [.inconclusive, .inconclusive]),
            // at least
            ("uses over 30% fewer tokens", 0.65, 0.69, [.supported]),
            ("uses over 30% fewer tokens", 0.71, 0.72, [.contradicted]),
            ("uses over 30% fewer tokens", 0.69, 0.72, [.inconclusive]),
            ("uses at least 30% more tokens", 1.4, 1.5, [.supported]),
            ("uses at least 30% more tokens", 0.7, 0.8, [.contradicted]),
        ])
    func oneSided(words: String, low: Double, high: Double, expected: [Outcome]) throws {
        #expect(try outcomes(words, low, high) == expected)
    }

    @Test("over all corpora: one suffices against “never more”, one for “reached”") func overall() throws {
        let claim = try ClaimGrammar.parse("a uses up to 34% fewer tokens than b")
        func verdict(_ ratios: Double...) throws -> [Outcome] {
            try claim.verdict(
                on: ratios.enumerated().map { try ClaimSamples.corpus("X\($0.offset)", ratio: $0.element) }
            ).readings.map(\.outcome)
        }
        #expect(try verdict(0.8, 0.9) == [.supported, .inconclusive])
        #expect(try verdict(0.8, 0.66, 0.9) == [.supported, .supported])
        #expect(try verdict(0.8, 0.6) == [.contradicted, .moreThanClaimed])
        #expect(try verdict(1.2, 1.3) == [.contradicted, .contradicted])
        #expect(try verdict(0.8, 1.3) == [.contradicted, .inconclusive])
        let equals = try ClaimGrammar.parse("a uses 20% fewer tokens than b")
        let mixed = equals.verdict(on: [
            try ClaimSamples.corpus("X", ratio: 0.8), try ClaimSamples.corpus("Y", ratio: 0.9),
        ])
        #expect(mixed.readings[0].outcome == .inconclusive)
        #expect(!mixed.isContradicted)
    }

    @Test("a hedge is 15% of |ln(T/T₀)|, whatever the unit of the words, and never narrows") func hedges() throws {
        func range(_ words: String) throws -> ClaimRange {
            try #require(try ClaimGrammar.parse(words).readings[0].worded)
        }
        let fewer = try range("a uses about 33% fewer tokens than b")
        #expect(fewer == ClaimRange(low: 0.288519, high: 0.369063))
        let times = try range("a uses about 1.5x more tokens than b")
        #expect(times == ClaimRange(low: 1.411489, high: 1.594061))
        // A third fewer tokens is 1.5 times the text: the two ranges are one.
        let third = try range("a uses about 33.333333% fewer tokens than b")
        let low = try #require(third.low)
        let timesLow = try #require(times.low)
        #expect(agree(1 / (1 - low), timesLow, 1e-5))
        // "About 2x" allows at least what "2x" does.
        #expect(try range("a uses about 2x fewer tokens than b") == ClaimRange(low: 1.5, high: 2.5))
    }

    @Test("a reading that is impossible does not refuse the claim") func impossible() throws {
        let claim = try ClaimGrammar.parse("a is 150% more efficient than b")
        #expect(claim.readings.map(\.value) == [2.5])
        #expect(throws: ClaimSyntaxError.self) { try ClaimGrammar.parse("a uses 150% fewer tokens than b") }
    }

    @Test("without an interval nothing is judged") func noInterval() throws {
        let fewer = reading(.reduction, .equals, 0.35, ClaimRange(low: 0.3, high: 0.4))
        let judgement = Judgement(
            estimate: 0.5, interval: nil, reading: fewer, range: try #require(fewer.strict))
        #expect(judgement.outcome == .notJudged)
        #expect(!judgement.pointInside)
        #expect(agree(judgement.distance ?? 0, 0.1, 1e-12))
    }

    @Test("quantities turn intervals the right way round") func quantities() throws {
        let ratio = Interval(low: 0.5, high: 0.8, level: 0.95, method: .jackknife)
        #expect(Quantity.reduction.interval(ofTokenRatio: ratio)?.low == 1 - 0.8)
        #expect(Quantity.reduction.interval(ofTokenRatio: ratio)?.high == 0.5)
        #expect(Quantity.ratioBaselineOverSubject.interval(ofTokenRatio: ratio)?.high == 2)
        #expect(Quantity.ratioSubjectOverBaseline.interval(ofTokenRatio: ratio) == ratio)
        #expect(Quantity.bytesPerTokenGain.interval(ofTokenRatio: ratio)?.low == 0.25)
        #expect(Quantity.ratioBaselineOverSubject.value(ofTokenRatio: 0) == nil)
        for quantity in Quantity.allCases {
            let value = try #require(quantity.value(ofTokenRatio: 0.8))
            #expect(agree(quantity.tokenRatio(ofValue: value) ?? 0, 0.8, 1e-12))
            #expect(quantity.value(ofTokenRatio: 1) == quantity.noDifference)
        }
        #expect(Quantity.reduction.tokenRatio(ofValue: 1.5) == nil)
        let toZero = Interval(low: 0, high: 1, level: 0.95, method: .jackknife)
        #expect(Quantity.bytesPerTokenGain.interval(ofTokenRatio: toZero) == nil)
    }
}
