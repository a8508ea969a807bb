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
        ["measure", "missing.txt"], ["--help"], ["verify", "--help"],
    ]

    @Test(arguments: commands, [80, 60])
    func everythingFits(arguments: [String], columns: Int) async throws {
        let text = try await run(arguments, columns: columns)
        #expect(!text.isEmpty)
        #expect(!text.contains("do not fit") && !text.contains("does not fit"))
        // What takes the line of a progress bar away takes no columns.
        let lines = text.replacing("\u{1B}[K", with: "").split(whereSeparator: \.isNewline)
        for line in lines where Self.width(line) > columns {
            // One word (a hash, an address) may be longer than the line, behind the name of what it is, and is not broken.
            let longest = line.split(separator: " ").map(Self.width).max() ?? 0
            let isOneWord = longest > columns / 2 || arguments.contains("--help")
            #expect(isOneWord, "\(arguments) at \(columns): \(line)")
        }
        #expect(text.firstMatch(of: /[^\s·│╳]…(\s|$)/) == nil || arguments[0] == "claim", "\(arguments): \(text)")
    }

    /// Wide characters take two columns; no others that are not of one column occur here.
    private static func width(_ line: some StringProtocol) -> Int {
        line.unicodeScalars.reduce(0) { sum, scalar in
            let isWide = (0x1100...0x115F).contains(scalar.value) || (0x3000...0xD7A3).contains(scalar.value)
            return sum + (isWide ? 2 : 1)
        }
    }

    private func run(_ arguments: [String], columns: Int) async throws -> String {
        let quoted = ([CommandRunner.executable.path] + arguments).map { "'\($0)'" }.joined(separator: " ")
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/script")
        process.arguments = ["-qec", "stty cols \(columns) -onlcr; \(quoted)", "/dev/null"]
        process.currentDirectoryURL = folder
        let environment = ProcessInfo.processInfo.environment.filter {
            !$0.key.hasPrefix("JEOUL_") && $0.key != "COLUMNS"
        }
        process.environment = environment.merging(["NO_COLOR": "1", "HOME": folder.path]) { $1 }
        let output = Pipe()
        process.standardOutput = output
        process.standardInput = FileHandle.nullDevice
        try process.run()
        let data = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return String(decoding: data, as: UTF8.self)
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
}
