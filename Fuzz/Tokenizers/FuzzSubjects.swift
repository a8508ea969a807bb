import TestOracles

@testable import JeoulText
@testable import JeoulTokenizing
@testable import JeoulVocabularies

/// A tokenizer of a small vocabulary, and its definition.
struct FuzzSubject {
    let name: String
    let tokenizer: any TokenizerModel
    let oracle: TokenizerOracle
    /// Whether the tokens' bytes together are the document.
    let isLossless: Bool
}

extension FuzzSubject {
    /// One of each kind.
    // SAFETY: libFuzzer runs one input at a time.
    nonisolated(unsafe) static let all: [FuzzSubject] = {
        do {
            return try [
                bytes("gpt2", .gpt2, order: .ids),
                bytes("llama3, NFC", .llama3, .nfc, order: .list, added: true),
                bytes("o200k, NFKC", .o200k, .nfkc, order: .shuffledIDs, added: true),
                bytes("qwen2, NFD", .qwen2, .nfd, order: .shuffledList, added: true),
                bytes("cl100k, NFKD", .cl100k, .nfkd, order: .ids),
                bytes("k-exaone", patterns: [NamedPattern.kExaone], order: .shuffledList, added: true),
                bytes(
                    "deepseek", patterns: ["\\p{N}{1,3}", "[一-龥\u{3040}-ゟ゠-ヿ]+", NamedPattern.deepSeek],
                    order: .shuffledIDs, added: true),
                bytesWithSteps(), pieces("prefix", addsDummyPrefix: true), pieces("no prefix", addsDummyPrefix: false),
                characters("prepend", splits: false, added: false), characters("metaspace", splits: true, added: true),
            ]
        } catch {
            fatalError("\(error)")
        }
    }()

    /// Which share a counter: each alone, and several together.
    static let groups = all.indices.map { [$0] } + [[0, 1, 2, 3, 4], [0, 5, 6, 8, 10], [1, 3, 8, 9, 11]]

    private static func added(from first: Int) -> [AddedToken] {
        [
            AddedToken(content: Array("<t>".utf8), id: TokenID(first), isSpecial: false, stripsRight: true),
            AddedToken(content: Array("  ".utf8), id: TokenID(first + 1), isSpecial: false, stripsLeft: true),
            AddedToken(content: Array("ㅋㅋ".utf8), id: TokenID(first + 2), isSpecial: false, isNormalized: true),
            AddedToken(content: Array("가b".utf8), id: TokenID(first + 3), isSpecial: false, isSingleWord: true),
            AddedToken(content: Array("<|s|>".utf8), id: TokenID(first + 4), isSpecial: true),
            AddedToken(content: Array("\n\n".utf8), id: TokenID(first + 5), isSpecial: false),
        ]
    }

    private static func bytes(
        _ name: String, _ pattern: SplitPattern, _ normalization: Normalization = .asIs, order: TrainedBytes.Order,
        added hasAdded: Bool = false
    ) throws -> FuzzSubject {
        let trained = TrainedBytes(order)
        let added = hasAdded ? Self.added(from: trained.tokens.endID) : []
        let oracle = try TokenizerOracle(
            splitter: RegexSplitter(pattern), form: normalization.form, addedTokens: added, merged: trained.merged)
        let definition = VocabularyDefinition(
            tokens: trained.tokens, model: trained.model, addedTokens: added, splitter: .pattern(pattern),
            normalizer: .normalization(normalization))
        return FuzzSubject(
            name: name, tokenizer: try definition.tokenizer(), oracle: oracle,
            isLossless: normalization == .asIs && added.isEmpty)
    }

    /// Patterns that have no hand-written splitter, one after another.
    private static func bytes(
        _ name: String, patterns: [String], order: TrainedBytes.Order, added hasAdded: Bool
    ) throws -> FuzzSubject {
        let trained = TrainedBytes(order)
        let added = hasAdded ? Self.added(from: trained.tokens.endID) : []
        let splitters = patterns.map { RegexSplitter(original: $0) }
        let oracle = try TokenizerOracle(
            normalize: { $0 },
            split: { text in splitters.reduce([text[...]]) { pieces, splitter in pieces.flatMap(splitter.isolated) } },
            addedTokens: added, merged: trained.merged)
        let steps = patterns.map { pattern in
            PreTokenizationStep.split(.regex(OnigurumaPattern.icu(pattern)), .isolated, isInverted: false)
        }
        let definition = VocabularyDefinition(
            tokens: trained.tokens, model: trained.model, addedTokens: added, splitter: .steps(steps),
            normalizer: .normalization(.asIs))
        return FuzzSubject(
            name: name, tokenizer: try definition.tokenizer(), oracle: oracle, isLossless: added.isEmpty)
    }

