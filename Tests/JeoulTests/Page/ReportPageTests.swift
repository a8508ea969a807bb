import Foundation
import Testing

@testable import Jeoul
@testable import JeoulClaims
@testable import JeoulVerifying
@testable import JeoulCorpora
@testable import JeoulFetching
@testable import JeoulPages
@testable import JeoulReporting
@testable import JeoulWeighing

/// A page of a claim, of what is bundled: what stands where, that each language is whole, and that every figure is right.
@Suite struct ReportPageTests {
    private static let made = Result {
        let vocabularies = try VocabularyCatalog.standard(environment: [:])
        let catalog = try CorpusCatalog.standard(environment: ["HOME": "/none"])
        let verification = try Verification(
            of: [ClaimLedger.standard().claim("ax4-33-press")],
            on: catalog.verificationCorpora(named: ["sampler", "klue-nli-dev"], options: CorpusOptions()),
            vocabularies: vocabularies, options: Verifying.options(sensitivity: true),
            besides: vocabularies.available().map(\.id))
        return try ReportPage(
            of: verification, report: VerificationReport(verification),
            arguments: ["jeoul", "verify", "ax4-33-press", "it's"])
    }

    private func page() throws -> ReportPage { try Self.made.get() }

    @Test func sectionsStandInTheirOrder() throws {
        let html = try page().html()
        let marks = [
            "<h1 lang=\"en\">“processes Korean inputs", "class=\"source\"", "class=\"badges\"", "class=\"verdict ",
            "id=\"forest-0-0\"", "id=\"forest-0-1\"", "주장이 맞으려면", "id=\"needs-0\"", "id=\"bars-0\"", "id=\"bars-1\"",
            "id=\"tokens\"",
            "id=\"settings-0-0\"", "id=\"settings-0-1\"", "id=\"denominators\"", "<dl>", "한계", "id=\"table-corpora\"",
            "id=\"table-vocabularies\"", "<pre>jeoul verify ax4-33-press &#39;it&#39;\\&#39;&#39;s&#39;</pre>",
            "id=\"table-1\"", "id=\"table-figures\"", "id=\"data\"", "</html>",
        ]
        var rest = html[...]
        for mark in marks {
            let found = try #require(rest.range(of: mark), "\(mark) is not there, or not in its place")
            rest = rest[found.upperBound...]
        }
        let page = try page()
        #expect(html == page.html())
        #expect(html.components(separatedBy: "<h1").count == 2)
    }

    /// What is left of a page when all that is in the other language is taken out of it.
    private func text(of html: String, without language: String) -> String {
        var text = html
        for pattern in [
            "(?s)<style>.*?</style>", "(?s)<script.*?</script>", "(?s)<figure id=\"tokens\">.*?</figure>",
            "<title>.*?</title>", "<label.*?</label>", "aria-label=\"[^\"]*\"",
            "(?s)<span class=\"\(language)\" lang=\"\(language)\">.*?</span>",
            "<tspan class=\"\(language)\">.*?</tspan>",
        ] {
            text = text.replacingOccurrences(of: pattern, with: "", options: .regularExpression)
        }
        return text.replacingOccurrences(of: "<[^>]*>", with: "|", options: .regularExpression)
    }

    @Test func noKoreanIsLeftInEnglish() throws {
        // A name, and examples in the glossary.
        let allowed = Set("저울한ㅎㅏㄴㅋ")
        let text = text(of: try page().html(), without: "ko")
        let left = text.split(separator: "|").filter { part in
            part.contains {
                $0.unicodeScalars.contains { (0x1100...0xD7A3).contains($0.value) && $0.value > 0x3000 }
                    && !allowed.contains($0)
            }
        }
        #expect(left.isEmpty, "\(left)")
    }

