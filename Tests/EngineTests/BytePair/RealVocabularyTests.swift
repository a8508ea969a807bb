@testable import JeoulText
import TestSupport
import Testing

@testable import JeoulTokenizing

/// All encoders against the definition, with the vocabularies that travel with Jeoul.
@Suite("byte-pair encoding with real vocabularies") struct RealVocabularyTests {
    /// A vocabulary, its encoders and its oracle.
    private struct Subject {
        let definition: VocabularyDefinition
        let paths: EncoderPaths
        let oracle: PairOracle
        let looksUpWholePreTokens: Bool

        init(_ id: String) throws {
            definition = try TestTokenizers.definition(id)
            guard case .byteLevel(let order, let lookup) = definition.model else { throw TokenizerKindError() }
            looksUpWholePreTokens = lookup
            oracle = PairOracle(tokens: definition.tokens, order: order)
            paths = EncoderPaths(
                try #require(try TestTokenizers.tokenizer(id) as? BytePairTokenizer).model)
        }

        func fault(_ preToken: [UInt8]) -> String? {
            paths.fault(preToken, oracle, ignoresMerges: looksUpWholePreTokens)
        }
    }

    private struct TokenizerKindError: Error {}

    @Test("all syllables, alone and after a space", arguments: TestTokenizers.bundled)
    func syllables(_ id: String) throws {
        let subject = try Subject(id)
        for code in UInt32(0xAC00)...0xD7A3 {
            let syllable = Array(String(Character(Unicode.Scalar(code)!)).utf8)
            for preToken in [syllable, [0x20] + syllable] {
                let fault = subject.fault(preToken)
                #expect(fault == nil)
                if fault != nil { return }
            }
        }
    }

    @Test("pairs of syllables", arguments: TestTokenizers.bundled) func pairs(_ id: String) throws {
        let subject = try Subject(id)
        var random = SeededRandom(seed: 61)
        for round in 0..<4000 {
            let text = RandomKorean.syllables(2, using: &random)
            let fault = subject.fault(round % 2 == 0 ? text : [0x20] + text)
            #expect(fault == nil, "seed 61, round \(round)")
            if fault != nil { return }
        }
    }

    @Test("every token's own bytes", arguments: TestTokenizers.bundled) func everyToken(_ id: String) throws {
        let subject = try Subject(id)
        var wrong: [TokenID] = []
        for id in 0..<TokenID(subject.definition.tokens.endID) {
            guard let bytes = subject.definition.tokens[id].map(Array.init) else { continue }
            let expected = subject.oracle.encode(bytes, ignoresMerges: subject.looksUpWholePreTokens)
            if subject.looksUpWholePreTokens, expected != [id] { wrong.append(id) }
            // Not a token that no text has: a syllable and then a part of a character.
            if isInsideText(bytes), subject.paths.encode(bytes) != expected { wrong.append(id) }
        }
        #expect(wrong.isEmpty, "\(wrong.prefix(10))")
    }

    @Test("runs of lengths around the window", arguments: TestTokenizers.bundled) func runs(_ id: String) throws {
        let subject = try Subject(id)
        for unit in ["가", "ㅋ", "a", "=", " ", "ㅋㅋㅎ", "뷁", "ab", "가나다라", "-", "\u{0}"] {
            for length in Array(120...136) + [159, 160, 161, 200, 255, 256, 257, 383, 384, 400, 700] {
                var run: [UInt8] = []
                while run.count + unit.utf8.count <= length { run += Array(unit.utf8) }
                let fault = subject.fault(run)
                #expect(fault == nil, "\(length) bytes of \(unit)")
                if fault != nil { return }
            }
        }
    }

