import Foundation
import Testing

@testable import Jeoul
@testable import JeoulClaims
@testable import JeoulVerifying
@testable import JeoulWeighing

@Suite("Verdict") struct VerdictTests {
    @Test("strict and as worded, side by side") func hedged() throws {
        let claim = try ClaimSamples.claim("ax4-33-fewer")
        let verdict = claim.verdict(on: [
            try ClaimSamples.corpus("Wide", ratio: 0.69), try ClaimSamples.corpus("Close", ratio: 0.67),
            try ClaimSamples.corpus("Far", ratio: 0.8), try ClaimSamples.corpus("Better", ratio: 0.6),
        ])
        let results = verdict.readings[0].results
        #expect(results.map { $0.worded?.outcome } == [.supported, .supported, .contradicted, .moreThanClaimed])
        #expect(results.map { $0.strict?.outcome } == [.contradicted, .supported, .contradicted, .moreThanClaimed])
        let spread = try #require(verdict.readings[0].spread)
        #expect(spread.lowestCorpus == "Far")
        #expect(spread.highestCorpus == "Better")
        #expect(spread.width > 10 * (try #require(spread.widestInterval)))
        #expect(
            verdict.sentence.contains(
                " is supported on 2 of 4 corpora, understates the difference on 1 and is contradicted on 1 (needs 28.9–36.9% fewer "
                    + "tokens): A.X 4.0 used 20.0–40.0% fewer tokens than GPT-4o, depending on the text. "),
            "\(verdict.sentence)")
        #expect(verdict.sentence.contains("15% more or less of the difference than the figure says"))
        #expect(verdict.sentence.hasSuffix("Judged on Wide; Close; Far; Better: 4 corpora of 4 collections."))
        #expect(verdict.summary.contains("reading a as worded (needs 28.9–36.9%): supported on Wide and Close"))
        #expect(verdict.summary.contains("(strictly on Close)"))
        #expect(try JSONDecoder().decode(ClaimVerdict.self, from: JSONEncoder().encode(verdict)) == verdict)
    }

    @Test("the vendor of the baseline is favoured by more tokens") func direction() throws {
        let corpora = [try ClaimSamples.exact("X", ratio: 1.7)]
        let verdict = try ClaimSamples.claim("ax4-1.5x-gpt4o-ko").verdict(on: corpora)
        #expect(verdict.readings.map { $0.results[0].worded?.outcome } == [.moreThanClaimed, .contradicted])
        #expect(
            verdict.sentence.contains(
                "두 가지로 읽을 수 있다. 토큰 수가 1.5배라는 뜻이라면 X에서는 실제 차이가 주장보다 컸다. 맞으려면 1.42~1.59배여야 하는데, "
                    + "GPT-4o의 토큰 수는 A.X 4.0의 1.70배였다(95% 구간 1.69~1.71배). 토큰 수가 2.5배라는 뜻이라면 X에서는 "
                    + "주장과 어긋났다. 맞으려면 2.18~2.86배여야 하는데, "), "\(verdict.sentence)")
        let english = try ClaimSamples.claim("ax4-1.5x-gpt4o-ko").verdict(on: corpora, language: .english)
        #expect(
            english.sentence.contains(
                "can be read in two ways. As 1.5 times the tokens (needs 1.42–1.59 times the tokens) it understates the difference "
                    + "on X: GPT-4o used 1.70 times as many tokens as A.X 4.0 (95% interval 1.69–1.71). As 2.5 times the "
                    + "tokens (needs 2.18–2.86 times the tokens) it is contradicted on X: "), "\(english.sentence)")
    }

    @Test("exact counts by equality") func exact() throws {
        let claim = try ClaimSamples.claim("gpt4o-1.7x")
        let corpus = try ClaimSamples.corpus("X", ratio: 0.65)
        let right = claim.verdict(on: [corpus], exactCounts: ExactCounts(subjectTokens: 27, baselineTokens: 45))
        #expect(right.readings[0].results[0].strict?.outcome == .supported)
        #expect(right.readings[1].results[0].strict?.outcome == .contradicted)
        #expect(!right.isContradicted)
        #expect(
            right.sentence.contains(
                "As the token counts of the sentence given it is exactly right: GPT-4o used 27 tokens, GPT-4 45."))
        let wrong = claim.verdict(on: [corpus], exactCounts: ExactCounts(subjectTokens: 28, baselineTokens: 45))
        #expect(wrong.readings[0].results[0].strict?.outcome == .contradicted)
        #expect(wrong.isContradicted)
        #expect(claim.verdict(on: [corpus]).isIncomplete)
    }

    @Test("an estimate beyond a range is not printed as its end") func digits() throws {
        let claim = try ClaimSamples.claim("ax4-34-cost")
        let subject = (0..<50).map { _ in 6_549 }
        let table = try RandomTables.pair(subject, subject.map { _ in 10_000 })
        let estimate = try RatioEstimator(table, options: EstimationOptions(resamples: 100))
            .estimate(.subjectToBaseline)
        let verdict = claim.verdict(on: [CorpusMeasurement(corpus: "X", tokenRatio: estimate)])
        #expect(verdict.readings[0].results[0].outcome == .contradicted)
        #expect(verdict.sentence.contains("34.51% fewer"), "\(verdict.sentence)")
    }

    @Test("two wordings of one statement get one verdict") func wordings() throws {
        let corpora = [
            try ClaimSamples.exact("X", ratio: 0.60), try ClaimSamples.exact("Y", ratio: 0.62),
            try ClaimSamples.exact("Z", ratio: 0.66),
        ]
        let verdicts = try ["a uses less than 64% of the tokens of b", "a uses more than 36% fewer tokens than b"].map {
            try ClaimGrammar.parse($0).verdict(on: corpora)
        }
        for verdict in verdicts {
            #expect(verdict.readings[0].results.map(\.outcome) == [.supported, .supported, .contradicted])
            #expect(verdict.readings[0].outcome == .contradicted && verdict.isContradicted)
            #expect(verdict.sentence.contains("so as a whole it is contradicted"), "\(verdict.sentence)")
        }
    }

    @Test("an outcome has one name in every place") func oneName() throws {
        let claim = try ClaimGrammar.parse("a uses up to 34% fewer tokens than b")
        let verdict = claim.verdict(on: [try ClaimSamples.exact("X", ratio: 0.8)])
        #expect(verdict.sentence.contains("not reached on X"), "\(verdict.sentence)")
        #expect(verdict.summary.contains("not reached on X"), "\(verdict.summary)")
        #expect(
            Outcome.inconclusive.text(of: .reached) == "not reached"
                && Outcome.supported.text(of: .reached) == "reached")
    }

    @Test("what could not be run says why") func notRun() throws {
        let claim = try ClaimSamples.claim("kanana2-30")
        let missing = CorpusMeasurement(corpus: "X", notRun: "the vocabulary kanana-2 is not installed")
        let verdict = claim.verdict(on: [missing])
        #expect(verdict.isIncomplete)
        #expect(!verdict.isContradicted)
        #expect(verdict.sentence.hasSuffix("was not judged: the vocabulary kanana-2 is not installed (X)."))
        #expect(verdict.sentence.contains("” about Kanana-2"))
        #expect(claim.verdict(on: []).sentence.hasSuffix("was not judged: no corpus was given."))
    }

    @Test("one document, and none") func fewDocuments() throws {
        let claim = try ClaimSamples.claim("ax4-33-fewer")
        let one = try RatioEstimator(RandomTables.pair([67], [100])).estimate(.subjectToBaseline)
        let verdict = claim.verdict(on: [CorpusMeasurement(corpus: "X", tokenRatio: one)])
        let result = verdict.readings[0].results[0]
        #expect(result.outcome == .notJudged)
        #expect(result.judgement?.pointInside == true)
        #expect(result.noInterval != nil)
        #expect(verdict.sentence.contains("was not judged: too few independent documents: 1"))
        let none = try RatioEstimator(RandomTables.pair([0], [0])).estimate(.subjectToBaseline)
        let undefined = claim.verdict(on: [CorpusMeasurement(corpus: "X", tokenRatio: none)])
        #expect(undefined.readings[0].results[0].notRun == "there are no documents that are not empty")
    }

    @Test("Korean alone does not decide a claim about all languages") func scope() throws {
        let verdict = try ClaimSamples.claim("kexaone-30").verdict(on: [try ClaimSamples.corpus("X", ratio: 0.95)])
        #expect(verdict.readings[0].isContradicted)
        #expect(!verdict.isContradicted)
        #expect(verdict.sentence.contains("Korean text alone cannot decide"))
    }

    @Test("the exit status of --strict") func strictExit() throws {
        let claim = try ClaimSamples.claim("ax4-33.3-efficient")
        let contradicted = claim.verdict(on: [try ClaimSamples.corpus("X", ratio: 0.9)])
        let partly = claim.verdict(on: [
            try ClaimSamples.corpus("X", ratio: 0.9), try ClaimSamples.corpus("Y", ratio: 0.7),
        ])
        let missing = claim.verdict(on: [CorpusMeasurement(corpus: "X", notRun: "not installed")])
        let incomplete = claim.verdict(on: [
            try ClaimSamples.corpus("X", ratio: 0.9), CorpusMeasurement(corpus: "Y", notRun: "not installed"),
        ])
        #expect(StrictExit.status(of: []) == 0)
        #expect(StrictExit.status(of: [partly]) == 0)
        #expect(StrictExit.status(of: [partly, contradicted]) == 1)
        #expect(StrictExit.status(of: [missing, contradicted]) == 1)
        #expect(StrictExit.status(of: [partly, missing]) == 3)
        #expect(StrictExit.status(of: [incomplete]) == 1)
    }
}

