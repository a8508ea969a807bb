import Foundation
import Testing

@testable import JeoulTokenizing
@testable import JeoulVocabularies

@Suite struct AddedTokensTests {
    let tiny = TinyVocabulary.korean

    private func load(vocab: String = "", _ others: [String: String]) throws -> Vocabulary {
        let json = vocab.isEmpty ? tiny.vocabJSON : String(tiny.vocabJSON.dropLast(2)) + ",\n" + vocab + "\n}"
        let files = ["vocab.json": json, "merges.txt": tiny.mergesText].merging(others) { $1 }
        return try VocabularyCatalog.empty.load(files)
    }

    private func problem(vocab: String = "", _ others: [String: String]) -> VocabularyError.Problem? {
        do {
            _ = try load(vocab: vocab, others)
            return nil
        } catch {
            return (error as? VocabularyError)?.problem
        }
    }

    static let configuration = """
        {"tokenizer_class": "Qwen2Tokenizer", "bos_token": null, "chat_template": "{{ x }}", "added_tokens_decoder": {
          "301": {"content": "<tool>", "lstrip": true, "rstrip": true, "single_word": true, "normalized": true,
            "special": false},
          "300": {"content": "<|end|>", "lstrip": false, "rstrip": false, "normalized": false, "special": true},
          "302": {"content": "  "}}}
        """

    @Test func readsTheDecoder() throws {
        let vocabulary = try load(["tokenizer_config.json": Self.configuration])
        #expect(
            vocabulary.definition.addedTokens == [
                AddedToken(content: Array("<|end|>".utf8), id: 300, isSpecial: true),
                AddedToken(
                    content: Array("<tool>".utf8), id: 301, isSpecial: false, stripsLeft: true, stripsRight: true,
                    isSingleWord: true, isNormalized: true),
                AddedToken(content: Array("  ".utf8), id: 302, isSpecial: false, isNormalized: true),
            ])
    }

    @Test func classGivesSplitterAndNormalizer() throws {
        let folder = try TemporaryFolder([
            "vocab.json": tiny.vocabJSON, "merges.txt": tiny.mergesText, "tokenizer_config.json": Self.configuration,
        ])
        let vocabulary = try VocabularyCatalog.empty.load(folder.url.path)
        #expect(vocabulary.definition.splitter == .pattern(.qwen2))
        #expect(vocabulary.definition.normalizer == .normalization(.nfc))
        let overridden = try VocabularyCatalog.empty.load(
            folder.url.path, splitter: .pattern(.o200k), normalizer: .normalization(.nfkc))
        #expect(overridden.definition.splitter == .pattern(.o200k))
        #expect(overridden.definition.normalizer == .normalization(.nfkc))
    }

    @Test func unknownClassNamesTheOption() throws {
        let folder = try TemporaryFolder([
            "vocab.json": tiny.vocabJSON, "merges.txt": tiny.mergesText,
            "tokenizer_config.json": #"{"tokenizer_class": "PreTrainedTokenizerFast"}"#,
        ])
        let error = #expect(throws: VocabularyError.self) { try VocabularyCatalog.empty.load(folder.url.path) }
        #expect(error?.problem == .unknownSplitter)
        #expect(error?.remedy.contains("--splitter") == true)
    }

    @Test func listedTokensAreTakenOut() throws {
        let vocabulary = try load(
            vocab: "\"<|end|>\": 300, \"  \": 302", ["tokenizer_config.json": Self.configuration])
        #expect(vocabulary.definition.tokens[300] == nil)
        #expect(vocabulary.definition.tokens[302] == nil)
        #expect(!vocabulary.notes.contains { if case .unusableKeys = $0 { true } else { false } })
        // A token that the merges make stays a token as well.
        let made = try load([
            "tokenizer_config.json": #"{"added_tokens_decoder": {"97": {"content": "a"}, "263": {"content": "ab"}}}"#
        ])
        #expect(tiny.tokens.firstIndex(of: Array("ab".utf8)) == 263)
        #expect(made.definition.tokens[263] != nil)
        #expect(made.definition.tokens[97] != nil)
    }

    @Test func readsAddedTokensFile() throws {
        let vocabulary = try load([
            "added_tokens.json": #"{"<b>": 301, "<a>": 300, "<c>": 302}"#,
            "special_tokens_map.json":
                #"{"bos_token": "<a>", "additional_special_tokens": [{"content": "<c>"}, "<x>"]}"#,
            "tokenizer_config.json": #"{"eos_token": "<b>"}"#,
        ])
        #expect(vocabulary.definition.addedTokens.map(\.id) == [300, 301, 302])
        #expect(vocabulary.definition.addedTokens.map(\.isSpecial) == [true, true, true])
        let plain = try load(["added_tokens.json": #"{"<b>": 301}"#])
        #expect(plain.definition.addedTokens.map(\.isSpecial) == [false])
    }

    @Test func decoderOutranksTheFile() throws {
        let vocabulary = try load([
            "tokenizer_config.json": Self.configuration, "added_tokens.json": #"{"<other>": 999}"#,
        ])
        #expect(vocabulary.definition.addedTokens.map(\.id) == [300, 301, 302])
        #expect(!vocabulary.files.contains { $0.url.lastPathComponent == "added_tokens.json" })
    }

    @Test(arguments: [
        #"{"300": {"content": "x"}, "300": {"content": "y"}}"#, #"{"300": {"content": "x"}, "301": {"content": "x"}}"#,
        #"{"x": {"content": "x"}}"#, #"{"-1": {"content": "x"}}"#, #"{"0300": {"content": "x"}}"#,
        #"{"300": {"content": ""}}"#, #"{"300": {}}"#, #"{"300": {"content": 5}}"#, #"{"300": "x"}"#,
        #"{"300": {"content": "x", "special": 1}}"#, #"{"99999999999": {"content": "x"}}"#,
        #"{"300": {"content": "a"}}"#, #"{"97": {"content": "xyz"}}"#,
    ])
    func refuses(_ decoder: String) {
        #expect(problem(["tokenizer_config.json": "{\"added_tokens_decoder\": \(decoder)}"]) != nil)
    }

    @Test(arguments: [#"{"x": 300, "x": 301}"#, #"{"x": 300, "y": 300}"#, #"{"x": "300"}"#, #"{"": 300}"#, "[]", "{"])
    func refusesAddedTokensFile(_ text: String) {
        #expect(problem(["added_tokens.json": text]) != nil)
    }
}