    /// Of every vocabulary: what a unit's repetitions become depends on the lengths of its longest tokens.
    @Test("runs of every length and periods of every kind", arguments: TestTokenizers.available)
    func periods(_ id: String) throws {
        let subject = try Subject(id)
        var random = SeededRandom(seed: 81)
        let units = [" ", "\n", "\t", "-", "=", "*", "_", "/", "#", ".", "0", "a", "A", "가", "ㅋ", "ᄒ", "😀", "é", "漢"]
        for unit in units.map({ Array($0.utf8) }) {
            for length in Array(1...20) + (0..<24).map({ _ in Int.random(in: 21...420, using: &random) }) {
                let fault = subject.fault((0..<length).flatMap { _ in unit })
                #expect(fault == nil, "seed 81: \(length) times \(escaped(unit))")
                if fault != nil { return }
            }
        }
        // Units of several of these, of lengths that no window divides.
        for round in 0..<60 {
            let unit = (0..<Int.random(in: 2...9, using: &random)).flatMap { _ in
                let run = Int.random(in: 0..<4, using: &random) == 0 ? Int.random(in: 1...70, using: &random) : 1
                let character = units.randomElement(using: &random)!
                return (0..<run).flatMap { _ in Array(character.utf8) }
            }
            let times = max(1, Int.random(in: 120...900, using: &random) / unit.count)
            let fault = subject.fault((0..<times).flatMap { _ in unit })
            #expect(fault == nil, "seed 81, round \(round): \(times) times \(escaped(unit))")
            if fault != nil { return }
        }
    }

    /// One pre-token without a break, as the splitters never cut: the encoders know nothing of classes.
    @Test("random text of few and of many characters", arguments: TestTokenizers.available)
    func randomRuns(_ id: String) throws {
        let subject = try Subject(id)
        var random = SeededRandom(seed: 82)
        let alphabets = [
            "ab", "abcdefghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "=-*_", " \t", "!\"#$%&()*+,-./:;<=>?@",
            "ABCDwxyz0189+/", "ㅋㅎㅠ", "가각간나다라", "한글", "😀😂🎉", "漢字かな",
        ]
        for round in 0..<120 {
            let alphabet = alphabets[round % alphabets.count].unicodeScalars.map { Array(String($0).utf8) }
            let longest = round / alphabets.count % 2 == 0 ? 1 : 90
            let length = Int.random(in: 100...700, using: &random)
            var text: [UInt8] = []
            while text.count < length {
                let character = alphabet.randomElement(using: &random)!
                for _ in 0..<Int.random(in: 1...longest, using: &random) { text += character }
            }
            let fault = subject.fault(text)
            #expect(fault == nil, "seed 82, round \(round)")
            if fault != nil { return }
        }
    }

    /// Of real vocabularies no text is known that has windows done again and again: what is merged in all is little more than the text.
    @Test("windows suffice", arguments: TestTokenizers.available) func windows(_ id: String) throws {
        let merger = try Subject(id).paths.model.merger
        let workspace = MergeWorkspace()
        var random = SeededRandom(seed: 83)
        let alphabets = [
            "ab", " ", "a", "abcdefghijklmnopqrstuvwxyz", "=-*_", "ABCDwxyz0189+/", "ㅋㅎㅠ", "가각간나다라", "漢字かな",
        ]
        for alphabet in alphabets {
            let characters = alphabet.unicodeScalars.map { Array(String($0).utf8) }
            var text: [UInt8] = []
            while text.count < 60_000 { text += characters.randomElement(using: &random)! }
            _ = text.withUnsafeBufferPointer { merger.merge($0.baseAddress!, $0.count, workspace) }
            #expect(workspace.mergedInWindows < text.count * 2, "\(alphabet)")
        }
    }

    @Test("random syllables of lengths around the window", arguments: TestTokenizers.bundled, [71, 72])
    func randomSyllables(_ id: String, seed: UInt64) throws {
        let subject = try Subject(id)
        var random = SeededRandom(seed: seed)
        for round in 0..<60 {
            let count = Int.random(in: 33...233, using: &random)
            let text =
                round % 2 == 0
                ? RandomKorean.syllables(count, using: &random) : RandomKorean.words(bytes: count * 3, using: &random)
            let fault = subject.fault(round % 3 == 0 ? [0x20] + text : text)
            #expect(fault == nil, "seed \(seed), round \(round)")
            if fault != nil { return }
        }
    }
}
