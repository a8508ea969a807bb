@testable import JeoulText
import Foundation
import TestSupport
import Testing

@testable import JeoulTokenizing
@testable import JeoulVocabularies

/// SentencePiece and character-level BPE along the pass: the ids of the definition, whatever cuts, caches and kernels do.
@Suite("vocabularies whose spaces become ▁") struct MarkedPassTests {
    /// Counts and encodes by the pass, and compares both with the definition.
    private static func expectDefinition(
        _ definition: VocabularyDefinition, _ set: DocumentSet, _ layout: DocumentLayout, _ kernel: ScanKernel,
        _ comment: String
    ) throws -> Bool {
        // What a compiled file gives does not depend on the kernel.
        let tokenizers: [any TokenizerModel] =
            try [BytePairTokenizer(definition)]
            + (kernel.name == ScanKernel.best.name ? [CompiledRoundTrip.tokenizer(definition)] : [])
        let expected = try MarkedOracle.ids(set, definition)
        let options = CountingOptions(kernel: kernel)
        var isRight = true
        for (tokenizer, origin) in zip(tokenizers, ["made", "compiled"]) {
            try #require(tokenizer is BytePairTokenizer, "\(comment), \(origin)")
            isRight =
                try expect(expected, of: tokenizer, set, layout, options, "\(comment), \(origin)") && isRight
        }
        return isRight
    }

    private static func expect(
        _ expected: [[TokenID]], of tokenizer: any TokenizerModel, _ set: DocumentSet, _ layout: DocumentLayout,
        _ options: CountingOptions, _ comment: String
    ) throws -> Bool {
        let encoder = DocumentEncoder(tokenizer, options: options)
        let counter = DocumentCounter([tokenizer], options: options)
        var isRight = true
        // Twice: the second time from the cache.
        for round in 0..<2 {
            let (encoded, counts) = try withExactCopy(set.text) { text in
                (
                    try encoder.session().encode(text, layout: layout).documents,
                    try counter.session().count(text, layout: layout)[0]
                )
            }
            let wrongIDs = difference(encoded, expected, set)
            let wrongCounts = difference(counts.map(Int.init), expected.map(\.count), set)
            #expect(wrongIDs == nil, "\(comment), round \(round)")
            #expect(wrongCounts == nil, "\(comment), round \(round)")
            isRight = isRight && wrongIDs == nil && wrongCounts == nil
        }
        return isRight
    }

    enum Kind: String, CaseIterable { case sentencePiece, characters }

    @Test("random vocabularies", arguments: ScanKernel.all, Kind.allCases)
    func random(_ kernel: ScanKernel, _ kind: Kind) throws {
        var random = SeededRandom(seed: 7)
        var tried = 0
        for number in 0..<250 {
            let definition =
                kind == .sentencePiece
                ? RandomMarkedVocabulary.sentencePiece(using: &random)
                : RandomMarkedVocabulary.characters(using: &random)
            let lines = Bool.random(using: &random)
            let documents = RandomMarkedVocabulary.documents(80, lines: lines, using: &random)
            let set =
                lines
                ? DocumentSet(lines: documents, using: &random) : DocumentSet(apart: documents, using: &random)
            // Some have too many characters before ▁ in tokens, or what no tables say.
            if try BytePairTokenizer(definition).hasTables { tried += 1 }
            let layout: DocumentLayout = lines ? .lines : .ranges(set.ranges)
            let name = "vocabulary \(number), \(layout == .lines ? "lines" : "ranges"), \(definition.splitter!)"
            if try !Self.expectDefinition(definition, set, layout, kernel, name) { return }
        }
        #expect(tried > 40)
    }

    @Test(
        "real vocabularies, adversarial documents",
        .enabled(if: SharedData.isUsable, Comment(rawValue: SharedData.absence)),
        arguments: ["gemma-3", "solar-10.7b", "mistral-v3"])
    func adversarial(_ id: String) throws {
        let corpus = try #require(try SharedCorpus("adversarial.jsonl"))
        let definition = try TestTokenizers.definition(id)
        var random = SeededRandom(seed: 11)
        let documents = DocumentSet.documents(400, using: &random)
        let sets = [
            DocumentSet(text: corpus.text, ranges: corpus.documents), DocumentSet(apart: documents, using: &random),
        ]
        for set in sets {
            _ = try Self.expectDefinition(definition, set, .ranges(set.ranges), .best, id)
        }
    }

