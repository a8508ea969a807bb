import Foundation
import Testing

/// The answer stands above what is to be said of it, and both are in one language.
@Suite struct AnswerFirstTests {
    private let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "jeoul-answer-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        // Decomposed, with copies, and alike: much is to be said of it.
        let lines = (1...40).map { "\($0 / 2 * 2)번째 손님은 \($0 % 12 + 1)시에 와서 김밥과 라면을 주문했습니다.\n" }
        try Data(lines.joined().decomposedStringWithCanonicalMapping.utf8).write(to: folder.appending(path: "nfd.txt"))
        let record = "{\"text\": \"가나다라 마바사\", \"source\": \"x\"}\n"
        try Data((String(repeating: record, count: 12) + "{broken\n").utf8).write(
            to: folder.appending(path: "bad.jsonl"))
    }

    static let commands: [[String]] = [
        ["measure", "nfd.txt", "--vocabulary", "gpt-4o,gpt-4,o200k_base"],
        ["measure", "nfd.txt", "--vocabulary", "gpt-4o", "--metric", "all"],
        ["measure", "nfd.txt", "--vocabulary", "gpt-4o", "--by", "file", "--fail-over", "10"],
        ["compare", "nfd.txt", "--baseline", "gpt-4", "--vocabulary", "gpt-4o"],
        [
            "compare", "bad.jsonl", "--baseline", "gpt-4", "--vocabulary", "gpt-4o", "--by", "source", "--on-error",
            "skip",
        ],
        ["verify", "--claim", "gpt-4o uses 33% fewer tokens than gpt-4", "--corpus", "nfd.txt", "--sensitivity"],
        ["verify", "--brief", "--claim", "gpt-4o uses 33% fewer tokens than gpt-4", "--corpus", "nfd.txt"],
    ]

    private static let answers = ["gpt-4", "o200k_base", "cl100k_base", "The claim", "주장"]

    /// In one pipe of both streams, which others read as they were written.
    @Test(arguments: commands, ["en", "ko"])
    func inAPipe(arguments: [String], language: String) throws {
        let process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = ["-c", PseudoTerminal.line(arguments + ["--language", language]) + " 2>&1"]
        process.currentDirectoryURL = folder
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let data = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        try Self.check(String(decoding: data, as: UTF8.self), language, arguments)
    }

    @Test(.enabled(if: PseudoTerminal.isUsable, "needs script, of util-linux"), arguments: commands)
    func atATerminal(arguments: [String]) throws {
        let line = PseudoTerminal.line(arguments + ["--language", "ko"])
        let shown = try PseudoTerminal.run(line, columns: 80, folder: folder).replacing("\u{1B}[K", with: "")
        try Self.check(shown, "ko", arguments)
        // A line parts the two.
        #expect(shown.contains("\n\n주의: ") || shown.contains("\n\n한 어휘("), "\(arguments): \(shown)")
    }

    private static func check(_ text: String, _ language: String, _ arguments: [String]) throws {
        let warning = try #require(text.range(of: language == "ko" ? "주의: " : "warning: "), "\(arguments): \(text)")
        let lines = text[..<warning.lowerBound].split(separator: "\n")
        #expect(lines.count > 2 && answers.contains { lines[0...].joined().contains($0) }, "\(arguments): \(text)")
        #expect(text[warning.lowerBound...].split(separator: "\n").allSatisfy { !$0.contains("───") }, "\(text)")
        // Names, of files, fields, options and formats, and what was typed, are as they are.
        var rest = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
            .replacing(/\(bad\.jsonl[^)]*\)/, with: "")
        for name in [
            "nfd.txt", "bad.jsonl", "--normalization nfc", "gpt-4o uses 33% fewer tokens than gpt-4", "--format",
            "--text-field", "--memory", "\"text\"",
        ] {
            rest = rest.replacing(name, with: "")
        }
        if language == "ko" {
            let english = rest.matches(
                of:
                    /\b(the|of|is|are|in|by|as|documents?|bytes?|tokens?|text|read|line|warning|note|vocabulary|models|interval|unit|metric|share|per|verdict|corpus|found|needs|reading)\b/
            )
            #expect(english.isEmpty, "\(arguments): \(english.map(\.output.0)) in \(text)")
        } else {
            #expect(!rest.unicodeScalars.contains { (0xAC00...0xD7A3).contains($0.value) }, "\(arguments): \(text)")
        }
    }

    /// What was to be said is said where there is no result, too, and then why there is none.
    @Test func nothingIsLostWithAnError() async throws {
        let result = try await CommandRunner.run(
            "measure", "missing.txt", "--vocabulary", "gpt-4o,o200k_base", folder: folder)
        let lines = result.errors.split(separator: "\n")
        #expect(result.status == 2 && lines.count == 2 && lines[0].hasSuffix("it is counted once"), "\(result.errors)")
        #expect(lines.last?.hasPrefix("jeoul: ") == true, "\(result.errors)")
        let quiet = try await CommandRunner.run(
            "measure", "nfd.txt", "--vocabulary", "gpt-4o", "--quiet", folder: folder)
        #expect(quiet.errors.isEmpty && quiet.status == 0)
    }

    /// A reader that has gone away ends the command well, and does not take the warnings with it.
    @Test func aReaderThatGoesAwayLosesNoWarning() throws {
        let process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = [
            "-c",
            "(\(PseudoTerminal.line(["measure", "nfd.txt", "--vocabulary", "gpt-4o"])); echo \"end $?\" >&2) | true",
        ]
        process.currentDirectoryURL = folder
        let errors = Pipe()
        process.standardError = errors
        try process.run()
        let said = String(decoding: try errors.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
        process.waitUntilExit()
        #expect(said.contains("warning: ") && said.hasSuffix("end 0\n"), "\(said)")
    }

    /// A difference is said in words that need no sign, and is a number for programs.
    @Test func differencesHaveNoSign() async throws {
        let arguments = [
            "compare", "nfd.txt", "--normalization", "nfc", "--baseline", "gpt-4o", "--vocabulary", "gpt-4", "--quiet",
        ]
        func run(_ more: String...) async throws -> String {
            try await CommandRunner.run(arguments + more, input: .init(), folder: folder).output
        }
        let english = try await run()
        #expect(english.contains("% more") && !english.contains("−"), "\(english)")
        #expect(try await run("--language", "ko").contains("% 많음"))
        let csv = try await run("--format", "csv").split(whereSeparator: \.isNewline)
            .map { $0.split(separator: ",", omittingEmptySubsequences: false) }
        let column = try #require(csv[0].firstIndex(of: "fewer"))
        #expect(csv.dropFirst().compactMap { Double($0[column]) }.contains { $0 < 0 }, "\(csv)")
    }

    /// A page has what a terminal shows below the result: of claims that are not as they are known, of texts, and of intervals that are not
    /// there.
    @Test func aPageSaysWhatIsToBeKnown() async throws {
        func page(_ arguments: String...) async throws -> String {
            let result = try await CommandRunner.run(
                arguments + ["--report", "page.html"], input: .init(), folder: folder)
            #expect(result.status == 0, "\(result.errors)")
            return try String(contentsOf: folder.appending(path: "page.html"), encoding: .utf8)
        }
        let known = try await CommandRunner.run("claim", "show", "gpt4o-1.7x", "--format", "json").output
        let tuned = try #require(known.firstMatch(of: /"value": 1\.7,/)).range
        let range = try #require(known[tuned.upperBound...].firstMatch(of: /"strict_low": [0-9.]+/)).range
        try Data((known[..<range.lowerBound] + "\"strict_low\": 1.2" + known[range.upperBound...]).utf8)
            .write(to: folder.appending(path: "tuned.json"))
        let tunedPage = try await page(
            "verify", "--claim-file", "tuned.json", "--corpus", "klue-sts-dev", "--price", "gpt-4o=2.5")
        #expect(tunedPage.contains("class=\"note warning\"") && tunedPage.contains("is not what is known"))
        #expect(
            tunedPage.contains("알려진 것과 다르다") && tunedPage.contains("id=\"table-cost\"") && tunedPage.contains("2.500"))
        let decomposed = try await page(
            "compare", "nfd.txt", "--baseline", "gpt-4", "--vocabulary", "gpt-4o", "--price", "gpt-4=10")
        #expect(
            decomposed.contains("The text is in NFD") && decomposed.contains("글이 NFD이다")
                && decomposed.contains("10.000"))
        try Data("하나\n둘\n셋\n".utf8).write(to: folder.appending(path: "few.txt"))
        let few = try await page("measure", "few.txt", "--vocabulary", "gpt-4o")
        #expect(few.contains("No intervals: ") && few.contains("구간 없음: ") && !few.contains("with 95% intervals"))
        let compared = try await page("compare", "few.txt", "--baseline", "gpt-4", "--vocabulary", "gpt-4o")
        #expect(compared.contains("(no interval: "))
        let known2 = try await page("verify", "gpt4o-example-2")
        #expect(!known2.contains("Independent units: "))
        let dash = try await CommandRunner.run("measure", "few.txt", "--report", "-", folder: folder)
        #expect(dash.status == 2 && dash.errors.contains("names no file"))
        let unused = try await CommandRunner.run(
            "compare", "few.txt", "--baseline", "gpt-4", "--price", "gpt-4=1", folder: folder)
        #expect(unused.status == 2 && unused.errors.contains("add --report"))
    }
}
