import ScanKernels

/// Why a vocabulary cannot be made ready for merging.
public enum BytePairError: Error, Sendable, Equatable, CustomStringConvertible {
    /// A single byte has no token, so there is text that cannot be encoded.
    case missingByte(UInt8)
    /// More tokens or merges than the tables can number.
    case tooLarge(count: Int, limit: Int)
    /// The system has no memory for the tables.
    case noMemory(bytes: Int)

    /// What is wrong, and what it means.
    public var description: String {
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
    /// Makes a vocabulary ready for merging. About 100 ns a token.
    ///
    /// - Throws: `BytePairError` where a byte has no token or the vocabulary is too large.
    convenience init(tokens: TokenTable, order: MergeOrder, wholePieceLookup: Bool) throws(BytePairError) {
        let limit = Int(PairTable.limit)
        let mergeCount = if case .list(let merges) = order { merges.count } else { tokens.endID }
        guard tokens.endID < limit, mergeCount < limit else {
            throw BytePairError.tooLarge(count: max(tokens.endID, mergeCount), limit: limit)
        }
        let memory = MemoryList()
        let starts = try memory.allocate(UInt32.self, tokens.endID + 1)
        starts.update(from: tokens.starts, count: tokens.endID + 1)
        let bytes = try memory.allocate(UInt8.self, max(1, tokens.storage.count))
        bytes.update(from: tokens.storage, count: tokens.storage.count)
        let byteTokens = try memory.allocate(TokenID.self, 256)
        byteTokens.update(repeating: .max, count: 256)
        for id in 0..<tokens.endID where starts[id + 1] &- starts[id] == 1 {
            let byte = bytes[Int(starts[id])]
            byteTokens[Int(byte)] = TokenID(id) | (PairTable.isHangul([byte]) ? PairTable.hangulFlag : 0)
        }
        if let missing = (0..<256).first(where: { byteTokens[$0] == .max }) {
            throw BytePairError.missingByte(UInt8(missing))
        }

        let isHangul = (0..<tokens.endID).map { id in
            PairTable.isHangul(UnsafeBufferPointer(start: bytes + Int(starts[id]), count: tokens.byteCount(id)))
        }
        var builder = try PairTableBuilder(
            isHangul: isHangul, merges: { if case .list(let merges) = order { merges } else { nil } }(), memory: memory)
        var results: UnsafeMutablePointer<TokenID>?
        if case .list(let merges) = order {
            let list = try memory.allocate(TokenID.self, max(1, merges.count))
            for (rank, merge) in merges.enumerated() {
                list[rank] = merge.result
                try builder.insert(merge.left, merge.right, rank: UInt32(rank), result: merge.result)
            }
            results = list
        }
        let workspace = MergeWorkspace()
        var wholePieces: [WholePiece: TokenID] = [:]
        if results == nil || wholePieceLookup {
            // By length, since the parts of a token are shorter: its pair is found by encoding it with theirs.
            for id in Self.idsByLength(starts, endID: tokens.endID) {
                let token = bytes + Int(starts[Int(id)])
                let count = tokens.byteCount(Int(id))
                let merger = Merger(
                    pairs: builder.table, byteTokens: byteTokens, mergeResults: results, seeds: nil)
                let parts: (TokenID, TokenID)? = merger.withMerged(token, count, workspace) { parts, found in
                    if results == nil, found == 2 { return (parts[0], parts[1]) }
                    if wholePieceLookup, found > 1 {
                        wholePieces[WholePiece(bytes: Array(UnsafeBufferPointer(start: token, count: count)))] = id
                    }
                    return nil
                }
                if let (left, right) = parts {
                    try builder.insert(left & PairTable.limit, right & PairTable.limit, rank: id, result: id)
                }
            }
        }
        let pairs = builder.table
        let merger = Merger(
            pairs: pairs, byteTokens: byteTokens, mergeResults: results, seeds: nil)
        let seeds = try memory.allocate(jeoul_seed.self, 2 * Self.syllableCount)
        Self.fillSeeds(seeds, merger: merger, starts: starts, bytes: bytes, endID: tokens.endID)
        self.init(
            pairs: pairs, byteTokens: byteTokens, seeds: seeds, mergeResults: results, tokenStarts: starts,
            tokenBytes: bytes,
            endID: tokens.endID, wholePieces: wholePieces, memory: memory.blocks)
    }

    /// The ids of the tokens of two and more bytes, the shortest first. O(n).
    static func idsByLength(_ starts: UnsafePointer<UInt32>, endID: Int) -> [TokenID] {
        var places = [Int](repeating: 0, count: 2)
        for id in 0..<endID {
            let length = Int(starts[id + 1] &- starts[id])
            if length + 1 >= places.count {
                places.append(contentsOf: repeatElement(0, count: length + 2 - places.count))
            }
            if length > 1 { places[length + 1] += 1 }
        }
        for length in 1..<places.count { places[length] += places[length - 1] }
        var ids = [TokenID](repeating: 0, count: places[places.count - 1])
        for id in 0..<endID {
            let length = Int(starts[id + 1] &- starts[id])
            guard length > 1 else { continue }
            ids[places[length]] = TokenID(id)
            places[length] += 1
        }
        return ids
    }

    /// Works out what each syllable, and each space and syllable, becomes before anything around it can matter.
    ///
    /// A unit's bytes merge alone as they do in any text as long as no merge across its edges comes first. Let state k
    /// be its tokens after k merges, and r(k) the rank of the next merge. While every merge that may take the first or last
    /// token of state k across the edge has a higher rank than r(k), …, r(m − 1), for all k < m, the unit reaches state m
    /// undisturbed, whatever is around it; merges elsewhere do not see the order. Nor do they afterwards, if the next merge
    /// of state m, inside or across its edges, has a higher rank than r(0), …, r(m − 1): it comes after all of these, just as
    /// if they had happened in their turn; with a lower one, it would come too early. The seed is the last such state. (In o200k
    /// the byte A9 merges with 니다: a syllable that ends in A9 has an early seed.) The bound must be strict: of equal ranks
    /// the leftmost merges first. What follows a unit begins with a character's first byte. A space merges with the first
    /// byte of a syllable early in every vocabulary: hence the second table, whose units stand at the beginning of a run, where
    /// nothing precedes them, while no space precedes a unit of the first.
    private static func fillSeeds(
        _ seeds: UnsafeMutablePointer<jeoul_seed>, merger: Merger, starts: UnsafeMutablePointer<UInt32>,
        bytes: UnsafeMutablePointer<UInt8>, endID: Int
    ) {
        var lowestAfter = [UInt32](repeating: PairTable.none, count: endID)
        var lowestBefore = lowestAfter
        merger.pairs.forEach { left, right, rank in
            // As `find` gives it, but for the flag, which does not change the order of different ranks.
            let rank = rank << 1
            if bytes[Int(starts[Int(left) + 1]) - 1] != 0x20 {
                lowestBefore[Int(right)] = min(lowestBefore[Int(right)], rank)
            }
            if bytes[Int(starts[Int(right)])] & 0xC0 != 0x80 {
                lowestAfter[Int(left)] = min(lowestAfter[Int(left)], rank)
            }
        }
        func fill(_ place: Int, _ unit: [TokenID], before: [UInt32]?) {
            let seed = seed(of: unit, merger, before, lowestAfter)
            // Four tokens are a space's and a syllable's bytes: nothing is known of the unit.
            guard seed.count <= 3 else { return }
            let padded = seed + [0, 0]
            seeds[place] = jeoul_seed(tokens: (padded[0], padded[1], padded[2]), count: UInt32(seed.count))
        }
        for syllable in 0..<syllableCount {
            let code = syllable + 0xAC00
            let unit = [0xE0 | code >> 12, 0x80 | code >> 6 & 0x3F, 0x80 | code & 0x3F].map { merger.byteTokens[$0] }
            fill(syllable, unit, before: lowestBefore)
            fill(syllable + syllableCount, [merger.byteTokens[0x20]] + unit, before: nil)
        }
    }

    /// The last state of a unit that it reaches whatever is around it, given the lowest rank at which each token merges with
    /// what may come before (nil: nothing may) or after the unit.
    private static func seed(
        of unit: [TokenID], _ merger: Merger, _ lowestBefore: [UInt32]?, _ lowestAfter: [UInt32]
    ) -> [TokenID] {
        var state = unit
        var states = [state]
        var ranks: [UInt32] = []
        while state.count > 1 {
            var best = PairTable.none
            var at = 0
            for index in 0..<state.count - 1 {
                let rank = merger.pairs.find(state[index], state[index + 1])
                if rank < best { (best, at) = (rank, index) }
            }
            if best == PairTable.none { break }
            state[at] = merger.result(best)
            state.remove(at: at + 1)
            states.append(state)
            ranks.append(best)
        }
        var merges = ranks.count
        while merges > 0 {
            let isUndisturbed = (0...merges).allSatisfy { k in
                let before = lowestBefore.map { $0[Int(states[k][0] & PairTable.limit)] } ?? PairTable.none
                let crossing = min(before, lowestAfter[Int(states[k][states[k].count - 1] & PairTable.limit)])
                if k < merges { return ranks[k..<merges].allSatisfy { crossing > $0 | 1 } }
                let following = k < ranks.count ? min(crossing, ranks[k]) : crossing
                return ranks[..<merges].allSatisfy { following > $0 | 1 }
            }
            if isUndisturbed { break }
            merges -= 1
        }
        return states[merges]
    }
}
