// How each token of a vocabulary comes about, for MergeTrees.swift, which tells why.
#ifndef JEOUL_MERGE_TREES_H
#define JEOUL_MERGE_TREES_H
#include <stdint.h>

/// No token, and no node of the trie.
#define JEOUL_NONE UINT32_MAX
/// Of `made`: a tree that is not regular.
#define JEOUL_IRREGULAR_TREE UINT32_MAX

/// How a token comes about: of its last merge, the parts and the rank; see MergeTrees.swift.
typedef struct {
    /// 0 of a byte; else one more than what `jeoul_pair_find` gives for the parts.
    uint32_t made;
    /// The parts, with their flags; of a byte, its token with its flag, and the byte.
    uint32_t left, right;
    /// The longest token that this one begins with, other than itself; JEOUL_NONE of a byte.
    uint32_t prefix;
    /// A filter of the tokens that this one merges with on its right: most look-ups of pairs need not be made.
    uint64_t merges;
    /// In bytes.
    uint32_t length;
} jeoul_merge_tree;

/// The bit of a token, with or without its flag, in the filter `merges`.
static inline uint64_t jeoul_merges_bit(uint32_t right) { return 1ull << (right & 63); }

#endif
