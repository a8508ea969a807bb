import Foundation
import Testing

/// What the command reads, and how it ends.
@Suite struct InputCommandTests {
    /// A folder that is taken away with the test.
    final class Folder {
        let url = FileManager.default.temporaryDirectory.appending(path: "jeoul-inputs-\(UUID().uuidString)")

        init(_ files: [String: [UInt8]]) throws {
            for (name, bytes) in files {
                let file = url.appending(path: name)
                try FileManager.default.createDirectory(
                    at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
                try Data(bytes).write(to: file)
            }
        }

        deinit { try? FileManager.default.removeItem(at: url) }

        func callAsFunction(_ name: String) -> String { url.appending(path: name).path }
    }

    private static let records = ["안녕하세요, 저는 학생입니다.", "오늘 서울은 맑고 바람이 붑니다."]
    private static let lines = records.map { $0 + "\n" }.joined()
    private static let objects = records.enumerated().map { "{\"id\": \($0), \"text\": \"\($1)\"}\n" }.joined()

    private func measure(_ arguments: String..., input: String = "") async throws -> [String: Any] {
        let result = try await CommandRunner.run(
            ["measure"] + arguments + ["--vocabulary", "gpt-4o", "--format", "json"], input: Data(input.utf8))
        #expect(result.status == 0, "\(result.errors)")
        return try #require(try result.json() as? [String: Any])
    }

    private func tokens(_ report: [String: Any]) -> Int? {
        ((report["vocabularies"] as? [[String: Any]])?.first)?["tokens"] as? Int
    }

    @Test func recordsAreRecordsWhateverTheirName() async throws {
        let table = "id,text\n" + Self.records.map { "1,\"\($0)\"\n" }.joined()
        let folder = try Folder([
            "a.jsonl": Array(Self.objects.utf8), "a.ndjson": Array(Self.objects.utf8), "a.jl": Array(Self.objects.utf8),
            "a.json": Array(Self.objects.utf8), "a.txt": Array(Self.lines.utf8),
            "u32": [0xFF, 0xFE, 0, 0]
                + Self.lines.unicodeScalars.flatMap { scalar in
                    (0..<4).map { UInt8(truncatingIfNeeded: scalar.value >> UInt32(8 * $0)) }
                },
            "a.csv": Array(("id,text\n" + Self.records.map { "1,\"\($0)\"\n" }.joined()).utf8),
        ])
        let right = tokens(try await measure(folder("a.txt")))
        for name in ["a.jsonl", "a.ndjson", "a.jl", "a.json", "a.csv", "u32"] {
            #expect(tokens(try await measure(folder(name))) == right, "\(name)")
        }
        #expect(tokens(try await measure("-", input: Self.objects)) == right)
        #expect(tokens(try await measure(input: Self.objects)) == right)
    }

    /// A result never takes the place of what it is made from.
    @Test(arguments: [["decode", "x"], ["inspect", "--file", "x"], ["measure", "x"], ["encode", "x"]])
    func whatIsReadIsNotWritten(_ arguments: [String]) async throws {
        let folder = try Folder(["x": Array("14307 171731\n".utf8)])
        let named = arguments.map { $0 == "x" ? folder("x") : $0 } + ["--vocabulary", "gpt-4o", "-o", folder("x")]
        let result = try await CommandRunner.run(named, input: Data())
        #expect(result.status == 2, "\(result.errors)")
        #expect(try String(contentsOfFile: folder("x"), encoding: .utf8) == "14307 171731\n")
    }

