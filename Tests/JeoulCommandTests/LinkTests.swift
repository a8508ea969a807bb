import Foundation
import Testing

/// What is written through a link is written to where it points, and the link stays one.
@Suite struct LinkTests {
    private static let files: [String: [UInt8]] = [
        "a.txt": Array("하나\n둘\n".utf8), "there/old.txt": Array("old".utf8), "here/keep": [],
    ]

    private func link(_ folder: InputCommandTests.Folder, _ name: String, to target: String) throws {
        try FileManager.default.createSymbolicLink(atPath: folder(name), withDestinationPath: target)
    }

    private func names(_ folder: InputCommandTests.Folder, _ name: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder(name)).sorted()
    }

    private func measure(_ folder: InputCommandTests.Folder, _ more: String...) async throws -> CommandResult {
        try await CommandRunner.run(
            ["measure", "a.txt", "--vocabulary", "gpt-4o"] + more, input: Data(), folder: folder.url)
    }

    @Test(arguments: ["-o", "--report", "--chart"]) func linksStay(_ option: String) async throws {
        let folder = try InputCommandTests.Folder(Self.files)
        let name = option == "--chart" ? "x-bars.svg" : "x"
        // To a file, by way of another link; to what is not there yet; to a file beside it.
        try link(folder, "here/second", to: "../there/old.txt")
        try link(folder, "here/first-\(name)", to: "second")
        try link(folder, "here/new-\(name)", to: folder("there/new.txt"))
        for (link, target) in [("first", "old.txt"), ("new", "new.txt")] {
            let result = try await measure(folder, option, "here/\(link)-\(name)")
            #expect(result.status == 0, "\(result.errors)")
            #expect(try Data(contentsOf: URL(fileURLWithPath: folder("there/\(target)"))).count > 20)
        }
        let manager = FileManager.default
        #expect(try manager.destinationOfSymbolicLink(atPath: folder("here/first-\(name)")) == "second")
        #expect(try manager.destinationOfSymbolicLink(atPath: folder("here/second")) == "../there/old.txt")
        #expect(try manager.destinationOfSymbolicLink(atPath: folder("here/new-\(name)")) == folder("there/new.txt"))
        #expect(try names(folder, "there") == ["new.txt", "old.txt"])
        #expect(try names(folder, "here") == ["first-\(name)", "keep", "new-\(name)", "second"])
    }

    /// Where there is no place behind a link it is said before the work, by the link's name.
    @Test(arguments: ["-o", "--report", "--checkpoint"]) func linksToNowhereAreErrors(_ option: String) async throws {
        let folder = try InputCommandTests.Folder(Self.files)
        try link(folder, "here/round", to: "about")
        try link(folder, "here/about", to: "round")
        try link(folder, "here/folder", to: "../there")
        try link(folder, "here/none", to: "../no/such/folder/x")
        let before = try names(folder, "here")
        for name in ["round", "folder", "none"] {
            let result = try await measure(folder, option, "here/\(name)")
            #expect(result.status == 2 && result.errors.contains("here/\(name)"), "\(option) \(name): \(result.errors)")
        }
        #expect(try names(folder, "here") == before && names(folder, "there") == ["old.txt"])
    }

    /// A link to what is read is that; two links to one place are one place.
    @Test func whatLinksPointToIsNotWrittenTwice() async throws {
        let folder = try InputCommandTests.Folder(Self.files)
        try link(folder, "here/read", to: "../a.txt")
        try link(folder, "here/new", to: "../there/new")
        for words in [
            ["-o", "here/read"], ["--checkpoint", "here/read"], ["--report", "here/new", "-o", "there/new"],
            ["--report", "there/new", "-o", "here/new"],
        ] {
            let result = try await CommandRunner.run(
                ["measure", "a.txt", "--vocabulary", "gpt-4o"] + words, input: Data(), folder: folder.url)
            #expect(result.status == 2 && result.errors.contains("read or written"), "\(words): \(result.errors)")
        }
        #expect(try String(contentsOfFile: folder("a.txt"), encoding: .utf8) == "하나\n둘\n")
    }

    /// A checkpoint is taken away where it lies; the link to it stays, and can be used again.
    @Test func aCheckpointBehindALink() async throws {
        let folder = try InputCommandTests.Folder(Self.files)
        try link(folder, "here/kept", to: "../there/kept")
        let right = try await measure(folder)
        for _ in 0..<2 {
            let result = try await measure(folder, "--checkpoint", "here/kept")
            #expect(result.status == 0 && result.bytes == right.bytes, "\(result.errors)")
            #expect(try names(folder, "there") == ["old.txt"])
            #expect(try FileManager.default.destinationOfSymbolicLink(atPath: folder("here/kept")) == "../there/kept")
        }
    }

    /// Devices, pipes and descriptors are written to as they are, and nothing is put in their place.
    @Test func whatIsNoFileIsWrittenToItself() async throws {
        let folder = try InputCommandTests.Folder(Self.files)
        let right = try await measure(folder)
        let script = """
            cd "$2"; mkfifo pipe; ln -s pipe link; ln -s /dev/stdout out; ln -s /dev/null null
            m() { "$1" measure a.txt --vocabulary gpt-4o -o "$2"; }
            m "$1" /dev/stdout > 1; m "$1" /dev/stdout | cat > 2; m "$1" out > 3; m "$1" /dev/fd/3 3> 4
            echo before > 5; m "$1" /dev/stdout >> 5
            cat link > 6 & m "$1" link; wait; cat pipe > 7 & m "$1" pipe; wait; m "$1" null; m "$1" /dev/null
            test -p pipe && test -L link && test -L out && test -L null && test -c /dev/null && test -L /dev/stdout
            """
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", script, "sh", CommandRunner.executable.path, folder.url.path]
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        for name in ["1", "2", "3", "4", "6", "7"] {
            #expect(try Data(contentsOf: URL(fileURLWithPath: folder(name))) == Data(right.bytes), "\(name)")
        }
        // What was there before stays.
        #expect(
            try Data(contentsOf: URL(fileURLWithPath: folder("5"))) == Data("before\n".utf8) + Data(right.bytes))
        let left = try names(folder, ".").filter { $0.hasSuffix(".partial") }
        #expect(left.isEmpty)
    }
}