    /// A normalizer of several steps.
    private static func bytesWithSteps() throws -> FuzzSubject {
        let trained = TrainedBytes(.list)
        let added = Self.added(from: trained.tokens.endID)
        let splitter = RegexSplitter(SplitPattern.gpt2)
        let oracle = try TokenizerOracle(
            normalize: { text in
                let composed = try NormalizationOracle.normalized(text, .nfkc)
                let replaced = composed.flatMap { $0 == UInt8(ascii: "a") ? Array("bb".utf8) : [$0] }
                return replaced.isEmpty ? [] : Array("x".utf8) + replaced
            },
            split: { splitter.isolated($0[...]) }, addedTokens: added, merged: trained.merged)
        let definition = VocabularyDefinition(
            tokens: trained.tokens, model: trained.model, addedTokens: added, splitter: .pattern(.gpt2),
            normalizer: .steps([
                .form(.nfkc), .replace(.literal(Array("a".utf8)), with: Array("bb".utf8)), .prepend(Array("x".utf8)),
            ]))
        return FuzzSubject(
            name: "NFKC, Replace, Prepend", tokenizer: try definition.tokenizer(), oracle: oracle, isLossless: false)
    }

    private static func marked(_ text: [UInt8]) -> [UInt8] { text.flatMap { $0 == 0x20 ? MarkRule.mark : [$0] } }

    /// SentencePiece with byte fallback and user-defined pieces; some scores are equal.
    private static func pieces(_ name: String, addsDummyPrefix: Bool) throws -> FuzzSubject {
        let trained = TrainedCharacters.shared
        var (tokens, types, scores) = (trained.tokens, trained.types, trained.scores)
        for text in ["▁▁▁", "<t>", "ㅋㅋ", "\n\n", "각"] where tokens.endID > 0 {
            let bytes = Array(text.utf8)
            if let id = (0..<tokens.endID).first(where: { tokens[TokenID($0)].map(Array.init) == bytes }) {
                types[id] = .userDefined
            } else {
                tokens.append(bytes, id: TokenID(tokens.endID))
                types.append(.userDefined)
                scores.append(0)
            }
        }
        if !addsDummyPrefix { scores = scores.map { ($0 / 3).rounded() } }
        let model = SentencePieceModel(
            types: types, scores: scores, unknown: 0, byteTokens: trained.byteTokens, addsDummyPrefix: addsDummyPrefix)
        let definition = VocabularyDefinition(
            tokens: tokens, model: .sentencePiece(model), splitter: .steps([]), normalizer: .normalization(.asIs))
        let pieces = PreTokenOracle(model, tokens: tokens)
        let oracle = try TokenizerOracle(
            normalize: { text in
                text.isEmpty ? [] : (addsDummyPrefix ? MarkRule.mark : []) + marked(text)
            },
            split: { [$0[...]] }, addedTokens: [], merged: pieces.encode)
        return FuzzSubject(
            name: "SentencePiece, \(name)", tokenizer: try definition.tokenizer(), oracle: oracle, isLossless: false)
    }

    /// A `tokenizer.json` over characters.
    private static func characters(_ name: String, splits: Bool, added hasAdded: Bool) throws -> FuzzSubject {
        let trained = TrainedCharacters.shared
        let model = CharacterModel(merges: trained.merges, byteTokens: trained.byteTokens)
        let added = hasAdded ? Self.added(from: trained.tokens.endID).filter { !$0.isNormalized } : []
        let replace = NormalizationStep.replace(.literal([0x20]), with: MarkRule.mark)
        let definition = VocabularyDefinition(
            tokens: trained.tokens, model: .characters(model), addedTokens: added,
            splitter: .steps(
                splits ? [.metaspace(replacement: MarkRule.mark, prepend: .always, splits: true)] : []),
            normalizer: splits ? .normalization(.asIs) : .steps([.prepend(MarkRule.mark), replace]))
        let pieces = PreTokenOracle(model, tokens: trained.tokens)
        let oracle = try TokenizerOracle(
            normalize: { text in
                let text = marked(text)
                let isPrefixed = splits && text.starts(with: MarkRule.mark)
                return text.isEmpty || isPrefixed ? text : MarkRule.mark + text
            },
            split: { splits ? cut($0) : [$0[...]] }, addedTokens: added, merged: pieces.encode)
        return FuzzSubject(
            name: "characters, \(name)", tokenizer: try definition.tokenizer(), oracle: oracle, isLossless: false)
    }

    /// Before each ▁.
    private static func cut(_ text: [UInt8]) -> [ArraySlice<UInt8>] {
        let marks = text.indices.filter { text[$0...].starts(with: MarkRule.mark) && $0 > 0 }
        return zip([0] + marks, marks + [text.count]).map { text[$0..<$1] }
    }
}
