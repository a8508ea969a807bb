import Foundation
import Testing

/// What a person sees in a terminal of 80 and of 60 columns: all of it, in lines that fit.
///
/// A pseudo-terminal is made by util-linux's `script`; where there is none (macOS has another) the suite is skipped.
@Suite(.enabled(if: PseudoTerminal.isUsable, "needs script, of util-linux"))
struct TerminalWidthTests {
    private let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "jeoul-terminal-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let lines = (1...40).map { "\($0)번째 손님은 \($0 % 12 + 1)시에 와서 김밥과 라면을 주문했습니다.\n" }
        try Data(lines.joined().utf8).write(to: folder.appending(path: "text.txt"))
        let records = lines.map { #"{"text": "\#($0.dropLast())", "source": "a-very-long-source-name-2026"}"# + "\n" }
        try Data(records.joined().utf8).write(to: folder.appending(path: "records.jsonl"))
    }

    static let commands: [[String]] = [
        ["measure", "text.txt"], ["measure", "text.txt", "--metric", "all"],
        ["compare", "text.txt", "--baseline", "gpt-4", "--vocabulary", "gpt-4o,qwen3"],
        ["verify", "--claim", "gpt-4o uses 33% fewer tokens than gpt-4", "--corpus", "sampler"],
        ["verify", "--claim", "gpt-4o uses 33% fewer tokens than gpt-4", "--corpus", "sampler", "--sensitivity"],
        ["verify", "gpt4o-1.7x"], ["inspect", "안녕하세요, 저는 학생입니다.", "--vocabulary", "gpt-4o,gpt-4", "--ids"],
        ["vocabulary", "list"], ["vocabulary", "list", "--long"], ["vocabulary", "show", "gpt-4o"],
        ["vocabulary", "diff", "gpt-4o", "gpt-4"], ["corpus", "list"], ["corpus", "list", "--long"],
        ["corpus", "show", "sampler"], ["claim", "list"], ["claim", "list", "--long"],
        ["claim", "show", "ax4-33-fewer"],
        ["metric", "list"], ["metric", "show", "all"],
        ["bench", "text.txt", "--vocabulary", "gpt-4o", "--passes", "2"],
        ["measure", "missing.txt"], ["--help"], ["verify", "--help"], ["vocabulary", "pull", "--help"],
        ["vocabulary", "pull", "--retries", "x"], ["vocabulary", "check", "gpt-4"],
        ["measure", "records.jsonl", "--by", "source", "--metric", "all"],
    ]

