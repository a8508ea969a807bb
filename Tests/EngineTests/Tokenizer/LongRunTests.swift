import Foundation
import TestSupport
import Testing

@testable import JeoulText
@testable import JeoulTokenizing

/// Megabytes without a break. That they end is the first thing that is tested; then that every two neighbours are the
/// encoding of their bytes, which makes the whole the encoding of the text (`PairOracle.wrongNeighbours`).
@Suite("long unbroken runs") struct LongRunTests {
    /// Ten megabytes for the vocabularies that travel with Jeoul, else one; without optimization a quarter of one.
    static func bytes(_ id: String) -> Int {
        #if DEBUG
            250_000
        #else
            TestTokenizers.bundled.contains(id) ? 10_000_000 : 1_000_000
        #endif
    }

    enum Run: String, CaseIterable, Sendable {
        case 가, ㅋ, a
        case equals = "="
        case space = " "
        case digit = "7"
        case hyphen = "-"
        case tab = "\t"
        case period = "abcdefg"
        case syllables, words, letters, punctuation, runs, decomposedSyllables
        /// One piece whose kind changes.
        case stretches
        case decomposed = "\u{1112}\u{1161}\u{11AB}"
        case emoji = "🎉"

        func text(_ bytes: Int) -> [UInt8] {
            var random = SeededRandom(seed: 131)
            switch self {
            case .syllables: return RandomKorean.syllables(bytes / 3, using: &random)
            case .words: return RandomKorean.words(bytes: bytes, using: &random)
            case .letters: return (0..<bytes).map { _ in UInt8.random(in: 0x61...0x7A, using: &random) }
            case .punctuation:
                return (0..<bytes).map { _ in Array("!#$%&()*+,-.:;<=>?@^_`{|}~".utf8).randomElement(using: &random)! }
            case .runs:
                var text: [UInt8] = []
                while text.count < bytes {
                    let byte = Array("=-*_".utf8).randomElement(using: &random)!
                    text += repeatElement(byte, count: Int.random(in: 1...150, using: &random))
                }
                return text
            case .stretches:
                var text: [UInt8] = []
                while text.count < bytes {
                    let length = Int.random(in: 1...6000, using: &random)
                    switch Int.random(in: 0..<4, using: &random) {
                    case 0: text += (0..<length).map { _ in UInt8.random(in: 0x61...0x7A, using: &random) }
                    case 1: text += RandomKorean.syllables(length / 3 + 1, using: &random)
                    case 2: text += repeatElement(0x61, count: length)
                    default: text += Array(repeatElement(Array("ㅋ".utf8), count: length / 3 + 1).joined())
                    }
                }
                return text
            case .decomposedSyllables:
                let composed = RandomKorean.syllables(bytes / 8, using: &random)
                return (try? Normalizer(.nfd).normalized(composed)) ?? composed
            default:
                let unit = Array(rawValue.utf8)
                return Array(repeatElement(unit, count: bytes / unit.count).joined())
            }
        }
    }

    @Test("end, and are encoded right", arguments: TestTokenizers.available, Run.allCases)
    func runs(_ id: String, _ run: Run) throws {
        let tokenizer = try TestTokenizers.tokenizer(id)
        let definition = try TestTokenizers.definition(id)
        let text = run.text(Self.bytes(id))
        let encoded = try DocumentEncoder(tokenizer).session().encode(Data(text), layout: .lines)
        #expect(encoded.ends == [encoded.ids.count])
        let count = try DocumentCounter([tokenizer]).session().count(Data(text), layout: .lines)
        #expect(count == [[UInt32(encoded.ids.count)]])
        let normalized = ["qwen2.5", "varco-vision-14b"].contains(id) ? try Normalizer(.nfc).normalized(text) : text
        #expect(try tokenizer.decode(encoded.ids) == normalized)

        // Where the run is one piece, and no added token cuts it.
        if run == .digit, definition.splitter != .pattern(.gpt2) {
            let digits = definition.splitter == .pattern(.qwen2) ? 1 : 3
            #expect(encoded.ids.count == (text.count + digits - 1) / digits)
            return
        }
        if [.space, .tab].contains(run), id == "exaone-4.0" { return }
        guard case .byteLevel(let order, _) = definition.model else {
            Issue.record("\(id) is not byte-level")
            return
        }
        let oracle = PairOracle(tokens: definition.tokens, order: order)
        let wrong = oracle.wrongNeighbours(encoded.ids)
        #expect(wrong == nil)
    }
}
