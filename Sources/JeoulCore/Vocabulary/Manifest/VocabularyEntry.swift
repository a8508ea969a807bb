/// What the manifest says of one vocabulary. A fact that is not known is nil, and `unknown` names it.
public struct VocabularyEntry: Sendable, Hashable, Decodable, Identifiable {
    /// The canonical name.
    public var id: String
    /// What else a person may type.
    public var aliases: [String]
    public var vendor: String
    /// The models that use it.
    public var models: [String]
    public var kind: VocabularyKind
    public var ranks: RankRule?
    /// Whether a piece that is a token is taken at once, before merging.
    public var wholePieceLookup: Bool?
    /// The pre-tokenizer pattern by name; nil also where the files carry it.
    public var splitter: String?
    /// The normal form applied to the input, `none` for none.
    public var normalizer: String?
    /// The declared size.
    public var tokens: Int?
    /// Control tokens, where the files do not carry them.
    public var specialTokens: [ListedToken]?
    /// Added tokens that are always matched, where the files do not carry them.
    public var addedTokens: [ListedToken]?
    /// The file sets it comes in; of several, the first that fits is used.
    public var forms: [VocabularyForm]
    public var licence: Licence
    public var llamaCppFingerprint: LlamaCppFingerprint?
    public var referenceCounts: [ReferenceCount]
    /// The quirks that change counts.
    public var note: String?
    /// The fields whose value is not known.
    public var unknown: [String]

    /// The hand-written splitter that `splitter` names, if it names one.
    public var splitPattern: SplitPattern? { splitter.flatMap(SplitPattern.init(rawValue:)) }

    /// The normal form that `normalizer` names; nil where it is not known.
    public var normalization: Normalization? {
        normalizer.flatMap { $0 == "none" ? .asIs : Normalization(rawValue: $0) }
    }

    /// Whether a form of it travels with Jeoul.
    public var isBundled: Bool { forms.contains(where: \.bundled) }
}

/// The kinds of vocabularies.
public enum VocabularyKind: String, Sendable, Hashable, Codable {
    case byteLevelBPE = "byte-level-bpe"
    case sentencePieceBPE = "sentencepiece-bpe"
    case unknown
}

/// What orders the merges.
public enum RankRule: String, Sendable, Hashable, Codable {
    /// The id of the token that a merge makes.
    case id
    /// The list of merges.
    case merges
    /// The score of the piece that a merge makes (SentencePiece).
    case score
}

/// A token that the manifest lists because the files do not carry it.
public struct ListedToken: Sendable, Hashable, Codable {
    public var text: String
    public var id: TokenID
}

/// The ways in which vocabularies are written to files.
public enum VocabularyFormat: String, Sendable, Hashable, Codable, CaseIterable {
    /// A line a token in Base64, with its id.
    case tiktoken
    /// `vocab.json` and `merges.txt`.
    case vocabMerges = "vocab-merges"
    /// Hugging Face's `tokenizer.json`.
    case tokenizerJSON = "tokenizer-json"
    /// SentencePiece's `tokenizer.model`.
    case sentencePiece = "sentencepiece"
    /// Mistral's `tekken.json`.
    case tekken
    /// The vocabulary inside a model file of llama.cpp.
    case gguf
}

/// A set of files in which a vocabulary comes.
public struct VocabularyForm: Sendable, Hashable, Decodable {
    public var format: VocabularyFormat
    /// Whether it travels with Jeoul.
    public var bundled: Bool
    public var files: [PinnedFile]
    public var source: Source
    public var note: String?

    /// A file of a form.
    public struct PinnedFile: Sendable, Hashable, Codable {
        public var name: String
        public var bytes: Int?
        /// The hash that the file must have, in hexadecimal; nil where it is not known.
        public var sha256: String?
        public var required: Bool
    }

    /// Where users get the files.
    public struct Source: Sendable, Hashable, Codable {
        /// `hub`, `pypi` or `url`.
        public var kind: String
        public var repository: String?
        /// The commit, or a package's version.
        public var revision: String?
        /// Whether terms must be accepted first.
        public var gated: Bool?
        public var url: String?
        public var package: String?
        /// The file's path in the package.
        public var member: String?
    }
}

/// Under which terms a vocabulary may be used.
public struct Licence: Sendable, Hashable, Codable {
    public var name: String?
    public var spdx: String?
    /// The licence's text, beside the manifest.
    public var file: String?
    /// Whether the files may be passed on freely.
    public var redistributable: Bool?
}

/// llama.cpp's fingerprint of a tokenizer: the hash of the ids of a fixed text.
public struct LlamaCppFingerprint: Sendable, Hashable, Codable {
    public var sha256: String
    /// The ids that stand before those of the text, such as that of BOS.
    public var prefixIds: [TokenID]
}

/// What the vocabulary's reference library gives on a corpus, one document a line.
public struct ReferenceCount: Sendable, Hashable, Codable {
    public var corpus: String
    public var documents: Int
    public var tokens: Int
    /// The hash of all ids as little-endian 32-bit integers, each document's followed by 0xFFFFFFFF.
    public var idsSha256: String

    /// A count.
    public init(corpus: String, documents: Int, tokens: Int, idsSha256: String) {
        self.corpus = corpus
        self.documents = documents
        self.tokens = tokens
        self.idsSha256 = idsSha256
    }
}
