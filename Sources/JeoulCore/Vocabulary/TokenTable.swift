/// The bytes of every token of a vocabulary, by id. Ids may have gaps; a token has at least one byte.
///
/// Tokens are bytes, never `String`: Swift's strings compare by canonical equivalence, and a vocabulary may well hold
/// both 가 composed and 가 decomposed as two tokens.
public struct TokenTable: Sendable, Hashable {
    /// All tokens' bytes, one after another in id order.
    private(set) var storage: [UInt8] = []
    /// Token `id` is `storage[starts[id] ..< starts[id + 1]]`; a gap is an empty range.
    private(set) var starts: [UInt32] = [0]

    /// An empty table.
    public init() {}

    /// A table of bytes and bounds laid out as `storage` and `starts` are.
    init(storage: [UInt8], starts: [UInt32]) {
        precondition(starts.first == 0 && starts.last.map(Int.init) == storage.count, "bounds are those of the bytes")
        self.storage = storage
        self.starts = starts
    }

    /// One more than the greatest id, gaps included.
    public var endID: Int { starts.count - 1 }

    /// The number of ids that have a token.
    public var count: Int {
        var count = 0
        for id in 0..<endID where starts[id] != starts[id + 1] { count += 1 }
        return count
    }

    /// The bytes of a token, or nil where the vocabulary has none of that id. O(1).
    public subscript(id: TokenID) -> ArraySlice<UInt8>? {
        guard Int(id) < endID else { return nil }
        let range = Int(starts[Int(id)])..<Int(starts[Int(id) + 1])
        return range.isEmpty ? nil : storage[range]
    }

    /// The length of a token in bytes; 0 for a gap.
    func byteCount(_ id: Int) -> Int { Int(starts[id + 1] &- starts[id]) }

    /// Adds the token of the next id, or of a later one after a gap.
    mutating func append(_ bytes: some Collection<UInt8>, id: TokenID) {
        precondition(Int(id) >= endID, "tokens are appended in id order")
        while endID < Int(id) { starts.append(starts[starts.count - 1]) }
        storage.append(contentsOf: bytes)
        starts.append(UInt32(storage.count))
    }

    /// Reserves room for `tokens` tokens of `bytes` bytes in all.
    mutating func reserveCapacity(tokens: Int, bytes: Int) {
        starts.reserveCapacity(tokens + 1)
        storage.reserveCapacity(bytes)
    }
}
