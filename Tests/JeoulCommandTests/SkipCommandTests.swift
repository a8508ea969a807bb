import Foundation
import Testing

/// What is skipped is said, and ends with status 5, whatever command reads it.
@Suite struct SkipCommandTests {
    static let commands: [[String]] = [
        ["measure", "FILES", "--vocabulary", "gpt-4o"], ["measure", "FILES", "--vocabulary", "gpt-4o", "--by", "file"],
        ["measure", "FILES", "--vocabulary", "gpt-4o", "--checkpoint", "KEPT"],
        ["compare", "FILES", "--baseline", "gpt-4", "--vocabulary", "gpt-4o"],
        ["compare", "FILES", "--baseline", "gpt-4", "--vocabulary", "gpt-4o", "--by", "file"],
        ["encode", "FILES", "--vocabulary", "gpt-4o"],
        ["truncate", "FILES", "--tokens", "3", "--vocabulary", "gpt-4o"],
        ["chunk", "FILES", "--tokens", "30", "--vocabulary", "gpt-4o"],
        ["verify", "--claim", "gpt-4o uses 20% fewer tokens than gpt-4", "--corpus", "FILES"],
        ["verify", "--claim", "gpt-4o uses 20% fewer tokens than gpt-4", "--corpus", "FILES", "--by", "file"],
    ]

    @Test(arguments: commands) func whatIsSkippedIsSaid(_ command: [String]) async throws {
        let texts = (0..<15).map { "\($0)번째 글입니다. 오늘은 \($0 * 7 % 13)도네요." }
        let objects = texts.map { "{\"text\": \"\($0)\"}" }
        let folder = try InputCommandTests.Folder([
            "a.txt": Array((texts.joined(separator: "\n") + "\n").utf8),
            "b.json": Array("[\(objects.joined(separator: ",")), {\"text\": \"깨진\" 5}, {\"text\": \"뒤\"}]".utf8),
            "c.csv": Array("text\n좋은 글 하나\n".utf8) + [0xB0, 0xA1, 0x0A] + Array("좋은 글 둘\n".utf8),
        ])
        let files = ["a.txt", "b.json", "not-there.jsonl", "c.csv"].map { folder($0) }
        try Data(files.joined(separator: "\n").utf8).write(to: URL(fileURLWithPath: folder("list")))
        var words = command.flatMap { word in
            switch word {
            case "FILES": files
            case "KEPT": [folder("kept")]
            default: [word]
            }
        }
        if command[0] == "verify" {
            words = words.filter { $0 != "--corpus" && !files.contains($0) } + ["--files-from", folder("list")]
        }
        let stopped = try await CommandRunner.run(words, input: Data())
        #expect(stopped.status == 2, "\(words): \(stopped.errors)")
        // What was kept under another setting is not gone on with.
        try? FileManager.default.removeItem(atPath: folder("kept"))
        let skipped = try await CommandRunner.run(words + ["--on-error", "skip"], input: Data())
        #expect(skipped.status == 5, "\(words): \(skipped.errors)")
        for said in ["b.json", "not-there.jsonl", "c.csv"] {
            #expect(skipped.errors.contains(said), "\(words): \(said): \(skipped.errors)")
        }
        if command.contains("measure"), !command.contains("--by") {
            let report = try await CommandRunner.run(words + ["--on-error", "skip", "--format", "json"], input: Data())
            let json = try #require(try report.json() as? [String: Any])
            let corpus = try #require(json["corpus"] as? [String: Any])
            // Fifteen lines, fifteen records before the broken one and one behind it, and two rows.
            #expect(corpus["documents"] as? Int == 33)
            #expect(corpus["sha256"] is NSNull)
        }
        // With an empty line each for the broken record and the row that is not UTF-8.
        if command[0] == "encode" {
            #expect(skipped.lines.count == 35 && skipped.lines.count { !$0.isEmpty } == 33)
        }
    }

