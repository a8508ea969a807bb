import Foundation
import Testing

/// What is left out, dropped or unknown shows wherever a figure is.
@Suite struct OmissionTests {
    private func run(_ words: [String], status: Int32 = 0) async throws -> CommandResult {
        let result = try await CommandRunner.run(words, input: Data())
        #expect(result.status == status, "\(words): \(result.errors)")
        return result
    }

    private func report(_ words: [String], status: Int32 = 0) async throws -> [String: Any] {
        try #require(try await run(words + ["--format", "json"], status: status).json() as? [String: Any])
    }

    private static let lines = (0..<15).map { "\($0)번째 글입니다. 오늘은 \($0 * 7 % 13)도네요.\n" }.joined()
    private static let measure = ["measure", "FILE", "--vocabulary", "gpt-4o,gpt-4"]
    private static let compare = ["compare", "FILE", "--baseline", "gpt-4", "--vocabulary", "gpt-4o"]
    private static let verify = ["verify", "--claim", "gpt-4o uses 20% fewer tokens than gpt-4", "--corpus", "FILE"]
    static let ways: [[String]] = [
        measure, measure + ["--by", "file"], measure + ["--metric", "fertility"], compare,
        compare + ["--by", "folder"],
        verify, verify + ["--by", "file"],
    ]

    /// What was left out stands on the page, for its readers, in both languages.
    @Test(arguments: [measure, measure + ["--by", "file"], compare, verify]) func pagesSayWhatIsLeftOut(_ way: [String])
        async throws
    {
        let records = (0..<15).map { "{\"text\": \"\($0)번째 글입니다. 오늘은 \($0 * 7 % 13)도네요.\"}\n" }.joined() + "{\n"
        let folder = try InputCommandTests.Folder(["a.jsonl": Array(records.utf8)])
        let words =
            way.map { $0 == "FILE" ? folder("a.jsonl") : $0 } + ["--on-error", "skip", "--report", folder("p.html")]
        _ = try await run(words, status: 5)
        let page = try String(contentsOfFile: folder("p.html"), encoding: .utf8)
        let shown = page.prefix(upTo: page.range(of: "<script")?.lowerBound ?? page.endIndex)
        #expect(shown.contains("left out: 1 broken record") && shown.contains("제외한 것: 깨진 레코드 1건"))
    }

    @Test(arguments: ways, ["replace", "skip"]) func droppedBytesAreNotComplete(_ way: [String], _ policy: String)
        async throws
    {
        let folder = try InputCommandTests.Folder(["a.txt": Array(Self.lines.utf8) + [0xFF, 0xFE, 0x0A]])
        let words = way.map { $0 == "FILE" ? folder("a.txt") : $0 } + ["--invalid-utf8", policy]
        let said = policy == "skip" ? "dropped" : "replaced by U+FFFD"
        let table = try await run(words + ["--quiet"])
        #expect(table.prose.contains("\(said): 2 ill-formed sequences (2 bytes)"), "\(table.output)")
        let rows = try await run(words + ["--format", "csv"]).output.split(separator: "\r\n").dropFirst()
        #expect(!rows.isEmpty && rows.allSatisfy { $0.hasSuffix(policy == "skip" ? ",false" : ",true") }, "\(rows)")
        guard way[0] != "verify" else { return }
        let json = try await report(words)
        let corpus = try #require(json["corpus"] as? [String: Any])
        #expect(corpus["complete"] as? Bool == (policy != "skip"))
        let files = try #require(json["files"] as? [[String: Any]])
        #expect(files.map { $0["complete"] as? Bool } == [policy != "skip"])
        if let groups = json["groups"] as? [[String: Any]] {
            #expect(groups.allSatisfy { $0["complete"] as? Bool == (policy != "skip") })
        }
    }

    @Test(arguments: ways) func skippedRecordsAreNotComplete(_ way: [String]) async throws {
        let records = (0..<15).map { "{\"text\": \"\($0)번째 글입니다. 오늘은 \($0 * 7 % 13)도네요.\"}\n" }
        let folder = try InputCommandTests.Folder(["a.jsonl": Array(("{\n" + records.joined()).utf8)])
        let words = way.map { $0 == "FILE" ? folder("a.jsonl") : $0 } + ["--on-error", "skip", "--quiet"]
        let table = try await run(words, status: 5)
        #expect(table.prose.contains("left out: 1 broken record"), "\(table.output)")
        let rows = try await run(words + ["--format", "csv"], status: 5).output.split(separator: "\r\n").dropFirst()
        #expect(!rows.isEmpty && rows.allSatisfy { $0.hasSuffix(",false") }, "\(rows)")
        guard way[0] != "verify" else { return }
        let json = try await report(words, status: 5)
        let files = try #require(json["files"] as? [[String: Any]])
        #expect(files.map { $0["skipped"] as? Int } == [1] && files.map { $0["complete"] as? Bool } == [false])
        #expect((json["corpus"] as? [String: Any])?["complete"] as? Bool == false)
    }

