import Foundation
import Jeoul
import TestSupport
import Testing

/// What tiktoken and a second implementation of the definitions make of the same texts; written by
/// `Scripts/make_metric_goldens.py`.
private struct MetricGoldens: Decodable {
    struct Case: Decodable {
        let corpus: String
        let vocabulary: String
        let tokens: Int
        let values: [String: Double]
        let means: [String: Double]
    }

    let price: Double
    let context: Int
    let baseline: String
    let edge: [String]
    let cases: [Case]

    static let loaded = Result {
        let url = MetricTexts.folder.appending(path: "Tests/Goldens/metrics/metrics.json")
        return try JSONDecoder().decode(MetricGoldens.self, from: Data(contentsOf: url))
    }
}

@Suite("Metrics against tiktoken and Python") struct MetricGoldenTests {
    /// Those of the goldens: tiktoken orders merges by id, which A.X 4.0's are not.
    private static let vocabularies = ["o200k_base", "cl100k_base", "qwen2.5"]

    @Test("every metric of every vocabulary", arguments: ["news", "conversation", "edge"], vocabularies)
    func golden(corpus: String, vocabulary: String) throws {
        let goldens = try MetricGoldens.loaded.get()
        let golden = try #require(goldens.cases.first { $0.corpus == corpus && $0.vocabulary == vocabulary })
        let documents = corpus == "edge" ? goldens.edge : try MetricTexts.sampler(corpus)
        let parallel = corpus == "news" ? try MetricTexts.corpus(MetricTexts.sampler("news.en")) : nil
        let names = vocabulary == goldens.baseline ? [vocabulary] : [vocabulary, goldens.baseline]
        let weighing = try MetricWeighing(
            MetricTexts.corpus(documents), tokenizers: names.map { try TestTokenizers.tokenizer($0) }, names: names,
            metrics: Metric.allCases,
            settings: MetricSettings(
                baseline: goldens.baseline, parallel: parallel, prices: [vocabulary: goldens.price],
                contextWindow: goldens.context))
        #expect(weighing.weighing.tokens[0] == golden.tokens)
        for metric in Metric.allCases {
            let found = try #require(weighing.values[metric, vocabulary])
            guard let expected = golden.values[metric.id] else {
                #expect(metric == .premium && found.undefined?.code == .missingSetting)
                continue
            }
            #expect(agree(found.value ?? .nan, expected, 1e-12), "\(metric.id): \(found), not \(expected)")
            if let mean = golden.means[metric.id] {
                #expect(agree(found.meanOfRatios ?? .nan, mean, 1e-7), "mean of \(metric.id): \(found), not \(mean)")
            }
        }
    }
}
