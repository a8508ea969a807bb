extension Vocabulary {
    /// The vocabulary made ready for use.
    ///
    /// - Throws: `BytePairError` where it cannot be.
    /// - Complexity: about 100 ns a token.
    public func tokenizer() throws -> any Tokenizer {
        guard case .byteLevel(let order, let wholePieceLookup) = definition.model,
            case .pattern(let pattern) = definition.splitter,
            case .normalization(let normalization) = definition.normalizer
        else { fatalError() }
        return try ByteLevelTokenizer(
            tokens: definition.tokens, order: order, wholePieceLookup: wholePieceLookup,
            addedTokens: definition.addedTokens, pattern: pattern, normalization: normalization)
    }
}
