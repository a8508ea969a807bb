import JeoulText
import JeoulTokenizing

/// Tokens, merges and added tokens of a byte-level vocabulary with a merge list, put together and checked against one
/// another.
struct ByteLevelAssembly {
    var definition: VocabularyDefinition
    var notes: [VocabularyNote]

    /// - Parameters:
    ///   - table: the tokens.
    ///   - literals: what was listed among them without being in the byte alphabet.
    ///   - merges: of the table's ids.
    ///   - addedTokens: in id order.
    ///   - listed: the id of an added token among the ordinary ones, by its text.
    init(
        table: TokenTable, literals: [ByteLevelListing.Literal], merges: [Merge], addedTokens: [AddedToken],
        ignoresMerges: Bool, listed: (_ content: [UInt8]) -> TokenID?
    ) throws(Fault) {
        let unusable = try Self.check(addedTokens, table, literals, listed: listed)
        func isToken(_ id: TokenID) -> Bool { Int(id) < table.endID && table.byteCount(Int(id)) > 0 }
        // What is not in the byte alphabet no text has, so that it never merges.
        let merges = merges.filter { isToken($0.left) && isToken($0.right) && isToken($0.result) }
        var inMerges = [Bool](repeating: false, count: table.endID)
        var isResult = inMerges
        for merge in merges {
            inMerges[Int(merge.left)] = true
            inMerges[Int(merge.right)] = true
            inMerges[Int(merge.result)] = true
            isResult[Int(merge.result)] = true
        }
        var isRemoved = [Bool](repeating: false, count: table.endID)
        if !ignoresMerges {
            // The model can make a token only of merges, or as a single byte; what else is listed is an added token.
            for token in addedTokens where Int(token.id) < isRemoved.count {
                let id = Int(token.id)
                isRemoved[id] = !inMerges[id] && table.byteCount(id) > 1
            }
        }
        let tokens = table.removing(isRemoved)
        notes = []
        if unusable > 0 { notes.append(.unusableKeys(count: unusable)) }
        let unmade = (0..<tokens.endID).filter { tokens.byteCount($0) > 1 && !isResult[$0] }
        if !ignoresMerges, let first = unmade.first {
            notes.append(.unmergedTokens(count: unmade.count, example: TokenID(first)))
        }
        let missing = table.missingBytes
        guard missing.contains(where: ByteLevelAlphabet.isByteOfText) else {
            definition = VocabularyDefinition(
                tokens: tokens, model: .byteLevel(order: .list(merges), ignoresMerges: ignoresMerges),
                addedTokens: addedTokens)
            return
        }
        // As Hugging Face has it: a model of the characters that bytes are written in, one of which may be no token.
        notes.append(.missingBytes(count: missing.count))
        definition = VocabularyDefinition(
            tokens: tokens.writtenInByteAlphabet(),
            model: .characters(
                CharacterModel(
                    merges: merges, ignoresMerges: ignoresMerges,
                    decoding: TokenDecoding(isByteAlphabet: true))),
            addedTokens: addedTokens)
    }

    /// Checks that an added token that is listed among the ordinary ones has the same id and text there; returns how
    /// many keys are neither in the byte alphabet nor added tokens.
    private static func check(
        _ addedTokens: [AddedToken], _ table: TokenTable, _ literals: [ByteLevelListing.Literal],
        listed: ([UInt8]) -> TokenID?
    ) throws(Fault) -> Int {
        var byID: [TokenID: [UInt8]] = [:]
        var byKey: [[UInt8]: TokenID] = [:]
        for literal in literals {
            guard table[literal.id] == nil, byID.updateValue(literal.key, forKey: literal.id) == nil else {
                throw Fault(.duplicateID, "the id \(literal.id) comes twice", at: literal.offset)
            }
            if let other = byKey.updateValue(literal.id, forKey: literal.key) {
                throw Fault(
                    .duplicateToken, "the token \(quoted(literal.key)) has two ids, \(other) and \(literal.id)",
                    at: literal.offset)
            }
        }
        for token in addedTokens {
            if let listed = byKey[token.content] ?? listed(token.content), listed != token.id {
                throw Fault(
                    .duplicateToken,
                    "the added token \(quoted(token.content)) has the id \(token.id), and \(listed) among the tokens",
                    at: nil)
            }
            let other = byID[token.id] ?? table[token.id].map(Array.init)
            if let other, other != token.content, other != ByteLevelAlphabet.decode(token.content) {
                throw Fault(
                    .duplicateID,
                    "the id \(token.id) is \(quoted(other)) among the tokens and \(quoted(token.content)) added",
                    at: nil)
            }
            byID[token.id] = nil
        }
        return byID.count
    }
}

extension TokenTable {
    /// The same tokens, their bytes in GPT-2's byte alphabet. O(n).
    func writtenInByteAlphabet() -> TokenTable {
        var table = TokenTable()
        table.reserveCapacity(tokens: endID, bytes: storage.count * 2)
        for id in 0..<endID where byteCount(id) > 0 {
            table.append(ByteLevelAlphabet.encode(storage[Int(starts[id])..<Int(starts[id + 1])])[...], id: TokenID(id))
        }
        return table
    }
}
