import Foundation
import TestSupport
import Testing

@testable import JeoulText
@testable import JeoulTokenizing

@Suite("Normalization") struct NormalizerTests {
    static let kernels = ScanKernel.all.map(\.name)
    static let forms = NormalizationForm.allCases

    /// `text` against the oracle by every entry.
    private func check(_ text: [UInt8], _ form: NormalizationForm, kernel: ScanKernel = .best) throws {
        let expected = try NormalizationOracle.normalized(text, form)
        let normalizer = Normalizer(form, kernel: kernel)
        let result = try text.withUnsafeBufferPointer { try normalizer.normalized($0) }
        #expect(result ?? text == expected, "\(form) of \(text)")
        #expect((result == nil) == (expected == text), "\(form) of \(text): nil exactly when nothing changes")
        #expect(try normalizer.isNormalized(text) == (expected == text), "\(form) of \(text)")
    }

    @Test("every scalar, alone and between others, in every form", arguments: forms)
    func everyScalar(form: NormalizationForm) throws {
        // Contexts, joined by line ends into one text: a failure is found by bisection, and named.
        let contexts: [([UInt8], [UInt8])] = [
            ([], []), (utf8(0xAC00), utf8(0x11A8)), (utf8(0x1100), utf8(0x1161)), (utf8(0x65), utf8(0x301)),
            (utf8(0x65, 0x302E), utf8(0x323)),
        ]
        for (before, after) in contexts {
            for (_, scalars) in KoreanTextGenerator.scalarBlocks {
                let cases = scalars.map { before + Array(UTF8.encode($0)!) + after }
                let text = Array(cases.joined(separator: [0x0A]))
                let same = try Normalizer(form).normalized(text) == NormalizationOracle.normalized(text, form)
                if !same { for text in cases { try check(text, form) } }
                #expect(same)
            }
        }
    }

    @Test("random texts, in every form and by every kernel", arguments: kernels, forms)
    func randomTexts(kernel: String, form: NormalizationForm) throws {
        let kernel = try #require(ScanKernel.named(kernel))
        for seed in 0..<1500 as Range<UInt64> {
            var generator = KoreanTextGenerator(seed: seed)
            let length = seed % 50 == 0 ? 2000 : Int(seed % 97)
            try check(generator.text(scalars: length), form, kernel: kernel)
        }
    }

    @Test("long runs by the definition agree with ICU", arguments: forms) func longRuns(form: NormalizationForm) throws
    {
        for seed in 0..<600 as Range<UInt64> {
            var generator = KoreanTextGenerator(seed: 1_000_000 + seed)
            let text = generator.text(scalars: seed % 20 == 0 ? 1000 : Int(seed % 120))
            let result = try text.withUnsafeBufferPointer { try LongRun.normalized($0, form: form) }
            #expect(try result == NormalizationOracle.normalized(text, form), "seed \(seed)")
        }
    }

    @Test("what changes at every distance in plain text", arguments: kernels) func distances(kernel: String) throws {
        let kernel = try #require(ScanKernel.named(kernel))
        for filler in ["a", "가", "\r\n", "♥"] {
            for gap in 0..<200 {
                let text = "e\u{301}" + String(repeating: filler, count: gap) + "e\u{301}" + filler + "\u{301}"
                try check(Array(text.utf8), .nfc, kernel: kernel)
            }
        }
        // Around one block of plain text, at every place of a block.
        for padding in 0..<64 {
            for gap in 56..<72 {
                let text = [padding, gap, 0].map { String(repeating: "a", count: $0) }.joined(separator: "e\u{301}")
                try check(Array(text.utf8), .nfc, kernel: kernel)
            }
        }
    }

