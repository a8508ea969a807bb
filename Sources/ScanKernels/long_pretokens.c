// The search of LongPreTokenEncoder.swift.
#include <string.h>
#include "include/long_pretokens.h"

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

/// A search on its way.
typedef struct {
    jeoul_long_tables tables;
    const uint8_t *pretoken;
    size_t count;
    jeoul_is_encoding is_encoding;
    const void *context;
    uint64_t *answers;
    /// Found so far, up to `position`; `last` is JEOUL_NONE before the first.
    uint32_t *tokens;
    size_t found, position;
    uint32_t last;
    /// How many tokens were taken back.
    size_t taken_back;
} search;

static inline void push(search *search, uint32_t token) {
    search->tokens[search->found++] = token;
    search->position += search->tables.trees[token].length;
    search->last = token;
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

/// The same, remembered.
static inline uint32_t remembered(search *search, uint32_t token) {
    uint64_t key = (uint64_t)search->last << 21 | token;
    uint64_t *answer = search->answers + (key * 0x9E3779B97F4A7C15 >> (64 - JEOUL_ANSWER_BITS));
    if (*answer >> 21 != key) {
        size_t end = search->position + search->tables.trees[token].length;
        ask_for_longest(&search->tables.trie, search->pretoken + end, search->count - end);
        *answer = key << 21 | (longest_that_follows(search, token) & JEOUL_TOKEN_LIMIT);
    }
    token = *answer & JEOUL_TOKEN_LIMIT;
    return token == JEOUL_TOKEN_LIMIT ? JEOUL_NONE : token;
}

/// The longest token that `token` is or begins with and that may stand here, or JEOUL_NONE.
static inline uint32_t judge(search *search, uint32_t token) {
    return token == JEOUL_NONE || search->last == JEOUL_NONE ? token : remembered(search, token);
}

/// Takes the last token back. The next one to be tried in its place, or JEOUL_NONE.
static inline uint32_t take_back(search *search) {
    // There is a path, so that the search never comes to the beginning with no token left.
    if (search->found == 0) { __builtin_trap(); }
    const jeoul_merge_tree *tree = search->tables.trees + search->last;
    search->taken_back++;
    search->found--;
    search->position -= tree->length;
    search->last = search->found > 0 ? search->tokens[search->found - 1] : JEOUL_NONE;
    return tree->prefix;
}

size_t jeoul_encode_long(const jeoul_long_tables *tables, const uint8_t *pretoken, size_t count, uint32_t *tokens,
                         uint64_t *answers, size_t *taken_back, jeoul_is_encoding is_encoding, const void *context) {
    search search = {
        .tables = *tables, .pretoken = pretoken, .count = count, .is_encoding = is_encoding, .context = context,
        .answers = answers, .tokens = tokens, .last = JEOUL_NONE,
    };
    while (search.position < count) {
        uint32_t token = longest(&search.tables.trie, pretoken + search.position, count - search.position);
        while ((token = judge(&search, token)) == JEOUL_NONE) { token = take_back(&search); }
        push(&search, token);
    }
    *taken_back = search.taken_back;
    return search.found;
}
