import ScanKernels

/// Encodes pieces without the tables of a `BytePairModel`: whether two neighbours merge is asked of the index of the tokens, by
/// the hash of their bytes together. So it is ready at once, where the tables take tens of milliseconds to make; but it is slow,
/// for little text (`LazyModel`). Under `MergeOrder.tokenID` only.
struct IndexEncoder: Sendable {
    private let index: TokenIndex
    private let wholePieceLookup: Bool

    /// The longest piece: more would take too long, in the square of the length.
    static let longestPiece = MergeWorkspace.longestRun

    /// How many bytes of ordinary text take as long as a piece of so many: each of its merges looks at all of it.
    static func work(_ bytes: Int) -> Int { max(bytes, bytes * bytes / 400) }

    var tokens: TokenTable { index.table }

    /// Nil where a token is so long that only the tables are for it.
    ///
    /// - Throws: `BytePairError` where a byte has no token, or there are too many for a model.
    init?(_ index: TokenIndex, wholePieceLookup: Bool) throws(BytePairError) {
        let tokens = index.table
        let limit = Int(PairTable.limit)
        guard tokens.endID < limit else { throw .tooLarge(count: tokens.endID, limit: limit) }
        if let missing = (UInt8.min...UInt8.max).first(where: { index[[$0]] == nil }) { throw .missingByte(missing) }
        guard (0..<tokens.endID).allSatisfy({ tokens.byteCount($0) <= Int(JEOUL_SUMMED_LENGTH) }) else { return nil }
        self.index = index
        self.wholePieceLookup = wholePieceLookup
    }

    /// The token ids of a piece, in memory of the workspace: valid until its next use. Nil where the piece is longer than
    /// `longestPiece`. Quadratic in its length.
    // SAFETY: `piece[0 ..< count]` must be readable; the workspace belongs to the calling thread.
    func encode(
        _ piece: UnsafePointer<UInt8>, _ count: Int, _ workspace: MergeWorkspace
    ) -> UnsafeBufferPointer<TokenID>? {
        guard count <= Self.longestPiece else { return nil }
        return index.withLookup { lookup in
            if wholePieceLookup, let id = lookup.find(UnsafeBufferPointer(start: piece, count: count)) {
                workspace.tokens[0] = id
                return UnsafeBufferPointer(start: workspace.tokens, count: 1)
            }
            let found = withUnsafePointer(to: lookup.opened) {
                jeoul_merge_by_tokens($0, TokenHash.numbers, piece, count, workspace.tokens, workspace.ranks)
            }
            return UnsafeBufferPointer(start: workspace.tokens, count: found)
        }
    }

    /// The tables, for much text.
    func model() throws(BytePairError) -> BytePairModel {
        try BytePairModel(
            tokens: index.table, order: .tokenID, wholePieceLookup: wholePieceLookup, index: index)
    }
}
