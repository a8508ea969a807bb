/// A byte-level BPE vocabulary in use: added tokens, normalizer, splitter, merges.
///
/// The steps for one text, in the order of the original libraries: non-special added tokens (and special ones, if asked
/// for) are cut out of the text as given; the rest is normalized; those that are matched in normalized text are cut out;
/// the rest is split into pieces; each piece is encoded.
package final class ByteLevelTokenizer: TokenizerModel {
    let model: BytePairModel
    let splitter: Splitter
    let normalizer: Normalizer?
    let addedTokens: AddedTokenStages
    private let addedByID: [TokenID: AddedToken]
    private let idOfBytes: IDOfBytes
    private let workspaces = Pool<MergeWorkspace>()

    /// - Throws: `BytePairError` where the vocabulary cannot be made ready for merging; `ICUError` where an added token cannot be
    ///   normalized.
    package convenience init(
        tokens: TokenTable, order: MergeOrder, wholePieceLookup: Bool, addedTokens: [AddedToken],
        pattern: SplitPattern, normalization: Normalization
    ) throws {
        try self.init(
            BytePairModel(tokens: tokens, order: order, wholePieceLookup: wholePieceLookup),
            addedTokens: addedTokens, splitter: .handWritten(pattern), normalization: normalization)
    }

    init(_ model: BytePairModel, addedTokens: [AddedToken], splitter: Splitter, normalization: Normalization)
        throws(ICUError)
    {
        self.model = model
        self.splitter = splitter
        let normalizer = normalization.form.map { Normalizer($0) }
        self.normalizer = normalizer
        self.addedTokens = try AddedTokenStages(addedTokens) { content throws(ICUError) in
            try normalizer?.normalized(content) ?? content
        }
        addedByID = Dictionary(addedTokens.map { ($0.id, $0) }) { first, _ in first }
        idOfBytes = IDOfBytes()
    }

    /// See `TokenizerModel`.
    package var endID: Int { max(model.endID, (addedByID.keys.max().map { Int($0) + 1 }) ?? 0) }

    /// See `TokenizerModel`.
    package func encode(
        _ text: UTF8Section, specialTokens policy: SpecialTokenPolicy, into ids: inout [TokenID]
    ) throws {
        try forEachPiece(of: text, policy) { ids.append(contentsOf: $0) }
    }

    /// See `TokenizerModel`.
    package func count(_ text: UTF8Section, specialTokens policy: SpecialTokenPolicy) throws -> Int {
        var count = 0
        try forEachPiece(of: text, policy) { count += $0.count }
        return count
    }

    /// Gives `body` the ids of a text, piece by piece.
    private func forEachPiece(
        of text: UTF8Section, _ policy: SpecialTokenPolicy, _ body: (UnsafeBufferPointer<TokenID>) -> Void
    ) throws {
        try workspaces.with(make: MergeWorkspace.init) { workspace in
            try forEachPart(of: text.bytes, specialTokens: policy) { part in
                switch part {
                case .token(let id): withUnsafePointer(to: id) { body(UnsafeBufferPointer(start: $0, count: 1)) }
                case .section(let section):
                    let base = section.baseAddress!
                    splitter.forEachPiece(of: section) { piece in
                        body(model.encode(base + piece.lowerBound, piece.count, workspace))
                    }
                }
            }
        }
    }

    /// See `TokenizerModel`.
    package var passMember: PassMember? {
        PassMember(
            model: model, splitter: splitter,
            matchers: [addedTokens.given.ordinary, addedTokens.normalized.ordinary], normalizer: normalizer,
            parts: { try self.forEachPart(of: $0, specialTokens: .ordinary, $1) })
    }

    /// Gives `body` the parts of a text in order; sections are valid while it runs.
    func forEachPart(
        of text: UnsafeBufferPointer<UInt8>, specialTokens policy: SpecialTokenPolicy,
        _ body: (DocumentRuns.Part) throws -> Void
    ) throws {
        let (given, normalizedTokens) = try addedTokens.matchers(for: policy, in: text)
        func cut(_ section: UnsafeBufferPointer<UInt8>) throws {
            try normalizedTokens.forEachPart(of: section) { part in
                switch part {
                case .token(let token, _): try body(.token(token.id))
                case .text(let range): try body(.section(UnsafeBufferPointer(rebasing: section[range])))
                }
            }
        }
        try given.forEachPart(of: text) { part in
            switch part {
            case .token(let token, _): try body(.token(token.id))
            case .text(let range):
                let section = UnsafeBufferPointer(rebasing: text[range])
                if let normalizer, let normalized = try normalizer.normalized(section) {
                    try normalized.withUnsafeBufferPointer { try cut($0) }
                } else {
                    try cut(section)
                }
            }
        }
    }

    /// See `TokenizerModel`.
    package func bytes(of id: TokenID) -> [UInt8]? {
        if let added = addedByID[id] { return added.content }
        return model.bytes(of: id)
    }

    /// See `TokenizerModel`.
    package func id(of bytes: [UInt8]) -> TokenID? {
        idOfBytes.get {
            var table: [[UInt8]: TokenID] = [:]
            for id in 0..<self.endID {
                if let bytes = self.bytes(of: TokenID(id)) { table[bytes] = TokenID(id) }
            }
            return table
        }[bytes]
    }

    /// See `TokenizerModel`.
    package func isSpecial(_ id: TokenID) -> Bool { addedByID[id]?.isSpecial ?? false }
}

/// The ids by bytes, made when first asked for: encoding does not need them.
final class IDOfBytes: Sendable {
    private let table = Lock<[[UInt8]: TokenID]?>(nil)

    func get(_ make: () -> [[UInt8]: TokenID]) -> [[UInt8]: TokenID] {
        table.withLock { table in
            if let table { return table }
            let made = make()
            table = made
            return made
        }
    }
}
