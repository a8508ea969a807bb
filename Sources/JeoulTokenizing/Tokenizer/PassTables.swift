/// The tables by which a vocabulary goes along a pass: what takes long to make of its tokens and merges, and what its compiled form
/// keeps.
package struct PassTables: Sendable {
    /// Nil where no pass takes the vocabulary, which is encoded by its definition, document by document.
    package let model: BytePairModel?
    /// How spaces become ▁; nil of a byte-level vocabulary, and where the definition does something else to a text.
    package let form: MarkedForm?
    /// Where such a text may be cut; nil where nothing proves that it may.
    package let rule: MarkRule?

    package init(model: BytePairModel?, form: MarkedForm?, rule: MarkRule?) {
        (self.model, self.form, self.rule) = (model, form, rule)
    }

    /// Makes the tables. O(tokens).
    ///
    /// - Throws: `BytePairError` where the vocabulary is too large.
    package init(_ definition: VocabularyDefinition) throws(BytePairError) {
        let form = MarkedForm(definition)
        var vocabulary: CharacterVocabulary?
        switch definition.model {
        case .byteLevel(let order, let ignoresMerges):
            let model = try BytePairModel(
                tokens: definition.tokens, order: order, ignoresMerges: ignoresMerges)
            self.init(model: model, form: nil, rule: nil)
            return
        case .sentencePiece(let model):
            if let form {
                vocabulary = CharacterVocabulary(model, tokens: definition.tokens, opening: form.opening)
            }
        case .characters(let model):
            if let form {
                vocabulary = CharacterVocabulary(
                    model, tokens: definition.tokens, opening: form.opening, cutsEveryMark: form.cutsEveryMark)
            }
        }
        guard let vocabulary else {
            self.init(model: nil, form: form, rule: nil)
            return
        }
        self.init(model: try BytePairModel(vocabulary), form: form, rule: vocabulary.rule)
    }

    /// Whether a definition with the same tokens and merges would have the same tables: what is done to a text before may be another.
    package func serve(_ definition: VocabularyDefinition) -> Bool {
        if case .byteLevel = definition.model { return true }
        return form == MarkedForm(definition)
    }
}