    /// What prints a line a document prints one for each record, so that line N is of record N whatever is left out.
    @Test(arguments: [["encode"], ["truncate", "--tokens", "4"]], [3, 60_000])
    func linesStayAligned(_ command: [String], _ count: Int) async throws {
        func isBroken(_ index: Int) -> Bool {
            index % 7 == 2 || index == count - 1 || (20_000..<50_000).contains(index)
        }
        let broken = ["{\"text\": \"깨진", "{\"body\": 1}", "{\"text\": null}", "{\"text\": \"\\ud800\"}"]
        let records = (0..<count).map { index in
            isBroken(index) ? broken[index % 4] : index % 5 == 0 ? "{\"text\": \"\"}" : "{\"text\": \"\(index) 글\"}"
        }
        let text = records.joined(separator: "\n") + "\n"
        let folder = try InputCommandTests.Folder(["a.jsonl": Array(text.utf8), "b.jsonl": Array(text.utf8)])
        let words = command + ["--vocabulary", "gpt-4o", "--on-error", "skip", "--quiet"]
        let result = try await CommandRunner.run(
            [words[0], folder("a.jsonl"), folder("b.jsonl")] + words.dropFirst(), input: Data())
        #expect(result.status == 5)
        let lines = result.lines
        try #require(lines.count == 2 * count)
        let whole = (0..<count).map { isBroken($0) || $0 % 5 == 0 ? "" : "\($0) 글" }
        let right = try await CommandRunner.run(
            [words[0], "-"] + words.dropFirst(), input: Data((whole.joined(separator: "\n") + "\n").utf8))
        #expect(lines == right.lines + right.lines)
    }

    /// How figures move is not asked of a text that lacks more where it is cut otherwise.
    @Test func settingsThatWouldLackOtherTextAreNotTried() async throws {
        let text = (0..<40).map { "\($0)번째 글입니다. 오늘은 \($0 * 7 % 13)도네요.\n" }.joined()
        let folder = try InputCommandTests.Folder(["a.txt": Array(text.utf8) + [0xB0, 0xA1, 0x0A]])
        let words = ["compare", folder("a.txt"), "--baseline", "gpt-4", "--vocabulary", "gpt-4o", "--on-error", "skip"]
        let result = try await CommandRunner.run(words + ["--report", folder("page.html")], input: Data())
        #expect(result.status == 5, "\(result.errors)")
        let page = try String(contentsOfFile: folder("page.html"), encoding: .utf8)
        #expect(page.contains("records were left out, and the text cut otherwise would lack others"))
    }

    @Test func aLineAFileIsAligned() async throws {
        let folder = try InputCommandTests.Folder([
            "1.txt": Array("하나\n둘\n".utf8), "2.txt": [0xB0, 0xA1], "4.txt": Array("넷\n".utf8),
        ])
        let files = (1...4).map { folder("\($0).txt") }
        let result = try await CommandRunner.run(
            ["encode"] + files + ["--vocabulary", "gpt-4o", "--document", "file", "--on-error", "skip"], input: Data())
        #expect(result.status == 5, "\(result.errors)")
        #expect(result.lines.map(\.isEmpty) == [false, true, true, false], "\(result.output)")
    }

    @Test func whatIsNoTextIsSaid() async throws {
        let folder = try InputCommandTests.Folder([
            "d/a.bin": [1, 0, 2, 0, 0, 0, 9], "e/a.bin": [1, 0, 2, 0, 0, 0, 9], "e/b.txt": [0x61, 0x0A],
        ])
        for command in [["measure"], ["encode"], ["truncate", "--tokens", "3"]] {
            let others = try await CommandRunner.run(
                [command[0], folder("d"), "--vocabulary", "gpt-4o"] + command.dropFirst(), input: Data())
            #expect(others.status == 2 && others.errors.contains("no text"), "\(others.errors)")
            let some = try await CommandRunner.run(
                [command[0], folder("e"), "--vocabulary", "gpt-4o"] + command.dropFirst(), input: Data())
            #expect(some.status == 0 && some.errors.contains("a.bin"), "\(some.errors)")
        }
    }

