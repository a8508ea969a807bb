extension Vocabulary {
    /// The vocabulary made ready for use: byte-level with a splitter that only cuts by `ByteLevelTokenizer`, all others, slower,
    /// by `GeneralTokenizer`.
    ///
    /// One of which the files give no merges (`MergeOrder.tokenID`) and no compiled form is kept is ready before its tables are made:
    /// that is put off until more than a megabyte of text has come (`LazyModel`).
    ///
    /// - Throws: `BytePairError`, or `VocabularyError` where it cannot be.
    /// - Complexity: O(tokens): tens of milliseconds for those of today. Byte-level ones that a catalog with a `compiledFolder` has
    ///   made ready before take a few, in `load` and here together.
    package func tokenizer() throws -> any TokenizerModel {
        if case .none = compiled, case .byteLevel(.tokenID, let wholePieceLookup) = definition.model,
            case .normalization(let normalization) = definition.normalizer,
            let splitter = Splitter(definition.splitter)
        {
            let index = definition.index ?? TokenIndex.build(definition.tokens).index
            if let encoder = try IndexEncoder(index, wholePieceLookup: wholePieceLookup) {
                return try ByteLevelTokenizer(
                    LazyModel(encoder), addedTokens: definition.addedTokens, splitter: splitter,
                    normalization: normalization)
            }
        }
        return try definition.tokenizer(try compiled.tables(definition))
    }
}
