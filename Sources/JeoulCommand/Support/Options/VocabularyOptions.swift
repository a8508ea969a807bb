import ArgumentParser
import Foundation
import Jeoul

/// How vocabularies are read.
struct VocabularyReadingOptions: ParsableArguments {
    @Option(
        name: .long,
        help: "The splitter of the vocabularies, over what their files say."
    )
    var splitter: SplitPattern?

    @Option(name: .long, help: "The normalizer of the vocabularies, over what their files say.")
    var normalizer: Normalization?

    func load(_ name: String, from catalog: VocabularyCatalog) throws -> Vocabulary {
        let vocabulary = try catalog.load(
            name, splitter: splitter.map(SplitterDefinition.pattern),
            normalizer: normalizer.map(NormalizerDefinition.normalization))
        var read = vocabulary.files.map(\.url.path)
        // Of a folder more may be read than the files that are known by their hashes.
        if case .path(let url) = vocabulary.location { read.append(url.path) }
        try Outputs.check(beside: read)
        return vocabulary
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
        name: [.long],
        help: """
            Vocabularies by id, alias, model, repository of the Hub or path, separated by commas (a comma in a path is \\,); \
            NAME=PATH gives a path a name. By default all that are here.
            """,
        completion: .vocabularies)
    var vocabulary: [NameList] = []

    @OptionGroup var reading: VocabularyReadingOptions

    /// The vocabularies named, or all that are here; each once.
    func load(baseline: String? = nil, output: OutputOptions) throws -> [LoadedVocabulary] {
        let catalog = try VocabularyCatalog.standard()
        var names = vocabulary.flatMap(\.names)
        if names.isEmpty { names = catalog.available().map(\.id) }
        if let baseline { names.insert(baseline, at: 0) }
        let selection = try VocabularySelection(names) { name in
            do {
                return try reading.load(name, from: catalog)
            } catch {
                // A path with a comma, of which this is a part?
                let whole = vocabulary.first {
                    $0.names.count > 1 && $0.names.contains(name)
                        && FileManager.default.fileExists(atPath: $0.argument)
                }
                guard let whole else { throw error }
                let escaped = whole.argument.replacing(",", with: "\\,")
                throw ValidationError(
                    "a comma separates names: the file \(whole.argument) is written --vocabulary '\(escaped)'")
            }
        }
        for remark in selection.remarks { output.inform(remark) }
        var loaded: [LoadedVocabulary] = []
        for vocabulary in selection.vocabularies {
            for note in vocabulary.notes where note.isWarning { output.warn(Words("\(vocabulary.id): ") + note.words) }
            loaded.append(LoadedVocabulary(vocabulary: vocabulary, tokenizer: try vocabulary.tokenizer()))
        }
        return loaded
    }
}
