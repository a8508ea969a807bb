import JeoulText
import ScanKernels

/// The tables of a model on their way, of bytes or of characters: its tokens, and which pairs of them merge.
struct ModelTables {
    let memory = MemoryList()
    /// Where each token's bytes begin, one more at the end, and the bytes.
    let starts: UnsafeMutablePointer<UInt32>
    let bytes: UnsafeMutablePointer<UInt8>
    let endID: Int
    /// The token of each byte, with its flag; not written yet.
    let byteTokens: UnsafeMutablePointer<TokenID>
    private let isHangul: [Bool]

    /// Copies tokens.
    ///
    /// - Parameters:
    ///   - mergeCount: how many merges there will be.
    ///   - isMarked: whether ▁ at the beginning of a token stands for a space.
    /// - Throws: `BytePairError` where there are too many.
    init(_ tokens: TokenTable, mergeCount: Int, isMarked: Bool) throws(BytePairError) {
        let limit = Int(PairTable.limit)
        guard tokens.endID < limit, mergeCount < limit else {
            throw .tooLarge(count: max(tokens.endID, mergeCount), limit: limit)
        }
        let starts = try memory.allocate(UInt32.self, tokens.endID + 1)
        starts.update(from: tokens.starts, count: tokens.endID + 1)
        let bytes = try memory.allocate(UInt8.self, max(1, tokens.storage.count))
        bytes.update(from: tokens.storage, count: tokens.storage.count)
        byteTokens = try memory.allocate(TokenID.self, 256)
        isHangul = (0..<tokens.endID).map { id in
            let token = UnsafeBufferPointer(start: bytes + Int(starts[id]), count: Int(starts[id + 1] &- starts[id]))
            let opens = isMarked && token.count > 3 && token.prefix(3).elementsEqual(MarkRule.mark)
            return PairTable.isHangul(opens ? UnsafeBufferPointer(rebasing: token[3...]) : token)
        }
        (self.starts, self.bytes, endID) = (starts, bytes, tokens.endID)
    }

    /// The bytes of a token.
    func token(_ id: TokenID) -> UnsafeBufferPointer<UInt8> {
        let start = Int(starts[Int(id)])
        return UnsafeBufferPointer(start: bytes + start, count: Int(starts[Int(id) + 1]) - start)
    }

    /// A token with its flag.
    func flagged(_ id: TokenID) -> TokenID { id | (isHangul[Int(id)] ? PairTable.hangulFlag : 0) }

    /// A pair of tokens, which may have their flags, and what it makes.
    func entry(_ left: TokenID, _ right: TokenID, rank: UInt32, result: TokenID) -> PairTableBuilder.Entry {
        PairTableBuilder.Entry(
            left: flagged(left & PairTable.limit), right: flagged(right & PairTable.limit), rank: rank,
            isHangul: isHangul[Int(result)])
    }

    /// An empty table for as many pairs, whose left tokens are such tokens.
    func builder(_ tokens: some Collection<TokenID>) throws(BytePairError) -> PairTableBuilder {
        let hangulPairs = tokens.count { isHangul[Int($0)] }
        return try PairTableBuilder(hangulPairs: hangulPairs, otherPairs: tokens.count - hangulPairs, memory: memory)
    }

    /// The pairs of a list of merges in a table and one by one, and what each rank makes.
    func pairs(
        of merges: [Merge]
    ) throws(BytePairError) -> (
        builder: PairTableBuilder, entries: [PairTableBuilder.Entry], results: UnsafeMutablePointer<TokenID>
    ) {
        let results = try memory.allocate(TokenID.self, max(1, merges.count))
        for (rank, merge) in merges.enumerated() { results[rank] = merge.result }
        let entries = merges.enumerated().map { rank, merge in
            entry(merge.left, merge.right, rank: UInt32(rank), result: merge.result)
        }
        var builder = try builder(merges.lazy.map(\.left))
        try builder.insert(entries)
        return (builder, entries, results)
    }
}
