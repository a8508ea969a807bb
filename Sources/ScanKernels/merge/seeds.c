// The seeds of syllables, for BytePairModel+Seeds.swift, which derives them.
#include <string.h>
#include "../include/merge_runs.h"

/// Whether a unit reaches its state number `merges` whatever is around it, given the merges that lead from state to state
/// and those across its edges, the lowest of each state. See BytePairModel+Seeds.swift.
static inline int is_undisturbed(const uint32_t *ranks, const uint32_t *crossing, size_t count, size_t merges) {
    for (size_t k = 0; k <= merges; k++) {
        uint32_t bound = 0;
        for (size_t m = k < merges ? k : 0; m < merges; m++) { bound = (ranks[m] | 1) > bound ? ranks[m] | 1 : bound; }
        uint32_t following = k == merges && k < count && ranks[k] < crossing[k] ? ranks[k] : crossing[k];
        if (following <= bound) { return 0; }
    }
    return 1;
}

/// The states of a unit, and of each the merge that leads to the next and the lowest across its edges.
typedef struct {
    uint32_t tokens[4][4];
    uint32_t ranks[4], crossing[4];
    size_t count;
} unit_states;

/// The last state that a unit is sure to reach.
static inline jeoul_seed seed_of(const unit_states *states, const uint32_t *crossing, size_t length) {
    size_t merges = states->count;
    while (merges > 0 && !is_undisturbed(states->ranks, crossing, states->count, merges)) { merges--; }
    jeoul_seed seed = {{0, 0, 0}, 0};
    // Four tokens are a space's and a syllable's bytes: nothing is known of the unit.
    if (length - merges > 3) { return seed; }
    seed.count = (uint32_t)(length - merges);
    memcpy(seed.tokens, states->tokens[merges], seed.count * sizeof *seed.tokens);
    return seed;
}

static inline void seeds_of(const jeoul_merge_tables *tables, const uint32_t *unit, size_t length,
                            const uint32_t *lowest_before, const uint32_t *lowest_after, jeoul_seed *seed) {
    unit_states states = {.count = 0};
    memcpy(states.tokens[0], unit, length * sizeof *unit);
    for (;; states.count++) {
        size_t count = states.count, tokens = length - count, at = 0;
        const uint32_t *state = states.tokens[count];
        uint32_t before = lowest_before ? lowest_before[state[0] & JEOUL_TOKEN_LIMIT] : JEOUL_NO_MERGE;
        uint32_t after = lowest_after[state[tokens - 1] & JEOUL_TOKEN_LIMIT];
        states.crossing[count] = before < after ? before : after;
        uint32_t best = JEOUL_NO_MERGE;
        for (size_t i = 0; i + 1 < tokens; i++) {
            uint32_t merge = jeoul_pair_find(tables->regions + (state[i] >> 21), jeoul_pair_key(state[i], state[i + 1]));
            if (merge < best) { best = merge, at = i; }
        }
        if (best == JEOUL_NO_MERGE) { break; }
        states.ranks[count] = best;
        uint32_t *next = states.tokens[count + 1];
        for (size_t i = 0; i + 1 < tokens; i++) { next[i] = state[i + (i > at)]; }
        next[at] = (tables->merge_results ? tables->merge_results[best >> 1] : best >> 1) | (best & 1) << 21;
    }
    *seed = seed_of(&states, states.crossing, length);
}

void jeoul_fill_seeds(const jeoul_merge_tables *tables, const uint32_t *lowest_before, const uint32_t *lowest_after,
                      jeoul_seed *seeds) {
    for (uint32_t syllable = 0; syllable < JEOUL_SYLLABLES; syllable++) {
        uint32_t code = syllable + 0xAC00;
        const uint32_t unit[4] = {tables->byte_tokens[0x20], tables->byte_tokens[0xE0 | code >> 12],
                                  tables->byte_tokens[0x80 | (code >> 6 & 0x3F)], tables->byte_tokens[0x80 | (code & 0x3F)]};
        jeoul_seed *seed = seeds + jeoul_seed_place(syllable, 0);
        seeds_of(tables, unit + 1, 3, lowest_before, lowest_after, seed);
        seed = seeds + jeoul_seed_place(syllable, JEOUL_SPACE_SEED);
        seeds_of(tables, unit, 4, NULL, lowest_after, seed);
    }
}
