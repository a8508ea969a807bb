import Foundation
import TestSupport
import Testing

@testable import JeoulText
@testable import JeoulTokenizing

/// Bytes that are no text, and documents that lie where none can: a typed error, never a read out of bounds.
@Suite("what is no text is refused") struct MemorySafetyTests {
    private static let texts: [([UInt8], Int)] = [
        ([0xFF], 0), ([0x61, 0xEA, 0xB0], 1), ([0xF0], 0), ([0x61, 0xE0], 1), ([0x0A, 0xC3], 1),
        ([0xED, 0xA0, 0x80], 0),
        ([0xF4, 0x90, 0x80, 0x80], 0), (Array("가나".utf8) + [0xEB, 0x8B], 6), ([0x80], 0), ([0xC0, 0x80, 0x0A], 0),
    ]

    private static let ids = ["o200k_base", "qwen2.5"]

    @Test("invalid UTF-8", arguments: ids, [0, 5000]) func invalid(_ id: String, before: Int) throws {
        let tokenizer = try TestTokenizers.tokenizer(id)
        let counters = [
            DocumentCounter([tokenizer]),
            DocumentCounter([tokenizer, try TestTokenizers.tokenizer("cl100k_base")]),
        ].map { $0.session() }
        let encoder = DocumentEncoder(tokenizer).session()
        let tallier = try DocumentTallier([tokenizer]).session()
        for (text, offset) in Self.texts {
            let bytes = [UInt8](repeating: 0x61, count: before) + text
            let error = TokenizerError.invalidUTF8(offset: before + offset)
            for layout in [DocumentLayout.lines, .ranges([0..<bytes.count]), .ranges([])] {
                for counter in counters {
                    #expect(throws: error) { try counter.count(Data(bytes), layout: layout) }
                    #expect(throws: error) { try withExactCopy(Data(bytes)) { try counter.count($0, layout: layout) } }
                }
                #expect(throws: error) { try encoder.encode(Data(bytes), layout: layout) }
                #expect(throws: error) { try withExactCopy(Data(bytes)) { try encoder.encode($0, layout: layout) } }
                #expect(throws: error) { try tallier.tally(Data(bytes), layout: layout) }
                #expect(throws: error) { try CharacterCounter().counts(of: Data(bytes), layout: layout) }
                #expect(throws: error) { try UTF8Text(Data(bytes), layout: layout) }
            }
            #expect(throws: error) {
                try withExactCopy(Data(bytes)) { text in
                    var ids: [TokenID] = []
                    try tokenizer.encode(text, specialTokens: .ordinary, into: &ids)
                }
            }
        }
    }

    @Test(
        "wild ranges",
        arguments: [
            ([0..<9], 0), ([0..<3, 2..<6], 1), ([3..<6, 0..<3], 1), ([-1..<3], 0), ([0..<2], 0), ([1..<3], 0),
            ([0..<0, 4..<6], 1), ([6..<7], 1 - 1), ([.min..<3], 0), ([0..<(.max)], 0), ([.max - 1..<(.max)], 0),
            ([0..<3, 3..<6, 5..<5], 2),
        ] as [([Range<Int>], Int)])
    func ranges(_ ranges: [Range<Int>], _ document: Int) throws {
        let text = Data("가나".utf8)
        let tokenizer = try TestTokenizers.tokenizer("o200k_base")
        let error = TokenizerError.invalidRange(ranges[document], document: document)
        let layout = DocumentLayout.ranges(ranges)
        #expect(throws: error) { try DocumentCounter([tokenizer]).session().count(text, layout: layout) }
        #expect(throws: error) { try DocumentEncoder(tokenizer).session().encode(text, layout: layout) }
        #expect(throws: error) { try DocumentTallier([tokenizer]).session().tally(text, layout: layout) }
        #expect(throws: error) { try CharacterCounter().counts(of: text, layout: layout) }
        #expect(throws: error) { try UTF8Text(text, layout: layout) }
        #expect(throws: TokenizerError.self) {
            try DocumentCounter([tokenizer]).session().count(Data(), layout: layout)
        }
    }

    @Test("random bytes and ranges, at every end of memory") func random() throws {
        var random = SeededRandom(seed: 1321)
        let tokenizer = try TestTokenizers.tokenizer("o200k_base")
        let counter = DocumentCounter([tokenizer, try TestTokenizers.tokenizer("qwen2.5")]).session()
        let encoder = DocumentEncoder(tokenizer).session()
        var refused = 0
        for _ in 0..<2000 {
            var bytes = MixedText.make(length: Int.random(in: 0...80, using: &random), using: &random)
            for _ in 0..<Int.random(in: 0...2, using: &random) where !bytes.isEmpty {
                bytes[Int.random(in: bytes.indices, using: &random)] = .random(in: 0...255, using: &random)
            }
            let ends = (0..<4).map { _ in Int.random(in: 0...bytes.count + 1, using: &random) }
            let ranges = [min(ends[0], ends[1])..<max(ends[0], ends[1]), min(ends[2], ends[3])..<max(ends[2], ends[3])]
            for layout in [DocumentLayout.lines, .ranges(ranges)] {
                do {
                    let counts = try withExactCopy(Data(bytes)) { try counter.count($0, layout: layout) }
                    let ids = try withExactCopy(Data(bytes)) { try encoder.encode($0, layout: layout) }
                    #expect(counts[0] == ids.documents.map { UInt32($0.count) })
                    #expect(String(validating: bytes, as: UTF8.self) != nil)
                } catch is TokenizerError {
                    refused += 1
                }
            }
        }
        #expect((1000..<3900).contains(refused))
    }
}
