import Foundation
import Testing

@testable import Jeoul
@testable import JeoulClaims
@testable import JeoulVerifying
@testable import JeoulCorpora
@testable import JeoulPages
@testable import JeoulReporting

@Suite("Sentences") struct SentenceTests {
    private func verdict(
        _ words: String, _ corpora: [CorpusMeasurement], _ language: SentenceLanguage? = nil
    ) throws -> ClaimVerdict {
        try ClaimGrammar.parse(words).verdict(on: corpora, language: language)
    }

    @Test("the signs of an estimate and its interval agree with the words") func signs() throws {
        let more = [try ClaimSamples.exact("X", ratio: 1.549)]
        let words = "a uses 33% fewer tokens than b"
        let english = try verdict(words, more).sentence
        #expect(english.contains("used 54.9% more tokens than b (95% interval 53.9–55.9%)"), "\(english)")
        #expect(!english.contains("−"))
        let korean = try verdict(words, more, .korean).sentence
        #expect(korean.contains("a의 토큰은 b보다 54.9% 많았다(95% 구간 53.9~55.9%)"), "\(korean)")
        #expect(!korean.contains("−"))
        // An interval on both sides of no difference says both directions.
        let neither = [try ClaimSamples.exact("X", ratio: 1)]
        let both = try verdict(words, neither).sentence
        #expect(both.contains("interval from ") && both.contains(" more to ") && both.contains(" fewer)"), "\(both)")
        let range = try verdict(words, more + [try ClaimSamples.exact("Y", ratio: 0.8)])
        #expect(range.sentence.contains("used from 54.9% more to 20.0% fewer tokens than b"), "\(range.sentence)")
    }

    @Test("each reading has its own numbers") func ownNumbers() throws {
        let text = try verdict("a is 33% more efficient than b", [ClaimSamples.exact("X", ratio: 0.66)]).sentence
        #expect(text.contains("As 33% fewer tokens (needs 32.5–33.5% fewer tokens)"), "\(text)")
        #expect(text.contains("a used 34.0% fewer tokens than b"))
        #expect(text.contains("As 1.33 times the text per token (needs 1.325–1.335 times the text per token)"))
        #expect(text.contains("a put 1.5"))
    }

    @Test("of two figures none stands for both") func twoFigures() throws {
        let reading = { (id: String, quantity: Quantity, low: Double, high: Double) in
            Reading(
                id: id, says: "", quantity: quantity, relation: .equals, value: (low + high) / 2,
                strict: ClaimRange(low: low, high: high), worded: nil)
        }
        let claim = try Claim(
            id: "x", subject: "a", baseline: "b", subjectName: "a", baselineName: "b",
            words: "a is between 30% and 35% more efficient than b", source: .user, hedged: false,
            valueText: "between 30% and 35%",
            readings: [reading("a", .reduction, 0.295, 0.355), reading("b", .ratioBaselineOverSubject, 1.295, 1.355)])
        let corpora = [try ClaimSamples.exact("X", ratio: 0.67)]
        let english = claim.verdict(on: corpora).sentence
        #expect(english.contains("As fewer tokens (needs 29.5–35.5% fewer tokens) it is supported on X"), "\(english)")
        #expect(english.contains("As more text per token (needs 1.295–1.355 times the text per token)"))
        #expect(claim.verdict(on: corpora, language: .korean).sentence.contains("토큰이 적다는 뜻이라면 X에서는 주장이 뒷받침되었다"))
    }

