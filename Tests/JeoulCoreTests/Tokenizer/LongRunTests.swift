import Foundation
import TestSupport
import Testing

@testable import JeoulCore

/// Megabytes without a break. That they end is the first thing that is tested; then that every two neighbours are the
/// encoding of their bytes, which makes the whole the encoding of the text (`PairOracle.wrongNeighbours`).
@Suite("long unbroken runs") struct LongRunTests {
    /// Ten megabytes; without optimization a quarter of one.
    static let bytes: Int = {
        #if DEBUG
            250_000
        #else
            10_000_000
        #endif
    }()

    enum Run: String, CaseIterable, Sendable {
        case 가, ㅋ, a
        case equals = "="
        case space = " "
        case digit = "7"
        case syllables, words
        case decomposed = "\u{1112}\u{1161}\u{11AB}"
        case emoji = "🎉"

        func text(_ bytes: Int) -> [UInt8] {
            var random = SeededRandom(seed: 131)
            switch self {
            case .syllables: return RandomKorean.syllables(bytes / 3, using: &random)
            case .words: return RandomKorean.words(bytes: bytes, using: &random)
            default:
                let unit = Array(rawValue.utf8)
                return Array(repeatElement(unit, count: bytes / unit.count).joined())
            }
        }
    }

    @Test("end, and are encoded right", arguments: TestTokenizers.bundled, Run.allCases)
    func runs(_ id: String, _ run: Run) throws {
        let tokenizer = try TestTokenizers.tokenizer(id)
        let definition = try TestTokenizers.definition(id)
        let text = run.text(Self.bytes)
        let encoded = try DocumentEncoder(tokenizer).session().encode(Data(text), layout: .lines)
        #expect(encoded.ends == [encoded.ids.count])
        let count = try DocumentCounter([tokenizer]).session().count(Data(text), layout: .lines)
        #expect(count == [[UInt32(encoded.ids.count)]])
        let normalized = id == "qwen2.5" ? try Normalizer(.nfc).normalized(text) : text
        #expect(try tokenizer.decode(encoded.ids) == normalized)

        // Digits are cut into pieces of three, or one: neighbours are then of different pieces.
        guard case .byteLevel(let order, _) = definition.model, run != .digit else {
            let digits = definition.splitter == .pattern(.qwen2) ? 1 : 3
            #expect(encoded.ids.count == (text.count + digits - 1) / digits)
            return
        }
        let oracle = PairOracle(tokens: definition.tokens, order: order)
        let wrong = oracle.wrongNeighbours(encoded.ids)
        #expect(wrong == nil)
    }
}
