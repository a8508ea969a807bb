import ScanKernels

extension BytePairModel {
    /// Makes a vocabulary over characters ready for merging.
    ///
    /// The tables are those of a byte-level vocabulary; only what a piece begins with differs. In the segment tables ▁ is a space,
    /// as it stands in the text, and, where a document opens with a space, also the LF that stands for it.
    ///
    /// - Throws: `BytePairError` where the vocabulary is too large.
    convenience init(_ vocabulary: CharacterVocabulary) throws(BytePairError) {
        let tokens = vocabulary.tokens
        let limit = Int(PairTable.limit)
        let mergeCount =
            switch vocabulary.merges {
            case .tokens(let ids): ids.count
            case .list(let merges): merges.count
            }
        guard tokens.endID < limit, mergeCount < limit else {
            throw .tooLarge(count: max(tokens.endID, mergeCount), limit: limit)
        }
        let memory = MemoryList()
        let starts = try memory.allocate(UInt32.self, tokens.endID + 1)
        let tokenStarts = tokens.starts
        starts.update(from: tokenStarts, count: tokens.endID + 1)
        let storage = tokens.storage
        let bytes = try memory.allocate(UInt8.self, storage.count)
        bytes.update(from: storage, count: storage.count)
        let isHangul = (0..<tokens.endID).map { id in
            let start = Int(tokenStarts[id])
            return Self.isHangul(UnsafeBufferPointer(start: bytes + start, count: Int(tokenStarts[id + 1]) - start))
        }
        func flagged(_ id: TokenID) -> TokenID { id | (isHangul[Int(id)] ? PairTable.hangulFlag : 0) }
        let byteTokens = try memory.allocate(TokenID.self, 256)
        byteTokens.update(from: vocabulary.byteTokens, count: 256)
        let characters = try Self.characters(vocabulary, flagged: flagged, memory)

        let results: UnsafeMutablePointer<TokenID>?
        let pairs: PairTable
        switch vocabulary.merges {
        case .list(let merges):
            let found = try memory.allocate(TokenID.self, max(1, mergeCount))
            for (rank, merge) in merges.enumerated() { found[rank] = merge.result }
            results = found
            let hangulPairs = merges.count { isHangul[Int($0.left)] }
            var builder = try PairTableBuilder(
                hangulPairs: hangulPairs, otherPairs: mergeCount - hangulPairs, memory: memory)
            try builder.insert(count: mergeCount) { rank in
                let merge = merges[rank]
                return PairTableBuilder.Entry(
                    left: flagged(merge.left), right: flagged(merge.right), rank: UInt32(rank),
                    isHangul: isHangul[Int(merge.result)])
            }
            pairs = builder.table
        case .tokens(let ids):
            // Where the ids are in the order of the merges, they are the ranks.
            let isInOrder = zip(ids, ids.dropFirst()).allSatisfy { $0 < $1 }
            if isInOrder {
                results = nil
            } else {
                let found = try memory.allocate(TokenID.self, max(1, mergeCount))
                found.update(from: ids, count: ids.count)
                results = found
            }
            let hangulCount = ids.count { isHangul[Int($0)] }
            var builder = try PairTableBuilder(
                hangulPairs: hangulCount, otherPairs: mergeCount - hangulCount, memory: memory)
            let workspace = MergeWorkspace()
            // A LF in a token is one.
            let inToken = characters.withoutLineFeed
            // The shorter ones first: what merges inside a token makes shorter ones, whatever their ranks. So all of it is there, and
            // the token itself is not: what is left are its two parts, if it ever comes about.
            let lengths = ids.map { starts[Int($0) + 1] - starts[Int($0)] }
            let order = ids.indices.sorted { lengths[$0] < lengths[$1] }
            for rank in order {
                let id = ids[rank]
                let merger = Merger(pairs: builder.table, byteTokens: byteTokens, mergeResults: results)
                let count = Int(lengths[rank])
                guard
                    let begun = inToken.begin(
                        bytes + Int(starts[Int(id)]), count, byteTokens: byteTokens, workspace.reserve(count)),
                    merger.merge(begun, workspace) == 2
                else { continue }
                let entry = PairTableBuilder.Entry(
                    left: workspace.tokens[0], right: workspace.tokens[1], rank: isInOrder ? id : UInt32(rank),
                    isHangul: isHangul[Int(id)])
                try builder.insert(count: 1) { _ in entry }
            }
            pairs = builder.table
        }

        // Nothing of what a unit begins with depends on what is around it.
        let seeds = try memory.allocate(jeoul_seed.self, 1)
        let merger = Merger(pairs: pairs, byteTokens: byteTokens, mergeResults: results)
        let workspace = MergeWorkspace()
        let segments = try Self.segments(vocabulary, memory) { unit in
            guard
                let begun = characters.begin(
                    unit.baseAddress!, unit.count, byteTokens: byteTokens, workspace.reserve(unit.count))
            else { return vocabulary.exact.encode(unit).count }
            return merger.merge(begun, workspace)
        }
        self.init(
            pairs: pairs, byteTokens: byteTokens, seeds: seeds, segments: segments, mergeResults: results,
            mergeCount: results == nil ? 0 : mergeCount, tokenStarts: starts, tokenBytes: bytes, endID: tokens.endID,
            wholePieces: WholePieces(), characters: (characters, vocabulary.exact), memory: memory.blocks)
    }

    /// Whether a token's bytes, but ▁ at the beginning, may be those of a Hangul syllable.
    private static func isHangul(_ token: UnsafeBufferPointer<UInt8>) -> Bool {
        let isMarked = token.count > 3 && token.prefix(3).elementsEqual(MarkRule.mark)
        return PairTable.isHangul(isMarked ? UnsafeBufferPointer(rebasing: token[3...]) : token)
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

    /// Where pieces may be cut: what is irregular stays in one segment, as a token does.
    private static func segments(
        _ vocabulary: CharacterVocabulary, _ memory: MemoryList, count: (UnsafeBufferPointer<UInt8>) -> Int
    ) throws(BytePairError) -> SegmentTables {
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
                try SegmentTables(
                    tokenStarts: starts.baseAddress!, tokenBytes: bytes.baseAddress!, endID: end, wholePieceHashes: [],
                    memory: memory, count: count)
            }
        }
    }
}
