extension VocabularyDefinition {
    /// The definition made ready for use as it is: its splitter and its normalizer must be there.
    ///
    /// - Throws: `BytePairError` where the vocabulary cannot be made ready for merging; `ICUError` where a pattern is none.
    package func tokenizer() throws -> any TokenizerModel { try BytePairTokenizer(self) }

    /// The same with tables that are there already, which must be those of the definition.
    package func tokenizer(_ tables: PassTables) throws -> any TokenizerModel { try BytePairTokenizer(self, tables) }
}
