import Foundation
import Testing

/// Nothing that is read is written over, whichever option names it, and however it is reached.
@Suite struct OverwritingTests {
    private static let claim = "gpt-4o uses 20% fewer tokens than gpt-4"
    private static let vocabulary =
        #"{"version": "1.0", "added_tokens": [], "model": {"type": "BPE", "merges": [], "vocab": {"가": 0, "나": 1}}}"#

    /// Each command with PLACE where the file is named that it reads: `same` is that file by another name.
    static let commands: [(read: String, words: [String])] = [
        ("a.txt", ["measure", "a.txt", "--vocabulary", "gpt-4o", "-o", "SAME"]),
        ("a.txt", ["measure", "a.txt", "--vocabulary", "gpt-4o,gpt-4", "--report", "SAME"]),
        ("a.txt", ["measure", "a.txt", "--vocabulary", "gpt-4o", "--checkpoint", "SAME"]),
        (
            "b.txt",
            ["measure", "a.txt", "--parallel", "b.txt", "--metric", "premium", "--vocabulary", "gpt-4o", "-o", "SAME"]
        ),
        ("v/tokenizer.json", ["measure", "a.txt", "--vocabulary", "v", "-o", "SAME"]),
        ("v/tokenizer_config.json", ["measure", "a.txt", "--vocabulary", "v", "-o", "SAME"]),
        ("v/tokenizer.json", ["measure", "a.txt", "--vocabulary", "v/tokenizer.json", "--checkpoint", "SAME"]),
        ("v/tokenizer.json", ["measure", "a.txt", "--vocabulary", "mine=v/tokenizer.json,gpt-4", "--report", "SAME"]),
        ("v/tokenizer.json", ["encode", "a.txt", "--vocabulary", "v", "-o", "SAME"]),
        ("v/tokenizer.json", ["decode", "ids", "--vocabulary", "v", "-o", "SAME"]),
        ("v/tokenizer.json", ["truncate", "a.txt", "--tokens", "1", "--vocabulary", "v", "-o", "SAME"]),
        ("v/tokenizer.json", ["inspect", "가", "--vocabulary", "v", "-o", "SAME"]),
        ("v/tokenizer.json", ["vocabulary", "show", "v", "-o", "SAME"]),
        ("v/tokenizer.json", ["vocabulary", "diff", "v", "gpt-4o", "-o", "SAME"]),
        ("a.txt", ["bench", "a.txt", "--vocabulary", "gpt-4o", "--passes", "2", "-o", "SAME"]),
        ("a.txt", ["compare", "a.txt", "--baseline", "gpt-4", "--vocabulary", "gpt-4o", "-o", "SAME"]),
        (
            "c.tsv",
            [
                "compare", "a.txt", "--clusters", "c.tsv", "--cluster", "k", "--baseline", "gpt-4", "--vocabulary",
                "gpt-4o", "-o", "SAME",
            ]
        ),
        ("list", ["encode", "--files-from", "list", "--vocabulary", "gpt-4o", "-o", "SAME"]),
        ("a.txt", ["verify", "--claim", claim, "--corpus", "a.txt", "-o", "SAME"]),
        ("a.txt", ["verify", "--claim", claim, "--corpus", "a.txt", "--report", "SAME"]),
        ("list", ["verify", "--claim", claim, "--files-from", "list", "-o", "SAME"]),
        (
            "c.tsv",
            ["verify", "--claim", claim, "--corpus", "a.txt", "--clusters", "c.tsv", "--cluster", "k", "-o", "SAME"]
        ),
        (
            "v/tokenizer.json",
            ["verify", "--claim", "v uses 20% fewer tokens than gpt-4", "--corpus", "a.txt", "-o", "SAME"]
        ),
    ]

    private static func folder() throws -> InputCommandTests.Folder {
        let lines = (0..<12).map { "\($0)번째 글입니다.\n" }.joined()
        let folder = try InputCommandTests.Folder([
            "a.txt": Array(lines.utf8), "b.txt": Array(lines.utf8), "ids": Array("0 1\n".utf8),
            "c.tsv": Array(("k\n" + (0..<12).map { "\($0)\n" }.joined()).utf8), "list": Array("a.txt\n".utf8),
            "v/tokenizer.json": Array(vocabulary.utf8), "v/tokenizer_config.json": Array("{}".utf8),
        ])
        return folder
    }

