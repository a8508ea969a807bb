import Foundation
import Testing

/// The command itself: help, and what cannot be understood.
@Suite struct InvocationTests {
    @Test func helpGoesToStandardOutput() async throws {
        let result = try await CommandRunner.run("--help")
        #expect(result.status == 0)
        #expect(result.output.contains("USAGE: jeoul"))
        #expect(result.errors.isEmpty)
    }

    /// Help, and with it the manual pages, names the statuses of a command, and the variables that are read.
    @Test func helpHasStatusesAndVariables() async throws {
        let root = try await CommandRunner.run("--help").output
        for status in ["0", "1", "2", "3", "4", "5", "130"] {
            #expect(root.split(separator: "\n").contains { $0.hasPrefix("  \(status) ") }, "\(status)")
        }
        // Every variable that the sources read.
        let sources = CommandRunner.package.appending(path: "Sources")
        let files = FileManager.default.enumerator(at: sources, includingPropertiesForKeys: nil)
        var variables: Set<String> = []
        while let file = files?.nextObject() as? URL {
            guard file.pathExtension == "swift" else { continue }
            let text = try String(contentsOf: file, encoding: .utf8)
            for match in text.matches(of: /"((?:JEOUL|HF|XDG|PIP)_[A-Z_]+|NO_COLOR|CLICOLOR_FORCE|COLUMNS|TERM)"/) {
                variables.insert(String(match.1))
            }
        }
        #expect(
            variables.isSuperset(of: ["HF_HOME", "HF_HUB_CACHE", "PIP_INDEX_URL", "NO_COLOR", "JEOUL_CORPUS_PATH"]))
        for variable in variables.subtracting(["HOME", "PATH"]) { #expect(root.contains(variable), "\(variable)") }
        for (command, status) in [
            (["measure"], "130"), (["encode"], "130"), (["compare"], "4"), (["verify"], "3"), (["chunk"], "5"),
            (["vocabulary", "pull"], "3"), (["vocabulary", "check"], "1"), (["reproduce"], "1"), (["decode"], "2"),
        ] {
            let help = try await CommandRunner.run(command + ["--help"], input: .init()).output
            #expect(help.contains("EXIT STATUS:\n  0 ") && help.contains("\n  \(status) "), "\(command)")
            // What differs between machines is in no help.
            #expect(
                !help.contains("default: avx")
                    && !help.contains("--threads <threads>     How many threads count. (default"))
        }
    }

    @Test(arguments: [["weigh"], ["--no-such-option"]])
    func whatIsNotUnderstoodIsAUsageError(arguments: [String]) async throws {
        let result = try await CommandRunner.run(arguments, input: .init())
        #expect(result.status == 2)
        #expect(result.bytes.isEmpty)
        #expect(!result.errors.isEmpty)
    }
}
