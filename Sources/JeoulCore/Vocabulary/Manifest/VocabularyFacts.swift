/// Under which terms a vocabulary may be used.
public struct Licence: Sendable, Hashable, Codable {
    /// As the vendor calls it.
    public var name: String?
    /// Its SPDX identifier.
    public var spdx: String?
    /// The licence's text, beside the manifest.
    public var file: String?
    /// Whether the files may be passed on freely.
    public var redistributable: Bool?
}

/// llama.cpp's fingerprint of a tokenizer: the hash of the ids of a fixed text.
public struct LlamaCppFingerprint: Sendable, Hashable, Codable {
    /// In hexadecimal.
    public var sha256: String
    /// The ids that stand before those of the text, such as that of BOS; nil where it is not known which.
    public var prefixIds: [TokenID]?

    private enum CodingKeys: String, CodingKey {
        case sha256
        case prefixIds = "prefix_ids"
    }

    /// A fingerprint.
    public init(sha256: String, prefixIds: [TokenID]?) {
        self.sha256 = sha256
        self.prefixIds = prefixIds
    }
}

/// What the vocabulary's reference library gives on a corpus, one document a line.
public struct ReferenceCount: Sendable, Hashable, Codable {
    /// The name of the corpus's file.
    public var corpus: String
    /// How many documents it has.
    public var documents: Int
    /// Their tokens, all together.
    public var tokens: Int
    /// The hash of all ids as little-endian 32-bit integers, each document's followed by 0xFFFFFFFF.
    public var idsSha256: String

    private enum CodingKeys: String, CodingKey {
        case corpus, documents, tokens
        case idsSha256 = "ids_sha256"
    }

    /// A count.
    public init(corpus: String, documents: Int, tokens: Int, idsSha256: String) {
        self.corpus = corpus
        self.documents = documents
        self.tokens = tokens
        self.idsSha256 = idsSha256
    }
}
