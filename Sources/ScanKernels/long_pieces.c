// The search of LongPieceEncoder.swift.
#include <string.h>
#include "include/long_pieces.h"

/// How many bytes are the same as the first, at most `limit`.
static inline size_t run_length(const uint8_t *bytes, size_t limit) {
    size_t length = 1;
    uint64_t word, first = bytes[0] * 0x0101010101010101;
    while (length + 8 <= limit && (memcpy(&word, bytes + length, 8), word == first)) { length += 8; }
    while (length < limit && bytes[length] == bytes[0]) { length++; }
    return length;
}

/// The longest token that `bytes[0 ..< count]`, at least one byte, begins with.
static inline uint32_t longest(const jeoul_trie *trie, const uint8_t *bytes, size_t count) {
    uint32_t found = trie->byte_tokens[bytes[0]];
    if (count == 1) { return found; }
    uint32_t node = trie->by_pair[bytes[0] << 8 | bytes[1]];
    size_t i = 2;
    // The longest tokens are runs of one byte, of up to 128. A search that comes to every byte of a run would go down the
    // trie by as many nodes each time.
    uint64_t word;
    if (count >= 8 && (memcpy(&word, bytes, 8), word == bytes[0] * 0x0101010101010101)) {
        const jeoul_byte_run *runs = trie->runs + trie->run_starts[bytes[0]];
        size_t known = trie->run_starts[bytes[0] + 1] - trie->run_starts[bytes[0]];
        i = run_length(bytes, known < count ? known : count);
        found = runs[i - 1].token;
        node = runs[i - 1].node;
    }
    for (; node != JEOUL_NONE; i++) {
        uint32_t id = node & JEOUL_NODE_LIMIT;
        found = id < trie->end_id ? id : found;
        if (i >= count) { break; }
        node = jeoul_trie_child(trie, node, bytes[i]);
    }
    return found;
}

/// The longest token that `token` is or begins with and that may follow `last`.
static inline uint32_t longest_after(const jeoul_long_tables *tables, uint32_t last, uint32_t token,
                                     jeoul_is_encoding is_encoding, const void *context) {
    const jeoul_merge_tree *tree = tables->trees + last;
    uint32_t flagged = tree->made == 0 ? tree->left : last | ((tree->made - 1) & 1) << 21;
    for (; token != JEOUL_NONE; token = tables->trees[token].prefix) {
        int irregular = tree->made == JEOUL_IRREGULAR_TREE || tables->trees[token].made == JEOUL_IRREGULAR_TREE;
        if (irregular ? is_encoding(context, last, token) : jeoul_are_neighbours(tables, flagged, token, 0)) { break; }
    }
    return token;
}

/// Asks for what `longest` reads first, when it is known already where it may be called next.
static inline void ask_for_longest(const jeoul_trie *trie, const uint8_t *bytes, size_t count) {
    if (count < 3) { return; }
    uint32_t node = trie->by_pair[bytes[0] << 8 | bytes[1]];
    // No branch: of a pair that is no node, any place does as well.
    __builtin_prefetch(trie->words + jeoul_trie_first_place(trie, node, bytes[2]));
}

size_t jeoul_encode_long(const jeoul_long_tables *tables, const uint8_t *piece, size_t count, uint32_t *tokens,
                         uint64_t *answers, jeoul_is_encoding is_encoding, const void *context) {
    const jeoul_long_tables local = *tables;
    size_t position = 0, found = 0;
    uint32_t last = JEOUL_NONE;
    uint32_t token = longest(&local.trie, piece, count);
    for (;;) {
        if (token != JEOUL_NONE && last != JEOUL_NONE) {
            uint64_t key = (uint64_t)last << 21 | token;
            uint64_t *answer = answers + (key * 0x9E3779B97F4A7C15 >> (64 - JEOUL_ANSWER_BITS));
            if (*answer >> 21 != key) {
                size_t end = position + local.trees[token].length;
                ask_for_longest(&local.trie, piece + end, count - end);
                uint32_t next = longest_after(&local, last, token, is_encoding, context);
                *answer = key << 21 | (next & JEOUL_TOKEN_LIMIT);
            }
            uint32_t next = *answer & JEOUL_TOKEN_LIMIT;
            token = next == JEOUL_TOKEN_LIMIT ? JEOUL_NONE : next;
        }
        if (token != JEOUL_NONE) {
            tokens[found++] = token;
            position += local.trees[token].length;
            if (position == count) { return found; }
            last = token;
            token = longest(&local.trie, piece + position, count - position);
        } else {
            // There is a path, so that the search never comes to the beginning with no token left.
            if (found == 0) { __builtin_trap(); }
            found--;
            position -= local.trees[last].length;
            token = local.trees[last].prefix;
            last = found > 0 ? tokens[found - 1] : JEOUL_NONE;
        }
    }
}
