import Foundation
import JeoulText
import JeoulTokenizing
import TestSupport
import Testing

/// A vocabulary given as text for each token; a text is cut by hand, token by token.
private struct HandTokenizer: TokenizerModel {
    /// The bytes of each token, and what they are as a text's first token.
    var tokens: [[UInt8]]
    var leading: [TokenID: [UInt8]] = [:]
    /// The ids of every text.
    var ids: [TokenID]

    var endID: Int { tokens.count }

    func encode(
        _ text: UTF8Section, specialTokens: SpecialTokenPolicy, into ids: inout [TokenID]
    ) throws {
        ids += self.ids
    }

    func bytes(of id: TokenID) -> [UInt8]? { Int(id) < tokens.count ? tokens[Int(id)] : nil }
    func id(of bytes: [UInt8]) -> TokenID? { nil }
    func isSpecial(_ id: TokenID) -> Bool { false }

    func decodedBytes(of id: TokenID, isFirst: Bool) -> [UInt8]? {
        isFirst ? leading[id] ?? bytes(of: id) : bytes(of: id)
    }

    /// The tokens one after another make the text.
    init(_ tokens: [String]) { self.init(tokens.map { Array($0.utf8) }) }

    init(_ tokens: [[UInt8]]) {
        self.tokens = tokens
        ids = tokens.indices.map { TokenID($0) }
    }

    func tally(_ text: String, countsHanja: Bool = false) throws -> (TokenTally, TallyUsage) {
        let tallier = DocumentTallier(
            [self], options: TallyOptions(countsHanja: countsHanja, recordsWords: true))
        let session = tallier.session()
        let data = Data(text.utf8)
        return (try session.tally(data, layout: .ranges([0..<data.count]))[0][0], session.usage)
    }
}

@Suite("Tallies") struct TallyTests {
    private static let parts = TokenTally.attributionParts

    @Test("a leading space is of no word, and takes its share of the token") func leadingSpace() throws {
        let (tally, usage) = try HandTokenizer(["나는", " 간", "다", " ", " 집"]).tally("나는 간다  집")
        #expect(tally.tokens == 5)
        #expect(tally.words == 3)
        #expect(tally.singleTokenWords == 2)
        #expect(tally.continuedWords == 1)
        #expect(tally.attributed == Self.parts * 2 + Self.parts * 3 / 4 * 2)
        #expect(usage.tokens[0].attributedTokens == 3.5)
        #expect(tally.fragments == 0)
    }

    @Test("words that share a token are neither single nor continued") func sharedToken() throws {
        let (tally, usage) = try HandTokenizer(["가 나", " 다", "라 마", " 바 "]).tally("가 나 다라 마 바 ")
        #expect(tally.words == 5)
        #expect(tally.singleTokenWords == 1)
        #expect(tally.continuedWords == 1)
        #expect(usage.words?.distinctWords(vocabulary: 0) == 5)
        #expect(usage.words?.retainedWords(vocabulary: 0) == 1)
    }

    @Test("syllables cut by one boundary or two count once; pieces of characters are no whole UTF-8")
    func split() throws {
        let bytes = Array("각나".utf8)
        let (tally, usage) = try HandTokenizer([[bytes[0]], [bytes[1]], [bytes[2]] + bytes[3...]]).tally("각나")
        #expect(tally.syllables == 2)
        #expect(tally.splitSyllables == 1)
        #expect(tally.fragments == 3)
        #expect(tally.attributed == 3 * Self.parts)
        #expect(usage.tokens[0].counts == [1, 1, 1])
    }

    @Test("decomposed syllables are cut between their jamo") func decomposed() throws {
        let (tally, _) = try HandTokenizer(["\u{1100}\u{1161}", "\u{11A8}", "\u{1100}", "\u{1161}\u{1100}"])
            .tally("\u{1100}\u{1161}\u{11A8}\u{1100}\u{1161}\u{1100}")
        #expect(tally.syllables == 2)
        #expect(tally.splitSyllables == 2)
        let (mixed, _) = try HandTokenizer(["가", "\u{11A8}각", "\u{11A8}"]).tally("가\u{11A8}각\u{11A8}")
        #expect(mixed.syllables == 2)
        #expect(mixed.splitSyllables == 1)
    }

    @Test("a token of no bytes weighs nothing and cuts nothing") func noBytes() throws {
        var tokenizer = HandTokenizer(["", "가", "나"])
        tokenizer.ids = [0, 1, 0, 0, 2, 0]
        let (tally, usage) = try tokenizer.tally("가나")
        #expect(tally.tokens == 6)
        #expect(tally.attributed == 2 * Self.parts)
        #expect(tally.splitSyllables == 0)
        #expect(tally.continuedWords == 1)
        #expect(tally.fragments == 0)
        #expect(usage.tokens[0].counts == [4, 1, 1])
    }

    @Test("a text's first token may have other bytes") func firstToken() throws {
        var tokenizer = HandTokenizer([" 가", " 나"])
        tokenizer.leading = [0: Array("가".utf8)]
        let (tally, _) = try tokenizer.tally("가 나")
        #expect(tally.singleTokenWords == 2)
        #expect(tally.attributed == Self.parts + Self.parts * 3 / 4)
    }

    @Test("what the tokens stand for counts, not the text that was given") func normalizedText() throws {
        let (tally, usage) = try HandTokenizer(["가나", " 다"]).tally("無關 한 text")
        #expect(tally.words == 2)
        #expect(tally.syllables == 3)
        #expect(usage.words?.distinctWords(vocabulary: 0) == 2)
    }

