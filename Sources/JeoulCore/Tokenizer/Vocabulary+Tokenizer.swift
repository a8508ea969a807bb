extension Vocabulary {
    /// The vocabulary made ready for use: byte-level with one of the hand-written splitters by `ByteLevelTokenizer`, all
    /// others, slower, by `GeneralTokenizer`.
    ///
    /// - Throws: `BytePairError`, or `VocabularyError` where it cannot be.
    /// - Complexity: O(tokens): some 20 to 100 ms for those of today.
    public func tokenizer() throws -> any Tokenizer {
        if case .byteLevel(let order, let wholePieceLookup) = definition.model,
            case .pattern(let pattern) = definition.splitter,
            case .normalization(let normalization) = definition.normalizer
        {
            return try ByteLevelTokenizer(
                tokens: definition.tokens, order: order, wholePieceLookup: wholePieceLookup,
                addedTokens: definition.addedTokens, pattern: pattern, normalization: normalization)
        }
        return try GeneralTokenizer(definition)
    }
}
