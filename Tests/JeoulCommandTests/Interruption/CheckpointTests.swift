import Foundation
import Testing

/// Work that is ended from outside, and gone on with. One at a time: the shells that wait for a checkpoint do nothing else.
@Suite(.serialized) struct CheckpointTests {
    private static let arguments = ["--vocabulary", "gpt-4o,gpt-4", "--format", "json"]
    /// The ways of counting: the plain one, by group, with metrics that tell tokens and words apart, and document by document.
    static let ways: [[String]] = [
        ["measure"], ["measure", "--by", "src"],
        ["measure", "--by", "file", "--metric", "fertility,vocabulary-utilization"],
        ["measure", "--metric", "single-token-retention-by-type,renyi-efficiency,tokens-per-korean-character"],
        ["compare", "--baseline", "gpt-4", "--resamples", "200"],
        ["compare", "--baseline", "gpt-4", "--resamples", "200", "--by", "src", "--cluster", "src"],
        ["measure", "--by", "src", "--report", "/dev/null"],
    ]

    private static func folder(files: Int, records: Int) throws -> InputCommandTests.Folder {
        var contents: [String: [UInt8]] = [:]
        for file in 0..<files {
            let text = (0..<records).map { record in
                "{\"src\": \"출처 \(record % 5)\", \"text\": \"\(file)번 파일의 \(record)번째 글입니다. 날씨가 \(record % 7)도라서 춥네요.\"}\n"
            }
            contents["d/\(100 + file).jsonl"] = Array(text.joined().utf8)
        }
        return try InputCommandTests.Folder(contents)
    }

    /// Kills the command once it has kept something, and then at random moments, over all ways, and compares what it says with what
    /// it says undisturbed.
    @Test(arguments: ways) func goesOnAfterBeingKilled(_ way: [String]) async throws {
        let folder = try Self.folder(files: 30, records: 150)
        let words = way + [folder("d")] + Self.arguments
        let began = ContinuousClock.now
        let right = try await CommandRunner.run(words, input: Data())
        let whole = (ContinuousClock.now - began) / .seconds(1)
        #expect(right.status == 0, "\(right.errors)")
        let kept = folder("kept")
        // The first time as soon as the first of the files is kept, while there are others to be counted.
        try #require(try await Self.killed(words + ["--checkpoint", kept], afterKeeping: kept))
        #expect(try Data(contentsOf: URL(fileURLWithPath: kept)).starts(with: Data("jeoul checkpoint".utf8)))
        for _ in 0..<4 {
            _ = try await Self.killed(words + ["--checkpoint", kept], after: Double.random(in: 0...min(whole, 2)))
        }
        // What others left that were killed while they wrote.
        try Data().write(to: URL(fileURLWithPath: folder("kept.7.partial")))
        try Data("jeoul check".utf8).write(to: URL(fileURLWithPath: folder("kept.8-1.partial")))
        let last = try await CommandRunner.run(words + ["--checkpoint", kept], input: Data())
        #expect(last.status == 0, "\(last.errors)")
        #expect(last.bytes == right.bytes)
        let left = try FileManager.default.contentsOfDirectory(atPath: folder.url.path)
        #expect(left == ["d"], "it is taken away with the result")
    }

