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

    @Test(arguments: ["src", "file", "folder"]) func comparisonsAreOfTheSameGroups(_ field: String) async throws {
        let folder = try Self.folder()
        let measured = try await report(["measure", folder("d"), "--vocabulary", "gpt-4o,gpt-4", "--by", field])
        let compared = try await report(
            ["compare", folder("d"), "--baseline", "gpt-4o", "--vocabulary", "gpt-4", "--by", field])
        let counts = try #require(measured["groups"] as? [[String: Any]])
        let ratios = try #require(compared["groups"] as? [[String: Any]])
        #expect(counts.count == ratios.count && counts.count == (field == "src" ? 6 : 4))
        for (count, ratio) in zip(counts, ratios) {
            for column in ["group", "vocabulary"] { #expect(count[column] as? String == ratio[column] as? String) }
            for column in ["documents", "bytes", "korean_characters", "tokens"] {
                #expect(count[column] as? Int == ratio[column] as? Int)
            }
            for column in ["tokens_per_korean_character", "ratio_to_baseline"] {
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
        #expect(
            table.output.hasPrefix(
                "group,vocabulary,documents,bytes,korean_characters,tokens,tokens_per_korean_character,ratio_to_baseline,low,high,"
            ))
        #expect(table.output.split(separator: "\r\n").count == ratios.count + 1)
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
            #expect(corpus["bytes"] as? Int == count["bytes"] as? Int)
            #expect(corpus["korean_characters"] as? Int == count["korean_characters"] as? Int)
            let tokens = try #require(corpus["tokens"] as? [String: Any])
            #expect(tokens["o200k_base"] as? Int == count["tokens"] as? Int)
        }
        let table = try await CommandRunner.run(
            ["verify"] + Self.claim + ["--corpus", folder("d"), "--by", "src", "--format", "csv"], input: Data())
        #expect(table.status == 0)
        let header = try #require(table.output.split(separator: "\r\n").first)
        for column in ["documents", "bytes", "korean_characters", "subject_tokens", "baseline_tokens"] {
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
