@testable import JeoulText
import TestSupport
import Testing

@testable import JeoulTokenizing

/// The document of an offset, as the list of all documents has it.
@Suite("documents of offsets") struct DocumentCursorTests {
    private static func check(_ text: [UInt8], _ layout: DocumentLayout, using random: inout SeededRandom) {
        text.withUnsafeBufferPointer { text in
            let ranges = layout.ranges(in: text)
            // Every offset, then some of them.
            for keeps in [1.0, 0.5, 0.2] {
                var cursor = DocumentCursor(text, layout)
                for offset in text.indices where Double.random(in: 0..<1, using: &random) < keeps {
                    let expected = ranges.firstIndex { $0.contains(offset) }
                    let found = cursor.document(at: offset)
                    #expect(found?.index == expected, "\(escaped(Array(text))), offset \(offset)")
                    #expect(found?.range == expected.map { ranges[$0] }, "\(escaped(Array(text))), offset \(offset)")
                }
            }
        }
    }

    /// All texts of up to seven characters, of which two make line ends.
    @Test("lines") func lines() {
        var random = SeededRandom(seed: 151)
        var texts: [[UInt8]] = [[]]
        for _ in 0..<7 {
            texts = texts.flatMap { text in [0x61, 0x0D, 0x0A].map { text + [$0] } }
            for text in texts { Self.check(text, .lines, using: &random) }
        }
    }

    @Test("ranges that touch, have gaps or are empty") func ranges() {
        var random = SeededRandom(seed: 152)
        for _ in 0..<500 {
            var ranges: [Range<Int>] = []
            var end = 0
            for _ in 0..<Int.random(in: 0..<6, using: &random) {
                let start = end + Int.random(in: 0..<3, using: &random)
                end = start + Int.random(in: 0..<4, using: &random)
                ranges.append(start..<end)
            }
            Self.check([UInt8](repeating: 0x61, count: end + 2), .ranges(ranges), using: &random)
        }
    }

    /// Added tokens and text that is not in NFC, beside each kind of line end, across documents that touch, and in gaps.
    @Test("irregular documents", arguments: TestTokenizers.available) func irregular(_ id: String) throws {
        let tokenizer = try TestTokenizers.tokenizer(id)
        var random = SeededRandom(seed: 153)
        let parts = [
            "\r", "\r\n", "\n", "\n", "a", "가", "  ", "<tool_call>", "<tool", "_call>", "\u{1112}\u{1161}", "\u{11AB}",
            "e", "\u{301}",
        ]
        for round in 0..<300 {
            let text = Array((0..<12).map { _ in parts.randomElement(using: &random)! }.joined().utf8)
            // Documents that touch or have gaps, of whole characters.
            let edges = text.indices.filter { text[$0] & 0xC0 != 0x80 && Bool.random(using: &random) } + [text.count]
            let apart = zip(edges, edges.dropFirst()).map { $0..<$1 }.filter { _ in
                Int.random(in: 0..<4, using: &random) > 0
            }
            try text.withUnsafeBufferPointer { text in
                for layout in [DocumentLayout.lines, .ranges(apart)] {
                    let expected = try layout.ranges(in: text).map { range -> [TokenID] in
                        var ids: [TokenID] = []
                        try tokenizer.encode(
                            UnsafeBufferPointer(rebasing: text[range]), specialTokens: .ordinary, into: &ids)
                        return ids
                    }
                    let context = "seed 153, round \(round): \(escaped(Array(text)))"
                    let counts = try DocumentCounter([tokenizer]).session().count(text, layout: layout)[0]
                    #expect(counts == expected.map { UInt32($0.count) }, "\(context)")
                    let encoded = try DocumentEncoder(tokenizer).session().encode(text, layout: layout)
                    #expect(encoded.ends.indices.map { Array(encoded[$0]) } == expected, "\(context)")
                }
            }
        }
    }
}
