import Foundation
import JeoulVocabularies
import TestSupport
import Testing

@testable import Jeoul
@testable import JeoulCorpora
@testable import JeoulPages
@testable import JeoulWeighing

/// Text that a vocabulary cannot write is counted, and said.
@Suite("unknown tokens") struct UnknownTokenTests {
    /// A `tokenizer.json` over the characters 가, 나 and a, without byte fallback.
    private static func file(_ model: String) -> String {
        """
        {"added_tokens": [], "normalizer": null, "pre_tokenizer": null, "decoder": null, "model": {"type": "BPE", \(model),
         "vocab": {"<unk>": 0, "가": 1, "나": 2, "a": 3, "가나": 4}, "merges": [["가", "나"]]}}
        """
    }

    private func report(_ model: String, _ text: String) throws -> (weighing: Weighing, report: MeasurementReport) {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("jeoul-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appendingPathComponent("tokenizer.json")
        try Data(Self.file(model).utf8).write(to: file)
        let vocabularies = try [
            VocabularyCatalog(manifest: VocabularyManifest(vocabularies: [])).load(file.path),
            TestTokenizers.catalog().load("o200k_base"),
        ]
        let corpus = Corpus([CorpusInput(.memory(name: "text", bytes: Data(text.utf8)), format: .lines)])
        let weighing = try Weighing(corpus, tokenizers: vocabularies.map { try $0.tokenizer() })
        return (weighing, MeasurementReport(weighing, vocabularies: vocabularies))
    }

    @Test(arguments: [
        (#""unk_token": "<unk>""#, 7, 4), (#""unk_token": "<unk>", "fuse_unk": true"#, 6, 3),
        (#""unk_token": null"#, 3, 0),
    ])
    func share(_ model: String, tokens: Int, unknown: Int) throws {
        let (weighing, report) = try report(model, "가나다라a\n漢a字\n")
        #expect(weighing.tokens[0] == tokens)
        #expect(weighing.unknownTokens == [unknown, 0])
        guard case .object(let json) = report.json, case .array(let vocabularies)? = json["vocabularies"],
            case .object(let first) = vocabularies[0], case .object(let second) = vocabularies[1]
        else {
            Issue.record("\(report.json)")
            return
        }
        let hasSome = unknown > 0
        #expect(first["unknown_tokens"] == (hasSome ? .integer(unknown) : nil))
        #expect(first["unknown_share"] == (hasSome ? .number(Double(unknown) / Double(tokens)) : nil))
        #expect(second["unknown_tokens"] == nil && second["unknown_share"] == nil)
        #expect(report.table().notes.contains { $0.contains("\(unknown) tokens (") } == hasSome)
    }
}
