@testable import JeoulText
import Foundation
import Testing

@testable import JeoulTokenizing

@Suite struct GoldenTests {
    static let goldens = TokenizerGoldens.shared

    private func check(_ tokenizer: some TokenizerModel, _ expected: [[TokenID]]) throws {
        for (document, ids) in zip(Self.goldens.documents, expected) {
            #expect(try tokenizer.encode(document) == ids, "\(document.debugDescription)")
        }
        #expect(expected.count == Self.goldens.documents.count)
    }

    /// Counts and encodes the documents as one batch.
    private func checkBatch(_ tokenizer: any TokenizerModel, _ expected: [[TokenID]]) throws {
        let text = Self.goldens.documents.map { Array($0.utf8) }
        var ranges: [Range<Int>] = []
        var bytes: [UInt8] = []
        for document in text {
            ranges.append(bytes.count..<bytes.count + document.count)
            bytes += document
        }
        try bytes.withUnsafeBufferPointer { bytes in
            let encoded = try DocumentEncoder(tokenizer).session().encode(bytes, layout: .ranges(ranges))
            let counts = try DocumentCounter([tokenizer]).session().count(bytes, layout: .ranges(ranges))
            for (document, ids) in expected.enumerated() {
                #expect(Array(encoded[document]) == ids, "\(Self.goldens.documents[document].debugDescription)")
                #expect(Int(counts[0][document]) == ids.count, "\(Self.goldens.documents[document].debugDescription)")
            }
        }
    }

    @Test(arguments: goldens.cases) func tokenizerJSON(_ golden: TokenizerGoldens.Case) throws {
        let vocabulary = try TokenizerGoldens.vocabulary(Data(Self.goldens.file(golden).utf8))
        #expect(vocabulary.format == .tokenizerJSON)
        try check(try BytePairTokenizer(vocabulary.definition), golden.ids)
    }

    @Test(arguments: goldens.sentencepiece) func sentencePiece(_ golden: TokenizerGoldens.Model) throws {
        let data = try #require(Data(base64Encoded: golden.model))
        let vocabulary = try TokenizerGoldens.vocabulary(data, name: "tokenizer.model")
        #expect(vocabulary.format == .sentencePiece)
        let tokenizer = try BytePairTokenizer(vocabulary.definition)
        try check(tokenizer, golden.ids)
        try checkBatch(tokenizer, golden.ids)
    }

    /// Known patterns get the hand-written splitter, and only these.
    @Test(arguments: [
        ("gpt2", SplitPattern.gpt2), ("pattern llama3", .llama3), ("pattern qwen2", .qwen2), ("pattern o200k", .o200k),
    ])
    func knownPatternsAreHandWritten(_ name: String, pattern: SplitPattern) throws {
        let golden = try #require(Self.goldens.cases.first { $0.name == name })
        let vocabulary = try TokenizerGoldens.vocabulary(Data(Self.goldens.file(golden).utf8))
        #expect(vocabulary.definition.splitter == .pattern(pattern))
        #expect(vocabulary.notes.count == 1, "all but unpinned")
    }

    /// Documents of one batch are counted and encoded with the same ids; those of a byte-level vocabulary stay where they stand
    /// whatever its pattern, if its steps only cut.
    @Test(arguments: goldens.cases) func batches(_ golden: TokenizerGoldens.Case) throws {
        let vocabulary = try TokenizerGoldens.vocabulary(Data(Self.goldens.file(golden).utf8))
        let tokenizer = try vocabulary.definition.tokenizer()
        try checkBatch(tokenizer, golden.ids)
        guard golden.model == "bytes" else { return }
        if golden.name.hasPrefix("pattern ") || golden.name.hasPrefix("split ") || golden.name.hasPrefix("punctuation ")
        {
            #expect(tokenizer.passMember?.preparer.rewrites == false, "\(vocabulary.notes)")
        }
    }

    @Test func uncompiledPatternsSayWhy() throws {
        let golden = try #require(Self.goldens.cases.first { $0.name == "pattern cl100k" })
        let file = Self.goldens.file(golden).replacing("(?!\\\\S)", with: "(?!\\\\S\\\\S)")
        let vocabulary = try TokenizerGoldens.vocabulary(Data(file.utf8))
        #expect(
            vocabulary.notes.contains {
                if case .slowPattern(let why) = $0 { why.contains("look-ahead") } else { false }
            })
    }

    /// What a model that is cut at its spaces gives is what the same text gives as a whole: one long document of all.
    @Test(arguments: ["llama", "gemma", "metaspace first False"]) func cutsChangeNothing(_ name: String) throws {
        let golden = try #require(Self.goldens.cases.first { $0.name == name })
        let definition = try TokenizerGoldens.vocabulary(Data(Self.goldens.file(golden).utf8)).definition
        guard case .characters(var model) = definition.model else {
            Issue.record("\(definition.model)")
            return
        }
        // A look-up of the whole piece keeps the encoder from cutting; no token is as long as this text.
        model.ignoresMerges = true
        var whole = definition
        whole.model = .characters(model)
        let text = Self.goldens.documents.joined(separator: " ")
        #expect(try BytePairTokenizer(definition).encode(text) == BytePairTokenizer(whole).encode(text))
    }

    @Test func oneTokenizerServesManyThreads() async throws {
        let golden = try #require(Self.goldens.cases.first { $0.name == "pattern deepseek" })
        let vocabulary = try TokenizerGoldens.vocabulary(Data(Self.goldens.file(golden).utf8))
        let tokenizer = try BytePairTokenizer(vocabulary.definition)
        try await withThrowingTaskGroup(of: Bool.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    try zip(Self.goldens.documents, golden.ids).allSatisfy { try tokenizer.encode($0) == $1 }
                }
            }
            for try await isEqual in group { #expect(isEqual) }
        }
    }

    /// Decoding gives the text after the normalizer back.
    @Test(arguments: ["llama", "metaspace"]) func decodes(_ name: String) throws {
        let golden = try #require(Self.goldens.cases.first { $0.name == name })
        let decoder = #"{"type": "Metaspace", "replacement": "▁", "prepend_scheme": "always"}"#
        let file = Self.goldens.file(golden).replacing("\"decoder\": null", with: "\"decoder\": \(decoder)")
        let tokenizer = try BytePairTokenizer(try TokenizerGoldens.vocabulary(Data(file.utf8)).definition)
        for text in ["안녕 세계", "a  b", "漢 字🙂", " a"] {
            let decoded = try tokenizer.decodeText(try tokenizer.encode(text))
            // A metaspace is put before a text only if it does not begin with one.
            #expect(decoded == (name == "metaspace" && text.hasPrefix(" ") ? String(text.dropFirst()) : text))
        }
    }
}
