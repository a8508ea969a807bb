extension VocabularyDefinition {
    /// The definition made ready for use as it is: its splitter and its normalizer must be there.
    ///
    /// - Throws: `BytePairError` where the vocabulary cannot be made ready for merging; `ICUError` where a pattern is none.
    package func tokenizer() throws -> any TokenizerModel {
        try tokenizer { () throws(BytePairError) in try makeModel() }
    }

    /// The model of a byte-level definition; nil of others. O(tokens).
    func makeModel() throws(BytePairError) -> BytePairModel? {
        guard case .byteLevel(let order, let wholePieceLookup) = model else { return nil }
        return try BytePairModel(tokens: tokens, order: order, wholePieceLookup: wholePieceLookup, index: index)
    }

    /// The same with a model that is there already, which must be that of the definition.
    func tokenizer(model: () throws(BytePairError) -> BytePairModel?) throws -> any TokenizerModel {
        guard case .byteLevel = self.model, case .normalization(let normalization) = normalizer,
            let splitter = Splitter(splitter), let model = try model()
        else { return try GeneralTokenizer(self, model: try model()) }
        return try ByteLevelTokenizer(
            LazyModel(model), addedTokens: addedTokens, splitter: splitter, normalization: normalization)
    }
}
