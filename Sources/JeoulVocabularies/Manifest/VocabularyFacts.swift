import JeoulText
import JeoulTokenizing

/// Under which terms a vocabulary may be used.
package struct Licence: Sendable, Hashable, Codable {
    /// As the vendor calls it.
    package var name: String?
    /// Its SPDX identifier.
    package var spdx: String?
    /// The licence's text, beside the manifest.
    package var file: String?
    /// Whether the files may be passed on freely.
    package var redistributable: Bool?
}

/// llama.cpp's fingerprint of a tokenizer: the hash of the ids of a fixed text.
package struct LlamaCppFingerprint: Sendable, Hashable, Codable {
    /// In hexadecimal.
    package var sha256: String
    /// The ids that stand before those of the text, such as that of BOS; nil where it is not known which.
    package var prefixIds: [TokenID]?

    private enum CodingKeys: String, CodingKey {
        case sha256
        case prefixIds = "prefix_ids"
    }

    /// A fingerprint.
    package init(sha256: String, prefixIds: [TokenID]?) {
        self.sha256 = sha256
        self.prefixIds = prefixIds
    }
}

/// What the vocabulary's reference library gives on a corpus, one document a line.
package struct ReferenceCount: Sendable, Hashable, Codable {
    /// The name of the corpus's file.
    package var corpus: String
    /// How many documents it has.
    package var documents: Int
    /// Their tokens, all together.
    package var tokens: Int
    /// The hash of all ids as little-endian 32-bit integers, each document's followed by 0xFFFFFFFF.
    package var idsSha256: String

    private enum CodingKeys: String, CodingKey {
        case corpus, documents, tokens
        case idsSha256 = "ids_sha256"
    }

    /// A count.
    package init(corpus: String, documents: Int, tokens: Int, idsSha256: String) {
        self.corpus = corpus
        self.documents = documents
        self.tokens = tokens
        self.idsSha256 = idsSha256
    }
}

extension Licence {
    /// The SPDX identifier, else the name.
    package var shortName: String? { spdx ?? name }
}
