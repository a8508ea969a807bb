import JeoulText
import ScanKernels

/// The merging of any bytes, over the tables of a model or of one being built: near the definition, and for what
/// `jeoul_merge_runs` and `LongPreTokenEncoder` do not take.
struct Merger {
    let pairs: PairTable
    /// With their flags.
    let byteTokens: UnsafeMutablePointer<TokenID>
    let mergeResults: UnsafeMutablePointer<TokenID>?

    /// The token, with its flag, of a merge that `PairTable.find` gave.
    @inline(__always)
    func result(_ merge: UInt32) -> TokenID {
        let rank = merge &>> 1
        let token = if let mergeResults { mergeResults[Int(rank)] } else { rank }
        return token | (merge & 1) &<< 21
    }

    /// More tokens than this are merged with a heap, in O(n log n); fewer by searching for the lowest rank.
    static let longestSearch = 128

    /// Merges a run; its tokens, with their flags, are left in `workspace.tokens`, their number is returned.
    // SAFETY: `bytes[0 ..< count]` must be readable.
    @inline(__always)
    func merge(_ bytes: UnsafePointer<UInt8>, _ count: Int, _ workspace: MergeWorkspace) -> Int {
        merge(begin(bytes, count, workspace.reserve(count)), workspace)
    }

    /// The ids that a run merges into, in memory of the workspace: valid until its next use.
    // SAFETY: `bytes[0 ..< count]` must be readable.
    func ids(
        _ bytes: UnsafePointer<UInt8>, _ count: Int, _ workspace: MergeWorkspace
    ) -> UnsafeBufferPointer<TokenID> { workspace.ids(merge(bytes, count, workspace)) }

    /// The tables for `jeoul_merge_runs`, of any bytes: without seeds.
    var tables: jeoul_merge_tables {
        jeoul_merge_tables(
            regions: (pairs.other.table, pairs.hangul.table), byte_tokens: byteTokens, seeds: nil,
            merge_results: mergeResults, characters: jeoul_character_starts())
    }

    /// Merges the tokens that are in a workspace until no two merge; their number is returned.
    @inline(__always)
    func merge(_ count: Int, _ workspace: MergeWorkspace) -> Int {
        count <= Self.longestSearch
            ? mergeBySearch(count, workspace.tokens, workspace.ranks) : mergeByHeap(count, workspace.tokens)
    }

    /// A run's first tokens: one for every byte.
    // SAFETY: `bytes[0 ..< count]` must be readable; `tokens` has room for `count`.
    @inline(__always)
    func begin(_ bytes: UnsafePointer<UInt8>, _ count: Int, _ tokens: UnsafeMutablePointer<TokenID>) -> Int {
        for index in 0..<count { tokens[index] = byteTokens[Int(bytes[index])] }
        return count
    }

    // SAFETY: `tokens` has room for `count` elements.
    func mergeByHeap(_ count: Int, _ tokens: UnsafeMutablePointer<TokenID>) -> Int {
        let left = PriorityMerge.run(count) {
            let merge = pairs.find(tokens[$0], tokens[$1])
            return merge == PairTable.none ? PriorityMerge.none : merge
        } merge: {
            tokens[$0] = result(pairs.find(tokens[$0], tokens[$1]))
        }
        for (index, place) in left.enumerated() { tokens[index] = tokens[place] }
        return left.count
    }

    /// The same, quadratic in the number, for the search of the lowest rank.
    // SAFETY: `tokens` and `ranks` have room for `count` elements.
    @inline(__always)
    func mergeBySearch(
        _ count: Int, _ tokens: UnsafeMutablePointer<TokenID>, _ ranks: UnsafeMutablePointer<UInt32>
    ) -> Int {
        guard count > 1 else { return count }
        var last = count &- 1
        for index in 0..<last { ranks[index] = pairs.find(tokens[index], tokens[index &+ 1]) }
        while last > 0 {
            // The lowest rank, the leftmost of equals.
            var best = ranks[0]
            var at = 0
            var index = 1
            while index < last {
                let rank = ranks[index]
                at = rank < best ? index : at
                best = min(best, rank)
                index &+= 1
            }
            if best == PairTable.none { break }
            tokens[at] = result(best)
            index = at &+ 1
            while index < last {
                tokens[index] = tokens[index &+ 1]
                ranks[index &- 1] = ranks[index]
                index &+= 1
            }
            last &-= 1
            if at < last { ranks[at] = pairs.find(tokens[at], tokens[at &+ 1]) }
            if at > 0 { ranks[at &- 1] = pairs.find(tokens[at &- 1], tokens[at]) }
        }
        return last &+ 1
    }

    /// Whether two tokens, without flags, are the encoding of their bytes.
    // SAFETY: `tokenBytes` has the bytes of both tokens, from where `tokenStarts` says.
    func isEncoding(
        _ left: TokenID, _ right: TokenID, _ tokenStarts: UnsafePointer<UInt32>, _ tokenBytes: UnsafePointer<UInt8>
    ) -> Bool {
        var bytes: [UInt8] = []
        for id in [left, right] {
            let start = Int(tokenStarts[Int(id)])
            let count = Int(tokenStarts[Int(id) + 1]) - start
            bytes.append(contentsOf: UnsafeBufferPointer(start: tokenBytes + start, count: count))
        }
        return bytes.withUnsafeBufferPointer { buffer in
            // Its own workspace: that of the caller may hold a pre-token's tokens.
            let workspace = MergeWorkspace()
            let found = merge(buffer.baseAddress!, buffer.count, workspace)
            return found == 2 && workspace.tokens[0] & PairTable.limit == left
                && workspace.tokens[1] & PairTable.limit == right
        }
    }
}