    @Test("regions start and end where clusters and normalization do") func regions() throws {
        for seed in 0..<1000 as Range<UInt64> {
            var generator = KoreanTextGenerator(seed: 3_000_000 + seed)
            // Spread out, that there be several regions to a text.
            let text = (0..<5).flatMap { _ in
                generator.text(scalars: 6) + Array(String(repeating: "가\r\n", count: Int(seed % 40)).utf8)
            }
            let clusters = Set(try CharacterOracle.clusters(text).map(\.lowerBound) + [text.count])
            try text.withUnsafeBufferPointer { bytes in
                let plain = PlainText(text: bytes, kernel: .best)
                var joined: [UInt8] = []
                var start = 0
                while let region = plain.nextRegion(from: start) {
                    #expect(
                        clusters.contains(region.lowerBound) && clusters.contains(region.upperBound), "seed \(seed)")
                    joined += text[start..<region.lowerBound]
                    joined += try NormalizationOracle.normalized(Array(text[region]), .nfc)
                    start = region.upperBound
                }
                #expect(try joined + text[start...] == NormalizationOracle.normalized(text, .nfc), "seed \(seed)")
            }
        }
    }

    @Test("runs of marks around the size of a window", arguments: forms) func windowEdges(form: NormalizationForm)
        throws
    {
        let size = NormalizationWindows.size
        for marks in size / 2 - 3...size / 2 + 3 {
            for lead in ["e", "가", "가나 ", "\u{1100}", "\u{301}", ""] {
                let run = (0..<marks).map { $0 % 2 == 0 ? "\u{302}" : "\u{323}" }.joined()
                for tail in ["", "e", "\u{11A8}", "가\u{323}\u{302}"] {
                    try check(Array((lead + run + tail).utf8), form)
                }
            }
            for lead in [0x1100, 0xAC00, 0x1161, 0x11A8, 0x0DD9] as [UInt32] {
                for follower in [0x1161, 0x11A8, 0x0DCA] as [UInt32] {
                    try check(utf8(lead) + (0..<marks).flatMap { _ in utf8(follower) } + utf8(0xAC00, 0x11A8), form)
                }
            }
        }
    }

    @Test("all syllables, both ways") func syllables() throws {
        let composed = (UInt32(0xAC00)...0xD7A3).flatMap { utf8($0) }
        let decomposed = (UInt32(0xAC00)...0xD7A3).flatMap { code in
            let index = code - 0xAC00
            let parts = [0x1100 + index / 588, 0x1161 + index % 588 / 28, 0x11A7 + index % 28]
            return parts.prefix(index % 28 == 0 ? 2 : 3).flatMap { utf8($0) }
        }
        #expect(try Normalizer(.nfd).normalized(composed) == decomposed)
        #expect(try Normalizer(.nfc).normalized(decomposed) == composed)
        #expect(try Normalizer(.nfkd).normalized(composed) == decomposed)
        #expect(try Normalizer(.nfkc).normalized(decomposed) == composed)
        #expect(try Normalizer(.nfc).isNormalized(composed))
        #expect(try Normalizer(.nfd).isNormalized(decomposed))
    }

    @Test("the empty text and NUL are in every form", arguments: forms) func empty(form: NormalizationForm) throws {
        try check([], form)
        try check([0], form)
        try check([0, 0x65, 0xCC, 0x81, 0, 0xCC, 0x81, 0], form)
        let none = UnsafeBufferPointer<UInt8>(start: nil, count: 0)
        #expect(try Normalizer(form).normalized(none) == nil)
    }

    @Test("invalid UTF-8 is an error or left alone, and no trap", arguments: forms)
    func invalid(form: NormalizationForm) {
        for text in [[0xFF], [0xED, 0xA0, 0x80], [0xE3, 0x84], [0xF0], [0x80], [0xEA, 0xB0]] as [[UInt8]] {
            for text in [text, text + [0x65, 0xCC, 0x81], [UInt8](repeating: 0x65, count: 1500) + text] {
                do { _ = try Normalizer(form).normalized(text) } catch { #expect(error.name == "U_INVALID_CHAR_FOUND") }
            }
        }
    }

    @Test("time is linear where ICU's is quadratic", .timeLimit(.minutes(1)), arguments: forms)
    func linear(form: NormalizationForm) throws {
        let marks = 500_000
        let text = Array("e".utf8) + (0..<marks).flatMap { $0 % 2 == 0 ? [0xCC, 0x82] : [0xCC, 0xA3] as [UInt8] }
        let result = try Normalizer(form).normalized(text)
        #expect(result.count <= text.count && result.count >= text.count - 3)
        #expect(try Normalizer(form).isNormalized(result))
        let spaces = [UInt8](repeating: 0x20, count: 10_000_000)
        #expect(try Normalizer(form).isNormalized(spaces))
    }

    @Test("the convenience for strings") func strings() throws {
        #expect(try Normalizer(.nfd).normalized("한").unicodeScalars.map(\.value) == [0x1112, 0x1161, 0x11AB])
        #expect(try Normalizer(.nfc).normalized("\u{1112}\u{1161}\u{11AB}").utf8.elementsEqual("\u{D55C}".utf8))
        #expect(try Normalizer(.nfkc).normalized("ㅋ").unicodeScalars.map(\.value) == [0x110F])
        #expect(try !Normalizer(.nfc).isNormalized("\u{1112}\u{1161}"))
    }

    @Test("many threads") func threads() async throws {
        let texts = (0..<64 as Range<UInt64>).map { seed in
            var generator = KoreanTextGenerator(seed: seed)
            return generator.text(scalars: 500)
        }
        let normalizer = Normalizer(.nfc)
        let counter = CharacterCounter()
        let alone = try texts.map { try (normalizer.normalized($0), counter.count($0)) }
        try await withThrowingTaskGroup(of: Bool.self) { group in
            for _ in 0..<16 {
                group.addTask {
                    try zip(texts, alone).allSatisfy { text, expected in
                        try normalizer.normalized(text) == expected.0 && counter.count(text) == expected.1
                    }
                }
            }
            for try await same in group { #expect(same) }
        }
    }

    @Test(
        "real text", .enabled(if: SharedData.isUsable, Comment(rawValue: SharedData.absence)),
        arguments: forms)
    func realText(form: NormalizationForm) throws {
        for name in ["klue-nli-dev.txt", "jhe-dev.ko", "flores200/kor_Hang.dev", "adversarial.jsonl"] {
            let url = try #require(try SharedData.url("corpora/" + name))
            let text = [UInt8](try Data(contentsOf: url))
            let expected = try NormalizationOracle.normalized(text, form)
            #expect(try Normalizer(form).normalized(text) == expected, "\(name)")
            #expect(try Normalizer(form).isNormalized(expected), "\(name)")
        }
    }
}

@Suite("Normalization forms") struct NormalizationFormTests {
    @Test("names") func names() {
        #expect(Normalization.allCases.map(\.rawValue) == ["as-is", "nfc", "nfd", "nfkc", "nfkd"])
        #expect(Normalization.allCases.map(\.form) == [nil, .nfc, .nfd, .nfkc, .nfkd])
        #expect(NormalizationForm.allCases.map { Normalization($0).form } == NormalizationForm.allCases)
    }

    @Test("which forms a text is in") func forms() throws {
        let cases: [([UInt8], NormalizationForms)] = [
            ([], .all), (Array("hello".utf8), .all), (utf8(0xD55C), [.nfc, .nfkc]),
            (utf8(0x1112, 0x1161, 0x11AB), [.nfd, .nfkd]), (utf8(0xD55C, 0x1112, 0x1161), []),
            (utf8(0x314B), [.nfc, .nfd]), (utf8(0x314B, 0xD55C), .nfc), (utf8(0x1112), .all),
            (utf8(0x115F, 0x1161), .all), (utf8(0x1112, 0x119E, 0x11AB), .all),
        ]
        for (text, forms) in cases { #expect(try Normalizer.forms(of: text) == forms, "\(text)") }
        #expect(try Normalizer.forms(of: utf8(0xD55C), among: [.nfc, .nfd]) == .nfc)
    }

    @Test("coded as names") func coding() throws {
        let data = try JSONEncoder().encode([NormalizationForms.nfc, [], [.nfkd, .nfd]])
        #expect(String(decoding: data, as: UTF8.self) == #"[["nfc"],[],["nfd","nfkd"]]"#)
        let forms = try JSONDecoder().decode([NormalizationForms].self, from: data)
        #expect(forms == [.nfc, [], [.nfkd, .nfd]])
    }
}
