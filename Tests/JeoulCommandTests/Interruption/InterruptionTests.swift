import Foundation
import Testing

/// Control-C, progress, and what is said at a terminal.
@Suite(.serialized) struct InterruptionTests {
    /// A command that reads a pipe which is kept open.
    private final class Running {
        let process = Process()
        let input = Pipe()
        let output: URL
        let errors: URL

        /// Output goes to files: the other end of a pipe is inherited by whatever else is started at that moment.
        init(program: String = CommandRunner.executable.path, _ arguments: [String]) throws {
            let scratch = FileManager.default.temporaryDirectory
            output = scratch.appending(path: "jeoul-output-\(UUID().uuidString)")
            errors = scratch.appending(path: "jeoul-errors-\(UUID().uuidString)")
            for file in [output, errors] { try Data().write(to: file) }
            process.executableURL = URL(filePath: program)
            process.arguments = arguments
            process.standardInput = input
            process.standardOutput = try FileHandle(forWritingTo: output)
            process.standardError = try FileHandle(forWritingTo: errors)
            try process.run()
        }

        deinit {
            if process.isRunning { kill(process.processIdentifier, SIGKILL) }
            for file in [output, errors] { try? FileManager.default.removeItem(at: file) }
        }

        /// Waits until what was written to the pipe has been read, and a moment for what is done with it.
        func isRead(within seconds: Double = 150) async throws {
            let deadline = ContinuousClock.now + .seconds(seconds)
            var left: Int32 = 1
            while left > 0, ContinuousClock.now < deadline {
                try await Task.sleep(for: .milliseconds(50))
                guard ioctl(input.fileHandleForWriting.fileDescriptor, UInt(FIONREAD), &left) == 0 else { break }
            }
            try await Task.sleep(for: .seconds(1))
        }

        func interrupt() { kill(process.processIdentifier, SIGINT) }

        /// Waits for the end; false where it does not come.
        func ends(within seconds: Double = 150) async throws -> Bool {
            let deadline = ContinuousClock.now + .seconds(seconds)
            while process.isRunning, ContinuousClock.now < deadline { try await Task.sleep(for: .milliseconds(20)) }
            return !process.isRunning
        }
    }

    private static let line = Data("안녕하세요, 저는 학생입니다.\n".utf8)

    /// More than a batch, so that some of it is counted while the pipe stays open.
    private static let much = Data((0..<15_000).flatMap { _ in line })

