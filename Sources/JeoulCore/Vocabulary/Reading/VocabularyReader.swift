/// What the files of a vocabulary give, before the manifest is asked.
struct VocabularyContents {
    var format: VocabularyFormat
    var definition: VocabularyDefinition
    /// `tokenizer_class` of `tokenizer_config.json`.
    var className: String?
    var notes: [VocabularyNote] = []
    /// Whether the files list their added tokens.
    var carriesAddedTokens: Bool
}

/// The files of one vocabulary, opened: which of them is what is judged by content.
enum VocabularyFileSet {
    /// One file that holds all.
    case single(VocabularyFile)
    /// `vocab.json`, `merges.txt` and what the files beside them say.
    case vocabMerges(vocab: VocabularyFile, merges: VocabularyFile, TokenizerConfiguration)

    /// All files, those that define the tokens first.
    var files: [VocabularyFile] {
        switch self {
        case .single(let file): [file]
        case .vocabMerges(let vocab, let merges, let configuration): [vocab, merges] + configuration.files
        }
    }

    /// The files that define tokens and merges.
    var modelFiles: [VocabularyFile] {
        switch self {
        case .single(let file): [file]
        case .vocabMerges(let vocab, let merges, _): [vocab, merges]
        }
    }

    /// Reads the files. `wholePieceLookup` is what the manifest says, if it does.
    func read(wholePieceLookup: Bool?) throws(VocabularyError) -> VocabularyContents {
        switch self {
        case .single(let file): try Self.read(file, wholePieceLookup: wholePieceLookup)
        case .vocabMerges(let vocab, let merges, let configuration):
            try Self.read(vocab: vocab, merges: merges, configuration, wholePieceLookup: wholePieceLookup ?? false)
        }
    }

    private static func read(
        _ file: VocabularyFile, wholePieceLookup: Bool?
    ) throws(VocabularyError) -> VocabularyContents {
        try file.read { bytes in
            guard TiktokenReader.recognizes(bytes) else {
                throw Fault(
                    .unsupported, "not a vocabulary of a known format",
                    remedy: "name a .tiktoken file, or a folder with vocab.json and merges.txt", at: nil)
            }
            let index = try TiktokenReader.read(bytes).table()
            try index.table.checkAllBytes(index)
            let gaps = index.table.endID - index.table.count
            return VocabularyContents(
                format: .tiktoken,
                definition: VocabularyDefinition(
                    tokens: index.table,
                    model: .byteLevel(order: .tokenID, wholePieceLookup: wholePieceLookup ?? true)),
                notes: gaps > 0 ? [.gaps(count: gaps)] : [], carriesAddedTokens: false)
        }
    }

    private static func read(
        vocab: VocabularyFile, merges: VocabularyFile, _ configuration: TokenizerConfiguration, wholePieceLookup: Bool
    ) throws(VocabularyError) -> VocabularyContents {
        if configuration.addsPrefixSpace {
            throw VocabularyError(
                .unsupported, "'add_prefix_space' is true, which is not supported here", file: vocab.url.path)
        }
        let contents = try vocab.readJSON { try VocabJSONReader.read(&$0) }
        let index = try vocab.read { _ in try contents.listing.table() }
        let list = try merges.read { try MergesReader.read($0, index: index) }
        let assembly = try vocab.read { _ in
            try ByteLevelAssembly(
                contents: contents, index: index, merges: list, addedTokens: configuration.addedTokens,
                wholePieceLookup: wholePieceLookup)
        }
        return VocabularyContents(
            format: .vocabMerges, definition: assembly.definition, className: configuration.className,
            notes: assembly.notes, carriesAddedTokens: !configuration.files.isEmpty)
    }
}
