import Foundation
import Jeoul
import TestSupport
import Testing

@Suite("Metrics") struct MetricTests {
    private func tokenizer() throws -> any TokenizerModel { try TestTokenizers.tokenizer("o200k_base") }

    @Test("a text without any document, and one of empty documents, has no figures, and says why", arguments: [0, 3])
    func empty(documents: Int) throws {
        let values = try MetricTexts.values(
            Array(repeating: "", count: documents), try tokenizer(),
            settings: MetricSettings(
                baseline: "it", parallel: MetricTexts.corpus(Array(repeating: "", count: documents)),
                prices: ["it": 1], contextWindow: 10))
        for metric in Metric.allCases {
            let value = try #require(values[metric])
            if metric == .vocabularyUtilization {
                #expect(value.value == nil && value.undefined?.description == "the text has no tokens")
            } else {
                #expect(value.value == nil, "\(metric.id)")
                #expect(value.undefined?.code == .zeroDenominator, "\(metric.id)")
                #expect(value.meanOfRatios == nil, "\(metric.id)")
            }
        }
    }

    @Test("a text without Hangul has figures for what is not of Hangul") func noHangul() throws {
        let values = try MetricTexts.values(["the quick brown fox", "漢字"], try tokenizer())
        for metric in [
            Metric.tokensPerKoreanCharacter, .attributedTokensPerKoreanCharacter, .tokensPerSyllable,
            .syllableSplitRate,
        ] {
            #expect(values[metric]?.value == nil)
            #expect(values[metric]?.undefined?.code == .zeroDenominator)
        }
        #expect(values[.cost]?.undefined?.code == .missingSetting)
        #expect(values[.koreanCharactersPerToken]?.value == 0)
        #expect(values[.fertility]?.value == values[.fertility].map { $0.numerator! / 5 })
        #expect(values[.nfdInflation]?.value == 1)
        let costs = try MetricTexts.values(
            ["fox"], try tokenizer(), settings: MetricSettings(prices: ["it": 1], contextWindow: 5))
        #expect(costs[.cost]?.undefined?.description == "the text has no Korean characters")
        #expect(costs[.contextCapacity]?.undefined?.description == "the text has no Korean characters")
    }

    @Test("what was not told is asked for") func missingSettings() throws {
        let values = try MetricTexts.values(["한글"], try tokenizer())
        for metric in [Metric.normalizedSequenceLength, .premium, .cost, .contextCapacity] {
            #expect(values[metric]?.value == nil)
            #expect(values[metric]?.undefined?.code == .missingSetting)
        }
    }

    @Test("one token, repeated, is not used evenly or unevenly") func oneToken() throws {
        let values = try MetricTexts.values(["the", "the"], try tokenizer())
        #expect(values[.shannonEntropy]?.value == 0)
        #expect(values[.renyiEfficiency]?.value == 0)
        #expect(values[.renyiEfficiencyObserved]?.undefined?.code == .zeroDenominator)
    }

    @Test("NFD costs a vocabulary that composes nothing, others much") func decomposed() throws {
        let documents = ["한글 맞춤법", "값어치"]
        for vocabulary in ["o200k_base", "qwen2.5"] {
            let tokenizer = try TestTokenizers.tokenizer(vocabulary)
            let composed = try MetricTexts.values(documents, tokenizer)
            let decomposed = try MetricTexts.values(documents.map(\.decomposedStringWithCanonicalMapping), tokenizer)
            #expect(composed[.nfdInflation] == decomposed[.nfdInflation])
            if vocabulary == "qwen2.5" {
                #expect(composed[.nfdInflation]?.value == 1)
                let changed: Set<Metric> = [.tokensPerByte, .tokensPerScalar, .bytesPerToken, .scalarsPerToken]
                for metric in Metric.allCases where !changed.contains(metric) {
                    #expect(composed[metric] == decomposed[metric], "\(metric.id)")
                }
            } else {
                #expect(try #require(composed[.nfdInflation]?.value) > 3)
            }
        }
    }