    /// What is no text in folders is said in the result, which is complete without it.
    @Test func whatIsNoTextIsInTheResult() async throws {
        let folder = try InputCommandTests.Folder([
            "d/a.txt": Array(Self.lines.utf8), "d/b.bin": [1, 0, 2, 0, 0, 0, 9],
        ])
        let words = ["measure", folder("d"), "--vocabulary", "gpt-4o", "--quiet"]
        #expect(try await run(words).output.contains("b.bin"))
        let corpus = try #require(try await report(words)["corpus"] as? [String: Any])
        #expect((corpus["left_out"] as? [[String: Any]])?.compactMap { $0["count"] as? Int } == [1])
        #expect(corpus["complete"] as? Bool == true)
    }

    /// Numbers of documents are their places in the file, in every command that says them.
    @Test func numbersArePlacesInTheFile() async throws {
        let folder = try InputCommandTests.Folder([
            "a.jsonl": Array("{\"text\": \"가\"}\n{\n{}\n{\"text\": \"가나다라마바사아자차카타파하\"}\n".utf8),
            "b.jsonl": Array("3\n{\"text\": \"나\"}\n".utf8),
        ])
        let files = [folder("a.jsonl"), folder("b.jsonl"), "--vocabulary", "gpt-4o", "--on-error", "skip"]
        for more in [[], ["--by", "file"]] {
            let over = try await run(["measure"] + files + more + ["--fail-over-document", "3"], status: 4)
            #expect(over.errors.contains("a.jsonl, document 4 has"), "\(over.errors)")
        }
        let chunks = try await run(["chunk"] + files + ["--tokens", "100"], status: 5)
        let numbers = try chunks.lines.map {
            (try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])?["document"] as? Int
        }
        #expect(numbers == [1, 4, 2])
        let shown = try await run(
            ["inspect", "--file", files[0], "--file", files[1]] + files.dropFirst(2), status: 5)
        for place in ["a.jsonl, document 1\n", "a.jsonl, document 4\n", "b.jsonl, document 2\n"] {
            #expect(shown.output.contains(place), "\(shown.output)")
        }
    }

    /// Pairs of which one is left out are no pairs.
    @Test func parallelTextsAreWhole() async throws {
        let folder = try InputCommandTests.Folder([
            "ko.jsonl": Array("{\"text\": \"하나\"}\n{\n{\"text\": \"셋\"}\n".utf8),
            "en.jsonl": Array("{\"text\": \"one\"}\n{\"text\": \"two\"}\n{\n".utf8),
        ])
        let result = try await run(
            [
                "measure", folder("ko.jsonl"), "--parallel", folder("en.jsonl"), "--metric", "premium", "--vocabulary",
                "gpt-4o", "--on-error", "skip",
            ], status: 2)
        #expect(result.errors.contains("side by side"), "\(result.errors)")
    }

    /// The tokens that a vocabulary cannot write are told wherever its tokens are.
    @Test func unknownTokensAreSaidEverywhere() async throws {
        let model = """
            {"version": "1.0", "added_tokens": [], "model": {"type": "BPE", "unk_token": "[UNK]", "merges": [], \
            "vocab": {"[UNK]": 0, "가": 1, "나": 2, " ": 3}}}
            """
        let folder = try InputCommandTests.Folder([
            "d/a.txt": Array(String(repeating: "가나 다가\n", count: 12).utf8), "d/b.txt": Array("가나\n".utf8),
            "tokenizer.json": Array(model.utf8),
        ])
        let named = "small=\(folder("tokenizer.json"))"
        let ways = [
            ["measure", folder("d"), "--vocabulary", named + ",gpt-4o"],
            ["measure", folder("d"), "--vocabulary", named + ",gpt-4o", "--by", "file"],
            ["measure", folder("d"), "--vocabulary", named + ",gpt-4o", "--metric", "fertility"],
            ["compare", folder("d"), "--baseline", "gpt-4o", "--vocabulary", named],
            ["compare", folder("d"), "--baseline", "gpt-4o", "--vocabulary", named, "--by", "file"],
        ]
        for words in ways {
            let table = try await run(words)
            #expect(table.prose.contains("small: 12 tokens ("), "\(words): \(table.output)")
            let lines = try await run(words + ["--format", "csv"]).output.split(separator: "\r\n")
            let column = try #require(lines[0].split(separator: ",").firstIndex(of: "unknown_tokens"))
            let all = try #require(lines.first { $0.hasPrefix("all,,small,") })
            #expect(all.split(separator: ",", omittingEmptySubsequences: false)[column] == "12", "\(words)")
            let json = try await report(words)
            let vocabularies = try #require(json["vocabularies"] as? [[String: Any]])
            let small = try #require(vocabularies.first { $0["id"] as? String == "small" })
            #expect(small["unknown_tokens"] as? Int == 12, "\(words)")
            if let groups = json["groups"] as? [[String: Any]] {
                let unknown = groups.filter { $0["vocabulary"] as? String == "small" }
                #expect(unknown.map { $0["unknown_tokens"] as? Int } == [12, 0], "\(words)")
            }
        }
        let claim = "\(folder("tokenizer.json")) uses 20% fewer tokens than gpt-4o"
        let verified = try await run(["verify", "--claim", claim, "--corpus", folder("d")])
        #expect(verified.errors.contains("12 tokens ("), "\(verified.errors)")
    }
}