    @Test("tokens of more than 16 bytes are exact in sum and rounded by document") func longTokens() throws {
        let (tally, usage) = try HandTokenizer(["가나다라마 ", "가나다라마바 ", "abcdefghijklmn가"]).tally(
            "가나다라마 가나다라마바 abcdefghijklmn가")
        #expect(abs(usage.tokens[0].attributedTokens - (15.0 / 16 + 18.0 / 19 + 3.0 / 17)) < 1e-15)
        #expect(abs(Double(tally.attributed) / Double(Self.parts) - usage.tokens[0].attributedTokens) < 1e-6)
    }

    @Test("NUL is a character like any other") func nul() throws {
        let (tally, _) = try HandTokenizer(["\0", "가\0", " \0"]).tally("\0가\0 \0")
        #expect(tally.words == 2)
        #expect(tally.singleTokenWords == 1)
        #expect(tally.attributed == Self.parts * 3 / 4)
    }

    @Test("by type each different word counts once, by the share of its occurrences") func types() throws {
        let tokenizer = try TestTokenizers.tokenizer("o200k_base")
        let session = DocumentTallier([tokenizer], options: TallyOptions(recordsWords: true)).session()
        let text = Data("안녕 안녕 안녕 뷁쉛\n안녕\n뷁쉛".utf8)
        _ = try session.tally(text, layout: .lines)
        let words = try #require(session.usage.words)
        #expect(words.distinctWords(vocabulary: 0) == 2)
        let isFirstSingle = try tokenizer.count("안녕") == 1
        let isLaterSingle = try tokenizer.count(" 안녕") == 1
        let expected = (isFirstSingle ? 2.0 : 0) / 4 + (isLaterSingle ? 2.0 : 0) / 4
        #expect(words.retainedWords(vocabulary: 0) == expected)
    }

    @Test("sums add up, for every bundled vocabulary and many kinds of text", arguments: TestTokenizers.bundled)
    func identities(vocabulary: String) throws {
        let tokenizer = try TestTokenizers.tokenizer(vocabulary)
        let tallier = DocumentTallier([tokenizer], options: TallyOptions(recordsWords: true))
        let counter = CharacterCounter()
        let session = tallier.session()
        var tokens = 0
        var single = 0.0
        for seed in 0..<300 as Range<UInt64> {
            var generator = KoreanTextGenerator(seed: seed)
            let document = generator.text(scalars: 1 + Int(seed % 60))
            let tally = try session.tally(Data(document), layout: .ranges([0..<document.count]))[0][0]
            let encoded = try tokenizer.encodeWithText(document)
            let counts = try counter.count(encoded.text)
            tokens += tally.tokens
            single += Double(tally.singleTokenWords)
            #expect(tally.tokens == encoded.ids.count)
            #expect(tally.attributed <= tally.tokens * TokenTally.attributionParts)
            #expect(tally.syllables == counts.syllable, "seed \(seed)")
            #expect(tally.words == counts.eojeol, "seed \(seed)")
            #expect(tally.singleTokenWords + tally.continuedWords <= tally.words)
            #expect(tally.splitSyllables <= tally.syllables)
            let korean = try counter.koreanRanges(encoded.text).reduce(0) { $0 + $1.count }
            #expect(korean == 0 ? tally.attributed == 0 : tally.attributed > 0)
        }
        let usage = session.usage
        #expect(usage.tokens[0].tokens == tokens)
        #expect(usage.tokens[0].distinctTokens <= usage.tokens[0].declaredTokens)
        #expect(try #require(usage.words).retainedWords(vocabulary: 0) <= single)
    }

    @Test("threads' usage adds up to one thread's") func adding() throws {
        let tokenizer = try TestTokenizers.tokenizer("qwen2.5")
        let tallier = DocumentTallier([tokenizer], options: TallyOptions(recordsWords: true))
        let whole = tallier.session()
        var sum = tallier.noUsage
        for seed in 0..<40 as Range<UInt64> {
            var generator = KoreanTextGenerator(seed: 9_000 + seed)
            let document = Data(generator.text(scalars: 80))
            let part = tallier.session()
            let layout = DocumentLayout.ranges([0..<document.count])
            #expect(try part.tally(document, layout: layout) == whole.tally(document, layout: layout))
            sum.add(part.usage)
        }
        #expect(sum.tokens == whole.usage.tokens)
        #expect(
            sum.words?.distinctWords(vocabulary: 0) == whole.usage.words?.distinctWords(vocabulary: 0))
        #expect(
            sum.words?.retainedWords(vocabulary: 0) == whole.usage.words?.retainedWords(vocabulary: 0))
    }

    @Test("added tokens and long runs fall where the encoder puts them")
    func addedTokens() throws {
        for text in ["<|endoftext|> 끝", "<tool_call>호출</tool_call> 함수", "<|im_start|>역할\n내용"] {
            for vocabulary in TestTokenizers.bundled {
                let tokenizer = try TestTokenizers.tokenizer(vocabulary)
                let session = DocumentTallier([tokenizer]).session()
                let data = Data(text.utf8)
                let tally = try session.tally(data, layout: .ranges([0..<data.count]))[0][0]
                #expect(tally.tokens == (try tokenizer.encode(text).count))
                #expect(try tokenizer.encodeWithText(text).text == Array(text.utf8))
                #expect(tally.words == 2 || text.contains("\n") && tally.words == 2)
            }
        }
    }
}
