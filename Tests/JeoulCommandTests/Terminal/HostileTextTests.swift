import Foundation
import Testing

/// What comes from outside never reaches the terminal as an escape sequence or a mark of direction, wherever it is shown.
@Suite struct HostileTextTests {
    /// An escape sequence that clears the screen, a mark that turns the line around, and another kind of control.
    private static let evil = "x\u{1B}[2J\u{202E}y\u{9B}z"
    private let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "jeoul-hostile-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        func write(_ name: String, _ object: Any) throws {
            try JSONSerialization.data(withJSONObject: object).write(to: folder.appending(path: name))
        }
        try Data("첫째 줄입니다.\n".utf8).write(to: folder.appending(path: "text.txt"))
        try write("records.jsonl", [Self.evil: "가"])
        try write("claim.json", ["id": Self.evil, Self.evil: 1])
        try write(
            "claim2.json",
            [
                "id": Self.evil, "subject": "o200k_base", "baseline": "cl100k_base", "subject_name": Self.evil,
                "baseline_name": "GPT-4", "words": Self.evil, "source": ["title": Self.evil], "hedged": false,
                "value_text": "33%", "scope": "korean", "note": Self.evil,
                "readings": [
                    [
                        "id": Self.evil, "says": Self.evil, "quantity": "reduction", "value": 0.33,
                        "relation": "equals", "strict_low": 0.325, "strict_high": 0.335,
                    ] as [String: Any]
                ],
            ])
        let vocabulary = folder.appending(path: "vocabulary")
        try FileManager.default.createDirectory(at: vocabulary, withIntermediateDirectories: true)
        try write(
            "vocabulary/tokenizer.json",
            [
                "model": ["type": Self.evil, "vocab": [String: Int](), "merges": [String]()] as [String: Any]
            ])
        try Self.gguf(naming: Self.evil).write(to: folder.appending(path: "model.gguf"))
        try Data("\(Data(Self.evil.utf8).base64EncodedString()) 0\n".utf8)
            .write(to: folder.appending(path: "one.tiktoken"))
    }

    /// A GGUF file with a model's name and a kind of tokenizer that nobody knows.
    private static func gguf(naming name: String) -> Data {
        var data = Data("GGUF".utf8)
        func add<Value: FixedWidthInteger>(_ value: Value) {
            withUnsafeBytes(of: value.littleEndian) { data.append(contentsOf: $0) }
        }
        func add(_ text: String) {
            add(UInt64(text.utf8.count))
            data.append(contentsOf: text.utf8)
        }
        add(UInt32(3))
        add(UInt64(0))
        add(UInt64(3))
        for key in ["general.name", "tokenizer.ggml.model", "tokenizer.ggml.pre"] {
            add(key)
            add(UInt32(8))
            add(name)
        }
        return data
    }

    static let cases: [[String]] = [
        ["measure", "records.jsonl", "--vocabulary", "gpt-4o"],
        ["measure", "records.jsonl", "--vocabulary", "gpt-4o", "--text-field", evil],
        ["measure", "\(evil).txt", "--vocabulary", "gpt-4o"],
        ["measure", "text.txt", "--vocabulary", evil],
        ["measure", "text.txt", "--vocabulary", "vocabulary"],
        ["measure", "text.txt", "--vocabulary", "model.gguf"],
        ["measure", "text.txt", "--vocabulary", "one.tiktoken"],
        ["measure", "text.txt", "--vocabulary", "one.tiktoken", "--splitter", "gpt2"],
        ["measure", "text.txt", "--vocabulary", "gpt-4o", "--metric", evil],
        ["measure", "text.txt", "--vocabulary", "gpt-4o", "--kernel", evil],
        ["measure", "text.txt", "--vocabulary", "gpt-4o", "--format", evil],
        ["measure", "text.txt", "--vocabulary", "gpt-4o", "--baseline", evil],
        ["measure", "text.txt", "--vocabulary", "gpt-4o", "--price", "\(evil)=1", "--metric", "cost"],
        ["measure", "text.txt", "--vocabulary", "gpt-4o", "--output", "missing/\(evil)"],
        ["compare", "text.txt", "--vocabulary", "gpt-4o", "--baseline", "gpt-4", "--mix", "\(evil)=1"],
        [
            "compare", "text.txt", "--vocabulary", "gpt-4o", "--baseline", "gpt-4", "--cluster", evil, "--clusters",
            evil,
        ],
        ["verify", evil], ["verify", "--corpus", evil], ["verify", "--claim", evil],
        ["verify", "--claim", "gpt-4 uses 3% fewer tokens than \(evil)"], ["verify", "--claim-file", evil],
        ["verify", "--claim-file", "claim.json"], ["verify", "--claim-file", "claim2.json", "--corpus", "text.txt"],
        ["verify", "--claim-file", "claim2.json", "--corpus", "text.txt", "--format", "csv"],
        ["verify", "--claim-file", "claim2.json", "--corpus", "text.txt", "--format", "json"],
        ["verify", "--claim-file", "claim2.json", "--corpus", "text.txt", "--format", "markdown"],
        ["reproduce", evil],
        ["encode", "text.txt", "--vocabulary", evil], ["inspect", evil, "--vocabulary", "gpt-4o"],
        ["inspect", evil, "--vocabulary", "gpt-4o", "--format", "csv"],
        ["inspect", evil, "--vocabulary", "gpt-4o", "--format", "json"],
        ["vocabulary", "show", evil], ["vocabulary", "show", "vocabulary"], ["vocabulary", "show", "model.gguf"],
        ["vocabulary", "show", "one.tiktoken"], ["vocabulary", "check", evil], ["vocabulary", "list", evil],
        ["vocabulary", "pull", evil, "--from", "/none"], ["corpus", "show", evil],
        ["corpus", "pull", evil, "--from", "/none"],
        ["claim", "show", evil], ["metric", "show", evil], ["bench", evil, "--vocabulary", "gpt-4o"],
        ["bench", "text.txt", "--vocabulary", "gpt-4o", "--kernel", evil], [evil], ["vocabulary", evil], ["--\(evil)"],
    ]

    @Test(arguments: cases)
    func nothingSteersTheTerminal(arguments: [String]) async throws {
        let result = try await CommandRunner.run(arguments, input: .init(), folder: folder)
        for text in [result.output, result.errors] {
            let steering = text.unicodeScalars.filter { "\u{1B}\u{202E}\u{9B}".unicodeScalars.contains($0) }
            #expect(steering.isEmpty, "\(arguments): \(text.debugDescription)")
        }
        #expect(!(result.output + result.errors).isEmpty)
    }

    /// Evidence from an opponent: names of files, keys and words in them.
    @Test func evidenceDoesNotSteer() async throws {
        let made = try await CommandRunner.run(
            "verify", "--claim", "gpt-4o uses 33% fewer tokens than gpt-4", "--corpus", "text.txt", "--evidence", "e",
            folder: folder)
        #expect(made.status == 0, "\(made.errors)")
        let result = folder.appending(path: "e/result.json")
        let text = try String(contentsOf: result, encoding: .utf8)
        for (old, new) in [("\"settings\"", "\"x\\u001b[2J\\u202ey\""), ("\"schema\"", "\"schema\": 1, \"\u{202E}\"")] {
            try Data(text.replacing(old, with: new).utf8).write(to: result)
            try Data("\(Self.evil)\n".utf8).write(to: folder.appending(path: "e/\(Self.evil)"))
            for format in ["table", "csv", "markdown", "json"] {
                let result = try await CommandRunner.run("reproduce", "e", "--format", format, folder: folder)
                let text = result.output + result.errors
                #expect(!text.unicodeScalars.contains { "\u{1B}\u{202E}\u{9B}".unicodeScalars.contains($0) })
                #expect(result.status != 0)
            }
        }
    }

    /// The cases show what they are given, so that they cannot pass by saying nothing of it.
    @Test func theTextIsShown() async throws {
        var shown = 0
        for arguments in Self.cases {
            let result = try await CommandRunner.run(arguments, input: .init(), folder: folder)
            let text = result.output + result.errors
            if text.contains("<U+202E>") || text.contains("\\u202e") { shown += 1 }
        }
        #expect(shown >= Self.cases.count * 3 / 4, "\(shown) of \(Self.cases.count)")
    }

    /// Standard error that is full or closed is no reason to stop.
    @Test(.enabled(if: FileManager.default.fileExists(atPath: "/dev/full"), "needs /dev/full"))
    func diagnosticsNeverKill() async throws {
        let good = try await CommandRunner.run("measure", "text.txt", "--vocabulary", "gpt-4o", folder: folder)
        for ending in ["2>/dev/full", "2>&-"] {
            for (file, status) in [("text.txt", Int32(0)), ("missing.txt", 2)] {
                let process = Process()
                process.executableURL = URL(filePath: "/bin/sh")
                process.arguments = [
                    "-c", "\"\(CommandRunner.executable.path)\" measure \(file) --vocabulary gpt-4o \(ending) > out",
                ]
                process.currentDirectoryURL = folder
                try process.run()
                process.waitUntilExit()
                #expect(process.terminationReason == .exit && process.terminationStatus == status)
                if status == 0 { #expect(try Data(contentsOf: folder.appending(path: "out")) == Data(good.bytes)) }
            }
        }
    }
}
