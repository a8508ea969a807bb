@testable import JeoulText
import Foundation
import TestSupport
import Testing

@testable import JeoulTokenizing

/// Vocabularies of compiled splitters, counted together.
@Suite("several splitters, compiled") struct CompiledPassTests {
    /// Each compiled splitter has a pass of its own, which the vocabularies that it cuts share.
    @Test func countsOfManyAreThoseOfEach() throws {
        let golden = try #require(TokenizerGoldens.shared.cases.first { $0.name == "gpt2" })
        let definition = try TokenizerGoldens.vocabulary(Data(TokenizerGoldens.shared.file(golden).utf8)).definition
        var random = SeededRandom(seed: 63)
        let text = MixedText.make(length: 30_000, using: &random)
        let names = CompiledAgainstICUTests.patterns.map(\.name)
        for count in [2, 5, 8, 9, 12] {
            let tokenizers = try names.shuffled(using: &random).prefix(count).map { name in
                var definition = definition
                definition.splitter = .steps(CompiledAgainstICUTests.patterns.first { $0.name == name }!.steps)
                return try definition.tokenizer()
            }
            let all = tokenizers + [try definition.tokenizer(), tokenizers[0]]
            try text.withUnsafeBufferPointer { bytes in
                let together = try DocumentCounter(all).session().count(bytes, layout: .lines)
                for (place, tokenizer) in all.enumerated() {
                    #expect(
                        try DocumentCounter([tokenizer]).session().count(bytes, layout: .lines)[0] == together[place])
                    let expected = try DocumentLayout.lines.ranges(in: bytes).map {
                        UInt32(try tokenizer.encode(Array(bytes[$0])).count)
                    }
                    #expect(together[place] == expected)
                }
            }
        }
    }
}
