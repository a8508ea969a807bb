import JeoulText
import JeoulTokenizing

/// Something that a user of a vocabulary should know, and that does not keep it from working.
package enum VocabularyNote: Sendable, Hashable, Codable {
    /// The files have no pinned hash: nobody vouches that they are what their name says.
    case unpinned(files: [String])
    /// The tokens are those of a known vocabulary, these files beside them are not.
    case differsFromPinned(id: String, files: [String])
    /// Ids below the greatest have no token.
    case gaps(count: Int)
    /// Keys that are neither in GPT-2's byte alphabet nor added tokens: no text can reach them.
    case unusableKeys(count: Int)
    /// Tokens of several bytes that no merge makes: the merges may be cut.
    case unmergedTokens(count: Int, example: TokenID)
    /// Nothing says how text is normalized; it is taken as it is.
    case assumedNoNormalizer
    /// Added tokens that the files do not carry were taken from the manifest.
    case addedTokensFromManifest(count: Int)
    /// Added tokens have other ids than the file says, as Hugging Face numbers them itself.
    case renumberedAddedTokens(count: Int)
    /// A pattern cannot be compiled to an automaton, and runs by ICU's regular expressions.
    case slowPattern(why: String)
    /// A `.gguf` names a pre-tokenizer that is not known here.
    case unknownPreTokenizer(String)
    /// Bytes that text can have are no tokens: what of a text is made of them is lost.
    case missingBytes(count: Int)
    /// These files are pointers of Git LFS; another form of the vocabulary beside them was used.
    case pointers(files: [String], used: String)
    /// A bundled vocabulary serves this one: its ranks are proved equal, and the manifest has the added tokens.
    case servedBy(id: String)
    /// The folder holds the vocabulary in several forms; this one was used.
    case chosenForm(used: String, instead: [String])

    /// Whether the results may be wrong because of it.
    package var isWarning: Bool {
        switch self {
        case .unpinned, .differsFromPinned, .unmergedTokens, .assumedNoNormalizer, .unknownPreTokenizer: true
        case .gaps, .unusableKeys, .addedTokensFromManifest, .renumberedAddedTokens, .slowPattern, .missingBytes,
            .pointers, .servedBy, .chosenForm:
            false
        }
    }
}

extension VocabularyNote: CustomStringConvertible {
    /// A sentence for a person.
    package var description: String {
        switch self {
        case .unpinned(let files):
            "unpinned: no known hash vouches for \(files.joined(separator: ", "))"
        case .differsFromPinned(let id, let files):
            "the tokens are those of \(id), but \(files.joined(separator: ", ")) has another hash than pinned"
        case .gaps(let count): "\(count) ids have no token"
        case .unusableKeys(let count):
            "\(count) tokens are neither byte-level nor added, so no text reaches them (tokenizer_config.json missing?)"
        case .unmergedTokens(let count, let example):
            "\(count) tokens are made by no merge (such as id \(example)): the merges may be cut"
        case .assumedNoNormalizer: "nothing says how text is normalized: taken as it is (see --normalizer)"
        case .addedTokensFromManifest(let count): "\(count) added tokens are from the manifest, not from the files"
        case .renumberedAddedTokens(let count):
            "\(count) added tokens have other ids than the file says, numbered as Hugging Face does"
        case .slowPattern(let why): "it runs by ICU's regular expressions, which is slower: \(why)"
        case .unknownPreTokenizer(let name): "the file's pre-tokenizer, \(quoted(name.utf8)), is not known"
        case .missingBytes(let count):
            "\(count) of the 256 bytes are no tokens: text that has them loses them, as with Hugging Face"
        case .pointers(let files, let used):
            "\(files.joined(separator: ", ")): a pointer of Git LFS, not the file; \(used) was used instead"
        case .servedBy(let id): "served from the bundled ranks of \(id), which are proved equal to its own"
        case .chosenForm(let used, let instead): "\(used) was used, not \(instead.joined(separator: ", "))"
        }
    }
}
