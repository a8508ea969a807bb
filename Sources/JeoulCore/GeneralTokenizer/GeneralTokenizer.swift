/// A vocabulary of any format in use: the steps that its files name, one after another, exactly.
///
/// Text → added tokens cut out → normalizer → added tokens that are matched in normalized text → pre-tokenizer → model.
/// Every step is what Hugging Face's `tokenizers` or `sentencepiece` do, and the ids are theirs. `ByteLevelTokenizer`
/// does the same for byte-level vocabularies, faster.
package final class GeneralTokenizer: TokenizerModel {
    private enum Engine {
        case bytes(BytePairModel)
        // Made when they are first asked for: a pass that takes the vocabulary seldom asks.
        case characters(Lazily<CharacterEncoder>)
        case sentencePiece(Lazily<SentencePieceEncoder>)
    }

    private let definition: VocabularyDefinition
    /// The vocabulary as a pass takes it, if it can.
    let marked: MarkedModel?
    private let engine: Engine
    private let normalizer: TextNormalizer
    private let preTokenizer: PreTokenizer
    private let addedTokens: AddedTokenStages
    private let addedByID: [TokenID: AddedToken]
    /// The bytes that tokens such as `<0x41>` stand for.
    private let byteByID: [TokenID: UInt8]
    private let idOfBytes = IDOfBytes()
    private let sessions = Pool<GeneralSession>()

    /// - Throws: `BytePairError` where the vocabulary is too large, `ICUError` where a pattern is none.
    package convenience init(_ definition: VocabularyDefinition) throws {
        try self.init(definition, try PassTables(definition))
    }

    /// `tables`: those of the definition.
    init(_ definition: VocabularyDefinition, _ tables: PassTables) throws {
        self.definition = definition
        marked = MarkedModel(definition, tables)
        let tokens = definition.tokens
        switch definition.model {
        case .byteLevel(let order, let wholePieceLookup):
            engine = .bytes(
                try tables.model
                    ?? BytePairModel(tokens: tokens, order: order, wholePieceLookup: wholePieceLookup))
        case .characters(let model):
            engine = .characters(Lazily { CharacterEncoder(tokens: tokens, model: model) })
        case .sentencePiece(let model):
            engine = .sentencePiece(Lazily { SentencePieceEncoder(tokens: tokens, model: model) })
        }
        normalizer = TextNormalizer(definition.normalizer)
        preTokenizer = try PreTokenizer(definition.splitter)
        addedByID = Dictionary(definition.addedTokens.map { ($0.id, $0) }) { first, _ in first }
        let byteTokens: [TokenID?] =
            switch definition.model {
            case .byteLevel: []
            case .characters(let model): model.byteTokens ?? []
            case .sentencePiece(let model): model.byteTokens ?? []
            }
        byteByID = byteTokens.enumerated().reduce(into: [:]) { table, element in
            if let id = element.element { table[id] = UInt8(element.offset) }
        }
        let session = try Self.session(normalizer, preTokenizer)
        addedTokens = try AddedTokenStages(definition.addedTokens) { [normalizer] content in
            try normalizer.normalized(
                TextNormalizer.Text(bytes: content, isFirst: true), regexes: session.normalizerRegexes
            ).bytes
        }
    }

    /// One more than the greatest id, added tokens included.
    package var endID: Int {
        max(definition.tokens.endID, addedByID.keys.max().map { Int($0) + 1 } ?? 0)
    }

    /// See `TokenizerModel`.
    package func encode(
        _ section: UTF8Section, specialTokens policy: SpecialTokenPolicy, into ids: inout [TokenID]
    ) throws {
        let text = section.bytes
        let (given, normalized) = try addedTokens.matchers(for: policy, in: text)
        try sessions.with(make: { try Self.session(normalizer, preTokenizer) }) { session in
            try given.forEachPart(of: text) { part in
                switch part {
                case .token(let token, _): ids.append(token.id)
                case .text(let range):
                    let section = UnsafeBufferPointer(rebasing: text[range])
                    try encode(section, isFirst: range.lowerBound == 0, normalized, session, into: &ids)
                }
            }
        }
    }

    /// See `TokenizerModel`. A document that has added tokens is encoded by the definition.
    package var passMember: PassMember? {
        guard let marked else { return nil }
        return PassMember(
            model: marked.model, splitter: .marks(marked.rule), matchers: [marked.addedTokens], normalizer: nil,
            parts: { document, body in
                var ids: [TokenID] = []
                try self.encode(UTF8Section(valid: document), specialTokens: .ordinary, into: &ids)
                for id in ids { try body(.token(id)) }
            })
    }

    /// Encodes a section of text between added tokens.
    private func encode(
        _ section: UnsafeBufferPointer<UInt8>, isFirst: Bool, _ matcher: AddedTokenMatcher, _ session: GeneralSession,
        into ids: inout [TokenID]
    ) throws {
        if normalizer.steps.isEmpty, preTokenizer.isEmpty, matcher.isEmpty {
            return encode(piece: section, session, into: &ids)
        }
        let text = try normalizer.normalized(
            TextNormalizer.Text(bytes: Array(section), isFirst: isFirst), regexes: session.normalizerRegexes)
        guard text.bytes.count <= UTF8Text.mostBytes else { throw TokenizerError.textTooLarge(bytes: text.bytes.count) }
        try text.bytes.withUnsafeBufferPointer { bytes in
            try matcher.forEachPart(of: bytes) { part in
                switch part {
                case .token(let token, _): ids.append(token.id)
                case .text(let range):
                    let isWhole = range.count == bytes.count
                    var pieces = Pieces(
                        TextNormalizer.Text(
                            bytes: isWhole ? text.bytes : Array(bytes[range]),
                            isFirst: text.isFirst && range.lowerBound == 0))
                    try preTokenizer.cut(&pieces, regexes: session.splitterRegexes)
                    pieces.bytes.withUnsafeBufferPointer { bytes in
                        for piece in pieces.pieces {
                            encode(piece: UnsafeBufferPointer(rebasing: bytes[piece.range]), session, into: &ids)
                        }
                    }
                }
            }
        }
    }

    private func encode(piece: UnsafeBufferPointer<UInt8>, _ session: GeneralSession, into ids: inout [TokenID]) {
        guard let base = piece.baseAddress, !piece.isEmpty else { return }
        switch engine {
        // SAFETY: the piece is readable, and the workspace is the session's, which is this thread's.
        case .bytes(let model): ids.append(contentsOf: model.encode(base, piece.count, session.workspace))
        case .characters(let encoder): encoder.value.encode(piece, session, into: &ids)
        case .sentencePiece(let encoder): encoder.value.encode(piece, session, into: &ids)
        }
    }

    private static func session(
        _ normalizer: TextNormalizer, _ preTokenizer: PreTokenizer
    ) throws(ICUError) -> GeneralSession {
        GeneralSession(
            normalizerRegexes: try normalizer.patterns.map { pattern throws(ICUError) in try RegularExpression(pattern)
            },
            splitterRegexes: try preTokenizer.patterns.map { pattern throws(ICUError) in try RegularExpression(pattern)
            })
    }
}

