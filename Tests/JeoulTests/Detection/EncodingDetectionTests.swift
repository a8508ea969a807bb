import Foundation
import Testing

@testable import Jeoul
@testable import JeoulCorpora

/// An encoding without a mark is found or left open, never mistaken, and whoever says which it is, is believed where that may be.
@Suite struct EncodingDetectionTests {
    private static let encodings: [TextEncoding] = [
        .utf16LittleEndian, .utf16BigEndian, .utf32LittleEndian, .utf32BigEndian,
    ]

    private static func bytes(_ text: String, _ encoding: TextEncoding) -> Data {
        let (size, isLittle): (Int, Bool) =
            switch encoding {
            case .utf16LittleEndian: (2, true)
            case .utf16BigEndian: (2, false)
            case .utf32LittleEndian: (4, true)
            default: (4, false)
            }
        let units = size == 2 ? text.utf16.map(UInt32.init) : text.unicodeScalars.map(\.value)
        return Data(
            units.flatMap { unit in
                let bytes = (0..<size).map { UInt8(truncatingIfNeeded: unit >> UInt32(8 * $0)) }
                return isLittle ? bytes : bytes.reversed()
            })
    }

    private static let syllables = (0xAC00...0xD7A3).compactMap(Unicode.Scalar.init).map { String(Character($0)) }

    /// Lines and cells of one character, where units come in pairs; characters whose low byte is NUL; little that is ASCII.
    static let texts: [String] = [
        "a\nb\nc\nd\n", syllables.joined(separator: "\n"), syllables.joined(separator: "\r\n"),
        syllables.prefix(900).joined(separator: "\t"), "김\n이\n박\n최\n정\n강\n", "ㄱ\nㄴ\nㄷ\nㄹ\nㅁ\n", "1\t2\t3\n4\t5\t6\n",
        String(repeating: "가가가가\n", count: 50), String(repeating: "가\n", count: 50),
        "안녕하세요, 저는 학생입니다.\n오늘 서울은 맑고 바람이 붑니다.\n", "The quick brown fox jumps over the lazy dog.\n",
        "]가 나다라 마바사\n", "날씨 😀 좋네요\n😀\n😀\n", "가 나\u{3000}다\u{FF0C}라 마\n",
        // A control character or two are no fault of the encoding.
        String(repeating: "가\u{0B}나 다라\n", count: 6),
        "one\u{0B}" + String(repeating: "The quick brown fox jumps over the lazy dog.\n", count: 60) + "\u{1A}",
    ]

    @Test(arguments: texts.indices) func whatIsPlainIsFound(_ index: Int) throws {
        let text = Self.texts[index]
        for encoding in Self.encodings {
            let bytes = Self.bytes(text, encoding)
            #expect(TextEncoding.byNULs(bytes) == encoding, "\(text.prefix(20))")
            #expect(TextEncoding.contradicting(encoding, bytes) == nil)
            let corpus = Corpus([CorpusInput(.memory(name: "a.txt", bytes: bytes))])
            let plain = Corpus([CorpusInput(.memory(name: "a.txt", bytes: Data(text.utf8)))])
            #expect(try corpus.documents() == plain.documents())
        }
        // In the wrong order, or width, it is other characters.
        for (asked, encoding) in [
            (TextEncoding.utf16LittleEndian, TextEncoding.utf16BigEndian), (.utf16BigEndian, .utf16LittleEndian),
            (.utf16LittleEndian, .utf32LittleEndian), (.utf32LittleEndian, .utf16LittleEndian),
        ] {
            #expect(TextEncoding.contradicting(asked, Self.bytes(text, encoding)) == encoding, "\(text.prefix(20))")
        }
    }

    /// What is open is open, and what is asked for is read.
    @Test func whatIsOpenIsReadAsAsked() throws {
        for text in ["漢字\u{3000}文章\u{3000}\u{FF00}\n", "]\u{3000}\u{4E00}\u{5100}\u{5200}\n"] {
            for encoding in Self.encodings {
                let bytes = Self.bytes(text, encoding)
                let found = TextEncoding.byNULs(bytes)
                #expect(found == nil || found == encoding, "\(text) \(encoding)")
                let asked = Corpus(
                    [CorpusInput(.memory(name: "a.txt", bytes: bytes))],
                    options: CorpusOptions(encoding: .named(encoding)))
                let documents = try asked.documents().map { String(decoding: $0, as: UTF8.self) }
                #expect(documents == [text.hasSuffix("\n") ? String(text.dropLast()) : text])
            }
        }
        for text in ["가\0나\0\n", "ab\0cd\0ef\n", "1\u{1}2\03", "plain\0text with one\n"] {
            #expect(TextEncoding.byNULs(Data(text.utf8)) == nil)
        }
    }
}