    /// gzip within gzip, and a tar archive within gzip, as every command that reads text meets them.
    @Test(arguments: [
        ["measure", "--vocabulary", "gpt-4o"], ["encode", "--vocabulary", "gpt-4o"],
        ["chunk", "--tokens", "8", "--vocabulary", "gpt-4o"], ["truncate", "--tokens", "8", "--vocabulary", "gpt-4o"],
    ]) func whatIsWithinACompressedFileIsLookedAt(_ words: [String]) async throws {
        let folder = try Folder(["a.txt": Array(Self.lines.utf8)])
        let script = """
            cd "$1" && gzip -c a.txt | gzip > twice.gz && tar -cf - a.txt | gzip > a.tar.gz
            """
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", script, "sh", folder.url.path]
        try process.run()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0)
        for (name, what) in [
            ("twice.gz", "gzip within gzip"), ("a.tar.gz", "a tar archive, compressed with gzip"),
        ] {
            for isPiped in [false, true] {
                let bytes = isPiped ? try Data(contentsOf: URL(fileURLWithPath: folder(name))) : Data()
                let arguments = [words[0], isPiped ? "-" : folder(name)] + words.dropFirst()
                for more in [[], ["--invalid-utf8", "replace"], ["--encoding", "cp949"]] {
                    let result = try await CommandRunner.run(arguments + more, input: bytes)
                    #expect(result.status == 2 && result.bytes.isEmpty, "\(arguments + more): \(result.output)")
                    #expect(result.errors.contains(what), "\(result.errors)")
                }
            }
        }
    }

    @Test func whatIsReadIsSaid() async throws {
        let folder = try Folder(["a.csv": Array("번호,내용\n1,가\n".utf8)])
        let report = try await measure(folder("a.csv"))
        let file = try #require((report["files"] as? [[String: Any]])?.first)
        let kind = try #require(file["read_as"] as? [String: Any])
        #expect(kind["format"] as? String == "csv")
        #expect(kind["text_fields"] as? [String] == ["내용"])
        #expect(file["text_bytes"] as? Int == 4)
        let table = try await CommandRunner.run("measure", folder("a.csv"), "--vocabulary", "gpt-4o")
        #expect(table.output.contains("read as CSV (text in \"내용\")"))
    }

    @Test func foldersPatternsAndListsOfFiles() async throws {
        let folder = try Folder([
            "d/1.txt": Array("가\n".utf8), "d/e/2.jsonl": Array(Self.objects.utf8), "d/.hidden": [0x41, 0x0A],
            "d/x.parquet": Array("PAR1".utf8) + [0, 0, 0, 0], "d/b.bin": [1, 0, 2, 0, 0, 0, 9],
            "list": [], "nul": [],
        ])
        let all = try await CommandRunner.run(
            "measure", folder("d"), "--vocabulary", "gpt-4o,gpt-4", "--by", "file", "--format", "csv")
        #expect(all.status == 0, "\(all.errors)")
        #expect(all.errors.contains("hidden (1)"))
        #expect(all.errors.contains("x.parquet") && all.errors.contains("b.bin"))
        let rows = all.output.split(separator: "\r\n").map { $0.split(separator: ",") }
        #expect(rows.count == 7)
        #expect(rows[0].prefix(5).joined(separator: ",") == "scope,group,vocabulary,documents,bytes")
        let byFolder = try await measure(folder("d"), "--by", "folder")
        #expect((byFolder["groups"] as? [[String: Any]])?.compactMap { $0["documents"] as? Int } == [1, 2])
        #expect(tokens(try await measure(folder("d/*.txt"))) == tokens(try await measure("--text", "가")))
        let list = [folder("d/1.txt"), folder("d/e/2.jsonl")]
        try Data((list.joined(separator: "\n") + "\n").utf8).write(to: URL(fileURLWithPath: folder("list")))
        try Data((list.joined(separator: "\0") + "\0").utf8).write(to: URL(fileURLWithPath: folder("nul")))
        let named = tokens(try await measure(list[0], list[1]))
        for name in ["list", "nul"] { #expect(tokens(try await measure("--files-from", folder(name))) == named) }
        #expect(
            tokens(try await measure("--files-from", "-", input: list.joined(separator: "\n"))) == named)
        let none = try await CommandRunner.run("measure", folder("d/*.none"), "--vocabulary", "gpt-4o")
        #expect(none.status == 2)
    }

