import ArgumentParser
import Jeoul

/// How vocabularies are read.
struct VocabularyReadingOptions: ParsableArguments {
    @Option(
        name: .long,
        help:
            "The splitter of the vocabularies, over what their files say: \(SplitPattern.allCases.map(\.rawValue).joined(separator: ", "))."
    )
    var splitter: SplitPattern?

    @Option(name: .long, help: "The normalizer of the vocabularies, over what their files say.")
    var normalizer: Normalization?

    func load(_ name: String, from catalog: VocabularyCatalog) throws -> Vocabulary {
        try catalog.load(
            name, splitter: splitter.map(SplitterDefinition.pattern),
            normalizer: normalizer.map(NormalizerDefinition.normalization))
    }
}

extension SplitPattern: ExpressibleByArgument {}

/// A vocabulary that is ready to be used.
struct LoadedVocabulary {
    let vocabulary: Vocabulary
    let tokenizer: any TokenizerModel
}

/// Which vocabularies to use.
struct VocabularyOptions: ParsableArguments {
    @Option(
        name: [.long], help: "Vocabularies by id, alias or path, separated by commas. By default all that are here.",
        completion: .vocabularies)
    var vocabulary: [NameList] = []

    @OptionGroup var reading: VocabularyReadingOptions

    /// The vocabularies named, or all that are here; each once.
    func load(baseline: String? = nil, output: OutputOptions) throws -> [LoadedVocabulary] {
        let catalog = try VocabularyCatalog.standard()
        var names = vocabulary.flatMap(\.names)
        if names.isEmpty { names = catalog.available().map(\.id) }
        if let baseline { names.insert(baseline, at: 0) }
        var loaded: [LoadedVocabulary] = []
        for name in names {
            let vocabulary = try reading.load(name, from: catalog)
            if loaded.contains(where: {
                $0.vocabulary.id == vocabulary.id && $0.vocabulary.location == vocabulary.location
            }) {
                continue
            }
            for note in vocabulary.notes where note.isWarning { output.warn("\(vocabulary.id): \(note)") }
            loaded.append(LoadedVocabulary(vocabulary: vocabulary, tokenizer: try vocabulary.tokenizer()))
        }
        return loaded
    }
}
