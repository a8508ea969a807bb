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
        let tables = try CharacterTables(vocabulary)
        let memory = tables.memory
        let characters = try Self.characters(vocabulary, flagged: tables.flagged, memory)
        let (pairs, results) =
            switch vocabulary.merges {
            case .list(let merges): try tables.pairs(of: merges)
            case .tokens(let ids): try tables.pairs(of: ids, characters)
            }
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

/// The tables of a vocabulary over characters on their way.
private struct CharacterTables {
    let memory = MemoryList()
    let starts: UnsafeMutablePointer<UInt32>
    let bytes: UnsafeMutablePointer<UInt8>
    let byteTokens: UnsafeMutablePointer<TokenID>
    private let isHangul: [Bool]

    /// - Throws: `BytePairError` where the vocabulary is too large.
    init(_ vocabulary: CharacterVocabulary) throws(BytePairError) {
        let tokens = vocabulary.tokens
        let limit = Int(PairTable.limit)
        guard tokens.endID < limit, vocabulary.mergeCount < limit else {
            throw .tooLarge(count: max(tokens.endID, vocabulary.mergeCount), limit: limit)
        }
        let starts = try memory.allocate(UInt32.self, tokens.endID + 1)
        starts.update(from: tokens.starts, count: tokens.endID + 1)
        let storage = tokens.storage
        let bytes = try memory.allocate(UInt8.self, storage.count)
        bytes.update(from: storage, count: storage.count)
        isHangul = (0..<tokens.endID).map { id in
            Self.isHangul(
                UnsafeBufferPointer(start: bytes + Int(starts[id]), count: Int(starts[id + 1] &- starts[id])))
        }
        byteTokens = try memory.allocate(TokenID.self, 256)
        byteTokens.update(from: vocabulary.byteTokens, count: 256)
        (self.starts, self.bytes) = (starts, bytes)
    }

    /// Whether a token's bytes, but ▁ at the beginning, may be those of a Hangul syllable.
    private static func isHangul(_ token: UnsafeBufferPointer<UInt8>) -> Bool {
        let isMarked = token.count > 3 && token.prefix(3).elementsEqual(MarkRule.mark)
        return PairTable.isHangul(isMarked ? UnsafeBufferPointer(rebasing: token[3...]) : token)
    }

    /// A token with its flag.
    func flagged(_ id: TokenID) -> TokenID { id | (isHangul[Int(id)] ? PairTable.hangulFlag : 0) }

    /// The pairs of a list of merges, and what each makes.
    func pairs(
        of merges: [Merge]
    ) throws(BytePairError) -> (PairTable, results: UnsafeMutablePointer<TokenID>?) {
        let results = try memory.allocate(TokenID.self, max(1, merges.count))
        for (rank, merge) in merges.enumerated() { results[rank] = merge.result }
        let hangulPairs = merges.count { isHangul[Int($0.left)] }
        var builder = try PairTableBuilder(
            hangulPairs: hangulPairs, otherPairs: merges.count - hangulPairs, memory: memory)
        try builder.insert(count: merges.count) { rank in
            let merge = merges[rank]
            return PairTableBuilder.Entry(
                left: flagged(merge.left), right: flagged(merge.right), rank: UInt32(rank),
                isHangul: isHangul[Int(merge.result)])
        }
        return (builder.table, results)
    }

    /// The two parts that each token is merged of, the first token the first to be merged, and what the ranks stand for; nil where
    /// they are the ids.
    func pairs(
        of ids: [TokenID], _ characters: CharacterStarts
    ) throws(BytePairError) -> (PairTable, results: UnsafeMutablePointer<TokenID>?) {
        var results: UnsafeMutablePointer<TokenID>?
        if !zip(ids, ids.dropFirst()).allSatisfy({ $0 < $1 }) {
            let found = try memory.allocate(TokenID.self, max(1, ids.count))
            found.update(from: ids, count: ids.count)
            results = found
        }
        let hangulCount = ids.count { isHangul[Int($0)] }
        var builder = try PairTableBuilder(
            hangulPairs: hangulCount, otherPairs: ids.count - hangulCount, memory: memory)
        let workspace = MergeWorkspace()
        // A LF in a token is one.
        let inToken = characters.withoutLineFeed
        // The shorter ones first: what merges inside a token makes shorter ones, whatever their ranks. So all of it is there, and
        // the token itself is not: what is left are its two parts, if it ever comes about.
        let lengths = ids.map { starts[Int($0) + 1] - starts[Int($0)] }
        for rank in ids.indices.sorted(by: { lengths[$0] < lengths[$1] }) {
            let id = ids[rank]
            let merger = Merger(pairs: builder.table, byteTokens: byteTokens, mergeResults: results)
            let count = Int(lengths[rank])
            guard
                let begun = inToken.begin(
                    bytes + Int(starts[Int(id)]), count, byteTokens: byteTokens, workspace.reserve(count)),
                merger.merge(begun, workspace) == 2
            else { continue }
            let entry = PairTableBuilder.Entry(
                left: workspace.tokens[0], right: workspace.tokens[1], rank: results == nil ? id : UInt32(rank),
                isHangul: isHangul[Int(id)])
            try builder.insert(count: 1) { _ in entry }
        }
        return (builder.table, results)
    }
}