    @Test func groupsAreOfAField() async throws {
        let text =
            "{\"src\": \"b\", \"text\": \"가\"}\n{\"src\": \"a\", \"text\": \"나\"}\n{\"src\": \"b\", \"text\": \"다 라\"}\n"
        let report = try await measure("-", "--by", "src", "--metric", "fertility", input: text)
        let groups = try #require(report["groups"] as? [[String: Any]])
        #expect(groups.compactMap { $0["group"] as? String } == ["a", "b"])
        #expect(groups.compactMap { $0["documents"] as? Int } == [1, 2])
        #expect(groups.compactMap { $0["korean_characters"] as? Int } == [1, 3])
        #expect(groups.compactMap { $0["tokens"] as? Int }.reduce(0, +) == tokens(report))
        #expect(groups.allSatisfy { $0["fertility"] is Double || $0["fertility"] is Int })
        let missing = try await CommandRunner.run(
            "measure", "-", "--vocabulary", "gpt-4o", "--by", "source", input: text)
        #expect(missing.status == 0)
        #expect(missing.errors.contains("no document has a field \"source\""))
    }

    @Test func skippedRecordsEndWithStatusFive() async throws {
        let text = Self.objects + "{\n{\"id\": 1}\n"
        let stopped = try await CommandRunner.run("measure", "-", "--vocabulary", "gpt-4o", input: text)
        #expect(stopped.status == 2 && stopped.bytes.isEmpty)
        let skipped = try await CommandRunner.run(
            "measure", "-", "--vocabulary", "gpt-4o", "--on-error", "skip", "--format", "json", input: text)
        #expect(skipped.status == 5)
        #expect(skipped.errors.contains("1 broken record") && skipped.errors.contains("line 3"))
        let report = try #require(try skipped.json() as? [String: Any])
        let corpus = try #require(report["corpus"] as? [String: Any])
        #expect((corpus["skipped"] as? [[String: Any]])?.compactMap { $0["count"] as? Int } == [1, 1])
        #expect(corpus["documents"] as? Int == 2)
    }

    @Test func limitsEndWithStatusFour() async throws {
        let over = try await CommandRunner.run(
            "measure", "--text", "안녕하세요", "--vocabulary", "gpt-4o", "--fail-over", "1")
        #expect(over.status == 4 && !over.bytes.isEmpty)
        let under = try await CommandRunner.run(
            "measure", "--text", "안녕하세요", "--vocabulary", "gpt-4o", "--fail-over", "2", "--fail-over-document", "2")
        #expect(under.status == 0)
        let document = try await CommandRunner.run(
            "measure", "-", "--vocabulary", "gpt-4o", "--fail-over-document", "1", input: "a\n안녕하세요\na\n")
        #expect(document.status == 4 && document.errors.contains("document 2"))
        let missing = try await CommandRunner.run("measure", "안녕하세요", "--vocabulary", "gpt-4o")
        #expect(missing.status == 2 && missing.errors.contains("안녕하세요"))
    }

    @Test func aContextIsInThousands() async throws {
        let words = [
            "measure", "--text", Self.lines, "--vocabulary", "gpt-4o", "--metric", "context-capacity", "--context",
        ]
        let short = try await CommandRunner.run(words + ["128k"], input: Data())
        let long = try await CommandRunner.run(words + ["128000"], input: Data())
        #expect(short.status == 0 && short.bytes == long.bytes)
        #expect(try await CommandRunner.run(words + ["0"], input: Data()).status == 2)
        #expect(try await CommandRunner.run(words + ["k"], input: Data()).status == 2)
    }

