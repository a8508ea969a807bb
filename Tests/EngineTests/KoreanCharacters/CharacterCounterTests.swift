import Foundation
import ICUShims
import TestSupport
import Testing

@testable import JeoulText
@testable import JeoulTokenizing

@Suite("Korean characters") struct CharacterCounterTests {
    static let kernels = ScanKernel.all.map(\.name)

    /// `text` against the oracle, by every entry.
    private func check(_ text: [UInt8], kernel: ScanKernel = .best) throws {
        let counter = CharacterCounter(kernel: kernel)
        let counts = try counter.count(text)
        #expect(try counts == CharacterOracle.counts(text), "\(text)")
        #expect(try text.withUnsafeBufferPointer { try counter.koreanCharacters($0) } == counts.hangul, "\(text)")
        let ranges = try counter.koreanRanges(text)
        #expect(ranges.count == counts.hangul, "\(text)")
        // Every range is a cluster, and they are in order.
        let clusters = try CharacterOracle.clusters(text)
        var rest = clusters[...]
        for range in ranges {
            rest = rest.drop { $0 != range }
            #expect(rest.first == range, "\(text)")
        }
        let hangul = clusters.filter { cluster in
            let first = String(decoding: text[cluster], as: UTF8.self).unicodeScalars.first
            return jeoul_script(Int32(first?.value ?? 0)) == JEOUL_SCRIPT_HANGUL
        }
        // But for clusters without a base, these are all of those that start with Hangul.
        let isBase = { (range: Range<Int>) in
            text[range].withUnsafeBufferPointer { jeoul_lead_combining_class($0.scalar(at: 0).value) == 0 }
        }
        #expect(ranges.filter(isBase) == hangul.filter(isBase), "\(text)")
    }

