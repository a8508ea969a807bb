import JeoulText

/// Which tokens of a byte-level vocabulary no text can become.
package struct TokenReachability: Sendable, Hashable {
    /// The ordinary tokens that were tried.
    package private(set) var tokens = 0
    /// Tokens whose own bytes do not merge into them.
    package private(set) var unmerged: [TokenID] = []
    /// Those of them that are taken nevertheless, where a whole piece of the text is one.
    package private(set) var wholePreTokens: [TokenID] = []
    /// Tokens that merges make, but that their own text is not: the splitter cuts it, the normalizer changes it, or
    /// an added token stands in it. They may still be reached where other text stands beside them.
    package private(set) var cutAlone: [TokenID] = []

    /// Tries every ordinary token; nil for a vocabulary that is not byte-level BPE.
    ///
    /// - Parameter tokenizer: that of the definition.
    /// - Throws: `BytePairError`, and what the tokenizer throws.
    /// - Complexity: O(bytes of all tokens).
    package init?(_ definition: VocabularyDefinition, tokenizer: any TokenizerModel) throws {
        guard case .byteLevel(let order, let ignoresMerges) = definition.model else { return nil }
        let model = try BytePairModel(tokens: definition.tokens, order: order, ignoresMerges: ignoresMerges)
        let merger = model.merger
        let workspace = MergeWorkspace()
        for id in 0..<TokenID(model.endID) {
            let count = model.byteCount(id)
            guard count > 0 else { continue }
            tokens += 1
            let start = model.tokenBytes + Int(model.tokenStarts[Int(id)])
            // The merger's tokens come with their flags.
            let isMerged =
                merger.merge(start, count, workspace) == 1 && workspace.tokens[0] & PairTable.limit == id
            let bytes = Array(UnsafeBufferPointer(start: start, count: count))
            if !isMerged {
                unmerged.append(id)
                if bytes.withUnsafeBufferPointer(model.wholePreTokens.find) == id { wholePreTokens.append(id) }
            } else if UTF8Validation.firstInvalidOffset(UnsafeBufferPointer(start: start, count: count)) == nil,
                try tokenizer.encode(bytes) != [id]
            {
                cutAlone.append(id)
            }
        }
    }

    /// Tokens that no text becomes: not merged, and not taken as a whole piece.
    package var unreachable: [TokenID] {
        let taken = Set(wholePreTokens)
        return unmerged.filter { !taken.contains($0) }
    }
}
