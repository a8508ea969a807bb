import JeoulText

/// What a vocabulary does to a text before a pass takes it: added tokens are cut out, what lies between them is normalized, and
/// rewritten or cut by those steps of its pre-tokenizer that are no splitter's.
///
/// Text → added tokens → normalizer → added tokens that are matched in normalized text → pre-tokenizer → model, as in `tokenizers`
/// and `sentencepiece`. For most vocabularies nothing of this changes most documents: these stay where they stand.
///
/// A class, as `AddedTokenMatcher` is: as values they would be copied, field by field, for every document that has an added token.
final class Preparer: Sendable {
    /// How a pass cuts what the preparer gives it.
    let splitter: Splitter
    /// How the definition of a model over characters spells the pieces.
    let spelling: ExactPieces.Spelling
    /// What finds the added tokens in a text whose special tokens are text.
    var matchers: [AddedTokenMatcher] { [addedTokens.given.ordinary, addedTokens.normalized.ordinary] }
    private let way: Way
    private let addedTokens: AddedTokenStages
    private let normalizer: TextNormalizer
    private let preTokenizer: PreTokenizer
    /// How many of the pre-tokenizer's stages are done here; the splitter does the others.
    private let stageCount: Int
    /// Of a model over characters: the definition for pieces that are spelled as the model has them.
    let definition: ExactPieces?
    private let regexes = Pool<Regexes>()

    private enum Way {
        /// A section stays as it stands, unless Unicode's form changes it.
        case plain(Normalizer?)
        /// A section stays as it stands; whether those behind the first one open as it does.
        case marked(opensEverySection: Bool)
        /// Every section is rewritten; by the model itself, too, where that is SentencePiece's.
        case rewritten(byModel: Bool)
    }

    /// The matchers of one thread for the patterns that cannot be compiled.
    private typealias Regexes = (normalizer: [RegularExpression], preTokenizer: [RegularExpression])

    /// - Parameter tables: those of the definition.
    /// - Throws: `PatternError`, or `ICUError` where a pattern is none.
    init(_ definition: VocabularyDefinition, _ tables: PassTables) throws {
        let normalizer = TextNormalizer(definition.normalizer)
        self.normalizer = normalizer
        addedTokens = try AddedTokenStages(definition.addedTokens) { content in
            try normalizer.normalized(
                TextNormalizer.Text(bytes: content, isFirst: true),
                regexes: try normalizer.patterns.map { try RegularExpression($0) }
            ).bytes
        }
        self.definition = ExactPieces(definition.model, tokens: definition.tokens, .same)
        let (isBytes, isSentencePiece) =
            switch definition.model {
            case .byteLevel: (true, false)
            case .characters: (false, false)
            case .sentencePiece: (false, true)
            }
        var (direct, plan): (Splitter?, PreTokenizer.Plan?)
        let isByRule = tables.rule != nil
        if let rule = tables.rule {
            direct = .marks(rule)
        } else if !isSentencePiece, definition.splitter?.steps.isEmpty == false {
            direct = Splitter(definition.splitter)
        }
        preTokenizer = try PreTokenizer(direct == nil || isByRule ? definition.splitter : nil)
        // SentencePiece's model rewrites a piece itself, after the pre-tokenizer.
        if direct == nil, !isSentencePiece { plan = preTokenizer.plan }
        if isBytes, plan?.endsInByteAlphabet == true { plan = nil }
        stageCount = plan?.stageCount ?? preTokenizer.stages.count
        spelling =
            if let rule = tables.rule {
                .marks(opensWithLineFeed: rule.opening != .text)
            } else {
                plan?.endsInByteAlphabet == true ? .byteAlphabet : .same
            }
        if let found = direct ?? plan?.splitter {
            splitter = found
        } else if plan?.endsInByteAlphabet != true,
            // In the byte alphabet ▁ is three letters, of which the rule knows nothing.
            let rule = MarkRule(ofRewritten: definition, normalizer, preTokenizer)
        {
            splitter = .marks(rule)
        } else {
            splitter = .compiled(try CompiledSplitter.of([]))
        }
        if isByRule {
            way = .marked(opensEverySection: !preTokenizer.prependsToFirstAlone)
        } else if stageCount > 0 || isSentencePiece {
            way = .rewritten(byModel: isSentencePiece)
        } else {
            switch normalizer.steps.first {
            case nil: way = .plain(nil)
            case .form(let form)? where normalizer.steps.count == 1: way = .plain(Normalizer(form))
            default: way = .rewritten(byModel: false)
            }
        }
        // So that a pattern that is none is found now.
        regexes.giveBack(try makeRegexes())
    }

