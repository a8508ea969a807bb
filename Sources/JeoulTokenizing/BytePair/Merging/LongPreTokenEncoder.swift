import ScanKernels

/// Encodes pre-tokens of any length from left to right, in linear time whatever they hold: tokens are taken on trial, and a trial
/// that succeeds is the encoding.
///
/// Definition: a *path* is a row of tokens of which every two neighbours are the encoding of their bytes.
///
/// 1. A path is the encoding of its bytes, and every encoding is a path. (Let the first merge that crosses an edge tᵢ|tᵢ₊₁
///    happen in the whole; until then nothing crossed the edges of tᵢtᵢ₊₁, so its inside has seen the very merges that it
///    sees alone, and the crossing merge, the lowest rank of the whole, is the lowest of the inside: it would happen
///    there too.)
/// 2. Hence at most one path from the beginning of a pre-token ends at each byte, and the one that ends with the pre-token is what is
///    looked for. It is searched in depth (`jeoul_encode_long`): go on with the longest token that the text has there and
///    that may stand after the last one, else with the next shorter; where none may, take the last token back.
/// 3. By 2 the search comes to each byte at most once. So it is linear, with a factor of how long tokens are and how many
///    begin with one another. Of random letters it comes to one byte in three more often than it must.
///
/// Whether two tokens may be neighbours is read from their trees (`MergeTrees`) or, where these are not regular, found by
/// encoding them; the last answers are remembered (`MergeWorkspace.answers`), since runs ask for the same ones over and over.
/// The search is that of the Rust crate `bpe` (github.com/github/rust-gems), whose README derives it.
///
// SAFETY: immutable once built; any thread may use it with a workspace of its own.
final class LongPreTokenEncoder: @unchecked Sendable {
    private let trees: MergeTrees
    private let merger: Merger
    private let tokenStarts: UnsafeMutablePointer<UInt32>
    private let tokenBytes: UnsafeMutablePointer<UInt8>

    /// Reads the trees off a model's pairs: some thousand instructions a token.
    ///
    /// Nil where there is no memory, or no number for a node of the trie (four million, and more than any known vocabulary has
    /// by a factor of six).
    // SAFETY: the model must outlive the encoder.
    init?(_ model: BytePairModel) {
        merger = model.merger
        tokenStarts = model.tokenStarts
        tokenBytes = model.tokenBytes
        guard let trees = MergeTrees(model: model) else { return nil }
        self.trees = trees
    }

    /// How many tokens' trees are not regular, so that pairs with them are judged slowly.
    var irregularCount: Int { trees.irregularCount }

    /// Encodes a pre-token, not empty; its ids are left in `workspace.tokens`, their number is returned.
    // SAFETY: `preToken[0 ..< count]` must be readable, a part of valid UTF-8; the workspace belongs to the calling thread.
    func encode(_ preToken: UnsafePointer<UInt8>, _ count: Int, _ workspace: MergeWorkspace) -> Int {
        var tables = trees.tables
        return jeoul_encode_long(
            &tables, preToken, count, workspace.reserve(count), workspace.answers(for: self), &workspace.takenBack,
            { context, left, right in
                let encoder = Unmanaged<LongPreTokenEncoder>.fromOpaque(context!).takeUnretainedValue()
                return encoder.merger.isEncoding(left, right, encoder.tokenStarts, encoder.tokenBytes) ? 1 : 0
            }, Unmanaged.passUnretained(self).toOpaque())
    }
}
