import Foundation
import TestSupport
import Testing

@testable import Jeoul
@testable import JeoulReporting
@testable import JeoulStatistics
@testable import JeoulWeighing

@Suite struct TableTests {
    private static func sample() -> Table {
        var table = Table(
            title: "저울",
            columns: [
                Table.Column("vocabulary", title: "Vocabulary"),
                Table.Column("note", title: "비고"),
                Table.Column("tokens", title: "Tokens", alignment: .right),
                Table.Column("ratio", title: "Ratio", alignment: .right),
                Table.Column("interval", title: "95%", alignment: .right, audience: .readers),
                Table.Column("low", title: "Low", audience: .programs),
            ], notes: ["참고: *all* of it"])
        table.append(
            [
                .text("a.x-4.0"), .text("한국어 | 사전"), .integer(1_234_567), .decimal(0.66666, digits: 3),
                .interval(0.6612, 0.6719, digits: 3), .decimal(0.6612, digits: 3),
            ], emphasis: .strong)
        table.append([.text("gpt-4o"), .text("say \"hi\",\nyou"), .integer(-12), .percentage(1 / 3, digits: 1)])
        let undefined = Table.Cell.decimal(.nan, digits: 2)
        table.append([.text("o200k_base"), .absent, .absent, undefined, .absent, undefined])
        return table
    }

