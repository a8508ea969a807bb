#include <string.h>
#include "include/long_hints.h"

enum {
    /// The most blocks for which no hints are asked for.
    MOST_PAUSE = 64,
    /// So many blocks have hints before it is seen whether the search would do as well without.
    MOST_HINTED = 64,
};

/// How many of the last bytes are of a character of three bytes that is not whole.
static inline uint32_t rest_of_character(const uint8_t *bytes, size_t end, uint32_t length) {
    if (bytes[end - 1] >= 0xE0) { return 1; }
    return length > 1 && bytes[end - 2] >= 0xE0 ? 2 : 0;
}

_Static_assert(JEOUL_MOST_PART_BYTES < JEOUL_RUN_PLACES - 3, "a part may have more tokens than a run has places");

/// Encodes the parts of a block by themselves.
static void make_hints(const jeoul_merge_tree *trees, const uint8_t *piece, size_t count, jeoul_hints *hints,
                       jeoul_hint_block *block) {
    uint32_t starts[JEOUL_RUN_GROUP], lengths[JEOUL_RUN_GROUP], all[JEOUL_RUN_GROUP];
    const uint8_t *bytes = piece + block->start;
    const size_t most = hints->part_bytes, rest = count - block->start;
    size_t parts = 0, end = 0;
    for (; parts < JEOUL_RUN_GROUP && end < rest; parts++) {
        size_t start = end;
        end = rest - start < most ? rest : start + most;
        // Whole characters, at least one.
        while (end < rest && end > start && (bytes[end] & 0xC0) == 0x80) { end--; }
        while (end == start || (end < rest && end - start < 4 && (bytes[end] & 0xC0) == 0x80)) { end++; }
        starts[parts] = (uint32_t)start;
        lengths[parts] = (uint32_t)(end - start);
        all[parts] = (uint32_t)parts;
    }
    // Of a text that was cut inside a character the last bytes have no hints: a seed would be of the whole one.
    if (end == rest) {
        lengths[parts - 1] -= rest_of_character(bytes, end, lengths[parts - 1]);
        parts -= lengths[parts - 1] == 0;
    }
    block->end = block->start + end;
    jeoul_merge_runs(hints->merge_lanes, &hints->tables, bytes, rest, starts, lengths, all, parts, JEOUL_WANTS_TOKENS,
                     &hints->runs);
    memset(hints->tokens, 0xFF, end * sizeof *hints->tokens);
    for (size_t part = 0; part < parts; part++) {
        const uint32_t *tokens = jeoul_run_tokens(&hints->runs, part);
        uint32_t *place = hints->tokens + starts[part];
        uint32_t first = JEOUL_FIRST_OF_PART;
        // Without the places at both ends.
        for (uint64_t alive = hints->runs.alive[part] & ~1ull; (alive & (alive - 1)) != 0; alive &= alive - 1) {
            uint32_t token = tokens[__builtin_ctzll(alive)] & JEOUL_TOKEN_LIMIT;
            *place = token | first;
            place += trees[token].length;
            first = 0;
        }
    }
}

/// Whether the block after this one has hints.
static inline int next_has_hints(jeoul_hint_block *block) {
    size_t length = block->end - block->start;
    if (block->has_hints && block->hinted * 4 < length) {
        block->pause = block->pause == 0 ? 1 : block->pause < MOST_PAUSE ? 2 * block->pause : MOST_PAUSE;
        block->left = block->pause - 1;
        return 0;
    }
    if (block->left > 0) {
        block->left--;
        return block->has_hints;
    }
    if (block->has_hints) {
        block->pause = 0;
        return 0;
    }
    int does_much = block->judged * 8 > length;
    block->left = does_much ? MOST_HINTED : 0;
    return does_much;
}

void jeoul_next_hint_block(const jeoul_merge_tree *trees, const uint8_t *piece, size_t count, size_t position,
                           jeoul_hints *hints, jeoul_hint_block *block) {
    block->has_hints = hints->bare_bytes == 0 || next_has_hints(block);
    block->start = position;
    block->hinted = block->judged = 0;
    if (block->has_hints) {
        make_hints(trees, piece, count, hints, block);
    } else {
        block->end = count - position < hints->bare_bytes ? count : position + hints->bare_bytes;
    }
}