    /// One file is gone on with from within, plain or compressed, whether or not its records are cut by lines.
    @Test(arguments: ["txt", "jsonl", "json", "csv", "jsonl.gz"], [ways[0], ways[1], ways[2], ways[5]])
    func goesOnWithinAFile(_ name: String, _ way: [String]) async throws {
        let folder = try Self.folder(files: 1, records: 20_000)
        let records = try Data(contentsOf: folder.url.appending(path: "d/100.jsonl"))
        var words = way + [folder("a.\(name)")] + Self.arguments
        switch name {
        case "txt", "jsonl": try records.write(to: folder.url.appending(path: "a.\(name)"))
        case "json":
            let lines = records.split(separator: 0x0A)
            try (Data("[".utf8) + Data(lines.joined(separator: Data(",\n".utf8))) + Data("]".utf8))
                .write(to: folder.url.appending(path: "a.json"))
        case "csv":
            let rows = (0..<80_000).map { "출처 \($0 % 5),\"\($0)번째 \"\"글\"\"\n둘째 줄\"\n" }
            try Data(("src,text\n" + rows.joined()).utf8).write(to: folder.url.appending(path: "a.csv"))
        default:
            let packed = #"gzip -c "$1" > "$2""#
            #expect(try await Self.shell(packed, [folder("d/100.jsonl"), folder("a.\(name)")]) == 0)
        }
        if name == "txt" {
            // Lines have no fields.
            for option in ["--by", "--cluster"] {
                if let at = words.firstIndex(of: option), words[at + 1] == "src" { words.removeSubrange(at...at + 1) }
            }
            words += ["--input-format", "text"]
        }
        let right = try await CommandRunner.run(words, input: Data())
        #expect(right.status == 0, "\(right.errors)")
        let kept = folder("kept")
        try #require(try await Self.killed(words + ["--checkpoint", kept, "--threads", "1"], afterKeeping: kept))
        let last = try await CommandRunner.run(words + ["--checkpoint", kept], input: Data())
        #expect(last.status == 0, "\(last.errors)")
        #expect(last.bytes == right.bytes)
        #expect(!FileManager.default.fileExists(atPath: kept))
    }

    /// The hashes of what was read before and after are those of one reading, in the corpus and in each of its files.
    @Test func hashesAreOfTheWhole() async throws {
        let folder = try Self.folder(files: 3, records: 8000)
        let words = ["measure", folder("d")] + Self.arguments
        let right = try #require(try await CommandRunner.run(words, input: Data()).json() as? [String: Any])
        let kept = folder("kept")
        try #require(try await Self.killed(words + ["--checkpoint", kept, "--threads", "1"], afterKeeping: kept))
        let result = try await CommandRunner.run(words + ["--checkpoint", kept], input: Data())
        let found = try #require(try result.json() as? [String: Any], "\(result.errors)")
        for (name, file) in [("right", right), ("found", found)] {
            let files = try #require(file["files"] as? [[String: Any]])
            for (index, input) in files.enumerated() {
                let sum = try await Self.sha256(of: folder("d/\(100 + index).jsonl"))
                #expect(input["sha256"] as? String == sum, "\(name)")
            }
        }
        for key in ["sha256", "text_sha256"] {
            let hashes = [right, found].map { ($0["corpus"] as? [String: Any])?[key] as? String }
            #expect(hashes[0] != nil && hashes[0] == hashes[1])
        }
    }

    private static func sha256(of path: String) async throws -> String? {
        let script = #"{ sha256sum "$1" || shasum -a 256 "$1"; } 2> /dev/null > "$1.sum""#
        guard try await shell(script, [path]) == 0 else { return nil }
        defer { try? FileManager.default.removeItem(atPath: path + ".sum") }
        return try String(contentsOfFile: path + ".sum", encoding: .utf8).split(separator: " ").first.map(String.init)
    }

