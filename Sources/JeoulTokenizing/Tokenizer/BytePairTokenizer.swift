import JeoulText

/// A vocabulary of any format in use: exactly what `tokenizers`, `tiktoken` or `sentencepiece` do, and their ids.
///
/// Every text goes along a `Pass`, one alone as many at once; `Preparer` has what is done to a text before.
package final class BytePairTokenizer: TokenizerModel {
    private let definition: VocabularyDefinition
    private let addedByID: [TokenID: AddedToken]
    /// The bytes that tokens such as `<0x41>` stand for.
    private let byteByID: [TokenID: UInt8]
    private let idOfBytes = Lazy<[[UInt8]: TokenID]>()
    private let counting: TextPasses<CountSink>
    private let encoding: TextPasses<IDSink>
    private let member: PassMember

    /// - Throws: `BytePairError` where the vocabulary is too large, `ICUError` where a pattern is none.
    package convenience init(_ definition: VocabularyDefinition) throws {
        try self.init(definition, try PassTables(definition))
    }

    /// `tables`: those of the definition.
    init(_ definition: VocabularyDefinition, _ tables: PassTables) throws {
        self.definition = definition
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
        member = try PassMember(definition, tables)
        counting = TextPasses(member)
        encoding = TextPasses(member)
    }

    /// See `TokenizerModel`.
    package func encode(
        _ text: UTF8Section, specialTokens policy: SpecialTokenPolicy, into ids: inout [TokenID]
    ) throws {
        var output = EncodedDocuments()
        swap(&output.ids, &ids)
        defer { swap(&output.ids, &ids) }
        try encoding.add(text, policy, to: &output)
    }

    /// See `TokenizerModel`.
    package func count(_ text: UTF8Section, specialTokens policy: SpecialTokenPolicy) throws -> Int {
        var counts: [[UInt32]] = [[]]
        try counting.add(text, policy, to: &counts)
        return counts[0].reduce(0) { $0 + Int($1) }
    }

    /// See `TokenizerModel`.
    package var passMember: PassMember? { member }

    /// What pieces become tokens by.
    var model: BytePairModel { member.model }

    /// Whether most pieces are worked out by tables, and not by the definition.
    var hasTables: Bool { !member.model.isDefinition }
}

/// Passes for one text at a time, and what threads have made and learnt for them.
private final class TextPasses<Sink: BatchSink>: Sendable {
    private let member: PassMember
    private let group = Lazy<PassGroup<Sink>>()
    private let sessions = Pool<PassSession<Sink>>()

    /// What a text by itself may take of memory for what is remembered, whatever its size.
    private static var memoryLimit: Int { 64 << 20 }

    init(_ member: PassMember) { self.member = member }

    /// Adds a text as one document.
    func add(_ text: UTF8Section, _ policy: SpecialTokenPolicy, to output: inout Sink.Output) throws {
        guard !text.bytes.isEmpty else { return }
        let made = {
            PassSession(
                self.group.value { PassGroup([self.member], options: CountingOptions(memoryLimit: Self.memoryLimit)) })
        }
        try sessions.with(make: made) { try $0.add(text.bytes, .ranges([0..<text.bytes.count]), policy, to: &output) }
    }
}

// MARK: Tokens

extension BytePairTokenizer {
    /// One more than the greatest id, added tokens included.
    package var endID: Int {
        max(definition.tokens.endID, addedByID.keys.max().map { Int($0) + 1 } ?? 0)
    }

    /// See `TokenizerModel`.
    package func bytes(of id: TokenID) -> [UInt8]? {
        if let byte = byteByID[id] { return [byte] }
        if let added = addedByID[id] { return added.content }
        // A byte-level model has them where nothing must be copied first.
        if case .byteLevel = definition.model { return model.bytes(of: id) }
        return definition.tokens[id].map(Array.init)
    }

    /// See `TokenizerModel`.
    package func decodedBytes(of id: TokenID, isFirst: Bool) -> [UInt8]? {
        guard let bytes = bytes(of: id), addedByID[id] == nil, byteByID[id] == nil else { return bytes(of: id) }
        switch definition.model {
        case .byteLevel: return bytes
        case .characters(let model): return model.decoding.decoded(bytes, isFirst: isFirst)
        case .sentencePiece(let model):
            let decoding = TokenDecoding(
                space: model.escapesSpaces ? MarkRule.mark : [],
                dropsFirstSpace: model.addsDummyPrefix && !model.whiteSpaceIsSuffix)
            return decoding.decoded(bytes, isFirst: isFirst)
        }
    }

    /// See `TokenizerModel`.
    package func id(of bytes: [UInt8]) -> TokenID? {
        idOfBytes.value {
            var table: [[UInt8]: TokenID] = [:]
            for id in 0..<TokenID(endID) {
                guard let bytes = self.bytes(of: id) else { continue }
                // The byte 0x41 and the character A are two tokens of the same bytes: the character is meant.
                if table[bytes] == nil || byteByID[id] == nil { table[bytes] = id }
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
