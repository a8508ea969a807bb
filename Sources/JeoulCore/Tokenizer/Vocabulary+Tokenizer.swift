extension Vocabulary {
    /// The vocabulary made ready for use: byte-level with one of the hand-written splitters by `ByteLevelTokenizer`, all
    /// others, slower, by `GeneralTokenizer`.
    ///
    /// One of which the files give no merges (`MergeOrder.tokenID`) and no compiled form is kept is ready before its tables are made:
    /// that is put off until more than a megabyte of text has come (`LazyModel`).
    ///
    /// - Throws: `BytePairError`, or `VocabularyError` where it cannot be.
    /// - Complexity: O(tokens): tens of milliseconds for those of today. Byte-level ones that a catalog with a `compiledFolder` has
    ///   made ready before take a few, in `load` and here together.
    public func tokenizer() throws -> any Tokenizer {
        guard case .byteLevel(let order, let wholePieceLookup) = definition.model,
            case .pattern(let pattern) = definition.splitter,
            case .normalization(let normalization) = definition.normalizer
        else { return try GeneralTokenizer(definition, model: try compiled.model(definition)) }
        func tokenizer(_ model: LazyModel) -> ByteLevelTokenizer {
            ByteLevelTokenizer(
                model, addedTokens: definition.addedTokens, pattern: pattern, normalization: normalization)
        }
        if case .none = compiled, case .tokenID = order {
            let index = definition.index ?? TokenIndex.build(definition.tokens).index
            if let encoder = try IndexEncoder(index, wholePieceLookup: wholePieceLookup) {
                return tokenizer(LazyModel(encoder))
            }
        }
        return tokenizer(LazyModel(try compiled.model(definition)!))
    }
}
