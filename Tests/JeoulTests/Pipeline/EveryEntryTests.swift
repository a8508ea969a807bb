import Foundation
import JeoulText
import JeoulTokenizing
import TestSupport
import Testing

@testable import Jeoul
@testable import JeoulCorpora
@testable import JeoulPages
@testable import JeoulWeighing

/// What `measure`, `compare`, `encode` and `inspect` are made of, against the definition.
@Suite("every entry gives the definition's ids") struct EveryEntryTests {
    private struct Subject {
        let tokenizer: any TokenizerModel
        let ids: [[TokenID]]
    }

    /// One vocabulary with that normalizer and splitter, and added tokens of each kind.
    private static func subject(
        _ id: String, _ normalization: Normalization, _ pattern: SplitPattern, _ documents: [[UInt8]]
    ) throws -> Subject {
        var definition = try TestTokenizers.definition(id)
        let end = TokenID(definition.tokens.endID)
        definition.splitter = .pattern(pattern)
        definition.normalizer = .normalization(normalization)
        definition.addedTokens = [
            AddedToken(content: Array("<t>".utf8), id: end, isSpecial: false, stripsRight: true),
            AddedToken(content: Array("  ".utf8), id: end + 1, isSpecial: false, stripsLeft: true),
            AddedToken(content: Array("ㅋㅋ".utf8), id: end + 2, isSpecial: false, isNormalized: true),
            AddedToken(content: Array("ab".utf8), id: end + 3, isSpecial: true, isSingleWord: true),
        ]
        guard case .byteLevel(let order, let lookup) = definition.model else { fatalError("\(id) is byte-level") }
        let pairs = PairOracle(tokens: definition.tokens, order: order)
        let oracle = try TokenizerOracle(
            splitter: RegexSplitter(pattern), form: normalization.form, addedTokens: definition.addedTokens
        ) { pairs.encode($0, ignoresMerges: lookup) }
        return Subject(tokenizer: try definition.tokenizer(), ids: try documents.map { try oracle.encode($0) })
    }

    /// Lines; the first pieces of several batches, so that two threads have work.
    private static func documents() -> [[UInt8]] {
        var random = SeededRandom(seed: 1311)
        let parts = [
            "안녕", "ㅋㅋㅋ", " 그래…", "<t>", "  ", " ", "ab", "Ａ！", "e\u{301}", "\u{1112}\u{1161}\u{11AB}", "가\u{11A8}",
        ]
        return DocumentSet.documents(150, using: &random)
            + (0..<250).map { _ in
                (0..<Int.random(in: 0...9, using: &random)).flatMap { _ in
                    Array(parts.randomElement(using: &random)!.utf8)
                }
            }
    }

    @Test("measuring, encoding and inspecting", arguments: [Normalization.asIs, .nfkc])
    func entries(asked: Normalization) throws {
        let given = Self.documents()
        // What the analyst asks for is done first, to each document.
        let documents = try given.map { document in
            try asked.form.map { try NormalizationOracle.normalized(document, $0) } ?? document
        }
        let subjects = try [
            Self.subject("o200k_base", .nfkc, .o200k, documents), Self.subject("qwen2.5", .nfc, .qwen2, documents),
            Self.subject("o200k_base", .nfd, .llama3, documents),
            Self.subject("cl100k_base", .nfkd, .cl100k, documents),
            Self.subject("qwen2.5", .asIs, .gpt2, documents),
        ]
        var random = SeededRandom(seed: 1312)
        let set = DocumentSet(lines: given, using: &random)
        let corpus = Corpus(
            [CorpusInput(.memory(name: "text", bytes: set.text), format: .lines)],
            options: CorpusOptions(batchBytes: 4096))
        for threads in [1, 2] {
            for chosen in [Array(0..<5), [0], [2], [3]] {
                let weighing = try Weighing(
                    corpus, tokenizers: chosen.map { subjects[$0].tokenizer },
                    options: WeighingOptions(normalization: asked, threads: threads))
                for (number, place) in chosen.enumerated() {
                    let expected = subjects[place].ids.map { UInt32($0.count) }
                    #expect(weighing.documentTokens[number] == expected, "\(asked), \(threads) threads, \(place)")
                    #expect(weighing.tokens[number] == expected.reduce(0) { $0 + Int($1) })
                }
            }
        }
        let vocabulary = try TestTokenizers.catalog().load("o200k_base")
        for (place, subject) in subjects.enumerated() {
            var found: [[TokenID]] = []
            _ = try Encoding(corpus, tokenizer: subject.tokenizer, normalization: asked).forEachBatch { batch, _ in
                found += batch.ends.indices.map { Array(batch[$0]) }
            }
            #expect(found == subject.ids, "\(asked), vocabulary \(place)")
            for (document, ids) in zip(documents, subject.ids) {
                let inspection = try TextInspection(document, vocabularies: [(vocabulary, subject.tokenizer)])
                #expect(inspection.vocabularies[0].tokens.map(\.id) == ids, "vocabulary \(place): \(escaped(document))")
            }
        }
    }
}
