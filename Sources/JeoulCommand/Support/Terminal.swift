import Foundation
import Jeoul

/// What the process is connected to.
enum Terminal {
    static var isOutputTerminal: Bool { isatty(1) == 1 }
    static var isErrorTerminal: Bool { isatty(2) == 1 }

    /// The terminal's width in columns; nil where standard output is none, so that nothing is cut.
    static var width: Int? {
        guard isOutputTerminal else { return nil }
        var size = winsize()
        guard ioctl(1, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
        return Int(size.ws_col)
    }

    static var style: TextStyle {
        TextStyle(isTerminal: isOutputTerminal, environment: ProcessInfo.processInfo.environment)
    }

    /// Writing to a closed pipe then fails with an error instead of ending the process.
    static func ignoreBrokenPipes() { signal(SIGPIPE, SIG_IGN) }

    /// A line on standard error.
    static func printError(_ line: String) { FileHandle.standardError.write(Data((line + "\n").utf8)) }

    static func exit(status: Int32) -> Never { Foundation.exit(status) }
}
