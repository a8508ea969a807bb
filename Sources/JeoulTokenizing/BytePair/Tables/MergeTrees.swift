import JeoulText
import ScanKernels

/// How each token comes about: of its last merge, the parts and the rank.
///
/// A tree is *regular* where no merge has a lower rank than those that made its parts, as in every vocabulary that was
/// trained. The merges of a regular tree happen in the order of their ranks, and which of two trees' merges comes first is
/// told by the ranks alone. So whether two tokens may be neighbours is read from their trees, going back in time from the two
/// whole tokens (`jeoul_are_neighbours`): undo whichever merge came last. The tokens at the joint are then those on the right
/// edge of the one tree and on the left edge of the other. These two merge if their rank is lower than that of the merge
/// that was undone last, the first to take one of them away. Of equal ranks (the same pair on both sides) the leftmost merges
/// first: a merge in the left token, then the one that crosses, then one in the right.
///
/// Only tokens that are the encoding of their bytes have a tree.
///
// SAFETY: the memory is written only while `init` runs and freed with it; afterwards any thread may read it.
final class MergeTrees: @unchecked Sendable {
    /// Of `made`: the tree is not regular.
    private static let irregular = UInt32.max
    private static let none = TokenTrie.none

    private let memory: PageMemory
    private let trees: UnsafeMutablePointer<jeoul_merge_tree>
    private let byteMerges: UnsafeMutablePointer<UInt32>
    private let trie: TokenTrie
    /// How many trees are not regular.
    let irregularCount: Int
    /// What the search for long pre-tokens reads; the trie has all tokens that have trees.
    let tables: jeoul_long_tables

    /// Finds the trees and makes the trie of their tokens; nil where there is no memory. O(bytes of all tokens).
    // SAFETY: the model must outlive the trees.
    init?(model: BytePairModel) {
        guard var builder = TokenTrieBuilder(byteTokens: model.byteTokens, endID: model.endID) else { return nil }
        // At least what gets huge pages: the trees are read at random.
        let bytes = max(PageMemory.hugeFrom, model.endID * MemoryLayout<jeoul_merge_tree>.stride)
        guard let memory = PageMemory(byteCount: bytes) else { return nil }
        self.memory = memory
        let trees = memory.base.bindMemory(to: jeoul_merge_tree.self, capacity: model.endID)
        self.trees = trees
        for id in 0..<model.endID {
            trees[id] = jeoul_merge_tree(
                made: 0, left: Self.none, right: Self.none, prefix: Self.none, merges: 0,
                length: UInt32(model.byteCount(TokenID(id))))
        }
        model.pairs.forEach { left, right, _ in trees[Int(left)].merges |= jeoul_merges_bit(right) }
        byteMerges = .allocate(capacity: 1 << 16)
        for first in 0..<256 {
            let token = model.byteTokens[first]
            trees[Int(token & PairTable.limit)].left = token
            trees[Int(token & PairTable.limit)].right = UInt32(first)
            for second in 0..<256 {
                byteMerges[first << 8 | second] = model.pairs.find(token, model.byteTokens[second])
            }
        }
        // Not those of the object, of which every access would be checked at run time; the trie is not read before it is whole.
        var tables = jeoul_long_tables(
            trie: jeoul_trie(), trees: trees, regions: (model.pairs.other.table, model.pairs.hangul.table),
            byte_merges: byteMerges)
        let workspace = MergeWorkspace()
        let parts = PartsByResult(model)
        var irregularCount = 0
        // By length, since trees of longer tokens are made of shorter ones'.
        for id in TokenParts.idsByLength(model.tokenStarts, endID: model.endID).ids {
            guard let merge = Self.lastMerge(of: id, parts, model, &tables, trees, workspace) else { continue }
            let bytes = model.tokenBytes + Int(model.tokenStarts[Int(id)])
            guard let prefix = builder.insert(id, bytes, model.byteCount(id)) else { return nil }
            (trees[Int(id)].made, trees[Int(id)].left, trees[Int(id)].right) = merge
            trees[Int(id)].prefix = prefix
            if merge.made == Self.irregular { irregularCount += 1 }
        }
        guard let trie = builder.finish() else { return nil }
        self.trie = trie
        self.irregularCount = irregularCount
        tables.trie = trie.table
        self.tables = tables
    }

    deinit { byteMerges.deallocate() }

    /// How a token was made; nil where it is not the encoding of its bytes.
    private static func lastMerge(
        of id: TokenID, _ parts: PartsByResult, _ model: BytePairModel, _ tables: inout jeoul_long_tables,
        _ trees: UnsafeMutablePointer<jeoul_merge_tree>, _ workspace: MergeWorkspace
    ) -> (made: UInt32, left: TokenID, right: TokenID)? {
        var isRegular = true
        for (left, right, merge) in parts[id] {
            guard exists(trees[Int(left)]), exists(trees[Int(right)]) else { continue }
            let (leftMade, rightMade) = (trees[Int(left)].made, trees[Int(right)].made)
            guard leftMade != irregular, rightMade != irregular else {
                isRegular = false
                continue
            }
            let parts = (left: flagged(left, trees), right: flagged(right, trees))
            let made = merge + 1
            if made < max(leftMade, rightMade) {
                isRegular = false
            } else if jeoul_are_neighbours(&tables, parts.left, parts.right, 1) != 0 {
                return (made, parts.left, parts.right)
            }
        }
        // Of a tree that is not regular, all that is needed is that there is one.
        guard !isRegular else { return nil }
        let bytes = model.tokenBytes + Int(model.tokenStarts[Int(id)])
        let isEncoding =
            model.merger.merge(bytes, model.byteCount(id), workspace) == 1
            && workspace.tokens[0] & PairTable.limit == id
        return isEncoding ? (irregular, none, none) : nil
    }

    /// Whether there is a tree; all bytes have one.
    private static func exists(_ tree: jeoul_merge_tree) -> Bool { tree.left != none || tree.made != 0 }

    /// A token of a regular tree, with its flag.
    private static func flagged(_ id: TokenID, _ trees: UnsafeMutablePointer<jeoul_merge_tree>) -> TokenID {
        let tree = trees[Int(id)]
        return tree.made == 0 ? tree.left : id | ((tree.made - 1) & 1) << 21
    }
}

/// The pairs that merge, by what they become: more than one where a list of merges has several for the same bytes.
private struct PartsByResult {
    private let pairs: [(left: TokenID, right: TokenID, merge: UInt32, next: Int32)]
    /// Of each token its first pair, or -1, as `next` of the last one.
    private let first: [Int32]

    init(_ model: BytePairModel) {
        var first = [Int32](repeating: -1, count: model.endID)
        var pairs: [(left: TokenID, right: TokenID, merge: UInt32, next: Int32)] = []
        model.pairs.forEach { left, right, merge in
            let rank = Int(merge >> 1)
            let result = model.mergeResults.map { Int($0[rank]) } ?? rank
            pairs.append((left, right, merge, first[result]))
            first[result] = Int32(pairs.count - 1)
        }
        self.pairs = pairs
        self.first = first
    }

    /// The pairs of a token, without flags, and what `PairTable.find` gives for them.
    subscript(_ id: TokenID) -> some Sequence<(left: TokenID, right: TokenID, merge: UInt32)> {
        sequence(state: first[Int(id)]) { next in
            guard next >= 0 else { return nil }
            let pair = pairs[Int(next)]
            next = pair.next
            return (pair.left, pair.right, pair.merge)
        }
    }
}
