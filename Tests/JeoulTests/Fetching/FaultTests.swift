import Foundation
import TestSupport
import Testing

@testable import Jeoul
@testable import JeoulFetching

/// Every fault of a server ends in the right files or in a clear error, and never in a broken cache.
@Suite(.enabled(if: PullFixture.isUsable, PullFixture.absence)) struct FaultTests {
    @Test(arguments: [
        "ok", "redirect", "half", "half_redirect", "half1_norange", "half1_notag", "half1_norange_notag", "half1_416",
        "throttle", "429", "500", "drop", "longlie", "shortlie", "longlie_redirect", "stall", "429_half1",
    ])
    func endsInTheRightFiles(_ faults: String) throws {
        let fixture = try PullFixture()
        let outcome = try fixture.pull(faults, timeout: 1)
        #expect(outcome.state == .pulled)
        #expect(outcome.files.map(\.isPinned) == [true, true])
        #expect(fixture.isRight)
        #expect(fixture.leftovers == [])
        #expect(fixture.folders == ["tiny"])
    }

    @Test(arguments: [
        ("401", "accept the terms at"), ("403", "accept the terms at"), ("404", "no such file (404)"),
        ("416always", "status 416"), ("429long", "no more requests for 3600 seconds"), ("500always", "status 500"),
        ("loop", "redirects"), ("filescheme", "file"), ("page", "it is a web page"), ("wrong", "is pinned"),
        ("half_norange", "did not get through"), ("half_416", "did not get through"), ("endless", "is not"),
        ("shortlie_norange", "is not"),
    ])
    func endsInAClearError(_ faults: String, _ words: String) throws {
        let fixture = try PullFixture()
        let error = try fetchError { _ = try fixture.pull(faults, timeout: 1) }
        let lines = error.description.split(separator: "\n")
        #expect(lines.count == 1)
        #expect(error.description.contains(words) || error.description.contains("are pinned"), "\(error)")
        #expect(error.remedy != nil)
        #expect(!error.isNoNetwork)
        #expect(fixture.folders == [])
        // What is left does no harm: the next time it ends well.
        _ = try fixture.pull("ok")
        #expect(fixture.isRight)
        #expect(fixture.leftovers == [])
    }

    /// The same where nothing is pinned, as far as it can be known there.
    @Test(arguments: ["ok", "redirect", "half", "half_redirect", "half1_notag", "half1_norange", "longlie", "stall"])
    func unpinnedFilesAreRightToo(_ faults: String) throws {
        let fixture = try PullFixture()
        let outcome = try fixture.pull(faults, isPinned: false, timeout: 1)
        #expect(outcome.files.map(\.isPinned) == [false, false])
        #expect(fixture.isRight)
        #expect(fixture.leftovers == [])
    }

    @Test(arguments: ["shortlie_norange", "page", "wrong_redirect", "shortlie_redirect_norange"])
    func unpinnedFilesThatCannotBe(_ faults: String) throws {
        let fixture = try PullFixture()
        // Altered after the Hub told its hash.
        let error = try fetchError { _ = try fixture.pull(faults, isPinned: false) }
        #expect(error.remedy?.contains("nothing was installed") == true, "\(error)")
        #expect(fixture.folders == [])
    }

    @Test func aBeginningOfAnotherVersionIsNotGoneOnWith() throws {
        let fixture = try PullFixture()
        let part = "cache/.pull/tiny/vocab.json.part"
        // Pinned: of wrong bytes, found out by the hash; then all is fetched again.
        try fixture.folder.write(Array(repeating: UInt8(ascii: "{"), count: 1000), to: part)
        _ = try fixture.pull()
        #expect(fixture.isRight)
        // Unpinned: with the note of another version.
        let other = try PullFixture()
        let address = "\(other.server.address)/ok/m/resolve/main/vocab.json"
        try other.folder.write(Array(repeating: UInt8(ascii: "{"), count: 1000), to: part)
        try other.folder.write(#"{"url": "\#(address)", "validator": "\"other\""}"#, to: part + ".json")
        _ = try other.pull(isPinned: false)
        #expect(other.isRight)
        let request = try #require(try other.server.requests().first { $0.path.hasSuffix("vocab.json") })
        #expect(request.range == "bytes=1000-")
        #expect(request.ifRange == "\"other\"")
        // Unpinned and without a note: not gone on with at all.
        let third = try PullFixture()
        try third.folder.write(Array(repeating: UInt8(ascii: "{"), count: 1000), to: part)
        _ = try third.pull(isPinned: false)
        #expect(third.isRight)
        #expect(try third.server.requests().allSatisfy { $0.range == nil })
    }

    @Test func aHalfIsGoneOnWith() throws {
        let fixture = try PullFixture()
        try fixture.folder.write(PullFixture.vocab.prefix(100_000), to: "cache/.pull/tiny/vocab.json.part")
        _ = try fixture.pull()
        #expect(fixture.isRight)
        #expect(try fixture.server.requests().contains { $0.range == "bytes=100000-" })
    }

    @Test func noNetworkIsOneLine() throws {
        let fixture = try PullFixture()
        // A port on which nothing listens: that of a server that has gone.
        let gone: String = try { try FaultServer().address }()
        let begin = Date()
        let error = try fetchError { _ = try fixture.pull(environment: ["HF_ENDPOINT": gone]) }
        #expect(error.isNoNetwork)
        #expect(error.description.contains("no network"))
        #expect(!error.description.contains("\n"))
        #expect(Date().timeIntervalSince(begin) < 5)
        let unknown = try fetchError {
            _ = try fixture.pull(environment: ["HF_ENDPOINT": "http://nowhere.invalid"])
        }
        #expect(unknown.isNoNetwork)
        let offline = try fetchError { _ = try fixture.pull(environment: ["HF_HUB_OFFLINE": "1"]) }
        #expect(offline.kind == .offline)
        #expect(offline.isNoNetwork)
        #expect(fixture.folders == [])
        #expect(try fixture.server.requests().isEmpty)
    }

    @Test func withoutCurlItIsSaidHowToGetIt() throws {
        let fixture = try PullFixture()
        let session = try fixture.session(transport: CurlTransport(environment: ["PATH": "/nowhere"]))
        let error = try fetchError {
            _ = try VocabularyPull(catalog: try fixture.catalog(), session: session).pull("tiny")
        }
        #expect(error.kind == .toolMissing("curl"))
        #expect(error.description.contains("apt-get install curl"))
    }

    @Test func theTokenGoesToTheHubAlone() throws {
        let fixture = try PullFixture()
        _ = try fixture.pull("redirect", environment: ["HF_TOKEN": "hf_secret"])
        let requests = try fixture.server.requests()
        let first = requests.filter { $0.path.contains("/resolve/") }
        let moved = requests.filter { $0.path.hasPrefix("/raw/") }
        #expect(first.count == 2 && first.allSatisfy { $0.authorization == "Bearer hf_secret" })
        #expect(moved.count == 2 && moved.allSatisfy { $0.authorization == nil })
        #expect(moved.allSatisfy { $0.host.hasPrefix("localhost:") })

        // The token of `hf auth login` is used where none is set, in the same way.
        let home = try PullFixture()
        try home.folder.write("hf_stored\n", to: "hf/token")
        let place = home.folder.url.appendingPathComponent("hf").path
        _ = try home.pull("redirect", environment: ["HF_HOME": place])
        for request in try home.server.requests() {
            #expect(request.authorization == (request.path.contains("/resolve/") ? "Bearer hf_stored" : nil))
        }
        #expect(try FetchSettings(environment: ["HF_HOME": place, "HF_TOKEN": "hf_set"]).token == "hf_set")
        #expect(try FetchSettings(environment: ["HF_HOME": place + "/none"]).token == nil)

        let other = try PullFixture()
        let refused = try fetchError { _ = try other.pull("401", environment: ["HF_TOKEN": "hf_secret"]) }
        guard case .gated(401, _, hasToken: true) = refused.kind else { throw refused }
        #expect(!refused.description.contains("hf_secret"))
    }

    /// A name and a password in an address go to its host alone, and are neither written nor shown.
    @Test func credentialsAreNeitherWrittenNorShown() throws {
        for faults in ["redirect", "404", "401"] {
            let fixture = try PullFixture()
            let address = fixture.server.address.replacing("http://", with: "http://someone:pass%2Fword@")
            let given = ["HF_ENDPOINT": address, "HF_TOKEN": "hf_secret"]
            do {
                _ = try fixture.pull(faults, environment: given)
                #expect(faults == "redirect")
            } catch {
                #expect(!"\(error)".contains("pass") && !"\(error)".contains("someone"), "\(error)")
            }
            for request in try fixture.server.requests() {
                let basic = "Basic " + Data("someone:pass/word".utf8).base64EncodedString()
                #expect(request.authorization == (request.path.contains("/resolve/") ? basic : nil))
            }
            let files = FileManager.default.enumerator(atPath: fixture.folder.url.path)?.compactMap { $0 as? String }
            for file in files ?? [] {
                let data = try? Data(contentsOf: fixture.folder.url.appendingPathComponent(file))
                let text = data.map { String(decoding: $0, as: UTF8.self) } ?? ""
                #expect(!text.contains("someone") && !text.contains("pass"), "\(file)")
            }
        }
        for bad in ["someone:password@host", "ftp://someone:password@host/x", "http://someone:password@"] {
            let error = try fetchError { _ = try FetchSettings(environment: ["PIP_INDEX_URL": bad]) }
            #expect(!error.description.contains("password"), "\(error)")
        }
    }
}
