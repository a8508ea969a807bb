import JeoulText

/// Token bytes → id: an open-addressing hash table over a `TokenTable`.
///
/// `Dictionary<[UInt8], TokenID>` would allocate an array a token; this has one slot of four bytes: the id and 8 bits of the
/// hash, so that a miss seldom touches a token's bytes. The hash is seeded by the process, so that no file can be made to
/// collide on purpose; nothing that is printed depends on it.
package struct TokenIndex: Sendable {
    package let table: TokenTable
    private let slots: [UInt32]

    /// Builds the index; where two ids have the same bytes, the lower one is found and the first such pair reported.
    /// O(total bytes).
    package static func build(_ table: TokenTable) -> (index: TokenIndex, duplicate: (first: TokenID, second: TokenID)?)
    {
        var capacity = 64
        while capacity < table.endID * 2 { capacity *= 2 }
        var slots = [UInt32](repeating: 0, count: capacity)
        var duplicate: (first: TokenID, second: TokenID)?
        TokenIndex(table: table, slots: slots).withLookup { lookup in
            for id in 0..<TokenID(table.endID) {
                let bytes = lookup.bytes(id)
                guard !bytes.isEmpty else { continue }
                let hash = ByteHash.hash(bytes)
                let (slot, found) = slots.withUnsafeBufferPointer { lookup.slot(of: bytes, hash, $0) }
                if let found {
                    if duplicate == nil { duplicate = (found, id) }
                } else {
                    slots[slot] = Lookup.tag(hash) | (id + 1)
                }
            }
        }
        return (TokenIndex(table: table, slots: slots), duplicate)
    }

    /// The id of the token with these bytes.
    package subscript(bytes: [UInt8]) -> TokenID? {
        withLookup { lookup in bytes.withUnsafeBufferPointer { lookup.find($0) } }
    }

    /// Runs many look-ups without the cost of reaching the arrays each time.
    package func withLookup<Result, Failure: Error>(
        _ body: (Lookup) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try slots.withUnsafeBufferPointer { slots throws(Failure) in
            try table.storage.withUnsafeBufferPointer { bytes throws(Failure) in
                try table.starts.withUnsafeBufferPointer { starts throws(Failure) in
                    try body(Lookup(bytes: bytes, starts: starts, slots: slots, endID: table.endID))
                }
            }
        }
    }

    /// The index's arrays, opened.
    package struct Lookup {
        // SAFETY: valid inside `withLookup` only. Slots hold 0 or an id + 1 of the table, so that `starts` has both
        // bounds, and at least half of the slots are 0, so that a search ends.
        fileprivate let bytes: UnsafeBufferPointer<UInt8>
        fileprivate let starts: UnsafeBufferPointer<UInt32>
        fileprivate let slots: UnsafeBufferPointer<UInt32>
        /// One more than the greatest id.
        let endID: Int

        /// The id of the token with these bytes. O(length).
        package func find(_ bytes: UnsafeBufferPointer<UInt8>) -> TokenID? {
            bytes.isEmpty ? nil : slot(of: bytes, ByteHash.hash(bytes), slots).found
        }

        /// As `find`, where the token is likely to be `guess`: tokens that are near one another are compared without
        /// the cost of reaching into the hash table.
        package func find(_ bytes: UnsafeBufferPointer<UInt8>, guess: TokenID) -> TokenID? {
            if Int(guess) < endID, !bytes.isEmpty, ByteHash.isEqual(bytes, self.bytes(guess)) { return guess }
            return find(bytes)
        }

        /// The bytes of a token of the table.
        func bytes(_ id: TokenID) -> UnsafeBufferPointer<UInt8> {
            UnsafeBufferPointer(rebasing: bytes[Int(starts[Int(id)])..<Int(starts[Int(id) + 1])])
        }

        fileprivate static func tag(_ hash: UInt64) -> UInt32 { UInt32(truncatingIfNeeded: hash &>> 56) &<< 24 }

        /// Where bytes stand among slots, with their id; or the empty slot where they would.
        fileprivate func slot(
            of bytes: UnsafeBufferPointer<UInt8>, _ hash: UInt64, _ slots: UnsafeBufferPointer<UInt32>
        ) -> (slot: Int, found: TokenID?) {
            var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
            while slots[slot] != 0 {
                let id = (slots[slot] & 0xFF_FFFF) - 1
                if slots[slot] & 0xFF00_0000 == Self.tag(hash), ByteHash.isEqual(self.bytes(id), bytes) {
                    return (slot, id)
                }
                slot = (slot + 1) & (slots.count - 1)
            }
            return (slot, nil)
        }
    }
}
