import JeoulText

/// The tokens that a pre-token is whatever its merges, by its bytes.
///
/// Found by a seeded hash, without an allocation: a text can be made to pass the filter before it (`SpanBoundaries.mayBeWholePreToken`),
/// which is the same in every process.
struct WholePreTokens: Sendable {
    private let index: TokenIndex
    /// The id of each token of the index, ascending.
    let ids: [TokenID]
    let longest: Int

    /// None.
    init() { self.init([]) { _ in [] } }

    /// - Parameters:
    ///   - ids: distinct.
    ///   - bytes: those of each.
    init(_ ids: [TokenID], bytes: (TokenID) -> [UInt8]) {
        self.ids = ids.sorted()
        var table = TokenTable()
        var longest = 0
        for (place, id) in self.ids.enumerated() {
            let bytes = bytes(id)
            table.append(bytes, id: TokenID(place))
            longest = max(longest, bytes.count)
        }
        self.longest = longest
        index = TokenIndex.build(table).index
    }

    var isEmpty: Bool { ids.isEmpty }

    /// The token of these bytes. O(length).
    func find(_ preToken: UnsafeBufferPointer<UInt8>) -> TokenID? {
        guard preToken.count <= longest else { return nil }
        return index.withLookup { $0.find(preToken) }.map { ids[Int($0)] }
    }

    /// The bytes of every token.
    func forEach(_ body: (UnsafeBufferPointer<UInt8>) -> Void) {
        index.withLookup { lookup in
            for place in ids.indices { body(lookup.bytes(TokenID(place))) }
        }
    }
}
