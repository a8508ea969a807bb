import JeoulText
import ScanKernels

/// Why a vocabulary cannot be made ready for merging.
package enum BytePairError: Error, Sendable, Equatable, CustomStringConvertible {
    /// A single byte has no token, so there is text that cannot be encoded.
    case missingByte(UInt8)
    /// More tokens or merges than the tables can number.
    case tooLarge(count: Int, limit: Int)
    /// The system has no memory for the tables.
    case noMemory(bytes: Int)

    /// Whether the system is at fault, and not the vocabulary.
    package var isForWantOfMemory: Bool { if case .noMemory = self { true } else { false } }

    /// What is wrong, and what it means.
    package var description: String {
        switch self {
        case .missingByte(let byte):
            "the vocabulary has no token for the byte \(byte), so it cannot encode every text; it is not a complete "
                + "byte-level vocabulary, or was cut off"
        case .tooLarge(let count, let limit):
            "the vocabulary has \(count) tokens or merges; at most \(limit) can be used"
        case .noMemory(let bytes): "the system has no \(bytes) bytes for the tables of the vocabulary"
        }
    }
}

extension BytePairModel {
    /// Makes a vocabulary ready for merging. About 200 ns a token, most of it waiting for memory.
    ///
    /// One sequence, however long: each step reads the tables that the ones before it have written.
    /// - Throws: `BytePairError` where a byte has no token or the vocabulary is too large.
    package convenience init(tokens: TokenTable, order: MergeOrder, ignoresMerges: Bool) throws(BytePairError) {
        let limit = Int(PairTable.limit)
        let merges: [Merge]? = if case .list(let merges) = order { merges } else { nil }
        let mergeCount = merges?.count ?? tokens.endID
        guard tokens.endID < limit, mergeCount < limit else {
            throw BytePairError.tooLarge(count: max(tokens.endID, mergeCount), limit: limit)
        }
        let memory = MemoryList()
        let starts = try memory.allocate(UInt32.self, tokens.endID + 1)
        starts.update(from: tokens.starts, count: tokens.endID + 1)
        let bytes = try memory.allocate(UInt8.self, tokens.storage.count)
        bytes.update(from: tokens.storage, count: tokens.storage.count)
        let isHangul = UnsafeMutablePointer<UInt8>.allocate(capacity: tokens.endID)
        defer { isHangul.deallocate() }
        var hangulCount = 0
        for id in 0..<tokens.endID {
            let token = UnsafeBufferPointer(start: bytes + Int(starts[id]), count: tokens.byteCount(id))
            isHangul[id] = PairTable.isHangul(token) ? 1 : 0
            hangulCount += Int(isHangul[id])
        }
        func flagged(_ id: TokenID) -> TokenID { id | TokenID(isHangul[Int(id)]) << 21 }
        let byteTokens = try memory.allocate(TokenID.self, 256)
        byteTokens.update(repeating: .max, count: 256)
        for id in 0..<tokens.endID where starts[id + 1] &- starts[id] == 1 {
            byteTokens[Int(bytes[Int(starts[id])])] = flagged(TokenID(id))
        }
        for byte in UInt8.min...UInt8.max where byteTokens[Int(byte)] == .max {
            // With a list of merges a byte that no text has may be any token's: no text asks, and no merge is found by it.
            guard merges != nil, !ByteLevelAlphabet.isByteOfText(byte), tokens.endID > 0 else {
                throw BytePairError.missingByte(byte)
            }
            byteTokens[Int(byte)] = flagged(0)
        }

        // A token of Hangul has a left part that is too, or that is a space.
        let hangulPairs = merges?.count { isHangul[Int($0.left)] != 0 } ?? hangulCount
        var builder = try PairTableBuilder(
            hangulPairs: hangulPairs, otherPairs: mergeCount - hangulPairs, memory: memory)
        let results = try merges.map { _ throws(BytePairError) in
            try memory.allocate(TokenID.self, max(1, mergeCount))
        }
        func listed(_ rank: Int) -> PairTableBuilder.Entry {
            let merge = merges![rank]
            return PairTableBuilder.Entry(
                left: flagged(merge.left), right: flagged(merge.right), rank: UInt32(rank),
                isHangul: isHangul[Int(merge.result)] != 0)
        }
        if let merges, let results {
            for (rank, merge) in merges.enumerated() { results[rank] = merge.result }
            try builder.insert(count: mergeCount, listed)
        }
        var wholePreTokens = WholePreTokens()
        var parts: TokenParts?
        if merges == nil || ignoresMerges {
            let found = try TokenParts(
                starts: starts, bytes: bytes, isHangul: isHangul, endID: tokens.endID, byteTokens: byteTokens,
                mergeResults: results, into: &builder)
            if ignoresMerges {
                wholePreTokens = WholePreTokens(found.unreached) { id in
                    Array(UnsafeBufferPointer(start: bytes + Int(starts[Int(id)]), count: tokens.byteCount(Int(id))))
                }
            }
            parts = found
        }
        let seeds = try memory.allocate(jeoul_seed.self, Int(JEOUL_SEEDS))
        let merger = Merger(pairs: builder.table, byteTokens: byteTokens, mergeResults: results)
        Self.fillSeeds(
            seeds, merger: merger, starts: starts, bytes: bytes, endID: tokens.endID, pairCount: mergeCount,
            pair: { merges == nil ? parts!.entry(TokenID($0)) : listed($0) })
        let workspace = MergeWorkspace()
        var wholePreTokenHashes: [UInt64] = []
        wholePreTokens.forEach { wholePreTokenHashes.append(CacheLookup.fixedHash(of: $0)) }
        let spans = try SpanBoundaries(
            tokenStarts: starts, tokenBytes: bytes, endID: tokens.endID,
            wholePreTokenHashes: wholePreTokenHashes, memory: memory
        ) { merger.merge($0.baseAddress!, $0.count, workspace) }
        self.init(
            pairs: builder.table, byteTokens: byteTokens, seeds: seeds, spans: spans, mergeResults: results,
            mergeCount: merges?.count ?? 0, tokenStarts: starts,
            tokenBytes: bytes,
            endID: tokens.endID, wholePreTokens: wholePreTokens, memory: memory.blocks)
    }
}
