import Foundation

/// A program of the system that runs beside this one, its output read piece by piece.
final class SystemProgram {
    /// Two threads that start programs at once would leave each other's pipes open in them.
    private static let starting = NSLock()

    private let process = Process()
    private let output = Pipe()
    private let errors = Pipe()
    /// Signalled at its end. `waitUntilExit` would run a run loop on the calling thread, and turn in it.
    private let end = DispatchSemaphore(value: 0)

    /// Starts it.
    init(_ executable: URL, arguments: [String], input: Data = Data()) throws {
        let stdin = Pipe()
        process.executableURL = executable
        process.arguments = arguments
        process.standardInput = stdin
        process.standardOutput = output
        process.standardError = errors
        process.terminationHandler = { [end] _ in end.signal() }
        Self.starting.lock()
        defer { Self.starting.unlock() }
        do {
            try process.run()
        } catch {
            throw TransportError(.failed, "\(executable.path) cannot be run: \(error.localizedDescription)")
        }
        // What is short fits into the pipe: this does not wait.
        try? stdin.fileHandleForWriting.write(contentsOf: input)
        try? stdin.fileHandleForWriting.close()
    }

    /// The next bytes of its output; nil at the end. Waits for the first of them and for no more.
    func nextOutput() -> Data? {
        let data = output.fileHandleForReading.availableData
        return data.isEmpty ? nil : data
    }

    /// Ends it early. Not with SIGTERM: a program begins with the signals blocked that the thread which starts it has
    /// blocked, and those of Dispatch block that one.
    func stop() {
        kill(process.processIdentifier, SIGKILL)
        end.wait()
    }

    /// Waits for its end. Call it when the output has been read.
    func finish() -> (status: Int32, errors: String) {
        let text = (try? errors.fileHandleForReading.readToEnd()) ?? nil
        end.wait()
        return (process.terminationStatus, String(decoding: text ?? Data(), as: UTF8.self))
    }

    /// The program of this name in `PATH`, or nil.
    static func find(_ name: String, environment: [String: String]) -> URL? {
        (environment["PATH"] ?? "/usr/bin:/bin").split(separator: ":").lazy
            .map { URL(fileURLWithPath: String($0)).appendingPathComponent(name) }
            .first { FileManager.default.isExecutableFile(atPath: $0.path) }
    }
}
