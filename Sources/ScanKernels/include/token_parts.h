// Finding tokens by their bytes, and the two parts from which each token is merged: for loading a vocabulary.
#ifndef JEOUL_TOKEN_PARTS_H
#define JEOUL_TOKEN_PARTS_H
#include <stddef.h>
#include <stdint.h>
#include "merge_runs.h"
#include "pair_table.h"

enum {
    /// The longest token that `jeoul_token_sum` may be used for: of longer ones a file could make many collide.
    JEOUL_SUMMED_LENGTH = 128,
    /// How many bytes after the last token's must be readable.
    JEOUL_TOKEN_PADDING = 8,
};

/// The numbers of a polynomial hash: of a token's bytes b₀ … bₙ₋₁ the sum of (bᵢ + 1)·baseⁱ modulo 2^64, times `factor`. Any
/// part's hash follows from the sums of two prefixes.
typedef struct {
    /// baseⁱ; the base is odd.
    uint64_t powers[JEOUL_SUMMED_LENGTH + 1];
    /// base⁻ⁱ·factor; so the first is the factor.
    uint64_t inverses[JEOUL_SUMMED_LENGTH + 1];
} jeoul_token_hash;

/// Makes the numbers; both seeds are random, so that no file can be made to collide on purpose.
void jeoul_make_token_hash(uint64_t base_seed, uint64_t factor_seed, jeoul_token_hash *hash);

/// A hash table of tokens by their bytes.
typedef struct {
    /// Token `id` is bytes[starts[id] ..< starts[id + 1]].
    const uint8_t *bytes;
    const uint32_t *starts;
    /// 0, or 8 bits of the hash above the id + 1; linear probing from the hash's highest bits.
    uint32_t *slots;
    /// A bit for each token of at most JEOUL_SUMMED_LENGTH bytes, at the place that the highest bits of its hash name: says of
    /// most bytes that they are no token, and fits into a near cache.
    uint64_t *filter;
    /// 64 less the binary logarithm of the number of slots, and of bits of the filter.
    uint32_t shift, filter_shift;
} jeoul_token_table;

/// Adds all tokens of 1 to JEOUL_SUMMED_LENGTH bytes to an empty table. Gives the first id whose bytes are those of a lower one,
/// which is given through `first`; else UINT32_MAX. `long_count`: how many are longer.
uint32_t jeoul_index_tokens(const jeoul_token_table *table, const jeoul_token_hash *hash, size_t end_id, uint32_t *first,
                            size_t *long_count);

/// The hash of at most JEOUL_SUMMED_LENGTH bytes.
static inline uint64_t jeoul_token_hash_of(const jeoul_token_hash *hash, const uint8_t *bytes, size_t length) {
    uint64_t sum = 0;
    for (size_t i = 0; i < length; i++) { sum += (uint64_t)(bytes[i] + 1) * hash->powers[i]; }
    return sum * hash->inverses[0];
}

/// The id of the token of these bytes, whose hash is given, or UINT32_MAX.
uint32_t jeoul_find_token(const jeoul_token_table *table, uint64_t hash, const uint8_t *bytes, size_t length);

/// Adds one token; UINT32_MAX, or the id that has these bytes already.
uint32_t jeoul_add_token(const jeoul_token_table *table, uint64_t hash, uint32_t id);

enum {
    /// As the left part: a single byte or a gap, which has no parts.
    JEOUL_NO_PARTS = UINT32_MAX,
    /// As the left part: merging the token's bytes must tell.
    JEOUL_UNKNOWN_PARTS = UINT32_MAX - 1,
    /// As the left part: the token's bytes do not merge into it.
    JEOUL_UNREACHED = UINT32_MAX - 2,
    /// Of the right part: that a merge inside the token has no lower rank than the one after it, so that the order of its
    /// merges does not follow from their ranks.
    JEOUL_IRREGULAR = 1u << 31,
};

/// The two tokens, with their flags, that a token is merged from.
typedef struct {
    uint32_t left, right;
} jeoul_parts;

/// What the search for parts reads and writes.
typedef struct {
    /// Its bytes have JEOUL_TOKEN_PADDING more after the last token's.
    const jeoul_token_table *table;
    const jeoul_token_hash *hash;
    /// As of a model: the pairs of all shorter tokens.
    const jeoul_pair_region *regions;
    /// By id: 1 where the token is of Hangul, else 0.
    const uint8_t *is_hangul;
    /// By id: the rank of the merge that makes the token; NULL where it is the id.
    const uint32_t *ranks;
    /// By id; those of shorter tokens are known.
    jeoul_parts *parts;
} jeoul_part_search;

/// Finds the parts of tokens of one length, 2 to JEOUL_SUMMED_LENGTH, where a merge is possible whenever the merged bytes are a
/// token, and its rank is that token's id. How many are left unknown.
size_t jeoul_find_parts(const jeoul_part_search *search, const uint32_t *ids, size_t count);

/// Sees to it that the parts given are those from which a token is merged: of those that are not, or where the ranks do not
/// tell, the parts become unknown. How many did. `table` and `hash` are not needed.
size_t jeoul_check_parts(const jeoul_part_search *search, const uint32_t *ids, size_t count);

/// Marks the parts of a token as irregular where they are.
void jeoul_mark_irregular(const jeoul_part_search *search, uint32_t id);

/// Asks for the memory where a pair may stand.
static inline void jeoul_pair_prefetch(const jeoul_pair_region *region, uint64_t key) {
    jeoul_pair_places at = jeoul_pair_places_of(region, key);
    __builtin_prefetch(region->words + at.first, 1);
    __builtin_prefetch(region->filter + (at.bit >> 6), 1);
}

/// Fills the seeds of all syllables, those that no space precedes first; see BytePairModel+Seeds.swift. `lowest_before` and
/// `lowest_after` have for each token the lowest merge with what may stand beside a unit, as `jeoul_pair_find` gives it.
void jeoul_fill_seeds(const jeoul_merge_tables *tables, const uint32_t *lowest_before, const uint32_t *lowest_after,
                      jeoul_seed *seeds);

#endif
