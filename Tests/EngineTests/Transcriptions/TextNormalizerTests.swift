import Foundation
import TestSupport
import Testing

@testable import JeoulText
@testable import JeoulTokenizing

/// The steps of a normalizer, as `tokenizers` does them.
@Suite("steps of normalizers") struct TextNormalizerTests {
    private static func normalized(_ steps: [NormalizationStep], _ text: [UInt8]) throws -> [UInt8] {
        let normalizer = TextNormalizer(steps)
        return try normalizer.normalized(
            TextNormalizer.Text(bytes: text, isFirst: true),
            regexes: try normalizer.patterns.map { try RegularExpression($0) }
        ).bytes
    }

    /// The digests of what tokenizers 0.23.3 makes of every character of Unicode, one after the other.
    @Test(
        "are those of tokenizers for every character",
        arguments: [
            (NormalizationStep.lowercase, "9828b44a7387383e98a8c6a39f8fb4d4ba31189fc5e6113a439e72cd33fd9387"),
            (.stripAccents, "13130e712b4aa89e4f65c4aed6691f5b27ba020bc876d5bb376c6fb82633e4ba"),
        ])
    func everyCharacter(_ step: NormalizationStep, digest: String) throws {
        let text = (0..<UInt32(0x11_0000)).compactMap(Unicode.Scalar.init).flatMap { Array(String($0).utf8) }
        let hash = SHA256.hash(data: Data(try Self.normalized([step], text)))
        #expect(hash.map { String(format: "%02x", $0) }.joined() == digest)
    }

    /// Ids of tokenizers 0.23.3: no final sigma, and İ becomes two characters.
    @Test func lowerCaseIsOfEachCharacterByItself() throws {
        let text = try Self.normalized([.lowercase], Array("ΟΔΟΣ İSTANBUL ẞ Ａ 가".utf8))
        #expect(String(decoding: text, as: UTF8.self) == "οδοσ i\u{307}stanbul ß ａ 가")
    }

    @Test(
        "matches of a compiled pattern are those of ICU",
        arguments: [
            " {2,}", "\\s+", "^ +| +$|  +", "\\n", "(?<=\\n)\\s", "[\\p{Han}]", "a|ab", "a*", "x*?", "\\b", "(?=가)",
            "\\s+\\z|\\s",
            "\\A\\s|가+나?", "[^ ]+(?= )",
        ])
    func replaced(_ pattern: String) throws {
        let pattern = OnigurumaPattern.icu(pattern)
        let regex = try RegularExpression(pattern)
        let matcher = try CompiledSplitter.matcher(pattern)
        var random = SeededRandom(seed: 1341)
        let parts = [" ", "  ", "\n", "가", "나", "a", "b", "ab", "漢", "x", "\r\n", "\u{3000}"]
        for number in 0..<300 {
            let length = number % 60 == 0 ? 9000 : Int.random(in: 0...20, using: &random)
            let text = (0..<length).flatMap { _ in Array(parts.randomElement(using: &random)!.utf8) }
            var (expected, found): ([Range<Int>], [Range<Int>]) = ([], [])
            try text.withUnsafeBufferPointer { text in
                try regex.forEachMatch(in: text) { expected.append($0) }
                try matcher.forEachMatch(in: text) { found.append($0) }
            }
            // Of an empty text nothing is replaced by either, but for an empty match, which no text shows.
            if text.isEmpty { continue }
            #expect(found == expected, "\(escaped(Array(text.prefix(80))))")
        }
    }

    @Test func aPatternThatIsNotCompiledIsNoted() throws {
        var definition = VocabularyDefinition(
            tokens: TokenTable(), model: .byteLevel(order: .tokenID, ignoresMerges: false))
        definition.normalizer = .steps([.replace(.regex("(a)\\1"), with: []), .replace(.regex(" +"), with: [0x20])])
        #expect(definition.uncompiledPattern?.contains("cannot be compiled") == true)
        #expect(TextNormalizer(definition.normalizer).patterns == ["(a)\\1"])
        #expect(
            String(
                decoding: try Self.normalized(
                    [.replace(.regex("(a)\\1"), with: [0x62])], Array("aab aaa".utf8)), as: UTF8.self) == "bb ba")
        definition.normalizer = .steps([.replace(.regex(" +"), with: [0x20])])
        #expect(definition.uncompiledPattern == nil)
    }
}
