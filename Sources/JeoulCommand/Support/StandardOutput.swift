import Foundation
import Jeoul

/// Results, written through a buffer to standard output, or with `--output` to a file that is there whole or not at all.
///
/// A reader that has gone away ends the program with success, as with `head`; a full disk is an error.
enum StandardOutput {
    nonisolated(unsafe) private static var buffer: [UInt8] = []
    nonisolated(unsafe) private static var file: WholeFile?
    /// What is done when all of the result has been written.
    nonisolated(unsafe) static var whenFinished: () -> Void = {}

    /// Sends what is written from now on to a file, which appears when ``finish()`` is called.
    static func redirect(to path: String) { file = WholeFile(path: path) }

    /// Whether results go to a file.
    static var isRedirected: Bool { file != nil }

    static func write(_ text: String) throws { try write(text.utf8) }

    static func write(_ bytes: some Collection<UInt8>) throws {
        buffer.append(contentsOf: bytes)
        if buffer.count >= 1 << 16 { try flush() }
    }

    private static func flush() throws {
        defer { buffer.removeAll(keepingCapacity: true) }
        if let file { return try file.write(buffer) }
        Terminal.clearLine()
        do {
            try WholeFile.write(buffer, to: 1)
        } catch {
            if error.code == EPIPE { Terminal.exit(status: 0) }
            throw OutputError(description: "standard output cannot be written: \(error.reason)")
        }
    }

    /// Writes what is left; a file gets its name.
    static func finish() throws {
        try flush()
        try file?.finish()
        whenFinished()
    }

    /// After an error: what was written to standard output before it is not lost; a file is not left half.
    static func giveUp() {
        if let file { return file.discard() }
        try? flush()
    }
}

/// A file that is written beside its place and renamed.
final class WholeFile {
    private let path: String
    private var descriptor: Int32?
    private var temporary: String?

    init(path: String) { self.path = path }

    /// Writes a file whole.
    static func write(_ text: String, to path: String) throws {
        let file = WholeFile(path: path)
        try file.write(Array(text.utf8))
        try file.finish()
    }

    func write(_ bytes: [UInt8]) throws {
        do throws(WriteFailure) {
            try Self.write(bytes, to: try opened())
        } catch {
            discard()
            throw OutputError(description: "\(path) cannot be written: \(error.reason)")
        }
    }

    func finish() throws {
        // A result of no bytes is a file too.
        try write([])
        guard let descriptor else { return }
        self.descriptor = nil
        guard close(descriptor) == 0, temporary.map({ rename($0, path) == 0 }) ?? true else {
            let reason = String(cString: strerror(errno))
            discard()
            throw OutputError(description: "\(path) cannot be written: \(reason)")
        }
        temporary = nil
    }

    func discard() {
        if let descriptor { close(descriptor) }
        if let temporary { unlink(temporary) }
        (descriptor, temporary) = (nil, nil)
    }

    /// The file beside its place; what is no regular file (a device, a named pipe) is written to itself.
    private func opened() throws(WriteFailure) -> Int32 {
        if let descriptor { return descriptor }
        var status = stat()
        let isThere = stat(path, &status) == 0
        let isRegular = !isThere || status.st_mode & S_IFMT == S_IFREG
        let name = isRegular ? "\(path).\(getpid()).partial" : path
        let mode: mode_t = isThere && isRegular ? status.st_mode & 0o777 : 0o666
        let opened = open(name, isRegular ? O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC : O_WRONLY | O_CLOEXEC, mode)
        guard opened >= 0 else { throw WriteFailure(code: errno) }
        descriptor = opened
        temporary = isRegular ? name : nil
        return opened
    }

    fileprivate static func write(_ bytes: [UInt8], to descriptor: Int32) throws(WriteFailure) {
        var start = 0
        while start < bytes.count {
            let written = bytes[start...].withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
            if written < 0, errno != EINTR { throw WriteFailure(code: errno) }
            start += max(0, written)
        }
    }
}

/// An error of the system's.
private struct WriteFailure: Error {
    let code: Int32
    var reason: String { String(cString: strerror(code)) }
}

/// Why results could not be written.
struct OutputError: Error, CustomStringConvertible {
    let description: String
}
