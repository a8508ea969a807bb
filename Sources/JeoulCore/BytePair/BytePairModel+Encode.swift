extension BytePairModel {
    var merger: Merger { Merger(pairs: pairs, byteTokens: byteTokens, mergeResults: mergeResults) }

    /// The token ids that a piece, or a part of one, is merged into, in memory of the workspace: valid until its next use. Linear in
    /// the length once long pieces are many (`LongPieceEncoderStore`).
    // SAFETY: `piece[0 ..< count]` must be readable; the workspace belongs to the calling thread.
    @inline(__always)
    func encodeByMerging(
        _ piece: UnsafePointer<UInt8>, _ count: Int, _ workspace: MergeWorkspace
    ) -> UnsafeBufferPointer<TokenID> {
        if let ids = workspace.runs.merge(piece, count, mergeTables) { return ids }
        if let characters {
            let tokens = workspace.reserve(count)
            guard let begun = characters.starts.begin(piece, count, byteTokens: byteTokens, tokens) else {
                let ids = characters.exact.encode(UnsafeBufferPointer(start: piece, count: count))
                workspace.reserve(ids.count).update(from: ids, count: ids.count)
                return UnsafeBufferPointer(start: workspace.tokens, count: ids.count)
            }
            return workspace.ids(merger.merge(begun, workspace))
        }
        if count > Merger.longestSearch, let encoder = longPieces.encoder(for: self, count) {
            let found = encoder.encode(piece, count, workspace)
            return UnsafeBufferPointer(start: workspace.tokens, count: found)
        }
        return merger.ids(piece, count, workspace)
    }

    /// The token that a piece is whatever its merges, if there is one.
    func wholePiece(_ piece: UnsafePointer<UInt8>, _ count: Int) -> TokenID? {
        wholePieces.find(UnsafeBufferPointer(start: piece, count: count))
    }
}
