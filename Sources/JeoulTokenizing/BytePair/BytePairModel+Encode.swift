import JeoulText

extension BytePairModel {
    var merger: Merger { Merger(pairs: pairs, byteTokens: byteTokens, mergeResults: mergeResults) }

    /// The token ids that a pre-token, or a part of one, is merged into, in memory of the workspace: valid until its next use. Linear in
    /// the length as `Merger` has it.
    // SAFETY: `preToken[0 ..< count]` must be readable; the workspace belongs to the calling thread.
    @inline(__always)
    func encodeByMerging(
        _ preToken: UnsafePointer<UInt8>, _ count: Int, _ workspace: MergeWorkspace
    ) -> UnsafeBufferPointer<TokenID> {
        if let ids = workspace.runs.merge(preToken, count, mergeTables) { return ids }
        guard let characters else { return merger.ids(preToken, count, workspace) }
        let tokens = workspace.reserve(count)
        guard let begun = characters.starts.begin(preToken, count, byteTokens: byteTokens, tokens) else {
            let ids = characters.exact.encode(UnsafeBufferPointer(start: preToken, count: count))
            workspace.reserve(ids.count).update(from: ids, count: ids.count)
            return UnsafeBufferPointer(start: workspace.tokens, count: ids.count)
        }
        return workspace.ids(merger.merge(begun, workspace))
    }

    /// The token that a pre-token is whatever its merges, if there is one.
    func wholePreToken(_ preToken: UnsafePointer<UInt8>, _ count: Int) -> TokenID? {
        wholePreTokens.find(UnsafeBufferPointer(start: preToken, count: count))
    }
}
