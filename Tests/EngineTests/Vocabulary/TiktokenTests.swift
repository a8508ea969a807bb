@testable import JeoulText
import Foundation
import TestSupport
import Testing

@testable import JeoulTokenizing
@testable import JeoulVocabularies

@Suite struct TiktokenTests {
    let tiny = TinyVocabulary.korean

    private func error(_ text: String) -> VocabularyError? { loadingError(["a.tiktoken": text], file: "a.tiktoken") }

    /// The tiny vocabulary with one of its lines replaced.
    private func replacing(line: Int, with text: String) -> String {
        var lines = tiny.tiktoken.split(separator: "\n").map(String.init)
        lines[line - 1] = text
        return lines.joined(separator: "\n") + "\n"
    }

    @Test(arguments: ["\n", "\r\n"], [true, false]) func reads(lineEnd: String, endsInLineEnd: Bool) throws {
        var text = tiny.tiktoken.replacing("\n", with: lineEnd)
        if !endsInLineEnd { text.removeLast() }
        let vocabulary = try VocabularyCatalog.empty.load(["tokenizer.model": text])
        #expect(vocabulary.format == .tiktoken)
        #expect(vocabulary.definition.tokens.endID == tiny.tokens.count)
        for (id, token) in tiny.tokens.enumerated() {
            #expect(vocabulary.definition.tokens[TokenID(id)].map(Array.init) == token)
        }
        guard case .byteLevel(.tokenID, true) = vocabulary.definition.model else {
            Issue.record("\(vocabulary.definition.model)")
            return
        }
        #expect(vocabulary.notes.contains(.assumedNoNormalizer))
        #expect(!vocabulary.isPinned)
    }

    @Test func readsIDsInAnyOrder() throws {
        let lines = tiny.tiktoken.split(separator: "\n").shuffled().joined(separator: "\n")
        let vocabulary = try VocabularyCatalog.empty.load(["a.tiktoken": lines])
        #expect(vocabulary.definition.tokens[256].map(Array.init) == tiny.tokens[256])
    }

    @Test func allowsGapsAndSaysSo() throws {
        let vocabulary = try VocabularyCatalog.empty.load(["a.tiktoken": tiny.tiktoken + "YWJjZA== 300\n"])
        #expect(vocabulary.notes.contains(.gaps(count: 300 - tiny.tokens.count)))
        #expect(vocabulary.definition.tokens[299] == nil)
        #expect(vocabulary.definition.tokens[300].map(Array.init) == Array("abcd".utf8))
    }

    @Test(arguments: [
        ("YW 256", "Base64"), ("YWI 256", "Base64"), ("YWI= 256 x", "end of the line"), ("YWI=", "id"),
        ("YWI= x", "digits"), ("YWI= -1", "digits"), ("YWI=  256", "digits"), ("YW*= 256", "Base64"),
        ("=WI= 256", "token"), ("Y=I= 256", "Base64"), ("YWJ= 256", "Base64"), ("YR== 256", "Base64"),
        ("YWI=YWI= 256", "space"), ("", "token"), (" 256", "token"),
    ])
    func refusesMalformedLines(_ line: String, _ wanted: String) {
        let error = error(replacing(line: 257, with: line))
        #expect(error?.problem == .malformed)
        #expect(error?.line == 257, "\(line): \(String(describing: error))")
        #expect(error?.message.contains(wanted) == true, "\(line): \(String(describing: error))")
        #expect(error?.file?.hasSuffix("a.tiktoken") == true)
        #expect(error?.remedy.isEmpty == false)
    }

    @Test func refusesDuplicates() {
        #expect(error(tiny.tiktoken + "eHl6 0\n")?.problem == .duplicateID)
        let token = error(tiny.tiktoken + "YWI= 300\n")
        #expect(token?.problem == .duplicateToken)
        #expect(token?.line == tiny.tokens.count + 1)
    }

    @Test func refusesHugeIDs() {
        #expect(error(tiny.tiktoken + "eHl6 4294967295\n")?.problem == .tooLarge)
        #expect(error(tiny.tiktoken + "eHl6 99999999999999999999999999\n")?.problem == .tooLarge)
    }

    @Test func refusesHugeTokens() {
        let token = Data(repeating: 97, count: TokenListing.maximumLength + 1).base64EncodedString()
        #expect(error(tiny.tiktoken + token + " 400\n")?.problem == .tooLarge)
    }

    @Test func refusesMissingBytes() {
        let text = tiny.tiktoken.split(separator: "\n").dropFirst().joined(separator: "\n")
        #expect(error(text)?.problem == .missingBytes)
        #expect(error(text)?.message.contains("00") == true)
    }

    @Test func refusesEveryCut() {
        // Cut inside a line, the rest is no line, or an id that stands elsewhere, or bytes are missing.
        let bytes = Array(TinyVocabulary().tiktoken.utf8)
        for length in stride(from: 0, to: bytes.count - 1, by: 23) {
            let text = String(decoding: bytes[..<length], as: UTF8.self)
            #expect(error(text) != nil, "\(length)")
        }
    }

    @Test(arguments: ["", "hello\n", "{}", "\u{0}\u{1}\u{2}"]) func refusesOtherFiles(_ text: String) {
        #expect(error(text) != nil)
    }
}
