@testable import JeoulText
import Foundation
import Testing

@testable import JeoulTokenizing
@testable import JeoulVocabularies

/// Vocabularies as the field has them: without some of the 256 bytes, with several unknown pieces, named by `pre`. What is
/// right is what tokenizers 0.23.3 and sentencepiece 0.2.3 give, in the goldens.
@Suite struct FieldVocabularyTests {
    static let goldens = TokenizerGoldens.shared

    private func golden(_ name: String) throws -> TokenizerGoldens.Case {
        try #require(Self.goldens.cases.first { $0.name == name })
    }

    /// The `model` of a golden file.
    private struct Model: Decodable {
        var vocab: [String: Int]
        var merges: [[String]]
    }

    private func model(_ name: String) throws -> Model {
        try JSONDecoder().decode(Model.self, from: Data(try #require(Self.goldens.models[name]).utf8))
    }

    private func check(_ vocabulary: Vocabulary, _ ids: [[TokenID]]) throws {
        let tokenizer = try vocabulary.tokenizer()
        for (document, expected) in zip(Self.goldens.documents, ids) {
            #expect(try tokenizer.encode(document) == expected, "\(document.debugDescription)")
        }
    }

    /// `vocab.json` and `merges.txt` of a model.
    private func files(_ model: Model) throws -> [String: String] {
        let vocab = String(decoding: try JSONEncoder().encode(model.vocab), as: UTF8.self)
        let merges = model.merges.map { $0.joined(separator: " ") + "\n" }.joined()
        return ["vocab.json": vocab, "merges.txt": "#version: 0.2\n" + merges]
    }

    private func gguf(_ model: Model, pre: String) -> Data {
        let tokens = model.vocab.sorted { $0.value < $1.value }.map(\.key)
        func text(_ value: String) -> Data { HostileFileTests.integer(8, 4) + HostileFileTests.string(value) }
        return HostileFileTests.gguf([
            ("tokenizer.ggml.model", text("gpt2")), ("tokenizer.ggml.pre", text(pre)),
            ("tokenizer.ggml.tokens", HostileFileTests.list(tokens)),
            ("tokenizer.ggml.merges", HostileFileTests.list(model.merges.map { $0.joined(separator: " ") })),
        ])
    }

    // MARK: Bytes that are no tokens

    /// A byte that is no token gives nothing.
    @Test func bytesThatAreNoTokensVanish() throws {
        let model = try model("some bytes")
        let ids = try golden("some bytes").ids
        let folder = try VocabularyCatalog.empty.load(try files(model))
        #expect(folder.notes.contains { if case .missingBytes = $0 { true } else { false } })
        try check(folder, ids)
        try check(try TokenizerGoldens.vocabulary(gguf(model, pre: "gpt-2"), name: "x.gguf"), ids)
    }

    /// … or the unknown token, one a byte or one a run, where the model names one.
    @Test(arguments: ["some bytes", "some bytes, unknown", "some bytes, fused"])
    func bytesThatAreNoTokensAreUnknown(_ name: String) throws {
        let golden = try golden(name)
        try check(try TokenizerGoldens.vocabulary(Data(Self.goldens.file(golden).utf8)), golden.ids)
    }

    /// The 13 bytes that UTF-8 never has are missed by no text: such a vocabulary is byte-level like any other.
    @Test func bytesThatNoTextHasAreNotMissed() throws {
        var model = try model("bytes")
        let ids = try golden("gpt2").ids
        for byte in UInt8.min...UInt8.max where !ByteLevelAlphabet.isByteOfText(byte) {
            model.vocab[TinyVocabulary.spelled([byte])] = nil
        }
        #expect(try self.model("bytes").vocab.count - model.vocab.count == 13)
        let vocabulary = try VocabularyCatalog.empty.load(try files(model))
        #expect(!vocabulary.notes.contains { if case .missingBytes = $0 { true } else { false } })
        guard case .byteLevel = vocabulary.definition.model else {
            Issue.record("\(vocabulary.definition.model)")
            return
        }
        try check(vocabulary, ids)
    }

    /// A splitter that is asked for in place of the file's leaves the bytes written as they were.
    @Test func anotherSplitterWritesBytesToo() throws {
        let golden = try golden("some bytes")
        let folder = try TemporaryFolder(["tokenizer.json": Self.goldens.file(golden)])
        let path = folder.url.appendingPathComponent("tokenizer.json").path
        try check(try VocabularyCatalog.empty.load(path, splitter: .pattern(.gpt2)), golden.ids)
    }

    // MARK: Merges

    @Test func mergesThatComeTwice() throws {
        let golden = try golden("merges twice")
        #expect(try golden.ids != self.golden("gpt2").ids)
        try check(try TokenizerGoldens.vocabulary(Data(Self.goldens.file(golden).utf8)), golden.ids)
        let model = try model("merges twice")
        try check(try VocabularyCatalog.empty.load(try files(model)), golden.ids)
        try check(try TokenizerGoldens.vocabulary(gguf(model, pre: "gpt-2"), name: "x.gguf"), golden.ids)
    }

    // MARK: GGUF

    /// The patterns that a name of `pre` means are those of the original, one after another.
    @Test(arguments: goldens.cases.filter { $0.name.hasPrefix("gguf ") })
    func namesOfGGUFMeanPatterns(_ golden: TokenizerGoldens.Case) throws {
        let name = String(golden.name.dropFirst(5))
        let file = gguf(try model(golden.model), pre: name)
        var definition = try TokenizerGoldens.vocabulary(file, name: "x.gguf").definition
        // The golden has the patterns alone.
        definition.normalizer = .normalization(.asIs)
        if case .byteLevel(let order, _) = definition.model {
            definition.model = .byteLevel(order: order, ignoresMerges: false)
        }
        let tokenizer = try BytePairTokenizer(definition)
        for (document, expected) in zip(Self.goldens.documents, golden.ids) {
            #expect(try tokenizer.encode(document) == expected, "\(document.debugDescription)")
        }
    }

    /// Of all patterns that names mean, one runs by ICU's regular expressions: superbpe's look-ahead over a whole run of digits.
    @Test func namedPatternsAreCompiled() {
        let slow = GGUFPreTokenizer.named.filter { known in
            var definition = VocabularyDefinition(
                tokens: TokenTable(), model: .byteLevel(order: .tokenID, ignoresMerges: false))
            definition.setSplitter(known.value.splitter)
            return definition.uncompiledPattern != nil
        }
        #expect(slow.keys.sorted() == ["superbpe"])
        #expect(GGUFPreTokenizer.named.count > 50)
    }

    /// Reserved ids of the type unknown are never matched; the unknown piece is the one that the file names, or the first.
    @Test(arguments: [nil, 0] as [Int?]) func severalUnknownPieces(_ named: Int?) throws {
        let golden = try #require(Self.goldens.sentencepiece.first { $0.name == "standard" })
        let data = try #require(Data(base64Encoded: golden.model))
        let definition = try TokenizerGoldens.vocabulary(data, name: "tokenizer.model").definition
        guard case .sentencePiece(let model) = definition.model else {
            Issue.record("the model is not SentencePiece's")
            return
        }
        let pieces = (0..<definition.tokens.endID).map {
            String(decoding: definition.tokens[TokenID($0)] ?? [], as: UTF8.self)
        }
        let reserved = ["<|r0|>", "<|r1|>", "ab"]
        func integer(_ value: Int, _ size: Int) -> Data { HostileFileTests.integer(value, size) }
        func list(_ type: Int, _ values: [Int]) -> Data {
            values.reduce(integer(9, 4) + integer(type, 4) + integer(values.count, 8)) { $0 + integer($1, 4) }
        }
        let types = model.types.map { Int($0.rawValue) } + reserved.map { _ in 2 }
        let scores = (model.scores + reserved.map { _ in 0 }).map { Int($0.bitPattern) }
        let names = pieces + reserved.filter { !pieces.contains($0) }
        let count = names.count
        var values = [
            ("tokenizer.ggml.model", integer(8, 4) + HostileFileTests.string("llama")),
            ("tokenizer.ggml.tokens", HostileFileTests.list(names)),
            ("tokenizer.ggml.scores", list(6, Array(scores.prefix(count)))),
            ("tokenizer.ggml.token_type", list(5, Array(types.prefix(count)))),
        ]
        if let named { values.append(("tokenizer.ggml.unknown_token_id", integer(4, 4) + integer(named, 4))) }
        let vocabulary = try TokenizerGoldens.vocabulary(HostileFileTests.gguf(values), name: "x.gguf")
        let tokenizer = try vocabulary.tokenizer()
        for (document, expected) in zip(Self.goldens.documents, golden.ids) {
            #expect(try tokenizer.encode(document) == expected, "\(document.debugDescription)")
        }
    }
}
