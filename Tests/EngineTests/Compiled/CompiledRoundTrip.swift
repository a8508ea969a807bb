import Foundation
import Testing

@testable import JeoulTokenizing
@testable import JeoulVocabularies

/// A definition and its tables as they come back from a compiled file.
struct CompiledRoundTrip {
    let definition: VocabularyDefinition
    let tables: PassTables

    init(_ definition: VocabularyDefinition) throws {
        let contents = VocabularyContents(format: .gguf, definition: definition, carriesAddedTokens: true)
        let writer = try CompiledVocabulary.file(
            contents, try PassTables(definition), sources: [], ignoresMerges: nil)
        let folder = try TemporaryFolder()
        let path = folder.url.appendingPathComponent("a.jeoul").path
        try #require(writer.write(to: path))
        // The file stays mapped when it has no name any more.
        let file = try #require(BlockFile(path))
        let compiled = try #require(CompiledVocabulary(file, paths: []))
        (self.definition, tables) = (compiled.contents.definition, compiled.tables)
    }

    /// The tokenizer of a definition that an earlier run has made ready.
    static func tokenizer(_ definition: VocabularyDefinition) throws -> any TokenizerModel {
        let made = try CompiledRoundTrip(definition)
        return try made.definition.tokenizer(made.tables)
    }
}
