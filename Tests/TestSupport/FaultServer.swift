import Foundation

/// The server of `fault_server.py`: a real HTTP server on loopback that misbehaves as its addresses ask it to.
///
///     @Test(.enabled(if: FaultServer.isUsable, Comment(rawValue: FaultServer.absence)))
package final class FaultServer: @unchecked Sendable {
    /// A request that the server got.
    package struct Request: Decodable, Sendable {
        /// The path, as it was sent.
        package var path: String
        /// The field Host.
        package var host: String
        /// The field Range.
        package var range: String?
        /// The field If-Range.
        package var ifRange: String?
        /// The field If-None-Match.
        package var ifNoneMatch: String?
        /// The field Authorization.
        package var authorization: String?
    }

    private struct Ports: Decodable { var port: Int }

    /// Why a test is skipped, for its trait.
    package static let absence = "needs python3 and curl, of which one is not in PATH"

    /// Whether the programs that it needs are there.
    package static let isUsable = ["python3", "curl"].allSatisfy { program($0) != nil }

    /// The address without a slash at its end.
    package let address: String
    /// What it serves: a folder a name.
    package let folder: URL
    private let process = Process()
    private let input = Pipe()

    /// Starts a server of its own on an empty folder, which goes with it.
    package init() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("jeoul-server-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        // A proxy of this machine's has no way to loopback.
        setenv("no_proxy", "127.0.0.1,localhost", 1)
        let output = Pipe()
        let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("fault_server.py")
        process.executableURL = Self.program("python3")
        process.arguments = [script.path, folder.path]
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        let ports = try JSONDecoder().decode(Ports.self, from: output.fileHandleForReading.availableData)
        address = "http://127.0.0.1:\(ports.port)"
    }

    deinit {
        try? input.fileHandleForWriting.close()
        process.terminate()
        try? FileManager.default.removeItem(at: folder)
    }

    /// Puts a file there.
    package func serve(_ data: Data, as path: String) throws {
        let url = folder.appendingPathComponent(path)
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try data.write(to: url)
    }

    /// All requests so far.
    package func requests() throws -> [Request] {
        let curl = Process()
        let output = Pipe()
        curl.executableURL = Self.program("curl")
        curl.arguments = ["-q", "--silent", "\(address)/log"]
        curl.standardOutput = output
        try curl.run()
        let data = try output.fileHandleForReading.readToEnd() ?? Data()
        curl.waitUntilExit()
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try decoder.decode([Request].self, from: data)
    }

    /// The program of this name in `PATH`.
    package static func program(_ name: String) -> URL? {
        (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").lazy
            .map { URL(fileURLWithPath: String($0)).appendingPathComponent(name) }
            .first { FileManager.default.isExecutableFile(atPath: $0.path) }
    }
}
