extension Vocabulary {
    /// The vocabulary made ready for use: byte-level with one of the hand-written splitters by `ByteLevelTokenizer`, all
    /// others, slower, by `GeneralTokenizer`.
    ///
    /// - Throws: `BytePairError`, or `VocabularyError` where it cannot be.
    /// - Complexity: O(tokens): tens of milliseconds for those of today. Byte-level ones that a catalog with a `compiledFolder` has
    ///   made ready before take a few, in `load` and here together.
    public func tokenizer() throws -> any Tokenizer {
        let model = try compiled.model(definition)
        if let model, case .pattern(let pattern) = definition.splitter,
            case .normalization(let normalization) = definition.normalizer
        {
            return ByteLevelTokenizer(
                model: model, addedTokens: definition.addedTokens, pattern: pattern, normalization: normalization)
        }
        return try GeneralTokenizer(definition, model: model)
    }
}