    /// The counts that must not depend on the form, and that they do not.
    private func checkForms(_ text: [UInt8], sourceLocation: SourceLocation = #_sourceLocation) throws {
        var counts = try CharacterCounter().count(text)
        let composed = try Normalizer(.nfc).normalized(text)
        let decomposed = try Normalizer(.nfd).normalized(text)
        for other in [composed, decomposed] {
            let others = try CharacterCounter().count(other)
            (counts.scalar, counts.byte) = (others.scalar, others.byte)
            #expect(counts == others, "\(text)", sourceLocation: sourceLocation)
            #expect(
                try CharacterCounter().koreanRanges(other).count == counts.hangul, "\(text)",
                sourceLocation: sourceLocation)
        }
    }

    private func hangul(_ scalars: UInt32...) throws -> Int {
        let text = scalars.flatMap { utf8($0) }
        try check(text)
        return try CharacterCounter().count(text).hangul
    }

    @Test("every syllable is one character, composed and decomposed") func syllables() throws {
        for code in UInt32(0xAC00)...0xD7A3 {
            let composed = utf8(code)
            let decomposed = try Normalizer(.nfd).normalized(composed)
            for text in [composed, decomposed] {
                let counts = try CharacterCounter().count(text)
                #expect(
                    counts
                        == CharacterCounts(
                            hangul: 1, syllable: 1, grapheme: 1, graphemeNonspace: 1, scalar: text.count / 3,
                            byte: text.count, eojeol: 1))
                #expect(try CharacterCounter().koreanRanges(text) == [0..<text.count])
            }
        }
    }

    @Test("sequences of conjoining jamo, archaic ones too") func jamo() throws {
        // A jamo of each kind, what composes and what does not; every sequence of up to three of them.
        let jamo: [UInt32] = [
            0x1100, 0x1159, 0x115F, 0xA960, 0x1160, 0x1161, 0x119E, 0xD7B0, 0x11A7, 0x11A8, 0x11FF, 0xD7CB, 0xAC00,
            0xAC01,
        ]
        var sequences: [[UInt32]] = [[]]
        for _ in 0..<3 { sequences = [[]] + sequences.flatMap { sequence in jamo.map { sequence + [$0] } } }
        for sequence in sequences {
            let text = sequence.flatMap { utf8($0) }
            try check(text)
            try checkForms(text)
        }
        #expect(try hangul(0x1112, 0x1161, 0x11AB) == 1)  // L V T
        #expect(try hangul(0x1112, 0x119E, 0x11AB) == 1)  // an archaic V
        #expect(try hangul(0x1112, 0x1112, 0xD558) == 1)  // L L LV
        #expect(try hangul(0x1112) == 1)
        #expect(try hangul(0x1161) == 1)
        #expect(try hangul(0x11AB) == 1)
        #expect(try hangul(0x11AB, 0x1161) == 2)  // T V
        #expect(try hangul(0xD55C, 0x11AB) == 1)  // LVT T
        #expect(try hangul(0xD55C, 0x1161) == 2)  // LVT V
        #expect(try hangul(0x61, 0x1161) == 1)  // V after a letter
        #expect(try hangul(0x115F, 0x1160) == 1)  // fillers
    }

    @Test("compatibility, half-width and enclosed Hangul are one each") func otherHangul() throws {
        for range in KoreanTextGenerator.palettes[4] + KoreanTextGenerator.palettes[5] {
            for code in range {
                #expect(try hangul(code) == 1, "\(code)")
                #expect(try hangul(code, code, 0xAC00, code) == 4, "\(code)")
            }
        }
        for code in Array(0x3200...0x321E) + Array(0x3260...0x327E) as [UInt32] {
            #expect(try hangul(code, code) == 2, "\(code)")
        }
        #expect(try hangul(0x327F) == 0)  // ㉿
        #expect(try hangul(0x20A9, 0x300C, 0x321C) == 1)  // ₩「㈜
        #expect(try hangul(0x314B, 0x314B, 0x20, 0x1B, 0x314B) == 3)
    }

    @Test("tone marks belong to what is before them, if anything is") func toneMarks() throws {
        for mark in [0x302E, 0x302F] as [UInt32] {
            #expect(try hangul(0xAC00, mark) == 1)
            #expect(try hangul(0x1100, 0x119E, mark) == 1)
            #expect(try hangul(0x1100, mark, 0x1161) == 2)
            #expect(try hangul(0x61, mark) == 0)
            #expect(try hangul(0x20, mark) == 0)
            #expect(try hangul(mark) == 1)
            #expect(try hangul(mark, mark) == 1)
            #expect(try hangul(0x61, 0x0A, mark) == 1)
            #expect(try hangul(0x0D, 0x0A, mark, 0xAC00) == 2)
            // In the wrong order, without a base: U+0323 comes first in every normalization form.
            #expect(try hangul(mark, 0x323) == 0)
            #expect(try hangul(0x0A, mark, 0xF73, mark) == 0)
            #expect(try hangul(mark, 0x302A) == 0)
            #expect(try hangul(mark, 0x345) == 1)
        }
    }

    @Test("other denominators, by hand") func byHand() throws {
        let counts = try CharacterCounter().count("한국어 韓國語, 々\r\n\u{3000}e\u{301} ㅋ👩‍👩‍👧\u{A0} ")
        #expect(counts.hangul == 4)
        #expect(counts.hanja == 4)
        #expect(counts.hangulWithHanja == 8)
        #expect(counts.syllable == 3)
        // 한국어 _ 韓國語 , _ 々 CRLF U+3000 é _ ㅋ 👩‍👩‍👧 U+A0 _
        #expect(counts.grapheme == 18)
        #expect(counts.graphemeNonspace == 11)
        #expect(counts.eojeol == 5)
        #expect(counts[.eojeol] == 5)
        #expect(
            Denominator.allCases.map(\.rawValue) == [
                "hangul", "syllable", "grapheme", "grapheme-nonspace", "scalar", "byte", "eojeol",
            ])
    }

    @Test("line ends, NUL and the empty text") func lineEnds() throws {
        for text in [
            "", "\0", "\r", "\n", "\r\n", "\n\r", "\r\r\n\n", "가\r\n", "\r\n가", "\u{301}\r\n\u{301}", "\r\u{301}\n",
            "\u{1F600}\r\n\u{1F600}",
        ] {
            try check(Array(text.utf8))
            // At every place of a block.
            for padding in 0..<66 { try check([UInt8](repeating: 0x61, count: padding) + Array(text.utf8)) }
        }
        #expect(try CharacterCounter().count([]) == CharacterCounts())
        #expect(try CharacterCounter().count(UnsafeBufferPointer(start: nil, count: 0)) == CharacterCounts())
    }

    @Test("random texts against the oracle, by every kernel", arguments: kernels) func randomTexts(kernel: String)
        throws
    {
        let kernel = try #require(ScanKernel.named(kernel))
        for seed in 0..<1500 as Range<UInt64> {
            var generator = KoreanTextGenerator(seed: seed)
            let text = generator.text(scalars: seed % 50 == 0 ? 2000 : Int(seed % 97))
            try check(text, kernel: kernel)
            if kernel.name == ScanKernel.best.name { try checkForms(text) }
        }
    }

    @Test("irregular characters at every distance in plain text") func regions() throws {
        let irregular = ["\u{301}", "é", "👩‍👩", "\u{1161}", "\u{11A8}", "\u{3000}", "\u{FE0F}", "\u{1F1E6}", "ᄒ"]
        let plain = ["a", "가", " ", "\n", "\r\n", "♥", "韓"]
        for (index, first) in irregular.enumerated() {
            let second = irregular[(index * 5 + 3) % irregular.count]
            for filler in plain {
                for gap in 0..<140 {
                    let text = filler + first + String(repeating: filler, count: gap) + second + filler
                    try check(Array(text.utf8))
                }
            }
        }
    }

    @Test("every scalar, between others") func everyScalar() throws {
        for (start, scalars) in KoreanTextGenerator.scalarBlocks {
            var text: [UInt8] = []
            for scalar in scalars {
                let bytes = Array(UTF8.encode(scalar)!)
                text +=
                    utf8(0xAC00) + bytes + utf8(0x1161, 0x61) + bytes + utf8(0x301, 0x0A) + bytes + utf8(0x11A8, 0x20)
            }
            let counts = try CharacterCounter().count(text)
            #expect(try counts == CharacterOracle.counts(text), "U+\(String(start, radix: 16))")
            try checkForms(text)
        }
    }

    @Test("where a text is cut into stretches does not matter") func stretches() throws {
        for seed in 0..<500 as Range<UInt64> {
            var generator = KoreanTextGenerator(seed: 2_000_000 + seed)
            let text = generator.text(scalars: 300)
            let clusters = try CharacterOracle.clusters(text)
            let longest = clusters.map(\.count).max() ?? 0
            for stretch in [longest + 4, longest + 5, longest + 50] {
                var ranges: [Range<Int>] = []
                try text.withUnsafeBufferPointer { bytes in
                    try GraphemeSegmenter.forEachCluster(of: bytes, stretch: stretch) { ranges.append($0) }
                }
                #expect(ranges == clusters, "seed \(seed), stretch \(stretch)")
            }
        }
        // A cluster longer than a stretch is cut, and nothing is lost.
        let cluster = Array(("가" + String(repeating: "\u{301}", count: 50)).utf8)
        var ranges: [Range<Int>] = []
        try cluster.withUnsafeBufferPointer { bytes in
            try GraphemeSegmenter.forEachCluster(of: bytes, stretch: 20) { ranges.append($0) }
        }
        #expect(ranges.first?.lowerBound == 0 && ranges.last?.upperBound == cluster.count)
        #expect(zip(ranges, ranges.dropFirst()).allSatisfy { $0.upperBound == $1.lowerBound && !$0.isEmpty })
    }

    @Test("time is linear", .timeLimit(.minutes(1))) func linear() throws {
        let size = 1_000_000
        let spaces = [UInt8](repeating: 0x20, count: size)
        #expect(try CharacterCounter().count(spaces).grapheme == size)
        let marks = Array("e".utf8) + (0..<size / 2).flatMap { $0 % 2 == 0 ? [0xCC, 0x82] : [0xCC, 0xA3] as [UInt8] }
        #expect(try CharacterCounter().count(marks).grapheme == 1)
        let syllable = utf8(0xAC00) + marks.dropFirst()
        #expect(try CharacterCounter().koreanRanges(syllable) == [0..<syllable.count])
        let family = (0..<size / 7).flatMap { _ in utf8(0x1F469, 0x200D) }
        #expect(try CharacterCounter().count(family).grapheme == 1)
        let flags = (0..<size / 4).flatMap { _ in utf8(0x1F1F0) }
        #expect(try CharacterCounter().count(flags).grapheme == size / 8)
        let leads = (0..<size / 3).flatMap { _ in utf8(0x1100) }
        #expect(try CharacterCounter().koreanRanges(leads) == [0..<leads.count])
        let orphans = (0..<size / 3).flatMap { _ in utf8(0x302E) }
        #expect(try CharacterCounter().count(orphans).hangul == 1)
        let scattered = (0..<size / 68).flatMap { _ in Array("\u{301}".utf8) + [UInt8](repeating: 0x20, count: 66) }
        #expect(try CharacterCounter().count(scattered).byte == scattered.count)
    }

    @Test("invalid UTF-8 is an error or counted somehow, and no trap") func invalid() {
        for text in [
            [0xFF], [0xED, 0xA0, 0x80], [0xE3, 0x84], [0xF0], [0x80], [0xEA, 0xB0], [0x80, 0x80, 0x80, 0x80, 0x80],
        ] as [[UInt8]] {
            for text in [text, text + [0x65, 0xCC, 0x81], [UInt8](repeating: 0x65, count: 1500) + text] {
                do {
                    _ = try CharacterCounter().koreanRanges(text)
                    _ = try CharacterCounter().count(text)
                } catch { #expect(error.name == "U_INVALID_CHAR_FOUND") }
            }
        }
    }

    @Test("counts of documents add up") func sums() throws {
        let one = try CharacterCounter().count("한국어 韓 é")
        var two = one + one
        for denominator in Denominator.allCases { #expect(two[denominator] == 2 * one[denominator]) }
        #expect(two.hangulWithHanja == 2 * one.hangulWithHanja)
        two += CharacterCounts()
        #expect(two == one + one)
        #expect(try JSONDecoder().decode(CharacterCounts.self, from: JSONEncoder().encode(one)) == one)
    }

    @Test("real text", .enabled(if: SharedData.isUsable, Comment(rawValue: SharedData.absence)))
    func realText() throws {
        for name in [
            "klue-nli-dev.txt", "klue-sts-dev.txt", "jhe-dev.ko", "flores200/kor_Hang.dev", "flores200/eng_Latn.dev",
            "adversarial.jsonl", "nsmc.txt",
        ] {
            let url = try #require(try SharedData.url("corpora/" + name))
            let text = [UInt8](try Data(contentsOf: url).prefix(500_000))
            let lines = text.split(separator: 0x0A).dropLast()  // the last may be cut in a character
            let whole = Array(lines.joined(separator: [0x0A]))
            try checkForms(whole)
            #expect(try CharacterCounter().count(whole) == CharacterOracle.counts(whole), "\(name)")
            // Swift's own clusters, with its own tables, say the same of Korean.
            let swift = String(decoding: whole, as: UTF8.self).count {
                jeoul_script(Int32($0.unicodeScalars.first!.value)) == JEOUL_SCRIPT_HANGUL
            }
            if !name.hasPrefix("adversarial") {
                #expect(try CharacterCounter().count(whole).hangul == swift, "\(name)")
            }
            for line in lines.prefix(500) { try check(Array(line)) }
        }
    }
}
