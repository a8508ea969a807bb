import Foundation
import Jeoul

/// The files that the command writes, by the options that name them: nothing that is read may be one of them.
enum Outputs {
    // SAFETY: touched by the main thread alone, which parses the arguments and runs the command.
    nonisolated(unsafe) static var files = WrittenFiles()

    /// Refuses to write over what is read: files, folders of which any file may be, `-` for standard input.
    static func check(beside read: some Sequence<String>) throws { try files.check(beside: Array(read)) }

    /// Whether an input is the command's checkpoint, or what was left of that or of a result when the command was ended.
    static func isOwn(_ input: CorpusInput) -> Bool {
        guard let path = input.path else { return false }
        if files.paths(of: "--checkpoint").contains(where: { Checkpoint(path: $0, settings: []).isOwn(path) }) {
            return true
        }
        let results = ["--output", "--report", "--chart"].flatMap(files.paths)
        return (input.isFound || input.isMatched) && results.contains { WholeFile.isUnfinished(path, of: $0) }
    }
}

/// Results, written through a buffer to standard output, or with `--output` to a file that is there whole or not at all.
///
/// A reader that has gone away ends the program with success, as with `head`; a full disk is an error.
enum StandardOutput {
    // SAFETY: all five are touched by the main thread alone, which parses the arguments, runs the command and writes its result.
    nonisolated(unsafe) private static var buffer: [UInt8] = []
    nonisolated(unsafe) private static var file: WholeFile?
    nonisolated(unsafe) private static var isDiscarded = false
    nonisolated(unsafe) private static var hasWritten = false
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
            try WholeFile.write(buffer, to: 1, named: "standard output")
            hasWritten = hasWritten || !buffer.isEmpty
        } catch {
            if error.code == EPIPE {
                Remarks.write(isBelowResult: false)
                Terminal.exit(status: 0)
            }
            throw error
        }
    }

    /// Takes away the file that was written, where there is one: nothing is written any more.
    static func discardFile() {
        guard let file else { return }
        file.discard()
        isDiscarded = true
    }

    /// Writes what is left, and then what is to be said of it; a file gets its name.
    static func finish() throws {
        defer { Remarks.write(isBelowResult: hasWritten) }
        guard !isDiscarded else { return }
        try flush()
        try file?.finish()
        whenFinished()
    }

    /// After an error: what was written to standard output before it is not lost, nor what is to be said of it; a file is not left half.
    static func giveUp() {
        defer { Remarks.write(isBelowResult: hasWritten) }
        if let file { return file.discard() }
        try? flush()
    }
}
