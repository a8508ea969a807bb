import JeoulText
import JeoulTokenizing

/// Reads an object of tokens and ids: `vocab.json`, and `model.vocab` of a byte-level `tokenizer.json`.
enum VocabJSONReader {
    /// What such an object holds.
    struct Contents {
        /// The tokens that are written in GPT-2's byte alphabet, as bytes.
        var listing = TokenListing()
        /// The keys that are not, as they stand: added tokens, or tokens that no text can reach.
        var literals: [Literal] = []
    }

    /// A key that is not in the byte alphabet.
    struct Literal {
        var key: [UInt8]
        var id: TokenID
        /// Where the file has it.
        var offset: Int
    }

    /// Reads the reader's next value. O(n).
    static func read(_ reader: inout JSONReader) throws -> Contents {
        var contents = Contents()
        let remaining = reader.bytes.count - reader.position
        contents.listing.entries.reserveCapacity(remaining / 20)
        var result: Result<Void, any Error> = .success(())
        contents.listing.pool = [UInt8](unsafeUninitializedCapacity: remaining) { pool, count in
            result = Result { try read(&reader, into: pool, count: &count, contents: &contents) }
        }
        try result.get()
        return contents
    }

    private static func read(
        _ reader: inout JSONReader, into pool: UnsafeMutableBufferPointer<UInt8>, count: inout Int,
        contents: inout Contents
    ) throws {
        try reader.beginObject()
        try ByteLevelAlphabet.bytes.withUnsafeBufferPointer { alphabet in
            while let key = try reader.nextKey() {
                let offset = key.range.lowerBound - 1
                guard !key.range.isEmpty else { throw Fault(.malformed, "an empty token", at: offset) }
                guard key.range.count <= TokenListing.maximumLength else {
                    throw Fault(.tooLarge, "a token of \(key.range.count) bytes", at: offset)
                }
                // SAFETY: a token has no more bytes than its key, and the pool as many as the rest of the file.
                let output = pool.baseAddress! + count
                let length: Int?
                if key.hasEscapes {
                    length = key.decoded(in: reader.bytes).withUnsafeBufferPointer {
                        ByteLevelAlphabet.decode($0, into: output, by: alphabet)
                    }
                } else {
                    let text = UnsafeBufferPointer(rebasing: reader.bytes[key.range])
                    length = ByteLevelAlphabet.decode(text, into: output, by: alphabet)
                }
                let id = try readID(&reader)
                if let length {
                    contents.listing.entries.append(
                        TokenListing.Entry(
                            id: id, start: UInt32(count), length: UInt32(length), offset: UInt32(offset)))
                    count += length
                } else {
                    contents.literals.append(
                        Literal(key: key.decoded(in: reader.bytes), id: id, offset: offset))
                }
            }
        }
    }

    /// Reads an id and checks its range.
    static func readID(_ reader: inout JSONReader) throws -> TokenID {
        let id = try reader.unsignedInteger()
        guard id <= TokenListing.maximumID else {
            throw Fault(.tooLarge, "an id above \(TokenListing.maximumID)", at: reader.position)
        }
        return TokenID(id)
    }
}

extension TokenIndex {
    /// The token that an added token's text, in GPT-2's byte alphabet, is among the ordinary ones.
    func listed(_ content: [UInt8]) -> TokenID? { ByteLevelAlphabet.decode(content).flatMap { self[$0] } }
}