/// The rows of groups.
@Suite struct GroupRowTests {
    /// JSON has the rows that CSV has, those of all documents too.
    @Test(arguments: ["measure", "compare"]) func rowsAreTheSameInJSON(_ command: String) async throws {
        let folder = try InputCommandTests.Folder([
            "d/a.jsonl": Array("{\"g\": \"x\", \"text\": \"하나\"}\n{\"text\": \"둘\"}\n".utf8), "d/empty.txt": [],
            "d/z.txt": Array("셋\n".utf8),
        ])
        let vocabularies =
            command == "measure"
            ? ["--vocabulary", "gpt-4o,gpt-4"] : ["--baseline", "gpt-4o", "--vocabulary", "gpt-4"]
        for (files, by) in [("d", "file"), ("d", "folder"), ("d/a.jsonl", "g")] {
            let words = [command, folder(files), "--by", by] + vocabularies
            let csv = try await CommandRunner.run(words + ["--format", "csv"], input: Data())
            #expect(csv.status == 0, "\(csv.errors)")
            let lines = csv.output.split(separator: "\r\n").map {
                $0.split(separator: ",", omittingEmptySubsequences: false)
            }
            let json = try await CommandRunner.run(words + ["--format", "json"], input: Data())
            let report = try #require(try json.json() as? [String: Any])
            let groups = try ["groups", "totals"].flatMap { try #require(report[$0] as? [[String: Any]]) }
            #expect(groups.count == lines.count - 1)
            for (line, group) in zip(lines.dropFirst(), groups) {
                for (name, cell) in zip(lines[0], line) where !["interval", "fewer"].contains(name) {
                    guard let value = group[String(name)] else { continue }
                    let text =
                        value is NSNull
                        ? "" : value is Bool && "\(cell)".count > 3 ? "\(value as? Bool ?? false)" : "\(value)"
                    if let number = Double(cell), let other = value as? Double {
                        #expect(number == other, "\(name)")
                    } else {
                        #expect(text == cell, "\(name) \(line)")
                    }
                }
                for name in ["scope", "complete", "group", "vocabulary", "documents"] { #expect(group[name] != nil) }
            }
            #expect(groups.suffix(2).allSatisfy { $0["scope"] as? String == "all" })
            if by == "file" {
                #expect(groups.compactMap { $0["documents"] as? Int } == [2, 2, 0, 0, 1, 1, 3, 3])
            }
        }
    }

    /// A real group is told apart from the rows that are no group's.
    @Test func namesAreToldApart() async throws {
        let groups = ["all", "(none)", "\"all\"", "x"]
        let text =
            groups.map { group in
                "{\"g\": \"\(group.replacing("\"", with: "\\\""))\", \"text\": \"글\"}\n"
            }.joined() + "{\"text\": \"글\"}\n"
        let folder = try InputCommandTests.Folder(["a.jsonl": Array(text.utf8)])
        let words = ["measure", folder("a.jsonl"), "--by", "g", "--vocabulary", "gpt-4o"]
        let table = try await CommandRunner.run(words, input: Data())
        let names = table.lines.compactMap { line in
            line.split(separator: " ").dropFirst().first == "o200k_base" ? line.split(separator: " ").first : nil
        }
        #expect(names == ["(none)", "\"\"all\"\"", "\"(none)\"", "\"all\"", "x", "all"], "\(table.output)")
        let json = try await CommandRunner.run(words + ["--format", "json"], input: Data())
        let rows = try #require((try json.json() as? [String: Any])?["groups"] as? [[String: Any]])
        #expect(rows.map { $0["group"] as? String } == [nil, "\"all\"", "(none)", "all", "x"])
        let verified = try await CommandRunner.run(
            [
                "verify", "--claim", "gpt-4o uses 20% fewer tokens than gpt-4", "--corpus", folder("a.jsonl"), "--by",
                "g", "--format", "json",
            ],
            input: Data())
        let corpora = try #require((try verified.json() as? [String: Any])?["corpora"] as? [[String: Any]])
        #expect(Set(corpora.compactMap { $0["id"] as? String }).count == 5)
        #expect(corpora.map { $0["group"] as? String } == [nil, "\"all\"", "(none)", "all", "x"])
    }
}
