extension BytePairModel {
    /// Pieces up to this many bytes are merged as one run, longer ones window by window.
    static let window = 128
    /// How much of a window's end is not trusted, in bytes: what follows the window may change it.
    private static let slack = 32

    var merger: Merger {
        Merger(pairs: pairs, byteTokens: byteTokens, mergeResults: mergeResults, seeds: seeds)
    }

    /// For bytes that may be no text: seeds rely on whole characters.
    var seedlessMerger: Merger {
        Merger(pairs: pairs, byteTokens: byteTokens, mergeResults: mergeResults, seeds: nil)
    }

    /// The token ids of a piece, in memory of the workspace: valid until its next use. Linear in the piece's length once
    /// long pieces are many (`LongPieceEncoderStore`).
    // SAFETY: `piece[0 ..< count]` must be readable; the workspace belongs to the calling thread.
    @inline(__always)
    func encode(
        _ piece: UnsafePointer<UInt8>, _ count: Int, _ workspace: MergeWorkspace
    ) -> UnsafeBufferPointer<TokenID> {
        if !wholePieces.isEmpty, let id = wholePiece(piece, count) {
            workspace.tokens[0] = id
            return UnsafeBufferPointer(start: workspace.tokens, count: 1)
        }
        return encodeByMerging(piece, count, workspace)
    }

    /// The same for a part of a piece, which is not looked up as a whole.
    // SAFETY: as for `encode`.
    @inline(__always)
    func encodeByMerging(
        _ piece: UnsafePointer<UInt8>, _ count: Int, _ workspace: MergeWorkspace
    ) -> UnsafeBufferPointer<TokenID> {
        if let characters { return encode(piece, count, characters.starts, characters.exact, workspace) }
        if count <= Self.window {
            let found = merger.merge(piece, count, workspace)
            for index in 0..<found { workspace.tokens[index] &= PairTable.limit }
            return UnsafeBufferPointer(start: workspace.tokens, count: found)
        }
        if let encoder = longPieces.encoder(for: self, count) {
            encoder.encode(piece, count, workspace)
        } else {
            encodeLong(piece, count, workspace)
        }
        return UnsafeBufferPointer(start: workspace.accepted, count: workspace.acceptedCount)
    }

    /// Encodes a piece that begins with characters into `workspace.accepted`. O(n log n).
    @inline(never)
    private func encode(
        _ piece: UnsafePointer<UInt8>, _ count: Int, _ starts: CharacterStarts, _ exact: ExactPieces,
        _ workspace: MergeWorkspace
    ) -> UnsafeBufferPointer<TokenID> {
        workspace.reserve(count)
        let tokens = workspace.accepted
        if let begun = starts.begin(piece, count, byteTokens: byteTokens, tokens) {
            let found =
                begun <= Self.window
                ? merger.merge(begun, tokens, workspace.ranks) : HeapMerger(merger: merger).merge(begun, tokens)
            for index in 0..<found { tokens[index] &= PairTable.limit }
            return UnsafeBufferPointer(start: tokens, count: found)
        }
        let ids = exact.encode(UnsafeBufferPointer(start: piece, count: count))
        workspace.reserve(ids.count)
        ids.withUnsafeBufferPointer { workspace.accept($0.baseAddress!, $0.count) }
        return UnsafeBufferPointer(start: workspace.accepted, count: ids.count)
    }

    /// The token that a piece is whatever its merges, if there is one.
    func wholePiece(_ piece: UnsafePointer<UInt8>, _ count: Int) -> TokenID? {
        guard count <= longestWholePiece else { return nil }
        return wholePieces[WholePiece(bytes: Array(UnsafeBufferPointer(start: piece, count: count)))]
    }

    /// Encodes a piece of any length, window by window, into `workspace.accepted`: for a text that has few long pieces, for
    /// which nothing else need be built.
    ///
    /// Tokens are the encoding of their concatenation if and only if every two neighbours are the encoding of theirs (see
    /// `LongPieceEncoder`). So two encodings may be joined wherever the tokens on both sides of the joint are a valid pair,
    /// which is checked by encoding those two alone. Where they are not, the last token is taken back and the window grows,
    /// in the end to the whole piece.
    private func encodeLong(_ piece: UnsafePointer<UInt8>, _ count: Int, _ workspace: MergeWorkspace) {
        workspace.acceptedCount = 0
        var start = 0
        var width = Self.window
        var known: (TokenID, TokenID)?
        var isDone = false
        while !isDone {
            let end = min(start + width, count)
            merger.withMerged(piece + start, end - start, workspace) { tokens, found in
                for index in 0..<found { tokens[index] &= PairTable.limit }
                if workspace.acceptedCount > 0 {
                    let left = workspace.accepted[workspace.acceptedCount - 1]
                    if known == nil || known! != (left, tokens[0]) {
                        known =
                            seedlessMerger.isEncoding(left, tokens[0], tokenStarts, tokenBytes)
                            ? (left, tokens[0]) : nil
                    }
                    if known == nil {
                        workspace.acceptedCount -= 1
                        start -= byteCount(left)
                        width = 2 * width + byteCount(left)
                        return
                    }
                }
                // Keep the tokens that end before the slack, if any; all, if this is the piece's end.
                var kept = end == count ? found : 0
                var position = start
                while kept < found, position + byteCount(tokens[kept]) <= end - Self.slack {
                    position += byteCount(tokens[kept])
                    kept += 1
                }
                workspace.accept(tokens, kept)
                start = position
                width = kept == 0 ? width * 2 : max(Self.window, width / 2)
                isDone = end == count
            }
        }
    }
}
