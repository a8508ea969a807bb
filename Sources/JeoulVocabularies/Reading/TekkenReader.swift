import JeoulText
import JeoulTokenizing

/// Reads Mistral's `tekken.json`: a list of ranks with their bytes in Base64, and the pattern.
///
/// Only the first `default_vocab_size` − `default_num_special_tokens` ranks count. The special tokens come first: an id
/// is a rank plus their number.
struct TekkenReader {
    private var pattern: [UInt8]?
    private var size: Int?
    private var specialCount: Int?
    private var specials: [AddedToken] = []
    private var vocabularyAt: JSONReader?

    /// Reads the file. O(n).
    static func read(_ reader: inout JSONReader) throws -> VocabularyDefinition {
        var file = TekkenReader()
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch String(decoding: key.decoded(in: reader.bytes), as: UTF8.self) {
            case "config": try file.readConfiguration(try reader.value())
            case "special_tokens" where try reader.peek() == .array: try file.readSpecials(&reader)
            case "vocab":
                file.vocabularyAt = reader
                try reader.skipValue()
            default: try reader.skipValue()
            }
        }
        return try file.definition()
    }

    private mutating func readConfiguration(_ value: JSONValue) throws {
        pattern = value["pattern"]?.bytes
        size = value["default_vocab_size"]?.unsignedInteger
        specialCount = value["default_num_special_tokens"]?.unsignedInteger
    }

    private mutating func readSpecials(_ reader: inout JSONReader) throws {
        try reader.beginArray()
        while try reader.nextElement() {
            let offset = reader.position
            let value = try reader.value()
            guard let rank = value["rank"]?.unsignedInteger, rank <= TokenListing.maximumID,
                let text = value["token_str"]?.bytes, !text.isEmpty
            else { throw Fault(.malformed, "a special token without 'rank' or 'token_str'", at: offset) }
            specials.append(AddedToken(content: text, id: TokenID(rank), isSpecial: true))
        }
    }

    private func definition() throws -> VocabularyDefinition {
        guard let pattern, let size, let specialCount, size > specialCount, size <= TokenListing.maximumID else {
            throw Fault(
                .malformed,
                "'config' must have 'pattern', 'default_vocab_size' and 'default_num_special_tokens'", at: nil)
        }
        guard var reader = vocabularyAt else { throw Fault(.malformed, "there is no 'vocab'", at: nil) }
        var listing = TokenListing()
        try reader.beginArray()
        while try reader.nextElement(), listing.entries.count < size - specialCount {
            try Self.readToken(&reader, specialCount: specialCount, into: &listing)
        }
        guard listing.entries.count == size - specialCount else {
            throw Fault(
                .truncated, "\(listing.entries.count) ranks, where 'config' says \(size - specialCount)",
                at: reader.position)
        }
        let tokens = try listing.table().table
        try tokens.checkAllBytes()
        let text = String(decoding: pattern, as: UTF8.self)
        let splitter: SplitterDefinition =
            KnownPatterns.byText[text].map { .pattern($0) }
            ?? .steps([
                .split(try NormalizerJSON.regularExpression(RustPattern.icu(text)), .removed, isInverted: true)
            ])
        return VocabularyDefinition(
            tokens: tokens, model: .byteLevel(order: .tokenID, ignoresMerges: true), addedTokens: specials,
            splitter: splitter, normalizer: .normalization(.asIs))
    }

    /// `{"rank": 0, "token_bytes": "AA==", "token_str": "\u0000"}`
    private static func readToken(
        _ reader: inout JSONReader, specialCount: Int, into listing: inout TokenListing
    ) throws {
        let offset = reader.position
        var rank: Int?
        let start = listing.pool.count
        try reader.beginObject()
        while let key = try reader.nextKey() {
            if key.equals("rank", in: reader.bytes) {
                rank = try reader.unsignedInteger()
            } else if key.equals("token_bytes", in: reader.bytes) {
                let text = try reader.string()
                guard !text.hasEscapes, listing.pool.count == start,
                    Base64.decode(UnsafeBufferPointer(rebasing: reader.bytes[text.range]), into: &listing.pool)
                else { throw Fault(.malformed, "expected Base64", at: text.range.lowerBound) }
            } else {
                try reader.skipValue()
            }
        }
        let length = listing.pool.count - start
        guard let rank, rank == listing.entries.count else {
            throw Fault(.malformed, "expected the rank \(listing.entries.count)", at: offset)
        }
        guard length > 0, length <= TokenListing.maximumLength else {
            throw Fault(length == 0 ? .malformed : .tooLarge, "a token of \(length) bytes", at: offset)
        }
        listing.entries.append(
            TokenListing.Entry(
                id: UInt32(rank + specialCount), start: UInt32(start), length: UInt32(length), offset: UInt32(offset)))
    }
}

/// Patterns in the syntax of Rust's `regex` and `fancy-regex`, in which `tekken.json` and `.tiktoken` vocabularies have
/// them.
enum RustPattern {
    /// The pattern in ICU's syntax: `$` stands at the end of the text only.
    static func icu(_ pattern: String) -> String {
        var result = ""
        var isEscaped = false
        var isInSet = false
        for scalar in pattern.unicodeScalars {
            if !isEscaped, !isInSet, scalar == "$" {
                result += "\\z"
            } else {
                result.unicodeScalars.append(scalar)
            }
            if !isEscaped, scalar == "[" { isInSet = true }
            if !isEscaped, scalar == "]" { isInSet = false }
            isEscaped = !isEscaped && scalar == "\\"
        }
        return result
    }
}
