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
        let merges: [Merge]? = if case .list(let merges) = order { merges } else { nil }
        let tables = try ModelTables(tokens, mergeCount: merges?.count ?? tokens.endID, isMarked: false)
        let (memory, ids) = (tables.memory, TokenID(0)..<TokenID(tokens.endID))
        try Self.findBytes(tables, isListed: merges != nil)
        let listed = try merges.map { merges throws(BytePairError) in try tables.pairs(of: merges) }
        let results = listed?.results
        var builder = if let listed { listed.builder } else { try tables.builder(ids) }
        var entries = listed?.entries ?? []
        var unreached: [TokenID] = []
        if merges == nil || ignoresMerges {
            let parts = try TokenParts(
                of: ids, in: tables, isListed: merges != nil, results: results, into: &builder)
            if merges == nil { entries = parts.entries }
            if ignoresMerges { unreached = parts.unreached }
        }
        let wholePreTokens = WholePreTokens(unreached) { Array(tables.token($0)) }
        let seeds = try memory.allocate(jeoul_seed.self, Int(JEOUL_SEEDS))
        let merger = Merger(pairs: builder.table, byteTokens: tables.byteTokens, mergeResults: results)
        Self.fillSeeds(seeds, merger: merger, tables, entries)
        let workspace = MergeWorkspace()
        var wholePreTokenHashes: [UInt64] = []
        wholePreTokens.forEach { wholePreTokenHashes.append(CacheLookup.fixedHash(of: $0)) }
        let spans = try SpanBoundaries(
            tokenStarts: tables.starts, tokenBytes: tables.bytes, endID: tokens.endID,
            wholePreTokenHashes: wholePreTokenHashes, memory: memory
        ) { merger.merge($0.baseAddress!, $0.count, workspace) }
        self.init(
            pairs: builder.table, byteTokens: tables.byteTokens, seeds: seeds, spans: spans, mergeResults: results,
            mergeCount: merges?.count ?? 0, tokenStarts: tables.starts, tokenBytes: tables.bytes,
            endID: tokens.endID, wholePreTokens: wholePreTokens, memory: memory.blocks)
    }

    /// Writes the token of each byte.
    ///
    /// - Throws: `BytePairError.missingByte`.
    private static func findBytes(_ tables: ModelTables, isListed: Bool) throws(BytePairError) {
        tables.byteTokens.update(repeating: .max, count: 256)
        for id in 0..<TokenID(tables.endID) where tables.token(id).count == 1 {
            tables.byteTokens[Int(tables.token(id)[0])] = tables.flagged(id)
        }
        for byte in UInt8.min...UInt8.max where tables.byteTokens[Int(byte)] == .max {
            // With a list of merges a byte that no text has may be any token's: no text asks, and no merge is found by it.
            guard isListed, !ByteLevelAlphabet.isByteOfText(byte), tables.endID > 0 else { throw .missingByte(byte) }
            tables.byteTokens[Int(byte)] = tables.flagged(0)
        }
    }
}