    @Test(
        "the digests of sentencepiece", .enabled(if: SharedData.isUsable, Comment(rawValue: SharedData.absence)),
        arguments: ["gemma-3", "solar-10.7b", "mistral-v3"])
    func digests(_ id: String) throws {
        let encoder = DocumentEncoder(try TestTokenizers.tokenizer(id))
        for name in SharedCorpus.small {
            let corpus = try #require(try SharedCorpus(name))
            let encoded = try encoder.session().encode(corpus.text, layout: corpus.layout)
            #expect(try ReferenceRow(encoded) == ReferenceRow.named(id, name), "\(name)")
        }
    }

    /// The tables of the two are alike: "aab" is two tokens where "ab" is cut out before anything merges, and one where it is not.
    @Test("two vocabularies that differ in the types of pieces alone are counted apart") func typesAlone() throws {
        let texts =
            ["<unk>"] + (0...255).map { String(decoding: ByteTokens.name($0), as: UTF8.self) }
            + ["▁", "a", "b", "c", "ab", "bc", "aab"]
        var table = TokenTable()
        for (id, text) in texts.enumerated() { table.append(Array(text.utf8), id: TokenID(id)) }
        let definitions = [SentencePieceModel.PieceType.userDefined, .normal].map { type in
            let model = SentencePieceModel(
                types: [.unknown] + Array(repeating: .byte, count: 256) + Array(repeating: .normal, count: 4)
                    + [type, type, .normal],
                scores: Array(repeating: 0, count: 257) + Array(repeating: -1000, count: 4) + [-1, -1, -2], unknown: 0,
                byteTokens: (1...256).map { TokenID($0) }, addsDummyPrefix: false)
            return VocabularyDefinition(
                tokens: table, model: .sentencePiece(model), splitter: .steps([]), normalizer: .normalization(.asIs))
        }
        var random = SeededRandom(seed: 13)
        let set = DocumentSet(lines: ["aab", "abc aab", "c"].map { Array($0.utf8) }, using: &random)
        func counts(_ order: [Int]) throws -> [[UInt32]] {
            let counter = DocumentCounter(try order.map { try BytePairTokenizer(definitions[$0]) })
            return try withExactCopy(set.text) { try counter.session().count($0, layout: .lines) }
        }
        let alone = try [counts([0])[0], counts([1])[0]]
        #expect(alone[0] != alone[1])
        #expect(try counts([0, 1]) == alone)
        #expect(try counts([1, 0]) == alone.reversed())
    }

    @Test(
        "several vocabularies of one rule, and of others, beside byte-level ones",
        .enabled(if: SharedData.isUsable, Comment(rawValue: SharedData.absence)))
    func several() throws {
        let corpus = try #require(try SharedCorpus("klue-sts-dev.txt"))
        let ids = ["solar-10.7b", "o200k_base", "gemma-3", "mistral-v3", "qwen2.5"]
        let counts = try DocumentCounter(ids.map { try TestTokenizers.tokenizer($0) }).session()
            .count(corpus.text, layout: .lines)
        for (id, counts) in zip(ids, counts) {
            #expect(try counts.reduce(0) { $0 + Int($1) } == ReferenceRow.named(id, "klue-sts-dev.txt").tokens, "\(id)")
        }
    }

    @Test("added tokens are cut out of a document") func addedTokens() throws {
        var random = SeededRandom(seed: 3)
        var definition = RandomMarkedVocabulary.characters(using: &random)
        while try !BytePairTokenizer(definition).hasTables {
            definition = RandomMarkedVocabulary.characters(using: &random)
        }
        let id = TokenID(definition.tokens.endID)
        definition.addedTokens = [AddedToken(content: Array("나a".utf8), id: id, isSpecial: false)]
        let tokenizer = try BytePairTokenizer(definition)
        #expect(tokenizer.hasTables)
        let text = Data("가 나a 다\n가나\n나a\n".utf8)
        let expected = try ["가 나a 다", "가나", "나a"].map { try tokenizer.encode($0) }
        #expect(expected[2] == [id])
        let encoded = try DocumentEncoder(tokenizer).session().encode(text, layout: .lines)
        #expect(encoded.documents == expected)
        let counts = try DocumentCounter([tokenizer]).session().count(text, layout: .lines)
        #expect(counts[0].map(Int.init) == expected.map(\.count))
    }

