import Foundation
import Testing

/// Commands that print while they read: what a person sees who waits, and where the result goes.
@Suite struct StreamingTests {
    private let folder = FileManager.default.temporaryDirectory.appending(path: "jeoul-streams-\(UUID().uuidString)")
    private static let text = (1...20_000).map { "\($0)번째 손님은 \($0 % 12 + 1)시에 와서 김밥을 주문했습니다.\n" }.joined()

    init() throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try Data(Self.text.utf8).write(to: folder.appending(path: "text.txt"))
        // Of lines that go through as ids too.
        try Data(String(repeating: "9 10 11 12 13 14 15 16\n", count: 60_000).utf8)
            .write(to: folder.appending(path: "ids.txt"))
    }

    static let commands: [[String]] = [
        ["encode"], ["truncate", "--tokens", "4"], ["chunk", "--tokens", "9"], ["decode"],
    ]

    /// A pipe that pauses in the midst is shown with amount and rate, whatever the speed of the machine.
    @Test(.enabled(if: PseudoTerminal.isUsable, "needs script, of util-linux"), arguments: commands + [["measure"]])
    func whoWaitsSeesHowFarItIs(command: [String]) throws {
        let file = command == ["decode"] ? "ids.txt" : "text.txt"
        let words = command + ["--vocabulary", "gpt-4o", "-o", "result", "-"]
        let shown = try PseudoTerminal.run(
            "(cat \(file); sleep 1.3; cat \(file)) | \(PseudoTerminal.line(words))", columns: 80, folder: folder)
        #expect(shown.firstMatch(of: /\d MB  [\d.]+ MB\/s/) != nil, "\(command): \(shown)")
        let quiet = try PseudoTerminal.run(
            "(cat \(file); sleep 1.3; cat \(file)) | \(PseudoTerminal.line(words + ["--quiet"]))", columns: 80,
            folder: folder)
        #expect(!quiet.contains("MB/s"))
    }

    /// Without an input they say that they wait, and how that ends.
    @Test(
        .enabled(if: PseudoTerminal.isUsable, "needs script, of util-linux"),
        arguments: commands.map { $0 + ["--vocabulary", "gpt-4o"] } + [
            ["measure", "--vocabulary", "gpt-4o"], ["compare", "--baseline", "gpt-4", "--vocabulary", "gpt-4o"],
            ["inspect", "--file", "-", "--vocabulary", "gpt-4o"], ["verify", "ax4-33-press", "--corpus", "-"],
            ["measure", "--files-from", "-"],
        ])
    func atATerminalWaitingIsSaid(command: [String]) throws {
        let shown = try PseudoTerminal.run(
            PseudoTerminal.line(command), columns: 80, folder: folder, typed: ["\u{4}", "\u{4}"])
        let prose = shown.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        #expect(prose.contains("from standard input, which is this terminal: end it with Control-D"), "\(shown)")
        #expect(prose.contains("jeoul \(command[0]) --help"), "\(shown)")
    }

    @Test(arguments: commands) func aFileIsWrittenWhole(command: [String]) async throws {
        try Data(Self.text.utf8.prefix(80_000).split(separator: 0x0A).dropLast().joined(separator: [0x0A])).write(
            to: folder.appending(path: "short.txt"))
        try Data("9 10 11\n12\n".utf8).write(to: folder.appending(path: "short-ids.txt"))
        let file = command == ["decode"] ? "short-ids.txt" : "short.txt"
        let words = command + [file, "--vocabulary", "gpt-4o", "--quiet"]
        let printed = try await CommandRunner.run(words, input: .init(), folder: folder)
        let written = try await CommandRunner.run(words + ["-o", "result"], input: .init(), folder: folder)
        #expect(written.status == 0 && written.bytes.isEmpty, "\(written.errors)")
        #expect(try Data(contentsOf: folder.appending(path: "result")) == Data(printed.bytes))
        // An error leaves what was there.
        try Data("before".utf8).write(to: folder.appending(path: "result"))
        try Data(String(repeating: "9\n", count: 100_000).utf8 + [0xFF, 0x0A]).write(to: folder.appending(path: "bad"))
        let failed = try await CommandRunner.run(
            command + ["bad", "--vocabulary", "gpt-4o", "-o", "result"], input: .init(), folder: folder)
        #expect(failed.status == 2)
        #expect(try Data(contentsOf: folder.appending(path: "result")) == Data("before".utf8))
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).allSatisfy { !$0.contains("partial") })
    }

    /// A character that does not fit is named with its file and document.
    @Test func whatDoesNotFitIsNamed() async throws {
        try Data("가\n나\n뷁\n".utf8).write(to: folder.appending(path: "rare.txt"))
        let result = try await CommandRunner.run(
            ["chunk", "text.txt", "rare.txt", "--tokens", "1", "--vocabulary", "gpt-4o"], input: .init(), folder: folder
        )
        #expect(
            result.status == 2 && result.errors.contains("text.txt, document 1: "), "\(result.errors)")
        let later = try await CommandRunner.run(
            ["chunk", "rare.txt", "--tokens", "1", "--vocabulary", "gpt-4o"], input: .init(), folder: folder)
        // Of a piece that begins with what the one before it ends with, it is the character behind that.
        let overlapping = try await CommandRunner.run(
            ["chunk", "--text", "못한 감독판. 뉘앙스가", "--tokens", "2", "--overlap", "1", "--vocabulary", "gpt-4o"],
            input: .init())
        #expect(
            overlapping.errors.contains("character at byte 18 takes 3 tokens, more than the 2"), "\(overlapping.errors)"
        )
        #expect(later.errors.contains("rare.txt, document 3: "), "\(later.errors)")
    }

    /// A limit ends compare as it ends measure.
    @Test func aLimitIsKeptByCompareToo() async throws {
        try Data(Self.text.utf8.prefix(4000).split(separator: 0x0A).dropLast().joined(separator: [0x0A])).write(
            to: folder.appending(path: "short.txt"))
        let words = [
            "compare", "short.txt", "--resamples", "200", "--baseline", "gpt-4", "--vocabulary", "gpt-4o", "--quiet",
        ]
        for (limit, status) in [("--fail-over", Int32(4)), ("--fail-over-document", 4)] {
            let over = try await CommandRunner.run(words + [limit, "3"], input: .init(), folder: folder)
            #expect(over.status == status && over.errors.contains("more than 3"), "\(over.errors)")
            #expect(over.output.contains("o200k_base"))
        }
        let under = try await CommandRunner.run(words + ["--fail-over", "1g"], input: .init(), folder: folder)
        #expect(under.status == 0, "\(under.errors)")
    }
}
