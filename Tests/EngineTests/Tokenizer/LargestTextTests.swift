import Foundation
import TestSupport
import Testing

@testable import JeoulText
@testable import JeoulTokenizing

/// Places in texts are 32 bits: what is nearly 4 GiB, or more, is an error wherever it comes in.
@Suite("the largest text") struct LargestTextTests {
    /// Said to be too large: that is found before a byte is read.
    private static func withTooLarge(_ body: (UnsafeBufferPointer<UInt8>) throws -> Void) rethrows {
        try withUnsafePointer(to: UInt8(0x61)) {
            try body(UnsafeBufferPointer(start: $0, count: UTF8Text.mostBytes + 1))
        }
    }

    private static let error = TokenizerError.textTooLarge(bytes: UTF8Text.mostBytes + 1)

    @Test("is bounded at every entry", arguments: ["cl100k_base", "o200k_base"]) func entries(_ id: String) throws {
        let tokenizer = try TestTokenizers.tokenizer(id)
        Self.withTooLarge { text in
            #expect(throws: Self.error) {
                var ids: [TokenID] = []
                try tokenizer.encode(text, specialTokens: .ordinary, into: &ids)
            }
            #expect(throws: Self.error) { try DocumentCounter([tokenizer]).session().count(text, layout: .lines) }
            #expect(throws: Self.error) { try DocumentEncoder(tokenizer).session().encode(text, layout: .lines) }
            #expect(throws: Self.error) { try text.checked() }
            #expect(throws: Self.error) { try CompiledSplitter.matcher("a").forEachMatch(in: text) { _ in } }
            let data = Data(
                bytesNoCopy: UnsafeMutableRawPointer(mutating: text.baseAddress!), count: text.count, deallocator: .none
            )
            #expect(throws: Self.error) { try UTF8Text(validated: data, layout: .lines) }
            #expect(throws: Self.error) { try DocumentCounter([tokenizer]).session().count(data, layout: .lines) }
        }
    }

    /// What is put before and behind documents leaves their places in 32 bits.
    @Test("leaves room for what is put around it") func room() {
        #expect(UTF8Text.mostBytes + DocumentRuns.enough + DocumentRuns.longestCopied + 4096 < Int(UInt32.max))
    }

    /// Of vocabularies that need passes of their own each has its share of the memory.
    @Test("passes share the memory") func memory() throws {
        var random = SeededRandom(seed: 1361)
        var marked = RandomMarkedVocabulary.characters(using: &random)
        while try marked.tokenizer().passMember?.splitter.rule == nil {
            marked = RandomMarkedVocabulary.characters(using: &random)
        }
        // Distinct short pieces, which need more than half of the slots of a cache that has all of the memory.
        let words = (0..<6000).map { number in
            String((0..<3).map { Character(Unicode.Scalar(UInt8(97 + number / [1, 26, 676][$0] % 26))) })
        }
        let text = Data(words.joined(separator: "\n").utf8)
        let options = CountingOptions(memoryLimit: 512 << 10)
        let one = DocumentCounter([try TestTokenizers.tokenizer("cl100k_base")], options: options)
        let two = DocumentCounter(
            [try TestTokenizers.tokenizer("cl100k_base"), try marked.tokenizer()], options: options)
        #expect(try one.session().count(text, layout: .lines)[0] == two.session().count(text, layout: .lines)[0])
        #expect(!one.isCacheFull)
        #expect(two.isCacheFull)
    }
}
