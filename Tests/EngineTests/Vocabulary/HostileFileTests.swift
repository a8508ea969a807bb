import Foundation
import Testing

@testable import JeoulTokenizing
@testable import JeoulVocabularies

/// Files that mean harm, or are broken: an error, in bounded memory and time.
@Suite struct HostileFileTests {
    private func problem(_ data: Data, name: String = "x") throws -> VocabularyError? {
        let folder = try TemporaryFolder()
        let path = try folder.write(data, name).path
        do {
            let vocabulary = try VocabularyCatalog.empty.load(path, splitter: .pattern(.gpt2))
            _ = try BytePairTokenizer(vocabulary.definition).encode("안녕 hello")
            return nil
        } catch let error as VocabularyError { return error }
    }

    static let small = #"{"model": {"type": "BPE", "vocab": {"a": 0, "b": 1, "ab": 2}, "merges": [["a", "b"]]}}"#

    @Test(arguments: [
        (#"{"model": {"type": "Unigram", "vocab": [["a", 0.0]], "unk_id": 0}}"#, "Unigram"),
        (#"{"model": {"type": "WordPiece", "vocab": {"a": 0}}}"#, "WordPiece"),
        (#"{"model": {"type": "WordLevel", "vocab": {"a": 0}}}"#, "WordLevel"),
        (
            #"{"model": {"type": "BPE", "vocab": {}, "merges": []}, "normalizer": {"type": "BertNormalizer"}}"#,
            "BertNormalizer"
        ),
        (
            #"{"model": {"type": "BPE", "vocab": {}, "merges": []}, "pre_tokenizer": {"type": "UnicodeScripts"}}"#,
            "UnicodeScripts"
        ),
        (#"{"model": {"type": "BPE", "dropout": 0.5, "vocab": {}, "merges": []}}"#, "dropout"),
        (#"{"hello": 1}"#, "JSON"), ("{}", "JSON"),
    ])
    func otherModelsAreRefusedByName(_ text: String, _ name: String) throws {
        let error = try #require(try problem(Data(text.utf8)))
        #expect(error.problem == .unsupported)
        #expect(error.message.contains(name))
    }

    @Test(arguments: [
        (#"{"a": 0, "b": 0}"#, "[]", VocabularyError.Problem.duplicateID),
        (#"{"a": 0, "a": 1}"#, "[]", .duplicateToken),
        (#"{"a": 99999999999}"#, "[]", .tooLarge), (#"{"a": -1}"#, "[]", .malformed),
        (#"{"a": "0"}"#, "[]", .malformed),
        (#"{"a": 0, "b": 1}"#, #"[["a", "b"]]"#, .unresolvedMerge),
        (#"{"a": 0, "b": 1}"#, #"["a b"]"#, .unresolvedMerge),
        (#"{"a": 0}"#, #"["a"]"#, .malformed),
        (#"{"a": 0}"#, #"["a b c"]"#, .malformed), (#"{"a": 0}"#, #"[["a"]]"#, .malformed),
        (#"{"a": 0}"#, "[5]", .malformed),
        (#"{"a": 0}"#, #"[["a", "a", "a", "a"]]"#, .malformed),
    ])
    func brokenModels(_ vocab: String, merges: String, problem expected: VocabularyError.Problem) throws {
        let text = "{\"model\": {\"type\": \"BPE\", \"vocab\": \(vocab), \"merges\": \(merges)}}"
        #expect(try problem(Data(text.utf8))?.problem == expected)
    }

    /// What a merge makes is longer than its sides, so that merges cannot go round in a circle.
    @Test func mergesCannotGoRound() throws {
        let text =
            #"{"model": {"type": "BPE", "vocab": {"a": 0, "aa": 1, "aaa": 2}, "#
            + #""merges": [["a", "a"], ["aa", "a"], ["a", "aa"]]}}"#
        let vocabulary = try TokenizerGoldens.vocabulary(Data(text.utf8))
        #expect(try BytePairTokenizer(vocabulary.definition).encode("aaaa") == [1, 1])
    }

    @Test func everyCutOfATokenizerJSON() throws {
        let bytes = Data(Self.small.utf8)
        for length in 0..<bytes.count { #expect(try problem(bytes.prefix(length)) != nil, "\(length)") }
        #expect(try problem(bytes) == nil)
    }

    @Test func deepJSON() throws {
        for open in ["[", "{\"a\":"] {
            let deep = "{\"normalizer\": " + String(repeating: open, count: 2_000_000)
            #expect(try problem(Data(deep.utf8))?.problem == .malformed)
        }
        // Sequences within sequences, as deep as JSON is read.
        let nested =
            String(repeating: #"{"type":"Sequence","normalizers":["#, count: 50) + String(repeating: "]}", count: 50)
        #expect(try problem(Data(Self.small.dropLast().appending(", \"normalizer\": \(nested)}").utf8)) == nil)
    }

    @Test func aLongString() throws {
        let text =
            "{\"model\": {\"type\": \"BPE\", \"vocab\": {\"" + String(repeating: "a", count: 20_000_000)
            + "\": 0}, \"merges\": []}}"
        #expect(try problem(Data(text.utf8))?.problem == .tooLarge)
    }

    @Test func aHugeFileIsNotRead() throws {
        let folder = try TemporaryFolder()
        let path = folder.url.appendingPathComponent("huge")
        try Data().write(to: path)
        let handle = try FileHandle(forWritingTo: path)
        try handle.truncate(atOffset: 1 << 41)
        try handle.close()
        let error = #expect(throws: VocabularyError.self) { try VocabularyCatalog.empty.load(path.path) }
        #expect(error?.problem == .tooLarge)
    }

    /// Every cut, and every byte changed, of a small model: an error or a vocabulary, never a trap.
    @Test(arguments: ["standard", "map"]) func mutatedSentencePiece(_ name: String) throws {
        let golden = try #require(TokenizerGoldens.shared.sentencepiece.first { $0.name == name })
        let data = try #require(Data(base64Encoded: golden.model))
        var random = SplitMix(state: 7)
        for _ in 0..<40 {
            _ = try? problem(data.prefix(Int(random.next() % UInt64(data.count))))
            var changed = data
            for _ in 0..<4 {
                changed[Int(random.next() % UInt64(data.count))] = UInt8(truncatingIfNeeded: random.next())
            }
            _ = try? problem(changed)
            // The last kilobytes have the settings and the map.
            var tail = data
            tail[data.count - 1 - Int(random.next() % 300)] = UInt8(truncatingIfNeeded: random.next())
            _ = try? problem(tail)
        }
    }

    @Test func mutatedTokenizerJSON() throws {
        let goldens = TokenizerGoldens.shared
        let golden = try #require(goldens.cases.first { $0.name == "added, normalized" })
        let data = Data(goldens.file(golden).utf8)
        var random = SplitMix(state: 8)
        for _ in 0..<60 {
            var changed = data
            for _ in 0..<2 { changed[Int(random.next() % UInt64(min(data.count, 3000)))] = UInt8(random.next() % 128) }
            _ = try? problem(changed)
        }
    }

    // MARK: GGUF

    static func integer(_ value: Int, _ size: Int) -> Data {
        Data((0..<size).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) })
    }

    static func string(_ text: String) -> Data { integer(text.utf8.count, 8) + Data(text.utf8) }

    /// A `.gguf` of these keys and values, each with its type before it.
    static func gguf(version: Int = 3, count: Int? = nil, _ values: [(String, Data)]) -> Data {
        let head = Data("GGUF".utf8) + integer(version, 4) + integer(0, 8) + integer(count ?? values.count, 8)
        return values.reduce(head) { $0 + string($1.0) + $1.1 }
    }

    static func list(_ strings: [String]) -> Data {
        strings.reduce(integer(9, 4) + integer(8, 4) + integer(strings.count, 8)) { $0 + string($1) }
    }

    static func tinyGGUF(model: String = "gpt2", pre: String = "gpt-2") -> Data {
        let tiny = TinyVocabulary.korean
        return gguf([
            ("general.name", integer(8, 4) + string("x")), ("tokenizer.ggml.model", integer(8, 4) + string(model)),
            ("tokenizer.ggml.pre", integer(8, 4) + string(pre)),
            ("tokenizer.ggml.tokens", list(tiny.tokens.map(TinyVocabulary.spelled))),
            (
                "tokenizer.ggml.merges",
                list(tiny.merges.map { TinyVocabulary.spelled($0.0) + " " + TinyVocabulary.spelled($0.1) })
            ),
        ])
    }

    @Test func readsGGUF() throws {
        let vocabulary = try TokenizerGoldens.vocabulary(Self.tinyGGUF(), name: "x.gguf")
        #expect(vocabulary.format == .gguf)
        #expect(vocabulary.definition.splitter == .pattern(.gpt2))
        #expect(vocabulary.definition.tokens.count == TinyVocabulary.korean.tokens.count)
        let error = #expect(throws: VocabularyError.self) {
            try TokenizerGoldens.vocabulary(Self.tinyGGUF(pre: "novel"), name: "x.gguf")
        }
        #expect(error?.problem == .unknownSplitter)
        #expect(try problem(Self.tinyGGUF(model: "bert"))?.problem == .unsupported)
    }

    @Test func everyCutOfAGGUF() throws {
        let data = Self.tinyGGUF()
        for length in stride(from: 0, to: data.count, by: 61) { #expect(try problem(data.prefix(length)) != nil) }
    }

    @Test func brokenGGUF() throws {
        let huge = Self.integer(Int.max, 8)
        let files = [
            Self.gguf(version: 1, []), Self.gguf(version: 9, []), Self.gguf(count: 1 << 60, []),
            Self.gguf([("tokenizer.x", Self.integer(8, 4) + huge)]), Self.gguf([("tokenizer.x", Self.integer(99, 4))]),
            Self.gguf([("tokenizer.x", Self.integer(9, 4) + Self.integer(8, 4) + huge)]),
            Self.gguf([("tokenizer.x", Self.integer(9, 4) + Self.integer(4, 4) + huge)]),
            Self.gguf([("tokenizer.x", Self.integer(9, 4) + Self.integer(9, 4) + Self.integer(1, 8))]),
            Self.gguf([("a", Self.integer(7, 4) + Self.integer(1, 1))]),
        ]
        for file in files { #expect(try problem(file) != nil) }
    }

    // MARK: tekken

    static func tekken(ranks: [String], size: Int = 256) -> String {
        """
        {"config": {"pattern": "\\\\S+|\\\\s+", "default_vocab_size": \(size + 3), "default_num_special_tokens": 3},
         "vocab": [\(ranks.joined(separator: ","))],
         "special_tokens": [{"rank": 0, "token_str": "<unk>", "is_control": true}]}
        """
    }

    static let byteRanks = (0...255).map {
        "{\"rank\": \($0), \"token_bytes\": \"\(Data([UInt8($0)]).base64EncodedString())\"}"
    }

    @Test func readsTekken() throws {
        // More ranks than the file's size says: the rest does not count.
        let ranks =
            Self.byteRanks + [
                #"{"rank": 256, "token_bytes": "YWI=", "token_str": "ab"}"#, #"{"rank": 257, "token_bytes": "YmM="}"#,
            ]
        let vocabulary = try TokenizerGoldens.vocabulary(Data(Self.tekken(ranks: ranks, size: 257).utf8))
        #expect(vocabulary.format == .tekken)
        let tokenizer = try BytePairTokenizer(vocabulary.definition)
        #expect(try tokenizer.encode("ab bc") == [259, 35, 101, 102])
        #expect(tokenizer.isSpecial(0))
    }

    @Test func brokenTekken() throws {
        let files = [
            Self.tekken(ranks: Array(Self.byteRanks.dropLast())), Self.tekken(ranks: Self.byteRanks.reversed()),
            Self.tekken(ranks: Self.byteRanks, size: 1 << 40),
            Self.tekken(ranks: [#"{"rank": 0, "token_bytes": "*"}"#], size: 1),
            Self.tekken(ranks: [#"{"rank": 0}"#], size: 1), #"{"vocab": []}"#, #"{"config": {}, "vocab": []}"#,
        ]
        for file in files { #expect(try problem(Data(file.utf8)) != nil, "\(file.prefix(200))") }
    }
}

/// A small generator of numbers that are the same on every run.
private struct SplitMix {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = (state ^ state >> 30) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
        return value ^ value >> 31
    }
}

extension Substring {
    fileprivate func appending(_ text: String) -> String { String(self) + text }
}
