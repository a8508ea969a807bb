import Foundation
import TestSupport
import Testing

@testable import JeoulText
@testable import JeoulTokenizing
@testable import JeoulVocabularies

/// Where vocabularies are found besides the project's own folders, and what stands in the place of a file.
@Suite struct PlaceTests {
    static let pointer = """
        version https://git-lfs.github.com/spec/v1
        oid sha256:\(String(repeating: "0", count: 64))
        size 7031645

        """
    static let commit = String(repeating: "a", count: 40)
    let tiny = TinyVocabulary.korean

    // MARK: Git LFS

    @Test func aPointerIsNamed() throws {
        for files in [["tokenizer.json": Self.pointer], ["x.tiktoken": Self.pointer, "README": "x"]] {
            let error = try #require(loadingError(files))
            #expect(error.problem == .pointer)
            #expect(error.description.contains("Git LFS") && error.description.contains("git lfs pull"))
        }
        let both = ["vocab.json": tiny.vocabJSON, "merges.txt": Self.pointer]
        #expect(loadingError(both)?.problem == .pointer)
    }

    @Test func wholeFilesBesideAPointerAreUsed() throws {
        let files = ["tokenizer.json": Self.pointer, "vocab.json": tiny.vocabJSON, "merges.txt": tiny.mergesText]
        let vocabulary = try VocabularyCatalog.empty.load(files)
        #expect(vocabulary.format == .vocabMerges)
        #expect(vocabulary.notes.contains(.pointers(files: ["tokenizer.json"], used: "vocab.json")))
    }

    // MARK: The Hub's cache

    /// A cache as the Hub's programs lay it out: files are links to blobs.
    private func hub(_ folder: TemporaryFolder) throws -> HubCache {
        let base = folder.url.appendingPathComponent("hub/models--acme--tok", isDirectory: true)
        try folder.write(Data(Self.commit.utf8), "hub/models--acme--tok/refs/main")
        let snapshot = base.appendingPathComponent("snapshots/\(Self.commit)", isDirectory: true)
        try FileManager.default.createDirectory(at: snapshot, withIntermediateDirectories: true)
        for (name, text) in ["vocab.json": tiny.vocabJSON, "merges.txt": tiny.mergesText] {
            let blob = try folder.write(Data(text.utf8), "hub/models--acme--tok/blobs/\(name)-blob")
            try FileManager.default.createSymbolicLink(
                at: snapshot.appendingPathComponent(name), withDestinationURL: blob)
        }
        return HubCache(folder: folder.url.appendingPathComponent("hub"))
    }

    @Test(arguments: ["acme/tok", "acme/tok@main", "acme/tok@\(commit)"])
    func theHubsCacheIsFoundByRepository(_ name: String) throws {
        let folder = try TemporaryFolder()
        let catalog = VocabularyCatalog(
            manifest: VocabularyManifest(vocabularies: []), hubCache: try hub(folder))
        let vocabulary = try catalog.load(name, splitter: .pattern(.gpt2))
        #expect(vocabulary.id == name)
        #expect(vocabulary.definition.tokens.count == tiny.tokens.count)
        guard case .hubCache = vocabulary.location else {
            Issue.record("\(vocabulary.location)")
            return
        }
    }

    @Test(arguments: ["acme/other", "acme/tok@v2", "acme/../tok", "../acme/tok", "acme/tok@../../main", "acme--tok/x"])
    func otherNamesAreNotThere(_ name: String) throws {
        let folder = try TemporaryFolder()
        let catalog = VocabularyCatalog(
            manifest: VocabularyManifest(vocabularies: []), hubCache: try hub(folder))
        #expect(throws: VocabularyError.self) { try catalog.load(name, splitter: .pattern(.gpt2)) }
    }

    /// What stands in `refs` is a commit and nothing else.
    @Test(arguments: ["", "../../../etc", "main", String(repeating: "A", count: 40)])
    func aReferenceIsACommit(_ text: String) throws {
        let folder = try TemporaryFolder()
        let cache = try hub(folder)
        try folder.write(Data(text.utf8), "hub/models--acme--tok/refs/main")
        #expect(cache.snapshot(of: try #require(HubName("acme/tok"))) == nil)
    }

