import Foundation
import Jeoul
import TestSupport
import Testing

@testable import Jeoul
@testable import JeoulReporting
@testable import JeoulWeighing

/// Where tokens fall, and how that is laid out.
@Suite struct TextInspectionTests {
    /// The bundled vocabularies and their tokenizers, made ready once.
    static let loaded: [(vocabulary: Vocabulary, tokenizer: any TokenizerModel)] = {
        let catalog = try? VocabularyCatalog.standard(environment: [:])
        return TestTokenizers.bundled.compactMap { id in
            guard let vocabulary = try? catalog?.load(id), let tokenizer = try? vocabulary.tokenizer() else {
                return nil
            }
            return (vocabulary, tokenizer)
        }
    }()

    private func inspect(_ text: String, _ ids: String...) throws -> TextInspection {
        let chosen = try ids.map { id in try #require(Self.loaded.first { $0.vocabulary.id == id }) }
        return try TextInspection(Array(text.utf8), vocabularies: chosen)
    }

    @Test func vocabulariesStandUnderOneAnother() throws {
        let text = try inspect("저울은 뷁!", "o200k_base", "cl100k_base").readable(width: 80)
        #expect(
            text.hasSuffix(
                """
                o200k_base   저         │울         │은│·<EB>╳<B7>╳<81>│!│
                cl100k_base  <ECA0>╳<80>│<EC9A>╳<B8>│은│·<EB>╳<B7>╳<81>│!│

                │ a token ends   ╳ a token ends inside a syllable
                <EC> bytes of a character that is cut   · space

                """), "\(text)")
    }

