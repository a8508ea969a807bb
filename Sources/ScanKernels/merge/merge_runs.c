// The merging of short runs: what a pre-token costs that is met for the first time. There are as few branches as can be, since a
// mispredicted one costs as much as two look-ups and nothing here can be predicted: every pair is looked up, a run has a place at
// each end that merges with nothing, and a step of a run is the same instructions whatever it merges.
#include <string.h>
#include "../include/merge_runs.h"

/// The keys are `merge << 6 | place`, so that the least is the lowest rank, the leftmost of equals.
enum { NO_KEY = JEOUL_NO_MERGE << 6 };
enum { FEWEST_LANES = 4 };

static inline uint32_t key_of(const jeoul_merge_tables *tables, const uint32_t *tokens, size_t left, size_t right) {
    const jeoul_pair_region *region = tables->regions + (tokens[left] >> 21);
    return jeoul_pair_find(region, jeoul_pair_key(tokens[left], tokens[right])) << 6 | (uint32_t)left;
}

/// The number of the Hangul syllable that the lowest three bytes are, or at least JEOUL_SYLLABLES.
static inline uint32_t syllable_of(uint32_t word) {
    uint32_t code = (word & 0x0F) << 12 | (word >> 2 & 0xFC0) | (word >> 16 & 0x3F);
    // A run need not begin or end with a character.
    return (word & 0xC0C0F0) == 0x8080E0 ? code - 0xAC00 : UINT32_MAX;
}

/// Writes the run's first tokens, from place 1 on; the first place without one, or more than there may be.
// `bytes[0 ..< length + 4]` must be readable.
static inline size_t begin(const jeoul_merge_tables *tables, const uint8_t *bytes, size_t length, uint32_t *tokens) {
    size_t place = 1, i = 0;
    uint32_t word, last = 0;
    if (bytes[0] == 0x20 && length >= 4 && tables->seeds != NULL) {
        memcpy(&word, bytes + 1, 4);
        uint32_t syllable = syllable_of(word);
        if (syllable < JEOUL_SYLLABLES) {
            const jeoul_seed *seed = tables->seeds + jeoul_seed_place(syllable, JEOUL_SPACE_SEED);
            memcpy(tokens + place, seed, sizeof *seed);
            place += seed->count;
            i = seed->count != 0 ? 4 : 0;
        }
    }
    while (i < length && place < JEOUL_RUN_PLACES - 3) {
        memcpy(&word, bytes + i, 4);
        uint32_t syllable = syllable_of(word);
        // Only at a run's beginning is it known what follows a space.
        if (syllable < JEOUL_SYLLABLES && last != 0x20 && tables->seeds != NULL) {
            const jeoul_seed *seed = tables->seeds + jeoul_seed_place(syllable, 0);
            memcpy(tokens + place, seed, sizeof *seed);
            place += seed->count;
            i += 3;
        } else {
            last = word & 0xFF;
            tokens[place++] = tables->byte_tokens[last];
            i++;
        }
    }
    return i < length ? JEOUL_RUN_PLACES : place;
}

/// The least key of the places before `end`. The keys from there on to a multiple of eight are NO_KEY.
static inline uint32_t least_key(const uint32_t *keys, size_t end) {
    uint32_t least = NO_KEY;
    for (size_t i = 0; i < end; i += 8) {
        uint32_t four[4];
        for (int k = 0; k < 4; k++) { four[k] = keys[i + k] < keys[i + k + 4] ? keys[i + k] : keys[i + k + 4]; }
        uint32_t a = four[0] < four[1] ? four[0] : four[1];
        uint32_t b = four[2] < four[3] ? four[2] : four[3];
        a = a < b ? a : b;
        least = a < least ? a : least;
    }
    return least;
}

/// Does the merge that is the least key of a run.
static inline void step(const jeoul_merge_tables *tables, jeoul_runs *runs, size_t run) {
    uint32_t *tokens = runs->tokens + run * JEOUL_RUN_STRIDE;
    uint32_t *keys = runs->keys + run * JEOUL_RUN_STRIDE;
    uint64_t alive = runs->alive[run];
    size_t place = runs->least[run] & 63;
    uint32_t merge = runs->least[run] >> 6;
    uint32_t rank = merge >> 1;
    uint32_t token = (tables->merge_results ? tables->merge_results[rank] : rank) | (merge & 1) << 21;
    // There is a place before and after every token.
    size_t before = 63 - (size_t)__builtin_clzll(alive & ((1ull << place) - 1));
    size_t taken = (size_t)__builtin_ctzll(alive & (~1ull << place));
    size_t after = (size_t)__builtin_ctzll(alive & (~1ull << taken));
    runs->alive[run] = alive & ~(1ull << taken);
    tokens[place] = token;
    keys[taken] = NO_KEY;
    keys[place] = key_of(tables, tokens, place, after);
    keys[before] = key_of(tables, tokens, before, place);
    runs->least[run] = least_key(keys + 1, 62 - (size_t)__builtin_clzll(alive));
}

