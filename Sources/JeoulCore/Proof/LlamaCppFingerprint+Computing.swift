extension LlamaCppFingerprint {
    /// The fingerprint of a tokenizer as llama.cpp computes it: the sha256 of Python's text of the list of ids,
    /// `[1, 2, 3]`.
    ///
    /// - Parameter prefixIds: the ids that the model's own tokenizer puts before those of any text, such as that of
    ///   BOS.
    /// - Throws: what the tokenizer throws.
    public init(of tokenizer: any Tokenizer, prefixIds: [TokenID] = []) throws {
        let ids = prefixIds + (try tokenizer.encode(Self.checkText))
        let list = "[\(ids.map(String.init).joined(separator: ", "))]"
        self.init(sha256: SHA256.hash(data: Array(list.utf8)).hexadecimal, prefixIds: prefixIds)
    }
}