    @Test(arguments: commands.indices) func whatIsReadIsNotWritten(_ index: Int) async throws {
        let (read, words) = Self.commands[index]
        let folder = try Self.folder()
        let before = try Data(contentsOf: folder.url.appending(path: read))
        // By the same name, by a way around, and by another name of the same file.
        try FileManager.default.linkItem(at: folder.url.appending(path: read), to: folder.url.appending(path: "linked"))
        for same in [read, "v/../\(read)", "linked"] {
            let result = try await CommandRunner.run(
                words.map { $0 == "SAME" ? same : $0 }, input: Data(), folder: folder.url)
            #expect(
                result.status == 2 && result.errors.contains("read or written"), "\(words) \(same): \(result.errors)")
            #expect(try Data(contentsOf: folder.url.appending(path: read)) == before)
        }
        // Elsewhere it is done.
        let other = try await CommandRunner.run(
            words.map { $0 == "SAME" ? "elsewhere" : $0 }, input: Data(), folder: folder.url)
        #expect(other.status == 0, "\(words): \(other.errors)")
    }

    /// A place that cannot be written to is found out before the work.
    @Test(arguments: ["-o", "--report", "--chart"]) func placesAreTriedFirst(_ option: String) async throws {
        let folder = try Self.folder()
        let name = option == "--chart" ? "x-bars.svg" : "x"
        for place in ["no/such/folder/\(name)", "a.txt/\(name)"] {
            // What would be wrong with the text is not reached.
            let result = try await CommandRunner.run(
                ["measure", "not-there.txt", "--vocabulary", "gpt-4o,gpt-4", option, place], input: Data(),
                folder: folder.url)
            #expect(result.status == 2 && result.errors.contains("\(place) cannot be written"), "\(result.errors)")
        }
        try FileManager.default.createDirectory(
            at: folder.url.appending(path: "d/\(name)"), withIntermediateDirectories: true)
        let result = try await CommandRunner.run(
            ["measure", "not-there.txt", "--vocabulary", "gpt-4o,gpt-4", option, "d/\(name)"], input: Data(),
            folder: folder.url)
        #expect(result.status == 2 && result.errors.contains("cannot be written"), "\(result.errors)")
        let device = try await CommandRunner.run(
            ["measure", "a.txt", "--vocabulary", "gpt-4o,gpt-4", "-o", "/dev/null"], input: Data(), folder: folder.url)
        #expect(device.status == 0, "\(device.errors)")
    }

    @Test(arguments: [
        ["encode", "-", "--vocabulary", "gpt-4o", "-o", "a.txt"], ["encode", "--vocabulary", "gpt-4o", "-o", "a.txt"],
        ["measure", "-", "--vocabulary", "gpt-4o", "-o", "a.txt"],
        ["measure", "--files-from", "-", "--vocabulary", "gpt-4o", "-o", "a.txt"],
        ["inspect", "--file", "-", "--vocabulary", "gpt-4o", "-o", "a.txt"],
        ["decode", "-", "--vocabulary", "gpt-4o", "-o", "a.txt"],
        ["verify", "--claim", claim, "--corpus", "-", "-o", "a.txt"],
    ]) func standardInputIsAFileToo(_ words: [String]) async throws {
        let folder = try Self.folder()
        let process = Process()
        process.executableURL = CommandRunner.executable
        process.arguments = words
        process.currentDirectoryURL = folder.url
        process.standardInput = try FileHandle(forReadingFrom: folder.url.appending(path: "a.txt"))
        process.standardOutput = FileHandle.nullDevice
        let errors = Pipe()
        process.standardError = errors
        let before = try Data(contentsOf: folder.url.appending(path: "a.txt"))
        try process.run()
        let said = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        #expect(process.terminationStatus == 2 && said.contains("read or written"), "\(words): \(said)")
        #expect(try Data(contentsOf: folder.url.appending(path: "a.txt")) == before)
    }
}
