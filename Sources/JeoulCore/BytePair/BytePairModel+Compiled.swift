import ScanKernels

extension BytePairModel {
    /// Adds what the model is made of; `init(compiled:)` takes it back.
    func addBlocks(to writer: inout BlockWriter) {
        func add<Element: BitwiseCopyable>(_ kind: CompiledBlock, _ start: UnsafeMutablePointer<Element>, _ count: Int)
        {
            writer.add(kind, UnsafeBufferPointer(start: start, count: count), owner: self)
        }
        for (region, words, filter) in [
            (pairs.hangul, CompiledBlock.hangulPairs, CompiledBlock.hangulFilter),
            (pairs.other, .otherPairs, .otherFilter),
        ] {
            add(words, region.table.words, region.capacity)
            add(filter, region.table.filter, PairTable.Region.filterWords(region.capacity))
        }
        add(.byteTokens, byteTokens, 256)
        add(.seeds, seeds, Int(JEOUL_SEEDS))
        if let mergeResults { add(.mergeResults, mergeResults, mergeCount) }
        add(.tokenStarts, tokenStarts, endID + 1)
        add(.tokenBytes, tokenBytes, Int(tokenStarts[endID]) + Int(JEOUL_TOKEN_PADDING))
        writer.add(.wholePieces, wholePieces.values.sorted())
        add(.pairJoints, segments.pairs.words, segments.pairs.count)
        add(.tripleJoints, segments.triples.words, segments.triples.count)
        add(.mixedPairs, segments.mixedPairs.words, segments.mixedPairs.count)
        add(.units, segments.units, SegmentTables.unitCount)
        if let filter = segments.wholePieces { add(.wholePieceFilter, filter.words, filter.count) }
    }

    /// The model that a file has, as it lies there: nothing is copied but the whole pieces, of which there are few. Nil where a
    /// block is missing or of a wrong size; what is in the blocks is not looked at.
    convenience init?(compiled file: BlockFile) {
        func region(_ words: CompiledBlock, _ filter: CompiledBlock) -> PairTable.Region? {
            guard let words = file.block(words, of: UInt64.self), let filter = file.block(filter, of: UInt64.self),
                PairTable.Region.isCapacity(words.count),
                filter.count == PairTable.Region.filterWords(words.count)
            else { return nil }
            return PairTable.Region(
                filled: UnsafeMutablePointer(mutating: words.baseAddress!),
                filter: UnsafeMutablePointer(mutating: filter.baseAddress!), capacity: words.count)
        }
        guard let hangul = region(.hangulPairs, .hangulFilter), let other = region(.otherPairs, .otherFilter),
            let byteTokens = file.block(.byteTokens, of: TokenID.self), byteTokens.count == 256,
            let seeds = file.block(.seeds, of: jeoul_seed.self), seeds.count == Int(JEOUL_SEEDS),
            let starts = file.block(.tokenStarts, of: UInt32.self), let end = starts.last,
            let bytes = file.block(.tokenBytes, of: UInt8.self), bytes.count == Int(end) + Int(JEOUL_TOKEN_PADDING),
            let wholeIDs = file.block(.wholePieces, of: TokenID.self)
        else { return nil }
        func filter(_ kind: CompiledBlock) -> SegmentTables.Filter? {
            guard let words = file.block(kind, of: UInt32.self) else { return nil }
            return SegmentTables.Filter(filled: words)
        }
        guard let pairs = filter(.pairJoints), let triples = filter(.tripleJoints),
            let mixedPairs = filter(.mixedPairs),
            let units = file.block(.units, of: UInt8.self), units.count == SegmentTables.unitCount
        else { return nil }
        let wholeFilter = filter(.wholePieceFilter)
        guard wholeIDs.isEmpty == (wholeFilter == nil) else { return nil }
        let results = file.block(.mergeResults, of: TokenID.self)
        var wholePieces: [WholePiece: TokenID] = [:]
        for id in wholeIDs {
            guard Int(id) + 1 < starts.count, starts[Int(id)] <= starts[Int(id) + 1], starts[Int(id) + 1] <= end else {
                return nil
            }
            let token = bytes[Int(starts[Int(id)])..<Int(starts[Int(id) + 1])]
            wholePieces[WholePiece(bytes: Array(token))] = id
        }
        // SAFETY: a model's memory is not written after it is built, so that it may be read-only.
        self.init(
            pairs: PairTable(hangul: hangul, other: other),
            byteTokens: UnsafeMutablePointer(mutating: byteTokens.baseAddress!),
            seeds: UnsafeMutablePointer(mutating: seeds.baseAddress!),
            segments: SegmentTables(
                pairs: pairs, triples: triples, mixedPairs: mixedPairs,
                units: UnsafeMutablePointer(mutating: units.baseAddress!),
                wholePieces: wholeFilter),
            mergeResults: results.map { UnsafeMutablePointer(mutating: $0.baseAddress!) },
            mergeCount: results?.count ?? 0,
            tokenStarts: UnsafeMutablePointer(mutating: starts.baseAddress!),
            tokenBytes: UnsafeMutablePointer(mutating: bytes.baseAddress!), endID: starts.count - 1,
            wholePieces: wholePieces, memory: [file])
    }
}
