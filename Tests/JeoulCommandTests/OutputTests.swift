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
        try KeptOutput.check(page, "page.html")
        try KeptOutput.check(String(decoding: written[1], as: UTF8.self), "bars.svg")
        let wrong = try await CommandRunner.run(arguments + ["--chart", "picture.svg"], input: .init(), folder: folder)
        #expect(wrong.status == 2 && wrong.errors.contains("names no chart"))
    }

    /// Of a page and charts all are written, or none, and the result is not printed as if they were.
    @Test(arguments: [
        ["--report", "page.html", "--chart", "forest.svg"], ["--chart", "bars.svg", "--report", "none/page.html"],
        ["--report", "page.html", "--chart", "none/bars.svg"],
    ])
    func allIsWrittenOrNothing(options: [String]) async throws {
        let result = try await CommandRunner.run(
            ["measure", "text.txt", "--vocabulary", "gpt-4o"] + options, input: .init(), folder: folder)
        #expect(result.status == 2 && result.bytes.isEmpty && !result.errors.isEmpty)
        #expect(try contents() == ["text.txt"])
    }

    /// Nothing is written over what is read, or twice to one place.
    @Test(arguments: [
        ["measure", "text.txt", "--report", "text.txt"], ["measure", "text.txt", "--report", "../folder/text.txt"],
        ["measure", ".", "--report", "linked.html"], ["measure", "*.txt", "-o", "text.txt"],
        ["measure", "text.txt", "--report", "a.html", "-o", "./a.html"],
        ["measure", "text.txt", "--chart", "bars.svg", "--chart", "bars.svg"],
        ["compare", "text.txt", "--baseline", "gpt-4", "--report", "text.txt"],
        [
            "verify", "--claim", "gpt-4o uses 33% fewer tokens than gpt-4", "--corpus", "text.txt", "--report",
            "text.txt",
        ],
        ["encode", "text.txt", "-o", "text.txt"], ["measure", "text.txt", "--checkpoint", "text.txt"],
        ["measure", "--files-from", "list", "--chart", "list-bars.svg", "-o", "list"],
    ])
    func nothingIsWrittenOverWhatIsRead(arguments: [String]) async throws {
        let folder = folder.appending(path: "folder")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let text = Data("첫째 줄입니다.\n".utf8)
        try text.write(to: folder.appending(path: "text.txt"))
        try Data("text.txt".utf8).write(to: folder.appending(path: "list"))
        try FileManager.default.linkItem(
            at: folder.appending(path: "text.txt"), to: folder.appending(path: "linked.html"))
        let before = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
        let vocabulary = arguments[0] == "verify" ? [] : ["--vocabulary", "gpt-4o"]
        let result = try await CommandRunner.run(arguments + vocabulary, input: .init(), folder: folder)
        #expect(result.status == 2 && result.errors.contains("read or written besides"), "\(result.errors)")
        #expect(try Data(contentsOf: folder.appending(path: "text.txt")) == text)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == before)
    }

    /// A page of what can be read only once has the text as tokens too, and says what it is of.
    @Test(arguments: [
        (["measure", "-"], "standard input", "표준 입력"), (["measure"], "standard input", "표준 입력"),
        (["measure", "--text", "첫째 줄입니다."], "the text given", "주어진 글"),
        (["compare", "-", "--baseline", "gpt-4"], "standard input", "표준 입력"),
    ])
    func aPageSaysWhatItIsOf(arguments: [String], english: String, korean: String) async throws {
        let result = try await CommandRunner.run(
            arguments + ["--vocabulary", "gpt-4o", "--report", "p.html", "--chart", "tokens.svg", "--language", "en"],
            input: Data("첫째 줄입니다.\n둘째 줄입니다.\n".utf8), folder: folder)
        #expect(result.status == 0, "\(result.errors)")
        let page = try String(contentsOf: folder.appending(path: "p.html"), encoding: .utf8)
        #expect(page.contains("id=\"tokens\"") && page.contains(english) && page.contains(korean))
        #expect(page.hasPrefix("<!DOCTYPE html>\n<html lang=\"en\">"))
        let chart = try String(contentsOf: folder.appending(path: "tokens.svg"), encoding: .utf8)
        #expect(chart.contains("lang=\"en\"") && chart.contains("The same text as tokens"))
    }

    /// The figures of a page are those of the table under every option.
    @Test func thePageCountsAsTheTableDoes() async throws {
        try Data("大韓民國은 민주공화국이다.\n漢字도 글자다.\n".utf8).write(to: folder.appending(path: "hanja.txt"))
        let result = try await CommandRunner.run(
            [
                "measure", "hanja.txt", "--vocabulary", "gpt-4o", "--count-hanja", "--format", "json", "--report",
                "p.html",
            ],
            input: .init(), folder: folder)
        let report = try #require(try result.json() as? [String: Any], "\(result.errors)")
        let row = try #require((report["vocabularies"] as? [[String: Any]])?.first)
        let value = try #require(row["tokens_per_korean_character"] as? Double)
        let page = try String(contentsOf: folder.appending(path: "p.html"), encoding: .utf8)
        #expect(page.contains(">\(String(format: "%.4f", value))</text>") && page.contains("Korean character or Hanja"))
        #expect(page.contains("18 Korean characters and Hanja") && page.contains("한글과 한자 18자"))

        let lines = (0..<40).map { index in
            #"{"text": "\#(index)번째 \#(index % 2 == 0 ? "소식입니다" : "ㅋㅋㅋ 그래요 hello")", "register": "\#(index % 2 == 0 ? "news" : "chat")"}"#
        }
        try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: folder.appending(path: "mixed.jsonl"))
        let mixed = try await CommandRunner.run(
            [
                "compare", "mixed.jsonl", "--baseline", "gpt-4", "--vocabulary", "gpt-4o", "--mix", "news=0.9,chat=0.1",
                "--report", "m.html",
            ], input: .init(), folder: folder)
        #expect(mixed.status == 0, "\(mixed.errors)")
        let text = try String(contentsOf: folder.appending(path: "m.html"), encoding: .utf8)
        #expect(text.contains("For the mix of registers") && text.contains("Without the mix of registers"))
        #expect(text.contains("fewer tokens than GPT-4 · cl100k_base (95% interval "))
        // The same name does not stand for two figures.
        let denominators = try #require(text.components(separatedBy: "id=\"denominators\"").last)
        #expect(!denominators.contains("tokens per Korean character</text>"))
    }

    /// Where nothing has the words that are looked for, that is said.
    @Test(arguments: ["vocabulary", "corpus", "claim"])
    func anEmptyListIsSaid(command: String) async throws {
        let result = try await CommandRunner.run(command, "list", "nothing-has-this")
        #expect(result.status == 0 && result.bytes.isEmpty)
        #expect(result.errors.contains("nothing has these words: nothing-has-this"))
    }
}
