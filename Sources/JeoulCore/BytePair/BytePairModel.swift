/// A byte-level BPE vocabulary made ready for merging; immutable once built.
///
/// All that merging reads is in one block of memory (`image`), so that a compiled vocabulary can be mapped from a file and
/// used as it is. See `BytePairModel+Build.swift` for how it is made and `BytePairModel+Encode.swift` for how it is used.
///
// SAFETY: the memory is written only while `init` runs and freed with it; afterwards any thread may read it.
final class BytePairModel: @unchecked Sendable {
    /// The syllables of U+AC00–D7A3.
    static let syllableCount = 11_172

    /// What a syllable's bytes, or a space's and a syllable's, become before anything around them can matter: one to three
    /// tokens of 21 bits, from the lowest bits on, or nothing known.
    struct Seed {
        private let word: UInt64
        private static let none = UInt64(PairTable.limit)

        /// More than three tokens, or one that is not of Hangul, are as good as nothing known: each byte begins as its own
        /// token then. The tokens come with their flags.
        init(_ tokens: [TokenID]) {
            guard tokens.count <= 3, tokens.allSatisfy({ $0 & PairTable.hangulFlag != 0 }) else {
                word = .max
                return
            }
            let padded = tokens.map { UInt64($0 & PairTable.limit) } + [Self.none, Self.none]
            word = padded[0] | padded[1] << 21 | padded[2] << 42
        }

        @inline(__always) var isKnown: Bool { word != .max }

        /// Writes the tokens, always three places; their number is returned.
        @inline(__always)
        func write(_ tokens: UnsafeMutablePointer<TokenID>) -> Int {
            let second = word &>> 21 & Self.none
            let third = word &>> 42
            // A space alone is the only token of a unit that is not of Hangul; such a unit has no seed.
            tokens[0] = TokenID(truncatingIfNeeded: word & Self.none) | PairTable.hangulFlag
            tokens[1] = TokenID(truncatingIfNeeded: second) | PairTable.hangulFlag
            tokens[2] = TokenID(truncatingIfNeeded: third) | PairTable.hangulFlag
            return 1 &+ (second == Self.none ? 0 : 1) &+ (third == Self.none ? 0 : 1)
        }
    }

    /// What is known of the pairs that a seed's tokens make.
    struct SeedTraits {
        private let bits: UInt8

        /// - Parameters:
        ///   - isFinal: whether no two of the seed's own tokens merge.
        ///   - mayMergeAfter: whether any token that may follow merges with the last one.
        ///   - mayMergeBefore: whether any token that may come before merges with the first one.
        init(isFinal: Bool, mayMergeAfter: Bool, mayMergeBefore: Bool) {
            bits = (isFinal ? 0 : 1) | (mayMergeAfter ? 2 : 0) | (mayMergeBefore ? 4 : 0)
        }

        /// All ones where pairs of the seed's own may merge, else 0.
        @inline(__always) var inside: UInt64 { 0 &- UInt64(bits & 1) }
        /// 1 where a pair with what follows may merge, else 0; the same for what comes before.
        @inline(__always) var after: UInt64 { UInt64(bits &>> 1 & 1) }
        @inline(__always) var before: UInt64 { UInt64(bits &>> 2) }
    }

    let pairs: PairTable
    /// The token of each single byte, with its flag.
    let byteTokens: UnsafeMutablePointer<TokenID>
    /// The seeds of all syllables that no space precedes, then those of a space and each syllable.
    let seeds: UnsafeMutablePointer<Seed>
    let seedTraits: UnsafeMutablePointer<SeedTraits>
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
        seedTraits: UnsafeMutablePointer<SeedTraits>,
        mergeResults: UnsafeMutablePointer<TokenID>?, tokenStarts: UnsafeMutablePointer<UInt32>,
        tokenBytes: UnsafeMutablePointer<UInt8>, endID: Int, wholePieces: [WholePiece: TokenID],
        memory: [PageMemory]
    ) {
        self.pairs = pairs
        self.byteTokens = byteTokens
        self.seeds = seeds
        self.seedTraits = seedTraits
        self.mergeResults = mergeResults
        self.tokenStarts = tokenStarts
        self.tokenBytes = tokenBytes
        self.endID = endID
        self.wholePieces = wholePieces
        longestWholePiece = wholePieces.keys.map(\.bytes.count).max() ?? 0
        self.memory = memory
    }

    /// The length of a token in bytes.
    @inline(__always)
    func byteCount(_ id: TokenID) -> Int { Int(tokenStarts[Int(id) + 1] &- tokenStarts[Int(id)]) }
}
