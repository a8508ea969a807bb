import Foundation
import Testing

/// `claim`, `verify`, `reproduce`, and `compare` under a mix, as a person runs them.
@Suite struct VerifyCommandTests {
    private let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "jeoul-verify-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try "첫째 줄입니다.\n둘째 줄은 조금 더 깁니다.\n셋째\n".write(
            to: folder.appending(path: "text.txt"), atomically: true, encoding: .utf8)
        try (1...12).map { "\($0)번째 손님은 김밥을 \($0 % 5 + 1)줄 주문했습니다.\n" }.joined().write(
            to: folder.appending(path: "lines.txt"), atomically: true, encoding: .utf8)
    }

    @Test func claimsAreListedAndShown() async throws {
        let list = try await CommandRunner.run("claim", "list", "--format", "csv")
        #expect(list.status == 0)
        #expect(list.output.hasPrefix("id,subject,baseline,words,readings,source\r\n"))
        let show = try await CommandRunner.run("claim", "show", "gpt4o-1.7x")
        #expect(show.output.contains("Korean 1.7x fewer tokens (from 45 to 27)"))
        let wrong = try await CommandRunner.run("claim", "show", "gpt4o-1.7")
        #expect(wrong.status == 2)
        #expect(wrong.errors.contains("did you mean gpt4o-1.7x?"))
    }

    @Test func theSentenceOfTheClaimHas45And27Tokens() async throws {
        let table = try await CommandRunner.run("verify", "gpt4o-1.7x")
        #expect(table.status == 0, "\(table.errors)")
        #expect(table.output.contains("45 → 27"))
        #expect(table.output.contains("the sentence given  45 → 27  supported"))
        let json = try await CommandRunner.run(
            "verify", "gpt4o-1.7x", "--corpus", "sampler", "--format", "json", "--no-sensitivity")
        let object = try #require(try json.json() as? [String: Any])
        #expect(object["schema"] as? Int == 1)
        #expect((object["claims"] as? [Any])?.count == 1)
        #expect(json.errors.isEmpty)
    }

    @Test func aClaimThatCannotBeRunSaysWhichCommandHelps() async throws {
        let result = try await CommandRunner.run("verify", "tekken-2x-ko", "--corpus", "text.txt", folder: folder)
        #expect(result.status == 0)
        #expect(result.prose.contains("jeoul vocabulary pull tekken"))
    }

    @Test(arguments: [
        ("gpt-4 uses 90% fewer tokens than gpt-4o", Int32(1)), ("tekken uses 33% fewer tokens than gpt-4o", 3),
        ("gpt-4o uses up to 90% fewer tokens than gpt-4", 0),
    ])
    func strictTellsByItsStatus(claim: String, status: Int32) async throws {
        let result = try await CommandRunner.run("verify", "--claim", claim, "lines.txt", "--strict", folder: folder)
        #expect(result.status == status, "\(result.errors)")
        #expect(try await CommandRunner.run("verify", "--claim", claim, "lines.txt", folder: folder).status == 0)
    }

    @Test func aLanguageCanBeAskedFor() async throws {
        let claim = "gpt-4 uses 90% fewer tokens than gpt-4o"
        let english = try await CommandRunner.run("verify", "--claim", claim, "lines.txt", folder: folder)
        #expect(
            english.output.replacing("\n  ", with: " ").contains(
                "is contradicted on lines.txt (needs 89.5–90.5% fewer tokens): gpt-4 used "))
        let korean = try await CommandRunner.run(
            "verify", "--claim", claim, "lines.txt", "--language", "ko", folder: folder)
        #expect(
            korean.output.replacing("\n  ", with: " ").replacing("\n", with: " ").contains(
                "라는 주장을 lines.txt에서 확인한 결과, 주장과 어긋났다."))
    }

    /// Heads, outcomes and notes are in the language asked for, whatever that of the claim; programs have the same in each.
    @Test func allThatIsReadIsInOneLanguage() async throws {
        let shown = ["verify", "ax4-34-cost", "gpt4o-1.7x", "--corpus", "klue-sts-dev", "jhe-ko-dev"]
        for extra in [["--sensitivity"], ["--brief"], ["--format", "markdown"]] {
            let korean = try await CommandRunner.run(shown + ["--language", "ko"] + extra, input: Data())
            #expect(korean.status == 0 && korean.output.contains("잰 값"), "\(korean.errors)")
            for word in [
                "corpus", "found", "interval", "verdict", "strictly", "supported", "contradicted", "inconclusive",
                "reading", "needs",
                "tokens of", "documents", "clusters", "note", "not run",
            ] { #expect(!korean.output.replacing("(from 45 to 27)", with: "").contains(word), "\(word)") }
            // A dash alone is a cell without a value.
            #expect(!korean.output.contains(/[0-9%]–/))
            let english = try await CommandRunner.run(shown + ["--language", "en"] + extra, input: Data())
            let hangul = english.output.unicodeScalars.filter { (0xAC00...0xD7A3).contains($0.value) }
            // A quotation in the ledger’s note.
            #expect(english.status == 0 && String(String.UnicodeScalarView(hangul)).replacing("정도", with: "").isEmpty)
        }
        for format in ["csv", "json"] {
            let formatted = shown + ["--no-sensitivity", "--format", format, "--language"]
            let korean = try await CommandRunner.run(formatted + ["ko"], input: Data())
            #expect(korean.output.contains("more_than_claimed") && !korean.output.contains("잰 값"))
        }
    }

    @Test func corporaMayBeSeparatedByCommas() async throws {
        let claim = ["verify", "gpt4o-1.7x", "--no-sensitivity", "--format", "json", "--corpus"]
        let apart = try await CommandRunner.run(claim + ["klue-sts-dev", "jhe-ko-dev"], input: Data())
        let joined = try await CommandRunner.run(claim + ["klue-sts-dev,jhe-ko-dev"], input: Data())
        #expect(apart.status == 0 && joined.output == apart.output, "\(joined.errors)")
        let wrong = try await CommandRunner.run(claim + ["klue-sts-dev,jhe-ko-dve"], input: Data())
        #expect(wrong.status == 2 && wrong.errors.contains("did you mean jhe-ko-dev"), "\(wrong.errors)")
        // The name of a file may have a comma.
        try FileManager.default.copyItem(
            at: folder.appending(path: "lines.txt"), to: folder.appending(path: "sampler,2.txt"))
        let file = try await CommandRunner.run(claim + ["sampler,2.txt"], input: Data(), folder: folder)
        #expect(file.status == 0 && file.output.contains("\"id\": \"sampler,2.txt\""), "\(file.errors)")
    }

    @Test func aPinnedTextIsComparedByItsSourcesWhateverItIsCalled() async throws {
        let klue = CommandRunner.package.appending(path: "Corpora/KLUE-STS/klue-sts-dev.txt").path
        try FileManager.default.copyItem(atPath: klue, toPath: folder.appending(path: "mine.txt").path)
        let arguments = ["--baseline", "gpt-4o", "--vocabulary", "gpt-4", "--format", "json"]
        let known = try await CommandRunner.run(["compare", "mine.txt"] + arguments, input: Data(), folder: folder)
        #expect(
            known.errors.contains("mine.txt: this is klue-sts-dev, and is compared by its clusters"), "\(known.errors)")
        #expect(known.output.contains("\"units\": 519"), "\(known.output)")
        // One line more, and it is a file like any other.
        let longer = try String(contentsOfFile: klue, encoding: .utf8) + "하나 더\n"
        try longer.write(to: folder.appending(path: "longer.txt"), atomically: true, encoding: .utf8)
        let unknown = try await CommandRunner.run(["compare", "longer.txt"] + arguments, input: Data(), folder: folder)
        #expect(!unknown.output.contains("\"units\": 519"))
    }

    @Test func oneFileTwiceIsRefusedByItsHash() async throws {
        try FileManager.default.copyItem(
            at: folder.appending(path: "lines.txt"), to: folder.appending(path: "other.txt"))
        for arguments in [
            ["verify", "gpt4o-1.7x", "--corpus", "lines.txt", "other.txt"],
            ["verify", "gpt4o-1.7x", "--corpus", "lines.txt", "./lines.txt"],
            ["compare", "lines.txt", "./lines.txt", "--baseline", "gpt-4", "--vocabulary", "gpt-4o"],
            ["compare", "lines.txt", "other.txt", "--baseline", "gpt-4", "--vocabulary", "gpt-4o"],
        ] {
            let result = try await CommandRunner.run(arguments, input: Data(), folder: folder)
            #expect(result.status == 2)
            #expect(result.errors.contains("the same text as lines.txt"), "\(result.errors)")
        }
    }

    /// A range of a claim file may ask for more tokens than an integer holds.
    @Test func rangesBeyondAllMeasureAreRefused() async throws {
        func claim(_ low: String, _ high: String) -> String {
            """
            {"id": "x", "subject": "gpt-4o", "baseline": "gpt-4", "subject_name": "A", "baseline_name": "B", "words": "w", \
            "source": {"title": "t"}, "hedged": false, "value_text": "1", "scope": "korean", "readings": [{"id": "a", "says": "s", \
            "quantity": "ratio_baseline_over_subject", "value": 1, "relation": "equals", "strict_low": \(low), "strict_high": \(high)}]}
            """
        }
        for (low, high, status) in [("1e-20", "2", 2), ("0.5", "1e300", 2), ("0.5", "1e5", 0), ("0", "2", 0)] {
            try claim(low, high).write(to: folder.appending(path: "wide.json"), atomically: true, encoding: .utf8)
            let result = try await CommandRunner.run(
                "verify", "--claim-file", "wide.json", "--corpus", "lines.txt", folder: folder)
            #expect(result.status == status, "\(low) \(high): \(result.errors)")
        }
    }

    @Test func textsAndLimitsAreThoseOfMeasure() async throws {
        let texts = (0..<12).map { "\($0)번째 글입니다. 오늘은 \($0 * 7 % 13)도네요." }
        let claim = ["--claim", "gpt-4o uses 20% fewer tokens than gpt-4"]
        let words = claim + texts.flatMap { ["--text", $0] } + ["--format", "json"]
        let named = try await CommandRunner.run(["verify"] + words, input: Data(), folder: folder)
        #expect(named.status == 0, "\(named.errors)")
        let corpora = try #require((try named.json() as? [String: Any])?["corpora"] as? [[String: Any]])
        #expect(corpora.map { $0["id"] as? String } == ["text"] && corpora[0]["documents"] as? Int == 12)
        let tokens = try #require(corpora[0]["tokens"] as? [String: Int])
        let most = try #require(tokens.values.max())
        #expect(
            try await CommandRunner.run(["verify"] + words + ["--fail-over", "\(most)"], input: Data()).status == 0)
        let over = try await CommandRunner.run(["verify"] + words + ["--fail-over", "\(most - 1)"], input: Data())
        #expect(over.status == 4 && over.bytes == named.bytes, "\(over.errors)")
        #expect(over.errors.contains("text: \(most) tokens of"), "\(over.errors)")
        let document = try await CommandRunner.run(
            ["verify"] + words + ["--fail-over-document", "1"], input: Data())
        #expect(document.status == 4 && document.errors.contains("document "), "\(document.errors)")
        for more in [["--evidence", "e"], ["--by", "file", "--fail-over", "1"]] {
            #expect(try await CommandRunner.run(["verify"] + words + more, input: Data(), folder: folder).status == 2)
        }
    }

    @Test func fewDocumentsGiveNoVerdict() async throws {
        let result = try await CommandRunner.run(
            "verify", "--claim", "gpt-4o uses 33% fewer tokens than gpt-4", "text.txt", "--format", "json",
            folder: folder)
        #expect(result.output.contains("\"not_judged\""))
        #expect(!result.output.contains("\"inconclusive\""))
    }

    @Test(arguments: [
        (["verify", "--claim", "gpt-4 is good"], "I could not read this at “good”"),
        (["verify", "--claim", "gpt-7.9 uses 3% fewer tokens than gpt-4"], "no vocabulary is known"),
        (["verify", "--corpus", "samplr"], "did you mean sampler"),
        (["verify", "gpt4o-1.7x", "--corpus", "./missing.txt"], "there is no such file"),
        (["verify", "gpt4o-1.7x", "--resamples", "3"], "100 to 1,000,000"),
        (["verify", "gpt4o-1.7x", "--cluster", "URL"], "--cluster goes with a file"),
        (["verify", "gpt4o-1.7x", "-", "--evidence", "e"], "name a file instead of standard input"),
        (["reproduce", "."], "holds no evidence"),
    ])
    func whatIsWrongIsSaid(arguments: [String], message: String) async throws {
        let result = try await CommandRunner.run(arguments, input: Data("가\n".utf8), folder: folder)
        #expect(result.status == 2)
        #expect(result.errors.contains(message), "\(result.errors)")
        #expect(result.bytes.isEmpty)
    }

    @Test func aSentenceFromThePressIsReadInBothWays() async throws {
        let result = try await CommandRunner.run(
            "verify", "--claim", "A.X 4.0 processes Korean 33% more efficiently than GPT-4o", "--corpus",
            "klue-sts-dev",
            "--no-sensitivity", "--format", "json")
        #expect(result.status == 0, "\(result.errors)")
        let claims = try #require((try result.json() as? [String: Any])?["claims"] as? [[String: Any]])
        let readings = try #require(claims.first?["readings"] as? [[String: Any]])
        #expect(readings.count == 2)
    }

    /// Wherever figures of the sampler stand, so does who wrote it.
    @Test func theSamplersOriginIsSaid() async throws {
        let measured = try await CommandRunner.run("measure", "Corpora/Sampler/news.jsonl", "--vocabulary", "gpt-4o")
        #expect(measured.prose.contains("written by a language model"), "\(measured.errors)")
        let compared = try await CommandRunner.run(
            "compare", "Corpora/Sampler/news.jsonl", "--baseline", "gpt-4o", "--vocabulary", "gpt-4")
        #expect(compared.prose.contains("written by a language model"), "\(compared.errors)")
        let verified = try await CommandRunner.run("verify", "ax4-33-fewer", "--corpus", "sampler", "--no-sensitivity")
        #expect(verified.prose.contains("by a language model"))
        let other = try await CommandRunner.run("measure", "Corpora/JHE/jhe-koen-dev.ko", "--vocabulary", "gpt-4o")
        #expect(other.status == 0 && !other.prose.contains("language model"))
    }

    @Test func inBriefTheSentenceComesFirst() async throws {
        let result = try await CommandRunner.run(
            "verify", "gpt4o-1.7x", "gpt4o-example-5", "--corpus", "klue-sts-dev", "--brief", "--no-sensitivity")
        #expect(result.status == 0, "\(result.errors)")
        let lines = result.output.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.first?.hasPrefix("The claim “Korean 1.7x fewer tokens") == true)
        #expect(lines.allSatisfy { $0.count <= 80 })
        #expect(result.output.contains("gpt4o-example-5  a"))
    }

    @Test func evidenceIsReproducedOrTheDifferenceTold() async throws {
        let claim = "gpt-4o uses 40% fewer tokens than gpt-4"
        let written = try await CommandRunner.run(
            "verify", "--claim", claim, "text.txt", "--evidence", "evidence", folder: folder)
        #expect(written.status == 0, "\(written.errors)")
        // Nothing is read that only the evidence names.
        let unnamed = try await CommandRunner.run("reproduce", "evidence", folder: folder)
        #expect(unnamed.status == 2 && unnamed.errors.contains("--file text.txt=PATH"))
        for named in [["--own"], ["--file", "text.txt=text.txt"]] {
            let same = try await CommandRunner.run(["reproduce", "evidence"] + named, input: Data(), folder: folder)
            #expect(same.status == 0, "\(same.errors)")
            #expect(same.output.hasPrefix("unpinned: the text text.txt, which was given as a file, sha256 "))
            #expect(same.output.contains("\nreproduced: all 5 files are the same"))
        }
        let again = try await CommandRunner.run(
            "verify", "--claim", claim, "text.txt", "--evidence", "evidence", folder: folder)
        #expect(again.status == 2)
        #expect(again.errors.contains("--force replaces it"))
        // A file of the user's in the folder, be it the text that is judged, is not lost with what is replaced.
        let mine = folder.appending(path: "evidence/documents/mine.txt")
        try FileManager.default.copyItem(at: folder.appending(path: "text.txt"), to: mine)
        for text in ["text.txt", "evidence/documents/mine.txt"] {
            let forced = try await CommandRunner.run(
                "verify", "--claim", claim, text, "--evidence", "evidence", "--force", folder: folder)
            #expect(forced.status == 2 && forced.errors.contains("documents/mine.txt"), "\(forced.errors)")
        }
        try FileManager.default.removeItem(at: mine)
        let replaced = try await CommandRunner.run(
            "verify", "--claim", claim, "text.txt", "--evidence", "evidence", "--force", folder: folder)
        #expect(replaced.status == 0, "\(replaced.errors)")

        try "첫째 줄입니다.\n둘째 줄은 조금 더 깁니다.\n셋째!\n".write(
            to: folder.appending(path: "text.txt"), atomically: true, encoding: .utf8)
        let changed = try await CommandRunner.run(
            "reproduce", "evidence", "--own", "--format", "json", folder: folder)
        #expect(changed.status == 1)
        let object = try #require(try changed.json() as? [String: Any])
        #expect(object["same"] as? Bool == false)

        try FileManager.default.removeItem(at: folder.appending(path: "text.txt"))
        #expect(try await CommandRunner.run("reproduce", "evidence", "--own", folder: folder).status == 2)
    }

    @Test func compareEstimatesUnderAMixOfRegisters() async throws {
        let records = (0..<20).map { number in
            "{\"text\": \"\(number % 2 == 0 ? "오늘의 소식입니다 \(number)" : "ㅋㅋ 그래 \(number)")\", "
                + "\"register\": \"\(number % 2 == 0 ? "news" : "chat")\"}\n"
        }.joined()
        try records.write(to: folder.appending(path: "mixed.jsonl"), atomically: true, encoding: .utf8)
        func compare(_ mix: String) async throws -> CommandResult {
            try await CommandRunner.run(
                "compare", "mixed.jsonl", "--baseline", "gpt-4o", "--vocabulary", "gpt-4", "--mix", mix, "--format",
                "json", folder: folder)
        }
        func value(_ mix: String) async throws -> Double {
            let object = try #require(try await compare(mix).json() as? [String: Any])
            let rows = try #require(object["vocabularies"] as? [[String: Any]])
            return try #require((rows[1]["estimate"] as? [String: Any])?["value"] as? Double)
        }
        let (news, chat, half) = (
            try await value("news=1,chat=0"), try await value("news=0,chat=1"), try await value("news=0.5,chat=0.5")
        )
        #expect(min(news, chat) < half && half < max(news, chat))
        let unknown = try await compare("news=0.5,mail=0.5")
        #expect(unknown.status == 2)
        #expect(unknown.errors.contains("the mix names mail"))
        // A page is of the mix as well.
        let paged = try await CommandRunner.run(
            "compare", "mixed.jsonl", "--baseline", "gpt-4o", "--vocabulary", "gpt-4", "--mix", "news=0.5,chat=0.5",
            "--report", "mixed.html", folder: folder)
        #expect(paged.status == 0, "\(paged.errors)")
    }
}
