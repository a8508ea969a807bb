import Foundation
import TestSupport
import Testing

@testable import Jeoul
@testable import JeoulCorpora
@testable import JeoulFetching

@Suite(.enabled(if: PullFixture.isUsable, PullFixture.absence)) struct CorpusPullTests {
    static let kaist = Data("# text = 가나다\n1\t가\n\n# text = 라마바\n1\t라\n".utf8)

    /// The real manifest, its addresses those of the server.
    private func catalog(_ fixture: PullFixture, _ faults: String = "ok") throws -> CorpusCatalog {
        var catalog = try CorpusCatalog.standard(environment: ["XDG_CACHE_HOME": fixture.cache.path])
        for corpus in catalog.manifest.corpora.indices {
            for file in catalog.manifest.corpora[corpus].files.indices
            where catalog.manifest.corpora[corpus].files[file].url != nil {
                let name = catalog.manifest.corpora[corpus].files[file].name
                catalog.manifest.corpora[corpus].files[file].url = "\(fixture.server.address)/raw/\(faults)/c/\(name)"
            }
        }
        return catalog
    }

    @Test func anUnpinnedCorpusIsRecorded() throws {
        let fixture = try PullFixture()
        try fixture.server.serve(Self.kaist, as: "c/ko_kaist-ud-test.conllu")
        let catalog = try catalog(fixture)
        let pull = CorpusPull(catalog: catalog, session: try fixture.session())
        let outcome = try pull.pull("ud-korean-kaist")
        #expect(outcome.state == .pulled)
        #expect(outcome.licence == "CC-BY-SA-4.0")
        #expect(outcome.register == "nonfiction, news")
        #expect(try catalog.corpus("ud-korean-kaist").corpus().texts() == utf8("가나다", "라마바"))
        #expect(try pull.pull("ud-korean-kaist").state == .unchanged)
        try fixture.server.serve(Self.kaist + Data("\n".utf8), as: "c/ko_kaist-ud-test.conllu")
        let error = try fetchError { _ = try pull.pull("ud-korean-kaist") }
        guard case .changed = error.kind else { throw error }
        // What is no CoNLL-U is not installed.
        try fixture.server.serve(Data("nothing\n".utf8), as: "c/ko_gsd-ud-test.conllu")
        let other = try fetchError { _ = try pull.pull("ud-korean-gsd") }
        #expect(other.description.contains("this is not the file"))
        #expect(catalog.installed(try catalog.entry("ud-korean-gsd")) == nil)
    }

    @Test func whatCannotBeFetchedIsSaid() throws {
        let fixture = try PullFixture()
        let pull = CorpusPull(catalog: try catalog(fixture), session: try fixture.session())
        let error = try fetchError { _ = try pull.pull("nsmc") }
        #expect(error.description.contains("no single file to fetch"))
        #expect(error.description.contains("e9t/nsmc at commit cc0670e872d4ac27bfe36c87456783004b39ef6c"))
        #expect(error.description.contains("--from FOLDER"))
        #expect(try pull.pull("sampler").state == .bundled)
        let unknown = try fetchError { _ = try pull.pull("klue") }
        #expect(unknown.kind == .unknownName(nearest: ["klue-nli-dev", "klue-sts-dev"]))
        #expect(try fixture.server.requests().isEmpty)
    }

    /// A derived text that is pinned is derived and compared.
    @Test func theDerivedTextIsVerified() throws {
        let fixture = try PullFixture()
        let file = Data(#"{"data": [{"paragraphs": [{"context": "가"}, {"context": "나"}]}]}"#.utf8)
        try fixture.server.serve(file, as: "c/KorQuAD_v1.0_dev.json")
        var catalog = try catalog(fixture)
        let id = "korquad-1.0-dev"
        let index = try #require(catalog.manifest.corpora.firstIndex { $0.id == id })
        catalog.manifest.corpora[index].derivedSHA256 = ContentDigest.hexadecimal(of: Data("다\n".utf8))
        let error = try fetchError { _ = try CorpusPull(catalog: catalog, session: try fixture.session()).pull(id) }
        #expect(error.description.contains("derived from \(id)"))
        #expect(catalog.installed(try catalog.entry(id)) == nil)

        catalog.manifest.corpora[index].derivedSHA256 = ContentDigest.hexadecimal(of: Data("가\n나\n".utf8))
        let pull = CorpusPull(catalog: catalog, session: try fixture.session())
        #expect(try pull.pull(id).state == .pulled)
        #expect(try pull.pull(id).state == .here)
        #expect(try catalog.corpus(id).corpus().texts() == utf8("가", "나"))
    }

    /// In place of the files that it is derived from, and whatever it is called.
    @Test func aDerivedTextIsInstalled() throws {
        let fixture = try PullFixture()
        var catalog = try catalog(fixture)
        let text = Data("가\n나\n".utf8)
        let index = try #require(catalog.manifest.corpora.firstIndex { $0.id == "nsmc" })
        catalog.manifest.corpora[index].derivedSHA256 = ContentDigest.hexadecimal(of: text)
        catalog.manifest.corpora[index].derivedBytes = text.count
        try fixture.folder.write("다\n라\n", to: "from/nsmc.txt")
        let options = PullOptions(source: fixture.folder.url.appendingPathComponent("from"))
        let pull = CorpusPull(catalog: catalog, session: try fixture.session(), options: options)
        _ = try fetchError { _ = try pull.pull("nsmc") }
        try fixture.folder.write(Array(text), to: "from/all reviews")
        #expect(try pull.pull("nsmc").files.map(\.name) == ["nsmc.txt"])
        #expect(try catalog.corpus("nsmc").corpus().texts() == utf8("가", "나"))
        #expect(try pull.pull("nsmc").state == .here)
    }

    @Test func aFolderOfFilesIsInstalled() throws {
        let fixture = try PullFixture()
        var catalog = try catalog(fixture)
        let text = "가\n나\n"
        let index = try #require(catalog.manifest.corpora.firstIndex { $0.id == "nsmc" })
        catalog.manifest.corpora[index].derivedSHA256 = ContentDigest.hexadecimal(of: Data(text.utf8))
        catalog.manifest.corpora[index].derivedBytes = nil
        try fixture.folder.write(#"[{"review": "가"}]"#, to: "from/raw/1.json")
        try fixture.folder.write(#"[{"review": "나"}]"#, to: "from/raw/2.json")
        try fixture.folder.write("x", to: "from/raw/other.txt")
        let options = PullOptions(source: fixture.folder.url.appendingPathComponent("from"))
        let pull = CorpusPull(catalog: catalog, session: try fixture.session(), options: options)
        #expect(try pull.pull("nsmc").files.map(\.name) == ["raw/1.json", "raw/2.json"])
        #expect(try catalog.corpus("nsmc").corpus().texts() == utf8("가", "나"))
        #expect(try pull.pull("nsmc").state == .here)
    }

    /// `../shared/corpora` has the bytes that the real manifest pins.
    @Test(.enabled(if: SharedData.isUsable, Comment(rawValue: SharedData.absence)))
    func theRealCorporaAreInstalled() throws {
        let shared = try #require(try SharedData.url("corpora"))
        let fixture = try PullFixture()
        var catalog = try catalog(fixture, "half1")
        // As if they did not come with Jeoul.
        for index in catalog.manifest.corpora.indices { catalog.manifest.corpora[index].bundled = false }
        let session = try fixture.session()
        for (id, folder) in [
            ("jhe-ko-dev", shared), ("jhe-en-dev", shared),
            ("flores200-ko-dev", shared), ("flores200-en-dev", shared.appendingPathComponent("flores200")),
        ] {
            let pull = CorpusPull(catalog: catalog, session: session, options: PullOptions(source: folder))
            #expect(try pull.pull(id).files.allSatisfy { $0.isPinned })
            try #require(catalog.installed(try catalog.entry(id))).verify()
        }
        for name in ["kor_Hang.devtest", "metadata_devtest.tsv"] {
            try fixture.server.serve(
                Data(contentsOf: shared.appendingPathComponent("flores200/\(name)")), as: "c/\(name)")
        }
        let pull = CorpusPull(catalog: catalog, session: session)
        #expect(try pull.pull("flores200-ko-devtest").state == .pulled)
        #expect(try catalog.corpus("flores200-ko-devtest").corpus().summary().documents == 1012)
    }
}
