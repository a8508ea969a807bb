import Foundation
import Testing

@testable import Jeoul
@testable import JeoulReporting

@Suite struct TextWidthTests {
    @Test(arguments: [
        ("", 0), ("abc", 3), ("한글", 4), ("漢字", 4), ("ＡＢ", 4), ("ｱｲ", 2), ("e\u{301}", 1), ("\u{200B}\u{FEFF}", 0),
        ("한글".decomposed, 4), ("각".decomposed, 2), ("\u{1112}\u{119E}\u{11AB}", 2), ("\u{A960}\u{D7B0}\u{D7CB}", 2),
        ("ㅋㅎ", 4), ("ﾡﾢ", 2), ("\u{1100}\u{302E}", 2), ("😀", 2), ("👩‍👩‍👧‍👦", 2), ("👍🏽", 2), ("❤️", 2), ("❤", 1), ("🇰🇷", 2),
        ("🇰🇷🇺🇸", 4), ("1️⃣", 2), ("–…×·", 4), ("─│", 2), ("\u{1B}\t\n", 0), ("\u{AD}", 1), ("가\u{0}나", 4), ("①", 1),
        ("👩‍🚀x", 3), ("𠀀", 2), ("ก็", 1),
    ])
    func columns(_ text: String, _ expected: Int) {
        #expect(TextWidth.columns(of: text) == expected)
    }

    @Test func everySyllableIsWideComposedAndDecomposed() {
        for value in UInt32(0xAC00)...0xD7A3 {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let syllable = String(Character(scalar))
            #expect(TextWidth.columns(of: syllable) == 2)
            #expect(TextWidth.columns(of: syllable.decomposed) == 2)
        }
    }

    @Test func tablesAreAscendingAndDisjoint() {
        for ranges in [EastAsianWidth.wide, EastAsianWidth.none] {
            for (range, next) in zip(ranges, ranges.dropFirst()) {
                #expect(range.first <= range.last)
                #expect(range.last < next.first)
            }
        }
    }

    @Test func cutsBetweenCharacters() {
        #expect(TextWidth.truncated("한글사전", to: 8) == "한글사전")
        #expect(TextWidth.truncated("한글사전", to: 7) == "한글사…")
        #expect(TextWidth.truncated("한글사전", to: 6) == "한글…")
        #expect(TextWidth.truncated("한글", to: 1) == "…")
        #expect(TextWidth.truncated("한글", to: 0).isEmpty)
        #expect(TextWidth.padded("한", to: 4, .right) == "  한")
        #expect(TextWidth.padded("한글", to: 3, .left) == "한글")
    }

    @Test func proseWrapsAtWords() {
        #expect(TextWidth.wrapped("저울은 말뭉치를 잰다", to: 10) == ["저울은", "말뭉치를", "잰다"])
        #expect(TextWidth.wrapped("an o200k_base_and_more here", to: 8) == ["an", "o200k_base_and_more", "here"])
        #expect(TextWidth.wrapped("中文没有空格也能断开", to: 8) == ["中文没有", "空格也能", "断开"])
        #expect(TextWidth.wrapped("", to: 8) == [""])
        #expect(TextWidth.wrapped("a  b", to: 8) == ["a  b"])
    }

    /// All that steers a terminal, and nothing else, whatever stands around it.
    @Test func everyScalarThatSteersIsShown() {
        for value in (0...0x2FFF) as ClosedRange<UInt32> {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let category = scalar.properties.generalCategory
            let isDirection =
                [0x061C, 0x200E, 0x200F].contains(value) || (0x202A...0x202E).contains(value)
                || (0x2066...0x2069).contains(value)
            let steers =
                category == .control || category == .lineSeparator || category == .paragraphSeparator || isDirection
            let shown = VisibleText.line("a\(scalar)")
            #expect((shown != "a\(scalar)") == steers, "U+\(String(value, radix: 16))")
            if steers { #expect(!shown.unicodeScalars.contains(scalar)) }
        }
        #expect(VisibleText.lines("a\nb\r\nc\rd\u{1B}") == "a\nb\r\nc␍d<U+001B>")
    }

    @Test func controlsAreShown() {
        #expect(VisibleText.line("가\n\u{1B}[31m\u{202E}") == "가↵<U+001B>[31m<U+202E>")
        #expect(VisibleText.line("가👩‍👩‍👧") == "가👩‍👩‍👧")
    }
}

extension String {
    fileprivate var decomposed: String { decomposedStringWithCanonicalMapping }
}
