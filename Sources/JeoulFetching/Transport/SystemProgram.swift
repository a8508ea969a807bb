import Foundation
import Synchronization

/// A program of the system that runs beside this one, its output read piece by piece.
final class SystemProgram {
    /// Two threads that start programs at once would leave each other's pipes open in them.
    private static let starting = NSLock()

    private let process = Process()
    private let output = Pipe()
    private let errors = Pipe()
    /// Signalled at its end. `waitUntilExit` would run a run loop on the calling thread, and turn in it.
    private let end = DispatchSemaphore(value: 0)
    private let said = Said()

    /// What it wrote to standard error, read beside its output: where that pipe is full, the program would wait for ever.
    private final class Said: Sendable {
        /// More is read, and forgotten.
        private static let limit = 1 << 16
        private let text = Mutex(Data())
        private let end = DispatchSemaphore(value: 0)

        func read(_ pipe: FileHandle) {
            Thread.detachNewThread { [self] in
                while true {
                    let more = pipe.availableData
                    if more.isEmpty { break }
                    text.withLock { $0.append(more.prefix(Self.limit - $0.count)) }
                }
                end.signal()
            }
        }

        func wait() -> Data {
            end.wait()
            end.signal()
            return text.withLock { $0 }
        }
    }

    /// Starts it, in a folder of its own choice where one is named.
    init(_ executable: URL, arguments: [String], input: Data = Data(), folder: URL? = nil) throws {
        let stdin = Pipe()
        process.executableURL = executable
        process.arguments = arguments
        if let folder { process.currentDirectoryURL = folder }
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
        said.read(errors.fileHandleForReading)
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
        let text = said.wait()
        end.wait()
        return (process.terminationStatus, String(decoding: text, as: UTF8.self))
    }

    /// The program of this name in `PATH`, or nil.
    static func find(_ name: String, environment: [String: String]) -> URL? {
        (environment["PATH"] ?? "/usr/bin:/bin").split(separator: ":").lazy
            .map { URL(fileURLWithPath: String($0)).appendingPathComponent(name) }
            .first { FileManager.default.isExecutableFile(atPath: $0.path) }
    }
}