    @Test("neither threads nor batches nor order change a figure") func determinism() throws {
        let documents = try MetricTexts.sampler("news") + MetricTexts.sampler("spoken") + ["", "한글\u{1100}"]
        let names = ["o200k_base", "qwen2.5"]
        let tokenizers = try names.map { try TestTokenizers.tokenizer($0) }
        func values(_ documents: [String], _ batchBytes: Int, _ threads: Int) throws -> MetricValues {
            try MetricWeighing(
                MetricTexts.corpus(documents, batchBytes: batchBytes), tokenizers: tokenizers, names: names,
                metrics: Metric.allCases, settings: MetricSettings(baseline: "qwen2.5"),
                options: WeighingOptions(threads: threads, keepsDocuments: threads == 3)
            ).values
        }
        let expected = try values(documents, 2 << 20, 1)
        #expect(try values(documents, 700, 1) == expected)
        #expect(try values(documents, 1500, 2) == expected)
        #expect(try values(documents, 100, 3) == expected)
        #expect(try values(documents.reversed(), 1500, 2) == expected)
    }

    @Test("the fewer metrics, the same figures") func subsets() throws {
        let documents = try MetricTexts.sampler("legal")
        let all = try MetricTexts.values(documents, try tokenizer())
        for metric in Metric.allCases {
            #expect(try MetricTexts.values(documents, try tokenizer(), metrics: [metric])[metric] == all[metric])
        }
    }

