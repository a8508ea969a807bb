import JeoulText
import ScanKernels

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A BPE vocabulary over bytes or characters made ready for merging; immutable once built.
///
/// See `BytePairModel+Build.swift` for how it is made and `BytePairModel+Encode.swift` for how it is used.
///
// SAFETY: the memory is written only while `init` runs and freed with it; afterwards any thread may read it.
package final class BytePairModel: @unchecked Sendable {
    /// The syllables of U+AC00–D7A3.
    package static let syllableCount = JEOUL_SYLLABLES

    let pairs: PairTable
    /// The token of each single byte, with its flag.
    let byteTokens: UnsafeMutablePointer<TokenID>
    /// Those of each syllable, side by side; see merge_runs.h.
    let seeds: UnsafeMutablePointer<jeoul_seed>
    /// Where a new pre-token may be cut.
    let spans: SpanBoundaries
    /// The result of the merge of each rank; nil where the rank is the result's id.
    let mergeResults: UnsafeMutablePointer<TokenID>?
    /// How many there are.
    package let mergeCount: Int
    /// Where each token's bytes begin, one more at the end, and the bytes.
    let tokenStarts: UnsafeMutablePointer<UInt32>
    let tokenBytes: UnsafeMutablePointer<UInt8>
    /// One more than the greatest id.
    let endID: Int
    /// Tokens that no merges reach, and that are taken only because a pre-token is looked up as a whole.
    let wholePreTokens: WholePreTokens
    private let madeEdges = Lazy<SpaceBoundaries?>()
    private let madeUnitIDs = Lazy<UnitIDs>()
    /// What pre-tokens begin with, and the definition for those of which the tables cannot say it, where they begin with
    /// characters; nil where they begin with bytes.
    let characters: (starts: CharacterStarts, exact: ExactPieces)?
    private let memory: [AnyObject]

    init(
        pairs: PairTable, byteTokens: UnsafeMutablePointer<TokenID>, seeds: UnsafeMutablePointer<jeoul_seed>,
        spans: SpanBoundaries, mergeResults: UnsafeMutablePointer<TokenID>?, mergeCount: Int,
        tokenStarts: UnsafeMutablePointer<UInt32>,
        tokenBytes: UnsafeMutablePointer<UInt8>, endID: Int, wholePreTokens: WholePreTokens,
        characters: (starts: CharacterStarts, exact: ExactPieces)? = nil, memory: [AnyObject]
    ) {
        self.pairs = pairs
        self.byteTokens = byteTokens
        self.seeds = seeds
        self.spans = spans
        self.mergeResults = mergeResults
        self.mergeCount = mergeCount
        self.tokenStarts = tokenStarts
        self.tokenBytes = tokenBytes
        self.endID = endID
        self.wholePreTokens = wholePreTokens
        self.characters = characters.map { starts, exact in
            var starts = starts
            starts.exact = exact
            return (starts, exact)
        }
        self.memory = memory
    }

    /// The tables as the merging of many runs wants them; valid as long as the model.
    var mergeTables: jeoul_merge_tables {
        jeoul_merge_tables(
            regions: (pairs.other.table, pairs.hangul.table), byte_tokens: byteTokens, seeds: seeds,
            merge_results: mergeResults, characters: characters?.starts.table ?? jeoul_character_starts())
    }

    /// Where pre-tokens of several words may be cut; nil where nothing proves it. Made when first asked for.
    var spaceEdges: SpaceBoundaries? { madeEdges.value { SpaceBoundaries(self) } }

    /// The ids of each unit (`SpanBoundaries`) alone, one unit's after the other's, and where each one's begin.
    struct UnitIDs: Sendable {
        var ids: [TokenID] = []
        var places = [UInt32](repeating: 0, count: Int(JEOUL_UNITS))
    }

    /// Made when first asked for.
    var unitIDs: UnitIDs {
        madeUnitIDs.value {
            var units = UnitIDs()
            let workspace = MergeWorkspace()
            SpanBoundaries.forEachUnit { unit, utf8 in
                units.places[Int(unit)] = UInt32(units.ids.count)
                units.ids.append(contentsOf: encodeByMerging(utf8.baseAddress!, utf8.count, workspace))
            }
            return units
        }
    }

    /// The length of a token in bytes.
    @inline(__always)
    func byteCount(_ id: TokenID) -> Int { Int(tokenStarts[Int(id) + 1] &- tokenStarts[Int(id)]) }

    /// The bytes of a token; nil where there is none of that id.
    func bytes(of id: TokenID) -> [UInt8]? {
        guard Int(id) < endID, byteCount(id) > 0 else { return nil }
        return Array(UnsafeBufferPointer(start: tokenBytes + Int(tokenStarts[Int(id)]), count: byteCount(id)))
    }

    /// Whether another model encodes every pre-token alike, since it was made of the same tokens and merges. O(size), where the sizes
    /// are equal. Of a model over characters the tables do not say all (``ExactPieces``): it is the same as itself alone.
    func isSame(as other: BytePairModel) -> Bool {
        if self === other { return true }
        func isEqual<Element>(
            _ one: UnsafeMutablePointer<Element>?, _ another: UnsafeMutablePointer<Element>?, _ count: Int
        ) -> Bool {
            guard let one, let another else { return one == nil && another == nil }
            return memcmp(one, another, count * MemoryLayout<Element>.stride) == 0
        }
        guard endID == other.endID, mergeCount == other.mergeCount, tokenStarts[endID] == other.tokenStarts[endID],
            wholePreTokens.ids == other.wholePreTokens.ids, isEqual(tokenStarts, other.tokenStarts, endID + 1),
            isEqual(tokenBytes, other.tokenBytes, Int(tokenStarts[endID])),
            isEqual(mergeResults, other.mergeResults, mergeCount), isEqual(byteTokens, other.byteTokens, 256),
            characters == nil, other.characters == nil
        else { return false }
        return [(pairs.hangul, other.pairs.hangul), (pairs.other, other.pairs.other)].allSatisfy { one, another in
            one.capacity == another.capacity && isEqual(one.table.words, another.table.words, one.capacity)
        }
    }
}
