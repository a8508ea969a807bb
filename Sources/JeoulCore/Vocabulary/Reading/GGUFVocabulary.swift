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
        var contents = VocabJSONReader.Contents()
        var added: [AddedToken] = []
        for (id, range) in tokens.enumerated() {
            let text = Array(file.bytes[range])
            guard !text.isEmpty, text.count <= TokenListing.maximumLength, id <= TokenListing.maximumID else {
                throw Fault(
                    text.isEmpty ? .malformed : .tooLarge, "a token of \(text.count) bytes", at: range.lowerBound)
            }
            guard let decoded = ByteLevelAlphabet.decode(text), types[id] != 3, types[id] != 4 else {
                // 3 is control, 4 user-defined; 5, unused, fills gaps of ids.
                if types[id] == 3 || types[id] == 4 {
                    added.append(AddedToken(content: text, id: TokenID(id), isSpecial: types[id] == 3))
                } else {
                    contents.literals.append(
                        VocabJSONReader.Literal(key: text, id: TokenID(id), offset: range.lowerBound))
                }
                continue
            }
            if types[id] == 5 { continue }
            contents.listing.append(decoded, id: TokenID(id), at: range.lowerBound)
        }
        let index = try contents.listing.table()
        let pre = file.text("tokenizer.ggml.pre")
        let known = pre.flatMap { preTokenizers[$0] }
        let assembly = try ByteLevelAssembly(
            table: index.table, literals: contents.literals, merges: try merges(file, index), addedTokens: added,
            wholePieceLookup: known?.wholePieceLookup ?? false, listed: index.listed)
        var definition = assembly.definition
        var notes = assembly.notes
        definition.splitter = known?.splitter
        if let known {
            definition.normalizer = .normalization(known.normalization)
            if let pattern = known.splitter.uncompiledPattern { notes.append(.slowPattern(why: pattern)) }
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
            try ByteLevelAlphabet.bytes.withUnsafeBufferPointer { alphabet in
                for range in lines {
                    guard let space = file.bytes[range].firstIndex(of: 0x20) else {
                        throw Fault(.malformed, "a merge without a space", at: range.lowerBound)
                    }
                    try resolver.add(
                        left: UnsafeBufferPointer(rebasing: file.bytes[range.lowerBound..<space]),
                        right: UnsafeBufferPointer(rebasing: file.bytes[(space + 1)..<range.upperBound]),
                        at: range.lowerBound, lookup: lookup, alphabet: alphabet)
                }
            }
        }
        return resolver.merges
    }

    // MARK: Pre-tokenizers

    private struct Known {
        var splitter: SplitterDefinition
        var wholePieceLookup = false
        var normalization = Normalization.asIs
    }

    /// What the names of `tokenizer.ggml.pre` mean: the patterns of the original tokenizers, which llama.cpp rewrites
    /// for its own engine.
    private static let preTokenizers: [String: Known] = {
        var table: [String: Known] = [:]
        func add(_ names: String, _ known: Known) {
            for name in names.split(separator: " ") { table[String(name)] = known }
        }
        add(
            "llama3 llama-v3 llama-bpe falcon3 falcon-h1 pixtral midm-2.0 lfm2",
            Known(splitter: .pattern(.llama3), wholePieceLookup: true))
        add("chatglm-bpe glm4", Known(splitter: .pattern(.llama3)))
        add("gpt-2 phi-2 a.x-4.0 exaone4 mellum modern-bert gigachat olmo mpt", Known(splitter: .pattern(.gpt2)))
        add("qwen2 deepseek-r1-qwen megrez", Known(splitter: .pattern(.qwen2), normalization: .nfc))
        add("solar-open hunyuan stablelm2", Known(splitter: .pattern(.qwen2)))
        add("gpt-4o llama4 kanana2", Known(splitter: .pattern(.o200k)))
        add(
            "exaone starcoder refact command-r smollm codeshell",
            Known(splitter: .steps([.digits(individual: true), .pattern(.gpt2)])))
        add("tekken", Known(splitter: .steps([matches(NamedPattern.tekken)]), wholePieceLookup: true))
        add("exaone-moe", Known(splitter: .steps([matches(NamedPattern.kExaone)]), normalization: .nfc))
        add(
            "deepseek-v3 hunyuan-dense",
            Known(
                splitter: .steps([
                    .split(.regex("\\p{N}{1,3}"), .isolated, isInverted: false),
                    .split(.regex("[一-龥぀-ゟ゠-ヿ]+"), .isolated, isInverted: false),
                    .split(.regex(NamedPattern.deepSeek), .isolated, isInverted: false),
                ])))
        return table
    }()

    private static func matches(_ pattern: String) -> PreTokenizationStep {
        .split(.regex(pattern), .isolated, isInverted: false)
    }
}

/// Patterns of the field, in ICU's syntax, that have no hand-written splitter.
enum NamedPattern {
    static let tekken = """
        [^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]*[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]+\
        |[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]+[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]*\
        |\\p{N}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n/]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+
        """
    static let kExaone = """
        (?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?(?:\\p{L}\\p{M}*(?: \\p{L}\\p{M}*)*)+|\\p{N}\
        | ?[^\\s\\p{L}\\p{N}]+[\\r\\n/]?|\\s*[\\r\\n]|\\s+(?!\\S)|\\s+
        """
    static let deepSeek = """
        [!"#\\$%&'()*+,\\-./:;<=>?@\\[\\\\\\]^_`\\{|\\}~][A-Za-z]+|[^\\r\\n\\p{L}\\p{P}\\p{S}]?[\\p{L}\\p{M}]+\
        | ?[\\p{P}\\p{S}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+
        """
}
