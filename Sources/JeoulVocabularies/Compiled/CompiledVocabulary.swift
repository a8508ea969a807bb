import JeoulTokenizing

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A vocabulary as it was read and made ready by an earlier run.
struct CompiledVocabulary: Sendable {
    /// What the files give, the manifest not yet asked.
    let contents: VocabularyContents
    let tables: PassTables
    /// The files it was made of, in order.
    let sources: [Source]
    /// What the manifest said when the files were read.
    let ignoresMerges: Bool?

    /// A file that a vocabulary was made of.
    struct Source: Codable, Hashable, Sendable {
        var path: String
        var sha256: String
        /// Nil where the file had changed too recently.
        var stamp: FileStamp?
    }

    /// What is to be written. `ignoresMerges`: what the manifest says.
    static func file(
        _ contents: VocabularyContents, _ tables: PassTables, sources: [Source], ignoresMerges: Bool?
    ) throws -> BlockWriter {
        var writer = BlockWriter()
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let description = CompiledDescription(
            contents, tables, sources: sources, manifestIgnoresMerges: ignoresMerges)
        writer.add(.description, Array(try encoder.encode(description)))
        contents.definition.tokens.addBlocks(to: &writer)
        contents.definition.model.addBlocks(to: &writer)
        AddedToken.addBlocks(of: contents.definition.addedTokens, to: &writer)
        tables.model?.addBlocks(to: &writer)
        return writer
    }

    /// Nil where the file is not of these files, or not whole. Whether the sources are as they were is not looked at.
    init?(_ file: BlockFile, paths: [String]) {
        guard let text = file.block(.description, of: UInt8.self),
            let description = try? JSONDecoder().decode(CompiledDescription.self, from: Data(text)),
            description.sources.map(\.path) == paths,
            let tokens = CompiledTokens(file),
            let model = description.model.completed(from: file, endID: tokens.endID),
            let addedTokens = AddedToken.tokens(of: file),
            let tables = PassTables(file, description, tokens, model)
        else { return nil }
        contents = VocabularyContents(
            format: description.format,
            definition: VocabularyDefinition(
                tokens: tokens.table, model: model, addedTokens: addedTokens,
                splitter: description.splitter, normalizer: description.normalizer),
            className: description.className, notes: description.notes,
            carriesAddedTokens: description.carriesAddedTokens)
        self.tables = tables
        sources = description.sources
        ignoresMerges = description.manifestIgnoresMerges
    }
}

/// What of a compiled vocabulary is neither a table nor a token.
struct CompiledDescription: Codable {
    var sources: [CompiledVocabulary.Source]
    /// Is asked of the manifest, and may be nil.
    var manifestIgnoresMerges: Bool?
    var format: VocabularyFormat
    var className: String?
    var notes: [VocabularyNote]
    var carriesAddedTokens: Bool
    var splitter: SplitterDefinition?
    var normalizer: NormalizerDefinition?
    var model: CompiledModel
    var hasTables: Bool
    var form: MarkedForm?
    var rule: MarkRule?

    init(
        _ contents: VocabularyContents, _ tables: PassTables, sources: [CompiledVocabulary.Source],
        manifestIgnoresMerges: Bool?
    ) {
        self.sources = sources
        self.manifestIgnoresMerges = manifestIgnoresMerges
        format = contents.format
        className = contents.className
        notes = contents.notes
        carriesAddedTokens = contents.carriesAddedTokens
        splitter = contents.definition.splitter
        normalizer = contents.definition.normalizer
        model = CompiledModel(contents.definition.model)
        hasTables = tables.model != nil
        form = tables.form
        rule = tables.rule
    }
}

extension PassTables {
    /// The tables that a file has; nil where they are not whole, or not those of the model.
    fileprivate init?(
        _ file: BlockFile, _ description: CompiledDescription, _ tokens: CompiledTokens, _ model: TokenModel
    ) {
        let exact: ExactPieces?
        switch model {
        case .byteLevel:
            guard description.hasTables, description.rule == nil else { return nil }
            exact = nil
        case .characters, .sentencePiece:
            guard description.hasTables == (description.rule != nil) else { return nil }
            guard let rule = description.rule else {
                self.init(model: nil, form: description.form, rule: nil)
                return
            }
            // What the rule was proved for.
            guard let form = description.form, rule.opening == form.opening, rule.cutsEveryMark == form.cutsEveryMark,
                rule.fitsScan
            else { return nil }
            exact = ExactPieces(model, tokens: tokens.table, form.opening)
        }
        guard let made = BytePairModel(compiled: file, tokens, exact: exact) else { return nil }
        if case .byteLevel(.list(let merges), _) = model, merges.count != made.mergeCount { return nil }
        self.init(model: made, form: description.form, rule: description.rule)
    }
}
