import Foundation
import Testing

/// `jeoul vocabulary`, `corpus` and `inspect` as a person runs them.
@Suite struct VocabularyCommandTests {
    @Test(arguments: [["vocabulary", "list"], ["corpus", "list"]]) func listsInEveryFormat(_ command: [String])
        async throws
    {
        for format in ["table", "csv", "markdown"] {
            let result = try await CommandRunner.run(command + ["--format", format], input: .init())
            #expect(result.status == 0 && result.errors.isEmpty, "\(result.errors)")
            // CSV ends its lines with CR LF, which is one `Character`.
            #expect(result.output.utf8.count { $0 == 0x0A } > 10)
        }
        let json =
            try await CommandRunner.run(command + ["--format", "json"], input: .init()).json() as? [[String: Any]]
        #expect((json?.count ?? 0) > 10 && json?.allSatisfy { $0["id"] is String } == true)
    }

    @Test(arguments: [
        (["vocabulary", "show", "gpt-4oo"], "gpt-4o"), (["corpus", "show", "smapler"], "sampler"),
        (["vocabulary", "check", "qwen25"], "qwen2.5"), (["inspect", "가", "--vocabulary", "o200"], "o200k"),
        (["vocabulary", "diff", "gpt-4", "gpt-40"], "gpt-4o"),
    ])
    func aWrongNameIsAnswered(_ arguments: [String], _ meant: String) async throws {
        let result = try await CommandRunner.run(arguments, input: .init())
        #expect(result.status == 2 && result.bytes.isEmpty)
        #expect(result.errors.contains("did you mean") && result.errors.contains(meant), "\(result.errors)")
    }

    /// A name that may be a repository is answered as one, and a comma in a path is explained.
    @Test func namesThatMayBePathsAreAnswered() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "jeoul-names-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let broken = folder.appending(path: "hub/models--me--broken/refs")
        try FileManager.default.createDirectory(at: broken, withIntermediateDirectories: true)
        try Data("not a commit\n".utf8).write(to: broken.appending(path: "main"))
        try FileManager.default.createDirectory(
            at: folder.appending(path: "p,q"), withIntermediateDirectories: true)
        try Data("AA== 0\n".utf8).write(to: folder.appending(path: "p,q/one.tiktoken"))
        func measure(_ name: String) async throws -> CommandResult {
            try await CommandRunner.run(
                ["encode", "-", "--vocabulary", name], input: .init(),
                environment: ["HF_HUB_CACHE": folder.appending(path: "hub").path], folder: folder)
        }
        let absent = try await measure("me/none")
        #expect(absent.status == 2 && absent.errors.contains("jeoul vocabulary pull me/none"), "\(absent.errors)")
        #expect(absent.errors.contains(folder.appending(path: "hub").path))
        let unreadable = try await measure("me/broken")
        #expect(
            unreadable.errors.contains("models--me--broken/refs/main does not name a commit"), "\(unreadable.errors)")
        let path = try await measure("./none/of/it.json")
        #expect(path.status == 2 && !path.errors.contains("pull"), "\(path.errors)")
        let comma = try await CommandRunner.run(
            ["measure", "--text", "가", "--vocabulary", "p,q/one.tiktoken"], input: .init(), folder: folder)
        #expect(comma.status == 2 && comma.errors.contains("--vocabulary 'p\\,q/one.tiktoken'"), "\(comma.errors)")
    }

    @Test func inspectReadsTextFilesAndStandardInput() async throws {
        let text = try await CommandRunner.run("inspect", "저울은", "--vocabulary", "gpt-4o,gpt-4", "--ids")
        #expect(text.status == 0, "\(text.errors)")
        #expect(text.lines.contains("o200k_base   저         │울         │은   │"), "\(text.output)")
        let input = try await CommandRunner.run(
            "inspect", "--file", "-", "--vocabulary", "gpt-4", "--format", "json", input: "저울\n은\n")
        let json = try input.json() as? [String: Any]
        #expect((json?["documents"] as? [Any])?.count == 2)
        let limited = try await CommandRunner.run(
            "inspect", "--file", "-", "--vocabulary", "gpt-4", "--limit", "1", input: "저울\n은\n")
        #expect(limited.status == 0 && limited.errors.contains("--limit"))
        #expect(try await CommandRunner.run("inspect", "--vocabulary", "gpt-4").status == 2)
    }

    @Test func checkTellsByItsStatus() async throws {
        let good = try await CommandRunner.run("vocabulary", "check", "gpt-4", "--format", "json")
        #expect(good.status == 0, "\(good.errors)")
        let json = try good.json() as? [String: Any]
        #expect(json?["passed"] as? Bool == true)

        let folder = FileManager.default.temporaryDirectory.appending(path: "jeoul-check-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        try FileManager.default.createDirectory(
            at: folder.appending(path: "llama-3"), withIntermediateDirectories: true)
        try Data("AA== 0\n".utf8).write(to: folder.appending(path: "llama-3/tokenizer.model"))
        let bad = try await CommandRunner.run(
            "vocabulary", "check", "llama-3", environment: ["JEOUL_VOCABULARY_PATH": folder.path])
        #expect(bad.status == 1 && bad.output.contains("failed"), "\(bad.output)\(bad.errors)")
        let absent = try await CommandRunner.run("vocabulary", "check", "llama-3")
        #expect(absent.status == 2 && absent.errors.contains("jeoul vocabulary pull llama-3"), "\(absent.errors)")
    }
}
