import JeoulText
import JeoulTokenizing

/// What the files of a vocabulary give, before the manifest is asked.
struct VocabularyContents: Sendable {
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

    /// Reads the files. `ignoresMerges` is what the manifest says, if it does.
    func read(ignoresMerges: Bool?) throws(VocabularyError) -> VocabularyContents {
        switch self {
        case .single(let file): try Self.read(file, ignoresMerges: ignoresMerges)
        case .vocabMerges(let vocab, let merges, let configuration):
            try Self.read(vocab: vocab, merges: merges, configuration, ignoresMerges: ignoresMerges ?? false)
        }
    }

    private static func read(
        _ file: VocabularyFile, ignoresMerges: Bool?
    ) throws(VocabularyError) -> VocabularyContents {
        if try file.data.first(where: { $0 > 0x20 }) == UInt8(ascii: "{") { return try readJSON(file) }
        return try file.read { bytes in
            if GGUFReader.recognizes(bytes) {
                let contents = try GGUFVocabulary.read(bytes)
                return VocabularyContents(
                    format: .gguf, definition: contents.definition, notes: contents.notes, carriesAddedTokens: true)
            }
            if SentencePieceReader.recognizes(bytes) {
                return VocabularyContents(
                    format: .sentencePiece, definition: try SentencePieceReader.read(bytes), carriesAddedTokens: true)
            }
            guard TiktokenReader.recognizes(bytes) else {
                throw Fault(
                    .unsupported, "not a vocabulary of a known format",
                    remedy: "name a tokenizer.json, tokenizer.model, .tiktoken, tekken.json or .gguf file, or a folder",
                    at: nil)
            }
            let tokens = try TiktokenReader.read(bytes).table().table
            try tokens.checkAllBytes()
            let gaps = tokens.endID - tokens.count
            let definition = VocabularyDefinition(
                tokens: tokens, model: .byteLevel(order: .tokenID, ignoresMerges: ignoresMerges ?? true))
            return VocabularyContents(
                format: .tiktoken, definition: definition, notes: gaps > 0 ? [.gaps(count: gaps)] : [],
                carriesAddedTokens: false)
        }
    }

    private static func readJSON(_ file: VocabularyFile) throws(VocabularyError) -> VocabularyContents {
        try file.readJSON { reader in
            switch try JSONFormat.of(reader) {
            case .tokenizer:
                let contents = try TokenizerJSONReader.read(&reader)
                return VocabularyContents(
                    format: .tokenizerJSON, definition: contents.definition, notes: contents.notes,
                    carriesAddedTokens: true)
            case .tekken:
                let definition = try TekkenReader.read(&reader)
                let pattern = definition.uncompiledPattern
                let notes: [VocabularyNote] = pattern.map { [.slowPattern(why: $0)] } ?? []
                return VocabularyContents(
                    format: .tekken, definition: definition, notes: notes,
                    carriesAddedTokens: !definition.addedTokens.isEmpty)
            case .other:
                throw Fault(
                    .unsupported, "JSON that is no vocabulary: neither 'model' nor a list 'vocab' is in it",
                    remedy: "name a tokenizer.json, a tekken.json, or the folder of a vocab.json", at: nil)
            }
        }
    }

    private static func read(
        vocab: VocabularyFile, merges: VocabularyFile, _ configuration: TokenizerConfiguration, ignoresMerges: Bool
    ) throws(VocabularyError) -> VocabularyContents {
        if configuration.addsPrefixSpace {
            throw VocabularyError(
                .unsupported, "'add_prefix_space' is true, which is not supported here", file: vocab.url.path)
        }
        var listing = TokenListing()
        _ = try vocab.readJSON { try listing.append(membersOf: &$0, allowsEmpty: false) }
        let index = try vocab.read { _ in try listing.table() }
        let list = try merges.read { try MergesReader.read($0, index: index) }
        let contents = ByteLevelListing(listing)
        let assembly = try vocab.read { _ in
            try ByteLevelAssembly(
                table: contents.table(), literals: contents.literals, merges: list,
                addedTokens: configuration.addedTokens, ignoresMerges: ignoresMerges, listed: { index[$0] })
        }
        return VocabularyContents(
            format: .vocabMerges, definition: assembly.definition, className: configuration.className,
            notes: assembly.notes, carriesAddedTokens: !configuration.files.isEmpty)
    }
}

/// The vocabularies that are written as one JSON object, told apart by their keys.
private enum JSONFormat {
    case tokenizer, tekken, other

    /// Looks at the keys until one decides. The reader is a copy: the caller's stays where it was.
    static func of(_ reader: JSONReader) throws -> JSONFormat {
        var reader = reader
        try reader.beginObject()
        while let key = try reader.nextKey() {
            if key.equals("model", in: reader.bytes), try reader.peek() == .object { return .tokenizer }
            if key.equals("vocab", in: reader.bytes), try reader.peek() == .array { return .tekken }
            try reader.skipValue()
        }
        return .other
    }
}