    @Test("of what may not be passed one corpus decides, and of what is reached") func overall() throws {
        let corpora = [try ClaimSamples.exact("X", ratio: 0.8), try ClaimSamples.exact("Y", ratio: 0.6)]
        let words = "a uses up to 34% fewer tokens than b"
        let text = try verdict(words, corpora).sentence
        #expect(
            text.contains("As never more than 34% fewer tokens (needs over 0% and at most 34.5% fewer tokens) it is"))
        #expect(
            text.contains(
                "it is supported on 1 of 2 corpora and is contradicted on 1, so as a whole it is contradicted"),
            "\(text)")
        #expect(text.contains("As 34% fewer tokens on some text (needs 33.5–34.5% fewer tokens) it"))
        #expect(
            text.contains(
                "understates the difference on 1 of 2 corpora and is not reached on 1, so as a whole it understates"))
        let korean = try verdict(words, corpora, .korean).sentence
        #expect(korean.contains("토큰 절감이 어느 글에서나 34%를 넘지 않는다는 뜻이라면"), "\(korean)")
        #expect(korean.contains("따라서 전체로는 주장과 어긋났다."))
        #expect(korean.contains("맞으려면 0%보다 크고 34.5% 이하여야 하는데"))
    }

    @Test("corpora and sources are said, and who wrote them when") func corpora() throws {
        func measured(_ name: String, _ ratio: Double, _ source: String) throws -> CorpusMeasurement {
            let ratio = try #require(try ClaimSamples.exact(name, ratio: ratio).tokenRatio)
            return CorpusMeasurement(
                corpus: name,
                provenance: CorpusProvenance(source: source, written: ["en": "by \(source)", "ko": "\(source) 글"]),
                tokenRatio: ratio)
        }
        let corpora = [
            try measured("dev", 0.62, "F"), try measured("devtest", 0.64, "F"), try measured("n", 0.66, "N"),
            CorpusMeasurement(corpus: "gone", notRun: "not installed."),
        ]
        let words = "a uses 33% fewer tokens than b"
        #expect(
            try verdict(words, corpora).sentence.hasSuffix(
                "Judged on dev and devtest (by F); n (by N): 3 corpora of 2 collections; not on gone: not installed."))
        #expect(
            try verdict(words, corpora, .korean).sentence.hasSuffix(
                "판정에 쓴 글: dev, devtest(F 글); n(N 글) (자료원 2곳의 말뭉치 3개). gone에서는 판정하지 않았다(“not installed.”라는 오류가 났다)."))
    }

    @Test("a further corpus is predicted from five sources on, on ln(T/T₀), one entry a source") func prediction()
        throws
    {
        let ratios = [0.62, 0.64, 0.63, 0.66, 0.60]
        // SciPy: 1 − exp(mean ± t(4) · s · √1.2).
        let interval = try #require(PredictionInterval(.reduction, tokenRatios: ratios))
        #expect(agree(interval.mean, 0.37031770860994717, 1e-9))
        #expect(agree(interval.low, 0.2984764161247605, 1e-9))
        #expect(agree(interval.high, 0.4348019122893211, 1e-9))
        #expect(interval.sources == 5)
        #expect(PredictionInterval(.reduction, tokenRatios: Array(ratios.dropLast())) == nil)
        let inverse = try #require(PredictionInterval(.ratioBaselineOverSubject, tokenRatios: ratios))
        #expect(agree(inverse.low, 1 / (1 - interval.low), 1e-9) && agree(inverse.high, 1 / (1 - interval.high), 1e-9))
        let corpora = try ratios.enumerated().map { index, ratio in
            CorpusMeasurement(
                corpus: "c\(index)", provenance: CorpusProvenance(source: "s\(max(index, 1))"),
                tokenRatio: try #require(try ClaimSamples.exact("c", ratio: ratio).tokenRatio))
        }
        // The first two are of one source: four entries.
        #expect(try verdict("a uses 33% fewer tokens than b", corpora).readings[0].prediction == nil)
        let five = corpora + [try ClaimSamples.exact("another", ratio: 0.65)]
        let all = try verdict("a uses 33% fewer tokens than b", five)
        #expect(all.readings[0].prediction?.sources == 5)
        #expect(all.sentence.contains("% prediction interval from 5 collections)"), "\(all.sentence)")
        #expect(try verdict("a uses 33% fewer tokens than b", five, .korean).sentence.contains("예측 구간, 자료원 5곳"))
    }

    @Test("no number of a sentence has a sign, whatever its direction") func noSigns() throws {
        let directions = [[1.52, 1.61, 1.58, 1.66, 1.70], [0.62, 0.64, 0.63, 0.66, 0.60], [0.9, 1.2, 1.0, 1.1, 0.8]]
        let claims = [
            "a uses 33% fewer tokens than b", "a uses up to 34% fewer tokens than b", "a is 33% more efficient than b",
        ]
        for ratios in directions {
            let corpora = try ratios.enumerated().map { try ClaimSamples.exact("c\($0.offset)", ratio: $0.element) }
            for words in claims {
                for language in [SentenceLanguage.english, .korean] {
                    for some in [corpora, [corpora[0]]] {
                        let text = try verdict(words, some, language).sentence
                        #expect(!text.contains("−") && !text.contains("-"), "\(text)")
                    }
                }
            }
        }
    }

    @Test("the convention of hedges is said only where it decides") func convention() throws {
        let corpora = [try ClaimSamples.exact("X", ratio: 0.66)]
        let convention = "15% more or less of the difference"
        for (words, isHedge) in [
            ("a uses about 33% fewer tokens than b", true), ("a uses about a third fewer tokens than b", false),
            ("b uses about 2x the tokens of c", false), ("b uses about 2.0x the tokens of c", true),
            ("a uses up to about 34% fewer tokens than b", true),
        ] {
            let text = try verdict(words, corpora).sentence
            #expect(text.contains(convention) == isHedge, "\(text)")
            #expect(text.contains("the figure’s own digit is the wider range") != isHedge)
        }
    }

    @Test("a cost says at which price") func price() throws {
        for words in [
            "a is 1.5 times more expensive than b", "a is 50% more expensive than b", "a is 33% cheaper than b",
            "c costs half as much as b",
        ] {
            let readings = try ClaimGrammar.parse(words).readings
            #expect(readings.allSatisfy { $0.says.contains("at equal price a token") }, "\(readings)")
        }
    }

    @Test("what words say that cannot be is said") func impossible() throws {
        let corpora = [try ClaimSamples.exact("X", ratio: 0.4)]
        #expect(
            try verdict("a is 150% more efficient than b", corpora).sentence.contains(
                "As 150% fewer tokens it cannot be meant: no text takes fewer tokens than none."))
        #expect(
            try verdict("a is 120% less efficient than b", corpora, .korean).sentence.contains(
                "토큰 하나에 담기는 양이 120% 적다는 뜻일 수는 없다."))
        let possible = try verdict("a is 33% more efficient than b", corpora)
        #expect(!possible.sentence.contains("cannot be meant") && possible.claim.impossible == nil)
    }

    @Test("why it was not run, in the language of the sentence") func notRun() throws {
        let reason = NotRun("the files of a are not here", korean: "어휘 a의 파일이 여기에 없다")
        let missing = [CorpusMeasurement(corpus: "X", notRun: reason)]
        let words = "a uses 33% fewer tokens than b"
        #expect(try verdict(words, missing).sentence.hasSuffix("not judged: the files of a are not here (X)."))
        #expect(try verdict(words, missing, .korean).sentence.hasSuffix("이유: 어휘 a의 파일이 여기에 없다(X)."))
    }

    @Test("corpora have their names in the language of the sentence") func titles() throws {
        let ratio = try #require(try ClaimSamples.exact("X", ratio: 0.4).tokenRatio)
        let corpora = ["one", "two"].map {
            CorpusMeasurement(
                corpus: $0, title: "Text \($0)", provenance: CorpusProvenance(source: "s", titleKorean: "글 \($0)"),
                tokenRatio: ratio)
        }
        let words = "a uses 33% fewer tokens than b"
        #expect(try verdict(words, corpora).sentence.contains("Judged on Text one and Text two"))
        #expect(try verdict(words, corpora, .korean).sentence.contains("판정에 쓴 글: 글 one, 글 two"))
        #expect(try verdict(words, [corpora[0]], .korean).sentence.contains("글 one에서 확인한 결과"))
    }

    @Test("corpora that are not judged are in no range") func unjudged() throws {
        let few = try ClaimSamples.exact("few", ratio: 0.2, documents: 5)
        let verdict = try verdict(
            "a uses 33% fewer tokens than b",
            [few, ClaimSamples.exact("X", ratio: 0.6), ClaimSamples.exact("Y", ratio: 0.7)])
        #expect(verdict.readings[0].spread?.highestCorpus == "X")
        #expect(verdict.sentence.contains("30.0–40.0% fewer"), "\(verdict.sentence)")
        #expect(verdict.sentence.contains("; not on few: too few independent documents: 5"))
        #expect(verdict.isIncomplete)
    }

    @Test("what was counted is said where the claim's name does not say it, and what costs are taken for")
    func counted()
        throws
    {
        let corpora = [try ClaimSamples.exact("X", ratio: 0.7)]
        let claim = try ClaimGrammar.parse("a는 b 대비 비용을 30% 절감")
        let counted = [
            CountedVocabulary(name: "a", id: "a-seed", models: ["A Seed"], server: nil),
            CountedVocabulary(name: "b", id: "b", models: [], server: "q"),
        ]
        let korean = claim.verdict(on: corpora, counted: counted).sentence
        #expect(korean.contains("절감”이라는 주장을 X에서 확인한 결과, "), "\(korean)")
        #expect(korean.contains("비용은 토큰당 값이 같다고 보고 토큰 수로 견주었다."))
        #expect(korean.contains("‘a’ 쪽은 A Seed의 어휘 a-seed로 세었다. ‘b’ 쪽은 이와 같음이 증명된 q의 어휘로 세었다."))
        let english = claim.verdict(on: corpora, counted: counted, language: .english).sentence
        #expect(english.contains("Cost is taken as tokens at an equal price per token."), "\(english)")
        #expect(english.contains("“a” was counted as a-seed, the vocabulary of A Seed."))
        #expect(english.contains("“b” was counted with the ranks of q, which are proved equal to its own."))
    }

    @Test("the language is that of the claim's words, or the one asked for") func language() throws {
        let corpora = [try ClaimSamples.corpus("X", ratio: 0.67)]
        let korean = try ClaimGrammar.parse("a는 b보다 33% 적은 토큰을 쓴다")
        #expect(korean.verdict(on: corpora).sentence.contains("라는 주장을 X에서 확인한 결과, 주장이 뒷받침되었다."))
        #expect(korean.verdict(on: corpora, language: .english).sentence.contains("is supported on X"))
        #expect(try verdict("a uses 33% fewer tokens than b", corpora).sentence.hasPrefix("The claim “a uses"))
    }
}