    @Test func onceEndsWithWhatIsCounted() async throws {
        let running = try Running(["measure", "-", "--vocabulary", "gpt-4o", "--format", "json"])
        try running.input.fileHandleForWriting.write(contentsOf: Self.much)
        // A pipe holds 64 KiB: the command has read most of it, and watches for Control-C.
        try await Task.sleep(for: .milliseconds(200))
        running.interrupt()
        try #require(try await running.ends())
        #expect(running.process.terminationReason == .exit && running.process.terminationStatus == 130)
        let report = try #require(
            try JSONSerialization.jsonObject(with: Data(contentsOf: running.output)) as? [String: Any])
        let corpus = try #require(report["corpus"] as? [String: Any])
        #expect(corpus["partial"] as? Bool == true)
        let documents = try #require(corpus["documents"] as? Int)
        #expect(documents > 0 && documents <= 15_000)
        // Whole documents, and nothing else.
        #expect(corpus["text_bytes"] as? Int == documents * Self.line.count)
        #expect(try String(contentsOf: running.errors, encoding: .utf8).contains("interrupted"))
    }

    @Test func anInputThatIsWaitedForEndsToo() async throws {
        for command in [
            ["measure", "-"], ["encode", "-"], ["compare", "-", "--baseline", "gpt-4"], ["inspect", "--file", "-"],
        ] {
            let running = try Running(command + ["--vocabulary", "gpt-4o"])
            try await Task.sleep(for: .seconds(1.5))
            running.interrupt()
            try #require(try await running.ends(), "\(command)")
            #expect([2, 130].contains(running.process.terminationStatus), "\(command)")
        }
    }

    /// A named pipe that nobody writes to, and a list that does not come.
    @Test func whatIsWaitedForEndsToo() async throws {
        let folder = try InputCommandTests.Folder(["x/a.txt": [0x61]])
        #expect(mkfifo(folder("pipe"), 0o600) == 0)
        for words in [
            ["measure", folder("pipe")], ["measure", "--files-from", "-"],
            ["verify", "--claim", "gpt-4o uses 20% fewer tokens than gpt-4", "--files-from", "-"],
        ] {
            let vocabulary = words[0] == "verify" ? [] : ["--vocabulary", "gpt-4o"]
            let running = try Running(words + vocabulary)
            try await Task.sleep(for: .seconds(2))
            running.interrupt()
            try #require(try await running.ends(), "\(words)")
            #expect(running.process.terminationReason == .exit && running.process.terminationStatus == 130, "\(words)")
        }
    }

    /// The whole lines that came before Control-C are counted, however few.
    @Test(arguments: ["measure", "truncate", "chunk"]) func whatCameIsCounted(_ command: String) async throws {
        let running = try Running(
            [command, "-", "--vocabulary", "gpt-4o"]
                + (command == "measure" ? ["--format", "csv"] : ["--tokens", "9"]))
        try running.input.fileHandleForWriting.write(contentsOf: Data("안녕\n하세요\n또".utf8))
        try await running.isRead()
        running.interrupt()
        try #require(try await running.ends())
        #expect(running.process.terminationReason == .exit && running.process.terminationStatus == 130)
        let output = try String(contentsOf: running.output, encoding: .utf8)
        #expect(
            command == "measure"
                ? output.contains("all,,o200k_base,2,") && output.hasSuffix(",false\r\n")
                : output.contains("하세요") && !output.contains("또"),
            "\(output)")
    }

    /// What is of a part of a text is no file of it.
    @Test(arguments: ["encode", "truncate", "chunk"]) func aPartIsNoFile(_ command: String) async throws {
        let folder = try InputCommandTests.Folder(["x": []])
        let running = try Running(
            [command, "-", "--vocabulary", "gpt-4o", "-o", folder("part")]
                + (command == "encode" ? [] : ["--tokens", "9"]))
        try running.input.fileHandleForWriting.write(contentsOf: Self.much)
        try await Task.sleep(for: .seconds(2))
        running.interrupt()
        try #require(try await running.ends())
        #expect(running.process.terminationStatus == 130)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path) == ["x"])
    }

    @Test func twiceEndsAtOnce() async throws {
        let running = try Running(["measure", "-", "--vocabulary", "gpt-4o", "--threads", "1"])
        try await Task.sleep(for: .seconds(1.5))
        running.interrupt()
        running.interrupt()
        try #require(try await running.ends())
        let process = running.process
        #expect(
            process.terminationReason == .uncaughtSignal
                ? process.terminationStatus == SIGINT : [2, 130].contains(process.terminationStatus))
    }

    /// What `script` shows of a command, which `keys` are typed to.
    private func terminal(_ command: String, keys: String = "") async throws -> String {
        let running = try Running(program: "/usr/bin/script", ["-qec", command, "/dev/null"])
        if !keys.isEmpty {
            // Typed before it is waited for, a key is not lost, but Control-D may be.
            try await Task.sleep(for: .seconds(2))
            try running.input.fileHandleForWriting.write(contentsOf: Data(keys.utf8))
            try await Task.sleep(for: .seconds(1))
        }
        try running.input.fileHandleForWriting.close()
        try #require(try await running.ends(within: 150), "\(command)")
        return String(decoding: try Data(contentsOf: running.output), as: UTF8.self)
    }

    @Test(.enabled(if: PseudoTerminal.isUsable, "needs script, of util-linux"), arguments: ["measure", "encode"])
    func aTerminalIsToldThatItIsRead(_ command: String) async throws {
        // A line, and Control-D.
        let shown = try await terminal(
            "'\(CommandRunner.executable.path)' \(command) --vocabulary gpt-4o", keys: "안녕\n\u{4}")
        #expect(
            shown.contains("from standard input, which is this terminal") && shown.contains("Control-D"), "\(shown)")
    }

    @Test(.enabled(if: PseudoTerminal.isUsable, "needs script, of util-linux")) func progressIsShown() async throws {
        let folder = try InputCommandTests.Folder([
            "a.txt": Array(Self.much), "b.txt": Array(Self.much + Self.line), "c.txt": Array(Self.much + Self.much),
        ])
        let jeoul = "'\(CommandRunner.executable.path)' measure --vocabulary gpt-4o --threads 1 --kernel scalar"
        // Slow enough to be seen, whatever the machine: the last one comes after a pause.
        let pipe = try await terminal("(cat '\(folder("a.txt"))'; sleep 2; cat '\(folder("b.txt"))') | \(jeoul) -")
        #expect(pipe.contains("MB/s") && !pipe.contains("%  "), "\(pipe)")
        let parallel = try await terminal(
            "\(jeoul) '\(folder("a.txt"))' '\(folder("c.txt"))' --parallel '\(folder("c.txt"))' --parallel '\(folder("a.txt"))' "
                + "--metric premium --normalization nfd")
        // Only where the machine is not so fast that there is nothing to show.
        if parallel.contains("MB/s") {
            #expect(parallel.contains("pass 1 of 2") || parallel.contains("pass 2 of 2"), "\(parallel)")
            #expect(parallel.contains("%"))
        }
    }

    private static let setpriv = "/usr/bin/setpriv"
    private static let prlimit = "/usr/bin/prlimit"
    /// A user who has no other threads, and may run the command.
    private static let other = ["--reuid=65534", "--clear-groups"]
    private static let canLimitThreads: Bool = {
        guard getuid() == 0, [setpriv, prlimit].allSatisfy({ FileManager.default.isExecutableFile(atPath: $0) }) else {
            return false
        }
        let test = Process()
        test.executableURL = URL(filePath: setpriv)
        test.arguments = other + ["/usr/bin/test", "-x", CommandRunner.executable.path]
        guard (try? test.run()) != nil else { return false }
        test.waitUntilExit()
        return test.terminationStatus == 0
    }()

    /// Of threads there are as many as a limit on memory has room for.
    @Test func aLimitOnMemoryIsOneOnThreads() async throws {
        let folder = try InputCommandTests.Folder(["a.txt": Array((0..<4).flatMap { _ in Self.much })])
        let words = "'\(CommandRunner.executable.path)' measure '\(folder("a.txt"))' --vocabulary gpt-4o --format csv"
        let limited = try Running(
            program: "/bin/sh", ["-c", "ulimit -v 2000000 && exec \(words) --threads 1024"])
        try #require(try await limited.ends(within: 150))
        let said = try String(contentsOf: limited.errors, encoding: .utf8)
        #expect(limited.process.terminationStatus == 0, "\(said)")
        #expect(said.contains("of the 1024 threads that were asked for"))
        let free = try Running(program: "/bin/sh", ["-c", "exec \(words)"])
        try #require(try await free.ends(within: 150))
        #expect(try Data(contentsOf: limited.output) == Data(contentsOf: free.output))
    }

    /// The threads that there are do the work.
    @Test(.enabled(if: canLimitThreads, "needs root, setpriv and prlimit, to be a user without other threads"))
    func fewerThreadsAreSaid() async throws {
        let folder = try InputCommandTests.Folder(["a.txt": Array((0..<4).flatMap { _ in Self.much })])
        // Not every shell's ulimit has threads.
        let limited = [Self.prlimit, "--nproc=3", CommandRunner.executable.path]
        let words = ["measure", folder("a.txt"), "--vocabulary", "gpt-4o", "--format", "json", "--threads", "64"]
        let running = try Running(program: Self.setpriv, Self.other + limited + words)
        try #require(try await running.ends(within: 150))
        let process = running.process
        let said = try String(contentsOf: running.errors, encoding: .utf8)
        let report = try Data(contentsOf: running.output)
        #expect(process.terminationStatus == 0, "\(said)")
        #expect(said.contains("the system gave"), "\(said)")
        #expect(said.contains("of the 64 threads"))
        let right = try await CommandRunner.run(
            "measure", folder("a.txt"), "--vocabulary", "gpt-4o", "--format", "json", "--threads", "1")
        #expect(report == Data(right.bytes))
    }
}
