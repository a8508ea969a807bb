import Foundation
import Testing

/// `--by` of every command that has it, and several files as one corpus of a verification.
@Suite struct GroupCommandTests {
    private static let groups = ["뉴스", "댓글", "한 건"]

    private static func records(_ group: String, _ count: Int) -> String {
        (0..<count).map { number in
            "{\"src\": \"\(group)\", \"text\": \"\(group)의 \(number)번째 글입니다. 오늘은 날씨가 \(number % 9)도라서 \(number * 7 % 13)명이 왔네요.\"}\n"
        }.joined()
    }

    private static func folder() throws -> InputCommandTests.Folder {
        try InputCommandTests.Folder([
            "d/a/1.jsonl": Array((records("뉴스", 40) + records("댓글", 3)).utf8),
            "d/b/2.jsonl": Array((records("댓글", 30) + records("한 건", 1)).utf8),
            "broken/1.jsonl": Array((records("뉴스", 20) + "{\n").utf8),
        ])
    }

    private func report(_ arguments: [String], status: Int32 = 0) async throws -> [String: Any] {
        let result = try await CommandRunner.run(arguments + ["--format", "json"], input: Data())
        #expect(result.status == status, "\(result.errors)")
        return try #require(try result.json() as? [String: Any])
    }

    /// The rows as CSV has them: of the groups, then of all documents.
    private func rows(of report: [String: Any]) throws -> [[String: Any]] {
        try ["groups", "totals"].flatMap { try #require(report[$0] as? [[String: Any]]) }
    }

    /// Whoever sums up the rows of the groups gets the totals, which stand apart.
    @Test(arguments: [["measure"], ["compare", "--baseline", "gpt-4"]], ["src", "file", "folder"])
    func groupsAddUp(_ command: [String], _ field: String) async throws {
        let folder = try Self.folder()
        let words = [command[0], folder("d")] + command.dropFirst()
        let found = try await report(words + ["--vocabulary", "gpt-4o,gpt-4", "--by", field])
        let groups = try #require(found["groups"] as? [[String: Any]])
        let totals = try #require(found["totals"] as? [[String: Any]])
        let vocabularies = try #require(found["vocabularies"] as? [[String: Any]])
        #expect(groups.allSatisfy { $0["scope"] as? String == "group" })
        #expect(totals.count == 2 && totals.allSatisfy { $0["scope"] as? String == "all" && $0["group"] is NSNull })
        for total in totals {
            let name = try #require(total["vocabulary"] as? String)
            for column in ["documents", "text_bytes", "korean_characters", "tokens", "unknown_tokens"] {
                let sum = groups.filter { $0["vocabulary"] as? String == name }
                    .compactMap { $0[column] as? Int }.reduce(0, +)
                #expect(sum == total[column] as? Int, "\(column) of \(name)")
            }
            if let whole = vocabularies.first(where: { $0["id"] as? String == name }) {
                #expect(whole["tokens"] as? Int == total["tokens"] as? Int)
            }
        }
    }

    @Test(arguments: ["src", "file", "folder"]) func comparisonsAreOfTheSameGroups(_ field: String) async throws {
        let folder = try Self.folder()
        let measured = try await report(["measure", folder("d"), "--vocabulary", "gpt-4o,gpt-4", "--by", field])
        let compared = try await report(
            ["compare", folder("d"), "--baseline", "gpt-4o", "--vocabulary", "gpt-4", "--by", field])
        let counts = try rows(of: measured)
        let ratios = try rows(of: compared)
        #expect(counts.count == ratios.count && counts.count == (field == "src" ? 8 : 6))
        for (count, ratio) in zip(counts, ratios) {
            for column in ["group", "vocabulary"] { #expect(count[column] as? String == ratio[column] as? String) }
            for column in ["documents", "bytes", "text_bytes", "korean_characters", "tokens", "unknown_tokens"] {
                #expect(count[column] as? Int == ratio[column] as? Int)
            }
            let isFile = field != "src" || count["scope"] as? String == "all"
            #expect((count["bytes"] is Int) == isFile, "groups of records are no files")
            for column in ["tokens_per_korean_character", "tokens_per_unit", "ratio_to_baseline"] {
                #expect(count[column] as? Double == ratio[column] as? Double)
            }
            // An interval where there are ten documents or more, else why there is none.
            let isBaseline = ratio["vocabulary"] as? String == "o200k_base"
            let documents = try #require(ratio["documents"] as? Int)
            #expect((ratio["low"] is Double) == (!isBaseline && documents >= 10), "\(ratio)")
            #expect((ratio["no_interval"] is String) == (!isBaseline && documents < 10), "\(ratio)")
        }
        let table = try await CommandRunner.run(
            [
                "compare", folder("d"), "--baseline", "gpt-4o", "--vocabulary", "gpt-4", "--by", field, "--format",
                "csv",
            ],
            input: Data())
        #expect(table.output.hasPrefix(Self.columns + ",low,high,"))
        // A header, and of each vocabulary a row of all.
        #expect(table.output.split(separator: "\r\n").count == ratios.count + 1)
    }

    private static let columns =
        "scope,group,vocabulary,documents,bytes,text_bytes,korean_characters,tokens,unknown_tokens,tokens_per_korean_character,"
        + "tokens_per_unit,ratio_to_baseline"

    /// CSV has one set of columns, by groups or not, and a row of all documents in each.
    @Test func columnsAreTheSameInEveryCase() async throws {
        let folder = try Self.folder()
        let measure = ["measure", folder("d"), "--vocabulary", "gpt-4o,gpt-4", "--format", "csv"]
        let compare = ["compare", folder("d"), "--baseline", "gpt-4o", "--vocabulary", "gpt-4", "--format", "csv"]
        func lines(_ words: [String]) async throws -> [Substring] {
            let result = try await CommandRunner.run(words, input: Data())
            #expect(result.status == 0, "\(result.errors)")
            return result.output.split(separator: "\r\n")
        }
        let plain = try await lines(measure)
        #expect(plain[0] == Self.columns + ",complete")
        #expect(plain.dropFirst().allSatisfy { $0.hasPrefix("all,,") && $0.hasSuffix(",true") })
        for by in ["src", "file", "folder"] {
            let grouped = try await lines(measure + ["--by", by])
            #expect(grouped[0] == plain[0])
            #expect(Set(grouped.filter { $0.hasPrefix("all,") }) == Set(plain.dropFirst()))
        }
        let metrics = try await lines(measure + ["--metric", "all"])
        let names = metrics[0].split(separator: ",")
        #expect(metrics[0].hasPrefix(Self.columns + ",") && metrics[0].hasSuffix(",complete"))
        #expect(Set(names).count == names.count)
        #expect(try await lines(measure + ["--metric", "all", "--by", "src"])[0] == metrics[0])
        let compared = try await lines(compare)
        #expect(compared[0].hasPrefix(Self.columns + ",low,high,") && compared[0].hasSuffix(",complete"))
        #expect(try await lines(compare + ["--by", "src"])[0] == compared[0])
        // What a row of all has in common, both commands count alike.
        let counts = { (line: Substring) in line.split(separator: ",", omittingEmptySubsequences: false).prefix(11) }
        #expect(Set(compared.dropFirst().map(counts)) == Set(plain.dropFirst().map(counts)))
    }

    /// Groups and files add up to the whole, in bytes of text too, with and without normalization.
    @Test(arguments: ["as-is", "nfd"]) func partsAddUp(_ normalization: String) async throws {
        let folder = try Self.folder()
        for by in ["src", "file"] {
            let found = try await report(
                [
                    "measure", folder("d"), "--vocabulary", "gpt-4o,gpt-4", "--by", by, "--normalization",
                    normalization,
                ])
            let corpus = try #require(found["corpus"] as? [String: Any])
            let rows = try #require(found["groups"] as? [[String: Any]])
            let files = try #require(found["files"] as? [[String: Any]])
            let vocabularies = try #require(found["vocabularies"] as? [[String: Any]])
            for column in ["documents", "text_bytes", "korean_characters"] {
                let sum = rows.filter { $0["vocabulary"] as? String == "cl100k_base" }
                    .compactMap { $0[column] as? Int }.reduce(0, +)
                #expect(sum == corpus[column] as? Int, "\(by) \(column)")
                #expect(files.compactMap { $0[column] as? Int }.reduce(0, +) == sum, "\(column)")
            }
            for (place, vocabulary) in vocabularies.enumerated() {
                let tokens = files.compactMap { ($0["tokens"] as? [Int])?[place] }
                #expect(tokens.count == 2 && tokens.reduce(0, +) == vocabulary["tokens"] as? Int)
            }
        }
    }

    /// Documents whose field is missing, null or empty are a group too, and what names nothing is broken.
    @Test func documentsWithoutAGroupAreOne() async throws {
        let folder = try InputCommandTests.Folder([
            "a.jsonl": Array(
                #"""
                {"g": "x", "text": "하나"}
                {"g": null, "text": "둘둘"}
                {"text": "셋셋셋"}
                "넷넷넷넷"
                {"g": "", "text": "다섯다섯다"}
                {"g": 7, "text": "여섯"}
                """#.utf8),
            "b.csv": Array("text,g\n일곱,x\n여덟,\n".utf8), "c.jsonl": Array(#"{"g": [1], "text": "아홉"}"#.utf8),
        ])
        let words = ["--vocabulary", "gpt-4o", "--by", "g"]
        let found = try await report(["measure", folder("a.jsonl"), folder("b.csv")] + words)
        let rows = try rows(of: found)
        #expect(rows.map { $0["group"] as? String } == [nil, "7", "x", nil])
        #expect(rows.map { $0["documents"] as? Int } == [5, 1, 2, 8])
        #expect(rows.map { $0["korean_characters"] as? Int } == [16, 2, 4, 22])
        let compared = try await report(
            ["compare", folder("a.jsonl"), folder("b.csv"), "--baseline", "gpt-4"] + words)
        let ratios = try self.rows(of: compared)
        #expect(ratios.map { $0["documents"] as? Int } == [5, 5, 1, 1, 2, 2, 8, 8])
        let table = try await CommandRunner.run(["measure", folder("a.jsonl")] + words, input: Data())
        #expect(table.output.contains("(none)"))
        let broken = try await CommandRunner.run(["measure", folder("c.jsonl")] + words, input: Data())
        #expect(broken.status == 2 && broken.errors.contains("\"g\" is an array"), "\(broken.errors)")
        let typed = try await CommandRunner.run(
            ["measure", folder("a.jsonl"), "--vocabulary", "gpt-4o", "--by", "h"], input: Data())
        #expect(typed.status == 0 && typed.errors.contains("no document has a field \"h\""), "\(typed.errors)")
    }

    private static let claim = ["--claim", "gpt-4o uses 20% fewer tokens than gpt-4"]

    @Test func claimsAreJudgedGroupByGroup() async throws {
        let folder = try Self.folder()
        let result = try await report(["verify"] + Self.claim + ["--corpus", folder("d"), "--by", "src"])
        let corpora = try #require(result["corpora"] as? [[String: Any]])
        #expect(corpora.compactMap { $0["group"] as? String } == Self.groups)
        #expect(corpora.compactMap { $0["documents"] as? Int } == [40, 33, 1])
        let measured = try await report(["measure", folder("d"), "--vocabulary", "gpt-4o", "--by", "src"])
        let counts = try #require(measured["groups"] as? [[String: Any]])
        for (corpus, count) in zip(corpora, counts) {
            #expect(corpus["text_bytes"] as? Int == count["text_bytes"] as? Int)
            #expect(corpus["bytes"] is NSNull)
            #expect(corpus["korean_characters"] as? Int == count["korean_characters"] as? Int)
            let tokens = try #require(corpus["tokens"] as? [String: Any])
            #expect(tokens["o200k_base"] as? Int == count["tokens"] as? Int)
        }
        let table = try await CommandRunner.run(
            ["verify"] + Self.claim + ["--corpus", folder("d"), "--by", "src", "--format", "csv"], input: Data())
        #expect(table.status == 0)
        let header = try #require(table.output.split(separator: "\r\n").first)
        for column in ["documents", "text_bytes", "korean_characters", "subject_tokens", "baseline_tokens"] {
            #expect(header.split(separator: ",").contains(Substring(column)))
        }
        for group in Self.groups { #expect(table.output.contains("d: \(group)")) }
    }

    @Test func foldersPatternsAndListsAreCorpora() async throws {
        let folder = try Self.folder()
        try Data((folder("d/a/1.jsonl") + "\n" + folder("d/b/2.jsonl") + "\n").utf8)
            .write(to: URL(fileURLWithPath: folder("list")))
        var tokens: [[String: Int]] = []
        for files in [
            ["--corpus", folder("d")], ["--corpus", folder("d/*/*.jsonl")], ["--files-from", folder("list")],
        ] {
            let result = try await report(["verify"] + Self.claim + files)
            let corpora = try #require(result["corpora"] as? [[String: Any]])
            #expect(corpora.count == 1)
            #expect(corpora.first?["documents"] as? Int == 74)
            tokens.append(try #require(corpora.first?["tokens"] as? [String: Int]))
            let names = (corpora.first?["files"] as? [[String: Any]])?.compactMap { $0["name"] as? String }
            #expect(names?.count == 2 && names?.allSatisfy { !$0.hasPrefix("/") } == true, "\(names ?? [])")
        }
        #expect(Set(tokens).count == 1)
        let missing = try await CommandRunner.run(
            ["verify"] + Self.claim + ["--corpus", folder("d/*.none")], input: Data())
        #expect(missing.status == 2)
    }

    @Test func whatIsLeftOutIsSaid() async throws {
        let folder = try Self.folder()
        let words = ["verify"] + Self.claim + ["--corpus", folder("broken")]
        #expect(try await CommandRunner.run(words, input: Data()).status == 2)
        let skipped = try await CommandRunner.run(words + ["--on-error", "skip"], input: Data())
        #expect(skipped.status == 5 && skipped.errors.contains("1 broken record"), "\(skipped.errors)")
        let compared = try await CommandRunner.run(
            [
                "compare", folder("broken"), "--baseline", "gpt-4", "--vocabulary", "gpt-4o", "--by", "src",
                "--on-error", "skip",
            ],
            input: Data())
        #expect(compared.status == 5)
    }

    /// Copies that a folder or a pattern finds are one unit; a text that is named twice is refused.
    @Test func copiesThatAreFoundAreOneUnit() async throws {
        let text = Array((0..<40).map { "\($0)번째 글이고, \($0 * 7 % 11)도입니다.\n" }.joined().utf8)
        let folder = try InputCommandTests.Folder(["d/a.txt": text, "d/b.txt": text])
        let words = ["--baseline", "gpt-4", "--vocabulary", "gpt-4o", "--resamples", "200"]
        let found = try await report(["compare", folder("d")] + words)
        let matched = try await report(["compare", folder("d/*.txt")] + words)
        #expect((matched["corpus"] as? [String: Any])?["documents"] as? Int == 80)
        for key in ["vocabularies", "corpus"] {
            let both = try [found, matched].map {
                try JSONSerialization.data(withJSONObject: try #require($0[key]), options: .sortedKeys)
            }
            #expect(both[0] == both[1])
        }
        let named = try await CommandRunner.run(
            ["compare", folder("d/a.txt"), folder("d/b.txt")] + words, input: Data())
        #expect(named.status == 2 && named.errors.contains("same text"), "\(named.errors)")
    }

    /// A page is of all documents together, with a table of the groups.
    @Test func aPageHasTheGroups() async throws {
        let folder = try Self.folder()
        for words in [["measure", folder("d")], ["compare", folder("d"), "--baseline", "gpt-4"]] {
            let page = folder("\(words[0]).html")
            let asked = ["--vocabulary", "gpt-4o,gpt-4", "--by", "src", "--format", "json"]
            let alone = try await CommandRunner.run(words + asked, input: Data())
            let result = try await CommandRunner.run(words + asked + ["--report", page], input: Data())
            #expect(result.status == 0 && result.output == alone.output, "\(result.errors)")
            let html = try String(contentsOfFile: page, encoding: .utf8)
            let table = try #require(
                html.components(separatedBy: "id=\"groups\"").last?.components(separatedBy: "</table>").first)
            let object = try #require(try alone.json() as? [String: Any])
            let groups = try #require(object["groups"] as? [[String: Any]])
            for group in groups {
                let tokens = try #require(group["tokens"] as? Int)
                let shown = tokens < 1000 ? "\(tokens)" : "\(tokens / 1000),\(String(format: "%03d", tokens % 1000))"
                #expect(table.contains(">\(shown)</td>"), "\(tokens)")
                if let name = group["group"] as? String { #expect(table.contains(name)) }
            }
            #expect(table.contains("전체") && html.contains("\"groups\":["))
        }
    }

    /// One reading is enough for a page: a pipe has no second one.
    @Test(
        .timeLimit(.minutes(2)),
        arguments: [
            ["measure"], ["measure", "--by", "src"], ["compare", "--baseline", "gpt-4"],
            ["compare", "--baseline", "gpt-4", "--by", "src"],
        ])
    func aPageIsOfOneReading(_ command: [String]) async throws {
        let folder = try Self.folder()
        let words = command.dropFirst() + ["--vocabulary", "gpt-4o", "--report", "page.html", "--format", "json"]
        let script = """
            cd "$1"; shift; mkfifo pipe; cat d/*/*.jsonl > pipe & "$@"; status=$?; wait; exit $status
            """
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments =
            ["-c", script, "sh", folder.url.path, CommandRunner.executable.path, command[0], "pipe"] + words
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        let page = try String(contentsOfFile: folder("page.html"), encoding: .utf8)
        #expect(page.contains("id=\"tokens\"") && page.contains("</html>"))
    }

    @Test func whatCannotGoTogetherIsRefused() async throws {
        let folder = try Self.folder()
        for words in [
            ["verify"] + Self.claim + ["--corpus", folder("d"), "--by", "src", "--evidence", folder("e")],
            ["verify"] + Self.claim + ["--corpus", folder("d"), "--evidence", folder("e")],
            ["compare", folder("d"), "--baseline", "gpt-4", "--vocabulary", "gpt-4o", "--by", "src", "--mix", "a=1"],
        ] {
            let result = try await CommandRunner.run(words, input: Data())
            #expect(result.status == 2 && result.bytes.isEmpty, "\(words)")
        }
        #expect(!FileManager.default.fileExists(atPath: folder("e")))
    }
}