    @Test func textIsAligned() {
        #expect(
            Self.sample().text() == """
                저울

                Vocabulary  비고              Tokens  Ratio          95%
                ──────────  ─────────────  ─────────  ─────  ───────────
                a.x-4.0     한국어 | 사전  1,234,567  0.667  0.661–0.672
                gpt-4o      say "hi",↵you        −12  33.3%            –
                o200k_base  –                      –      –            –

                참고: *all* of it

                """)
    }

    /// A row that stands out, or that does not, is so to its end, whatever colours its cells have.
    @Test(arguments: [Table.Emphasis.strong, .faint]) func emphasisIsOfTheWholeLine(_ emphasis: Table.Emphasis) {
        var table = Table(columns: [Table.Column("a", title: "a"), Table.Column("b", title: "b")])
        table.append([.toned("good", .good), .text("behind")], emphasis: emphasis)
        let line = table.text(style: .terminal).split(separator: "\n").last ?? ""
        #expect(line == "\u{1B}[\(emphasis == .strong ? 1 : 2)mgood  behind\u{1B}[0m")
        table.append([.toned("good", .good), .text("behind")])
        #expect(table.text(style: .terminal).contains("\u{1B}[32mgood\u{1B}[0m  behind"))
    }

    /// Every line of the body is as wide as the rule, whatever the script.
    @Test func columnsStandBelowOneAnother() {
        let lines = Self.sample().text().split(separator: "\n")
        let widths = lines[1...5].map { TextWidth.columns(of: $0) }
        #expect(Set(widths).count == 1, "\(widths)")
    }

    /// At every width: all that a wide terminal shows is there, no word is cut, and what can be is in the width.
    @Test(arguments: [36, 40, 50, 60, 70, 80])
    func fitsTheTerminal(_ width: Int) {
        var table = Self.sample()
        table.append([.text("이름이 아주 긴 어휘는 줄을 바꾼다"), .text("x"), .integer(1), .absent, .absent])
        let text = table.text(width: width)
        for line in text.split(separator: "\n") { #expect(TextWidth.columns(of: line) <= width, "\(line)") }
        #expect(!text.contains("…"))
        for word in table.text().split(whereSeparator: { " \n─".contains($0) }) where word != "–" {
            #expect(text.contains(word), "\(word) at \(width)")
        }
    }

    @Test func rowsThatDoNotFitAreBlocks() {
        var table = Table(columns: [
            Table.Column("id", title: "id"), Table.Column("hash", title: "hash"),
            Table.Column("n", title: "n", alignment: .right), Table.Column("none", title: "none"),
        ])
        table.append([.text("a.x-4.0"), .text("0123456789abcdef0123456789abcdef"), .integer(1200), .absent])
        table.append([.text("b"), .text("-"), .absent, .absent])
        #expect(
            table.text(width: 30)
                == "id    a.x-4.0\nhash\n    0123456789abcdef0123456789abcdef\nn     1,200\n\nid    b\nhash  -\n")
        #expect(!table.text().contains("none"))
    }

    /// Of two columns the first names the second.
    @Test func pairsThatDoNotFitAreNamesAndValues() {
        var table = Table(columns: [Table.Column("field", title: "Field"), Table.Column("value", title: "Value")])
        table.append([.text("id"), .text("a.x-4.0")])
        table.append([.text("sha256"), .text("0123456789abcdef0123456789abcdef")])
        #expect(table.text(width: 36) == "id      a.x-4.0\nsha256\n    0123456789abcdef0123456789abcdef\n")
    }

    /// Before rows become blocks, columns that yield are left out, the last first, and that is said.
    @Test func columnsYieldBeforeRowsAreBlocks() {
        var table = Table(columns: [
            Table.Column("id", title: "id"), Table.Column("models", title: "models", korean: "모델", yields: true),
            Table.Column("n", title: "n", alignment: .right), Table.Column("hash", title: "hash", yields: true),
        ])
        table.append([.text("a.x-4.0"), .text("A.X"), .integer(1200), .text("0123456789abcdef")])
        #expect(!table.text(width: 40).contains("not shown"))
        #expect(
            table.text(width: 22)
                == "id       models      n\n───────  ──────  ─────\na.x-4.0  A.X     1,200\n\n"
                + "not shown, for want\n  of room: hash;\n  --format csv has all\n")
        table.language = .korean
        let narrow = table.text(width: 16)
        #expect(narrow.hasPrefix("id           n\n") && narrow.replacing("\n  ", with: " ").contains("모델, hash"))
    }

    /// Words are in the table's language; programs have the English.
    @Test func aTableHasALanguage() {
        var table = Table(
            title: Words("result", "결과"), columns: [Table.Column("a", title: "found", korean: "잰 값")])
        table.append([.words(Words("yes", "예"))])
        table.append([.interval(0.25, 0.5, digits: 2)])
        table.append([.interval(-0.25, 0.5, digits: 2)])
        #expect(table.text() == "result\n\nfound\n─────────────\nyes\n0.25–0.50\n−0.25 to 0.50\n")
        table.language = .korean
        #expect(table.text() == "결과\n\n잰 값\n──────────────\n예\n0.25~0.50\n−0.25에서 0.50\n")
        #expect(table.markdown().contains("| 예 "))
        #expect(table.csv().hasPrefix("a\r\nyes\r\n"))
    }

    @Test func oneIsNotSeveral() {
        #expect(
            [0, 1, 2000].map { NumberFormat.counted($0, "document") } == [
                "0 documents", "1 document", "2,000 documents",
            ])
        #expect([1, 2].map { NumberFormat.counted($0, "copy", "copies") } == ["1 copy", "2 copies"])
    }

    @Test func theAnswerComesFirst() {
        var table = Table(title: "title", columns: [Table.Column("a", title: "A")], notes: ["note"])
        table.lead = ["가나다라 마바사 아자차카"]
        table.append([.text("x")])
        #expect(table.text(width: 20) == "가나다라 마바사\n  아자차카\n\ntitle\n\nA\n─\nx\n\nnote\n")
        #expect(table.markdown().hasPrefix("가나다라 마바사 아자차카\n\n**title**\n"))
    }

    /// What a spreadsheet would calculate is text; numbers stay numbers; raw is as it is.
    @Test(arguments: [
        ("=1+1", "'=1+1"), ("+82 2 123", "'+82 2 123"), ("-x", "'-x"), ("@SUM(A1)", "'@SUM(A1)"), ("＝1", "'＝1"),
        ("\t=1", "'⇥=1"), ("-0.3", "-0.3"), ("a=1", "a=1"), ("\u{1B}[31m\u{202E}", "<U+001B>[31m<U+202E>"),
    ])
    func csvIsNoFormula(_ text: String, _ written: String) {
        var table = Table(columns: [Table.Column("a", title: "A"), Table.Column("b", title: "B")])
        table.append([.text(text), .decimal(-0.3, digits: 1)])
        #expect(table.csv() == "a,b\r\n\(written),-0.3\r\n")
        #expect(table.csv(isRaw: true) == "a,b\r\n\(text),-0.3\r\n")
    }

    @Test func markdownEscapes() {
        let lines = Self.sample().markdown().split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines[0] == "**저울**")
        #expect(lines[2].hasPrefix("| Vocabulary | 비고 "))
        #expect(lines[3].hasSuffix("-: |"))
        #expect(lines[4].contains("한국어 \\| 사전"))
        #expect(lines[6].hasPrefix("| o200k_base |"))
        #expect(lines[8] == "- 참고: \\*all\\* of it")
        #expect(Set(lines[2...6].map { TextWidth.columns(of: $0) }).count == 1)
    }

    @Test func csvIsExact() {
        #expect(
            Self.sample().csv()
                == [
                    "vocabulary,note,tokens,ratio,low",
                    "a.x-4.0,한국어 | 사전,1234567,0.66666,0.6612",
                    "gpt-4o,\"say \"\"hi\"\",\nyou\",-12,0.3333333333333333,",
                    "o200k_base,,,,", "",
                ].joined(separator: "\r\n"))
        var table = Table(columns: [Table.Column("a", title: "A"), Table.Column("b", title: "B")])
        table.append([.text("x\r\ny"), .text(" z")])
        #expect(table.csv() == "a,b\r\n\"x\r\ny\",\" z\"\r\n")
    }

    @Test func rowsAreMadeToFit() {
        var table = Table(columns: [Table.Column("a", title: "A"), Table.Column("b", title: "B")])
        table.append([.integer(1)])
        table.append([.integer(1), .integer(2), .integer(3)])
        #expect(table.csv() == "a,b\r\n1,\r\n1,2\r\n")
        #expect(Table(columns: []).text() == "\n")
        #expect(table.rendered(.json) == nil)
        #expect(table.rendered(.csv) == table.csv())
    }

    @Test(arguments: [
        (0, "0"), (999, "999"), (1000, "1,000"), (-1000, "−1,000"), (1_234_567, "1,234,567"),
        (Int.max, "9,223,372,036,854,775,807"), (Int.min, "−9,223,372,036,854,775,808"),
    ])
    func thousands(_ value: Int, _ expected: String) {
        #expect(NumberFormat.grouped(value) == expected)
    }

    @Test(arguments: [
        (1234.5, 1, "1,234.5"), (-0.04, 1, "0.0"), (-0.06, 1, "−0.1"), (2.5, 0, "3"), (12.5, 0, "13"),
        (-0.125, 2, "−0.13"), (1.005, 2, "1.00"), (0.145, 2, "0.14"),
        (.leastNonzeroMagnitude, 17, "0.00000000000000000"),
        (4_503_599_627_370_495.5, 0, "4,503,599,627,370,496"), (0x1p127, 1, "1.7014118346046923e+38"),
        (1e20, 0, "100000000000000000000"),
    ])
    func decimals(_ value: Double, _ digits: Int, _ expected: String) {
        #expect(NumberFormat.fixed(value, digits: digits) == expected)
    }

    /// C's `printf` rounds from the exact binary value too, but a half to the even digit.
    @Test func decimalsAreThoseOfPrintf() {
        var random = SeededRandom(seed: 12)
        for round in 0..<20_000 {
            let value: Double =
                switch round % 3 {
                case 0: Double.random(in: -200...200, using: &random)
                case 1: Double(Int.random(in: 0...100_000, using: &random)) / 1000
                default: Double(bitPattern: UInt64.random(in: 0...0x47D0_0000_0000_0000, using: &random))
                }
            for places in [0, 1, 2, 3, 4, 17] {
                let printed = String(format: "%.\(places)f", value)
                let isZero = !printed.contains { ("1"..."9").contains($0) }
                let expected = (value < 0 && !isZero ? "−" : "") + printed.drop { $0 == "-" }
                let found = NumberText.decimal(value, places)
                if found == expected { continue }
                // No number has more digits behind the point.
                let tail = String(format: "%.1074f", value).split(separator: ".")[1].dropFirst(places)
                let isHalf = tail.first == "5" && tail.dropFirst().allSatisfy { $0 == "0" }
                #expect(isHalf, "\(value), \(places): \(found)")
            }
        }
    }

    @Test func cells() {
        #expect(Table.Cell.factor(1.5, digits: 2).readable == "×1.50")
        #expect(Table.Cell.interval(-0.2, 0.1, digits: 1).readable == "−0.2 to 0.1")
        #expect(Table.Cell.decimal(.infinity, digits: 1).readable == "–")
        #expect(Table.Cell.decimal(3, digits: 1).plain == "3")
    }
}
