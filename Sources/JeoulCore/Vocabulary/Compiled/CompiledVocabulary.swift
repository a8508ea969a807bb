import ScanKernels

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A byte-level vocabulary as it was read and made ready by an earlier run.
struct CompiledVocabulary: Sendable {
    /// What the files give, the manifest not yet asked.
    let contents: VocabularyContents
    let model: BytePairModel
    /// The files it was made of, in order.
    let sources: [Source]
    /// What the manifest said when the files were read.
    let wholePieceLookup: Bool?

    /// A file that a vocabulary was made of.
    struct Source: Codable, Hashable, Sendable {
        var path: String
        var sha256: String
        /// Nil where the file had changed too recently.
        var stamp: FileStamp?
    }

    /// What is to be written. `wholePieceLookup`: what the manifest says.
    static func file(
        _ contents: VocabularyContents, _ model: BytePairModel, sources: [Source], wholePieceLookup: Bool?
    ) throws -> BlockWriter {
        var writer = BlockWriter()
        let added = contents.definition.addedTokens
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        writer.add(
            .description,
            Array(
                try encoder.encode(
                    CompiledDescription(contents, sources: sources, manifestWholePieceLookup: wholePieceLookup))))
        model.addBlocks(to: &writer)
        if case .byteLevel(.list(let merges), _) = contents.definition.model { writer.add(.merges, merges) }
        writer.add(.addedBytes, added.flatMap(\.content))
        writer.add(.addedStarts, added.reduce(into: [UInt32(0)]) { $0.append($0.last! + UInt32($1.content.count)) })
        writer.add(.addedIDs, added.map(\.id))
        writer.add(.addedFlags, added.map(\.flags))
        return writer
    }

    /// Nil where the file is not of these files, or not whole. Whether the sources are as they were is not looked at.
    init?(_ file: BlockFile, paths: [String]) {
        guard let text = file.block(.description, of: UInt8.self),
            let description = try? JSONDecoder().decode(CompiledDescription.self, from: Data(text)),
            description.sources.map(\.path) == paths,
            let model = BytePairModel(compiled: file),
            let addedTokens = Self.addedTokens(file)
        else { return nil }
        let order: MergeOrder
        if description.isList {
            guard let merges = file.block(.merges, of: Merge.self), merges.count == model.mergeCount else { return nil }
            order = .list(Array(merges))
        } else {
            order = .tokenID
        }
        let starts = UnsafeBufferPointer(start: model.tokenStarts, count: model.endID + 1)
        let bytes = UnsafeBufferPointer(start: model.tokenBytes, count: Int(starts[model.endID]))
        guard let tokens = MappedTokens(bytes: bytes, starts: starts, owner: file) else { return nil }
        contents = VocabularyContents(
            format: description.format,
            definition: VocabularyDefinition(
                tokens: TokenTable(tokens),
                model: .byteLevel(order: order, wholePieceLookup: description.wholePieceLookup),
                addedTokens: addedTokens,
                splitter: description.splitter, normalizer: description.normalizer),
            className: description.className, notes: description.notes,
            carriesAddedTokens: description.carriesAddedTokens)
        self.model = model
        sources = description.sources
        wholePieceLookup = description.manifestWholePieceLookup
    }

    private static func addedTokens(_ file: BlockFile) -> [AddedToken]? {
        guard let bytes = file.block(.addedBytes, of: UInt8.self),
            let starts = file.block(.addedStarts, of: UInt32.self),
            let ids = file.block(.addedIDs, of: TokenID.self), let flags = file.block(.addedFlags, of: UInt8.self),
            starts.count == ids.count + 1, flags.count == ids.count, starts.last.map(Int.init) == bytes.count
        else { return nil }
        return ids.indices.map { index in
            AddedToken(
                content: Array(bytes[Int(starts[index])..<Int(starts[index + 1])]), id: ids[index], flags: flags[index])
        }
    }
}

/// What of a compiled vocabulary is neither a table nor a token.
private struct CompiledDescription: Codable {
    var sources: [CompiledVocabulary.Source]
    /// Is asked of the manifest, and may be nil.
    var manifestWholePieceLookup: Bool?
    var format: VocabularyFormat
    var className: String?
    var notes: [VocabularyNote]
    var carriesAddedTokens: Bool
    var splitter: SplitterDefinition?
    var normalizer: NormalizerDefinition?
    var isList = false
    var wholePieceLookup = false

    init(_ contents: VocabularyContents, sources: [CompiledVocabulary.Source], manifestWholePieceLookup: Bool?) {
        self.sources = sources
        self.manifestWholePieceLookup = manifestWholePieceLookup
        format = contents.format
        className = contents.className
        notes = contents.notes
        carriesAddedTokens = contents.carriesAddedTokens
        splitter = contents.definition.splitter
        normalizer = contents.definition.normalizer
        if case .byteLevel(let order, let lookup) = contents.definition.model {
            wholePieceLookup = lookup
            if case .list = order { isList = true }
        }
    }
}

extension AddedToken {
    /// What is true of it, a bit each.
    fileprivate var flags: UInt8 {
        [isSpecial, stripsLeft, stripsRight, isSingleWord, isNormalized].enumerated()
            .reduce(0) { $0 | ($1.element ? 1 << UInt8($1.offset) : 0) }
    }

    fileprivate init(content: [UInt8], id: TokenID, flags: UInt8) {
        self.init(
            content: content, id: id, isSpecial: flags & 1 != 0, stripsLeft: flags & 2 != 0,
            stripsRight: flags & 4 != 0, isSingleWord: flags & 8 != 0, isNormalized: flags & 16 != 0)
    }
}
