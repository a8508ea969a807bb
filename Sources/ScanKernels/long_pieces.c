// The search of LongPieceEncoder.swift.
#include <string.h>
#include "include/long_pieces.h"

static inline uint64_t repeated(uint8_t byte) { return byte * 0x0101010101010101ull; }

/// How many bytes are the same as the first, at most `limit`.
static inline size_t run_length(const uint8_t *bytes, size_t limit) {
    size_t length = 1;
    uint64_t word, first = repeated(bytes[0]);
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
    if (count >= 8 && (memcpy(&word, bytes, 8), word == repeated(bytes[0]))) {
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

/// Asks for what `longest` reads first, when it is known already where it may be called next.
static inline void ask_for_longest(const jeoul_trie *trie, const uint8_t *bytes, size_t count) {
    if (count < 3) { return; }
    uint32_t node = trie->by_pair[bytes[0] << 8 | bytes[1]];
    // No branch: of a pair that is no node, any place does as well.
    __builtin_prefetch(trie->words + jeoul_trie_first_place(trie, node, bytes[2]));
}

/// Of a token that was found: that it was a hint, so that no other has been tried in its place.
enum { IS_HINT = 1 << 30 };

/// A search on its way.
typedef struct {
    jeoul_long_tables tables;
    const uint8_t *piece;
    size_t count;
    jeoul_is_encoding is_encoding;
    const void *context;
    uint64_t *answers;
    /// Found so far, up to `position`; `last` is JEOUL_NONE before the first.
    uint32_t *tokens;
    size_t found, position;
    uint32_t last;
    /// A bit for each byte: that a token that ended before it was taken back, so that no path goes on from there.
    uint64_t *dead;
    /// How many tokens were taken back.
    size_t taken_back;
} search;

static inline void push(search *search, uint32_t token, uint32_t is_hint) {
    search->tokens[search->found++] = token | is_hint;
    search->position += search->tables.trees[token].length;
    search->last = token;
}

/// The longest token at the position.
static inline uint32_t longest_here(const search *search) {
    return longest(&search->tables.trie, search->piece + search->position, search->count - search->position);
}

/// Whether no path goes on from the end of a token that stands here.
static inline int is_dead_end(const search *search, uint32_t token) {
    size_t end = search->position + search->tables.trees[token].length;
    return search->dead[end / 64] >> end % 64 & 1;
}

/// Whether a token may stand after the last one.
static inline int may_follow(const search *search, uint32_t token) {
    if (search->last == JEOUL_NONE) { return 1; }
    const jeoul_merge_tree *tree = search->tables.trees + search->last;
    if (tree->made == JEOUL_IRREGULAR_TREE || search->tables.trees[token].made == JEOUL_IRREGULAR_TREE) {
        return search->is_encoding(search->context, search->last, token);
    }
    uint32_t flagged = tree->made == 0 ? tree->left : search->last | ((tree->made - 1) & 1) << 21;
    return jeoul_are_neighbours(&search->tables, flagged, token, 0);
}

/// The longest token that `token` is or begins with and that may stand after the last one, or JEOUL_NONE.
static inline uint32_t longest_that_follows(const search *search, uint32_t token) {
    while (token != JEOUL_NONE && !may_follow(search, token)) { token = search->tables.trees[token].prefix; }
    return token;
}

/// The same, remembered. `judged` counts what was not.
static inline uint32_t remembered(search *search, uint32_t token, size_t *judged) {
    uint64_t key = (uint64_t)search->last << 21 | token;
    uint64_t *answer = search->answers + (key * 0x9E3779B97F4A7C15 >> (64 - JEOUL_ANSWER_BITS));
    if (*answer >> 21 != key) {
        size_t end = search->position + search->tables.trees[token].length;
        ask_for_longest(&search->tables.trie, search->piece + end, search->count - end);
        ++*judged;
        *answer = key << 21 | (longest_that_follows(search, token) & JEOUL_TOKEN_LIMIT);
    }
    token = *answer & JEOUL_TOKEN_LIMIT;
    return token == JEOUL_TOKEN_LIMIT ? JEOUL_NONE : token;
}

/// The longest token that `token` is or begins with and that leads on from here, as far as is known, or JEOUL_NONE.
static inline uint32_t judge(search *search, uint32_t token, size_t *judged) {
    if (token != JEOUL_NONE && search->last != JEOUL_NONE) { token = remembered(search, token, judged); }
    // Only a hint is met again that was taken back.
    while (token != JEOUL_NONE && is_dead_end(search, token)) {
        token = longest_that_follows(search, search->tables.trees[token].prefix);
    }
    return token;
}

/// Goes on with the hints from the position to the end of their part, if there are any and the first of them may follow.
static inline int take_hints(search *search, const jeoul_hints *hints, jeoul_hint_block *block) {
    // Less than nothing, and so very large, where the search has gone back before the block.
    size_t place = search->position - block->start, length = block->end - block->start;
    if (!block->has_hints || place >= length || hints->tokens[place] == JEOUL_NONE) { return 0; }
    uint32_t token = hints->tokens[place] & JEOUL_TOKEN_LIMIT;
    if (!may_follow(search, token)) { return 0; }
    size_t before = place;
    uint32_t next;
    do {
        push(search, token, IS_HINT);
        place = search->position - block->start;
        if (place >= length) { break; }
        next = hints->tokens[place];
        token = next & JEOUL_TOKEN_LIMIT;
    } while (next < JEOUL_FIRST_OF_PART);
    block->hinted += place - before;
    return 1;
}

/// Takes the last token back. The next one to be tried in its place, or JEOUL_NONE.
static inline uint32_t take_back(search *search) {
    // There is a path, so that the search never comes to the beginning with no token left.
    if (search->found == 0) { __builtin_trap(); }
    uint32_t token = search->last, is_hint = search->tokens[--search->found] & IS_HINT;
    search->taken_back++;
    search->dead[search->position / 64] |= 1ull << search->position % 64;
    search->position -= search->tables.trees[token].length;
    search->last = search->found > 0 ? search->tokens[search->found - 1] & JEOUL_TOKEN_LIMIT : JEOUL_NONE;
    return is_hint ? longest_here(search) : search->tables.trees[token].prefix;
}

size_t jeoul_encode_long(const jeoul_long_tables *tables, const uint8_t *piece, size_t count, uint32_t *tokens,
                         uint64_t *answers, uint64_t *dead, jeoul_hints *hints, jeoul_is_encoding is_encoding,
                         const void *context) {
    search search = {
        .tables = *tables, .piece = piece, .count = count, .is_encoding = is_encoding, .context = context,
        .answers = answers, .tokens = tokens, .last = JEOUL_NONE, .dead = dead,
    };
    jeoul_hint_block block = {0};
    while (search.position < count) {
        if (search.position >= block.end) {
            jeoul_next_hint_block(search.tables.trees, piece, count, search.position, hints, &block);
        }
        if (take_hints(&search, hints, &block)) { continue; }
        uint32_t token = longest_here(&search);
        while ((token = judge(&search, token, &block.judged)) == JEOUL_NONE) { token = take_back(&search); }
        push(&search, token, 0);
    }
    for (size_t i = 0; i < search.found; i++) { tokens[i] &= JEOUL_TOKEN_LIMIT; }
    hints->taken_back = search.taken_back;
    return search.found;
}