    @Test(arguments: commands, [80, 60])
    func everythingFits(arguments: [String], columns: Int) async throws {
        let text = try await run(arguments, columns: columns)
        #expect(!text.isEmpty)
        #expect(!text.contains("do not fit") && !text.contains("does not fit"))
        // What takes the line of a progress bar away takes no columns.
        let lines = text.replacing("\u{1B}[K", with: "").split(whereSeparator: \.isNewline)
        for line in lines where Self.width(line) > columns {
            // One word (a hash, an address) may be longer than a line that has nothing else, and is not broken.
            let longest = line.split(separator: " ").map(Self.width).max() ?? 0
            let indent = line.prefix { $0 == " " }.count
            #expect(indent + longest > columns, "\(arguments) at \(columns): \(line)")
        }
        // Nothing is cut: what ends so is quoted so.
        let cut = text.split(whereSeparator: \.isWhitespace).filter { $0.firstMatch(of: /[^\s·│╳]…$/) != nil }
        guard !cut.isEmpty else { return }
        let quoted = try await CommandRunner.run("claim", "list", "--format", "json").output
        for word in cut { #expect(quoted.contains(word.trimming { "“”\"()".contains($0) }), "\(arguments): \(word)") }
    }

    /// Wide characters take two columns; no others that are not of one column occur here.
    private static func width(_ line: some StringProtocol) -> Int {
        line.unicodeScalars.reduce(0) { sum, scalar in
            let isWide = (0x1100...0x115F).contains(scalar.value) || (0x3000...0xD7A3).contains(scalar.value)
            return sum + (isWide ? 2 : 1)
        }
    }

    private func run(_ arguments: [String], columns: Int) async throws -> String {
        try PseudoTerminal.run(PseudoTerminal.line(arguments), columns: columns, folder: folder)
    }

    /// One that does not say how wide it is has the columns that the environment asks for, else 80; a pipe those alone.
    @Test func columnsWithoutATerminalThatSaysThem() async throws {
        let list = PseudoTerminal.line(["claim", "list"])
        func widest(_ text: String) -> Int { text.split(whereSeparator: \.isNewline).map(Self.width).max() ?? 0 }
        #expect((60...80).contains(widest(try PseudoTerminal.run(list, columns: 0, folder: folder))))
        #expect((40...66).contains(widest(try PseudoTerminal.run("COLUMNS=66 " + list, columns: 0, folder: folder))))
        #expect((40...60).contains(widest(try PseudoTerminal.run("COLUMNS=99 " + list, columns: 60, folder: folder))))
        #expect(
            (60...80).contains(
                widest(try await CommandRunner.run("claim", "list", environment: ["COLUMNS": "80"]).output)))
        // Piped: prose in 120 columns, numbers and identifiers as wide as they are.
        for (arguments, most) in [
            (["claim", "list"], 120), (["metric", "list"], 120), (["vocabulary", "list"], 120),
            (["vocabulary", "list", "--long"], 200), (["corpus", "list", "--long"], 200),
        ] {
            let piped = try await CommandRunner.run(arguments, input: .init(), environment: ["COLUMNS": ""])
            #expect((70...most).contains(widest(piped.output)), "\(arguments): \(widest(piped.output))")
        }
    }
}

/// What makes a terminal.
enum PseudoTerminal {
    /// Whether there is util-linux's `script`.
    static var isUsable: Bool {
        #if os(Linux)
            FileManager.default.isExecutableFile(atPath: "/usr/bin/script")
        #else
            false
        #endif
    }

    /// The command as a shell takes it.
    static func line(_ arguments: [String]) -> String {
        ([CommandRunner.executable.path] + arguments).map { "'\($0)'" }.joined(separator: " ")
    }

    /// What a shell's line shows in a terminal.
    ///
    /// - Parameters:
    ///   - columns: how wide it is; 0 for one that does not say.
    ///   - typed: what is typed, one after another, with a pause before each.
    static func run(_ line: String, columns: Int, folder: URL, typed: [String] = []) throws -> String {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/script")
        process.arguments = ["-qec", "stty cols \(columns) -onlcr; \(line)", "/dev/null"]
        process.currentDirectoryURL = folder
        let environment = ProcessInfo.processInfo.environment.filter {
            !$0.key.hasPrefix("JEOUL_") && $0.key != "COLUMNS"
        }
        process.environment = environment.merging(["NO_COLOR": "1", "HOME": folder.path]) { $1 }
        let (input, output) = (Pipe(), Pipe())
        process.standardOutput = output
        process.standardInput = typed.isEmpty ? FileHandle.nullDevice : input
        try process.run()
        // The command may have ended before all is typed.
        if !typed.isEmpty { signal(SIGPIPE, SIG_IGN) }
        for text in typed {
            Thread.sleep(forTimeInterval: 0.7)
            try? input.fileHandleForWriting.write(contentsOf: Data(text.utf8))
        }
        let data = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return String(decoding: data, as: UTF8.self)
    }
}

extension Substring {
    /// Without characters at the ends that are such.
    fileprivate func trimming(_ isTrimmed: (Character) -> Bool) -> Substring {
        var text = drop(while: isTrimmed)
        while let last = text.last, isTrimmed(last) { text.removeLast() }
        return text
    }
}
