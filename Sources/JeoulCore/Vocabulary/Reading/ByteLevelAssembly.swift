/// Tokens, merges and added tokens of a byte-level vocabulary with a merge list, put together and checked against one
/// another.
struct ByteLevelAssembly {
    var definition: VocabularyDefinition
    var notes: [VocabularyNote]

    /// - Parameters:
    ///   - contents: the tokens.
    ///   - index: the index of `contents.listing`.
    ///   - merges: resolved by `index`.
    ///   - addedTokens: in id order.
    init(
        contents: VocabJSONReader.Contents, index: TokenIndex, merges: [Merge], addedTokens: [AddedToken],
        wholePieceLookup: Bool
    ) throws(Fault) {
        try index.table.checkAllBytes(index)
        let unusable = try Self.check(addedTokens, against: contents, index: index)
        var inMerges = [Bool](repeating: false, count: index.table.endID)
        var isResult = inMerges
        for merge in merges {
            inMerges[Int(merge.left)] = true
            inMerges[Int(merge.right)] = true
            inMerges[Int(merge.result)] = true
            isResult[Int(merge.result)] = true
        }
        var isRemoved = [Bool](repeating: false, count: index.table.endID)
        if !wholePieceLookup {
            // The model can make a token only of merges, or as a single byte; what else is listed is an added token.
            for token in addedTokens where Int(token.id) < isRemoved.count {
                let id = Int(token.id)
                isRemoved[id] = !inMerges[id] && index.table.byteCount(id) > 1
            }
        }
        let tokens = index.table.removing(isRemoved)
        notes = []
        if unusable > 0 { notes.append(.unusableKeys(count: unusable)) }
        let unmade = (0..<tokens.endID).filter { tokens.byteCount($0) > 1 && !isResult[$0] }
        if !wholePieceLookup, let first = unmade.first {
            notes.append(.unmergedTokens(count: unmade.count, example: TokenID(first)))
        }
        definition = VocabularyDefinition(
            tokens: tokens, model: .byteLevel(order: .list(merges), wholePieceLookup: wholePieceLookup),
            addedTokens: addedTokens)
    }

    /// Checks that an added token that is listed among the ordinary ones has the same id and text there; returns how
    /// many keys are neither in the byte alphabet nor added tokens.
    private static func check(
        _ addedTokens: [AddedToken], against contents: VocabJSONReader.Contents, index: TokenIndex
    ) throws(Fault) -> Int {
        var literals: [TokenID: [UInt8]] = [:]
        var literalKeys: [[UInt8]: TokenID] = [:]
        for literal in contents.literals {
            let isTaken = index.table[literal.id] != nil || literals.updateValue(literal.key, forKey: literal.id) != nil
            if isTaken { throw Fault(.duplicateID, "the id \(literal.id) comes twice", at: literal.offset) }
            if let other = literalKeys.updateValue(literal.id, forKey: literal.key) {
                throw Fault(
                    .duplicateToken, "the token \(quoted(literal.key)) has two ids, \(other) and \(literal.id)",
                    at: literal.offset)
            }
        }
        for token in addedTokens {
            let decoded = ByteLevelAlphabet.decode(token.content)
            if let listed = literalKeys[token.content] ?? decoded.flatMap({ index[$0] }), listed != token.id {
                throw Fault(
                    .duplicateToken,
                    "the added token \(quoted(token.content)) has the id \(token.id), and \(listed) among the tokens",
                    at: nil)
            }
            let other = literals[token.id] ?? index.table[token.id].map(Array.init)
            if let other, other != token.content, other != decoded {
                throw Fault(
                    .duplicateID,
                    "the id \(token.id) is \(quoted(other)) among the tokens and \(quoted(token.content)) added",
                    at: nil)
            }
            literals[token.id] = nil
        }
        return literals.count
    }
}

extension TokenTable {
    /// The table without some ids, which become gaps. O(n).
    func removing(_ isRemoved: [Bool]) -> TokenTable {
        guard isRemoved.contains(true) else { return self }
        var table = TokenTable()
        table.reserveCapacity(tokens: endID, bytes: storage.count)
        for id in 0..<endID where !isRemoved[id] && byteCount(id) > 0 {
            table.append(storage[Int(starts[id])..<Int(starts[id + 1])], id: TokenID(id))
        }
        return table
    }
}
