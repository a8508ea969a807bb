import JeoulText
import ScanKernels

/// The merging of any bytes, over the tables of a model or of one being built: near the definition, and for what
/// `jeoul_merge_runs` does not take, which is what is longer.
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

    /// How many first tokens are merged at a time: so many stay in the first cache.
    var window = 1024

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

    /// A run's first tokens: one for every byte.
    // SAFETY: `bytes[0 ..< count]` must be readable; `tokens` has room for `count`.
    @inline(__always)
    func begin(_ bytes: UnsafePointer<UInt8>, _ count: Int, _ tokens: UnsafeMutablePointer<TokenID>) -> Int {
        for index in 0..<count { tokens[index] = byteTokens[Int(bytes[index])] }
        return count
    }

    /// Merges the first tokens that are in a workspace until no two merge; their number is returned.
    func merge(_ count: Int, _ workspace: MergeWorkspace) -> Int {
        if count > window { return mergeByWindows(count, workspace) }
        mergeWindow(workspace.tokens, count, &workspace.order)
        let left = workspace.order.left
        for (index, place) in left.enumerated() { workspace.tokens[index] = workspace.tokens[place] }
        return left.count
    }

    /// Merges tokens where they stand; `order.left` has the places of those that are left.
    // SAFETY: `tokens` has `count` elements.
    private func mergeWindow(
        _ tokens: UnsafeMutablePointer<TokenID>, _ count: Int, _ order: inout PriorityMerge
    ) {
        order.run(count) {
            let merge = pairs.find(tokens[$0], tokens[$1])
            return merge == PairTable.none ? PriorityMerge.none : merge
        } merge: { left, _, merge in
            tokens[left] = result(merge)
        }
    }

    /// The same for any number of tokens, window by window: linear where what a token becomes depends on what is near it, and
    /// O(n log² n) whatever the text.
    ///
    /// Definition: a *path* is a row of tokens of which every two neighbours are the encoding of what they were merged from.
    ///
    /// 1. A path is an encoding, and every encoding is a path. (Let the first merge that crosses an edge tᵢ|tᵢ₊₁ happen in the
    ///    whole; until then nothing crossed the edges of tᵢtᵢ₊₁, so its inside has seen the very merges that it sees alone, and
    ///    the crossing merge, the lowest rank of the whole, is the lowest of the inside: it would happen there too.)
    /// 2. So where a window begins with a token of the one before, and has that very token for its first, both together are one
    ///    path, and so is the whole.
    /// 3. Where it has another, what follows the window before reaches back into it: that one is done again, twice as wide, and
    ///    so are all that follow, so that this has an end.
    private func mergeByWindows(_ count: Int, _ workspace: MergeWorkspace) -> Int {
        var found: [TokenID] = []
        found.reserveCapacity(count / 2)
        // Of each window but the first one: where its first token begins and ends, and how many tokens stand before it.
        var joints: [(start: Int, end: Int, found: Int)] = []
        var width = window
        var tokens: [TokenID] = []
        workspace.mergedInWindows = 0
        while true {
            let start = joints.last?.start ?? 0
            let end = min(count, start + width)
            tokens.removeAll(keepingCapacity: true)
            tokens.append(contentsOf: UnsafeBufferPointer(start: workspace.tokens + start, count: end - start))
            // SAFETY: `count` is more than a window's first token has, so that no window is empty.
            tokens.withUnsafeMutableBufferPointer { mergeWindow($0.baseAddress!, $0.count, &workspace.order) }
            let left = workspace.order.left
            workspace.mergedInWindows += end - start
            if let joint = joints.last, start + (left.count > 1 ? left[1] : end - start) != joint.end {
                joints.removeLast()
                found.removeLast(found.count - (joints.last?.found ?? 0))
                width *= 2
                continue
            }
            if end == count {
                for place in left { found.append(tokens[place]) }
                break
            }
            // The last token that begins in the first three quarters; a token of nearly a whole window needs a wider one.
            guard let last = left.dropLast().lastIndex(where: { $0 < width / 4 * 3 }), last > 0 else {
                width *= 2
                continue
            }
            for place in left[..<last] { found.append(tokens[place]) }
            joints.append((start + left[last], start + left[last + 1], found.count))
        }
        workspace.tokens.update(from: found, count: found.count)
        return found.count
    }
}
