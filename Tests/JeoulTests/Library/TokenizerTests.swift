import Foundation
import TestSupport
import Testing

@testable import Jeoul

/// The front door, against what lies behind it.
@Suite("the library's tokenizer") struct LibraryTokenizerTests {
    private static let texts = [
        "", "안녕하세요, 저울입니다.", "뷁쀍 값이😀 3,000원!\r\n\t ㅋㅋㅋ", "\u{1112}\u{1161}\u{11AB}글 e\u{301}", "<|endoftext|> 다음",
    ]

    @Test(arguments: ["gpt-4o", "gpt-4", "qwen2.5", "A.X 4.0"]) func countsEncodesAndDecodes(_ name: String) throws {
        let tokenizer = try Tokenizer.load(name)
        #expect(
            tokenizer.isPinned && !tokenizer.models.isEmpty && tokenizer.fileHashes.values.allSatisfy { $0.count == 64 }
        )
        for text in Self.texts {
            let ids = try tokenizer.encode(text)
            #expect(try tokenizer.count(text) == ids.count)
            // Qwen normalizes to NFC.
            #expect(
                try tokenizer.decode(ids) == text || tokenizer.decode(ids) == text.precomposedStringWithCanonicalMapping
            )
            #expect(ids.allSatisfy { tokenizer.bytes(of: $0).flatMap(tokenizer.id(of:)) == $0 && $0 < tokenizer.endID })
        }
        #expect(JeoulErrorKind(of: { try tokenizer.count("<|endoftext|>", specialTokens: .error) }) == .tokenizer)
    }

    @Test func compiledFormsAreKeptInTheFolderThatIsGiven() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "jeoul-library-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let first = try Tokenizer.load("gpt-4o", compiledFolder: folder)
        let second = try Tokenizer.load("gpt-4o", compiledFolder: folder)
        #expect(try !FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
        #expect(try first.encode("저울") == second.encode("저울"))
    }

    /// However ids come, the decoder's parts make up the whole, and each part is whole characters.
    @Test(arguments: ["gpt-4o", "gpt-4"]) func streamsGiveTheWhole(_ name: String) throws {
        let tokenizer = try Tokenizer.load(name)
        var random = SeededRandom(seed: 3)
        var all: [[TokenID]] = try Self.texts.map { try tokenizer.encode($0) }
        // Ids that are no text: halves of characters, side by side.
        all += try (0..<200).map { _ in
            try (0..<Int.random(in: 0..<12, using: &random)).map { _ in
                try tokenizer.encode("뷁😀é가").randomElement(using: &random) ?? 0
            }
        }
        for ids in all {
            var decoder = tokenizer.decoder()
            var parts: [String] = []
            var rest = ids[...]
            while !rest.isEmpty {
                let length = min(rest.count, Int.random(in: 1...3, using: &random))
                parts.append(try decoder.text(for: rest.prefix(length)))
                rest = rest.dropFirst(length)
            }
            parts.append(decoder.finish())
            #expect(try Array(parts.joined().utf8) == Array(tokenizer.decode(ids).utf8))
            // A character that is whole is not put off.
            if try tokenizer.decode(ids).utf8.last != 0xBD { #expect(parts.last == "") }
        }
        var decoder = tokenizer.decoder()
        #expect {
            try decoder.text(for: 4_000_000)
        } throws: { error in
            if case JeoulError.tokenizer(.unknownID(4_000_000, index: 0)) = error { true } else { false }
        }
    }

    /// Ranges are of the text as given: in order, with the tokens' own bytes wherever nothing was normalized.
    @Test(arguments: ["gpt-4o", "gpt-4", "qwen2.5", "A.X 4.0"]) func tokensLieInTheText(_ name: String) throws {
        let tokenizer = try Tokenizer.load(name)
        for text in Self.texts {
            let tokens = try tokenizer.tokens(in: text)
            #expect(tokens.map(\.id) == (try tokenizer.encode(text)))
            #expect(zip(tokens, tokens.dropFirst()).allSatisfy { $0.range.lowerBound <= $1.range.lowerBound })
            #expect(tokens.allSatisfy { $0.range.lowerBound < $0.range.upperBound })
            if text == text.precomposedStringWithCanonicalMapping,
                text.unicodeScalars.count == text.precomposedStringWithCanonicalMapping.unicodeScalars.count
            {
                #expect(tokens.allSatisfy { Array(text.utf8[$0.range]) == $0.bytes })
                #expect(tokens.map { Array(text.utf8[$0.range]) }.joined().elementsEqual(text.utf8))
            }
        }
    }

    @Test func documentsOfABuffer() throws {
        let tokenizer = try Tokenizer.load("a.x-4.0")
        let texts = Self.texts + ["가", "나다\n라"]
        var offsets = [0]
        for text in texts { offsets.append(offsets[offsets.count - 1] + text.utf8.count) }
        let bytes = Array(texts.joined().utf8)
        #expect(try tokenizer.counts(inDocumentsOf: bytes, offsets: offsets) == texts.map { try tokenizer.count($0) })
        #expect(try tokenizer.counts(inDocumentsOf: bytes, offsets: []) == [])
        for wild in [
            [0, -1], [-5, 3], [3, 2], [0, bytes.count + 1], [0, 1], [Int.min, Int.max], [Int.max, Int.min],
        ] {
            #expect(JeoulErrorKind(of: { try tokenizer.counts(inDocumentsOf: bytes, offsets: wild) }) == .tokenizer)
        }
        #expect(
            JeoulErrorKind(of: { try tokenizer.counts(inDocumentsOf: [0xEA, 0xB0], offsets: [0, 2]) }) == .tokenizer)
    }

    @Test func prefixesAndChunksCutNoCharacter() throws {
        let tokenizer = try Tokenizer.load("gpt-4")
        let text = "뷁쀍은 드문 글자입니다. 값은 3,000원이고 😀는 네 바이트입니다."
        for limit in 1...40 {
            let prefix = try tokenizer.prefix(of: text, maxTokens: limit)
            #expect(text.hasPrefix(prefix.text) && prefix.tokenCount <= limit)
            #expect(try tokenizer.count(String(prefix.text)) == prefix.tokenCount)
        }
        #expect(
            try tokenizer.prefix(of: text, maxTokens: 0).text.isEmpty
                && tokenizer.prefix(of: text, maxTokens: -1).text.isEmpty)
        let chunks = try tokenizer.chunks(of: text, maxTokens: 9)
        #expect(chunks.map(\.text).joined() == text && chunks.allSatisfy { $0.tokenCount <= 9 })
        #expect(JeoulErrorKind(of: { try tokenizer.chunks(of: text, maxTokens: 2) }) == .chunk)
        #expect(JeoulErrorKind(of: { try tokenizer.chunks(of: text, maxTokens: 9, overlap: 9) }) == .chunk)
        #expect(JeoulErrorKind(of: { try tokenizer.chunks(of: text, maxTokens: 0) }) == .chunk)
    }
}
