import ArgumentParser
import Jeoul

/// The arguments of the command, which are bytes: those that are not UTF-8 can only be names of files.
enum Arguments {
    /// The arguments behind the command's name, as ``FileName`` writes names.
    static let typed: [String] = bytes.map { text(of: $0) }

    private static let escaped = Set(bytes.filter { String(validating: $0, as: UTF8.self) == nil }.map { text(of: $0) })

    /// Whether an argument is text, and no bytes that are shown as some.
    static func isText(_ argument: String) -> Bool { !escaped.contains(argument) }

    /// Refuses a text that is not UTF-8.
    static func checkText(_ texts: [String]) throws {
        if let other = texts.first(where: { !isText($0) }) { throw ValidationError("--text is not UTF-8: \(other)") }
    }

    private static let bytes: [[UInt8]] = (1..<max(1, Int(CommandLine.argc))).map { index in
        var bytes: [UInt8] = []
        // SAFETY: the system gives so many arguments, each ended by NUL.
        var at = CommandLine.unsafeArgv[index]
        while let byte = at?.pointee, byte != 0 {
            bytes.append(UInt8(bitPattern: byte))
            at = at?.advanced(by: 1)
        }
        return bytes
    }

    private static func text(of argument: [UInt8]) -> String {
        String(validating: argument, as: UTF8.self) ?? FileName.text(of: argument)
    }
}
