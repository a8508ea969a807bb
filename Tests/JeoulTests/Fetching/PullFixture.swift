import Foundation
import JeoulVocabularies
import Synchronization
import TestSupport
import Testing

@testable import Jeoul
@testable import JeoulCorpora
@testable import JeoulFetching

/// A server that misbehaves, an empty cache, and a vocabulary of two files.
final class PullFixture: Sendable {
    static let isUsable = FaultServer.isUsable
    static let absence = Comment(rawValue: FaultServer.absence)

    /// About 300 KB of JSON, so that half of it is something.
    static let vocab = Data(
        (#"{"model": {"#
            + (0..<20_000).map { #""t\#($0)": \#($0)"# }.joined(separator: ", ") + "}}\n").utf8)
    static let merges = Data(("#version: 0.2\n" + (0..<4000).map { "a\($0) b\n" }.joined()).utf8)

    let server: FaultServer
    let folder: TemporaryFolder
    private let noted = Mutex<[String]>([])

    init() throws {
        server = try FaultServer()
        folder = try TemporaryFolder()
        try serve()
    }

    func serve(vocab: Data = PullFixture.vocab) throws {
        try server.serve(vocab, as: "m/vocab.json")
        try server.serve(Self.merges, as: "m/merges.txt")
    }

    /// Packs `vocab` as `p/MEMBER` into a wheel, and serves it as `p/p.whl`.
    func serveWheel(with member: String) throws {
        try folder.write(Self.vocab, to: "wheel/p/\(member)")
        let zip = Process()
        zip.executableURL = FaultServer.program("python3")
        zip.arguments = ["-m", "zipfile", "-c", "p.whl", "p/"]
        zip.currentDirectoryURL = folder.url.appendingPathComponent("wheel")
        try zip.run()
        zip.waitUntilExit()
        try server.serve(try Data(contentsOf: folder.url.appendingPathComponent("wheel/p.whl")), as: "p/p.whl")
    }

    var cache: URL { folder.url.appendingPathComponent("cache") }
    var notes: [String] { noted.withLock { $0 } }

    func session(
        _ environment: [String: String] = [:], transport: any Transport = CurlTransport(), timeout: Double = 5
    ) throws -> FetchSession {
        let given = ["HF_ENDPOINT": server.address, "PIP_INDEX_URL": server.address + "/simple"]
        var settings = try FetchSettings(environment: given.merging(environment) { $1 })
        settings.firstWait = 0.02
        settings.retries = 2
        settings.timeout = timeout
        return FetchSession(
            transport: transport, settings: settings, note: { [self] text in noted.withLock { $0.append(text) } })
    }

    /// A catalog of one vocabulary, `tiny`, that the server has with these faults.
    func catalog(
        _ faults: String = "ok", isPinned: Bool = true, id: String = "tiny", fileName: String = "vocab.json",
        source: String? = nil
    ) throws -> VocabularyCatalog {
        func file(_ name: String, _ data: Data) -> String {
            let pins =
                isPinned
                ? #""bytes": \#(data.count), "sha256": "\#(ContentDigest.hexadecimal(of: data))""#
                : #""bytes": null, "sha256": null"#
            return #"{"name": "\#(name)", \#(pins), "required": true}"#
        }
        let source = source ?? #"{"kind": "hub", "repository": "\#(faults)/m", "revision": null, "gated": false}"#
        let files =
            source.contains("pypi")
            ? file(fileName, Self.vocab) : file(fileName, Self.vocab) + "," + file("merges.txt", Self.merges)
        let json = """
            {"schema": 1, "vocabularies": [{"id": "\(id)", "aliases": ["wee"], "vendor": "Nobody",
              "models": [], "kind": "byte-level-bpe", "ranks": "id", "whole_piece_lookup": true,
              "splitter": "gpt2", "normalizer": "none", "tokens": 262, "special_tokens": [], "added_tokens": [],
              "forms": [{"format": "vocab-merges", "bundled": false, "files": [\(files)], "source": \(source)}],
              "licence": {"name": "MIT", "redistributable": true}, "llama_cpp_fingerprint": null,
              "reference_counts": [], "note": null, "unknown": []}]}
            """
        let path = try folder.write(json, to: "manifest.json")
        return VocabularyCatalog(
            manifest: try VocabularyManifest(contentsOf: URL(fileURLWithPath: path)), cacheFolder: cache)
    }

    func pull(
        _ faults: String = "ok", isPinned: Bool = true, options: PullOptions = PullOptions(),
        environment: [String: String] = [:], timeout: Double = 5
    ) throws -> PullOutcome {
        try VocabularyPull(
            catalog: try catalog(faults, isPinned: isPinned), session: try session(environment, timeout: timeout),
            options: options
        ).pull("tiny")
    }

    /// What is seen of a file in the cache.
    func seen(_ name: String, of folder: String = "tiny") -> Data? {
        try? Data(contentsOf: cache.appendingPathComponent(folder).appendingPathComponent(name))
    }

    /// Whether the cache has the right files, whole.
    var isRight: Bool { seen("vocab.json") == Self.vocab && seen("merges.txt") == Self.merges }

    /// The names that are seen in the cache.
    var folders: [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: cache.path)) ?? []).filter { !$0.hasPrefix(".") }
            .sorted()
    }

    /// All that is left of what was being fetched.
    var leftovers: [String] {
        let work = cache.appendingPathComponent(".pull").path
        let names = FileManager.default.enumerator(atPath: work)?.compactMap { $0 as? String } ?? []
        return names.filter { $0.contains("/") }.sorted()
    }
}

/// The error that something ends with.
func fetchError(_ body: () throws -> Void) throws -> FetchError {
    do {
        try body()
    } catch let error as FetchError {
        return error
    }
    throw NoError()
}

/// There was no error where one was due.
struct NoError: Error {}