// MARK: Tokens

extension GeneralTokenizer {
    /// See `TokenizerModel`.
    package func bytes(of id: TokenID) -> [UInt8]? {
        if let byte = byteByID[id] { return [byte] }
        return addedByID[id]?.content ?? definition.tokens[id].map(Array.init)
    }

    /// See `TokenizerModel`.
    package func decodedBytes(of id: TokenID, isFirst: Bool) -> [UInt8]? {
        guard let bytes = bytes(of: id), addedByID[id] == nil, byteByID[id] == nil else { return bytes(of: id) }
        switch definition.model {
        case .byteLevel: return bytes
        case .characters(let model): return model.decoding.decoded(bytes, isFirst: isFirst)
        case .sentencePiece(let model):
            let decoding = TokenDecoding(
                space: model.escapesSpaces ? SpaceCut.mark : [],
                dropsFirstSpace: model.addsDummyPrefix && !model.whiteSpaceIsSuffix)
            return decoding.decoded(bytes, isFirst: isFirst)
        }
    }

    /// See `TokenizerModel`.
    package func id(of bytes: [UInt8]) -> TokenID? {
        idOfBytes.get {
            var table: [[UInt8]: TokenID] = [:]
            for id in 0..<self.endID {
                guard let bytes = self.bytes(of: TokenID(id)) else { continue }
                // The byte 0x41 and the character A are two tokens of the same bytes: the character is meant.
                if table[bytes] == nil || self.byteByID[TokenID(id)] == nil { table[bytes] = TokenID(id) }
            }
            return table
        }[bytes]
    }

    /// See `TokenizerModel`.
    package var unknownToken: TokenID? {
        switch definition.model {
        case .byteLevel: nil
        case .characters(let model): model.byteTokens?.contains(nil) ?? true ? model.unknown : nil
        case .sentencePiece(let model): model.byteTokens == nil ? model.unknown : nil
        }
    }

    /// See `TokenizerModel`.
    package func isSpecial(_ id: TokenID) -> Bool { addedByID[id]?.isSpecial ?? false }
}

extension TextNormalizer {
    init(_ definition: NormalizerDefinition?) {
        switch definition {
        case nil: self.init([])
        case .normalization(let normalization): self.init(normalization.form.map { [.form($0)] } ?? [])
        case .steps(let list): self.init(list)
        }
    }
}
