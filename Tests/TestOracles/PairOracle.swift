import JeoulText
import JeoulTokenizing

/// The definition of byte-pair encoding once more, quick enough for texts of thousands of bytes: `ReferenceBytePairEncoder`
/// with the ranks of neighbours kept from step to step. Quadratic in the length; not `Sendable`.
package final class PairOracle {
    private let tokens: TokenTable
    private let idOfBytes: [[UInt8]: TokenID]
    private let listed: [UInt64: Merge]?
    private var known: [UInt64: Merge?] = [:]
    private let byteTokens: [TokenID]

    private struct Merge {
        var rank: Int
        var result: TokenID
    }

    /// An oracle of that vocabulary, which has all bytes. O(tokens).
    package init(tokens: TokenTable, order: MergeOrder) {
        self.tokens = tokens
        var ids: [[UInt8]: TokenID] = [:]
        for id in 0..<tokens.endID {
            if let bytes = tokens[TokenID(id)] { ids[Array(bytes)] = TokenID(id) }
        }
        idOfBytes = ids
        byteTokens = (0...255).map { ids[[$0]]! }
        if case .list(let merges) = order {
            listed = Dictionary(
                merges.enumerated().map { (Self.key($1.left, $1.right), Merge(rank: $0, result: $1.result)) }
            ) { first, _ in first }
        } else {
            listed = nil
        }
    }

    /// The ids of a piece; with `ignoresMerges`, its own id where it is a token.
    package func encode(_ piece: some Collection<UInt8>, ignoresMerges: Bool = false) -> [TokenID] {
        if ignoresMerges, let id = idOfBytes[Array(piece)] { return [id] }
        var ids = piece.map { byteTokens[Int($0)] }
        var ranks = (0..<max(0, ids.count - 1)).map { rank(ids[$0], ids[$0 + 1]) }
        while let best = ranks.min(), best != .max {
            let at = ranks.firstIndex(of: best)!
            ids[at] = merge(ids[at], ids[at + 1])!.result
            ids.remove(at: at + 1)
            ranks.remove(at: at)
            if at < ranks.count { ranks[at] = rank(ids[at], ids[at + 1]) }
            if at > 0 { ranks[at - 1] = rank(ids[at - 1], ids[at]) }
        }
        return ids
    }

    /// The bytes of tokens.
    package func bytes(_ ids: some Sequence<TokenID>) -> [UInt8] { ids.flatMap { tokens[$0] ?? [] } }

    /// Two neighbours that are not the encoding of their bytes; nil where there are none.
    ///
    /// Tokens are the encoding of the whole if and only if every two neighbours are that of theirs (see `BytePairModel`), so
    /// that an encoding of any length can be checked.
    package func wrongNeighbours(_ ids: [TokenID]) -> (TokenID, TokenID)? {
        var checked: Set<UInt64> = []
        for (left, right) in zip(ids, ids.dropFirst()) where checked.insert(Self.key(left, right)).inserted {
            if encode(bytes([left, right])) != [left, right] { return (left, right) }
        }
        return nil
    }

    private func rank(_ left: TokenID, _ right: TokenID) -> Int { merge(left, right)?.rank ?? .max }

    private func merge(_ left: TokenID, _ right: TokenID) -> Merge? {
        let key = Self.key(left, right)
        if let listed { return listed[key] }
        if let merge = known[key] { return merge }
        let merge = idOfBytes[bytes([left, right])].map { Merge(rank: Int($0), result: $0) }
        known[key] = .some(merge)
        return merge
    }

    private static func key(_ left: TokenID, _ right: TokenID) -> UInt64 { UInt64(left) << 32 | UInt64(right) }
}
