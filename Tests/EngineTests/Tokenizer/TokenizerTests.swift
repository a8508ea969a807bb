import Foundation
import TestSupport
import Testing

@testable import JeoulText
@testable import JeoulTokenizing

/// What the protocol promises, on the vocabularies that travel with Jeoul.
@Suite("tokenizers") struct TokenizerTests {
    @Test("decoding gives the text back", arguments: TestTokenizers.bundled, [121, 122])
    func roundTrip(_ id: String, seed: UInt64) throws {
        let tokenizer = try TestTokenizers.tokenizer(id)
        var random = SeededRandom(seed: seed)
        for (number, document) in DocumentSet.documents(300, using: &random).enumerated() {
            let expected = id == "qwen2.5" ? try Normalizer(.nfc).normalized(document) : document
            let ids = try tokenizer.encode(document)
            #expect(try tokenizer.decode(ids) == expected, "seed \(seed), document \(number)")
            #expect(try tokenizer.count(String(decoding: document, as: UTF8.self)) == ids.count)
            #expect(ids.allSatisfy { Int($0) < tokenizer.endID })
        }
    }

    @Test("decoding in two parts, cut anywhere, gives the same", arguments: TestTokenizers.bundled)
    func twoParts(_ id: String) throws {
        let tokenizer = try TestTokenizers.tokenizer(id)
        let text = Array("뷁쀍 한국어 ㅋㅋㅋ\u{1F389} HTTPServer's 값은 1234.5\r\n\u{A0}é 漢字 \u{0}\u{0}끝".utf8)
        let ids = try tokenizer.encode(text)
        // Some token ends inside a character.
        #expect(ids.contains { tokenizer.bytes(of: $0).map { String(validating: $0, as: UTF8.self) == nil } ?? false })
        for cut in 0...ids.count {
            let parts = try tokenizer.decode(ids[..<cut]) + tokenizer.decode(ids[cut...])
            #expect(parts == text, "cut at \(cut)")
        }
        #expect(try tokenizer.decodeText(ids) == String(decoding: text, as: UTF8.self))
    }

