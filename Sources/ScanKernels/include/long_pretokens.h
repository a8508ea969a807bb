// The encoding of long pre-tokens from left to right, for LongPreTokenEncoder.swift, which tells why.
#ifndef JEOUL_LONG_PRETOKENS_H
#define JEOUL_LONG_PRETOKENS_H
#include <stddef.h>
#include <stdint.h>
#include "merge_trees.h"
#include "pair_table.h"

enum {
    /// The bits of a node's number; it is less than JEOUL_NODE_LIMIT.
    JEOUL_NODE_BITS = 22,
    JEOUL_NODE_LIMIT = (1 << JEOUL_NODE_BITS) - 1,
    /// The bits above them: a filter of the bytes that go on from the node.
    JEOUL_FILTER_BITS = 10,
    /// How many answers are remembered: 32 kB of them.
    JEOUL_ANSWER_BITS = 12,
};

/// A run of one byte as a beginning of tokens: its node, and the longest token that it begins with.
typedef struct {
    uint32_t node, token;
} jeoul_byte_run;

/// The tokens by their bytes; see TokenTrie.swift. A node is given with its filter.
typedef struct {
    /// The tokens of single bytes, without flags.
    const uint32_t *byte_tokens;
    /// The nodes of two bytes.
    const uint32_t *by_pair;
    /// A hash table of the others: in the lower half of a word the node, in the upper one the number of the node above it
    /// and eight bits of the byte between them. All ones where empty.
    const uint64_t *words;
    uint64_t mask;
    /// The runs of byte b, from length 1 on, are those from run_starts[b] to run_starts[b + 1].
    const jeoul_byte_run *runs;
    const uint32_t *run_starts;
    /// Nodes of numbers below this are tokens.
    uint32_t end_id;
} jeoul_trie;

/// What encoding reads of a vocabulary.
typedef struct {
    jeoul_trie trie;
    const jeoul_merge_tree *trees;
    /// Of pairs whose left token has no flag, and of those where it has JEOUL_HANGUL_FLAG.
    jeoul_pair_region regions[2];
    /// What `jeoul_pair_find` gives for two bytes, 256 times the first and the second.
    const uint32_t *byte_merges;
} jeoul_long_tables;

/// Whether no merge crosses the joint of two tokens of regular trees, the first with its flag; as parts, whether none does
/// before both are whole.
static inline int jeoul_are_neighbours(const jeoul_long_tables *tables, uint32_t left, uint32_t right, int as_parts) {
    uint32_t limit = as_parts ? 0 : JEOUL_NO_MERGE;
    for (;;) {
        const jeoul_merge_tree *left_tree = tables->trees + (left & JEOUL_TOKEN_LIMIT);
        const jeoul_merge_tree *right_tree = tables->trees + (right & JEOUL_TOKEN_LIMIT);
        if ((left_tree->made | right_tree->made) == 0) {
            return tables->byte_merges[left_tree->right << 8 | right_tree->right] >= limit;
        }
        if (left_tree->merges & jeoul_merges_bit(right)
            && jeoul_pair_find(tables->regions + (left >> 21), jeoul_pair_key(left, right)) < limit) {
            return 0;
        }
        if (left_tree->made > right_tree->made) {
            limit = left_tree->made - 1;
            left = left_tree->right;
        } else {
            limit = right_tree->made;
            right = right_tree->left;
        }
    }
}

/// Where the search for the child of a node begins: where the node and the byte say, the children of a node side by side as their
/// bytes are. So a text of few characters stays in few cache lines.
static inline uint64_t jeoul_trie_first_place(const jeoul_trie *trie, uint32_t node, uint8_t byte) {
    return (((node & JEOUL_NODE_LIMIT) * 0x9E3779B97F4A7C15 >> 32) + byte) & trie->mask;
}

/// Where the word of the child of a node stands, or an empty one where it would.
static inline uint64_t jeoul_trie_place(const jeoul_trie *trie, uint32_t node, uint8_t byte) {
    uint64_t key = (uint64_t)(node & JEOUL_NODE_LIMIT) << 8 | byte, place = jeoul_trie_first_place(trie, node, byte);
    while (trie->words[place] >> 32 != key && trie->words[place] != UINT64_MAX) { place = (place + 1) & trie->mask; }
    return place;
}

/// The bit of a byte in the filter of a node. Most searches end where there is no child, with a miss of the caches but for it.
static inline uint32_t jeoul_filter_bit(uint8_t byte) { return 1u << (JEOUL_NODE_BITS + byte % JEOUL_FILTER_BITS); }

/// The node of the bytes of `node` and one more, or JEOUL_NONE.
static inline uint32_t jeoul_trie_child(const jeoul_trie *trie, uint32_t node, uint8_t byte) {
    if (!(node & jeoul_filter_bit(byte))) { return JEOUL_NONE; }
    return (uint32_t)trie->words[jeoul_trie_place(trie, node, byte)];
}

/// Whether two tokens are the encoding of their bytes, where a tree is not regular.
typedef int (*jeoul_is_encoding)(const void *context, uint32_t left, uint32_t right);

/// Encodes `pretoken[0 ..< count]`; the number of tokens. `tokens` has room for `count`, `answers` for 1 << JEOUL_ANSWER_BITS, all
/// ones at first, and used with these tables alone. `taken_back` gets how many tokens the search took back: it comes to each
/// byte at most once as the end of a token.
size_t jeoul_encode_long(const jeoul_long_tables *tables, const uint8_t *pretoken, size_t count, uint32_t *tokens,
                         uint64_t *answers, size_t *taken_back, jeoul_is_encoding is_encoding, const void *context);

#endif
