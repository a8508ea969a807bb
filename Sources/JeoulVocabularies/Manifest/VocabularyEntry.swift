import JeoulText
import JeoulTokenizing

/// What the manifest says of one vocabulary. A fact that is not known is nil, and `unknown` names it.
package struct VocabularyEntry: Sendable, Hashable, Decodable, Identifiable {
    /// The canonical name.
    package var id: String
    /// What else a person may type.
    package var aliases: [String]
    /// What Koreans call its models in Hangul.
    package var namesKorean: [String]?
    /// Repositories of the Hub with the same tokenizer, beside those of its forms.
    package var otherRepositories: [String]?
    /// The vocabulary that it is in all likelihood, though that is not proved: it is never counted with, but named.
    package var likelySameAs: String?
    /// Who makes it.
    package var vendor: String
    /// The models that use it.
    package var models: [String]
    /// What kind of vocabulary it is.
    package var kind: VocabularyKind
    /// What orders its merges.
    package var ranks: RankRule?
    /// Whether a piece that is a token is taken at once, before merging.
    package var ignoresMerges: Bool?
    /// The pre-tokenizer pattern by name; nil also where the files carry it.
    package var splitter: String?
    /// The normal form applied to the input, `none` for none.
    package var normalizer: String?
    /// The declared size.
    package var tokens: Int?
    /// Control tokens, where the files do not carry them.
    package var specialTokens: [ListedToken]?
    /// Added tokens that are always matched, where the files do not carry them.
    package var addedTokens: [ListedToken]?
    /// The file sets it comes in; of several, the first that fits is used.
    package var forms: [VocabularyForm]
    /// Under which terms it may be used.
    package var licence: Licence
    /// llama.cpp's fingerprint.
    package var llamaCppFingerprint: LlamaCppFingerprint?
    /// What the reference library gives on public corpora.
    package var referenceCounts: [ReferenceCount]
    /// The quirks that change counts.
    package var note: String?
    /// The fields whose value is not known.
    package var unknown: [String]

    private enum CodingKeys: String, CodingKey {
        case id, aliases, vendor, models, kind, ranks, splitter, normalizer, tokens, forms, licence, note, unknown
        case namesKorean = "names_ko"
        case otherRepositories = "repositories"
        case likelySameAs = "likely_same_as"
        case ignoresMerges = "whole_piece_lookup"
        case specialTokens = "special_tokens"
        case addedTokens = "added_tokens"
        case llamaCppFingerprint = "llama_cpp_fingerprint"
        case referenceCounts = "reference_counts"
    }

    /// The hand-written splitter that `splitter` names, if it names one.
    package var splitPattern: SplitPattern? { splitter.flatMap(SplitPattern.init(rawValue:)) }

    /// The normal form that `normalizer` names; nil where it is not known.
    package var normalization: Normalization? {
        normalizer.flatMap { $0 == "none" ? .asIs : Normalization(rawValue: $0) }
    }
}

/// The kinds of vocabularies.
package enum VocabularyKind: String, Sendable, Hashable, Codable {
    case byteLevelBPE = "byte-level-bpe"
    case sentencePieceBPE = "sentencepiece-bpe"
    case unknown
}

/// What orders the merges.
package enum RankRule: String, Sendable, Hashable, Codable {
    /// The id of the token that a merge makes.
    case id
    /// The list of merges.
    case merges
    /// The score of the piece that a merge makes (SentencePiece).
    case score
}

/// A token that the manifest lists because the files do not carry it.
package struct ListedToken: Sendable, Hashable, Codable {
    /// The text that is matched.
    package var text: String
    /// Its number in the vocabulary.
    package var id: TokenID
}

/// The ways in which vocabularies are written to files.
package enum VocabularyFormat: String, Sendable, Hashable, Codable, CaseIterable {
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
