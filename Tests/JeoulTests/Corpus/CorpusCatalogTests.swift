import Foundation
import JeoulText
import JeoulTokenizing
import Testing

@testable import Jeoul
@testable import JeoulCorpora
@testable import JeoulPages
@testable import JeoulReporting

/// The catalog: the real manifest, and small folders made here.
@Suite struct CorpusCatalogTests {
    /// `Corpora/` of the source tree, three levels above this file's folder.
    static let corpora = (0..<4)
        .reduce(URL(fileURLWithPath: #filePath)) { url, _ in url.deletingLastPathComponent() }
        .appendingPathComponent("Corpora")

    private func catalog(_ environment: [String: String] = [:]) throws -> CorpusCatalog {
        try CorpusCatalog(bundledFolder: Self.corpora, environment: environment)
    }

    @Test func theManifestIsWhole() throws {
        let corpora = try catalog().manifest.corpora
        #expect(Set(corpora.map(\.id)).count == corpora.count)
        #expect(corpora.count >= 14)
        for entry in corpora {
            #expect(!entry.textFiles.isEmpty)
            #expect((entry.clusterFile == nil) == (entry.clusterColumn == nil))
            if let parallel = entry.parallel {
                #expect(corpora.first { $0.id == parallel }?.parallel == entry.id)
            }
        }
        #expect(corpora.first { $0.id == "nsmc" }?.isPullable == false)
        #expect(corpora.first { $0.id == "klue-nli-dev" }?.isPinned == true)
        #expect(corpora.first { $0.id == "korquad-1.0-dev" }?.isPinned == false)
    }

    @Test(arguments: [
        ("flores200-ko-test", "flores200-ko-devtest"), ("klue-nli", "klue-nli-dev"), ("NSMC", "nsmc"),
        ("smapler", "sampler"), ("korquad", "korquad-1.0-dev"),
    ])
    func aWrongIdIsAnswered(_ typed: String, _ meant: String) throws {
        let catalog = try catalog()
        do {
            _ = try catalog.entry(typed)
            Issue.record("\(typed) is no corpus")
        } catch {
            guard case .unknownCorpus(typed, let nearest) = error.kind else { throw error }
            #expect(nearest.contains(meant))
        }
        #expect(NearestNames.suggestions(for: "xxxxxxxxxxxx", among: catalog.manifest.corpora.map(\.id)).isEmpty)
    }

    @Test func theCacheIsWhereXDGSays() {
        #expect(CorpusCatalog.cacheFolder(["XDG_CACHE_HOME": "/c"]).path == "/c/jeoul/corpora")
        #expect(CorpusCatalog.cacheFolder(["XDG_CACHE_HOME": "c", "HOME": "/h"]).path == "/h/.cache/jeoul/corpora")
        #expect(CorpusCatalog.cacheFolder(["HOME": "/h"]).path == "/h/.cache/jeoul/corpora")
    }

    @Test func aCorpusIsFoundInThePathAndInTheCache() throws {
        let folder = try TemporaryFolder()
        let environment = ["JEOUL_CORPUS_PATH": "/none:\(folder.url.path)/shared", "XDG_CACHE_HOME": folder.url.path]
        let catalog = try catalog(environment)
        let entry = try catalog.entry("nsmc")
        #expect(catalog.installed(entry) == nil)
        #expect(catalog.listing(entry).availability == .elsewhere)
        #expect(catalog.listing(try catalog.entry("korquad-1.0-dev")).availability == .pullable)

        try folder.write("가\n나\n", to: "jeoul/corpora/nsmc/nsmc.txt")
        let pulled = try #require(catalog.installed(entry))
        try folder.write(#"[{"review": "가"}, {"review": "나"}]"#, to: "jeoul/corpora/nsmc/raw/1.json")
        let original = try #require(catalog.installed(entry))
        #expect(original.place == .original)
        #expect(try original.corpus().labels().map(\.cluster) == ["1", "1"])
        #expect(catalog.listing(entry).availability == .installed)

        try folder.write("가\n나\n", to: "shared/nsmc.txt")
        let text = try #require(catalog.installed(entry))
        let digest = ContentDigest.hexadecimal(of: Data("가\n나\n".utf8))
        for (var found, place) in [(pulled, InstalledCorpus.Place.text), (original, .original), (text, .text)] {
            #expect(found.place == place)
            #expect(try found.corpus().texts() == utf8("가", "나"))
            #expect(throws: CorpusError.self) { try found.verify() }
            found.entry.derivedSHA256 = digest
            try found.verify()
        }
    }

    /// What comes with Jeoul is what is pinned, to the byte, and has its clusters.
    @Test func theBundledCorporaAreThePinnedOnes() throws {
        let catalog = try catalog(["XDG_CACHE_HOME": "/none"])
        let real = catalog.manifest.corpora.filter { $0.bundled && !$0.isComposedOfRegisters }
        #expect(real.filter { $0.languages == ["ko"] }.count == 6)
        for entry in real {
            let found = try catalog.corpus(entry.id)
            #expect(found.place == .bundled && entry.isPinned)
            #expect(entry.source != nil && entry.written != nil)
            let folder = Self.corpora.appendingPathComponent(try #require(entry.folder))
            #expect(FileManager.default.fileExists(atPath: folder.appendingPathComponent("LICENSE").path))
            for file in entry.files {
                let data = try Data(contentsOf: folder.appendingPathComponent(file.name))
                #expect(data.count == file.bytes && ContentDigest.hexadecimal(of: data) == file.sha256)
            }
            let labels = try found.corpus().labels()
            let expected = [
                "flores200-ko-dev": 281, "flores200-en-dev": 281, "flores200-ko-devtest": 281,
                "flores200-en-devtest": 281,
                "klue-nli-dev": 1000, "klue-sts-dev": 519, "nsmc-every-50th": 8573, "jhe-ko-dev": 0, "jhe-en-dev": 0,
            ]
            #expect(Set(labels.compactMap(\.cluster)).count == expected[entry.id], "\(entry.id)")
        }
    }

    @Test("a file with the bytes of a corpus is that corpus, whatever it is called") func recognisedByItsBytes() throws
    {
        let folder = try TemporaryFolder()
        let catalog = try catalog(["XDG_CACHE_HOME": folder.url.path])
        let text = try Data(contentsOf: Self.corpora.appendingPathComponent("KLUE-STS/klue-sts-dev.txt"))
        try folder.write(Array(text), to: "mine.txt")
        let path = folder.url.appendingPathComponent("mine.txt").path
        let found = try catalog.verificationCorpora(named: [path], options: CorpusOptions())
        #expect(found.map(\.id) == ["klue-sts-dev"])
        #expect(found[0].recognisedFile == "mine.txt" && found[0].origin == .catalog)
        #expect(try Set(found[0].corpus.labels().map(\.cluster)).count == 519)
        #expect(throws: CorpusError.self) {
            try catalog.verificationCorpora(named: [path, "klue-sts-dev"], options: CorpusOptions())
        }
        // One byte more, and it is a file like any other.
        try folder.write(Array(text) + [0x0A], to: "mine.txt")
        let other = try catalog.verificationCorpora(named: [path], options: CorpusOptions())
        #expect(other.map(\.id) == ["mine.txt"] && other[0].recognisedFile == nil)
    }

    @Test func whatIsNotHereIsSaid() throws {
        let folder = try TemporaryFolder()
        let catalog = try catalog(["XDG_CACHE_HOME": folder.url.path])
        do {
            _ = try catalog.corpus("korquad-1.0-dev")
            Issue.record("it is not here")
        } catch {
            #expect(error.description.contains("jeoul corpus pull korquad-1.0-dev"))
        }
        // Without its table of clusters FLORES is not whole.
        var entry = try catalog.entry("flores200-ko-dev")
        entry.bundled = false
        try folder.write("가\n", to: "jeoul/corpora/flores200-ko-dev/kor_Hang.dev")
        #expect(catalog.installed(entry) == nil)
    }

    @Test func aDamagedManifestIsAnError() throws {
        let folder = try TemporaryFolder()
        #expect(throws: CorpusError.self) { try CorpusManifest(inFolder: folder.url) }
        for text in ["{", "{\"schema\": 1}", "{\"schema\": 2, \"corpora\": []}"] {
            try folder.write(text, to: "manifest.json")
            do {
                _ = try CorpusManifest(inFolder: folder.url)
                Issue.record("it is damaged")
            } catch {
                guard case .malformedManifest = error.kind else { throw error }
            }
        }
    }

    @Test func theStandardCatalogIsFound() throws {
        let catalog = try CorpusCatalog.standard(environment: ["HOME": "/none"])
        #expect(catalog.manifest == (try self.catalog()).manifest)
        #expect(throws: DataFolderError.self) { try CorpusCatalog.standard(environment: ["JEOUL_DATA": "/none"]) }
    }

    @Test func theListIsATable() throws {
        let catalog = try catalog(["XDG_CACHE_HOME": "/none"])
        let table = catalog.listings().table(isLong: true)
        #expect(table.rows.count == catalog.manifest.corpora.count)
        #expect(table.csv().contains("\r\nnsmc,"))
        #expect(catalog.listing(try catalog.entry("nsmc")).table().text().contains("e9t/nsmc"))
    }

    /// The files of the sampler that are there: each record has an id of its own and the file's register.
    @Test func theSamplerIsRead() throws {
        for id in ["sampler", "sampler-en"] {
            let entry = try catalog().entry(id)
            for file in entry.textFiles {
                let path = Self.corpora.appendingPathComponent("Sampler/\(file.name)").path
                try #require(FileManager.default.fileExists(atPath: path), "\(path) is absent")
                let labels = try Corpus([CorpusInput(.path(path), format: entry.reader)]).labels()
                #expect(labels.count >= 40)
                #expect(Set(labels.map(\.id)).count == labels.count)
                let register = file.name.split(separator: ".").first.map(String.init) ?? ""
                #expect(labels.allSatisfy { $0.register == UTF8Key(register) })
                #expect(labels.allSatisfy { ($0.language == "en") == (id == "sampler-en") })
            }
        }
    }
}