    private func makeRegexes() throws(ICUError) -> Regexes {
        func made(_ patterns: [String]) throws(ICUError) -> [RegularExpression] {
            try patterns.map { pattern throws(ICUError) in try RegularExpression(pattern) }
        }
        return (try made(normalizer.patterns), try made(preTokenizer.patterns))
    }

    /// Whether every document is rewritten; else it is those that have added tokens, or that `form` changes.
    var rewrites: Bool { if case .rewritten = way { true } else { false } }

    /// Unicode's form, where the normalizer is just that.
    var form: Normalizer? { if case .plain(let form) = way { form } else { nil } }

    /// Gives `body` the parts of a text in order; sections are valid while it runs. O(n).
    ///
    /// - Throws: `TokenizerError`, `ICUError`, and what `body` throws.
    func forEachPart(
        of text: UnsafeBufferPointer<UInt8>, specialTokens policy: SpecialTokenPolicy,
        _ body: (DocumentRuns.Part) throws -> Void
    ) throws {
        let (given, normalized) = try addedTokens.matchers(for: policy, in: text)
        try given.forEachPart(of: text) { part in
            switch part {
            case .token(let token, _): try body(.token(token.id))
            case .text(let range):
                let section = UnsafeBufferPointer(rebasing: text[range])
                try prepare(section, isFirst: range.lowerBound == 0, normalized, body)
            }
        }
    }

    /// Gives `body` the parts of a section of text between added tokens.
    private func prepare(
        _ section: UnsafeBufferPointer<UInt8>, isFirst: Bool, _ matcher: AddedTokenMatcher,
        _ body: (DocumentRuns.Part) throws -> Void
    ) throws {
        switch way {
        case .plain(let form):
            if let normalized = try form?.normalized(section) {
                try normalized.withUnsafeBufferPointer { try cut($0, matcher, body) }
            } else {
                try cut(section, matcher, body)
            }
        case .marked(let opensEverySection) where matcher.isEmpty && (isFirst || opensEverySection):
            try body(.section(section))
        case .marked:
            // Seldom: the section must not open as the pass takes it, or has added tokens that its normalizer makes.
            try rewrite(section, isFirst: isFirst, matcher, body) { [definition] piece in
                guard let encoder = definition?.encoder else { return }
                var ids: [TokenID] = []
                encoder.normalized(piece).withUnsafeBufferPointer { encoder.encode(piece: $0, into: &ids) }
                for id in ids { try body(.token(id)) }
            }
        case .rewritten(byModel: false):
            try rewrite(section, isFirst: isFirst, matcher, body) { try body(.section($0)) }
        case .rewritten(byModel: true):
            try rewrite(section, isFirst: isFirst, matcher, body) { [definition] piece in
                try definition?.encoder.normalized(piece).withUnsafeBufferPointer { text in
                    if !text.isEmpty { try body(.section(text)) }
                }
            }
        }
    }

    /// Gives `body` a text as sections, and the added tokens in it.
    private func cut(
        _ text: UnsafeBufferPointer<UInt8>, _ matcher: AddedTokenMatcher, _ body: (DocumentRuns.Part) throws -> Void
    ) throws {
        guard text.count <= UTF8Text.mostBytes else { throw TokenizerError.textTooLarge(bytes: text.count) }
        try matcher.forEachPart(of: text) { part in
            switch part {
            case .token(let token, _): try body(.token(token.id))
            case .text(let range): try body(.section(UnsafeBufferPointer(rebasing: text[range])))
            }
        }
    }

    /// Rewrites a section: gives `body` the added tokens, and `piece` what the pre-tokenizer's first stages make of the rest.
    private func rewrite(
        _ section: UnsafeBufferPointer<UInt8>, isFirst: Bool, _ matcher: AddedTokenMatcher,
        _ body: (DocumentRuns.Part) throws -> Void, piece: (UnsafeBufferPointer<UInt8>) throws -> Void
    ) throws {
        try regexes.with(make: makeRegexes) { regexes in
            let text = try normalizer.normalized(
                TextNormalizer.Text(bytes: Array(section), isFirst: isFirst), regexes: regexes.normalizer)
            try text.bytes.withUnsafeBufferPointer { bytes in
                try cut(bytes, matcher) { part in
                    guard case .section(let section) = part else { return try body(part) }
                    let isFirst = text.isFirst && section.baseAddress == bytes.baseAddress
                    var preTokens = PreTokens(TextNormalizer.Text(bytes: Array(section), isFirst: isFirst))
                    try preTokenizer.cut(&preTokens, stages: stageCount, regexes: regexes.preTokenizer)
                    try preTokens.bytes.withUnsafeBufferPointer { bytes in
                        for found in preTokens.preTokens where !found.range.isEmpty {
                            try piece(UnsafeBufferPointer(rebasing: bytes[found.range]))
                        }
                    }
                }
            }
        }
    }
}
