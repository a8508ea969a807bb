import JeoulText
import ScanKernels

extension BytePairModel {
    /// Adds what the model is made of; `init(compiled:)` takes it back.
    package func addBlocks(to writer: inout BlockWriter) {
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
        add(.seeds, seeds, Self.seedCount(hasCharacters: characters != nil))
        if let mergeResults { add(.mergeResults, mergeResults, mergeCount) }
        writer.add(.wholePreTokens, wholePreTokens.ids)
        add(.pairBoundaries, spans.pairs.words, spans.pairs.count)
        add(.tripleBoundaries, spans.triples.words, spans.triples.count)
        add(.units, spans.units, SpanBoundaries.unitCount)
        if let filter = spans.wholePreTokens { add(.wholePreTokenFilter, filter.words, filter.count) }
        if let starts = characters?.starts {
            add(.characterPages, starts.pages, CharacterStarts.pageCount)
            add(.characterEntries, starts.entries, starts.entryCount)
            if let strings = starts.strings { add(.characterStrings, strings, CharacterStarts.filterWords) }
            writer.add(.lineFeed, [starts.lineFeed])
        }
    }

    /// Where pre-tokens begin with characters, nothing of what one begins with depends on what is around it.
    private static func seedCount(hasCharacters: Bool) -> Int { hasCharacters ? 1 : Int(JEOUL_SEEDS) }

    /// The model that a file has, as it lies there: nothing is copied but the whole pre-tokens, of which there are few. Nil where a
    /// block is missing or of a wrong size; what is in the blocks of pairs is not looked at.
    ///
    /// - Parameter exact: the definition of a model over characters; nil of a byte-level one.
    package convenience init?(compiled file: BlockFile, _ tokens: CompiledTokens, exact: ExactPieces?) {
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
            let seeds = file.block(.seeds, of: jeoul_seed.self),
            seeds.count == Self.seedCount(hasCharacters: exact != nil),
            let wholeIDs = file.block(.wholePreTokens, of: TokenID.self)
        else { return nil }
        func filter(_ kind: CompiledBlock) -> SpanBoundaries.Filter? {
            guard let words = file.block(kind, of: UInt32.self) else { return nil }
            return SpanBoundaries.Filter(filled: words)
        }
        guard let pairs = filter(.pairBoundaries), let triples = filter(.tripleBoundaries),
            let units = file.block(.units, of: UInt8.self), units.count == SpanBoundaries.unitCount
        else { return nil }
        let wholeFilter = filter(.wholePreTokenFilter)
        guard wholeIDs.isEmpty == (wholeFilter == nil) else { return nil }
        let results = file.block(.mergeResults, of: TokenID.self)
        guard wholeIDs.allSatisfy({ tokens[$0]?.isEmpty == false }) else { return nil }
        let wholePreTokens = WholePreTokens(Array(wholeIDs)) { id in tokens[id].map(Array.init) ?? [] }
        var characters: (starts: CharacterStarts, exact: ExactPieces)?
        if let exact {
            guard let starts = CharacterStarts(compiled: file, endID: tokens.endID) else { return nil }
            characters = (starts, exact)
        }
        // SAFETY: a model's memory is not written after it is built, so that it may be read-only.
        self.init(
            pairs: PairTable(hangul: hangul, other: other),
            byteTokens: UnsafeMutablePointer(mutating: byteTokens.baseAddress!),
            seeds: UnsafeMutablePointer(mutating: seeds.baseAddress!),
            spans: SpanBoundaries(
                pairs: pairs, triples: triples,
                units: UnsafeMutablePointer(mutating: units.baseAddress!),
                wholePreTokens: wholeFilter),
            mergeResults: results.map { UnsafeMutablePointer(mutating: $0.baseAddress!) },
            mergeCount: results?.count ?? 0,
            tokenStarts: UnsafeMutablePointer(mutating: tokens.starts.baseAddress!),
            tokenBytes: UnsafeMutablePointer(mutating: tokens.bytes.baseAddress!), endID: tokens.endID,
            wholePreTokens: wholePreTokens, characters: characters, memory: [file])
    }
}

extension CharacterStarts {
    /// What a file has; nil where it is not whole, or names a page or a token that is none.
    fileprivate init?(compiled file: BlockFile, endID: Int) {
        func isToken(_ entry: UInt32) -> Bool {
            entry == JEOUL_NO_CHARACTER || entry & UInt32(JEOUL_CHARACTER_IRREGULAR) != 0
                || Int(entry & UInt32(JEOUL_CHARACTER_TOKEN) & ~PairTable.hangulFlag) < endID
        }
        guard let pages = file.block(.characterPages, of: UInt16.self), pages.count == Self.pageCount,
            let entries = file.block(.characterEntries, of: UInt32.self), entries.count % Self.pageSize == 0,
            let strings = file.block(.characterStrings, of: UInt64.self), strings.count == Self.filterWords,
            let lineFeed = file.block(.lineFeed, of: UInt32.self), lineFeed.count == 1,
            pages.allSatisfy({ Int($0) < entries.count / Self.pageSize }), entries.allSatisfy(isToken),
            lineFeed[0] == JEOUL_NO_CHARACTER || Int(lineFeed[0] & ~PairTable.hangulFlag) < endID
        else { return nil }
        self.init(
            pages: UnsafeMutablePointer(mutating: pages.baseAddress!),
            entries: UnsafeMutablePointer(mutating: entries.baseAddress!), entryCount: entries.count,
            strings: UnsafeMutablePointer(mutating: strings.baseAddress!), lineFeed: lineFeed[0])
    }
}
