import JeoulText

/// The bytes of every token of a vocabulary, by id. Ids may have gaps; a token has at least one byte.
///
/// Tokens are bytes, never `String`: Swift's strings compare by canonical equivalence, and a vocabulary may well hold
/// both 가 composed and 가 decomposed as two tokens.
package struct TokenTable: Sendable {
    /// All tokens' bytes, one after another in id order.
    package var storage: [UInt8] { mapped?.arrays.storage ?? ownStorage }
    /// Token `id` is `storage[starts[id] ..< starts[id + 1]]`; a gap is an empty range.
    package var starts: [UInt32] { mapped?.arrays.starts ?? ownStarts }

    private var ownStorage: [UInt8] = []
    private var ownStarts: [UInt32] = [0]
    /// The same of a compiled vocabulary, in place of these.
    private var mapped: MappedTokens?

    /// An empty table.
    package init() {}

    /// A table of bytes and bounds laid out as `storage` and `starts` are.
    package init(storage: [UInt8], starts: [UInt32]) {
        precondition(starts.first == 0 && starts.last.map(Int.init) == storage.count, "bounds are those of the bytes")
        ownStorage = storage
        ownStarts = starts
    }

    /// The same of a file.
    init(_ mapped: MappedTokens) { self.mapped = mapped }

    /// One more than the greatest id, gaps included.
    package var endID: Int { mapped?.endID ?? ownStarts.count - 1 }

    /// The number of ids that have a token.
    package var count: Int {
        var count = 0
        let starts = starts
        for id in 0..<endID where starts[id] != starts[id + 1] { count += 1 }
        return count
    }

    /// The bytes of a token, or nil where the vocabulary has none of that id. O(1).
    package subscript(id: TokenID) -> ArraySlice<UInt8>? {
        guard Int(id) < endID else { return nil }
        let (storage, starts) = (storage, starts)
        let range = Int(starts[Int(id)])..<Int(starts[Int(id) + 1])
        return range.isEmpty ? nil : storage[range]
    }

    /// The length of a token in bytes; 0 for a gap.
    package func byteCount(_ id: Int) -> Int { Int(starts[id + 1] &- starts[id]) }

    /// Adds the token of the next id, or of a later one after a gap.
    package mutating func append(_ bytes: some Collection<UInt8>, id: TokenID) {
        precondition(Int(id) >= endID, "tokens are appended in id order")
        takeArrays()
        while endID < Int(id) { ownStarts.append(ownStarts[ownStarts.count - 1]) }
        ownStorage.append(contentsOf: bytes)
        ownStarts.append(UInt32(ownStorage.count))
    }

    /// Reserves room for `tokens` tokens of `bytes` bytes in all.
    package mutating func reserveCapacity(tokens: Int, bytes: Int) {
        takeArrays()
        ownStarts.reserveCapacity(tokens + 1)
        ownStorage.reserveCapacity(bytes)
    }

    private mutating func takeArrays() {
        guard let mapped else { return }
        ownStorage = mapped.arrays.storage
        ownStarts = mapped.arrays.starts
        self.mapped = nil
    }
}

extension TokenTable: Hashable {
    /// Whether the tokens are the same, wherever they are.
    package static func == (left: TokenTable, right: TokenTable) -> Bool {
        left.starts == right.starts && left.storage == right.storage
    }

    /// See `Hashable`.
    package func hash(into hasher: inout Hasher) {
        hasher.combine(starts)
        hasher.combine(storage)
    }
}

extension TokenTable {
    /// The table without some ids, which become gaps. O(n).
    package func removing(_ isRemoved: [Bool]) -> TokenTable {
        guard isRemoved.contains(true) else { return self }
        var table = TokenTable()
        table.reserveCapacity(tokens: endID, bytes: storage.count)
        for id in 0..<endID where !isRemoved[id] && byteCount(id) > 0 {
            table.append(storage[Int(starts[id])..<Int(starts[id + 1])], id: TokenID(id))
        }
        return table
    }
}
