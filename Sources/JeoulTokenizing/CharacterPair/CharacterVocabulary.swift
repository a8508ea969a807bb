import JeoulText

/// What of a vocabulary over characters the tables of pairs are made of, where they can say it: SentencePiece's BPE, or
/// Hugging Face's over characters, with bytes for characters that are no token and spaces that become ▁.
struct CharacterVocabulary: Sendable {
    /// Which neighbours merge.
    enum Merges: Sendable {
        /// Any two neighbours that together are one of these tokens merge, the first of these first.
        case tokens([TokenID])
        /// Only these pairs merge, the first of these first.
        case list([Merge])
    }

    var tokens: TokenTable
    var merges: Merges
    /// The token of ▁.
    var mark: TokenID
    /// The tokens of the characters of a piece.
    var characters: [(scalar: UInt32, id: TokenID)]
    /// The tokens of the bytes of all other characters.
    var byteTokens: [TokenID]
    /// What makes a piece irregular (`CharacterStarts`), as UTF-8: strings of two characters and more.
    var irregularStrings: [[UInt8]]
    var rule: MarkRule
    var exact: ExactPieces

    /// The scalars of valid UTF-8.
    static func scalars(_ bytes: UnsafeBufferPointer<UInt8>) -> [UInt32] {
        var scalars: [UInt32] = []
        forEachScalar(bytes) { scalars.append($0) }
        return scalars
    }

    /// Calls `body` with each scalar of valid UTF-8.
    @inline(__always)
    static func forEachScalar(_ bytes: UnsafeBufferPointer<UInt8>, _ body: (UInt32) -> Void) {
        var at = 0
        while at < bytes.count {
            let (value, length) = bytes.scalar(at: at)
            body(UInt32(value))
            at += length
        }
    }
}

extension TokenTable {
    /// The bytes of each token; valid while `body` runs.
    func withTokens<Result, Failure: Error>(
        _ body: ((Int) -> UnsafeBufferPointer<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try storage.withUnsafeBufferPointer { storage throws(Failure) in
            try starts.withUnsafeBufferPointer { starts throws(Failure) in
                try body { id in
                    UnsafeBufferPointer(rebasing: storage[Int(starts[id])..<Int(starts[id + 1])])
                }
            }
        }
    }
}

extension CharacterVocabulary {
    /// Of SentencePiece. Nil where the model needs more than a piece to be encoded (unknown characters without byte pieces,
    /// unused pieces), or spaces stay spaces, or ▁ is no ordinary piece.
    ///
    /// - Parameter opening: where a document's first piece begins, as far as the model sees it.
    init?(_ model: SentencePieceModel, tokens: TokenTable, opening: MarkRule.Opening) {
        guard let exact = ExactPieces(.sentencePiece(model), tokens: tokens, opening),
            let byteTokens = model.byteTokens, byteTokens.count == 256, model.escapesSpaces,
            !model.whiteSpaceIsSuffix
        else { return nil }
        var characters: [(scalar: UInt32, id: TokenID)] = []
        var frozen: Set<UInt32> = []
        var merging: [TokenID] = []
        var strings: [[UInt8]] = []
        let isPlain = tokens.withTokens { token in
            for id in 0..<tokens.endID where !token(id).isEmpty {
                let character = Self.character(token(id))
                switch (model.types[id], character) {
                case (.normal, nil): merging.append(TokenID(id))
                case (.normal, let scalar?): characters.append((scalar, TokenID(id)))
                // Cut out before anything merges.
                case (.userDefined, nil): strings.append(Array(token(id)))
                case (.userDefined, let scalar?):
                    characters.append((scalar, TokenID(id)))
                    frozen.insert(scalar)
                // One character is written as its bytes; more are taken apart by what the whole text has seen.
                case (.unused, _?): continue
                case (.unused, nil): return false
                case (_, nil): continue
                // A text that has the character has the piece: the definition says what becomes of it.
                case (_, _?): return false
                }
            }
            return true
        }
        guard isPlain else { return nil }
        guard !frozen.contains(CharacterStartsBuilder.mark), let mark = Self.mark(among: characters) else { return nil }
        let ranked = Self.ranked(merging, tokens, scores: model.scores, tied: &strings)
        let rule = MarkRule(opening: opening, cutsEveryMark: false) { body in
            tokens.withTokens { token in
                for id in merging { body(token(Int(id))) }
            }
            for string in strings { string.withUnsafeBufferPointer { body($0) } }
        }
        guard let rule else { return nil }
        self.init(
            tokens: tokens,
            merges: .tokens(
                frozen.isEmpty
                    ? ranked
                    : ranked.filter { id in
                        tokens.withTokens { frozen.isDisjoint(with: Self.scalars($0(Int(id)))) }
                    }),
            mark: mark, characters: characters, byteTokens: byteTokens, irregularStrings: strings, rule: rule,
            exact: exact)
    }

