import JeoulText
import ScanKernels

extension BytePairModel {
    /// A model without tables: every piece is encoded by the definition, and remembered by the caches like any other.
    ///
    /// - Throws: `BytePairError.noMemory`.
    convenience init(definition: ExactPieces) throws(BytePairError) {
        let memory = MemoryList()
        self.init(
            pairs: try PairTableBuilder(hangulPairs: 0, otherPairs: 0, memory: memory).table,
            byteTokens: try memory.allocate(TokenID.self, 256), seeds: try memory.allocate(jeoul_seed.self, 1),
            spans: SpanBoundaries(
                pairs: try SpanBoundaries.Filter([], memory), triples: try SpanBoundaries.Filter([], memory),
                units: try memory.allocate(UInt8.self, SpanBoundaries.unitCount), wholePreTokens: nil),
            mergeResults: nil, mergeCount: 0, tokenStarts: try memory.allocate(UInt32.self, 1),
            tokenBytes: try memory.allocate(UInt8.self, 1), endID: 0, wholePreTokens: WholePreTokens(),
            characters: (try CharacterStarts.irregular(memory), definition), memory: memory.blocks)
    }

    /// Whether it is such a model: its pieces are not cut into spans, which nothing proves.
    var isDefinition: Bool { characters != nil && endID == 0 }
}

extension CharacterStarts {
    /// What every piece is irregular to.
    fileprivate static func irregular(_ memory: MemoryList) throws(BytePairError) -> CharacterStarts {
        let entries = try memory.allocate(UInt32.self, pageSize)
        entries.update(repeating: UInt32(JEOUL_CHARACTER_IRREGULAR), count: pageSize)
        return CharacterStarts(
            pages: try memory.allocate(UInt16.self, pageCount), entries: entries, entryCount: pageSize,
            strings: try memory.allocate(UInt64.self, filterWords), lineFeed: JEOUL_NO_CHARACTER)
    }
}
