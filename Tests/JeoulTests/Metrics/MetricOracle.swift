import Foundation
import Jeoul

/// The metrics the slow way, from ids and what they decode to: sets of byte offsets, Swift's own characters.
struct MetricOracle {
    var sums: [String: Double] = [:]
    var ratios: [Metric: [Double]] = [:]
    var histogram: [TokenID: Int] = [:]
    var types: [[UInt8]: (total: Int, single: Int)] = [:]

    init(_ documents: [String], _ tokenizer: any TokenizerModel) throws {
        for document in documents { try add(document, tokenizer) }
    }

    private mutating func add(_ document: String, _ tokenizer: any TokenizerModel) throws {
        let encoded = try tokenizer.encodeWithText(document)
        let text = String(decoding: encoded.text, as: UTF8.self)
        let ranges = encoded.ids.indices.map { encoded.range(of: $0) }
        let boundaries = Set(ranges.map(\.lowerBound))
        func isCut(_ range: Range<Int>) -> Bool { range.dropFirst().contains(where: boundaries.contains) }

        var korean: Set<Int> = []
        var offset = 0
        for character in text {
            let end = offset + character.utf8.count
            if Self.isKorean(character) { korean.formUnion(offset..<end) }
            offset = end
        }
        let attributed = ranges.reduce(0.0) { sum, range in
            range.isEmpty ? sum : sum + Double(range.count(where: korean.contains)) / Double(range.count)
        }
        let words = Self.words(text)
        let wordOfByte = Dictionary(
            uniqueKeysWithValues: words.enumerated().flatMap { number, word in word.map { ($0, number) } })
        let wordsOfToken = ranges.map { range in Set(range.compactMap { wordOfByte[$0] }) }
        for (number, word) in words.enumerated() {
            let tokens = wordsOfToken.filter { $0.contains(number) }
            let isSingle = tokens.count == 1 && tokens[0].count == 1
            count("single", isSingle ? 1 : 0)
            count("continued", tokens.count > 1 ? 1 : 0)
            let bytes = Array(encoded.text[word])
            let seen = types[bytes] ?? (0, 0)
            types[bytes] = (seen.total + 1, seen.single + (isSingle ? 1 : 0))
        }
        let syllables = Self.syllables(text)
        let koreanCount = document.count(where: Self.isKorean)
        count("tokens", encoded.ids.count)
        count("korean", koreanCount)
        count("syllables", Self.syllables(document).count)
        count("scalars", document.unicodeScalars.count)
        count("bytes", document.utf8.count)
        count("eojeols", Self.words(document).count)
        count("words", words.count)
        count("normalized syllables", syllables.count)
        count("split", syllables.count(where: isCut))
        count("partial", ranges.count { String(validating: encoded.text[$0], as: UTF8.self) == nil })
        sums["attributed", default: 0] += attributed
        for id in encoded.ids { histogram[id, default: 0] += 1 }
        ratio(.tokensPerKoreanCharacter, Double(encoded.ids.count), koreanCount)
        ratio(.attributedTokensPerKoreanCharacter, attributed, koreanCount)
        ratio(.fertility, Double(encoded.ids.count), Self.words(document).count)
        ratio(.syllableSplitRate, Double(syllables.count(where: isCut)), syllables.count)
        ratio(.bytesPerToken, Double(document.utf8.count), encoded.ids.count)
    }

    private mutating func count(_ name: String, _ value: Int) { sums[name, default: 0] += Double(value) }

    private mutating func ratio(_ metric: Metric, _ numerator: Double, _ denominator: Int) {
        if denominator > 0 { ratios[metric, default: []].append(numerator / Double(denominator)) }
    }

