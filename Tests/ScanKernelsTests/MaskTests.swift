import ScanKernels
import Testing

@Suite struct MaskTests {
    static let seed: UInt64 = 20_241_124

    /// A text of each length, with what the oracle says of it.
    struct Case: Sendable {
        let text: [UInt8]
        let classes: [jeoul_class_block]
        let characters: [jeoul_character_block]

        init(_ text: [UInt8]) {
            self.text = text
            classes = Oracle.classify(text)
            characters = Oracle.characterize(text)
        }
    }

    static let shortTexts: [Case] = {
        var random = SplitMix64(seed: seed)
        return (0...200).map { Case(RandomText.make(length: $0, using: &random)) }
    }()

    static let longTexts: [Case] = {
        var random = SplitMix64(seed: seed)
        return (3_000..<3_040).map { Case(RandomText.make(length: $0, using: &random)) }
    }()

    /// All scalar values in order; their lengths put every kind of character at every place of a block.
    static let everyCodePoint = Case(
        Array(String(String.UnicodeScalarView((0...0x10FFFF).compactMap { Unicode.Scalar($0 as UInt32) })).utf8))

    private func check(_ kernel: Kernel, _ expected: Case, offset: Int, blocks: Range<Int>) -> String? {
        check(kernel, HeapText(expected.text, offset: offset), expected, offset: offset, blocks: blocks)
    }

    private func check(
        _ kernel: Kernel, _ text: borrowing HeapText, _ expected: Case, offset: Int, blocks: Range<Int>
    ) -> String? {
        let found =
            difference(kernel.classify(text, blocks: blocks), expected.classes[blocks])
            ?? difference(kernel.characterize(text, blocks: blocks), expected.characters[blocks])
        return found.map {
            "\(kernel.name): \($0); blocks \(blocks), length \(text.length), offset \(offset), seed \(Self.seed)"
        }
    }

    @Test(arguments: Kernel.all)
    func everyLengthAlignmentAndRange(kernel: Kernel) {
        for expected in Self.shortTexts {
            for offset in 0..<64 {
                let text = HeapText(expected.text, offset: offset)
                for first in 0...expected.classes.count {
                    for end in first...expected.classes.count {
                        let failure = check(kernel, text, expected, offset: offset, blocks: first..<end)
                        if let failure {
                            Issue.record("\(failure)")
                            return
                        }
                    }
                }
            }
        }
    }

    @Test(arguments: Kernel.all)
    func longTexts(kernel: Kernel) {
        for (index, expected) in Self.longTexts.enumerated() {
            let failure = check(kernel, expected, offset: index, blocks: 0..<expected.classes.count)
            #expect(failure == nil, "text \(index)")
        }
    }

    @Test(arguments: Kernel.all)
    func everyCodePoint(kernel: Kernel) {
        let expected = Self.everyCodePoint
        #expect(check(kernel, expected, offset: 0, blocks: 0..<expected.classes.count) == nil)
    }

    /// Each edge of a range, starting at each place of a block and cut off by the end of the text.
    @Test(arguments: Kernel.all)
    func edgesAtEveryPlace(kernel: Kernel) {
        for codePoint in RandomText.edges {
            let character = Array(String(Character(Unicode.Scalar(codePoint)!)).utf8)
            for place in 0..<66 {
                for tail in [[], Array("가나".utf8), [UInt8](repeating: 0x73, count: 70)] {
                    let expected = Case([UInt8](repeating: 0x27, count: place) + character + tail)
                    for first in 0..<expected.classes.count {
                        let blocks = first..<expected.classes.count
                        #expect(check(kernel, expected, offset: 0, blocks: blocks) == nil, "U+\(codePoint), \(place)")
                    }
                }
            }
        }
    }

    /// Blocks past the end of the text are asked for by nobody, but they have an answer.
    @Test(arguments: Kernel.all)
    func nothingPastTheEnd(kernel: Kernel) {
        let text = HeapText(Array("한글".utf8))
        #expect(difference(kernel.classify(text, blocks: 1..<4), [.init(), .init(), .init()]) == nil)
        #expect(difference(kernel.characterize(text, blocks: 1..<4), [.init(), .init(), .init()]) == nil)
    }
}