    @Test(
        "special tokens are text by default, matched, or an error",
        arguments: [
            ("o200k_base", "<|endoftext|>"), ("cl100k_base", "<|fim_prefix|>"), ("qwen2.5", "<|im_start|>"),
        ])
    func specialTokens(_ id: String, _ special: String) throws {
        let tokenizer = try TestTokenizers.tokenizer(id)
        let token = try #require(tokenizer.id(of: Array(special.utf8)))
        #expect(tokenizer.isSpecial(token))
        let text = "가 \(special)나\(special)"
        let ordinary = try tokenizer.encode(text)
        #expect(!ordinary.contains(token))
        #expect(try tokenizer.decodeText(ordinary) == text)
        let matched = try tokenizer.encode(text, specialTokens: .match)
        #expect(matched.count { $0 == token } == 2)
        #expect(try tokenizer.decodeText(matched) == text)
        // The text is cut at a special token: what is around it is encoded by itself.
        #expect(try matched == tokenizer.encode("가 ") + [token] + tokenizer.encode("나") + [token])
        #expect(throws: TokenizerError.specialToken(special, offset: 4)) {
            try tokenizer.encode(text, specialTokens: .error)
        }
        #expect(try tokenizer.encode("가 <|endoftext", specialTokens: .error) == tokenizer.encode("가 <|endoftext"))
    }

    @Test("added tokens that are not special are always matched") func addedTokens() throws {
        let tokenizer = try TestTokenizers.tokenizer("qwen2.5")
        let token = try #require(tokenizer.id(of: Array("<tool_call>".utf8)))
        #expect(!tokenizer.isSpecial(token))
        for policy in SpecialTokenPolicy.allCases {
            #expect(try tokenizer.encode("<tool_call>", specialTokens: policy) == [token])
        }
        let ids = try tokenizer.encode("가<tool_call>나")
        #expect(try ids == tokenizer.encode("가") + [token] + tokenizer.encode("나"))
    }

    /// Normalization must not reach over an added token, nor hide one.
    @Test("each part between added tokens is normalized by itself") func normalization() throws {
        let tokenizer = try TestTokenizers.tokenizer("qwen2.5")
        let token = try #require(tokenizer.id(of: Array("<tool_call>".utf8)))
        #expect(try tokenizer.encode("\u{1112}\u{1161}\u{11AB}") == tokenizer.encode("한"))
        let around = try tokenizer.encode("\u{1100}<tool_call>\u{1161}")
        #expect(try around == tokenizer.encode("\u{1100}") + [token] + tokenizer.encode("\u{1161}"))
    }

    @Test("tokens and their bytes", arguments: TestTokenizers.bundled) func tokens(_ id: String) throws {
        let tokenizer = try TestTokenizers.tokenizer(id)
        for byte in UInt8.min ... .max { #expect(tokenizer.id(of: [byte]).flatMap(tokenizer.bytes) == [byte]) }
        var random = SeededRandom(seed: 123)
        for _ in 0..<2000 {
            let token = TokenID.random(in: 0..<TokenID(tokenizer.endID), using: &random)
            guard let bytes = tokenizer.bytes(of: token) else { continue }
            #expect(tokenizer.id(of: bytes) == token, "\(token)")
        }
        #expect(tokenizer.id(of: []) == nil)
        #expect(tokenizer.id(of: Array("이런 토큰은 없다".utf8)) == nil)
    }

    @Test("an unknown id is an error that says where", arguments: TestTokenizers.bundled)
    func unknownID(_ id: String) throws {
        let tokenizer = try TestTokenizers.tokenizer(id)
        let unknown = TokenID(tokenizer.endID)
        #expect(tokenizer.bytes(of: unknown) == nil)
        #expect(tokenizer.bytes(of: .max) == nil)
        #expect(!tokenizer.isSpecial(.max))
        #expect(throws: TokenizerError.unknownID(unknown, index: 2)) { try tokenizer.decode([1, 2, unknown]) }
    }

    @Test("a gap between the ids is an unknown id") func gap() throws {
        // o200k_base has its last ordinary token at 199,997 and its first special one at 199,999.
        let tokenizer = try TestTokenizers.tokenizer("o200k_base")
        #expect(tokenizer.bytes(of: 199_998) == nil)
        #expect(throws: TokenizerError.unknownID(199_998, index: 0)) { try tokenizer.decode([199_998]) }
    }

    @Test(
        "invalid UTF-8 is an error with its offset",
        arguments: [
            ([0x61, 0xFF], 1), ([0xEA, 0xB0], 0), ([0x61, 0xED, 0xA0, 0x80], 1), ([0xC0, 0x80], 0),
            ([0x61, 0x62, 0x80], 2),
            ([0xEA, 0xB0, 0x80, 0xF5, 0x80, 0x80, 0x80], 3),
        ])
    func invalidUTF8(_ text: [UInt8], _ offset: Int) throws {
        let tokenizer = try TestTokenizers.tokenizer("o200k_base")
        #expect(throws: TokenizerError.invalidUTF8(offset: offset)) { try tokenizer.encode(text) }
        let prefix = Array(String(repeating: "한", count: 100).utf8)
        #expect(throws: TokenizerError.invalidUTF8(offset: 300 + offset)) { try tokenizer.encode(prefix + text) }
    }

    @Test("an empty text has no tokens", arguments: TestTokenizers.bundled) func emptyText(_ id: String) throws {
        let tokenizer = try TestTokenizers.tokenizer(id)
        for policy in SpecialTokenPolicy.allCases { #expect(try tokenizer.encode("", specialTokens: policy).isEmpty) }
        #expect(try tokenizer.decode([]).isEmpty)
    }

    @Test("one tokenizer serves eight tasks", arguments: TestTokenizers.bundled)
    func concurrency(_ id: String) async throws {
        let tokenizer = try TestTokenizers.tokenizer(id)
        var random = SeededRandom(seed: 124)
        let documents = DocumentSet.documents(100, using: &random)
        let expected = try documents.map { try tokenizer.encode($0) }
        try await withThrowingTaskGroup(of: [[TokenID]].self) { group in
            for _ in 0..<8 { group.addTask { try documents.map { try tokenizer.encode($0) } } }
            for try await ids in group { #expect(ids == expected) }
        }
    }
}