    @Test func noEnglishIsLeftInKorean() throws {
        let parts = Set(text(of: try page().html(), without: "en").split(separator: "|").map(String.init))
        let columns = try page().tables.flatMap(\.columns).filter { $0.audience != .programs }.map(\.words)
        let known =
            Reading.Relation.allCases.flatMap { relation in Outcome.allCases.map { $0.words(of: relation) } } + columns
            + [ReadingResult.notRunWords] + Glossary.entries.flatMap(\.terms) + SettingAxis.allCases.map(\.words)
        for words in known where words.english != words.korean {
            #expect(!parts.contains(words.english), "\(words.english)")
        }
        // No heading is English alone.
        for words in columns { #expect(words.korean != words.english) }
    }

    @Test func everyTermIsExplained() throws {
        let english = Glossary.entries.flatMap(\.terms).map(\.english)
        let korean = Glossary.entries.flatMap(\.terms).map(\.korean)
        let tables = try page().tables
        let used =
            Reading.Relation.allCases.flatMap { relation in Outcome.allCases.map { $0.words(of: relation) } }
            + SettingAxis.allCases.map(\.words) + Denominator.allCases.map { $0.words() }
            + ["strictly", "corpus"].compactMap { key in
                tables.flatMap(\.columns).first { $0.key == key }?.words
            }
            + ComparisonReport.columns(by: nil).filter {
                ["adjusted_p_value", "documents_for_one_percent"].contains($0.key)
            }
            .map(\.words)
        for words in used {
            #expect(english.contains(words.english), "\(words.english)")
            #expect(korean.contains { $0.hasPrefix(words.korean) }, "\(words.korean)")
        }
    }

    /// Each figure, by the definitions, from the texts themselves.
    @Test func everyFigureIsRight() throws {
        let page = try page()
        let html = page.html()
        let script = try #require(
            html.components(separatedBy: "id=\"data\">").last?.components(separatedBy: "</script>").first)
        let object = try #require(try JSONSerialization.jsonObject(with: Data(script.utf8)) as? [String: Any])
        let figures = try #require(object["figures"] as? [[String: Any]])
        let catalog = try CorpusCatalog.standard(environment: ["HOME": "/none"])
        for (id, figure) in zip(["sampler", "klue-nli-dev"], figures) {
            let corpus = try #require(
                try catalog.verificationCorpora(named: [id], options: CorpusOptions()).first
            ).corpus
            let documents = try corpus.documents()
            let texts = documents.map { String(decoding: $0, as: UTF8.self) }
            let characters = try #require(figure["characters"] as? [String: Int])
            let scalars = texts.flatMap(\.unicodeScalars)
            #expect(characters["scalar"] == scalars.count)
            #expect(characters["byte"] == documents.reduce(0) { $0 + $1.count })
            #expect(characters["grapheme"] == texts.reduce(0) { $0 + $1.count })
            #expect(characters["eojeol"] == texts.reduce(0) { $0 + $1.split(whereSeparator: \.isWhitespace).count })
            #expect(characters["syllable"] == scalars.count { (0xAC00...0xD7A3).contains($0.value) })
            let rows = try #require(figure["vocabularies"] as? [[String: Any]])
            #expect(rows.count == page.vocabularies.count && rows.count > 3)
            for (vocabulary, row) in zip(page.vocabularies, rows) {
                let tokenizer = try vocabulary.tokenizer()
                let tokens = try texts.reduce(0) { try $0 + tokenizer.count($1) }
                #expect(row["id"] as? String == vocabulary.id && row["tokens"] as? Int == tokens)
                let units = try #require(figure["units"] as? Int)
                let value = try #require(row["tokens_per_korean_character"] as? Double)
                #expect(abs(value - Double(tokens) / Double(units)) < 1e-12)
                #expect(html.contains(">\(NumberFormat.grouped(tokens))</td>"))
                #expect(html.contains(">\(String(format: "%.4f", value))</td>"))
                let low = try #require(row["low"] as? Double), high = try #require(row["high"] as? Double)
                #expect(low < value && value < high)
                let bar = String(format: "%.4f (%.4f–%.4f)", value, low, high)
                #expect(html.contains(">\(bar)</tspan>"), "\(bar)")
            }
        }
        // What the claim is about: 1 − T/T₀ of the same tokens.
        let rows = try #require(figures[0]["vocabularies"] as? [[String: Any]])
        func tokens(_ id: String) -> Double { Double(rows.first { $0["id"] as? String == id }?["tokens"] as? Int ?? 0) }
        let saved = 1 - tokens("a.x-4.0") / tokens("o200k_base")
        #expect(html.contains(">\(String(format: "%.1f%%", saved * 100)) ("), "\(saved)")
    }

    /// How a reading moves is shown for each, and said in words that can be seen.
    @Test func everyReadingMoves() throws {
        let claim = try #require(try page().claims.first)
        #expect(claim.moves.count == 2 && claim.moves.allSatisfy { $0.corpora.count == 2 })
        let said = claim.moves[1].corpora[0].said
        #expect(said.english.hasPrefix("Reading b") && said.english.contains("normalization nfd"))
        #expect(try page().html().contains("<p class=\"note\"><span class=\"en\" lang=\"en\">\(said.english)</span>"))
        let needs = try #require(claim.needs)
        #expect(needs.rows.count == 2 && needs.columns.count == 5)
    }
}