    @Test func idsStandUnderTheirTokens() throws {
        let text = try inspect("저울은", "o200k_base", "cl100k_base").readable(width: 80, showsIDs: true)
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.contains("o200k_base   저         │울         │은   │"), "\(text)")
        #expect(lines.contains("             22316       27294       4740"), "\(text)")
        #expect(lines.contains("cl100k_base  <ECA0>╳<80>│<EC9A>╳<B8>│은   │"), "\(text)")
        #expect(lines.contains("             14806  222  15269  116  34804"), "\(text)")
    }

    @Test func rowsEndAtLineEndsAndAtTheWidth() throws {
        let text = try inspect("가나다라마바사아자차카타파하\n\n끝", "o200k_base").readable(width: 36)
        let rows = text.split(separator: "\n").filter { $0.hasPrefix("o200k_base  ") }.dropFirst()
        #expect(rows.allSatisfy { TextWidth.columns(of: $0) <= 36 }, "\(text)")
        #expect(rows.contains { $0.hasSuffix("↵↵│") }, "\(text)")
        #expect(!rows.contains { $0.contains("↵") && $0.contains("끝") }, "\(text)")
    }

    /// A token that fits in a row is not torn: rows of one vocabulary end where a token does, those of several where they can.
    @Test(arguments: ["o200k_base", "cl100k_base"], [44, 52, 60, 80])
    func tokensAreNotTorn(id: String, width: Int) throws {
        let sample = "안녕하세요, 저는 서울에서 한국어를 배우는 학생입니다. Tokens differ, 그렇지요? "
        let text = String(repeating: sample, count: 3)
        let inspection = try inspect(text, id)
        func isRow(_ line: Substring) -> Bool {
            (line.hasPrefix("o200k_base ") || line.hasPrefix("cl100k_base "))
                && (line.contains(VisibleText.end) || line.contains(VisibleText.cut))
        }
        let rows = inspection.readable(width: width).split(separator: "\n").filter(isRow)
        #expect(rows.count > 3)
        for row in rows {
            #expect(row.hasSuffix(VisibleText.end) || row.hasSuffix(VisibleText.cut), "\(row)")
            #expect(TextWidth.columns(of: row) <= width, "\(row)")
        }
        // All of it is there.
        let marks = Set([VisibleText.end, VisibleText.cut].joined())
        let shown = rows.map { $0.dropFirst(id.count + 2).filter { !marks.contains($0) && $0 != " " } }.joined()
        if !shown.contains("<") { #expect(shown == text.replacing(" ", with: "·")) }
        let both = try inspect(text, "o200k_base", "cl100k_base").readable(width: max(60, width))
        let ends = both.split(separator: "\n").filter(isRow)
        #expect(ends.allSatisfy { $0.hasSuffix(VisibleText.end) || $0.hasSuffix(VisibleText.cut) }, "\(both)")
    }

    /// Qwen composes what the others take as it is: the same character stands in the same column.
    @Test func composedStandsUnderDecomposed() throws {
        let decomposed = "\u{1112}\u{1161}\u{11AB}글"
        let inspection = try inspect(decomposed, "qwen2.5", "o200k_base")
        #expect(inspection.koreanCharacters == 2)
        #expect(inspection.vocabularies[0].text == Array("\u{D55C}글".utf8))
        #expect(inspection.vocabularies[1].text == Array(decomposed.utf8))
        let lines = inspection.readable(width: 100).split(separator: "\n").suffix(3).prefix(2)
        let columns = lines.map { line in
            line.range(of: "글").map { TextWidth.columns(of: line[..<$0.lowerBound]) }
        }
        #expect(columns[0] != nil && columns[0] == columns[1], "\(lines)")
        #expect(lines.last?.contains("<E1>╳<84>╳<92>╳<E1>") == true, "\(lines)")
    }

    /// ㈜ is three characters after NFKC, and no vocabulary can be compared with that column by column.
    @Test func whatCannotBeComparedStandsApart() throws {
        let catalog = try VocabularyCatalog.standard(environment: [:])
        let vocabulary = try catalog.load("o200k_base", normalizer: .normalization(.nfkc))
        let inspection = try TextInspection(
            Array("㈜저울".utf8), vocabularies: [Self.loaded[0], (vocabulary, try vocabulary.tokenizer())])
        #expect(InspectionCells.groups(of: inspection).map(\.members) == [[0], [1]])
        #expect(inspection.readable(width: 100).contains("as o200k_base has it:"))
    }

    @Test(arguments: [
        ("", ""), (" ", "·"), ("\u{B7}", "<U+00B7>"), ("│", "<U+2502>"), ("\t\r\n", "⇥␍↵│"), ("\u{0}", "<U+0000>"),
        ("\u{1B}[2J", "<U+001B>"), ("\u{202E}가", "<E280>│<AE>│가│"), ("\u{200B}", "<U+200B>"), ("\u{FEFF}", "<U+FEFF>"),
        ("\u{3000}", "<U+3000>"), ("\u{301}", "<U+0301>"), ("שלום", "\u{202D}"),
    ])
    func nothingSteersTheTerminal(_ text: String, _ shown: String) throws {
        let output = try inspect(text, "cl100k_base").readable(width: 100)
        #expect(shown.isEmpty || output.contains(shown), "\(output)")
        #expect(text.isEmpty != output.contains("a token ends"), "\(output)")
    }

    /// A seeded mixture of everything that is hard to show.
    @Test(arguments: 0..<40 as Range<UInt64>) func noiseIsShownWithinTheWidth(_ seed: UInt64) throws {
        let atoms = [
            "가", "한", "뷁", "ㅋ", "\u{1112}\u{1161}\u{11AB}", "\u{1161}", " ", "\n", "\r\n", "\t", "\u{0}", "\u{1B}", "a",
            "é",
            "e\u{301}", "👨‍👩‍👧", "🇰🇷", "\u{202E}", "\u{200D}", "שלום", "漢", "㈜", "│", "╳", "·", "\u{302E}", "\u{FEFF}",
        ]
        var random = SeededRandom(seed: seed)
        let text = (0..<60).map { _ in atoms.randomElement(using: &random)! }.joined()
        let inspection = try TextInspection(Array(text.utf8), vocabularies: Self.loaded)
        for item in inspection.vocabularies {
            #expect(item.tokens.flatMap(\.bytes) == item.text)
            let characters = try CharacterCounter().koreanRanges(item.text)
            for token in item.tokens {
                let end = token.range.upperBound
                #expect(
                    token.endsInsideSyllable == characters.contains { $0.lowerBound < end && end < $0.upperBound })
            }
        }
        let output = inspection.readable(width: 100, showsIDs: true)
        for line in output.split(separator: "\n").dropLast() {
            #expect(TextWidth.columns(of: line) <= 100, "\(line)")
            #expect(
                !line.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x202E || $0.value == 0xFEFF }, "\(line)"
            )
        }
    }

    @Test func oneLongClusterIsCut() throws {
        let text = "가" + String(repeating: "\u{301}", count: 5000)
        let output = try inspect(text, "o200k_base").readable(width: 80)
        #expect(output.split(separator: "\n").dropLast().allSatisfy { TextWidth.columns(of: $0) <= 80 })
    }

    @Test func programsGetEveryToken() throws {
        let json = try JSONOutput.text(of: [inspect("저울", "cl100k_base")].json, isPretty: false)
        #expect(
            json.contains(
                #"{"id":14806,"bytes":"eca0","text":null,"range":[0,2],"ends_inside_syllable":true}"#), "\(json)")
        let table = try [inspect("저울", "o200k_base")].tokenTable.csv()
        #expect(table.contains("1,o200k_base,1,22316,저,eca080,0,3,no\r\n"), "\(table)")
    }
}
