import ScanKernels

/// Token bytes → id: an open-addressing hash table over a `TokenTable`.
///
/// `Dictionary<[UInt8], TokenID>` would allocate an array a token; this has one slot of four bytes: the id and 8 bits of the
/// hash, so that a miss seldom touches a token's bytes. The hash is seeded by the process, so that no file can be made to
/// collide on purpose; nothing that is printed depends on it. The work is done in C (`token_parts.c`), which also finds with
/// it how tokens are merged.
struct TokenIndex: Sendable {
    let table: TokenTable
    private let slots: [UInt32]
    private let filter: [UInt64]
    private let shift: UInt32
    private let filterShift: UInt32

    /// Builds the index; where two ids have the same bytes, the lower one is found and the first such pair reported.
    /// O(total bytes).
    static func build(_ table: TokenTable) -> (index: TokenIndex, duplicate: (first: TokenID, second: TokenID)?) {
        var bits = 6
        while 1 << bits < table.endID * 2 { bits += 1 }
        // Eight bits and more for a token.
        let filterBits = max(14, bits + 2)
        let (shift, filterShift) = (UInt32(64 - bits), UInt32(64 - filterBits))
        var filter = [UInt64](repeating: 0, count: 1 << (filterBits - 6))
        var duplicate: (first: TokenID, second: TokenID)?
        let slots = [UInt32](unsafeUninitializedCapacity: 1 << bits) { slots, count in
            slots.initialize(repeating: 0)
            count = slots.count
            filter.withUnsafeMutableBufferPointer { filter in
                table.withLookup(slots.baseAddress!, shift, filter.baseAddress!, filterShift) { lookup in
                    var opened = lookup.opened
                    var first: UInt32 = 0
                    var longCount = 0
                    let second = jeoul_index_tokens(&opened, TokenHash.numbers, table.endID, &first, &longCount)
                    if second != .max { duplicate = (first, second) }
                    if longCount > 0 { duplicate = addLong(table, lookup, &opened, duplicate) }
                }
            }
        }
        return (
            TokenIndex(table: table, slots: slots, filter: filter, shift: shift, filterShift: filterShift), duplicate
        )
    }

    /// Adds the tokens that are too long for `jeoul_index_tokens`; the first duplicate, of these and the one given.
    private static func addLong(
        _ table: TokenTable, _ lookup: Lookup, _ opened: inout jeoul_token_table,
        _ duplicate: (first: TokenID, second: TokenID)?
    ) -> (first: TokenID, second: TokenID)? {
        var duplicate = duplicate
        for id in 0..<table.endID where table.byteCount(id) > Int(JEOUL_SUMMED_LENGTH) {
            let other = jeoul_add_token(&opened, TokenHash.hash(lookup.bytes(TokenID(id))), UInt32(id))
            if other != .max, duplicate == nil || duplicate!.second > TokenID(id) { duplicate = (other, TokenID(id)) }
        }
        return duplicate
    }

    /// The id of the token with these bytes.
    subscript(bytes: [UInt8]) -> TokenID? {
        withLookup { lookup in bytes.withUnsafeBufferPointer { lookup.find($0) } }
    }

    /// Runs many look-ups without the cost of reaching the arrays each time.
    func withLookup<Result, Failure: Error>(
        _ body: (Lookup) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try slots.withUnsafeBufferPointer { slots throws(Failure) in
            try filter.withUnsafeBufferPointer { filter throws(Failure) in
                // SAFETY: nothing is written through a `Lookup` but in `build`.
                try table.withLookup(
                    UnsafeMutablePointer(mutating: slots.baseAddress!), shift,
                    UnsafeMutablePointer(mutating: filter.baseAddress!), filterShift, body)
            }
        }
    }

    /// The index's arrays, opened.
    struct Lookup {
        // SAFETY: valid inside `withLookup` only. Slots hold 0 or an id + 1 of the table, so that `starts` has both
        // bounds, and at least half of the slots are 0, so that a search ends.
        let opened: jeoul_token_table
        /// One more than the greatest id.
        let endID: Int

        /// The id of the token with these bytes. O(length).
        func find(_ bytes: UnsafeBufferPointer<UInt8>) -> TokenID? {
            guard !bytes.isEmpty else { return nil }
            let id = withUnsafePointer(to: opened) {
                jeoul_find_token($0, TokenHash.hash(bytes), bytes.baseAddress!, bytes.count)
            }
            return id == .max ? nil : id
        }

        /// As `find`, where the token is likely to be `guess`: tokens that are near one another are compared without
        /// the cost of reaching into the hash table.
        func find(_ bytes: UnsafeBufferPointer<UInt8>, guess: TokenID) -> TokenID? {
            if Int(guess) < endID, !bytes.isEmpty, ByteHash.isEqual(bytes, self.bytes(guess)) { return guess }
            return find(bytes)
        }

        /// The bytes of a token of the table.
        func bytes(_ id: TokenID) -> UnsafeBufferPointer<UInt8> {
            let start = opened.starts[Int(id)]
            return UnsafeBufferPointer(
                start: opened.bytes + Int(start), count: Int(opened.starts[Int(id) + 1] &- start))
        }
    }
}

extension TokenTable {
    fileprivate func withLookup<Result, Failure: Error>(
        _ slots: UnsafeMutablePointer<UInt32>, _ shift: UInt32, _ filter: UnsafeMutablePointer<UInt64>,
        _ filterShift: UInt32, _ body: (TokenIndex.Lookup) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try storage.withUnsafeBufferPointer { storage throws(Failure) in
            try starts.withUnsafeBufferPointer { starts throws(Failure) in
                let opened = jeoul_token_table(
                    bytes: storage.baseAddress, starts: starts.baseAddress, slots: slots, filter: filter, shift: shift,
                    filter_shift: filterShift)
                return try body(TokenIndex.Lookup(opened: opened, endID: endID))
            }
        }
    }
}

/// The hash of token bytes in a `TokenIndex`.
enum TokenHash {
    /// Of this process.
    // SAFETY: written here alone, before anyone has it.
    nonisolated(unsafe) static let numbers: UnsafePointer<jeoul_token_hash> = {
        let numbers = UnsafeMutablePointer<jeoul_token_hash>.allocate(capacity: 1)
        jeoul_make_token_hash(.random(in: .min ... .max), .random(in: .min ... .max), numbers)
        return UnsafePointer(numbers)
    }()

    static func hash(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt64 {
        guard let base = bytes.baseAddress, bytes.count <= Int(JEOUL_SUMMED_LENGTH) else { return ByteHash.hash(bytes) }
        return jeoul_token_hash_of(numbers, base, bytes.count)
    }
}
