import Foundation
import JeoulTokenizing
import JeoulVocabularies
import Synchronization

/// The vocabularies that tests encode with, each made ready once a run.
package enum TestTokenizers {
    /// Those that travel with Jeoul.
    package static let bundled = ["o200k_base", "cl100k_base", "qwen2.5", "a.x-4.0"]
    /// All byte-level vocabularies of the reference table.
    package static let byteLevel = [
        "o200k_base", "cl100k_base", "qwen2.5", "llama-3", "a.x-4.0", "exaone-4.0", "hyperclovax-seed",
        "varco-vision-14b",
    ]

    /// Those of the reference table that are here: all where `../shared` is there or required, else the bundled ones.
    package static var available: [String] {
        (try? SharedData.url("vocab")) == .some(nil) ? bundled : byteLevel
    }

    /// The catalog of the source tree, with `../shared/vocab` as the folder that is searched.
    package static func catalog() throws -> VocabularyCatalog {
        let path = try SharedData.url("vocab")?.path
        return try VocabularyCatalog.standard(environment: path.map { ["JEOUL_VOCABULARY_PATH": $0] } ?? [:])
    }

    /// What the files of a vocabulary define.
    package static func definition(_ id: String) throws -> VocabularyDefinition { try loaded(id).definition }

    /// The tokenizer of a vocabulary.
    package static func tokenizer(_ id: String) throws -> any TokenizerModel { try loaded(id).tokenizer }

    private typealias Loaded = (definition: VocabularyDefinition, tokenizer: any TokenizerModel)
    private static let cache = Mutex<[String: Loaded]>([:])

    private static func loaded(_ id: String) throws -> Loaded {
        try cache.withLock { cache in
            if let found = cache[id] { return found }
            let vocabulary = try catalog().load(id)
            let tokenizer = try vocabulary.tokenizer()
            let loaded: Loaded = (vocabulary.definition, tokenizer)
            cache[id] = loaded
            return loaded
        }
    }
}
