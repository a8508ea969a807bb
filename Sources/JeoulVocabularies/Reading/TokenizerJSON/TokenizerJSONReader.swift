import JeoulText
import JeoulTokenizing

/// Reads Hugging Face's `tokenizer.json`. BPE models only; others are refused by name, as is any component that would
/// not be exact. `post_processor`, `truncation` and `padding` do not change the ids of a text and are passed over.
struct TokenizerJSONReader {
    /// What the file holds.
    struct Contents {
        var definition: VocabularyDefinition
        var notes: [VocabularyNote]
    }

    private var model: BPEModelReader?
    private var addedTokens: [(token: AddedToken, offset: Int)] = []
    private var normalizer: JSONValue?
    private var preTokenizer: JSONValue?
    private var decoder: JSONValue?

    /// Reads the file. O(n).
    static func read(_ reader: inout JSONReader) throws -> Contents {
        var file = TokenizerJSONReader()
        try file.readMembers(&reader)
        guard let model = file.model else { throw Fault(.malformed, "there is no 'model'", at: nil) }
        return try file.contents(model)
    }

    private mutating func readMembers(_ reader: inout JSONReader) throws {
        try reader.beginObject()
        var seen: Set<[UInt8]> = []
        while let key = try reader.nextKey() {
            let name = key.decoded(in: reader.bytes)
            guard seen.insert(name).inserted else {
                throw Fault(.malformed, "the key \(quoted(name)) comes twice", at: key.range.lowerBound)
            }
            switch String(decoding: name, as: UTF8.self) {
            case "model": model = try BPEModelReader(&reader)
            case "added_tokens":
                try reader.peek() == .null ? try reader.null() : try readAddedTokens(&reader)
            case "normalizer": normalizer = try reader.value()
            case "pre_tokenizer": preTokenizer = try reader.value()
            case "decoder": decoder = try reader.value()
            default: try reader.skipValue()
            }
        }
    }

    private mutating func readAddedTokens(_ reader: inout JSONReader) throws {
        try reader.beginArray()
        while try reader.nextElement() {
            let offset = reader.position
            let value = try reader.value()
            guard let id = value["id"]?.unsignedInteger, id <= TokenListing.maximumID else {
                throw Fault(.malformed, "an added token without an id that can be", at: offset)
            }
            addedTokens.append((try AddedToken(id: TokenID(id), value, at: offset), offset))
        }
    }

    private func contents(_ reader: BPEModelReader) throws -> Contents {
        let raw = try reader.listing.table()
        let (added, renumbered) = try numbered(raw, vocabularySize: reader.size)
        var notes: [VocabularyNote] = renumbered > 0 ? [.renumberedAddedTokens(count: renumbered)] : []
        let normalization = try NormalizerJSON.steps(normalizer)
        var steps = try PreTokenizerJSON.steps(preTokenizer)
        let merges = try reader.merges(index: raw)
        var definition: VocabularyDefinition
        if steps.last == .byteAlphabet, reader.isPlain, case let contents = ByteLevelListing(reader.listing),
            case let table = try contents.table(), table.hasAllBytesOfText
        {
            steps.removeLast()
            let assembly = try ByteLevelAssembly(
                table: table, literals: contents.literals, merges: merges, addedTokens: added,
                ignoresMerges: reader.ignoresMerges, listed: { raw[$0] })
            (definition, notes) = (assembly.definition, notes + assembly.notes)
            definition.splitter = steps.count == 1 ? Self.pattern(steps[0]) : nil
        } else {
            definition = VocabularyDefinition(
                tokens: raw.table,
                model: .characters(
                    try reader.characterModel(raw, merges, decoding: DecoderJSON.decoding(decoder))),
                addedTokens: added)
        }
        if definition.splitter == nil { definition.splitter = .steps(steps) }
        definition.normalizer = Self.normalizer(normalization)
        if let pattern = definition.uncompiledPattern { notes.append(.slowPattern(why: pattern)) }
        return Contents(definition: definition, notes: notes)
    }

    /// The ids that Hugging Face gives to added tokens, whatever the file says: that of the model's token of the same
    /// text, else the next one that is free.
    private func numbered(_ index: TokenIndex, vocabularySize: Int) throws -> ([AddedToken], renumbered: Int) {
        var ids: [[UInt8]: TokenID] = [:]
        var tokens: [AddedToken] = []
        var greatest: Int?
        var renumbered = 0
        for (token, offset) in addedTokens {
            guard ids[token.content] == nil else {
                throw Fault(.duplicateToken, "the added token \(quoted(token.content)) comes twice", at: offset)
            }
            let next = greatest.map { $0 >= vocabularySize || vocabularySize == 0 ? $0 + 1 : vocabularySize }
            let id = index[token.content] ?? TokenID(next ?? vocabularySize)
            greatest = max(greatest ?? 0, Int(id))
            ids[token.content] = id
            if id != token.id { renumbered += 1 }
            var numbered = token
            numbered.id = id
            tokens.append(numbered)
        }
        return (tokens.sorted { $0.id < $1.id }, renumbered)
    }

    /// The hand-written splitter that a step is.
    private static func pattern(_ step: PreTokenizationStep) -> SplitterDefinition? {
        if case .pattern(let pattern) = step { .pattern(pattern) } else { nil }
    }

    private static func normalizer(_ steps: [NormalizationStep]) -> NormalizerDefinition {
        if steps.isEmpty { return .normalization(.asIs) }
        if steps.count == 1, case .form(let form) = steps[0] { return .normalization(Normalization(form)) }
        return .steps(steps)
    }
}
