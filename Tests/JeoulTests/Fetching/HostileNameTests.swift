import Foundation
import TestSupport
import Testing

@testable import Jeoul
@testable import JeoulFetching

/// Names that would lead elsewhere are refused before anything is written.
@Suite struct HostileNameTests {
    static let names = [
        "", ".", "..", "../x", "/etc/passwd", "a/../../b", "a\\b", "a\u{0}b", "a\nb", ".hidden", ".pull",
        String(repeating: "a", count: 201), String(repeating: "한", count: 90),
    ]

    @Test(arguments: names) func isNotPlain(_ name: String) {
        #expect(!SafeName.isPlain(name))
    }

    @Test func plainNamesArePlain() {
        for name in ["a.x-4.0", "vocab.json", "한국어", "a b", "owner--name@refs%2Fpr%2F1", "…"] {
            #expect(SafeName.isPlain(name))
        }
    }

    @Test(arguments: [
        "a", "a/", "/a", "a/b/c", "../b", "a/..", "a/.b", "a//b", "a/b c", "a/b?c", "a/b#c", "a/b%2e", "a/b@",
        "a/b@../c",
        "a/b@/c", "a/b@c//d", "a/b@-x", "a--b/c", "a/b\n", "a/b\u{0}", "한/국", "a/b@\"x",
        "a/" + String(repeating: "b", count: 97), "a/b@" + String(repeating: "c/", count: 100) + "c",
        "http://a/b", "-o/b", "a/-o",
    ])
    func isNoRepository(_ name: String) {
        #expect(throws: FetchError.self) { try HubRepository(name) }
    }

    @Test func repositoriesHaveFoldersAndAddresses() throws {
        let repository = try HubRepository("skt/A.X-4.0-Light@refs/pr/1")
        #expect(repository.folderName == "skt--A.X-4.0-Light@refs%2Fpr%2F1")
        #expect(SafeName.isPlain(repository.folderName))
        #expect(
            repository.address(of: "한 a.json", endpoint: "https://h")
                == "https://h/skt/A.X-4.0-Light/resolve/refs%2Fpr%2F1/%ED%95%9C%20a.json")
        #expect(try HubRepository("a/b").folderName != (try HubRepository("a/b@main").folderName))
        #expect(try HubRepository("a-/b").folderName != (try HubRepository("a/b").folderName))
    }

    /// A manifest is a file like any other: what it names is checked when it is used.
    @Test(.enabled(if: PullFixture.isUsable, PullFixture.absence), arguments: names)
    func aManifestCannotLeadElsewhere(_ name: String) throws {
        let fixture = try PullFixture()
        let encoded = String(decoding: try JSONEncoder().encode(name), as: UTF8.self).dropFirst().dropLast()
        let session = try fixture.session()
        for catalog in [
            try fixture.catalog(id: String(encoded)), try fixture.catalog(fileName: String(encoded)),
            try fixture.catalog(
                source: #"{"kind": "hub", "repository": "\#(encoded)", "revision": null, "gated": false}"#),
        ] {
            let id = catalog.manifest.vocabularies[0].id
            // An id as it would come from the manifest; on the command line it is the person's own.
            #expect(throws: FetchError.self) { try VocabularyPull(catalog: catalog, session: session).pull(id) }
        }
        // Nothing beside the cache and the manifest.
        let there = try FileManager.default.contentsOfDirectory(atPath: fixture.folder.url.path)
        #expect(Set(there).isSubset(of: ["cache", "manifest.json"]))
        #expect(fixture.folders == [])
    }

    @Test func theRecordIsNoFileOfTheirs() throws {
        let fixture = try PullFixture()
        let session = try fixture.session(["HF_HUB_OFFLINE": "1"])
        let catalog = try fixture.catalog(fileName: "source.json")
        let error = try fetchError { _ = try VocabularyPull(catalog: catalog, session: session).pull("tiny") }
        #expect(error.kind == .badName(what: "a file"))
    }

    @Test(arguments: ["ftp://h", "file:///etc", "huggingface.co", "http://", "http://h\nx", "https://h h"])
    func isNoEndpoint(_ text: String) {
        #expect(throws: FetchError.self) { try FetchSettings(environment: ["HF_ENDPOINT": text]) }
    }

    @Test func settingsAreRead() throws {
        let settings = try FetchSettings(environment: ["HF_ENDPOINT": "http://h:8/p//", "HF_TOKEN": " hf_x\n"])
        #expect(settings.hub == "http://h:8/p")
        #expect(settings.token == "hf_x")
        #expect(!settings.hubMayHaveToken)
        #expect(!settings.isOffline)
        #expect(try FetchSettings(environment: [:]).hub == "https://huggingface.co")
        #expect(try FetchSettings(environment: [:]).hubMayHaveToken)
        #expect(try FetchSettings(environment: ["HF_HUB_OFFLINE": "TRUE"]).isOffline)
        #expect(try FetchSettings(environment: ["HF_HUB_OFFLINE": "0"]).isOffline == false)
        #expect(throws: FetchError.self) { try FetchSettings(environment: ["HF_TOKEN": "a\nb"]) }
    }

    @Test func curlIsToldNothingElse() throws {
        let request = TransportRequest(
            url: #"https://h/"x\y"#, fields: [HTTPField("Range", "bytes=5-")], bearerToken: "t")
        let text = try CurlConfiguration(request).text
        #expect(text.contains(#"url = "https://h/\"x\\y""#))
        #expect(text.contains("header = \"Range: bytes=5-\"\nheader = \"Authorization: Bearer t\"\n"))
        #expect(text.contains(#"proto-redir = "=https""#))
        for url in ["http://h/\noutput = /tmp/x", "http://h/\u{0}", "http://h/\r"] {
            #expect(throws: TransportError.self) { try CurlConfiguration(TransportRequest(url: url)) }
        }
    }
}