/// Has those runs merged that have few tokens, the shortest first; of the others, how many there are and which.
static inline size_t merge_in_lanes(jeoul_merge_lanes *merge_lanes, const jeoul_merge_tables *tables, size_t count,
                                    int wants_tokens, jeoul_runs *runs, uint8_t *others) {
    uint8_t lengths[JEOUL_RUN_GROUP], lanes[JEOUL_RUN_GROUP];
    uint8_t places[JEOUL_LANE_TOKENS + 2] = {0};
    size_t lane_count = 0, other_count = 0;
    for (size_t run = 0; run < count; run++) {
        // None of a run that has too many tokens to be merged here.
        size_t length = (size_t)__builtin_popcountll(runs->alive[run]) - 2;
        size_t row = length <= JEOUL_LANE_TOKENS ? length : 0;
        lengths[run] = (uint8_t)row;
        others[other_count] = (uint8_t)run;
        other_count += length > JEOUL_LANE_TOKENS && runs->alive[run] != 0;
        places[row + 1] += row > 1;
        lane_count += row > 1;
    }
    for (size_t length = 1; length <= JEOUL_LANE_TOKENS; length++) { places[length + 1] += places[length]; }
    for (size_t run = 0; run < count; run++) {
        if (lengths[run] > 1) { lanes[places[lengths[run]]++] = (uint8_t)run; }
    }
    if (lane_count > 0) { merge_lanes(tables, runs, lanes, lane_count, wants_tokens); }
    return other_count;
}

// One loop, however long: it moves each run a step in turn, and what it knows of them stays in the first-level cache. Its pointers are
// a batch's arrays, each named in the header.
void jeoul_merge_runs(jeoul_merge_lanes *merge_lanes, const jeoul_merge_tables *tables, const uint8_t *text,
                      size_t text_length, const uint32_t *starts, const uint32_t *lengths, const uint32_t *chosen,
                      size_t count, int wants_tokens, jeoul_runs *runs) {
    const jeoul_merge_tables local = *tables;
    for (size_t run = 0; run < count; run++) {
        uint32_t *tokens = runs->tokens + run * JEOUL_RUN_STRIDE;
        size_t start = starts[chosen[run]], length = lengths[chosen[run]];
        const uint8_t *bytes = text + start;
        uint8_t copy[3 * JEOUL_RUN_PLACES + 8];
        size_t end = JEOUL_RUN_PLACES;
        // More bytes than that are too many tokens.
        if (local.characters.pages != NULL) {
            if (length <= 3 * JEOUL_RUN_PLACES) {
                size_t begun = jeoul_begin_characters(
                    &local.characters, local.byte_tokens, bytes, length, tokens + 1, JEOUL_RUN_PLACES - 4);
                end = begun == JEOUL_IRREGULAR_PRETOKEN ? JEOUL_RUN_PLACES : begun + 1;
            }
        } else if (length <= 3 * JEOUL_RUN_PLACES) {
            if (text_length - start < length + 4) {
                memset(copy, 0, sizeof copy);
                bytes = memcpy(copy, bytes, length);
            }
            end = begin(&local, bytes, length, tokens);
        }
        if (end >= JEOUL_RUN_PLACES) {
            runs->alive[run] = 0;
            continue;
        }
        tokens[0] = JEOUL_END_TOKEN;
        tokens[end] = JEOUL_END_TOKEN;
        runs->alive[run] = ~0ull >> (63 - end);
    }
    uint8_t active[JEOUL_RUN_GROUP], others[JEOUL_RUN_GROUP];
    size_t active_count = 0, other_count = 0;
    // A few runs are merged sooner one by one than in lanes most of which are empty.
    if (merge_lanes != NULL && count >= FEWEST_LANES) {
        other_count = merge_in_lanes(merge_lanes, &local, count, wants_tokens, runs, others);
    } else {
        for (size_t run = 0; run < count; run++) {
            others[other_count] = (uint8_t)run;
            other_count += runs->alive[run] != 0;
        }
    }
    for (size_t item = 0; item < other_count; item++) {
        size_t run = others[item];
        const uint32_t *tokens = runs->tokens + run * JEOUL_RUN_STRIDE;
        uint32_t *keys = runs->keys + run * JEOUL_RUN_STRIDE;
        size_t last = 62 - (size_t)__builtin_clzll(runs->alive[run]);
        uint32_t least = NO_KEY;
        for (size_t place = 1; place < last; place++) {
            uint32_t key = key_of(&local, tokens, place, place + 1);
            keys[place] = key;
            least = key < least ? key : least;
        }
        for (size_t i = 0; i < 8; i++) { keys[last + i] = NO_KEY; }
        runs->least[run] = least;
        active[active_count] = (uint8_t)run;
        active_count += least < NO_KEY;
    }
    while (active_count > 0) {
        size_t kept = 0;
        for (size_t item = 0; item < active_count; item++) {
            size_t run = active[item];
            step(&local, runs, run);
            active[kept] = (uint8_t)run;
            kept += runs->least[run] < NO_KEY;
        }
        active_count = kept;
    }
}