    /// The tokens in the order of their scores, the best first. Those that have the score of another are not there but among
    /// the `tied`: of equal scores the leftmost merges first, whatever it makes, which the tables cannot say.
    private static func ranked(
        _ merging: [TokenID], _ tokens: TokenTable, scores: [Float], tied: inout [[UInt8]]
    ) -> [TokenID] {
        var order = merging
        if !zip(merging, merging.dropFirst()).allSatisfy({ scores[Int($0)] > scores[Int($1)] }) {
            order.sort { scores[Int($0)] > scores[Int($1)] || scores[Int($0)] == scores[Int($1)] && $0 < $1 }
        }
        var ranked: [TokenID] = []
        ranked.reserveCapacity(order.count)
        for (place, id) in order.enumerated() {
            let score = scores[Int(id)]
            let isTied =
                place > 0 && scores[Int(order[place - 1])] == score
                || place + 1 < order.count && scores[Int(order[place + 1])] == score
            if isTied { tied.append(tokens[id].map(Array.init) ?? []) } else { ranked.append(id) }
        }
        return ranked
    }

    /// Of Hugging Face. Nil where the model needs more than a piece to be encoded (unknown characters without byte tokens), or
    /// looks up whole pieces, or marks the ends of words.
    init?(_ model: CharacterModel, tokens: TokenTable, opening: MarkRule.Opening, cutsEveryMark: Bool) {
        guard let exact = ExactPieces(.characters(model), tokens: tokens, opening),
            let bytes = model.byteTokens?.compactMap({ $0 }), bytes.count == 256, !model.ignoresMerges,
            model.continuingPrefix.isEmpty, model.endSuffix.isEmpty
        else { return nil }
        var characters: [(scalar: UInt32, id: TokenID)] = []
        tokens.withTokens { token in
            for id in 0..<tokens.endID {
                if let scalar = Self.character(token(id)) { characters.append((scalar, TokenID(id))) }
            }
        }
        guard let mark = Self.mark(among: characters) else { return nil }
        let rule = MarkRule(opening: opening, cutsEveryMark: cutsEveryMark) { body in
            tokens.withTokens { token in
                for merge in model.merges { body(token(Int(merge.result))) }
            }
        }
        guard let rule else { return nil }
        self.init(
            tokens: tokens, merges: .list(model.merges), mark: mark, characters: characters, byteTokens: bytes,
            irregularStrings: [], rule: rule,
            exact: exact)
    }

    private static func mark(among characters: [(scalar: UInt32, id: TokenID)]) -> TokenID? {
        characters.first { $0.scalar == CharacterStartsBuilder.mark }?.id
    }

    /// The scalar of a token that is one character.
    private static func character(_ token: UnsafeBufferPointer<UInt8>) -> UInt32? {
        guard let first = token.first, token.count <= 4 else { return nil }
        let length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
        return token.count == length ? UInt32(token.scalar(at: 0).value) : nil
    }
}