    /// A metric that the oracle knows; nil where the denominator is 0.
    func value(_ metric: Metric) -> Double? {
        func per(_ top: String, _ bottom: String) -> Double? {
            let denominator = sums[bottom] ?? 0
            return denominator == 0 ? nil : (sums[top] ?? 0) / denominator
        }
        let total = Double(histogram.values.reduce(0, +))
        let p = histogram.values.map { Double($0) / total }
        let renyi = log2(p.reduce(0) { $0 + pow($1, 2.5) }) / -1.5
        switch metric {
        case .tokensPerKoreanCharacter: return per("tokens", "korean")
        case .tokensPerSyllable: return per("tokens", "syllables")
        case .tokensPerScalar: return per("tokens", "scalars")
        case .tokensPerByte: return per("tokens", "bytes")
        case .fertility: return per("tokens", "eojeols")
        case .attributedTokensPerKoreanCharacter: return per("attributed", "korean")
        case .singleTokenRetention: return per("single", "words")
        case .continuedWords: return per("continued", "words")
        case .syllableSplitRate: return per("split", "normalized syllables")
        case .partialCharacterTokens: return per("partial", "tokens")
        case .singleTokenRetentionByType:
            let shares = types.values.reduce(0) { $0 + Double($1.single) / Double($1.total) }
            return types.isEmpty ? nil : shares / Double(types.count)
        case .shannonEntropy: return p.isEmpty ? nil : -p.reduce(0) { $0 + $1 * log2($1) }
        case .renyiEfficiencyObserved: return p.count < 2 ? nil : renyi / log2(Double(p.count))
        default: return nil
        }
    }

    func meanOfRatios(_ metric: Metric) -> Double? {
        ratios[metric].map { $0.reduce(0, +) / Double($0.count) }
    }

    static let metrics: [Metric] = [
        .tokensPerKoreanCharacter, .tokensPerSyllable, .tokensPerScalar, .tokensPerByte, .fertility,
        .attributedTokensPerKoreanCharacter, .singleTokenRetention, .continuedWords, .syllableSplitRate,
        .partialCharacterTokens, .singleTokenRetentionByType, .shannonEntropy, .renyiEfficiencyObserved,
    ]

    /// By the ranges of Unicode's Scripts.txt.
    private static func isKorean(_ character: Character) -> Bool {
        let composed = String(character).precomposedStringWithCanonicalMapping
        let first = composed.unicodeScalars.first?.value ?? 0
        let hangul: [ClosedRange<UInt32>] = [
            0x1100...0x11FF, 0x302E...0x302F, 0x3131...0x318E, 0x3200...0x321E, 0x3260...0x327E, 0xA960...0xA97C,
            0xAC00...0xD7A3, 0xD7B0...0xD7C6, 0xD7CB...0xD7FB, 0xFFA0...0xFFBE, 0xFFC2...0xFFC7, 0xFFCA...0xFFCF,
            0xFFD2...0xFFD7, 0xFFDA...0xFFDC,
        ]
        return hangul.contains { $0.contains(first) }
    }

    private static func words(_ text: String) -> [Range<Int>] {
        var words: [Range<Int>] = []
        var start: Int?
        var offset = 0
        for scalar in text.unicodeScalars {
            if scalar.properties.isWhitespace {
                if let start { words.append(start..<offset) }
                start = nil
            } else {
                start = start ?? offset
            }
            offset += String(scalar).utf8.count
        }
        if let start { words.append(start..<offset) }
        return words
    }

    /// Syllables by composing jamo scalar by scalar, as UAX #15 does. (Foundation's composition is no oracle: it makes
    /// a syllable more of some adversarial texts than ICU and Python do.)
    private static func syllables(_ text: String) -> [Range<Int>] {
        var syllables: [Range<Int>] = []
        var offset = 0
        // What the scalar before is: an initial, or a syllable without a final, ready to compose.
        var pending: (isSyllable: Bool, start: Int)?
        for scalar in text.unicodeScalars {
            let value = scalar.value
            let end = offset + String(scalar).utf8.count
            if let before = pending, !before.isSyllable, (0x1161...0x1175).contains(value) {
                syllables.append(before.start..<end)
                pending = (true, before.start)
            } else if let before = pending, before.isSyllable, (0x11A8...0x11C2).contains(value) {
                syllables[syllables.count - 1] = before.start..<end
                pending = nil
            } else if (0xAC00...0xD7A3).contains(value) {
                syllables.append(offset..<end)
                pending = (value - 0xAC00) % 28 == 0 ? (true, offset) : nil
            } else {
                pending = (0x1100...0x1112).contains(value) ? (false, offset) : nil
            }
            offset = end
        }
        return syllables
    }
}