    @Test func theManifestsVocabulariesAreFoundThereToo() throws {
        let folder = try TemporaryFolder()
        let base = "hub/models--a--b/"
        try folder.write(Data(Self.commit.utf8), base + "refs/main")
        try folder.write(Data(CatalogTests.tiny.utf8), base + "snapshots/\(Self.commit)/tiny.tiktoken")
        let catalog = VocabularyCatalog(
            manifest: try CatalogTests.manifest(), hubCache: HubCache(folder: folder.url.appendingPathComponent("hub")))
        for name in ["tiny-1", "a/b", "Tiny 1"] { #expect(try catalog.load(name).isPinned, "\(name)") }
        #expect(catalog.available().map(\.id) == ["tiny-1"])
        // A file of another hash is refused, also there.
        try folder.write(Data((CatalogTests.tiny + "eHl6 300\n").utf8), base + "snapshots/\(Self.commit)/tiny.tiktoken")
        #expect(throws: VocabularyError.self) { try catalog.load("tiny-1") }
    }

    @Test func theHubsCacheFollowsTheEnvironment() {
        func path(_ environment: [String: String]) -> String? { HubCache(environment: environment)?.folder.path }
        #expect(path(["HF_HUB_CACHE": "/c", "HF_HOME": "/h"]) == "/c")
        #expect(path(["HF_HOME": "/h", "HOME": "/u"]) == "/h/hub")
        #expect(path(["HF_HOME": "~/h", "HOME": "/u"]) == "/u/h/hub")
        #expect(path(["XDG_CACHE_HOME": "/x", "HOME": "/u"]) == "/x/huggingface/hub")
        #expect(path(["HOME": "/u"]) == "/u/.cache/huggingface/hub")
        #expect(path([:]) == nil)
    }

    // MARK: Pulled repositories and the user's names

    @Test func whatWasPulledIsFoundByItsName() throws {
        let folder = try TemporaryFolder([
            "acme--tok/vocab.json": tiny.vocabJSON, "acme--tok/merges.txt": tiny.mergesText,
            "acme--tok@v1%2Fa/x.tiktoken": tiny.tiktoken,
        ])
        let catalog = VocabularyCatalog(manifest: VocabularyManifest(vocabularies: []), cacheFolder: folder.url)
        for name in ["acme/tok", "acme--tok"] {
            #expect(try catalog.load(name, splitter: .pattern(.gpt2)).format == .vocabMerges)
        }
        #expect(try catalog.load("acme/tok@v1/a", splitter: .pattern(.gpt2)).format == .tiktoken)
    }

    @Test func aPathMayHaveAName() throws {
        let folder = try TemporaryFolder(["a,b/x.tiktoken": tiny.tiktoken])
        let path = folder.url.appendingPathComponent("a,b/x.tiktoken").path
        let vocabulary = try VocabularyCatalog.empty.load("mine=\(path)", splitter: .pattern(.gpt2))
        #expect(vocabulary.id == "mine")
        #expect(vocabulary.files.map(\.url.path) == [path])
        let catalog = try VocabularyCatalog.standard(environment: [:])
        for name in ["gpt-4o", "o200k_base", "A.X4.0"] {
            let error = #expect(throws: VocabularyError.self) { try catalog.load("\(name)=\(path)") }
            #expect(error?.message.contains("known vocabulary") == true)
        }
    }

    // MARK: Files that change

    /// A file that is cut after it was opened is an error where it is read, and never kills the process.
    @Test func aFileThatIsCutIsAnError() throws {
        let folder = try TemporaryFolder(["x.tiktoken": tiny.tiktoken])
        let url = folder.url.appendingPathComponent("x.tiktoken")
        let file = try VocabularyFile(url)
        let handle = try FileHandle(forWritingTo: url)
        try handle.truncate(atOffset: 100)
        try handle.close()
        #expect(throws: VocabularyError.self) { try file.data }
        let error = #expect(throws: VocabularyError.self) { try file.sha256() }
        #expect(error?.message.contains("changed while it was read") == true)
        // One that is cut after it was read is the one that was read.
        try Data(tiny.tiktoken.utf8).write(to: url)
        let whole = try VocabularyFile(url)
        #expect(try whole.data.count == tiny.tiktoken.utf8.count)
        try Data().write(to: url)
        #expect(try whole.sha256() == SHA256.hash(data: Data(tiny.tiktoken.utf8)).hexadecimal)
    }

    // MARK: Normalizers that are made to fill the memory

    @Test(arguments: [false, true]) func normalizersThatGrowBeyondMeasureAreRefused(_ isPattern: Bool) throws {
        let golden = try #require(TokenizerGoldens.shared.cases.first { $0.name == "gpt2" })
        let pattern = isPattern ? #"{"Regex": "a"}"# : #"{"String": "a"}"#
        let step = #"{"type": "Replace", "pattern": \#(pattern), "content": "\#(String(repeating: "a", count: 1000))"}"#
        let normalizer =
            #"{"type": "Sequence", "normalizers": [\#(Array(repeating: step, count: 5).joined(separator: ","))]}"#
        var file = golden
        file.normalizer = normalizer
        let vocabulary = try TokenizerGoldens.vocabulary(Data(TokenizerGoldens.shared.file(file).utf8))
        let error = #expect(throws: TokenizerError.self) { try vocabulary.tokenizer().encode("banana") }
        guard case .textGrows = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        // What grows within measure is what it was.
        #expect(try vocabulary.tokenizer().encode("b").count == 1)
    }

    // MARK: Vocabularies that a bundled one serves

    @Test func varcoIsServedFromTheRanksOfQwen() throws {
        let catalog = try VocabularyCatalog.standard(environment: [:])
        let vocabulary = try catalog.load("VARCO-VISION-14B")
        #expect(vocabulary.location == .bundled && vocabulary.isPinned)
        #expect(vocabulary.notes.contains(.servedBy(id: "qwen2.5")))
        #expect(vocabulary.definition.addedTokens.count == 33)
        #expect(vocabulary.definition.addedTokens.filter { !$0.isSpecial }.map(\.id) == Array(151_657...151_664))
        // A vocabulary with a bundled form of its own says nothing of the kind.
        #expect(!(try catalog.load("qwen2.5")).notes.contains { if case .servedBy = $0 { true } else { false } })
    }

    /// The same ids as with its own files, on real and on adversarial text.
    @Test(.enabled(if: SharedData.isUsable, Comment(rawValue: SharedData.absence)))
    func varcoServedGivesTheIDsOfItsOwnFiles() throws {
        let folder = try #require(try SharedData.url("vocab/varco-vision-14b"))
        let catalog = try VocabularyCatalog.standard(environment: [:])
        let served = try catalog.load("varco-vision-14b")
        let own = try catalog.load(folder.path)
        #expect(own.format == .vocabMerges && own.id == "varco-vision-14b" && served.format == .tiktoken)
        #expect(Set(served.definition.addedTokens) == Set(own.definition.addedTokens))
        let (one, other) = (try served.tokenizer(), try own.tokenizer())
        for id in 0..<own.definition.tokens.endID {
            #expect(
                served.definition.tokens[TokenID(id)].map(Array.init)
                    == own.definition.tokens[TokenID(id)].map(Array.init))
        }
        var adversarial = AdversarialText(seed: 20_261_128)
        for document in adversarial.documents(2000) {
            let text = String(decoding: document, as: UTF8.self)
            #expect(try one.encode(text) == other.encode(text), "\(text.debugDescription)")
            #expect(try one.encode(text, specialTokens: .match) == other.encode(text, specialTokens: .match))
        }
        let url = try #require(try SharedData.url("corpora/klue-sts-dev.txt"))
        let text = try String(contentsOf: url, encoding: .utf8)
        #expect(try one.encode(text) == other.encode(text))
    }
}