    /// Standard error that is closed or full ends no work.
    @Test(
        .enabled(if: FileManager.default.fileExists(atPath: "/dev/full"), "needs /dev/full"),
        arguments: ["2>&-", "2>/dev/full"])
    func diagnosticsNeverKill(_ redirection: String) async throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = [
            "-c",
            "printf '\\357\\273\\277가\\n' | '\(CommandRunner.executable.path)' measure - --vocabulary gpt-4o --format json \(redirection)",
        ]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let bytes = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        #expect(process.terminationReason == .exit && process.terminationStatus == 0)
        #expect(!bytes.isEmpty)
    }

    /// Standard input that is closed is no text without documents.
    @Test(arguments: [
        "measure --vocabulary gpt-4o", "encode - --vocabulary gpt-4o", "decode --vocabulary gpt-4o",
        "measure --files-from - --vocabulary gpt-4o", "truncate --tokens 3 --vocabulary gpt-4o",
        "inspect --file - --vocabulary gpt-4o",
    ]) func closedStandardInputIsAnError(_ words: String) async throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", "exec '\(CommandRunner.executable.path)' \(words) <&- 2>&1"]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let said = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        #expect(process.terminationStatus == 2 && said.contains("cannot be read"), "\(words): \(said)")
    }

    @Test func piecesMakeUpTheText() async throws {
        let text = (0..<200).map { "\($0)번째 문장입니다. 그리고 또 있습니다!" }.joined(separator: " ") + "👨‍👩‍👧‍👦각\n"
        let document = String(text.dropLast())
        for boundary in ["character", "word", "sentence"] {
            let result = try await CommandRunner.run(
                "chunk", "-", "--tokens", "17", "--at", boundary, "--vocabulary", "gpt-4o", input: text)
            #expect(result.status == 0, "\(result.errors)")
            let pieces = try result.lines.map {
                try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
            }
            #expect(pieces.compactMap { $0["text"] as? String }.joined() == document)
            #expect(pieces.allSatisfy { ($0["tokens"] as? Int ?? 99) <= 17 })
            #expect(pieces.contains { ($0["text"] as? String)?.contains("👨‍👩‍👧‍👦" as Character) == true })
            // What a piece is said to take is what it takes by itself.
            let counted = try await CommandRunner.run(
                "encode", "-", "--vocabulary", "gpt-4o", input: result.output)
            #expect(
                counted.lines.map { $0.split(separator: " ").count } == pieces.compactMap { $0["tokens"] as? Int })
        }
        let overlapping = try await CommandRunner.run(
            "chunk", "-", "--tokens", "17", "--overlap", "5", "--vocabulary", "gpt-4o", input: text)
        let pieces = try overlapping.lines.map {
            try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
        }
        let ranges = pieces.map { ($0["start"] as? Int ?? 0, $0["end"] as? Int ?? 0) }
        #expect(ranges.last?.1 == document.utf8.count)
        #expect(zip(ranges, ranges.dropFirst()).allSatisfy { $1.0 < $0.1 && $1.0 > $0.0 && $1.1 > $0.1 })

        let cut = try await CommandRunner.run(
            "truncate", "-", "--tokens", "3", "--vocabulary", "gpt-4o", input: Self.lines)
        #expect(cut.lines.count == 2)
        for (line, whole) in zip(cut.lines, Self.records) { #expect(!line.isEmpty && whole.hasPrefix(line)) }
    }

    @Test func idsAreDecodedByteForByte() async throws {
        let ids = try await CommandRunner.run("encode", "-", "--vocabulary", "gpt-4o", input: Self.lines)
        let text = try await CommandRunner.run("decode", "-", "--vocabulary", "gpt-4o", input: ids.output)
        #expect(text.output == Self.lines)
        let wrong = try await CommandRunner.run("decode", "-", "--vocabulary", "gpt-4o", input: "1 x\n")
        #expect(wrong.status == 2 && wrong.errors.contains("line 1"))
        #expect(try await CommandRunner.run("decode", "-", "--vocabulary", "gpt-4o", input: "999999999\n").status == 2)
    }
}
