import Foundation
import Testing

/// Output of commands that is kept in `Tests/Goldens/commands`, and compared byte for byte.
///
/// A change of it must be meant: `JEOUL_KEEP_OUTPUT=1 swift test --filter 'MainJobTests|OutputTests'` writes the files anew, and git shows what
/// became of them.
enum KeptOutput {
    private static let folder = CommandRunner.package.appending(path: "Tests/Goldens/commands")

    /// Compares, but for the version of ICU that is installed here.
    static func check(_ output: String, _ name: String) throws {
        let output = output.replacing(/"icu": "[0-9.]+"/, with: "\"icu\": \"…\"")
            .replacing(/"icu":"[0-9.]+"/, with: "\"icu\":\"…\"").replacing(/ICU [0-9]+\.[0-9]+/, with: "ICU …")
        let file = folder.appending(path: name)
        if ProcessInfo.processInfo.environment["JEOUL_KEEP_OUTPUT"] == "1" {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            try Data(output.utf8).write(to: file)
        }
        let kept = try String(contentsOf: file, encoding: .utf8)
        guard output != kept else { return }
        let (lines, keptLines) = (output.split(separator: "\n"), kept.split(separator: "\n"))
        let place = zip(lines, keptLines).enumerated().first { $0.element.0 != $0.element.1 }
        Issue.record(
            """
            \(name), line \((place?.offset ?? min(lines.count, keptLines.count)) + 1):
            \(place?.element.0 ?? "(\(lines.count) lines)")
            and not
            \(place?.element.1 ?? "(\(keptLines.count) lines)")
            """)
    }
}
