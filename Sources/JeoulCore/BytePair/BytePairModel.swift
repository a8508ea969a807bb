/// A byte-level BPE vocabulary made ready for merging; immutable once built.
///
/// All that merging reads is in one block of memory (`image`), so that a compiled vocabulary can be mapped from a file and
/// used as it is. See `BytePairModel+Build.swift` for how it is made and `BytePairModel+Encode.swift` for how it is used.
///
// SAFETY: the memory is written only while `init` runs and freed with it; afterwards any thread may read it.
final class BytePairModel: @unchecked Sendable {
    /// The syllables of U+AC00–D7A3.
    static let syllableCount = 11_172

    /// What a syllable's bytes, or a space's and a syllable's, become before anything around them can matter: one to four
    /// tokens. Ids have 21 bits; the number of tokens stands above those of the first.
    struct Seed {
        private(set) var first: UInt32
        private(set) var others: (TokenID, TokenID, TokenID) = (0, 0, 0)

        init(_ tokens: [TokenID]) {
            first = tokens[0] | UInt32(tokens.count) << 24
            if tokens.count > 1 { others.0 = tokens[1] }
            if tokens.count > 2 { others.1 = tokens[2] }
            if tokens.count > 3 { others.2 = tokens[3] }
        }

        @inline(__always) var count: Int { Int(first >> 24) }

        /// Writes the tokens, and up to three more places after them.
        @inline(__always)
        func write(_ tokens: UnsafeMutablePointer<TokenID>) {
            tokens[0] = first & 0xFF_FFFF
            tokens[1] = others.0
            tokens[2] = others.1
            tokens[3] = others.2
        }
    }

    let pairs: PairTable
    /// The token of each single byte.
    let byteTokens: UnsafeMutablePointer<TokenID>
    /// The seeds of all syllables that no space precedes, then those of a space and each syllable.
    let seeds: UnsafeMutablePointer<Seed>
    /// The result of the merge of each rank; nil where the rank is the result's id.
    let mergeResults: UnsafeMutablePointer<TokenID>?
    /// Where each token's bytes begin, one more at the end, and the bytes.
    let tokenStarts: UnsafeMutablePointer<UInt32>
    let tokenBytes: UnsafeMutablePointer<UInt8>
    /// One more than the greatest id.
    let endID: Int
    /// Tokens that no merges reach, and that are taken only because a piece is looked up as a whole.
    let wholePieces: [WholePiece: TokenID]
    let longestWholePiece: Int
    private let memory: [PageMemory]

    /// A piece that is one token, though its bytes do not merge into it.
    struct WholePiece: Hashable {
        let bytes: [UInt8]
    }

    init(
        pairs: PairTable, byteTokens: UnsafeMutablePointer<TokenID>, seeds: UnsafeMutablePointer<Seed>,
        mergeResults: UnsafeMutablePointer<TokenID>?, tokenStarts: UnsafeMutablePointer<UInt32>,
        tokenBytes: UnsafeMutablePointer<UInt8>, endID: Int, wholePieces: [WholePiece: TokenID],
        memory: [PageMemory]
    ) {
        self.pairs = pairs
        self.byteTokens = byteTokens
        self.seeds = seeds
        self.mergeResults = mergeResults
        self.tokenStarts = tokenStarts
        self.tokenBytes = tokenBytes
        self.endID = endID
        self.wholePieces = wholePieces
        longestWholePiece = wholePieces.keys.map(\.bytes.count).max() ?? 0
        self.memory = memory
    }

    /// The token that a merge of this rank makes.
    @inline(__always)
    func result(_ rank: UInt32) -> TokenID { mergeResults.map { $0[Int(rank)] } ?? rank }

    /// The length of a token in bytes.
    @inline(__always)
    func byteCount(_ id: TokenID) -> Int { Int(tokenStarts[Int(id) + 1] &- tokenStarts[Int(id)]) }
}