    /// A file of which a part was counted may be a copy, but not another one, before that place or behind it.
    @Test func aPartThatHasChangedIsNoticed() async throws {
        let folder = try Self.folder(files: 1, records: 20_000)
        let file = URL(fileURLWithPath: folder("d/100.jsonl"))
        let words = ["measure", folder("d")] + Self.arguments
        let right = try await CommandRunner.run(words, input: Data())
        let kept = folder("kept")
        let resumed = words + ["--checkpoint", kept, "--threads", "1"]
        try #require(try await Self.killed(resumed, afterKeeping: kept))
        let good = try Data(contentsOf: file)
        let date = try FileManager.default.attributesOfItem(atPath: file.path)[.modificationDate]
        for place in [100, good.count - 100] {
            var other = good
            other[place] = other[place] == 0x31 ? 0x32 : 0x31
            try other.write(to: file)
            let changed = try await CommandRunner.run(resumed, input: Data())
            #expect(changed.status == 2 && changed.errors.contains("100.jsonl has changed"), "\(changed.errors)")
        }
        // The first part is looked at even where size and time are those of before.
        var other = good
        other[100] = other[100] == 0x31 ? 0x32 : 0x31
        try other.write(to: file)
        let same = #"touch -r "$1" "$2""#
        try good.write(to: URL(fileURLWithPath: folder("good")))
        try FileManager.default.setAttributes([.modificationDate: try #require(date)], ofItemAtPath: folder("good"))
        _ = try await Self.shell(same, [folder("good"), file.path])
        let sly = try await CommandRunner.run(resumed, input: Data())
        #expect(sly.status == 2 && sly.errors.contains("has changed"), "\(sly.errors)")
        try good.write(to: file)
        _ = try await Self.shell(same, [folder("good"), file.path])
        let copy = try await CommandRunner.run(resumed, input: Data())
        // Times of less than a microsecond may be lost on the way: then it is as good as changed, and said.
        #expect(copy.bytes == right.bytes || copy.errors.contains("has changed"), "\(copy.errors)")
    }

    /// A checkpoint among the files that are counted is not counted, nor is what a process left that was killed.
    @Test(arguments: ["measure", "compare"]) func aCheckpointAmongTheFiles(_ command: String) async throws {
        let folder = try Self.folder(files: 20, records: 200)
        let baseline = command == "compare" ? ["--baseline", "gpt-4", "--resamples", "200"] : []
        for names in [[folder("d")], [folder("d/*")], try Self.names(in: folder)] {
            let words = [command] + names + baseline + Self.arguments + ["--by", "file"]
            let right = try await CommandRunner.run(words, input: Data())
            #expect(right.status == 0, "\(right.errors)")
            let kept = folder("d/kept")
            try #require(try await Self.killed(words + ["--checkpoint", kept, "--threads", "1"], afterKeeping: kept))
            try Data("jeoul check".utf8).write(to: URL(fileURLWithPath: folder("d/kept.8.partial")))
            try Data("half a result".utf8).write(to: URL(fileURLWithPath: folder("d/out.9.partial")))
            // As a shell writes a pattern out, the checkpoint is named too.
            let isList = names.count > 1
            let again =
                isList
                ? [command] + (try Self.names(in: folder)).filter { !$0.contains("out.9") } + baseline + Self.arguments
                    + ["--by", "file"] : words
            let last = try await CommandRunner.run(
                again + ["--checkpoint", kept, "-o", folder("d/out")], input: Data())
            #expect(last.status == 0 && last.errors.contains("left out: \(kept)"), "\(last.errors)")
            #expect(try Data(contentsOf: URL(fileURLWithPath: folder("d/out"))) == Data(right.bytes))
            for name in ["out", "out.9.partial"] { try FileManager.default.removeItem(atPath: folder("d/\(name)")) }
            #expect(try Self.names(in: folder).count == 20)
        }
    }

    private static func names(in folder: InputCommandTests.Folder) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder("d")).sorted().map { folder("d/\($0)") }
    }

