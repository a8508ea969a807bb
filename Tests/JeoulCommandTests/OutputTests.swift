import Foundation
import Testing

/// Where results go, how they are dressed, and what a terminal shows.
@Suite struct OutputTests {
    private let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "jeoul-output-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try Data("첫째 줄입니다.\n둘째 줄은 조금 더 깁니다.\n".utf8).write(to: folder.appending(path: "text.txt"))
    }

    private func contents() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    }

    @Test func aFileIsWrittenWhole() async throws {
        let arguments = ["encode", "text.txt", "--vocabulary", "gpt-4o"]
        let printed = try await CommandRunner.run(arguments, input: .init(), folder: folder)
        let written = try await CommandRunner.run(arguments + ["-o", "ids"], input: .init(), folder: folder)
        #expect(written.status == 0 && written.bytes.isEmpty, "\(written.errors)")
        #expect(try Data(contentsOf: folder.appending(path: "ids")) == Data(printed.bytes))
        #expect(try contents() == ["ids", "text.txt"])
    }

    /// An error leaves what was there, and nothing beside it.
    @Test func aFileIsNotWrittenHalf() async throws {
        try Data("before".utf8).write(to: folder.appending(path: "ids"))
        try Data("가나다\n".utf8 + [0xFF, 0x0A]).write(to: folder.appending(path: "bad.txt"))
        let arguments = ["encode", "text.txt", "bad.txt", "--vocabulary", "gpt-4o", "-o", "ids"]
        let result = try await CommandRunner.run(arguments, input: .init(), folder: folder)
        #expect(result.status == 2)
        #expect(try Data(contentsOf: folder.appending(path: "ids")) == Data("before".utf8))
        #expect(try contents() == ["bad.txt", "ids", "text.txt"])
        let missing = try await CommandRunner.run("claim", "list", "-o", "none/of/it", folder: folder)
        #expect(missing.status == 2 && missing.errors.contains("none/of/it cannot be written"))
    }

    @Test(arguments: [
        (["verfy"], "did you mean verify?"), (["vocabulary", "lst"], "did you mean list?"),
        (["weigh"], "there are measure"),
    ])
    func misspeltSubcommandsGetSuggestions(arguments: [String], hint: String) async throws {
        let result = try await CommandRunner.run(arguments, input: .init())
        #expect(result.status == 2 && result.errors.contains(hint), "\(result.errors)")
    }

    @Test func coloursAreChosen() async throws {
        let arguments = ["measure", "text.txt", "--vocabulary", "gpt-4o,gpt-4"]
        func isDressed(_ more: [String], _ environment: [String: String] = [:]) async throws -> Bool {
            let environment = ["NO_COLOR": "", "CLICOLOR_FORCE": ""].merging(environment) { $1 }
            return try await CommandRunner.run(
                arguments + more, input: .init(), environment: environment, folder: folder
            )
            .output.contains("\u{1B}")
        }
        #expect(try await !isDressed([]))
        #expect(try await isDressed(["--color", "always"]))
        #expect(try await isDressed([], ["CLICOLOR_FORCE": "1"]))
        #expect(try await !isDressed(["--color", "never"], ["CLICOLOR_FORCE": "1"]))
        #expect(try await !isDressed([], ["CLICOLOR_FORCE": "1", "NO_COLOR": "1"]))
    }

    @Test func listsAreNarrowed() async throws {
        let list = try await CommandRunner.run("vocabulary", "list", "solar", "--format", "csv")
        let lines = list.output.split(whereSeparator: \.isNewline)
        #expect(lines.count == 5 && lines.dropFirst().allSatisfy { $0.contains("solar") })
        #expect(try await CommandRunner.run("claim", "list", "GPT-4o", "press").output.contains("ax4-33-press"))
        #expect(try await CommandRunner.run("corpus", "list", "nsmc").output.contains("nsmc"))
        let (short, long) = (
            try await CommandRunner.run("vocabulary", "list"),
            try await CommandRunner.run("vocabulary", "list", "--long")
        )
        #expect(!short.output.contains("Licence") && long.output.contains("Licence"))
    }

    /// Completions for each shell, which ask for names that are known.
    @Test(arguments: ["bash", "zsh", "fish"])
    func shellsAreCompleted(shell: String) async throws {
        let script = try await CommandRunner.run("--generate-completion-script", shell)
        #expect(script.status == 0 && script.output.contains("jeoul") && script.output.contains("---completion"))
    }

    /// A page and charts are the same for the same results, and are written whole.
    @Test func aPageIsWritten() async throws {
        let arguments = ["measure", "text.txt", "--vocabulary", "gpt-4o,gpt-4", "--price", "gpt-4o=2.5"]
        var written: [Data] = []
        for name in ["a", "b"] {
            let result = try await CommandRunner.run(
                arguments + ["--report", "page.html", "--chart", "bars.svg", "--chart", "tokens.svg"], input: .init(),
                folder: folder)
            #expect(result.status == 0, "\(name): \(result.errors)")
            for file in ["page.html", "bars.svg", "tokens.svg"] {
                written.append(try Data(contentsOf: folder.appending(path: file)))
            }
        }
        #expect(written[..<3] == written[3...])
        let page = String(decoding: written[0], as: UTF8.self)
        #expect(page.hasPrefix("<!DOCTYPE html>") && page.contains("Content-Security-Policy") && page.contains("2.500"))
        #expect(!page.contains("http://") && !page.contains("https://") && !page.contains("src="))
        // Tokens per each denominator, a chart each.
        let report = try await CommandRunner.run(
            "measure", "text.txt", "--vocabulary", "gpt-4o", "--format", "json", folder: folder)
        let object = try #require(try report.json() as? [String: Any])
        let tokens = try #require((object["vocabularies"] as? [[String: Any]])?.first?["tokens"] as? Int)
        let text = try String(contentsOf: folder.appending(path: "text.txt"), encoding: .utf8)
        let eojeols = text.split(whereSeparator: \.isWhitespace).count
        let figure = try #require(page.components(separatedBy: "id=\"denominators\"").dropFirst().first)
        #expect(figure.components(separatedBy: "</figure>")[0].components(separatedBy: "<svg").count == 8)
        #expect(figure.contains(String(format: "%.3f", Double(tokens) / Double(eojeols))))
        let none = try await CommandRunner.run(arguments + ["--chart", "forest.svg"], input: .init(), folder: folder)
        #expect(none.status == 2 && none.errors.contains("nothing of that kind"))
        let wrong = try await CommandRunner.run(arguments + ["--chart", "picture.svg"], input: .init(), folder: folder)
        #expect(wrong.status == 2 && wrong.errors.contains("names no chart"))
    }
}
