import Foundation
import Jeoul

/// What the process is connected to.
enum Terminal {
    static var isOutputTerminal: Bool { isatty(1) == 1 }
    static var isErrorTerminal: Bool { isatty(2) == 1 }

    /// The terminal's width in columns; nil where standard output is none, so that nothing is cut.
    static var width: Int? { isOutputTerminal ? columns(of: 1) : nil }

    /// The width of the terminal that standard error is; nil where it is none.
    static var errorWidth: Int? { isErrorTerminal ? columns(of: 2) : nil }

    private static func columns(of descriptor: Int32) -> Int? {
        var size = winsize()
        guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
        return Int(size.ws_col)
    }

    static var style: TextStyle {
        TextStyle(isTerminal: isOutputTerminal, environment: ProcessInfo.processInfo.environment)
    }

    /// Writing to a closed pipe then fails with an error instead of ending the process.
    static func ignoreBrokenPipes() { signal(SIGPIPE, SIG_IGN) }

    /// Takes the places of standard streams that are closed, so that no file that is opened later gets the messages meant for them.
    static func occupyClosedStreams() {
        for descriptor in Int32(0)...2 where fcntl(descriptor, F_GETFD) < 0 {
            // The lowest number that is free is given. Of standard output writing must fail, of standard error it is as good as done.
            _ = open("/dev/null", descriptor == 2 ? O_WRONLY : O_RDONLY)
        }
    }

    /// A line on standard error.
    static func printError(_ line: String) { writeError(line + "\n") }

    /// Writes on standard error what can be written there: a stream that is closed, full or broken ends no work.
    static func writeError(_ text: String) {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes { Foundation.write(2, $0.baseAddress, $0.count) }
            if written < 0, errno == EINTR { continue }
            guard written > 0 else { return }
            rest = rest.dropFirst(written)
        }
    }

    static func exit(status: Int32) -> Never { Foundation.exit(status) }
}