    /// Whether the command was killed when a checkpoint was there with something in it: a shell looks and kills, for the tests' own
    /// threads may be busy for long. The command runs with the lowest priority, and again where it ended before the shell saw that.
    private static func killed(_ arguments: [String], afterKeeping kept: String) async throws -> Bool {
        let script = #"""
            kept=$1; shift
            marks=$(mktemp -d); trap 'rm -rf "$marks"' EXIT
            for attempt in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
                rm -f "$marks/status"
                {
                    sh -c 'echo $$ > "$0"; exec nice -n 19 "$@"' "$marks/pid" "$@" < /dev/null > /dev/null 2>&1
                    echo $? > "$marks/status"
                } &
                while ! [ -s "$kept" ] && ! [ -s "$marks/status" ]; do :; done
                kill -9 "$(cat "$marks/pid")" 2> /dev/null; wait
                [ "$(cat "$marks/status")" != 137 ] || exit 0
            done
            exit 1
            """#
        return try await shell(script, [kept, CommandRunner.executable.path] + arguments) == 0
    }

    /// Whether the command was killed before it ended. A shell waits and kills: the tests' own threads may be busy for long.
    private static func killed(_ arguments: [String], after seconds: Double) async throws -> Bool {
        let script =
            #"delay=$1; shift; "$@" < /dev/null > /dev/null 2>&1 & sleep "$delay"; kill -9 $! 2> /dev/null; wait $!"#
        return try await shell(script, ["\(seconds)", CommandRunner.executable.path] + arguments) == 128 + SIGKILL
    }

    /// Runs a script to its end; its status.
    private static func shell(_ script: String, _ arguments: [String]) async throws -> Int32? {
        let process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = ["-c", script, "sh"] + arguments
        process.standardError = FileHandle.nullDevice
        let (ends, continuation) = AsyncStream.makeStream(of: Int32.self)
        process.terminationHandler = {
            continuation.yield($0.terminationStatus)
            continuation.finish()
        }
        try process.run()
        return await ends.first { _ in true }
    }

    /// Runs the command on a folder of which one file is broken: it ends there, with what came before kept.
    private func begun(_ folder: InputCommandTests.Folder, _ words: [String]) async throws {
        let broken = try await CommandRunner.run(words, input: Data())
        #expect(broken.status == 2)
        #expect(FileManager.default.fileExists(atPath: folder("kept")))
    }

    @Test func noticesWhatHasChanged() async throws {
        let folder = try Self.folder(files: 4, records: 3)
        let end = URL(fileURLWithPath: folder("d/103.jsonl"))
        let good = try Data(contentsOf: end)
        try (good + Data("{\n".utf8)).write(to: end)
        let words = ["measure", folder("d"), "--checkpoint", folder("kept")] + Self.arguments
        try await begun(folder, words)
        for (more, word) in [
            (["--normalization", "nfc"], "--normalization"), (["--on-error", "skip"], "--on-error"),
            (["--by", "src"], "--by"), (["--no-header"], "--no-header"), (["--count-hanja"], "--count-hanja"),
            (["--splitter", "gpt2"], "--splitter"),
        ] {
            let other = try await CommandRunner.run(words + more, input: Data())
            #expect(other.status == 2 && other.errors.contains(word), "\(more): \(other.errors)")
        }
        let vocabulary = try await CommandRunner.run(
            ["measure", folder("d"), "--checkpoint", folder("kept"), "--vocabulary", "gpt-4o"], input: Data())
        #expect(vocabulary.status == 2 && vocabulary.errors.contains("--vocabulary"))
        // What does not change a result may change; a file that was counted may be touched, but not changed.
        let first = URL(fileURLWithPath: folder("d/100.jsonl"))
        let counted = try Data(contentsOf: first)
        try counted.write(to: first)
        let same = try await CommandRunner.run(words + ["--threads", "1", "--quiet"], input: Data())
        #expect(same.status == 2 && same.errors.contains("103.jsonl") && !same.errors.contains("checkpoint"))
        try (counted.dropLast(4) + Data("x\"}\n".utf8)).write(to: first)
        let changed = try await CommandRunner.run(words, input: Data())
        #expect(changed.status == 2 && changed.errors.contains("100.jsonl has changed"), "\(changed.errors)")
        try counted.write(to: first)
        // One that was not is to be as it was.
        try good.write(to: end)
        let mended = try await CommandRunner.run(words, input: Data())
        #expect(mended.status == 2 && mended.errors.contains("103.jsonl has changed"), "\(mended.errors)")
        try Data("{}".utf8).write(to: URL(fileURLWithPath: folder("d/104.jsonl")))
        let more = try await CommandRunner.run(words, input: Data())
        #expect(more.status == 2 && more.errors.contains("104.jsonl"), "\(more.errors)")
    }

    @Test func refusesWhatIsNone() async throws {
        let folder = try Self.folder(files: 2, records: 3)
        let words = ["measure", folder("d"), "--checkpoint", folder("kept")] + Self.arguments
        let kept = URL(fileURLWithPath: folder("kept"))
        try Data("a file of mine\n".utf8).write(to: kept)
        let other = try await CommandRunner.run(words, input: Data())
        #expect(other.status == 2 && other.errors.contains("no checkpoint"))
        #expect(try Data(contentsOf: kept) == Data("a file of mine\n".utf8))
        let pipe = try await CommandRunner.run(
            ["measure", "-", "--checkpoint", folder("none")] + Self.arguments, input: Data("가\n".utf8))
        #expect(pipe.status == 2 && pipe.errors.contains("no file that could be read again"))
        let text = try await CommandRunner.run(
            ["measure", "--text", "가", "--checkpoint", folder("none")] + Self.arguments, input: Data())
        #expect(text.status == 2)
        let place = try await CommandRunner.run(
            ["measure", folder("d"), "--checkpoint", "/no/such/folder/kept"] + Self.arguments, input: Data())
        #expect(place.status == 2 && place.errors.contains("cannot be written"), "\(place.errors)")
    }

    /// What is damaged is found out, wherever it is.
    @Test func refusesWhatIsDamaged() async throws {
        let folder = try Self.folder(files: 3, records: 3)
        let end = URL(fileURLWithPath: folder("d/102.jsonl"))
        try Data("{\n".utf8).write(to: end)
        let words = ["measure", folder("d"), "--checkpoint", folder("kept")] + Self.arguments
        try await begun(folder, words)
        let kept = URL(fileURLWithPath: folder("kept"))
        let whole = try Data(contentsOf: kept)
        for place in [whole.count / 2, whole.count - 2] {
            var damaged = whole
            damaged[place] ^= 1
            try damaged.write(to: kept)
            let result = try await CommandRunner.run(words, input: Data())
            #expect(result.status == 2 && result.errors.contains("damaged"), "\(result.errors)")
        }
        try whole.prefix(whole.count / 3).write(to: kept)
        #expect(try await CommandRunner.run(words, input: Data()).errors.contains("damaged"))
    }

    /// One process at a time has a checkpoint; files beside it are nobody's but the user's.
    @Test func isHeldByOneProcess() async throws {
        let folder = try Self.folder(files: 20, records: 100)
        let others = ["kept.new", "kept.partial", "kept.1.partial"]
        for name in others { try Data("a file of mine\n".utf8).write(to: URL(fileURLWithPath: folder(name))) }
        let words = ["measure", folder("d"), "--checkpoint", folder("kept")] + Self.arguments
        let right = try await CommandRunner.run(["measure", folder("d")] + Self.arguments, input: Data())
        let results = try await withThrowingTaskGroup(of: CommandResult.self) { group in
            for _ in 0..<3 { group.addTask { try await CommandRunner.run(words, input: Data()) } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(results.contains { $0.status == 0 })
        for result in results {
            if result.status == 0 {
                #expect(result.bytes == right.bytes)
            } else {
                #expect(result.status == 2 && result.errors.contains("in use"), "\(result.errors)")
            }
        }
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: folder.url.path).sorted() == (["d"] + others).sorted())
    }

    /// A place is tried before the work; what ends before anything is kept leaves nothing.
    @Test func thePlaceIsTriedAtOnce() async throws {
        let folder = try Self.folder(files: 1, records: 3)
        let none = try await CommandRunner.run(
            ["measure", folder("d"), "--checkpoint", folder("none/kept")] + Self.arguments, input: Data())
        #expect(none.status == 2 && none.errors.contains("cannot be written"), "\(none.errors)")
        for place in ["/dev/zero", folder("d")] {
            let other = try await CommandRunner.run(
                ["measure", folder("d/100.jsonl"), "--checkpoint", place] + Self.arguments, input: Data())
            #expect(other.status == 2 && other.errors.contains("no checkpoint"), "\(other.errors)")
        }
        try Data("{\n".utf8).write(to: URL(fileURLWithPath: folder("d/100.jsonl")))
        let broken = try await CommandRunner.run(
            ["measure", folder("d"), "--checkpoint", folder("kept")] + Self.arguments, input: Data())
        #expect(broken.status == 2 && !FileManager.default.fileExists(atPath: folder("kept")))
        // An empty file holds nothing that could be lost.
        try Data().write(to: URL(fileURLWithPath: folder("kept")))
        try Data("{\"text\": \"가\"}\n".utf8).write(to: URL(fileURLWithPath: folder("d/100.jsonl")))
        let empty = try await CommandRunner.run(
            ["measure", folder("d"), "--checkpoint", folder("kept")] + Self.arguments, input: Data())
        #expect(empty.status == 0 && !FileManager.default.fileExists(atPath: folder("kept")))
    }
}
