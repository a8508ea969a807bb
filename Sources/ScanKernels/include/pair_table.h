// The look-up of a pair of tokens, for Swift, which builds the tables, and for the merging of pre-tokens in merge_runs.c.
#ifndef JEOUL_PAIR_TABLE_H
#define JEOUL_PAIR_TABLE_H
#include <stdint.h>

enum {
    /// Ids and ranks are below this; of a token, all bits but the flag.
    JEOUL_TOKEN_LIMIT = (1 << 21) - 1,
    /// Of a token: that it is of Hangul syllables or parts of them.
    JEOUL_HANGUL_FLAG = 1 << 21,
    /// What a look-up gives for two tokens that do not merge; more than any merge.
    JEOUL_NO_MERGE = JEOUL_TOKEN_LIMIT << 1 | 1,
    /// A token that is in no pair; the flag leads its look-ups to the smaller filter.
    JEOUL_END_TOKEN = JEOUL_TOKEN_LIMIT | JEOUL_HANGUL_FLAG,
};

/// A cuckoo hash table of one word an entry, in buckets of two, with a filter of one bit; see PairTable.swift.
typedef struct {
    /// 21 bits each for the left and the right token, from the highest on, then what a look-up gives.
    uint64_t *words;
    uint64_t *filter;
    /// How many, of any number.
    uint64_t buckets;
    /// One less than the number of the filter's bits, a power of two.
    uint64_t filter_mask;
} jeoul_pair_region;

/// The highest 42 bits of a pair's word; the others are 0.
static inline uint64_t jeoul_pair_key(uint32_t left, uint32_t right) {
    return (uint64_t)left << 43 | (uint64_t)(right & JEOUL_TOKEN_LIMIT) << 22;
}

#define JEOUL_PAIR_FACTOR 0x9E3779B97F4A7C15
#define JEOUL_PAIR_OTHER_FACTOR 0xD6E8FEB86659FD93

/// Where the two buckets of a pair begin, and its bit of the filter. Two products, for neither waits for the other.
typedef struct {
    uint64_t first, second, bit;
} jeoul_pair_places;

static inline jeoul_pair_places jeoul_pair_places_of(const jeoul_pair_region *region, uint64_t key) {
    uint64_t one = (key >> 22) * JEOUL_PAIR_FACTOR, other = (key >> 22) * JEOUL_PAIR_OTHER_FACTOR;
    return (jeoul_pair_places){((one >> 32) * region->buckets >> 32) << 1, ((other >> 32) * region->buckets >> 32) << 1,
                               one >> 30 & region->filter_mask};
}

/// What is left of the words of a pair's two buckets without the pair's key: the merge where one is its own, else more than
/// JEOUL_NO_MERGE, or that itself.
static inline uint64_t jeoul_pair_left_over(const uint64_t *one, const uint64_t *other, uint64_t key) {
    uint64_t a = one[0] ^ key, b = one[1] ^ key, c = other[0] ^ key, d = other[1] ^ key;
    a = a < b ? a : b;
    c = c < d ? c : d;
    return a < c ? a : c;
}

/// The merge of a pair, `rank << 1`, with the lowest bit set where the merged token is of Hangul; or JEOUL_NO_MERGE.
static inline uint32_t jeoul_pair_find(const jeoul_pair_region *region, uint64_t key) {
    jeoul_pair_places at = jeoul_pair_places_of(region, key);
    // All ones where the filter has the pair; else the first words are read, which are then not the pair's.
    uint64_t passes = 0 - (region->filter[at.bit >> 6] >> (at.bit & 63) & 1);
    uint64_t found = jeoul_pair_left_over(region->words + (at.first & passes), region->words + (at.second & passes), key);
    // All ones where more is left; not a comparison, which the compiler would make a branch of.
    uint64_t fails = (uint64_t)((int64_t)(JEOUL_TOKEN_LIMIT - (found >> 1)) >> 63);
    return (uint32_t)(found | fails) & JEOUL_NO_MERGE;
}

#endif
