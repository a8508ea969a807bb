import Foundation
import Testing

@testable import JeoulText
@testable import JeoulVocabularies

@Suite struct CatalogTests {
    /// A manifest of one vocabulary, whose file is the tiny one.
    static func manifest(id: String = "tiny-1", sha256: String? = nil, splitter: String? = "gpt2") throws
        -> VocabularyManifest
    {
        let text = TinyVocabulary.korean.tiktoken
        let hash = sha256 ?? SHA256.hash(data: Data(text.utf8)).hexadecimal
        let json = """
            {"schema": 1, "vocabularies": [{"id": "\(id)", "aliases": ["Little", "wee"], "vendor": "Nobody",
              "models": [], "kind": "byte-level-bpe", "ranks": "id", "whole_piece_lookup": true,
              "splitter": \(splitter.map { "\"\($0)\"" } ?? "null"), "normalizer": "none", "tokens": 262,
              "special_tokens": [{"text": "<|end|>", "id": 300}], "added_tokens": [{"text": "<t>", "id": 299}],
              "forms": [{"format": "tiktoken", "bundled": false, "files": [
                {"name": "tiny.tiktoken", "bytes": \(text.utf8.count), "sha256": "\(hash)", "required": true}],
                "source": {"kind": "hub", "repository": "a/b", "revision": null, "gated": false}}],
              "licence": {"name": "MIT", "redistributable": true}, "llama_cpp_fingerprint": null,
              "reference_counts": [], "note": null, "unknown": []}]}
            """
        let folder = try TemporaryFolder(["manifest.json": json])
        return try VocabularyManifest(contentsOf: folder.url.appendingPathComponent("manifest.json"))
    }

    static let tiny = TinyVocabulary.korean.tiktoken

    @Test(arguments: ["tiny-1", "TINY-1", "little", "WEE", "Tiny 1", "tiny1"]) func loadsByName(_ name: String) throws {
        let folder = try TemporaryFolder(["tiny-1/tiny.tiktoken": Self.tiny])
        let catalog = VocabularyCatalog(manifest: try Self.manifest(), searchFolders: [folder.url])
        let vocabulary = try catalog.load(name)
        #expect(vocabulary.id == "tiny-1")
        #expect(vocabulary.requested == name)
        #expect(vocabulary.isPinned)
        #expect(vocabulary.entry?.vendor == "Nobody")
        #expect(vocabulary.definition.splitter == .pattern(.gpt2))
        #expect(vocabulary.definition.normalizer == .normalization(.asIs))
        #expect(vocabulary.definition.addedTokens.map(\.id) == [299, 300])
        #expect(vocabulary.definition.addedTokens.map(\.isSpecial) == [false, true])
        #expect(catalog.available().map(\.id) == ["tiny-1"])
    }

    @Test func searchesInOrder() throws {
        let first = try TemporaryFolder()
        let second = try TemporaryFolder(["tiny-1/tiny.tiktoken": Self.tiny])
        let cache = try TemporaryFolder(["tiny-1/tiny.tiktoken": Self.tiny])
        let manifest = try Self.manifest()
        let place = URL(fileURLWithPath: "/nowhere")
        let both = VocabularyCatalog(
            manifest: manifest, searchFolders: [place, first.url, second.url], cacheFolder: cache.url)
        guard case .searchPath(let found) = try both.load("tiny-1").location else {
            Issue.record("not found in the search folders")
            return
        }
        #expect(found.path.hasPrefix(second.url.path))
        let cached = VocabularyCatalog(manifest: manifest, searchFolders: [first.url], cacheFolder: cache.url)
        guard case .cache = try cached.load("tiny-1").location else {
            Issue.record("not found in the cache")
            return
        }
    }

    @Test func refusesAnotherHash() throws {
        let folder = try TemporaryFolder(["tiny-1/tiny.tiktoken": Self.tiny + "eHl6 300\n"])
        let catalog = VocabularyCatalog(manifest: try Self.manifest(), searchFolders: [folder.url])
        let error = #expect(throws: VocabularyError.self) { try catalog.load("tiny-1") }
        guard case .hashMismatch(let expected, let actual) = error?.problem else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(expected != actual)
        #expect(error?.message.contains(expected) == true && error?.message.contains(actual) == true)
        // By path it is a vocabulary that nobody knows.
        let path = folder.url.appendingPathComponent("tiny-1").path
        #expect(throws: VocabularyError.self) { try catalog.load(path) }
        let unpinned = try catalog.load(path, splitter: .pattern(.gpt2))
        #expect(unpinned.entry == nil)
        #expect(unpinned.notes.contains(.unpinned(files: ["tiny.tiktoken"])))
    }

