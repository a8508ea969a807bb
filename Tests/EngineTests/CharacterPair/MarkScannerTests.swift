@testable import JeoulText
import TestSupport
import Testing

@testable import JeoulTokenizing

/// Where a text is cut before marks: every kernel against the rule read character by character.
@Suite("cutting before spaces") struct MarkScannerTests {
    /// A rule: the tokens that it is proved by, where documents open, whether every mark is cut.
    struct Case: Sendable, CustomTestStringConvertible {
        var tokens: [String]
        var opening: MarkRule.Opening
        var cutsEveryMark = false
        var testDescription: String { "\(tokens) \(opening) \(cutsEveryMark)" }
    }

    static let cases: [Case] = [
        Case(tokens: ["▁가", "▁▁▁"], opening: .text), Case(tokens: ["▁가"], opening: .space),
        Case(tokens: ["가a"], opening: .space), Case(tokens: [">▁</", "a▁b"], opening: .text),
        Case(tokens: ["가나▁다", "!▁"], opening: .spaceUnlessMarked),
        Case(tokens: ["▁"], opening: .spaceUnlessMarked, cutsEveryMark: true),
        Case(tokens: ["▁"], opening: .text, cutsEveryMark: true),
    ]

    @Test("every kernel cuts as the rule says", arguments: ScanKernel.all, cases)
    func kernels(_ kernel: ScanKernel, _ item: Case) throws {
        let rule = try #require(
            Self.rule(item.tokens, opening: item.opening, cutsEveryMark: item.cutsEveryMark))
        var random = SeededRandom(seed: 20_261_128)
        for round in 0..<400 {
            var text = Self.text(&random, length: round % 5 == 0 ? 6000 : Int.random(in: 1...150, using: &random))
            let splitsLines = Bool.random(using: &random)
            if rule.opening != .text { text.insert(0x0A, at: 0) }
            let expected = Self.cut(text, rule, splitsLines: splitsLines)
            let actual = Self.scan(text, rule, splitsLines: splitsLines, kernel)
            #expect(actual == expected, "round \(round): \(escaped(text))")
            if actual != expected { return }
        }
    }

    @Test("too many characters before marks are no rule") func tooMany() {
        let tokens = "abcde".map { "\($0)▁" }
        #expect(Self.rule(tokens, opening: .text, cutsEveryMark: false) == nil)
        #expect(Self.rule(tokens, opening: .text, cutsEveryMark: true)?.unsafeBytes == [])
    }

    private static func rule(_ tokens: [String], opening: MarkRule.Opening, cutsEveryMark: Bool) -> MarkRule? {
        MarkRule(opening: opening, cutsEveryMark: cutsEveryMark) { body in
            for token in tokens { Array(token.utf8).withUnsafeBufferPointer { body($0) } }
        }
    }

    private static func text(_ random: inout SeededRandom, length: Int) -> [UInt8] {
        let parts = [
            " ", " ", "  ", "▁", "가", "나다", "힣", "ꀀ", "a", "!", ">", "\n", "\r\n", "\r", "ㅋ", "é", "😀", "▂", "\u{1}",
        ]
        var text: [UInt8] = []
        while text.count < length { text += Array(parts.randomElement(using: &random)!.utf8) }
        return text
    }

    /// The pieces of each document, by the kernel.
    private static func scan(
        _ text: [UInt8], _ rule: MarkRule, splitsLines: Bool, _ kernel: ScanKernel
    ) -> [[Range<Int>]] {
        let batch = PreTokenBatch()
        return text.withUnsafeBufferPointer { text in
            let copy = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: text.count)
            defer { copy.deallocate() }
            _ = copy.initialize(from: text)
            let scanner = MarkScanner(rule, kernel: kernel)
            scanner.start(UnsafePointer(copy.baseAddress!), copy.count, splitsLines: splitsLines)
            var documents: [[Range<Int>]] = []
            var open: [Range<Int>] = []
            while !scanner.isFinished {
                batch.removeAll()
                scanner.fill(batch)
                var piece = 0
                for document in 0...batch.documentCount {
                    let end =
                        document < batch.documentCount ? Int(batch.documentPreTokens[document]) : batch.preTokenCount
                    while piece < end {
                        let start = Int(batch.starts[piece])
                        open.append(start..<start + Int(batch.lengths[piece]))
                        piece += 1
                    }
                    guard document < batch.documentCount else { break }
                    documents.append(open)
                    open = []
                }
            }
            return documents + (open.isEmpty ? [] : [open])
        }
    }

    /// The same by the rule's words.
    private static func cut(_ text: [UInt8], _ rule: MarkRule, splitsLines: Bool) -> [[Range<Int>]] {
        let opens = rule.opening != .text
        var ranges: [Range<Int>] = []
        if splitsLines {
            var start = opens ? 1 : 0
            while start < text.count {
                let end = text[start...].firstIndex(of: 0x0A) ?? text.count
                let isCarriageReturn = end < text.count && end > start && text[end - 1] == 0x0D
                ranges.append(start..<(isCarriageReturn ? end - 1 : end))
                start = end + 1
            }
        } else {
            ranges = [(opens ? 1 : 0)..<text.count]
        }
        return ranges.map { range in
            guard !range.isEmpty else { return [] }
            let scalars = Array(String(decoding: text[range], as: UTF8.self).unicodeScalars)
            func isMark(_ scalar: Unicode.Scalar) -> Bool { scalar == " " || scalar == "▁" }
            let opensHere = opens && !(rule.opening == .spaceUnlessMarked && isMark(scalars[0]))
            var starts = [opensHere ? range.lowerBound - 1 : range.lowerBound]
            var offset = range.lowerBound
            for (index, scalar) in scalars.enumerated() {
                defer { offset += scalar.utf8.count }
                let before = index > 0 ? scalars[index - 1] : nil
                guard let before else { continue }
                func isSyllable(_ scalar: Unicode.Scalar) -> Bool { 0xA000...0xDFFF ~= scalar.value }
                func isGraphic(_ scalar: Unicode.Scalar) -> Bool { 0x21...0x7E ~= scalar.value }
                let isEdge =
                    rule.cutsSyllables
                    && (isSyllable(scalar) && isGraphic(before) || isGraphic(scalar) && isSyllable(before))
                let isUnsafe = rule.unsafeBytes.contains(before.utf8.last!)
                let isMarked = isMark(scalar) && (rule.cutsEveryMark || !isMark(before) && !isUnsafe)
                if isEdge || isMarked { starts.append(offset) }
            }
            return zip(starts, starts.dropFirst() + [range.upperBound]).map { $0..<$1 }
        }
    }
}
