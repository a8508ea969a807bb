@testable import JeoulText
import Foundation

@testable import JeoulTokenizing
@testable import JeoulVocabularies

/// The ids that the reference libraries give; see `Scripts/make_tokenizer_goldens.py`.
struct TokenizerGoldens: Decodable, Sendable {
    /// A `tokenizer.json` by its parts, and the ids of every document.
    struct Case: Decodable, Sendable, CustomStringConvertible {
        var name: String
        var model: String
        var addedTokens: String
        var normalizer: String
        var preTokenizer: String
        var ids: [[TokenID]]
        var description: String { name }
    }

    /// A SentencePiece model in Base64, and the ids of every document.
    struct Model: Decodable, Sendable, CustomStringConvertible {
        var name: String
        var model: String
        var ids: [[TokenID]]
        var description: String { name }
    }

    var documents: [String]
    var models: [String: String]
    var cases: [Case]
    var sentencepiece: [Model]

    static let shared: TokenizerGoldens = {
        let file = URL(fileURLWithPath: #filePath).appendingPathComponent("../../../Goldens/tokenizers.json")
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        do {
            return try decoder.decode(TokenizerGoldens.self, from: try Data(contentsOf: file.standardizedFileURL))
        } catch {
            fatalError("Tests/Goldens/tokenizers.json: \(error)")
        }
    }()

    /// The text of a case's file.
    func file(_ golden: Case) -> String {
        """
        {"version": "1.0", "truncation": null, "padding": null, "added_tokens": \(golden.addedTokens),
         "normalizer": \(golden.normalizer), "pre_tokenizer": \(golden.preTokenizer), "post_processor": null,
         "decoder": null, "model": \(models[golden.model] ?? "null")}
        """
    }

    /// Loads what a file holds.
    static func vocabulary(_ data: Data, name: String = "tokenizer.json") throws -> Vocabulary {
        let folder = try TemporaryFolder()
        return try VocabularyCatalog.empty.load(try folder.write(data, name).path)
    }
}
