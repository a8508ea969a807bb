import Foundation
import TestSupport
import Testing

@testable import Jeoul
@testable import JeoulCorpora
@testable import JeoulFetching

/// What is in the cache, what is recorded, and what happens to both.
@Suite(.enabled(if: PullFixture.isUsable, PullFixture.absence)) struct InstallationTests {
    @Test func whatIsPinnedAndHereNeedsNoNetwork() throws {
        let fixture = try PullFixture()
        _ = try fixture.pull()
        let asked = try fixture.server.requests().count
        let again = try fixture.pull(environment: ["HF_HUB_OFFLINE": "1"])
        #expect(again.state == .here)
        #expect(try fixture.server.requests().count == asked)
        let record = try #require(try PullRecord(inFolder: fixture.cache.appendingPathComponent("tiny")))
        #expect(record.files.map(\.name) == ["vocab.json", "merges.txt"])
        #expect(record.files[0].bytes == PullFixture.vocab.count)
        #expect(record.files[0].url == "\(fixture.server.address)/ok/m/resolve/main/vocab.json")
        #expect(record.date.hasSuffix("Z"))
    }

    @Test func whatIsPinnedAndDamagedIsFetchedAgain() throws {
        let fixture = try PullFixture()
        _ = try fixture.pull()
        try fixture.folder.write("{}", to: "cache/tiny/vocab.json")
        #expect(try fixture.pull().state == .pulled)
        #expect(fixture.isRight)
    }

    @Test func aChangeOfWhatIsNotPinnedIsRefused() throws {
        let fixture = try PullFixture()
        #expect(try fixture.pull(isPinned: false).state == .pulled)
        #expect(try fixture.pull(isPinned: false).state == .unchanged)
        #expect(try fixture.server.requests().contains { $0.ifNoneMatch != nil })

        let changed = Data(#"{"model": {"other": 1}}"#.utf8)
        try fixture.serve(vocab: changed)
        let error = try fetchError { _ = try fixture.pull(isPinned: false) }
        guard case .changed(let changes) = error.kind else { throw error }
        #expect(changes.map(\.name) == ["vocab.json"])
        #expect(changes[0].recorded == ContentDigest.hexadecimal(of: PullFixture.vocab))
        #expect(changes[0].found == ContentDigest.hexadecimal(of: changed))
        #expect(error.description.contains("--accept-change"))
        #expect(fixture.isRight)

        let accepted = try fixture.pull(isPinned: false, options: PullOptions(acceptsChange: true))
        #expect(accepted.state == .changed)
        #expect(fixture.seen("vocab.json") == changed)
        #expect(fixture.seen("merges.txt") == PullFixture.merges)
        #expect(try fixture.pull(isPinned: false).state == .unchanged)
        #expect(fixture.leftovers == [])
    }

    @Test func aChangeOnThisMachineIsNoticed() throws {
        let fixture = try PullFixture()
        _ = try fixture.pull(isPinned: false)
        try fixture.folder.write("{}", to: "cache/tiny/vocab.json")
        #expect(try fixture.pull(isPinned: false).state == .pulled)
        #expect(fixture.notes.contains { $0.contains("changed on this machine") })
        #expect(fixture.isRight)
    }

    /// Killed between the two renames that exchange a folder, or after them.
    @Test(arguments: [true, false]) func anInterruptedExchangeIsMended(_ isSeen: Bool) throws {
        let fixture = try PullFixture()
        _ = try fixture.pull()
        let old = fixture.cache.appendingPathComponent(".pull/tiny.old")
        if isSeen {
            try fixture.folder.write("x", to: "cache/.pull/tiny.old/vocab.json")
        } else {
            try FileManager.default.moveItem(at: fixture.cache.appendingPathComponent("tiny"), to: old)
        }
        #expect(try fixture.pull(environment: ["HF_HUB_OFFLINE": "1"]).state == .here)
        #expect(fixture.isRight)
        #expect(!FileManager.default.fileExists(atPath: old.path))
    }

    @Test func whatIsLeftOfAnEarlierRunDoesNotGetIn() throws {
        let fixture = try PullFixture()
        try fixture.folder.write("x", to: "cache/.pull/tiny/stranger.txt")
        // Whole, checked and not yet seen: used. Of other bytes: not.
        try fixture.folder.write(PullFixture.merges, to: "cache/.pull/tiny/merges.txt")
        try fixture.folder.write("{}", to: "cache/.pull/tiny/vocab.json")
        _ = try fixture.pull()
        #expect(fixture.isRight)
        let seen = try FileManager.default.contentsOfDirectory(
            atPath: fixture.cache.appendingPathComponent("tiny").path)
        #expect(seen.sorted() == ["merges.txt", "source.json", "vocab.json"])
        #expect(try fixture.server.requests().allSatisfy { !$0.path.hasSuffix("merges.txt") })
    }

    @Test func aFolderIsInstalledAfterTheSameChecks() throws {
        let fixture = try PullFixture()
        let source = fixture.folder.url.appendingPathComponent("from")
        let options = PullOptions(source: source)
        let offline = ["HF_HUB_OFFLINE": "1"]
        try fixture.folder.write(PullFixture.merges, to: "from/merges.txt")
        let missing = try fetchError { _ = try fixture.pull(options: options, environment: offline) }
        #expect(missing.kind == .missingFiles(["vocab.json"]))
        try fixture.folder.write("{}", to: "from/vocab.json")
        let wrong = try fetchError { _ = try fixture.pull(options: options, environment: offline) }
        guard case .wrongSize(_, 2, isPinned: true) = wrong.kind else { throw wrong }
        #expect(fixture.folders == [])
        try fixture.folder.write(PullFixture.vocab, to: "from/vocab.json")
        #expect(try fixture.pull(options: options, environment: offline).state == .pulled)
        #expect(fixture.isRight)
        #expect(try fixture.server.requests().isEmpty)
        // A folder of folders, each named by an id.
        let second = try PullFixture()
        try second.folder.write(PullFixture.merges, to: "all/tiny/merges.txt")
        try second.folder.write(PullFixture.vocab, to: "all/tiny/vocab.json")
        let all = PullOptions(source: second.folder.url.appendingPathComponent("all"))
        #expect(try second.pull(options: all, environment: offline).state == .pulled)
        let none = PullOptions(source: second.folder.url.appendingPathComponent("none"))
        #expect(throws: FetchError.self) { try second.pull(options: none, environment: offline) }
    }

    @Test func aPointerIsNotTheFile() throws {
        let fixture = try PullFixture()
        let pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n"
        try fixture.folder.write(pointer, to: "from/merges.txt")
        try fixture.folder.write(PullFixture.vocab, to: "from/vocab.json")
        let options = PullOptions(source: fixture.folder.url.appendingPathComponent("from"))
        let error = try fetchError { _ = try fixture.pull(isPinned: false, options: options) }
        #expect(error.description.contains("git lfs pull"))
        #expect(fixture.folders == [])
    }

    @Test func aRepositoryIsPulledAtItsCommit() throws {
        let fixture = try PullFixture()
        try fixture.server.serve(Data("weights".utf8), as: "m/model.safetensors")
        let pull = VocabularyPull(catalog: try fixture.catalog(), session: try fixture.session())
        let outcome = try pull.pull("half_redirect/m")
        #expect(outcome.installedName == "half_redirect--m")
        #expect(outcome.files.map(\.name).sorted() == ["merges.txt", "vocab.json"])
        #expect(outcome.licence == "apache-2.0")
        #expect(outcome.commit == "0123456789abcdef0123456789abcdef01234567")
        #expect(fixture.seen("vocab.json", of: "half_redirect--m") == PullFixture.vocab)
        #expect(try fixture.server.requests().allSatisfy { !$0.path.contains("safetensors") })
        // The same at a revision is another folder.
        #expect(try pull.pull("half_redirect/m@refs/pr/1").installedName == "half_redirect--m@refs%2Fpr%2F1")
        // Without a list every usual name is tried.
        #expect(try pull.pull("nolist/m").files.map(\.name).sorted() == ["merges.txt", "vocab.json"])
        // One that cannot be understood is not none.
        let odd = try fetchError { _ = try pull.pull("oddlist/m") }
        #expect(odd.kind == .malformed(reason: "the list of its files is not as the Hub writes it"), "\(odd)")
        // What a list names is taken only where it is a plain name.
        #expect(try pull.pull("hostile/m").files.map(\.name).sorted() == ["merges.txt", "vocab.json"])
        let unknown = try fetchError { _ = try pull.pull("ok/none") }
        #expect(unknown.kind == .notFound(isRepository: true))
        try fixture.server.serve(Data("x".utf8), as: "weights/model.safetensors")
        let useless = try fetchError { _ = try pull.pull("ok/weights") }
        #expect(useless.kind == .missingFiles(["any file of a tokenizer"]))
        let gated = try fetchError { _ = try pull.pull("403/m") }
        #expect(gated.description.contains("accept the terms at \(fixture.server.address)/403/m"))
        #expect(gated.description.contains("HF_TOKEN"))
    }

    /// The repository of an entry, without a revision, is that entry, with its pins.
    @Test func theRepositoryOfAnEntryIsPinned() throws {
        let fixture = try PullFixture()
        let pull = VocabularyPull(catalog: try fixture.catalog(), session: try fixture.session())
        #expect(try pull.pull("ok/m").installedName == "tiny")
        #expect(try pull.pull("WEE").state == .here)
        let unknown = try fetchError { _ = try pull.pull("tinny") }
        #expect(unknown.kind == .unknownName(nearest: ["tiny"]))
    }

    @Test(.enabled(if: FaultServer.program("unzip") != nil, "needs unzip, which is not in PATH"))
    func aPackageIsOpened() throws {
        let fixture = try PullFixture()
        try fixture.serveWheel(with: "data/v.json")
        func pull(_ member: String, isPinned: Bool = true, package: String = "p", version: String = "1") throws
            -> PullOutcome
        {
            let source =
                #"{"kind": "pypi", "package": "\#(package)", "revision": "\#(version)", "member": "\#(member)"}"#
            let catalog = try fixture.catalog(isPinned: isPinned, source: source)
            return try VocabularyPull(catalog: catalog, session: try fixture.session()).pull("tiny")
        }
        let absent = try fetchError { _ = try pull("p/data/other.json") }
        #expect(absent.description.contains("no p/data/other.json"))
        for member in ["-x", "p/*", "p/[a]"] {
            #expect(throws: FetchError.self) { try pull(member) }
        }
        #expect(fixture.folders == [])
        #expect(try pull("p/data/v.json").state == .pulled)
        #expect(fixture.seen("vocab.json") == PullFixture.vocab)
        #expect(fixture.leftovers == [])
        // A mirror's page in HTML, with a hash or without; without one the file must be pinned.
        for package in ["p-html", "P_html", "p.bare"] {
            try FileManager.default.removeItem(at: fixture.cache)
            #expect(try pull("p/data/v.json", package: package).state == .pulled)
            #expect(fixture.seen("vocab.json") == PullFixture.vocab)
        }
        let unsure = try fetchError { _ = try pull("p/data/v.json", isPinned: false, package: "p-bare") }
        #expect(unsure.description.contains("no sound address"))
        let absentVersion = try fetchError { _ = try pull("p/data/v.json", isPinned: false, version: "2") }
        #expect(absentVersion.description.contains("no wheel of version 2"))
    }

    /// A real index, where one can be reached: what `mistral-common` holds.
    @Test(
        .enabled(if: RealIndex.isReachable, "no package index can be reached"),
        arguments: ["tekken", "mistral-v3", "solar-10.7b"])
    func aRealIndexIsAsked(_ id: String) throws {
        let folder = try TemporaryFolder()
        let cache = folder.url.appendingPathComponent("cache")
        let catalog = VocabularyCatalog(
            manifest: try VocabularyCatalog.standard().manifest, cacheFolder: cache)
        let session = FetchSession(settings: try FetchSettings(environment: RealIndex.environment))
        let entry = try #require(catalog.manifest.entry(named: id))
        let format = try #require(entry.forms.first { $0.source.kind == "pypi" }).format
        // Only by the index: the Hub is not asked.
        var offHub = session.settings
        offHub.hub = "http://127.0.0.1:9"
        let outcome = try VocabularyPull(
            catalog: VocabularyCatalog(
                manifest: VocabularyManifest(vocabularies: [entry.only { $0.source.kind == "pypi" }]),
                cacheFolder: cache),
            session: FetchSession(settings: offHub), format: format
        ).pull(id)
        #expect(outcome.state == .pulled && outcome.isPinned)
        #expect(try catalog.load(id).isPinned)
    }

    /// What was pulled by a name is found by it, and its record is for its owner alone.
    @Test func recordsAreForTheirOwner() throws {
        let fixture = try PullFixture()
        _ = try fixture.pull()
        let record = fixture.cache.appendingPathComponent("tiny/\(PullRecord.fileName)")
        let attributes = try FileManager.default.attributesOfItem(atPath: record.path)
        #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600)
    }

    /// A record that cannot be read is not taken for none: what was pulled first would be forgotten, and any change with it.
    @Test(arguments: ["", "{", #"{"schema": 2}"#]) func aBrokenRecordIsAnError(_ text: String) throws {
        let fixture = try PullFixture()
        _ = try fixture.pull()
        let folder = fixture.cache.appendingPathComponent("tiny")
        try Data(text.utf8).write(to: folder.appendingPathComponent(PullRecord.fileName))
        let error = #expect(throws: FetchError.self) { try fixture.pull() }
        #expect(error?.kind == .brokenRecord)
        #expect(try PullRecord(inFolder: fixture.cache.appendingPathComponent("nothing")) == nil)
        // A link to itself may be one.
        let record = folder.appendingPathComponent(PullRecord.fileName).path
        try FileManager.default.removeItem(atPath: record)
        try FileManager.default.createSymbolicLink(atPath: record, withDestinationPath: record)
        #expect(throws: FetchError.self) { try PullRecord(inFolder: folder) }
    }

    /// `../shared/vocab` has the bytes that the real manifest pins.
    @Test(.enabled(if: SharedData.isUsable, Comment(rawValue: SharedData.absence)))
    func theRealVocabulariesAreInstalledFromAFolder() throws {
        let shared = try #require(try SharedData.url("vocab"))
        let fixture = try PullFixture()
        let standard = try VocabularyCatalog.standard()
        let catalog = VocabularyCatalog(
            manifest: standard.manifest, bundledFolder: standard.bundledFolder, cacheFolder: fixture.cache)
        let pull = VocabularyPull(
            catalog: catalog, session: try fixture.session(), options: PullOptions(source: shared))
        let ids = [
            "exaone-4.0", "hyperclovax-seed", "varco-vision-14b", "solar-10.7b", "llama-3", "mistral-v3",
        ]
        for id in ids {
            let outcome = try pull.pull(id)
            #expect(outcome.state == .pulled)
            #expect(outcome.files.allSatisfy { $0.isPinned })
        }
        #expect(fixture.folders == ids.sorted())
        #expect(try catalog.load("exaone-4.0").isPinned)
        // The same over the network, as far as loopback is one.
        let network = try PullFixture()
        for name in ["vocab.json", "merges.txt", "tokenizer_config.json"] {
            let data = try Data(contentsOf: shared.appendingPathComponent("a.x-4.0/\(name)"))
            try network.server.serve(data, as: "A.X-4.0-Light/\(name)")
        }
        let pinned = VocabularyCatalog(manifest: standard.manifest, cacheFolder: network.cache)
        let fetched = try VocabularyPull(catalog: pinned, session: try network.session()).pull("a.x-4.0")
        #expect(fetched.state == .pulled)
        #expect(try pinned.load("a.x-4.0").isPinned)
    }

    @Test func whatIsBundledIsNotFetched() throws {
        let fixture = try PullFixture()
        let standard = try VocabularyCatalog.standard()
        let catalog = VocabularyCatalog(
            manifest: standard.manifest, bundledFolder: standard.bundledFolder, cacheFolder: fixture.cache)
        let pull = VocabularyPull(catalog: catalog, session: try fixture.session(["HF_HUB_OFFLINE": "1"]))
        for name in ["o200k_base", "gpt-4", "qwen2.5", "o200k_harmony", "qwen3", "a.x-4.0"] {
            #expect(try pull.pull(name).state == .bundled)
        }
        // All others have a way; without a network each is told so, or by hand.
        for entry in catalog.manifest.vocabularies where catalog.location(of: entry) != .bundled {
            let error = try fetchError { _ = try pull.pull(entry.id) }
            #expect(error.isNoNetwork != entry.forms.isEmpty, "\(error)")
        }
    }
}

/// The index that this machine's pip uses.
enum RealIndex {
    static let environment = ProcessInfo.processInfo.environment.filter { ["PIP_INDEX_URL", "PATH"].contains($0.key) }

    /// Whether it answers at all.
    static let isReachable: Bool = {
        guard FaultServer.isUsable, FaultServer.program("unzip") != nil,
            let settings = try? FetchSettings(environment: environment)
        else { return false }
        let request = TransportRequest(url: settings.packageIndex + "/mistral-common/", timeout: 5)
        var isFound = false
        try? CurlTransport().get(request) { event in
            if case .head(let head) = event { isFound = head.status == 200 }
        }
        return isFound
    }()
}

extension VocabularyEntry {
    /// The same with the forms that fit.
    fileprivate func only(_ fits: (VocabularyForm) -> Bool) -> VocabularyEntry {
        var entry = self
        entry.forms = forms.filter(fits)
        return entry
    }
}
