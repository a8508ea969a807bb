/// Token bytes → id: an open-addressing hash table over a `TokenTable`.
///
/// `Dictionary<[UInt8], TokenID>` would allocate an array a token; this has one slot of eight bytes: the id and 32 bits
/// of the hash, so that a miss rarely touches the token's bytes. The hash is seeded by the process, so that no file can
/// be made to collide on purpose; nothing that is printed depends on it.
struct TokenIndex: Sendable {
    let table: TokenTable
    private let slots: [UInt64]
    private let mask: Int

    /// Builds the index; where two ids have the same bytes, the lower one is found and the first such pair reported.
    /// O(total bytes).
    static func build(_ table: TokenTable) -> (index: TokenIndex, duplicate: (first: TokenID, second: TokenID)?) {
        var capacity = 64
        while capacity < table.endID * 2 { capacity *= 2 }
        var duplicate: (TokenID, TokenID)?
        let mask = capacity - 1
        let slots = [UInt64](unsafeUninitializedCapacity: capacity) { slots, count in
            slots.initialize(repeating: 0)
            count = capacity
            table.storage.withUnsafeBufferPointer { storage in
                table.starts.withUnsafeBufferPointer { starts in
                    for id in 0..<table.endID where starts[id] != starts[id + 1] {
                        let bytes = storage[from: starts[id], to: starts[id + 1]]
                        let hash = ByteHash.hash(bytes)
                        var slot = Int(truncatingIfNeeded: hash) & mask
                        var isNew = true
                        while slots[slot] != 0 {
                            if slots[slot] >> 32 == hash >> 32 {
                                let other = Int(slots[slot] & 0xFFFF_FFFF) - 1
                                if ByteHash.isEqual(bytes, storage[from: starts[other], to: starts[other + 1]]) {
                                    duplicate = duplicate ?? (TokenID(other), TokenID(id))
                                    isNew = false
                                    break
                                }
                            }
                            slot = (slot + 1) & mask
                        }
                        if isNew { slots[slot] = (hash & 0xFFFF_FFFF_0000_0000) | UInt64(id + 1) }
                    }
                }
            }
        }
        return (TokenIndex(table: table, slots: slots, mask: mask), duplicate)
    }

    private init(table: TokenTable, slots: [UInt64], mask: Int) {
        self.table = table
        self.slots = slots
        self.mask = mask
    }

    /// The id of the token with these bytes.
    subscript(bytes: [UInt8]) -> TokenID? {
        withLookup { lookup in bytes.withUnsafeBufferPointer { lookup.find($0) } }
    }

    /// Runs many look-ups without the cost of reaching the arrays each time.
    func withLookup<Result, Failure: Error>(
        _ body: (Lookup) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try table.storage.withUnsafeBufferPointer { storage throws(Failure) in
            try table.starts.withUnsafeBufferPointer { starts throws(Failure) in
                try slots.withUnsafeBufferPointer { slots throws(Failure) in
                    try body(Lookup(storage: storage, starts: starts, slots: slots, mask: mask))
                }
            }
        }
    }

    /// The index's arrays, opened.
    struct Lookup {
        // SAFETY: valid inside `withLookup` only. Slots hold 0 or an id + 1 of the table, so that `starts` has both
        // bounds, and at least half of the slots are 0, so that a search ends.
        let storage: UnsafeBufferPointer<UInt8>
        let starts: UnsafeBufferPointer<UInt32>
        let slots: UnsafeBufferPointer<UInt64>
        let mask: Int

        /// The id of the token with these bytes. O(length).
        func find(_ bytes: UnsafeBufferPointer<UInt8>) -> TokenID? {
            guard !bytes.isEmpty else { return nil }
            let hash = ByteHash.hash(bytes)
            var slot = Int(truncatingIfNeeded: hash) & mask
            while slots[slot] != 0 {
                if slots[slot] >> 32 == hash >> 32 {
                    let id = Int(slots[slot] & 0xFFFF_FFFF) - 1
                    if ByteHash.isEqual(bytes, storage[from: starts[id], to: starts[id + 1]]) { return TokenID(id) }
                }
                slot = (slot + 1) & mask
            }
            return nil
        }

        /// As `find`, where the token is likely to be `guess`: tokens that are near one another are compared without
        /// the cost of reaching into the hash table.
        func find(_ bytes: UnsafeBufferPointer<UInt8>, guess: TokenID) -> TokenID? {
            if Int(guess) + 1 < starts.count, !bytes.isEmpty, ByteHash.isEqual(bytes, self.bytes(guess)) {
                return guess
            }
            return find(bytes)
        }

        /// The bytes of a token of the table.
        func bytes(_ id: TokenID) -> UnsafeBufferPointer<UInt8> {
            storage[from: starts[Int(id)], to: starts[Int(id) + 1]]
        }
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// The bytes between two offsets.
    fileprivate subscript(from start: UInt32, to end: UInt32) -> UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(rebasing: self[Int(start)..<Int(end)])
    }
}
