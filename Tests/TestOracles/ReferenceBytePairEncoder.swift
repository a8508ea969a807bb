import JeoulText
import JeoulTokenizing

/// Byte-pair encoding, the definition transliterated: the oracle of every faster encoder.
///
/// Start from the piece's bytes, each its own token. Of all neighbours that may merge, merge the pair whose rank is the
/// lowest, the leftmost of equals; repeat until none may. Under `MergeOrder.tokenID` a pair may merge when the
/// concatenation of its bytes is a token, and its rank is that token's id; under `.list`, when the list has the pair, and its
/// rank is the place in the list. (Sennrich, Haddow and Birch 2016; Gage 1994.)
///
/// Quadratic in the piece's length, with a dictionary look-up of bytes for each pair: for tests, not for text.
package struct ReferenceBytePairEncoder: Sendable {
    private let tokens: TokenTable
    private let idOfBytes: [[UInt8]: TokenID]
    private let listed: [Pair: (rank: Int, result: TokenID)]?
    private let ignoresMerges: Bool

    private struct Pair: Hashable {
        var left: TokenID
        var right: TokenID
    }

    /// - Parameters:
    ///   - tokens: the vocabulary's tokens, all 256 bytes among them.
    ///   - order: which of two possible merges comes first.
    ///   - ignoresMerges: whether a piece that is a token is taken at once.
    package init(tokens: TokenTable, order: MergeOrder, ignoresMerges: Bool) {
        self.tokens = tokens
        self.ignoresMerges = ignoresMerges
        var ids: [[UInt8]: TokenID] = [:]
        for id in 0..<tokens.endID {
            if let bytes = tokens[TokenID(id)] { ids[Array(bytes)] = TokenID(id) }
        }
        idOfBytes = ids
        switch order {
        case .tokenID:
            listed = nil
        case .list(let merges):
            var table: [Pair: (rank: Int, result: TokenID)] = [:]
            for (rank, merge) in merges.enumerated() where table[Pair(left: merge.left, right: merge.right)] == nil {
                table[Pair(left: merge.left, right: merge.right)] = (rank, merge.result)
            }
            listed = table
        }
    }

    /// The token ids of a piece.
    package func encode(_ piece: [UInt8]) -> [TokenID] {
        if ignoresMerges, let id = idOfBytes[piece] { return [id] }
        var ids = piece.compactMap { idOfBytes[[$0]] }
        while true {
            var best: (rank: Int, index: Int, result: TokenID)?
            for index in ids.indices.dropLast() {
                guard let merge = merge(ids[index], ids[index + 1]) else { continue }
                if best == nil || merge.rank < best!.rank { best = (merge.rank, index, merge.result) }
            }
            guard let best else { return ids }
            ids.replaceSubrange(best.index...best.index + 1, with: [best.result])
        }
    }

    private func merge(_ left: TokenID, _ right: TokenID) -> (rank: Int, result: TokenID)? {
        if let listed { return listed[Pair(left: left, right: right)] }
        guard let leftBytes = tokens[left], let rightBytes = tokens[right] else { return nil }
        return idOfBytes[Array(leftBytes + rightBytes)].map { (Int($0), $0) }
    }
}
