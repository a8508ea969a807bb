import Foundation
import TestSupport
import Testing

@testable import JeoulText
@testable import JeoulTokenizing
@testable import JeoulVocabularies

@Suite struct ChunkerTests {
    /// Token counts do not grow with every character, so what is right is found by trying each.
    @Test(arguments: ["o200k_base", "a.x-4.0", "qwen2.5"])
    func beginningIsTheLongestThatFits(vocabulary: String) throws {
        let tokenizer = try VocabularyCatalog.standard().load(vocabulary).tokenizer()
        let package = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../..")
        let corpus = package.appending(path: "Corpora/KLUE-NLI/klue-nli-dev.txt")
        let lines = try String(contentsOf: corpus, encoding: .utf8).split(separator: "\n").prefix(150).map(String.init)
        func count(_ text: some StringProtocol) throws -> Int {
            var ids: [TokenID] = []
            try Array(text.utf8).withUnsafeBufferPointer {
                try tokenizer.encode($0, specialTokens: .ordinary, into: &ids)
            }
            return ids.count
        }
        for line in lines + ["안녕하세요저울", "안녕하세요👨‍👩‍👧", "추억의 명작...이 영화를 보지 않고 스타크래프트"] {
            for limit in [1, 2, 5, 8] {
                let chunk = try Chunker(tokenizer, limit: limit).beginning(of: Array(line.utf8))
                let ends = try line.indices.map { line.index(after: $0) }.filter { try count(line[..<$0]) <= limit }
                let right = ends.last.map { line.utf8.distance(from: line.startIndex, to: $0) } ?? 0
                #expect(chunk.range == 0..<right, "\(line), \(limit)")
            }
        }
    }

    @Test func sentenceLongerThanAnyWindowIsCutBetweenCharacters() throws {
        let tokenizer = try VocabularyCatalog.standard().load("o200k_base").tokenizer()
        let text = Array(String(repeating: "쉬지 않고 이어지는 말 ", count: 2000).utf8)
        let pieces = try Chunker(tokenizer, limit: 100, boundary: .sentence).pieces(of: text)
        #expect(pieces.allSatisfy { $0.tokens <= 100 } && pieces.count > 10)
        #expect(pieces.map(\.range.count).reduce(0, +) == text.count)
    }
}