    @Test("a parallel text of another length is refused with both numbers") func unequal() throws {
        for (documents, parallel) in [(3, 2), (2, 3), (1, 0)] {
            #expect(throws: MetricError.unequalParallelText(documents: documents, parallel: parallel)) {
                try MetricTexts.values(
                    Array(repeating: "가", count: documents), try tokenizer(), metrics: [.premium],
                    settings: MetricSettings(parallel: MetricTexts.corpus(Array(repeating: "a", count: parallel))))
            }
        }
    }

    @Test("the premium of a text over itself is 1, and pairs of which one is empty are counted") func premium() throws {
        let documents = try MetricTexts.sampler("news")
        let values = try MetricTexts.values(
            documents, try tokenizer(), settings: MetricSettings(parallel: MetricTexts.corpus(documents)))
        #expect(values[.premium]?.value == 1)
        #expect(values[.premium]?.meanOfRatios == 1)
        let weighing = try MetricWeighing(
            MetricTexts.corpus(["가", "", "나", ""]), tokenizers: [tokenizer()], names: ["it"], metrics: [.premium],
            settings: MetricSettings(parallel: MetricTexts.corpus(["a", "b", "", ""])))
        #expect(weighing.unpairedDocuments == 2)
    }

    @Test("settings that name what is not there are refused") func settings() throws {
        func measure(_ settings: MetricSettings) throws {
            _ = try MetricTexts.values(["가"], try tokenizer(), settings: settings)
        }
        #expect(throws: MetricError.unknownVocabulary("gpt", option: "the baseline", known: ["it"])) {
            try measure(MetricSettings(baseline: "gpt"))
        }
        #expect(throws: MetricError.unknownVocabulary("gpt", option: "a price", known: ["it"])) {
            try measure(MetricSettings(prices: ["gpt": 1]))
        }
        #expect(throws: MetricError.invalidPrice(vocabulary: "it", price: -1)) {
            try measure(MetricSettings(prices: ["it": -1]))
        }
        #expect(throws: MetricError.invalidContextWindow(0)) { try measure(MetricSettings(contextWindow: 0)) }
        #expect(throws: MetricError.unknownMetric("fertilty", nearest: ["fertility"])) { try Metric(id: "fertilty") }
    }

    @Test("Hanja count as Korean where asked, in tokens and in characters") func hanja() throws {
        let documents = ["大韓民國 헌법", "漢字", "國\u{302}"]
        let without = try MetricTexts.values(documents, try tokenizer())
        let with = try MetricTexts.values(documents, try tokenizer(), settings: MetricSettings(countsHanja: true))
        #expect(without[.attributedTokensPerKoreanCharacter]?.denominator == 2)
        #expect(with[.attributedTokensPerKoreanCharacter]?.denominator == 9)
        let all = try documents.reduce(0) { try $0 + tokenizer().count($1) }
        // All but the one space.
        #expect(try #require(with[.attributedTokensPerKoreanCharacter]?.numerator) > Double(all) - 1)
        #expect(try #require(without[.attributedTokensPerKoreanCharacter]?.numerator) < Double(all) - 4)
    }

    @Test("the counts of documents give the same ratios, with intervals") func intervals() throws {
        let documents = try MetricTexts.sampler("news")
        let names = ["o200k_base", "cl100k_base"]
        let weighing = try MetricWeighing(
            MetricTexts.corpus(documents), tokenizers: names.map { try TestTokenizers.tokenizer($0) }, names: names,
            metrics: Metric.allCases,
            settings: MetricSettings(
                baseline: "cl100k_base", parallel: MetricTexts.corpus(MetricTexts.sampler("news.en"))),
            options: WeighingOptions(threads: 2))
        let estimator = try RatioEstimator(weighing.countTable(), options: EstimationOptions(resamples: 200))
        for name in names {
            for metric in Metric.allCases {
                guard let ratio = weighing.ratio(metric, vocabulary: name) else { continue }
                let estimate = try estimator.estimate(ratio)
                let value = try #require(weighing.values[metric, name])
                #expect(agree(estimate.value ?? .nan, value.value ?? .nan, 1e-9), "\(metric.id)")
                #expect(agree(estimate.meanOfRatios ?? .nan, value.meanOfRatios ?? .nan, 1e-9), "\(metric.id)")
                let interval = try #require(estimate.interval)
                #expect(interval.low <= value.value! && value.value! <= interval.high, "\(metric.id)")
            }
        }
        #expect(weighing.ratio(.cost, vocabulary: "o200k_base") == nil)
        #expect(weighing.ratio(.fertility, vocabulary: "no such") == nil)
    }

    @Test("tokens, characters and documents are those of a plain weighing", arguments: TestTokenizers.bundled)
    func weighing(vocabulary: String) throws {
        let documents = try MetricTexts.sampler("conversation") + ["", "나\u{1100}"]
        let tokenizer = try TestTokenizers.tokenizer(vocabulary)
        let plain = try Weighing(MetricTexts.corpus(documents), tokenizers: [tokenizer])
        for metrics in [[Metric.fertility], Metric.allCases] {
            let weighing = try MetricWeighing(
                MetricTexts.corpus(documents), tokenizers: [tokenizer], names: ["it"], metrics: metrics,
                options: WeighingOptions()
            ).weighing
            #expect(weighing.tokens == plain.tokens)
            #expect(weighing.documentTokens == plain.documentTokens)
            #expect(weighing.characters == plain.characters)
            #expect(weighing.documentCharacters == plain.documentCharacters)
            #expect(weighing.corpus == plain.corpus)
            #expect(weighing.emptyDocuments == plain.emptyDocuments)
            #expect(weighing.inputForms == plain.inputForms)
        }
    }

    @Test("values survive JSON, and the report has no figure where there is none") func coding() throws {
        let vocabulary = try TestTokenizers.catalog().load("o200k_base")
        let weighing = try MetricWeighing(
            MetricTexts.corpus(["한글 text", "둘"]), tokenizers: [vocabulary.tokenizer()], names: [vocabulary.id],
            metrics: Metric.allCases)
        let data = try JSONEncoder().encode(weighing.values)
        #expect(try JSONDecoder().decode(MetricValues.self, from: data) == weighing.values)
        let report = MetricReport(weighing, vocabularies: [vocabulary])
        let json = JSONOutput.text(of: try report.json())
        for name in ["nan", "inf"] { #expect(!json.lowercased().contains(": \(name)")) }
        guard case .object(let object) = try report.json(), case .array(let rows)? = object["vocabularies"],
            case .object(let row)? = rows.first, case .object(let metrics)? = row["metrics"],
            case .object(let premium)? = metrics["premium"]
        else { throw CocoaError(.coderInvalidValue) }
        #expect(metrics.members.map(\.name) == Metric.allCases.map(\.id))
        #expect(premium["value"] == .null)
        #expect(row["tokens"] == .integer(weighing.weighing.tokens[0]))
        let csv = report.table(.csv).rendered(.csv, width: nil, style: .plain) ?? ""
        let lines = csv.split(separator: "\r\n")
        #expect(lines.count == 2)
        for metric in Metric.allCases {
            #expect(lines[0].split(separator: ",").contains(Substring(metric.id.replacing("-", with: "_"))))
        }
    }

    @Test("three lines are enough") func convenience() throws {
        let vocabulary = try TestTokenizers.catalog().load("o200k_base")
        let values = try MetricValues(Corpus(document: "안녕하세요 세계"), vocabularies: [vocabulary], metrics: [.fertility])
        #expect(values[.fertility, "o200k_base"]?.value == Double(try vocabulary.tokenizer().count("안녕하세요 세계")) / 2)
    }

    @Test("the efficiency is that of the authors' own program")
    func tokenizationScorer() throws {
        // tokenization-scorer 1.1.8, metric="renyi", power=2.5. (The figures of its README are those of power 3.)
        let tokenizer = WordTokenizer(words: ["pick", "@@ed", "@@l", "@@les"])
        let values = try MetricTexts.values(["pick @@ed pick @@l @@ed pick @@les"], tokenizer)
        #expect(agree(values[.renyiEfficiencyObserved]?.value ?? .nan, 0.8265064834225245, 1e-12))
        let other = try MetricTexts.values(
            ["pick @@e @@d pick @@l @@e @@d pick @@l @@e @@s"],
            WordTokenizer(words: ["pick", "@@e", "@@d", "@@l", "@@s"]))
        #expect(agree(other[.renyiEfficiencyObserved]?.value ?? .nan, 0.9204840242168808, 1e-12))
    }

    @Test("each metric is defined, and the library's documentation has its formula", arguments: Metric.allCases)
    func definitions(metric: Metric) throws {
        #expect(try Metric(id: metric.id) == metric)
        for text in [metric.title, metric.formula, metric.source, metric.definition] { #expect(!text.isEmpty) }
        let url = MetricTexts.folder.appending(path: "Sources/JeoulWeighing/Metrics/Metric.swift")
        let lines = try String(contentsOf: url, encoding: .utf8).split(separator: "\n")
            .map { $0.trimmingCharacters(in: .whitespaces) }
        let name = lines.firstIndex { $0.hasSuffix("= \"\(metric.id)\"") || $0 == "case \(metric.id)" }
        let comment = lines[..<(try #require(name))].reversed().prefix { $0.hasPrefix("/// ") }.reversed()
            .map { $0.dropFirst(4) }.joined(separator: " ")
        #expect(comment.contains(metric.formula), "\(comment)")
        if metric.source.contains(" et al. ") {
            let author = metric.source.split(separator: " ").first { $0 != "after" } ?? ""
            #expect([.cost, .contextCapacity].contains(metric) || comment.contains(author), "\(comment)")
        }
    }
}

/// A vocabulary of whole words, one space between them, which is no token.
private struct WordTokenizer: TokenizerModel {
    let words: [String]

    var endID: Int { words.count }

    func encode(
        _ text: UTF8Section, specialTokens: SpecialTokenPolicy, into ids: inout [TokenID]
    ) throws {
        for word in String(decoding: text.bytes, as: UTF8.self).split(separator: " ") {
            ids.append(TokenID(words.firstIndex(of: String(word)) ?? 0))
        }
    }

    func bytes(of id: TokenID) -> [UInt8]? { Array(words[Int(id)].utf8) }
    func id(of bytes: [UInt8]) -> TokenID? { nil }
    func isSpecial(_ id: TokenID) -> Bool { false }
}
