import JeoulText
import ScanKernels

extension BytePairModel {
    /// Makes a vocabulary over characters ready for merging.
    ///
    /// The tables are those of a byte-level vocabulary; only what a piece begins with differs. In the span tables ▁ is a space,
    /// as it stands in the text, and, where a document opens with a space, also the LF that stands for it.
    ///
    /// - Throws: `BytePairError` where the vocabulary is too large.
    convenience init(_ vocabulary: CharacterVocabulary) throws(BytePairError) {
        let tables = try ModelTables(vocabulary.tokens, mergeCount: vocabulary.mergeCount, isMarked: true)
        tables.byteTokens.update(from: vocabulary.byteTokens, count: 256)
        let memory = tables.memory
        let characters = try Self.characters(vocabulary, flagged: tables.flagged, memory)
        let (pairs, results) = try Self.pairs(vocabulary, characters, tables)
        // Nothing of what a unit begins with depends on what is around it.
        let seeds = try memory.allocate(jeoul_seed.self, 1)
        let merger = Merger(pairs: pairs, byteTokens: tables.byteTokens, mergeResults: results)
        let workspace = MergeWorkspace()
        let spans = try Self.spans(vocabulary, memory) { unit in
            guard
                let begun = characters.begin(
                    unit.baseAddress!, unit.count, byteTokens: tables.byteTokens, workspace.reserve(unit.count))
            else { return vocabulary.exact.encode(unit).count }
            return merger.merge(begun, workspace)
        }
        self.init(
            pairs: pairs, byteTokens: tables.byteTokens, seeds: seeds, spans: spans, mergeResults: results,
            mergeCount: results == nil ? 0 : vocabulary.mergeCount, tokenStarts: tables.starts,
            tokenBytes: tables.bytes, endID: vocabulary.tokens.endID, wholePreTokens: WholePreTokens(),
            characters: (characters, vocabulary.exact), memory: memory.blocks)
    }

    /// The pairs that merge, and what the ranks stand for; nil where they are the ids.
    private static func pairs(
        _ vocabulary: CharacterVocabulary, _ characters: CharacterStarts, _ tables: ModelTables
    ) throws(BytePairError) -> (PairTable, results: UnsafeMutablePointer<TokenID>?) {
        switch vocabulary.merges {
        case .list(let merges):
            let listed = try tables.pairs(of: merges)
            return (listed.builder.table, listed.results)
        case .tokens(let ids):
            var results: UnsafeMutablePointer<TokenID>?
            if !zip(ids, ids.dropFirst()).allSatisfy({ $0 < $1 }) {
                let found = try tables.memory.allocate(TokenID.self, max(1, ids.count))
                found.update(from: ids, count: ids.count)
                results = found
            }
            var builder = try tables.builder(ids)
            _ = try TokenParts(
                of: ids, in: tables, beginning: characters.inTokens, isListed: false, results: results, into: &builder)
            return (builder.table, results)
        }
    }

    /// What pieces begin with.
    private static func characters(
        _ vocabulary: CharacterVocabulary, flagged: (TokenID) -> TokenID, _ memory: MemoryList
    ) throws(BytePairError) -> CharacterStarts {
        var builder = CharacterStartsBuilder()
        for (scalar, id) in vocabulary.characters where scalar != 0x20 { builder.setToken(scalar, flagged(id)) }
        let space = flagged(vocabulary.mark)
        builder.setToken(0x20, space)
        if case .tokens(let ids) = vocabulary.merges {
            vocabulary.tokens.withTokens { token in
                for id in ids {
                    CharacterVocabulary.forEachScalar(token(Int(id))) { scalar in
                        // A character that is no token and yet merges.
                        if !builder.hasToken(scalar) { builder.setIrregular(scalar) }
                    }
                }
            }
        }
        for string in vocabulary.irregularStrings {
            builder.addString(string.withUnsafeBufferPointer { CharacterVocabulary.scalars($0) })
        }
        return try builder.starts(lineFeed: vocabulary.rule.opening == .text ? nil : space, memory: memory)
    }

    /// Where pieces may be cut: what is irregular stays in one span, as a token does.
    private static func spans(
        _ vocabulary: CharacterVocabulary, _ memory: MemoryList, count: (UnsafeBufferPointer<UInt8>) -> Int
    ) throws(BytePairError) -> SpanBoundaries {
        let ids: [TokenID] =
            switch vocabulary.merges {
            case .tokens(let ids): ids
            case .list(let merges): merges.map(\.result)
            }
        var bytes: [UInt8] = []
        var starts: [UInt32] = [0]
        func add(_ token: UnsafeBufferPointer<UInt8>) {
            var rest = token
            let start = bytes.count
            while rest.count >= 3, rest[0] == MarkRule.mark[0], rest[1] == MarkRule.mark[1], rest[2] == MarkRule.mark[2]
            {
                bytes.append(0x20)
                rest = UnsafeBufferPointer(rebasing: rest[3...])
            }
            bytes.append(contentsOf: rest)
            let end = bytes.count
            starts.append(UInt32(end))
            if vocabulary.rule.opening != .text, bytes[start] == 0x20 {
                bytes.append(0x0A)
                bytes.append(contentsOf: bytes[start + 1..<end])
                starts.append(UInt32(bytes.count))
            }
        }
        vocabulary.tokens.withTokens { token in for id in ids { add(token(Int(id))) } }
        for string in vocabulary.irregularStrings { string.withUnsafeBufferPointer { add($0) } }
        let end = starts.count - 1
        // So that there are some.
        bytes.append(0)
        return try starts.withUnsafeMutableBufferPointer { starts throws(BytePairError) in
            try bytes.withUnsafeMutableBufferPointer { bytes throws(BytePairError) in
                try SpanBoundaries(
                    tokenStarts: starts.baseAddress!, tokenBytes: bytes.baseAddress!, endID: end,
                    wholePreTokenHashes: [],
                    memory: memory, count: count)
            }
        }
    }
}

extension CharacterVocabulary {
    fileprivate var mergeCount: Int {
        switch merges {
        case .tokens(let ids): ids.count
        case .list(let merges): merges.count
        }
    }
}
