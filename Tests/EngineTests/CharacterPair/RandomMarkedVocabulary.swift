@testable import JeoulText
import TestSupport

@testable import JeoulTokenizing
@testable import JeoulVocabularies

/// Small random vocabularies over characters: everything that a table cannot say comes up often.
struct RandomMarkedVocabulary {
    private static let alphabet = ["▁", "가", "나", "다", "ㅋ", "a", "b", "!", ">", "\n", "é", "😀"]
    private var tokens: [[UInt8]] = []
    private var types: [SentencePieceModel.PieceType] = []
    private var scores: [Float] = []

    private mutating func add(_ text: [UInt8], _ type: SentencePieceModel.PieceType, _ score: Float) {
        guard !tokens.contains(text) else { return }
        tokens.append(text)
        types.append(type)
        scores.append(score)
    }

    /// A SentencePiece model: ties of scores, user-defined pieces, characters that only occur in longer pieces.
    static func sentencePiece(using random: inout SeededRandom) -> VocabularyDefinition {
        var made = RandomMarkedVocabulary()
        made.add(Array("<unk>".utf8), .unknown, 0)
        for byte in UInt8.min...UInt8.max { made.add(ByteTokens.name(byte), .byte, 0) }
        for (index, character) in alphabet.enumerated() where index < 2 || Int.random(in: 0..<8, using: &random) > 0 {
            let isFrozen = index > 2 && Int.random(in: 0..<16, using: &random) == 0
            made.add(Array(character.utf8), isFrozen ? .userDefined : .normal, -1000)
        }
        let hasTies = Bool.random(using: &random)
        for number in 0..<Int.random(in: 5...60, using: &random) {
            let isUser = Int.random(in: 0..<12, using: &random) == 0
            let score = hasTies ? -Float(Int.random(in: 1...12, using: &random)) : -Float(number)
            made.add(text(&random), isUser ? .userDefined : .normal, isUser ? 0 : score)
        }
        var table = TokenTable()
        for (id, token) in made.tokens.enumerated() { table.append(token, id: TokenID(id)) }
        var model = SentencePieceModel(
            types: made.types, scores: made.scores, unknown: 0, byteTokens: (1...256).map { TokenID($0) },
            addsDummyPrefix: Bool.random(using: &random))
        // What tables do not say.
        switch Int.random(in: 0..<10, using: &random) {
        case 0: model.byteTokens = nil
        case 1: model.removesExtraSpaces = true
        case 2: model.escapesSpaces = false
        case 3: model.whiteSpaceIsSuffix = true
        case 4: model.types[model.types.count - 1] = .unused
        default: break
        }
        return VocabularyDefinition(
            tokens: table, model: .sentencePiece(model), splitter: .steps([]), normalizer: .normalization(.asIs))
    }

    /// A `tokenizer.json` over characters with byte fallback.
    static func characters(using random: inout SeededRandom) -> VocabularyDefinition {
        var made = RandomMarkedVocabulary()
        for byte in UInt8.min...UInt8.max { made.add(ByteTokens.name(byte), .byte, 0) }
        for (index, character) in alphabet.enumerated() where index < 2 || Int.random(in: 0..<8, using: &random) > 0 {
            made.add(Array(character.utf8), .normal, 0)
        }
        let first = 256
        var merges: [Merge] = []
        for _ in 0..<Int.random(in: 5...60, using: &random) {
            let left = Int.random(in: first..<made.tokens.count, using: &random)
            let right = Int.random(in: first..<made.tokens.count, using: &random)
            let text = made.tokens[left] + made.tokens[right]
            guard text.count < 40, !merges.contains(where: { $0.left == left && $0.right == right }) else { continue }
            made.add(text, .normal, 0)
            let result = TokenID(made.tokens.firstIndex(of: text)!)
            merges.append(Merge(left: TokenID(left), right: TokenID(right), result: result))
        }
        var table = TokenTable()
        for (id, token) in made.tokens.enumerated() { table.append(token, id: TokenID(id)) }
        let replace = NormalizationStep.replace(.literal([0x20]), with: MarkRule.mark)
        let forms: [([NormalizationStep], [PreTokenizationStep])] = [
            ([replace], []), ([.prepend(MarkRule.mark), replace], []),
            ([replace], [.split(.literal([0x20]), .mergedWithPrevious, isInverted: false)]),
            ([], [.metaspace(replacement: MarkRule.mark, prepend: .always, splits: true)]),
            ([], [.metaspace(replacement: MarkRule.mark, prepend: .first, splits: false)]),
            ([], [.metaspace(replacement: MarkRule.mark, prepend: .never, splits: true)]),
            // What a preparer does before the pass.
            ([.lowercase, replace], []), ([replace], [.digits(individual: true)]), ([], [.whiteSpace]), ([], []),
            ([.form(.nfkc)], [.prefixSpace, .metaspace(replacement: MarkRule.mark, prepend: .first, splits: true)]),
            ([.strip(left: true, right: true)], [.split(.regex("(a)\\1| "), .isolated, isInverted: false)]),
            ([.prepend(MarkRule.mark), replace], [.fixedLength(3), .punctuation(.removed)]),
        ]
        let (normalizer, splitter) = forms.randomElement(using: &random)!
        var model = CharacterModel(merges: merges, byteTokens: (0..<256).map { TokenID($0) })
        // What tables do not say.
        switch Int.random(in: 0..<12, using: &random) {
        case 0: model.byteTokens = nil
        case 1: (model.byteTokens, model.unknown) = (nil, 0)
        case 2: (model.byteTokens, model.unknown, model.fusesUnknown) = (nil, 0, true)
        case 3: model.ignoresMerges = true
        case 4: model.continuingPrefix = Array("a".utf8)
        case 5: model.endSuffix = Array("!".utf8)
        default: break
        }
        return VocabularyDefinition(
            tokens: table, model: .characters(model), splitter: .steps(splitter), normalizer: .steps(normalizer))
    }

    private static func text(_ random: inout SeededRandom) -> [UInt8] {
        (0..<Int.random(in: 2...4, using: &random)).flatMap { _ in Array(alphabet.randomElement(using: &random)!.utf8) }
    }

    /// Documents of its characters and others; lines have no line ends.
    static func documents(_ count: Int, lines: Bool, using random: inout SeededRandom) -> [[UInt8]] {
        let others = [" ", " ", " ", "  ", "힣", "c", "0", "ß", "漢", "\u{0}", "\r", "가나다", "ㅋㅋㅋㅋ"]
        return (0..<count).map { number in
            let length = number % 50 == 0 ? 400 : Int.random(in: 0...14, using: &random)
            let text = (0..<length).flatMap { _ in Array((alphabet + others).randomElement(using: &random)!.utf8) }
            return lines ? text.filter { $0 != 0x0A && $0 != 0x0D } : text
        }
    }
}
