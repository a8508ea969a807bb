import Foundation
import Jeoul
import Synchronization

/// What the process is connected to.
enum Terminal {
    static var isOutputTerminal: Bool { isatty(1) == 1 }
    static var isErrorTerminal: Bool { isatty(2) == 1 }

    /// The columns of the terminal that standard output is, else those that `COLUMNS` asks for; nil where nothing need wrap.
    static var width: Int? { columns(of: 1) ?? askedColumns }

    /// The same of standard error.
    static var errorWidth: Int? { columns(of: 2) }

    private static func columns(of descriptor: Int32) -> Int? {
        guard isatty(descriptor) == 1 else { return nil }
        var size = winsize()
        // One without a size, such as of a program that plays terminal, is as terminals always were.
        guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return askedColumns ?? 80 }
        return Int(size.ws_col)
    }

    /// What the environment asks for; nil for nothing that can be written in.
    private static var askedColumns: Int? {
        ProcessInfo.processInfo.environment["COLUMNS"].flatMap(Int.init).flatMap {
            (20...10_000).contains($0) ? $0 : nil
        }
    }

    /// Writing to a closed pipe then fails with an error instead of ending the process.
    static func ignoreBrokenPipes() {
        signal(SIGPIPE, SIG_IGN)
        // A file that may not grow any more (`ulimit -f`) is an error of writing, too.
        signal(SIGXFSZ, SIG_IGN)
    }

    /// Takes the places of standard streams that are closed, so that no file that is opened later gets the messages meant for them.
    static func occupyClosedStreams() {
        for descriptor in Int32(0)...2 where fcntl(descriptor, F_GETFD) < 0 {
            // The lowest number that is free is given. Of standard input reading must fail, where nothing would be a text without
            // documents, and of standard output writing; of standard error it is as good as done.
            _ = open("/dev/null", descriptor == 1 ? O_RDONLY : O_WRONLY)
        }
    }

    /// A remark on standard error: one line, wrapped where standard error is a terminal, in which nothing that comes from
    /// outside steers it.
    static func printError(_ remark: String) {
        clearLine()
        let line = VisibleText.line(remark)
        let lines = columns(of: 2).map { Prose.lines(line, width: $0) } ?? [line]
        writeError(lines.joined(separator: "\n") + "\n")
    }

    /// Says that standard input is waited for, where it is a terminal: else the command would look as if it hung.
    ///
    /// - Parameter what: what is read from it.
    static func announceInput(_ what: String, quiet: Bool) {
        guard !quiet, isatty(0) == 1 else { return }
        let command = CommandLine.arguments.dropFirst().first { !$0.hasPrefix("-") }.map { " \($0)" } ?? ""
        printError(
            "reading \(what) from standard input, which is this terminal: end it with Control-D on a line of its own; "
                + "jeoul\(command) --help says what can be named instead")
    }

    /// Text of several lines on standard error, each wrapped where standard error is a terminal.
    static func printErrors(_ text: String) {
        clearLine()
        let lines = VisibleText.lines(text).split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        let width = columns(of: 2)
        writeError(
            lines.flatMap { line in width.map { Prose.lines(line, width: $0) } ?? [line] }.joined(separator: "\n")
                + "\n")
    }

    private static let hasLine = Mutex(false)

    /// Draws a line on standard error, in place of the one before; it stays until something else is written.
    static func drawLine(_ text: String) {
        hasLine.withLock { $0 = true }
        writeError("\r\u{1B}[K" + text)
    }

    /// Takes the line away that was drawn, if one was.
    static func clearLine() {
        let wasDrawn = hasLine.withLock { hasLine in
            defer { hasLine = false }
            return hasLine
        }
        if wasDrawn { writeError("\r\u{1B}[K") }
    }

    /// Writes to standard error, which may be closed or full: a diagnostic that cannot be written is no reason to stop.
    static func writeError(_ text: String) {
        let bytes = Array(text.utf8)
        var start = 0
        while start < bytes.count {
            let written = bytes[start...].withUnsafeBytes { write(2, $0.baseAddress, $0.count) }
            if written < 0, errno == EINTR { continue }
            if written <= 0 { return }
            start += written
        }
    }

    static func exit(status: Int32) -> Never { Foundation.exit(status) }
}
