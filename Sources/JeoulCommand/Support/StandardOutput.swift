import Foundation

/// Results, written to standard output through a buffer. A reader that has gone away ends the program with success, as
/// with `head`; a full disk is an error.
enum StandardOutput {
    nonisolated(unsafe) private static var buffer: [UInt8] = []

    static func write(_ text: String) throws { try write(text.utf8) }

    static func write(_ bytes: some Collection<UInt8>) throws {
        buffer.append(contentsOf: bytes)
        if buffer.count >= 1 << 16 { try flush() }
    }

    static func flush() throws {
        var start = 0
        while start < buffer.count {
            let written = buffer.withUnsafeBytes { Foundation.write(1, $0.baseAddress! + start, $0.count - start) }
            if written < 0 {
                if errno == EINTR { continue }
                if errno == EPIPE { Terminal.exit(status: 0) }
                let reason = String(cString: strerror(errno))
                buffer.removeAll()
                throw OutputError(description: "standard output cannot be written: \(reason)")
            }
            start += written
        }
        buffer.removeAll(keepingCapacity: true)
    }

    /// What was written before an error is not lost.
    static func finish() { try? flush() }
}

/// Why results could not be written.
struct OutputError: Error, CustomStringConvertible {
    let description: String
}
