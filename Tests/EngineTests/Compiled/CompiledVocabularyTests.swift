import Foundation
import TestSupport
import Testing

@testable import JeoulText
@testable import JeoulTokenizing
@testable import JeoulVocabularies

/// The compiled form: that it is what was built, and that it is taken only when it is.
@Suite("compiled vocabularies") struct CompiledVocabularyTests {
    static let tiny = TinyVocabulary.korean

    /// A folder of a vocabulary, and a catalog that keeps compiled forms in another.
    struct Subject {
        let folder: TemporaryFolder
        let cache: TemporaryFolder
        let catalog: VocabularyCatalog

        init(_ files: [String: String] = ["v/a.tiktoken": tiny.tiktoken]) throws {
            folder = try TemporaryFolder(files)
            cache = try TemporaryFolder()
            catalog = VocabularyCatalog(
                manifest: VocabularyManifest(vocabularies: []),
                compiledFolder: cache.url.appendingPathComponent("new/one"))
        }

        func load() throws -> Vocabulary { try catalog.load(folder.url.path + "/v", splitter: .pattern(.gpt2)) }

        /// Loads and counts something; whether the compiled form was used.
        func use() throws -> (ids: [TokenID], isCompiled: Bool) {
            let vocabulary = try load()
            let ids = try vocabulary.tokenizer().encode("가나 abc 가나가\u{0}나")
            if case .ready = vocabulary.compiled { return (ids, true) }
            return (ids, false)
        }

        func compiledFiles() throws -> [URL] {
            try FileManager.default.contentsOfDirectory(at: catalog.compiledFolder!, includingPropertiesForKeys: nil)
        }
    }

    /// Every byte of the file of a vocabulary.
    static func bytes(_ vocabulary: Vocabulary, _ contents: VocabularyContents, _ tables: PassTables) throws
        -> [UInt8]
    {
        try CompiledVocabulary.file(contents, tables, sources: [], ignoresMerges: nil).bytes()
    }

    /// Checks that what comes back from the file is bit for bit what was built.
    static func check(_ first: Vocabulary, _ load: () throws -> Vocabulary) throws {
        guard case .wanted(_, let contents, _, _) = first.compiled else {
            Issue.record("\(first.id): not to be compiled")
            return
        }
        let built = try first.compiled.tables(first.definition)
        let second = try load()
        guard case .ready(let compiled) = second.compiled else {
            Issue.record("\(first.id): not compiled")
            return
        }
        #expect(try bytes(first, contents, built) == bytes(second, compiled.contents, compiled.tables))
        #expect(second.definition.tokens == first.definition.tokens)
        #expect(second.definition.addedTokens == first.definition.addedTokens)
        #expect(second.definition.splitter == first.definition.splitter)
        #expect(second.definition.normalizer == first.definition.normalizer)
        #expect(second.notes == first.notes && second.files == first.files && second.format == first.format)
        #expect(isSame(first.definition.model, second.definition.model))
        #expect(built.rule == compiled.tables.rule && built.form == compiled.tables.form)
        #expect(built.model?.wholePreTokens.ids == compiled.tables.model?.wholePreTokens.ids)
    }

    static func isSame(_ one: TokenModel, _ other: TokenModel) -> Bool {
        switch (one, other) {
        case (.byteLevel(.list(let one), let lookup), .byteLevel(.list(let other), let otherLookup)):
            one == other && lookup == otherLookup
        case (.byteLevel(.tokenID, let one), .byteLevel(.tokenID, let other)): one == other
        case (.characters(let one), .characters(let other)): one == other
        case (.sentencePiece(let one), .sentencePiece(let other)): one == other
        default: false
        }
    }

    @Test(
        "is what was built",
        arguments: [
            ["v/a.tiktoken": tiny.tiktoken], ["v/a.tiktoken": tiny.tiktoken + "7ZeYYQ== 300\neHl6eg== 299\n"],
            ["v/vocab.json": tiny.vocabJSON, "v/merges.txt": tiny.mergesText],
            [
                "v/vocab.json": tiny.vocabJSON, "v/merges.txt": tiny.mergesText,
                "v/added_tokens.json": #"{"<a>": 400, "<b>": 401}"#,
            ],
        ])
    func isWhatWasBuilt(_ files: [String: String]) throws {
        let subject = try Subject(files)
        try Self.check(try subject.load(), subject.load)
        #expect(try subject.use().isCompiled)
    }

    @Test("real ones are what was built", arguments: TestTokenizers.bundled)
    func bundled(_ id: String) throws {
        let cache = try TemporaryFolder()
        let catalog = try VocabularyCatalog.standard(environment: ["JEOUL_COMPILED_CACHE": cache.url.path])
        try Self.check(try catalog.load(id)) { try catalog.load(id) }
    }