@Suite("Sensitivity") struct SensitivityTests {
    @Test("which settings alone would flip the verdict") func flips() throws {
        let claim = try ClaimSamples.claim("ax4-33-fewer")
        let base = try ClaimSamples.corpus("X", ratio: 0.67)
        let effects = claim.sensitivity(
            base: base,
            alternatives: [
                AlternativeSetting(
                    axis: .normalization, setting: "nfd", measurement: try ClaimSamples.corpus("X", ratio: 0.9)),
                AlternativeSetting(axis: .denominator, setting: "syllable", measurement: base),
                AlternativeSetting(
                    axis: .documentCut, setting: "file",
                    measurement: CorpusMeasurement(corpus: "X", notRun: "the corpus is one file")),
            ])
        #expect(effects.count == 1)
        #expect(effects[0].moves.map(\.flips) == [true, false, false])
        #expect(agree(try #require(effects[0].moves[0].shift), -0.23, 0.01))
        #expect(effects[0].moves[1].shift == 0)
        #expect(effects[0].moves[2].shift == nil)
        #expect(effects[0].summary.hasPrefix("reading a is supported on X (needs 28.9–36.9%, found 32."))
        #expect(effects[0].summary.hasSuffix("); alone would flip it: normalization nfd (contradicted)"))
        let calm = claim.sensitivity(
            base: base, alternatives: [AlternativeSetting(axis: .denominator, setting: "byte", measurement: base)])
        #expect(calm[0].summary.hasSuffix("none of the 1 other settings tried alone flips it"))
    }
}
