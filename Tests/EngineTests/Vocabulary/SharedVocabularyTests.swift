import Foundation
import TestSupport
import Testing

@testable import JeoulText
@testable import JeoulTokenizing
@testable import JeoulVocabularies

/// The real vocabularies of `../shared`, which are no part of the project.
private enum Shared {
    static func folder(_ path: String) throws -> URL { try #require(try SharedData.url(path)) }

    static func catalog() throws -> VocabularyCatalog {
        try VocabularyCatalog.standard(environment: ["JEOUL_VOCABULARY_PATH": try folder("vocab").path])
    }
}

@Suite(.enabled(if: SharedData.isUsable, Comment(rawValue: SharedData.absence))) struct SharedVocabularyTests {
    struct Expected: Sendable, CustomStringConvertible {
        var id: String
        /// Ordinary tokens, merges, added tokens, and of these the special ones.
        var tokens: Int
        var merges: Int?
        var added: Int
        var special: Int
        var splitter: SplitPattern
        var normalization: Normalization = .asIs
        var description: String { id }
    }

    static let expected = [
        Expected(id: "o200k_base", tokens: 199_998, added: 2, special: 2, splitter: .o200k),
        Expected(id: "cl100k_base", tokens: 100_256, added: 5, special: 5, splitter: .cl100k),
        Expected(id: "llama-3", tokens: 128_000, added: 256, special: 256, splitter: .llama3),
        Expected(
            id: "qwen2.5", tokens: 151_643, merges: 151_387, added: 22, special: 14, splitter: .qwen2,
            normalization: .nfc),
        Expected(
            id: "varco-vision-14b", tokens: 151_643, merges: 151_387, added: 33, special: 25, splitter: .qwen2,
            normalization: .nfc),
        Expected(id: "a.x-4.0", tokens: 102_359, merges: 102_103, added: 41, special: 35, splitter: .gpt2),
        Expected(id: "exaone-4.0", tokens: 102_038, merges: 101_782, added: 362, special: 318, splitter: .gpt2),
        Expected(id: "hyperclovax-seed", tokens: 110_470, merges: 110_305, added: 54, special: 54, splitter: .gpt2),
    ]

    @Test(arguments: expected) func loadsByPath(_ expected: Expected) throws {
        let path = try Shared.folder("vocab/\(expected.id)").path
        let vocabulary = try Shared.catalog().load(path)
        let definition = vocabulary.definition
        #expect(vocabulary.id == expected.id)
        #expect(vocabulary.requested == path)
        #expect(vocabulary.isPinned, "\(vocabulary.files)")
        #expect(vocabulary.notes.allSatisfy { !$0.isWarning }, "\(vocabulary.notes)")
        #expect(definition.tokens.count == expected.tokens)
        #expect(definition.addedTokens.count == expected.added)
        #expect(definition.addedTokens.filter(\.isSpecial).count == expected.special)
        #expect(definition.splitter == .pattern(expected.splitter))
        #expect(definition.normalizer == .normalization(expected.normalization))
        if let merges = expected.merges {
            guard case .byteLevel(.list(let list), _) = definition.model else {
                Issue.record("no merge list")
                return
            }
            #expect(list.count == merges)
        }
    }

    @Test(arguments: ["exaone", "hyperclova-x", "llama-3.1"]) func loadsByAlias(
        _ alias: String
    ) throws {
        let vocabulary = try Shared.catalog().load(alias)
        #expect(vocabulary.isPinned)
        guard case .searchPath = vocabulary.location else {
            Issue.record("\(vocabulary.location)")
            return
        }
    }

    @Test func hyperCLOVAXHasTwoMergesWithOneResult() throws {
        let definition = try Shared.catalog().load("hyperclovax-seed").definition
        guard case .byteLevel(.list(let merges), false) = definition.model else {
            Issue.record("\(definition.model)")
            return
        }
        #expect(Dictionary(grouping: merges, by: \.result).values.count { $0.count > 1 } == 91)
    }

    @Test func exaoneMatchesRunsOfSpaces() throws {
        let added = try Shared.catalog().load("exaone-4.0").definition.addedTokens
        #expect(added.filter { (4...41).contains($0.id) }.count == 38)
        #expect(added.first { $0.id == 4 }?.content == Array(repeating: 0x20, count: 31))
    }

    @Test func qwensTwoFormsAreOneVocabulary() throws {
        let catalog = try Shared.catalog()
        let ranks = try catalog.load("qwen2.5").definition
        let merges = try catalog.load(try Shared.folder("vocab/qwen2.5").path).definition
        #expect(ranks.tokens == merges.tokens)
        #expect(ranks.addedTokens == merges.addedTokens)
    }

    @Test(arguments: ["a.x-4.0/vocab.json", "a.x-4.0/merges.txt", "llama-3/tokenizer.model"], [0.2, 0.5, 0.9])
    func aCutVocabularyIsRefused(_ name: String, share: Double) throws {
        let source = try Shared.folder("vocab/\(name)")
        let id = source.deletingLastPathComponent().lastPathComponent
        let folder = try TemporaryFolder()
        for file in try FileManager.default.contentsOfDirectory(
            at: source.deletingLastPathComponent(), includingPropertiesForKeys: nil)
        {
            let data = try Data(contentsOf: file)
            let length =
                file.lastPathComponent == source.lastPathComponent ? Int(Double(data.count) * share) : data.count
            try folder.write(data.prefix(length), id + "/" + file.lastPathComponent)
        }
        let catalog = VocabularyCatalog(manifest: try Shared.catalog().manifest, searchFolders: [folder.url])
        let byName = #expect(throws: VocabularyError.self) { try catalog.load(id) }
        guard case .hashMismatch = byName?.problem else {
            Issue.record("\(String(describing: byName))")
            return
        }
    }

    /// The models that are no byte-level ones: the ids of their reference libraries, by the manifest's digests.
    @Test(arguments: ["solar-10.7b", "mistral-v3", "gemma-3"]) func sentencePieceGivesTheReferenceIDs(_ id: String)
        throws
    {
        let vocabulary = try Shared.catalog().load(id)
        #expect(vocabulary.format == .sentencePiece)
        #expect(vocabulary.isPinned)
        let tokenizer = try BytePairTokenizer(vocabulary.definition)
        for name in ["klue-sts-dev.txt", "jhe-dev.en"] {
            let reference = try #require(vocabulary.entry?.referenceCounts.first { $0.corpus == name })
            let text = try Data(contentsOf: try Shared.folder("corpora/\(name)"))
            var hash = SHA256()
            var tokens = 0
            for line in text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).dropLast() {
                let ids = try tokenizer.encode(Array(line.last == UInt8(ascii: "\r") ? line.dropLast() : line))
                tokens += ids.count
                (ids + [.max]).withUnsafeBytes { hash.update(bufferPointer: $0) }
            }
            #expect(tokens == reference.tokens)
            #expect(hash.finalize().hexadecimal == reference.idsSha256)
        }
    }
}
