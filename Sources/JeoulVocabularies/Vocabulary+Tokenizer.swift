import JeoulTokenizing

extension Vocabulary {
    /// The vocabulary made ready for use.
    ///
    /// - Throws: `BytePairError`, or `VocabularyError` where it cannot be.
    /// - Complexity: O(tokens): tens of milliseconds for those of today. Byte-level ones that a catalog with a `compiledFolder` has
    ///   made ready before take a few, in `load` and here together.
    package func tokenizer() throws -> any TokenizerModel {
        try definition.tokenizer(try compiled.tables(definition))
    }
}