    @Test func identifiesByHash() throws {
        let folder = try TemporaryFolder(["renamed/x.tiktoken": Self.tiny])
        let catalog = VocabularyCatalog(manifest: try Self.manifest())
        for path in ["renamed", "renamed/x.tiktoken", "renamed/"] {
            let vocabulary = try catalog.load(folder.url.path + "/" + path)
            #expect(vocabulary.id == "tiny-1")
            #expect(vocabulary.isPinned)
            #expect(vocabulary.definition.addedTokens.count == 2)
        }
    }

    @Test func saysHowToGetIt() throws {
        let catalog = VocabularyCatalog(manifest: try Self.manifest())
        let error = #expect(throws: VocabularyError.self) { try catalog.load("wee") }
        #expect(error?.problem == .notInstalled(command: "jeoul vocabulary pull tiny-1"))
        #expect(error?.description.contains("jeoul vocabulary pull tiny-1") == true)
    }

    @Test(arguments: [("tyni-1", "tiny-1"), ("litle", "Little"), ("wete", "wee")])
    func suggestsNearNames(_ name: String, nearest: String) throws {
        let catalog = VocabularyCatalog(manifest: try Self.manifest())
        let error = #expect(throws: VocabularyError.self) { try catalog.load(name) }
        #expect(error?.problem == .unknownName(suggestions: [nearest]))
        #expect(error?.remedy.contains(nearest) == true)
    }

    @Test func unknownNamesOfSearchFoldersLoad() throws {
        let folder = try TemporaryFolder(["mine/a.tiktoken": Self.tiny + "eHl6 300\n"])
        let catalog = VocabularyCatalog(manifest: try Self.manifest(), searchFolders: [folder.url])
        #expect(try catalog.load("mine", splitter: .pattern(.gpt2)).id == "mine")
    }

    @Test func wrongPathsAreErrors() throws {
        let folder = try TemporaryFolder(["empty/x": "", "a.tiktoken": Self.tiny])
        let catalog = VocabularyCatalog(manifest: try Self.manifest(), searchFolders: [])
        for path in ["/nowhere/at/all", folder.url.path + "/empty", folder.url.path + "/a.tiktoken/b", "/dev/zero"] {
            let error = #expect(throws: VocabularyError.self) { try catalog.load(path, splitter: .pattern(.gpt2)) }
            #expect(error?.problem == .unreadable, "\(path): \(String(describing: error))")
            #expect(error?.file != nil)
        }
    }

    @Test func namesInAManifestDoNotLeaveTheFolder() {
        for name in ["../x", "/etc/passwd", "", ".", "..", "a/b", "a\u{0}b"] {
            #expect(!VocabularyCatalog.isPlainName(name))
        }
        #expect(VocabularyCatalog.isPlainName("tokenizer.model.v1"))
    }

    @Test func cacheFollowsXDG() {
        func path(_ environment: [String: String]) -> String {
            VocabularyCatalog.cacheFolder(environment: environment).path
        }
        #expect(path(["XDG_CACHE_HOME": "/c", "HOME": "/h"]) == "/c/jeoul/vocab")
        #expect(path(["XDG_CACHE_HOME": "relative", "HOME": "/h"]) == "/h/.cache/jeoul/vocab")
        #expect(path(["HOME": "/h"]) == "/h/.cache/jeoul/vocab")
    }

    @Test func editDistances() {
        func distance(_ a: String, _ b: String) -> Int { editDistance(Array(a.utf8), Array(b.utf8)) }
        #expect(distance("", "") == 0)
        #expect(distance("", "abc") == 3)
        #expect(distance("gpt-4o", "gpt-4o") == 0)
        #expect(distance("gpt4o", "gpt-4o") == 1)
        #expect(distance("gtp-4o", "gpt-4o") == 1)
        #expect(distance("kitten", "sitting") == 3)
    }
}
