import JeoulText
import JeoulTokenizing

extension LlamaCppFingerprint {
    /// The fingerprint of a tokenizer as llama.cpp computes it: the sha256 of Python's text of the list of ids,
    /// `[1, 2, 3]`.
    ///
    /// - Parameter prefixIds: the ids that the model's own tokenizer puts before those of any text, such as that of
    ///   BOS.
    /// - Throws: what the tokenizer throws.
    package init(of tokenizer: any TokenizerModel, prefixIds: [TokenID] = []) throws {
        self.init(of: try tokenizer.encode(Self.checkText), prefixIds: prefixIds)
    }

    private init(of ids: [TokenID], prefixIds: [TokenID]) {
        let list = "[\((prefixIds + ids).map(String.init).joined(separator: ", "))]"
        self.init(sha256: SHA256.hash(data: Array(list.utf8)).hexadecimal, prefixIds: prefixIds)
    }

    /// The fingerprint of a tokenizer that this one records. Where it is not known which ids stand before those of a text, it
    /// is this one's if none or any one special token does.
    ///
    /// - Parameter special: the ids of the vocabulary's special tokens.
    /// - Throws: what the tokenizer throws.
    package func counterpart(of tokenizer: any TokenizerModel, special: [TokenID]) throws -> LlamaCppFingerprint {
        let ids = try tokenizer.encode(Self.checkText)
        let candidates = prefixIds.map { [$0] } ?? [[]] + special.map { [$0] }
        let found = candidates.map { LlamaCppFingerprint(of: ids, prefixIds: $0) }
        return found.first { $0.sha256 == sha256 } ?? found[0]
    }
}
