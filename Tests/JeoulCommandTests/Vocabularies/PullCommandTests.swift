import Foundation
import TestSupport
import Testing

/// `jeoul vocabulary pull` as a process: what it prints, how it ends, and what is left when it is killed.
@Suite(.enabled(if: FaultServer.isUsable, Comment(rawValue: FaultServer.absence))) struct PullCommandTests {
    static let vocab = Data(("{" + (0..<40_000).map { #""t\#($0)": \#($0)"# }.joined(separator: ", ") + "}\n").utf8)

    private let server: FaultServer
    private let cache: URL

    init() throws {
        server = try FaultServer()
        // Goes with the server's folder.
        cache = server.folder.appendingPathComponent("cache")
        try server.serve(Self.vocab, as: "m/vocab.json")
        try server.serve(Data("#version: 0.2\na b\n".utf8), as: "m/merges.txt")
    }

    private func jeoul(_ arguments: String..., environment: [String: String] = [:]) throws -> JeoulProcess {
        let own = ["XDG_CACHE_HOME": cache.path, "HF_ENDPOINT": server.address, "HF_TOKEN": "hf_secret"]
        return try JeoulProcess(arguments, environment: own.merging(environment) { $1 })
    }

    private func seen(_ name: String, of folder: String) -> Data? {
        try? Data(contentsOf: cache.appendingPathComponent("jeoul/vocab/\(folder)/\(name)"))
    }

    private func size(_ path: String) -> Int {
        let url = cache.appendingPathComponent("jeoul/vocab/\(path)")
        return ((try? FileManager.default.attributesOfItem(atPath: url.path)[.size]) as? NSNumber)?.intValue ?? 0
    }

    private func waitUntil(_ condition: () -> Bool) throws {
        let end = Date(timeIntervalSinceNow: 30)
        while !condition() {
            try #require(Date() < end, "it did not happen within 30 seconds")
            Thread.sleep(forTimeInterval: 0.02)
        }
    }

    @Test func statusesTellScripts() throws {
        let right = try jeoul("vocabulary", "pull", "ok/m", "--format", "json").end()
        #expect(right.status == 0)
        #expect(right.output.contains(#""installed_name": "ok--m""#))
        #expect(right.errors == "")

        let gated = try jeoul("vocabulary", "pull", "403/m", "ok/m").end()
        #expect(gated.status == 2)
        #expect(gated.output.contains("ok/m"))
        #expect(gated.errors.split(separator: "\n").count == 1)
        #expect(gated.errors.hasPrefix("jeoul: "))
        #expect(!gated.errors.contains("hf_secret"))

        let gone: String = try { try FaultServer().address }()
        for environment in [["HF_ENDPOINT": gone], ["HF_HUB_OFFLINE": "1"], ["HF_ENDPOINT": "http://nowhere.invalid"]] {
            let absent = try jeoul(
                "vocabulary", "pull", "a/b", "c/d", "e/f", "--timeout", "5", environment: environment
            ).end()
            #expect(absent.status == 3)
            #expect(absent.output == "")
            #expect(absent.errors.split(separator: "\n").count == 1)
        }
        #expect(try jeoul("vocabulary", "pull").end().status == 2)
        #expect(try jeoul("vocabulary", "pull", "a/b", "--timeout", "0").end().status == 2)
        #expect(try jeoul("corpus", "pull", "nsmc").end().status == 2)
        #expect(try jeoul("corpus", "pull", "sampler").end().status == 0)
        #expect(try jeoul("vocabulary", "pull", "--help").end().output.contains("EXIT STATUS"))
    }

    /// What was pulled by the name of its repository is listed by that name.
    @Test func theListHasWhatWasPulled() throws {
        #expect(try jeoul("vocabulary", "pull", "ok/m").end().status == 0)
        let list = try jeoul("vocabulary", "list", "ok/", "--format", "csv").end()
        #expect(list.output.split(whereSeparator: \.isNewline).last == "ok/m,,,,,,,pulled", "\(list.output)")
        let json = try jeoul("vocabulary", "list", "--format", "json").end()
        let items = try #require(
            try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [[String: Any]])
        #expect(items.filter { $0["state"] as? String == "pulled" }.compactMap { $0["id"] as? String } == ["ok/m"])
        let names = try jeoul("vocabulary", "list").end().output
        #expect(names.contains("ok/m") && names.contains("pulled"))
    }

    /// Killed in the middle, again and again: nothing is seen before it is whole, and what was got is gone on with.
    @Test func killedInTheMiddle() throws {
        let name = "throttle--m"
        let part = ".pull/\(name)/vocab.json.part"
        for _ in 0..<3 {
            let before = size(part)
            let process = try jeoul("vocabulary", "pull", "throttle/m")
            try waitUntil { size(part) > before + 60_000 }
            process.kill()
            #expect(seen("vocab.json", of: name) == nil)
            #expect(size(part) < Self.vocab.count)
        }
        #expect(try jeoul("vocabulary", "pull", "throttle/m").end().status == 0)
        #expect(seen("vocab.json", of: name) == Self.vocab)
        #expect(seen("source.json", of: name) != nil)
        #expect(size(part) == 0)
        let ranges = try server.requests().compactMap(\.range)
        #expect(ranges.count == 3, "\(ranges)")
    }

    /// The second waits for the first, and then has nothing to fetch.
    @Test func twoAtOnce() throws {
        let first = try jeoul("vocabulary", "pull", "throttle/m")
        try waitUntil { size(".pull/throttle--m/vocab.json.part") > 0 }
        let second = try jeoul("vocabulary", "pull", "throttle/m")
        #expect(try first.end().status == 0)
        let end = try second.end()
        #expect(end.status == 0)
        #expect(end.errors.contains("another process is pulling it"))
        #expect(end.output.contains("unchanged"))
        #expect(seen("vocab.json", of: "throttle--m") == Self.vocab)
    }

    /// The arguments of a process are there for everyone to read.
    @Test(.enabled(if: FileManager.default.fileExists(atPath: "/proc/self/cmdline"), "needs /proc, which is absent"))
    func theTokenIsInNoArgument() throws {
        let process = try jeoul("vocabulary", "pull", "throttle/m")
        try waitUntil { size(".pull/throttle--m/vocab.json.part") > 0 }
        var programs = 0
        for entry in try FileManager.default.contentsOfDirectory(atPath: "/proc") where Int(entry) != nil {
            guard let line = FileManager.default.contents(atPath: "/proc/\(entry)/cmdline") else { continue }
            let text = String(decoding: line, as: UTF8.self)
            if text.contains("curl\u{0}-q\u{0}-K\u{0}-") { programs += 1 }
            #expect(!text.contains("hf_secret"))
        }
        #expect(programs > 0)
        #expect(try process.end().status == 0)
        #expect(try server.requests().allSatisfy { $0.authorization == "Bearer hf_secret" })
    }

    /// On a disk of 192 KB, of which the file needs more than twice that.
    @Test(.enabled(if: SmallDisk.isUsable, "needs root and mount, to make a small disk"))
    func aFullDisk() throws {
        let disk = try SmallDisk(kilobytes: 192)
        let environment = ["XDG_CACHE_HOME": disk.url.path]
        let full = try jeoul("vocabulary", "pull", "ok/m", environment: environment).end()
        #expect(full.status == 2)
        // The file itself is written by the system's calls, what is noted beside it by Foundation: either may come first.
        #expect(
            full.errors.contains("No space left on device") || full.errors.contains("There isn’t enough space"),
            "\(full.errors)")
        #expect(full.errors.contains("make room"))
        let place = disk.url.appendingPathComponent("jeoul/vocab/ok--m")
        #expect(!FileManager.default.fileExists(atPath: place.path))
        // What was half done does not keep the disk full.
        try Data(count: 100_000).write(to: disk.url.appendingPathComponent("other"))
    }
}

/// `jeoul` as it was built beside these tests.
private final class JeoulProcess {
    struct NotBuilt: Error {}

    private let process = Process()
    private let output: URL
    private let errors: URL
    private let hasEnded = DispatchSemaphore(value: 0)

    init(_ arguments: [String], environment: [String: String]) throws {
        let folder = FileManager.default.temporaryDirectory
        let name = "jeoul-run-\(UUID().uuidString)"
        output = folder.appendingPathComponent(name + ".out")
        errors = folder.appendingPathComponent(name + ".err")
        process.executableURL = try Self.executable()
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        process.standardInput = FileHandle.nullDevice
        // Files, not pipes: a pipe that is full would stop the process.
        for url in [output, errors] { try Data().write(to: url) }
        process.standardOutput = try FileHandle(forWritingTo: output)
        process.standardError = try FileHandle(forWritingTo: errors)
        process.terminationHandler = { [hasEnded] _ in hasEnded.signal() }
        try process.run()
    }

    deinit {
        for url in [output, errors] { try? FileManager.default.removeItem(at: url) }
    }

    func end() throws -> (status: Int32, output: String, errors: String) {
        hasEnded.wait()
        return (
            process.terminationStatus, String(decoding: try Data(contentsOf: output), as: UTF8.self),
            String(decoding: try Data(contentsOf: errors), as: UTF8.self)
        )
    }

    /// With SIGKILL, which nothing can prepare for.
    func kill() {
        Foundation.kill(process.processIdentifier, SIGKILL)
        hasEnded.wait()
    }

    private static func executable() throws -> URL {
        let bundles = Bundle.allBundles.map(\.bundleURL) + [URL(fileURLWithPath: CommandLine.arguments[0])]
        let found = bundles.map { $0.deletingLastPathComponent().appendingPathComponent("jeoul") }
            .first { FileManager.default.isExecutableFile(atPath: $0.path) }
        guard let found else { throw NotBuilt() }
        return found
    }
}

/// A file system of its own in memory.
private final class SmallDisk {
    struct CannotBeMade: Error {}

    let url = FileManager.default.temporaryDirectory.appendingPathComponent("jeoul-disk-\(UUID().uuidString)")

    /// Whether this process may mount one: tried, for being root is not enough in a container.
    static let isUsable: Bool = {
        guard geteuid() == 0, FaultServer.program("mount") != nil, FaultServer.program("umount") != nil else {
            return false
        }
        return (try? SmallDisk(kilobytes: 64)) != nil
    }()

    init(kilobytes: Int) throws {
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        guard Self.run("mount", "-t", "tmpfs", "-o", "size=\(kilobytes)k", "tmpfs", url.path) else {
            try? FileManager.default.removeItem(at: url)
            throw CannotBeMade()
        }
    }

    deinit {
        _ = Self.run("umount", url.path)
        try? FileManager.default.removeItem(at: url)
    }

    private static func run(_ name: String, _ arguments: String...) -> Bool {
        let process = Process()
        process.executableURL = FaultServer.program(name)
        process.arguments = arguments
        process.standardError = FileHandle.nullDevice
        do {
            try process.run()
        } catch {
            return false
        }
        process.waitUntilExit()
        return process.terminationStatus == 0
    }
}
