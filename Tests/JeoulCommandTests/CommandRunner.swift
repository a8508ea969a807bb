import Foundation

/// What one run of `jeoul` left.
struct CommandResult: Sendable {
    /// The exit status; where a signal ended the command, 128 and the signal's number, as a shell has it.
    let status: Int32
    /// Standard output, byte for byte.
    let bytes: [UInt8]
    /// Standard error.
    let errors: String

    /// Standard output as text.
    var output: String { String(decoding: bytes, as: UTF8.self) }
    /// Standard output with one space wherever it has white space: sentences as if nothing had wrapped them.
    var prose: String { output.split(whereSeparator: \.isWhitespace).joined(separator: " ") }
    /// The lines of standard output, without their line ends.
    var lines: [String] {
        var lines = output.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        if lines.last == "" { lines.removeLast() }
        return lines
    }
    /// Standard output read as JSON. Throws where it is none.
    func json() throws -> Any { try JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed) }
}

/// Runs the built command as a person would:
///
///     let result = try await CommandRunner.run("measure", "-", "--vocabulary", "gpt-4o", input: "안녕하세요\n")
///     #expect(result.status == 0, "\(result.errors)")
///
/// What the person who runs the tests has set up does not reach it: `JEOUL_*` and `COLUMNS` are taken from its environment, and its home
/// is an empty folder.
enum CommandRunner {
    /// Runs `jeoul` to its end; cancelling the task (a time limit does) kills it.
    ///
    /// - Parameters:
    ///   - input: standard input; empty by default.
    ///   - environment: variables to set.
    ///   - folder: the working directory; the package's folder by default.
    /// - Throws: where the command cannot be started; never for its exit status.
    static func run(
        _ arguments: String..., input: String = "", environment: [String: String] = [:], folder: URL = package
    ) async throws -> CommandResult {
        try await run(arguments, input: Data(input.utf8), environment: environment, folder: folder)
    }

    /// Runs `jeoul` to its end with bytes, such as invalid UTF-8, as its standard input.
    static func run(
        _ arguments: [String], input: Data, environment: [String: String] = [:], folder: URL = package
    ) async throws -> CommandResult {
        guard FileManager.default.isExecutableFile(atPath: executable.path) else { throw NotBuilt() }
        let scratch = FileManager.default.temporaryDirectory.appending(path: "jeoul-tests-\(UUID().uuidString)")
        let home = scratch.appending(path: "home")
        try FileManager.default.createDirectory(at: home, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: scratch) }

        // Files, not pipes: a pipe that nobody reads stops the command when it is full.
        let inputFile = scratch.appending(path: "input")
        let outputFile = scratch.appending(path: "output")
        let errorFile = scratch.appending(path: "errors")
        try input.write(to: inputFile)
        try Data().write(to: outputFile)
        try Data().write(to: errorFile)

        let process = Process()
        process.executableURL = executable
        process.arguments = arguments
        process.currentDirectoryURL = folder
        process.environment = inheritedEnvironment.merging(["HOME": home.path]) { $1 }.merging(environment) { $1 }
        process.standardInput = try FileHandle(forReadingFrom: inputFile)
        process.standardOutput = try FileHandle(forWritingTo: outputFile)
        process.standardError = try FileHandle(forWritingTo: errorFile)
        let status = try await end(of: process)
        return CommandResult(
            status: status, bytes: Array(try Data(contentsOf: outputFile)),
            errors: String(decoding: try Data(contentsOf: errorFile), as: UTF8.self))
    }

    /// The package's folder: Tests/JeoulCommandTests/CommandRunner.swift is three levels below it.
    static let package = (0..<3).reduce(URL(filePath: #filePath)) { url, _ in url.deletingLastPathComponent() }

    /// The command that was built with these tests, which lies beside them.
    static let executable: URL = {
        #if os(Linux)
            let tests = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
        #else
            let tests = Bundle(for: Anchor.self).bundleURL
        #endif
        return tests.deletingLastPathComponent().appending(path: "jeoul")
    }()

    /// The command was not built.
    struct NotBuilt: Error, CustomStringConvertible {
        /// What to do.
        var description: String { "\(CommandRunner.executable.path) is missing; run `swift build` first" }
    }

    private static let inheritedEnvironment = ProcessInfo.processInfo.environment.filter { name, _ in
        !name.hasPrefix("JEOUL_") && !name.hasPrefix("XDG_") && name != "COLUMNS"
    }

    /// Starts a process and waits for its end without holding a thread.
    private static func end(of process: Process) async throws -> Int32 {
        let (ends, continuation) = AsyncStream.makeStream(of: Int32.self)
        process.terminationHandler = { process in
            let status = process.terminationStatus
            continuation.yield(process.terminationReason == .exit ? status : 128 + status)
            continuation.finish()
        }
        try process.run()
        let identifier = process.processIdentifier
        return await withTaskCancellationHandler {
            // Not of this task, whose cancellation would end the stream before the process.
            await Task.detached { await ends.first { _ in true } ?? -1 }.value
        } onCancel: {
            kill(identifier, SIGKILL)
        }
    }
}

/// Says in which bundle the tests are.
private final class Anchor {}