    /// Standard input that is a file is watched as a file is, from where it stands.
    @Test func aFileAsStandardInputIsAFile() async throws {
        let folder = try InputCommandTests.Folder(["a.txt": Array("하나\n둘\n셋\n".utf8)])
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = [
            "-c",
            "{ read -r line; '\(CommandRunner.executable.path)' encode - --vocabulary gpt-4o; } < '\(folder("a.txt"))'",
        ]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let rest = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        let right = try await CommandRunner.run("encode", "-", "--vocabulary", "gpt-4o", input: "둘\n셋\n")
        #expect(Data(right.bytes) == rest)
    }

    /// A name that is not UTF-8 can be typed; a text that is not is refused.
    @Test func argumentsAreBytes() async throws {
        let folder = try InputCommandTests.Folder(["x/a.txt": [0x61]])
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.currentDirectoryURL = folder.url
        let jeoul = "'\(CommandRunner.executable.path)'"
        process.arguments = [
            "-c",
            "name=$(printf '\\260\\241.txt'); echo 가 > \"$name\"; \(jeoul) measure \"$name\" --vocabulary gpt-4o --format csv; "
                + "\(jeoul) measure --text \"$name\" --vocabulary gpt-4o 2>/dev/null; echo $?",
        ]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let said = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        #expect(
            said.contains("all,,o200k_base,1,4,4,1,") && said.split(whereSeparator: \.isNewline).last == "2", "\(said)")
    }

    @Test func optionsThatDoNothingAreRefused() async throws {
        let folder = try InputCommandTests.Folder(["a.txt": Array("가\n".utf8)])
        for words in [
            ["encode", folder("a.txt"), "--vocabulary", "gpt-4o", "--threads", "2"],
            ["measure", folder("a.txt"), "--vocabulary", "gpt-4o", "--checkpoint", folder("x"), "-o", folder("x")],
            ["measure", folder("a.txt"), "--vocabulary", "gpt-4o", "--checkpoint", folder("a.txt")],
        ] {
            let result = try await CommandRunner.run(words, input: Data())
            #expect(result.status == 2 && result.bytes.isEmpty, "\(words)")
        }
        #expect(try Data(contentsOf: URL(fileURLWithPath: folder("a.txt"))) == Data("가\n".utf8))
    }

    @Test func anErrorOfDecodingSaysWhere() async throws {
        let folder = try InputCommandTests.Folder(["d/1": Array("1\n2\n".utf8), "d/2": Array("3\nx\n".utf8)])
        for name in ["d", "d/*"] {
            let result = try await CommandRunner.run("decode", folder(name), "--vocabulary", "gpt-4o")
            #expect(result.status == 2 && result.errors.contains("d/2, line 2"), "\(result.errors)")
        }
    }

    /// Copies that are found in a folder are one unit of a comparison; a file that is named twice is refused.
    @Test func copiesAreCompared() async throws {
        var files: [String: [UInt8]] = [:]
        for number in 0..<30 { files["d/\(number).txt"] = Array("안녕 \(number % 13)번 글입니다.\n".utf8) }
        let folder = try InputCommandTests.Folder(files)
        let words = ["compare", "--baseline", "gpt-4", "--vocabulary", "gpt-4o"]
        for more in [[], ["--by", "folder"]] {
            let result = try await CommandRunner.run(words + [folder("d")] + more, input: Data())
            #expect(result.status == 0, "\(result.errors)")
        }
        for again in ["d/1.txt", "d/../d/1.txt", "d/14.txt"] {
            let twice = try await CommandRunner.run(words + [folder("d/1.txt"), folder(again)], input: Data())
            #expect(twice.status == 2 && twice.errors.contains("name it once"), "\(twice.errors)")
        }
    }
}
