import Foundation
import TestSupport
import Testing

@testable import JeoulTokenizing
@testable import JeoulVocabularies

/// The census: by hand on a small vocabulary, and against slow counts on real ones.
@Suite struct VocabularyCensusTests {
    @Test func ksx1001HasItsSyllables() {
        let found = (0..<11_172).filter { KSX1001.contains(syllable: $0) }
        #expect(found.count == 2350)
        #expect(found.first == 0 && found.last == Int(("힝" as Unicode.Scalar).value) - 0xAC00)
        for (syllable, isThere) in [("똠", false), ("펲", false), ("쀍", false), ("뷁", false), ("읽", true), ("뙤", true)] {
            let index = Int(syllable.unicodeScalars.first!.value) - 0xAC00
            #expect(KSX1001.contains(syllable: index) == isThere, "\(syllable)")
        }
    }

    @Test(arguments: [
        ("가", 0, 1, 0, true, false, false), (" 가나", 0, 3, 0, true, false, false),
        ("\u{1112}", 0, 1, 0, true, false, false),
    ])
    func wholeTokens(
        _ text: String, _ head: Int, _ scalars: Int, _ tail: Int, _ isWhole: Bool, _ begins: Bool, _ mayEnd: Bool
    ) {
        let shape = TokenShape(Array(text.utf8))
        #expect(shape.head == head && shape.scalars.count == scalars && shape.tail.count == tail)
        #expect(shape.isWhole == isWhole && shape.beginsSyllable == begins && shape.mayEndSyllable == mayEnd)
    }

    @Test(
        arguments: [
            ([0xEC], true, false), ([0xEB, 0x80], true, false), ([0xEA], false, false), ([0xEA, 0xB0], true, false),
            ([0xEA, 0xA5], false, false), ([0xED], true, false), ([0xED, 0x9E], true, false),
            ([0x20, 0xEC, 0x9E], true, false),
            ([0x80], false, true), ([0xB8, 0x80], false, true), ([0x88, 0xEB, 0x8B, 0xA4], false, true),
            ([0xF0, 0x9F], false, false),
            ([0xFF], false, false), ([0xC0], false, false), ([0xEC, 0x41], false, false),
            ([0x80, 0x80, 0x80], false, false),
            ([0xE1, 0x84], false, false), ([0x80, 0xEC], true, true),
        ] as [([UInt8], Bool, Bool)])
    func brokenTokens(_ bytes: [UInt8], _ begins: Bool, _ mayEnd: Bool) {
        let shape = TokenShape(bytes)
        #expect(!shape.isWhole && shape.beginsSyllable == begins && shape.mayEndSyllable == mayEnd, "\(shape)")
    }

    @Test func aSmallVocabulary() throws {
        let census = try census(of: TinyVocabulary.korean)
        // 256 bytes, then EA B0, 가, EB 82, 나, 가나 by way of 가 EB and 가 EB 82, ab, ␣a and abc.
        #expect(census.tokens == 256 + 10)
        #expect(census.gaps == 0)
        #expect(census.hangul.tokens == 5 && census.hangul.pureTokens == 3 && census.hangul.spacedTokens == 0)
        #expect(census.hangul.syllables.alone == [1: 2, 2: 64 - 1 + 64 - 1, 3: 11_172 - 128])
        #expect(census.hangul.syllables.spaced[1] == nil)
        #expect(census.hangul.ksx1001.count == 2350 && census.hangul.ksx1001.alone[1] == 2)
        #expect(census.hangul.longest.first?.bytes == Array("가나".utf8))
        #expect(census.scripts.first { $0.name == "Hangul" }?.tokens == 3)
        #expect(census.scripts.first { $0.name == VocabularyCensus.ScriptCount.partial }?.tokens == 128 + 4)
        #expect(census.byteLengths.map(\.tokens).reduce(0, +) == census.tokens)
    }

    @Test func whatIsShared() throws {
        var other = TinyVocabulary()
        for text in ["가", "다", "ab"] { other.add(Array(text.utf8)) }
        let difference = try VocabularyDifference(
            .init(tokenizer(of: TinyVocabulary.korean), added: []), .init(tokenizer(of: other), added: []))
        #expect(difference.all.shared == 256 + 3 && difference.all.onlyFirst == 7 && difference.all.onlySecond == 2)
        #expect(difference.hangul.shared == 1 && difference.hangul.onlyFirst == 4 && difference.hangul.onlySecond == 1)
        #expect(difference.syllables.both == 1 && difference.syllables.onlyFirst == 1)
        #expect(difference.syllables.onlySecond == 1 && difference.syllables.neither == 11_172 - 3)
        #expect(difference.onlySecond.map(\.bytes) == [Array("다".utf8)] && difference.onlySecond[0].otherTokens == 3)
        #expect(difference.onlyFirst.map(\.id) == difference.onlyFirst.map(\.id).sorted())
    }

    /// The numbers of a Python script that looked the syllables' bytes up in the files.
    @Test(arguments: [("o200k_base", 677, 443, 2373, 1562), ("cl100k_base", 129, 90, 299, 773)])
    func realVocabularies(_ id: String, _ alone: Int, _ spaced: Int, _ hangul: Int, _ partial: Int) throws {
        let census = try VocabularyCensus(
            TestTokenizers.tokenizer(id), added: TestTokenizers.definition(id).addedTokens)
        #expect(census.hangul.syllables.alone[1] == alone && census.hangul.syllables.spaced[1] == spaced)
        #expect(census.hangul.ksx1001.alone[1] == alone && census.hangul.ksx1001.spaced[1] == spaced)
        #expect(census.hangul.tokens == hangul)
        #expect(census.scripts.first { $0.name == VocabularyCensus.ScriptCount.partial }?.tokens == partial)
        #expect(census.scripts.map(\.tokens).reduce(0, +) == census.tokens)
    }

    private func tokenizer(of tiny: TinyVocabulary) throws -> any TokenizerModel {
        let files = ["vocab.json": tiny.vocabJSON, "merges.txt": tiny.mergesText]
        return try VocabularyCatalog.empty.load(files).tokenizer()
    }

    private func census(of tiny: TinyVocabulary) throws -> VocabularyCensus {
        try VocabularyCensus(tokenizer(of: tiny), added: [])
    }
}
