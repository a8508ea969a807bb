import JeoulText
import JeoulTokenizing

/// Reads the added tokens of a folder, and what `tokenizer_config.json` says besides.
///
/// As in `transformers`: `added_tokens_decoder` of `tokenizer_config.json` says all, where it is; else they are those
/// of `added_tokens.json`, special if `special_tokens_map.json` (or `tokenizer_config.json`) names them.
struct TokenizerConfiguration {
    /// In id order.
    var addedTokens: [AddedToken] = []
    /// `tokenizer_class`, such as `Qwen2Tokenizer`.
    var className: String?
    /// `add_prefix_space`: a space is put before the text.
    var addsPrefixSpace = false
    /// The files that were read.
    private(set) var files: [VocabularyFile] = []
    /// Whether `addedTokens` stood in `added_tokens_decoder`.
    private var isComplete = false
    /// The contents of the special tokens that it names (`bos_token`, `additional_special_tokens` …).
    private var specialContents: Set<[UInt8]> = []

    /// Reads what there is of the three files; `file` opens one by name, or gives nil.
    init(_ file: (String) throws(VocabularyError) -> VocabularyFile?) throws(VocabularyError) {
        if let configuration = try file("tokenizer_config.json") {
            self = try configuration.readJSON { try TokenizerConfiguration(reading: &$0) }
            files.append(configuration)
        }
        if !isComplete, let added = try file("added_tokens.json") {
            if let specials = try file("special_tokens_map.json") {
                specialContents.formUnion(try specials.readJSON { try Self.specialContents(&$0) })
                files.append(specials)
            }
            let known = specialContents
            addedTokens = try added.readJSON { try Self.readAddedTokens(&$0, specials: known) }
            files.append(added)
        }
        addedTokens.sort { $0.id < $1.id }
    }

    private init(reading reader: inout JSONReader) throws {
        try reader.beginObject()
        while let key = try reader.nextKey() {
            let isString = try reader.peek() == .string
            if key.equals("added_tokens_decoder", in: reader.bytes), try reader.peek() == .object {
                addedTokens = try Self.readDecoder(&reader)
                isComplete = true
            } else if key.equals("tokenizer_class", in: reader.bytes), isString {
                className = String(decoding: try reader.string().decoded(in: reader.bytes), as: UTF8.self)
            } else if key.equals("add_prefix_space", in: reader.bytes), try reader.peek() == .boolean {
                addsPrefixSpace = try reader.boolean()
            } else if Self.isSpecialKey(key, in: reader.bytes) {
                specialContents.formUnion(Self.contents(of: try reader.value()))
            } else {
                try reader.skipValue()
            }
        }
    }

    /// `{"151643": {"content": "<|endoftext|>", "special": true, …}, …}`
    private static func readDecoder(_ reader: inout JSONReader) throws -> [AddedToken] {
        var tokens: [AddedToken] = []
        var contents: [[UInt8]: TokenID] = [:]
        var ids: Set<TokenID> = []
        try reader.beginObject()
        while let key = try reader.nextKey() {
            let offset = key.range.lowerBound
            let digits = String(decoding: key.decoded(in: reader.bytes), as: UTF8.self)
            guard let id = TokenID(digits), id <= TokenListing.maximumID, String(id) == digits else {
                throw Fault(.malformed, "expected an id as the key, found \(quoted(digits.utf8))", at: offset)
            }
            guard ids.insert(id).inserted else {
                throw Fault(.duplicateID, "the id \(id) comes twice among the added tokens", at: offset)
            }
            let token = try AddedToken(id: id, try reader.value(), at: offset)
            if let other = contents.updateValue(id, forKey: token.content) {
                throw Fault(
                    .duplicateToken, "the added token \(quoted(token.content)) has two ids, \(other) and \(id)",
                    at: offset)
            }
            tokens.append(token)
        }
        return tokens
    }

    /// `{"<|endoftext|>": 151643, …}`
    private static func readAddedTokens(
        _ reader: inout JSONReader, specials: Set<[UInt8]>
    ) throws -> [AddedToken] {
        var tokens: [AddedToken] = []
        var contents: Set<[UInt8]> = []
        var ids: Set<TokenID> = []
        try reader.beginObject()
        while let key = try reader.nextKey() {
            let offset = key.range.lowerBound
            let content = key.decoded(in: reader.bytes)
            guard !content.isEmpty else { throw Fault(.malformed, "an added token without text", at: offset) }
            let id = try reader.tokenID()
            guard contents.insert(content).inserted else {
                throw Fault(.duplicateToken, "the added token \(quoted(content)) comes twice", at: offset)
            }
            guard ids.insert(id).inserted else {
                throw Fault(.duplicateID, "the id \(id) comes twice among the added tokens", at: offset)
            }
            tokens.append(AddedToken(content: content, id: id, isSpecial: specials.contains(content)))
        }
        return tokens
    }

    private static func specialContents(_ reader: inout JSONReader) throws -> Set<[UInt8]> {
        try reader.value().members?.reduce(into: []) { $0.formUnion(contents(of: $1.value)) } ?? []
    }

    private static func isSpecialKey(_ key: JSONString, in bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        let names: [StaticString] = [
            "bos_token", "eos_token", "unk_token", "sep_token", "pad_token", "cls_token", "mask_token",
            "additional_special_tokens",
        ]
        return names.contains { key.equals($0, in: bytes) }
    }

    /// The text of a special token, written as a string, as an object with `content`, or as an array of these.
    private static func contents(of value: JSONValue) -> [[UInt8]] {
        switch value {
        case .string(let content): [Array(content.utf8)]
        case .object: value["content"]?.bytes.map { [$0] } ?? []
        case .array(let elements): elements.flatMap(contents)
        default: []
        }
    }
}

extension AddedToken {
    /// Reads the object by which Hugging Face writes an added token. Flags that are missing are false, but
    /// `normalized`, which is true for a token that is not special.
    init(id: TokenID, _ value: JSONValue, at offset: Int) throws(Fault) {
        guard let content = value["content"]?.bytes, !content.isEmpty else {
            throw Fault(.malformed, "the added token \(id) has no text in 'content'", at: offset)
        }
        guard content.count <= TokenListing.maximumLength else {
            throw Fault(.tooLarge, "an added token of \(content.count) bytes", at: offset)
        }
        func flag(_ key: String, _ standard: Bool) throws(Fault) -> Bool {
            guard let member = value[key] else { return standard }
            guard let flag = member.boolean else {
                throw Fault(.malformed, "'\(key)' of the added token \(id) is neither true nor false", at: offset)
            }
            return flag
        }
        let isSpecial = try flag("special", false)
        self.init(
            content: content, id: id, isSpecial: isSpecial, stripsLeft: try flag("lstrip", false),
            stripsRight: try flag("rstrip", false), isSingleWord: try flag("single_word", false),
            isNormalized: try flag("normalized", !isSpecial))
    }
}
