import JeoulText
import JeoulTokenizing

/// Reads the `model` of a `tokenizer.json`.
struct BPEModelReader {
    /// The tokens as written.
    private(set) var listing = TokenListing()
    /// The number of entries of `vocab`.
    private(set) var size = 0
    private var settings: [String: JSONValue] = [:]
    private var mergesAt: JSONReader?

    /// Reads the reader's next value: everything but the merges, which need the tokens first.
    init(_ reader: inout JSONReader) throws {
        let offset = reader.position
        try reader.beginObject()
        while let key = try reader.nextKey() {
            let name = String(decoding: key.decoded(in: reader.bytes), as: UTF8.self)
            switch name {
            case "vocab" where try reader.peek() == .object:
                size += try listing.append(membersOf: &reader, allowsEmpty: true)
            case "merges" where try reader.peek() == .array:
                mergesAt = reader
                try reader.skipValue()
            case "vocab", "merges": try reader.skipValue()
            default: settings[name] = try reader.value()
            }
        }
        let type = settings["type"]?.string ?? (mergesAt == nil ? "without merges" : "BPE")
        guard type == "BPE", mergesAt != nil else {
            throw Fault(
                .unsupported, "a tokenizer of the model \(type)", remedy: "only BPE is supported", at: offset)
        }
        if let dropout = settings["dropout"]?.double, dropout > 0 {
            throw Fault(.unsupported, "merges are dropped at random ('dropout')", remedy: "set it to null", at: offset)
        }
    }

    private func flag(_ name: String) -> Bool { settings[name]?.boolean ?? false }
    private func text(_ name: String) -> [UInt8] { settings[name]?.bytes ?? [] }

    var ignoresMerges: Bool { flag("ignore_merges") }

    /// Whether nothing but the merges matters where every byte has a token.
    var isPlain: Bool { text("continuing_subword_prefix").isEmpty && text("end_of_word_suffix").isEmpty }

    /// The model over characters.
    func characterModel(
        _ index: TokenIndex, _ merges: [Merge], decoding: TokenDecoding
    ) throws -> CharacterModel {
        var unknown: TokenID?
        if let token = settings["unk_token"]?.bytes {
            unknown = index[token]
            if unknown == nil {
                throw Fault(.malformed, "the unknown token \(quoted(token)) is no token", at: nil)
            }
        }
        let bytes = flag("byte_fallback") ? (UInt8.min...UInt8.max).map { index[ByteTokens.name($0)] } : nil
        return CharacterModel(
            merges: merges, unknown: unknown, fusesUnknown: flag("fuse_unk"), byteTokens: bytes,
            ignoresMerges: ignoresMerges, continuingPrefix: text("continuing_subword_prefix"),
            endSuffix: text("end_of_word_suffix"), decoding: decoding)
    }

    // MARK: Merges

    /// The merges as ids: pairs of tokens, or strings with a space between the two.
    func merges(index: TokenIndex) throws -> [Merge] {
        guard var reader = mergesAt else { return [] }
        let prefix = text("continuing_subword_prefix").count
        var resolver = MergeResolver(capacity: index.table.endID)
        try reader.beginArray()
        try index.withLookup { lookup in
            while try reader.nextElement() {
                let isPair = try reader.peek() == .array
                let offset = reader.position
                if isPair {
                    let (left, right) = try Self.pair(&reader)
                    try reader.withBytes(of: left) { left in
                        try reader.withBytes(of: right) { right in
                            try resolver.add(left, right, prefix: prefix, at: offset, lookup: lookup)
                        }
                    }
                } else {
                    try reader.withBytes(of: try reader.string()) { line in
                        if line.starts(with: "#version".utf8) { return }
                        guard let space = line.firstIndex(of: 0x20), space == line.lastIndex(of: 0x20) else {
                            throw Fault(
                                .malformed, "expected two tokens with one space between, found \(quoted(line))",
                                at: offset)
                        }
                        try resolver.add(
                            UnsafeBufferPointer(rebasing: line[..<space]),
                            UnsafeBufferPointer(rebasing: line[(space + 1)...]), prefix: prefix, at: offset,
                            lookup: lookup)
                    }
                }
            }
        }
        return resolver.merges
    }

    /// `["a", "b"]`
    private static func pair(_ reader: inout JSONReader) throws -> (JSONString, JSONString) {
        let offset = reader.position
        try reader.beginArray()
        var tokens: [JSONString] = []
        while try reader.nextElement(), tokens.count < 3 { tokens.append(try reader.string()) }
        guard tokens.count == 2 else { throw Fault(.malformed, "a merge that is not of two tokens", at: offset) }
        return (tokens[0], tokens[1])
    }
}
