import Foundation
import Jeoul
import TestSupport

/// Texts for the tests of metrics.
enum MetricTexts {
    /// A corpus of these documents, whatever is in them, in batches of about so many bytes.
    static func corpus(_ documents: [String], batchBytes: Int = 2 << 20) throws -> Corpus {
        let lines = try documents.map { String(decoding: try JSONEncoder().encode($0), as: UTF8.self) + "\n" }
        return Corpus(
            [CorpusInput(.memory(name: "documents.jsonl", bytes: Data(lines.joined().utf8)))],
            options: CorpusOptions(batchBytes: batchBytes))
    }

    /// The documents of one register of the bundled sampler.
    static func sampler(_ name: String) throws -> [String] {
        let url = folder.appending(path: "Corpora/Sampler/\(name).jsonl")
        return try Corpus(arguments: [url.path]).documents().map { String(decoding: $0, as: UTF8.self) }
    }

    /// The documents of a corpus of `../shared`; nil where it is absent.
    static func shared(_ name: String, limit: Int = .max) throws -> [String]? {
        guard let corpus = try SharedCorpus(name, limit: limit) else { return nil }
        return corpus.documents.map { String(decoding: corpus.text[$0], as: UTF8.self) }
    }

    /// The package.
    static let folder = (0..<4).reduce(URL(filePath: #filePath)) { url, _ in url.deletingLastPathComponent() }

    /// The metrics of one vocabulary.
    static func values(
        _ documents: [String], _ tokenizer: any TokenizerModel, metrics: [Metric] = Metric.allCases,
        settings: MetricSettings = MetricSettings(), options: WeighingOptions = WeighingOptions(threads: 1)
    ) throws -> [Metric: MetricValue] {
        let weighing = try MetricWeighing(
            corpus(documents), tokenizers: [tokenizer], names: ["it"], metrics: metrics, settings: settings,
            options: options)
        return Dictionary(uniqueKeysWithValues: weighing.values.vocabularies[0].values.map { ($0.metric, $0) })
    }
}