    /// More than a slot of the cache has room for.
    @Test("short pieces of many tokens", arguments: [1, 28, 29, 40, 300]) func manyTokens(_ suffix: Int) throws {
        var table = TokenTable()
        for byte in UInt8.min...UInt8.max { table.append(ByteTokens.name(byte), id: TokenID(byte)) }
        let definition = VocabularyDefinition(
            tokens: table,
            model: .characters(
                CharacterModel(
                    merges: [], byteTokens: (0..<256).map { TokenID($0) },
                    endSuffix: [UInt8](repeating: 0x78, count: suffix))),
            splitter: .steps([.whiteSpace]), normalizer: .normalization(.asIs))
        let tokenizer = try BytePairTokenizer(definition)
        #expect(!tokenizer.hasTables)
        let text = Data("가 가 나 가\n가\n나 a\n".utf8)
        let expected: [[UInt32]] = [[3, 3, 3, 3], [3], [3, 1]].map { $0.map { $0 + UInt32(suffix) } }
        let session = DocumentCounter([tokenizer]).session()
        let encoder = DocumentEncoder(tokenizer).session()
        for _ in 0..<2 {
            #expect(try session.count(text, layout: .lines)[0] == expected.map { $0.reduce(0, +) })
            let encoded = try encoder.encode(text, layout: .lines)
            #expect(encoded.documents.map { UInt32($0.count) } == expected.map { $0.reduce(0, +) })
        }
        #expect(try tokenizer.count("가 나") == 6 + 2 * suffix)
    }

    /// A model of the pieces ▁, a and b, and one more.
    private static func draft(
        _ piece: String, _ type: SentencePieceModel.PieceType, hasByteFallback: Bool = true
    ) throws -> VocabularyDefinition {
        var draft = SentencePieceDraft()
        draft.hasByteFallback = hasByteFallback
        draft.addsDummyPrefix = false
        draft.removesExtraSpaces = false
        func append(_ text: [UInt8], _ type: SentencePieceModel.PieceType, _ score: Float) throws {
            try text.withUnsafeBufferPointer { try draft.append($0, score: score, type: type, at: 0) }
        }
        try append(Array("<unk>".utf8), .unknown, 0)
        if hasByteFallback {
            for byte in UInt8.min...UInt8.max { try append(ByteTokens.name(byte), .byte, 0) }
        }
        for (place, text) in ["▁", "a", "b"].enumerated() { try append(Array(text.utf8), .normal, -Float(place)) }
        try append(Array(piece.utf8), type, -5)
        return try draft.definition()
    }

    /// The ids of sentencepiece 0.2.3.
    @Test("U+0000 and unused pieces are what sentencepiece takes them for") func nullsAndUnused() throws {
        for (piece, type, text, ids) in [
            ("\0", .normal, "a\0b", [258, 1, 259]), ("\0", .userDefined, "a\0b", [258, 1, 259]),
            ("x", .unused, "axb", [258, 121, 259]),
        ] as [(String, SentencePieceModel.PieceType, String, [TokenID])] {
            let tokenizer = try BytePairTokenizer(Self.draft(piece, type))
            #expect(tokenizer.hasTables, "\(piece.debugDescription)")
            #expect(try tokenizer.encode(text) == ids, "\(piece.debugDescription)")
            let encoded = try DocumentEncoder(tokenizer).session().encode(Data(text.utf8), layout: .lines)
            #expect(encoded.ids == ids, "\(piece.debugDescription)")
        }
        #expect(
            try BytePairTokenizer(Self.draft("x", .unused, hasByteFallback: false)).encode("axb x") == [2, 0, 3, 1, 0])
        #expect(throws: Fault.self) { try Self.draft("a\0", .normal) }
        #expect(throws: Fault.self) { try Self.draft("\0", .normal, hasByteFallback: false) }
    }
}
