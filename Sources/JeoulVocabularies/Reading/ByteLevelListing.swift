import JeoulText
import JeoulTokenizing

/// Tokens that are written in GPT-2's byte alphabet, as bytes, and those that are not.
struct ByteLevelListing {
    /// A token that is not in the byte alphabet: an added token, or one that no text can reach.
    struct Literal {
        var key: [UInt8]
        var id: TokenID
        /// Where the file has it.
        var offset: Int
    }

    private(set) var listing = TokenListing()
    private(set) var literals: [Literal] = []

    /// - Parameter written: the tokens as the file has them. O(bytes).
    init(_ written: TokenListing) {
        var (entries, literals) = ([TokenListing.Entry](), [Literal]())
        entries.reserveCapacity(written.entries.count)
        listing.pool = [UInt8](unsafeUninitializedCapacity: written.pool.count) { pool, count in
            ByteLevelAlphabet.bytes.withUnsafeBufferPointer { alphabet in
                written.pool.withUnsafeBufferPointer { texts in
                    for entry in written.entries {
                        let text = UnsafeBufferPointer(rebasing: texts[entry.range])
                        // SAFETY: no more bytes are written than read, and the pool has room for all that are read.
                        if let length = ByteLevelAlphabet.decode(text, into: pool.baseAddress! + count, by: alphabet) {
                            entries.append(
                                TokenListing.Entry(
                                    id: entry.id, start: UInt32(count), length: UInt32(length), offset: entry.offset))
                            count += length
                        } else {
                            literals.append(Literal(key: Array(text), id: entry.id, offset: Int(entry.offset)))
                        }
                    }
                }
            }
        }
        (listing.entries, self.literals) = (entries, literals)
    }

    /// The tokens by id. O(n).
    ///
    /// - Throws: where an id comes twice; no token does that is not written twice.
    func table() throws(Fault) -> TokenTable { try listing.tableOfDistinct() }
}