    @Test(
        "those of ../shared are what was built",
        .enabled(if: SharedData.isUsable, Comment(rawValue: SharedData.absence)),
        arguments: [
            "llama-3", "a.x-4.0", "exaone-4.0", "hyperclovax-seed", "varco-vision-14b", "gemma-3", "solar-10.7b",
            "mistral-v3",
        ])
    func shared(_ id: String) throws {
        let path = try #require(try SharedData.url("vocab")).path
        let cache = try TemporaryFolder()
        let catalog = try VocabularyCatalog.standard(
            environment: ["JEOUL_VOCABULARY_PATH": path, "JEOUL_COMPILED_CACHE": cache.url.path])
        for name in [id, path + "/" + id] {
            try Self.check(try catalog.load(name)) { try catalog.load(name) }
            try? FileManager.default.removeItem(at: cache.url)
        }
    }

    /// Were the version not raised with the layout, users would keep what an older Jeoul has made.
    @Test("the layout is that of the version") func layoutOfVersion() throws {
        let catalog = try VocabularyCatalog.standard(environment: ["JEOUL_COMPILED_CACHE": "off"])
        let vocabulary = try catalog.load("cl100k_base")
        let contents = VocabularyContents(
            format: vocabulary.format, definition: vocabulary.definition, carriesAddedTokens: false)
        let bytes = try Self.bytes(vocabulary, contents, try PassTables(vocabulary.definition))
        let golden = try #require(TokenizerGoldens.shared.sentencepiece.first { $0.name == "standard" })
        let model = try #require(Data(base64Encoded: golden.model))
        let pieces = try TokenizerGoldens.vocabulary(model, name: "tokenizer.model")
        let pieceBytes = try Self.bytes(
            pieces, VocabularyContents(format: pieces.format, definition: pieces.definition, carriesAddedTokens: true),
            try PassTables(pieces.definition))
        let digest = SHA256.hash(data: bytes + pieceBytes).hexadecimal
        let digests = (0..<3).reduce(URL(filePath: #filePath)) { url, _ in url.deletingLastPathComponent() }
            .appending(path: "Goldens/compiled-form.txt")
        let expected = try String(contentsOf: digests, encoding: .utf8).split(separator: "\n").last
        let found = "\(BlockFile.version) \(digest)"
        #expect(
            expected.map(String.init) == found,
            "the compiled form has changed: raise BlockFile.version, and put it and the digest into \(digests.path)")
    }

    @Test("a changed source is read again") func staleSource() throws {
        let subject = try Subject()
        let before = try subject.use().ids
        #expect(try subject.use().isCompiled)
        // Of the same size: 가나 becomes 각나, so that it is no longer a token.
        let other = Self.tiny.tiktoken.replacing(
            Data("가나".utf8).base64EncodedString(), with: Data("각나".utf8).base64EncodedString())
        #expect(other != Self.tiny.tiktoken && other.utf8.count == Self.tiny.tiktoken.utf8.count)
        try subject.folder.write(Data(other.utf8), "v/a.tiktoken")
        let changed = try subject.use()
        #expect(!changed.isCompiled)
        #expect(changed.ids != before)
        let again = try subject.use()
        #expect(again.isCompiled && again.ids == changed.ids)
        #expect(try subject.compiledFiles().count == 1)
    }

    @Test("a source that was only touched is not read again") func touchedSource() throws {
        let subject = try Subject()
        _ = try subject.use()
        try FileManager.default.setAttributes(
            [.modificationDate: Date(timeIntervalSince1970: 1_000_000)],
            ofItemAtPath: subject.folder.url.path + "/v/a.tiktoken")
        #expect(try subject.use().isCompiled)
    }

    /// What was changed in the last two seconds could change again unseen: it has no stamp, and its hash is asked.
    @Test("stamps are kept of settled files alone") func stamps() throws {
        let subject = try Subject()
        _ = try subject.use()
        guard case .ready(let fresh) = try subject.load().compiled else {
            Issue.record("not compiled")
            return
        }
        #expect(fresh.sources.map(\.stamp) == [nil])
        let cache = try TemporaryFolder()
        let catalog = try VocabularyCatalog.standard(environment: ["JEOUL_COMPILED_CACHE": cache.url.path])
        _ = try catalog.load("qwen2.5").tokenizer()
        guard case .ready(let settled) = try catalog.load("qwen2.5").compiled else {
            Issue.record("not compiled")
            return
        }
        #expect(settled.sources.allSatisfy { $0.stamp != nil })
    }

    @Test("a damaged file is made anew") func damaged() throws {
        let subject = try Subject()
        let expected = try subject.use().ids
        let file = try #require(try subject.compiledFiles().first)
        let whole = try Data(contentsOf: file)
        #expect(BlockFile(file.path) != nil)
        var random = SeededRandom(seed: 7)
        var damaged: [Data] = [Data(), whole.prefix(8), whole.prefix(40), whole.dropLast(), whole + [0]]
        for _ in 0..<40 { damaged.append(whole.prefix(Int.random(in: 0..<whole.count, using: &random))) }
        let places = Array(0..<64) + (0..<200).map { _ in Int.random(in: 0..<whole.count, using: &random) }
        for place in places {
            var copy = whole
            copy[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            damaged.append(copy)
        }
        for content in damaged {
            try content.write(to: file)
            chmod(file.path, 0o600)
            #expect(BlockFile(file.path) == nil)
        }
        let mended = try subject.use()
        #expect(!mended.isCompiled && mended.ids == expected)
        #expect(try subject.use().isCompiled)
        #expect(BlockFile(file.path) != nil)
    }

    @Test("a file that others may write to is not taken") func permissions() throws {
        let subject = try Subject()
        _ = try subject.use()
        let file = try #require(try subject.compiledFiles().first)
        chmod(file.path, 0o666)
        #expect(try !subject.use().isCompiled)
        // It was replaced by one that is.
        #expect(try subject.use().isCompiled)
    }

    @Test("a cache that cannot be written is done without") func unwritable() throws {
        let folder = try TemporaryFolder(["v/a.tiktoken": Self.tiny.tiktoken, "file": ""])
        for place in [folder.url.path + "/file/in", "/proc/nowhere", "/dev/null"] {
            let catalog = VocabularyCatalog(
                manifest: VocabularyManifest(vocabularies: []), compiledFolder: URL(fileURLWithPath: place))
            for _ in 0..<2 {
                let vocabulary = try catalog.load(folder.url.path + "/v", splitter: .pattern(.gpt2))
                #expect(try vocabulary.tokenizer().count("가나") == 1)
                if case .ready = vocabulary.compiled { Issue.record("compiled in \(place)") }
            }
        }
    }

    @Test("many may write at once") func concurrent() throws {
        let subject = try Subject()
        let expected = try subject.use().ids
        try FileManager.default.removeItem(at: subject.catalog.compiledFolder!)
        DispatchQueue.concurrentPerform(iterations: 16) { index in
            for _ in 0..<20 {
                let ids = try? subject.use().ids
                #expect(ids == expected)
                if index == 0, let file = try? subject.compiledFiles().first {
                    try? FileManager.default.removeItem(at: file)
                }
            }
        }
        _ = try subject.use()
        // Nothing is left of the temporary files.
        #expect(try subject.compiledFiles().map(\.pathExtension) == ["jeoul"])
    }

    @Test("old ones make room") func bound() throws {
        let subject = try Subject()
        let cache = CompiledCache(folder: try #require(subject.catalog.compiledFolder), limit: 1 << 19)
        let vocabulary = try subject.load()
        guard case .wanted(_, let contents, _, _) = vocabulary.compiled else {
            Issue.record("no compiled form is wanted")
            return
        }
        let tables = try vocabulary.compiled.tables(vocabulary.definition)
        for index in 0..<5 {
            let source = CompiledVocabulary.Source(path: "/\(index)", sha256: "", stamp: nil)
            cache.store(contents, tables, [source], ignoresMerges: nil)
            #expect(FileManager.default.fileExists(atPath: cache.place(of: ["/\(index)"])))
        }
        let sizes = try subject.compiledFiles().map { try Data(contentsOf: $0).count }
        #expect(sizes.count < 6 && sizes.reduce(0, +) <= max(1 << 19, sizes[0]))
    }

    @Test func folders() {
        func path(_ environment: [String: String]) -> String? {
            VocabularyCatalog.compiledFolder(environment: environment)?.path
        }
        #expect(path(["JEOUL_COMPILED_CACHE": "off", "HOME": "/h"]) == nil)
        #expect(path(["JEOUL_COMPILED_CACHE": "/x", "HOME": "/h"]) == "/x")
        #expect(path(["XDG_CACHE_HOME": "/c", "HOME": "/h"]) == "/c/jeoul/compiled")
        #if os(macOS)
            #expect(path(["HOME": "/h"]) == "/h/Library/Caches/jeoul/compiled")
        #else
            #expect(path(["HOME": "/h"]) == "/h/.cache/jeoul/compiled")
        #endif
        #expect(path([:]) == nil)
    }
}
