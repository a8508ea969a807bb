import JeoulText
import JeoulTokenizing

/// The vocabulary inside a `.gguf`: the models `gpt2` (byte-level BPE) and `llama` (SentencePiece); others are refused
/// by name.
enum GGUFVocabulary {
    static func read(_ bytes: UnsafeBufferPointer<UInt8>) throws -> TokenizerJSONReader.Contents {
        let file = try GGUFReader(bytes)
        guard let tokens = try file.strings("tokenizer.ggml.tokens") else {
            throw Fault(
                .malformed, "the file has no 'tokenizer.ggml.tokens'", remedy: "take a file with a vocabulary", at: nil)
        }
        let types = try file.integers("tokenizer.ggml.token_type") ?? Array(repeating: 1, count: tokens.count)
        guard types.count == tokens.count else {
            throw Fault(.malformed, "\(types.count) token types for \(tokens.count) tokens", at: nil)
        }
        switch file.text("tokenizer.ggml.model") {
        case "llama":
            return TokenizerJSONReader.Contents(definition: try sentencePiece(file, tokens, types), notes: [])
        case "gpt2": return try byteLevel(file, tokens, types)
        case let model:
            throw Fault(
                .unsupported, "a vocabulary of the model '\(model ?? "without a name")'",
                remedy: "the models 'gpt2' and 'llama' are supported", at: nil)
        }
    }

    private static func sentencePiece(
        _ file: GGUFReader, _ tokens: [Range<Int>], _ types: [Int]
    ) throws(Fault) -> VocabularyDefinition {
        guard let scores = try file.floats("tokenizer.ggml.scores"), scores.count == tokens.count else {
            throw Fault(.malformed, "there is not one score a token", at: nil)
        }
        var draft = SentencePieceDraft()
        draft.addsDummyPrefix = file.flag("tokenizer.ggml.add_space_prefix") ?? true
        draft.removesExtraSpaces = file.flag("tokenizer.ggml.remove_extra_whitespaces") ?? false
        draft.hasByteFallback = types.contains(6)
        // Reserved ids are of the type unknown too (Phi-3 has 53).
        draft.unknown = file.id("tokenizer.ggml.unknown_token_id") ?? 0
        for (id, range) in tokens.enumerated() {
            guard let type = UInt8(exactly: types[id]).flatMap(SentencePieceModel.PieceType.init) else {
                throw Fault(.malformed, "a token of the unknown type \(types[id])", at: range.lowerBound)
            }
            try draft.append(
                UnsafeBufferPointer(rebasing: file.bytes[range]), score: scores[id], type: type, at: range.lowerBound)
        }
        return try draft.definition()
    }

    private static func byteLevel(
        _ file: GGUFReader, _ tokens: [Range<Int>], _ types: [Int]
    ) throws -> TokenizerJSONReader.Contents {
        var listing = TokenListing()
        var added: [AddedToken] = []
        for (id, range) in tokens.enumerated() {
            let text = file.bytes[range]
            guard !text.isEmpty, text.count <= TokenListing.maximumLength, id <= TokenListing.maximumID else {
                throw Fault(
                    text.isEmpty ? .malformed : .tooLarge, "a token of \(text.count) bytes", at: range.lowerBound)
            }
            switch types[id] {
            // Control, and user-defined.
            case 3, 4: added.append(AddedToken(content: Array(text), id: TokenID(id), isSpecial: types[id] == 3))
            // Unused: it fills a gap of ids.
            case 5: continue
            default: listing.append(text, id: TokenID(id), at: range.lowerBound)
            }
        }
        let index = try listing.table()
        let contents = ByteLevelListing(listing)
        let pre = file.text("tokenizer.ggml.pre")
        let known = pre.flatMap { GGUFPreTokenizer.named[$0] }
        let assembly = try ByteLevelAssembly(
            table: contents.table(), literals: contents.literals, merges: try merges(file, index), addedTokens: added,
            ignoresMerges: known?.ignoresMerges ?? false, listed: { index[$0] })
        var definition = assembly.definition
        var notes = assembly.notes
        definition.setSplitter(known?.splitter)
        if let known {
            definition.normalizer = .normalization(known.normalization)
            if let pattern = definition.uncompiledPattern { notes.append(.slowPattern(why: pattern)) }
        } else {
            notes.append(.unknownPreTokenizer(pre ?? ""))
        }
        return TokenizerJSONReader.Contents(definition: definition, notes: notes)
    }

    private static func merges(_ file: GGUFReader, _ index: TokenIndex) throws -> [Merge] {
        guard let lines = try file.strings("tokenizer.ggml.merges") else {
            throw Fault(.malformed, "the file has no 'tokenizer.ggml.merges'", at: nil)
        }
        var resolver = MergeResolver(capacity: lines.count)
        try index.withLookup { lookup in
            for range in lines {
                guard let space = file.bytes[range].firstIndex(of: 0x20) else {
                    throw Fault(.malformed, "a merge without a space", at: range.lowerBound)
                }
                try resolver.add(
                    UnsafeBufferPointer(rebasing: file.bytes[range.lowerBound..<space]),
                    UnsafeBufferPointer(rebasing: file.bytes[(space + 1)..<range.upperBound]), at: range.lowerBound,
                    lookup: lookup)
            }
        }
        return resolver.merges
    }
}
