import Foundation
import Testing

/// The main job from end to end: what each command prints of one bundled text, against kept output; and that the ways to give
/// the same text, and the number of threads, change no number.
@Suite("the main job") struct MainJobTests {
    private static let vocabularies = "gpt-4o,a.x-4.0,qwen2.5,gpt-4"
    private static let text = "Corpora/NSMC/nsmc-every-50th.txt"

    /// Of each: the name of the kept output, and the arguments.
    private static let kept: [(name: String, arguments: [String])] = [
        ("measure.txt", ["measure", text, "--vocabulary", vocabularies]),
        ("measure.csv", ["measure", text, "--vocabulary", vocabularies, "--format", "csv"]),
        ("measure.json", ["measure", text, "--vocabulary", vocabularies, "--format", "json"]),
        ("measure-metrics.csv", ["measure", text, "--vocabulary", vocabularies, "--metric", "all", "--format", "csv"]),
        (
            "measure-files.json",
            ["measure", text, "Corpora/JHE/*.ko", "--vocabulary", "a.x-4.0", "--by", "file", "--format", "json"]
        ),
        ("compare.txt", ["compare", text, "--vocabulary", vocabularies, "--baseline", "gpt-4o"]),
        ("compare.csv", ["compare", text, "--vocabulary", vocabularies, "--baseline", "gpt-4o", "--format", "csv"]),
        ("compare.json", ["compare", text, "--vocabulary", vocabularies, "--baseline", "gpt-4o", "--format", "json"]),
        (
            "encode.txt",
            ["encode", "--text", "안녕하세요, 저울입니다.", "--text", "  값😀\u{1112}\u{1161}", "--vocabulary", "a.x-4.0"]
        ),
        ("inspect.txt", ["inspect", "뷁은 값이 3,000원!", "--vocabulary", vocabularies]),
        ("inspect.json", ["inspect", "뷁은 값이 3,000원!", "--vocabulary", vocabularies, "--format", "json"]),
    ]

    @Test(arguments: kept.map(\.name)) func printsWhatIsKept(name: String) async throws {
        let arguments = try #require(Self.kept.first { $0.name == name }).arguments
        let result = try await CommandRunner.run(arguments, input: .init())
        #expect(result.status == 0, "\(result.errors)")
        try KeptOutput.check(result.output, name)
    }

    @Test(arguments: [["--threads", "1"], ["--threads", "2"], ["--kernel", "scalar"], ["--memory", "1"]])
    func threadsKernelsAndMemoryChangeNothing(options: [String]) async throws {
        let arguments = [
            "measure", Self.text, "--vocabulary", Self.vocabularies, "--metric", "all", "--format", "json",
        ]
        let result = try await CommandRunner.run(arguments + options, input: .init())
        let usual = try await CommandRunner.run(arguments, input: .init())
        #expect(result.status == 0 && !result.bytes.isEmpty, "\(result.errors)")
        #expect(result.bytes == usual.bytes)
    }

    @Test(arguments: ["measure", "encode", "bench"], ["0", "-5", "9223372036854775807"])
    func aLimitOfMemoryIsChecked(_ command: String, _ limit: String) async throws {
        let result = try await CommandRunner.run(command, Self.text, "--vocabulary", "gpt-4o", "--memory=\(limit)")
        #expect(
            result.status != 0 && result.errors.contains("--memory must be from 1 to 1048576 MiB"), "\(result.errors)")
    }

    @Test func standardInputGivesTheSameFigures() async throws {
        let bytes = try Data(contentsOf: CommandRunner.package.appending(path: Self.text))
        let arguments = ["--vocabulary", Self.vocabularies, "--format", "csv"]
        let file = try await CommandRunner.run(["measure", Self.text] + arguments, input: .init())
        let input = try await CommandRunner.run(["measure"] + arguments, input: bytes)
        #expect(input.status == 0 && input.output.split(whereSeparator: \.isNewline).count == 5, "\(input.errors)")
        #expect(input.bytes == file.bytes)
    }

    /// Two files count as much as each of them does.
    @Test func filesAddUp() async throws {
        func totals(_ files: [String]) async throws -> (documents: Int, tokens: [Int]) {
            let arguments = ["measure"] + files + ["--vocabulary", Self.vocabularies, "--format", "json"]
            let result = try await CommandRunner.run(arguments, input: .init())
            let report = try #require(try result.json() as? [String: Any], "\(result.errors)")
            let corpus = try #require(report["corpus"] as? [String: Any])
            let rows = try #require(report["vocabularies"] as? [[String: Any]])
            return (try #require(corpus["documents"] as? Int), rows.compactMap { $0["tokens"] as? Int })
        }
        let other = "Corpora/FLORES-200/kor_Hang.dev"
        let (first, second) = (try await totals([Self.text]), try await totals([other]))
        let both = try await totals([Self.text, other])
        #expect(both.documents == first.documents + second.documents)
        #expect(both.tokens.count == 4 && both.tokens == zip(first.tokens, second.tokens).map(+))
    }

    /// Ids that are printed are as many as are counted, and give the text back.
    @Test(arguments: ["gpt-4o", "a.x-4.0", "qwen2.5", "gpt-4"]) func idsAreWhatIsCounted(vocabulary: String)
        async throws
    {
        let text = try String(contentsOf: CommandRunner.package.appending(path: Self.text), encoding: .utf8)
        let ids = try await CommandRunner.run("encode", Self.text, "--vocabulary", vocabulary)
        #expect(ids.status == 0, "\(ids.errors)")
        let measured = try await CommandRunner.run("measure", Self.text, "--vocabulary", vocabulary, "--format", "json")
        let rows = (try measured.json() as? [String: Any])?["vocabularies"] as? [[String: Any]]
        let count = ids.output.split(whereSeparator: \.isWhitespace).count
        #expect(rows?.first?["tokens"] as? Int == count && count > 10_000)
        let decoded = try await CommandRunner.run("decode", "--vocabulary", vocabulary, input: ids.output)
        #expect(decoded.status == 0 && decoded.output == text, "\(decoded.errors)")
    }

    /// What `bench` counts is the total, whatever it takes; another total is said.
    @Test func benchCountsTheSame() async throws {
        let arguments = ["bench", Self.text, "--vocabulary", "a.x-4.0", "--passes", "2", "--format", "json"]
        let result = try await CommandRunner.run(arguments, input: .init())
        let report = try #require(try result.json() as? [String: Any], "\(result.errors)")
        let tokens = try #require((report["file"] as? [String: Any])?["tokens"] as? Int)
        let measured = try await CommandRunner.run("measure", Self.text, "--vocabulary", "a.x-4.0", "--format", "json")
        let rows = (try measured.json() as? [String: Any])?["vocabularies"] as? [[String: Any]]
        #expect(rows?.first?["tokens"] as? Int == tokens)
        let other = try await CommandRunner.run(arguments + ["--expect", "\(tokens + 1)"], input: .init())
        #expect(other.status == 2 && other.errors.contains("\(tokens)"), "\(other.errors)")
        #expect((report["cold_megabytes_per_second"] as? Double).map { $0 > 0 } == true)
    }
}
