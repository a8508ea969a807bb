// Cutting pre-tokens of Hangul where no token can reach across, for PreTokenCounter.swift; why is told in SpanBoundaries.swift.
#ifndef JEOUL_SPANS_H
#define JEOUL_SPANS_H
#include <stddef.h>
#include <stdint.h>
#include "hash_seeds.h"

enum {
    /// The numbers of *units*, the characters that a pre-token may have to be cut: ASCII from 0 on, compatibility jamo
    /// U+3131–318E from JEOUL_JAMO_UNIT on, syllables U+AC00–D7A3 from JEOUL_SYLLABLE_UNIT on.
    JEOUL_JAMO_UNIT = 128,
    JEOUL_SYLLABLE_UNIT = 512,
    JEOUL_UNITS = JEOUL_SYLLABLE_UNIT + 11172,
    JEOUL_UNIT_BITS = 14,
    /// The most units of a pre-token that is cut.
    JEOUL_MOST_UNITS = 60,
    /// How many pre-tokens are cut at a time, and how many units they may have together; a multiple of 64.
    JEOUL_SPLIT_PRETOKENS = 512,
    JEOUL_CUT_UNITS = (JEOUL_SPLIT_PRETOKENS * JEOUL_MOST_UNITS + 63) / 64 * 64,
    /// The units of a word of a key, and the most units of a span that is remembered by its key, but for a space that may
    /// be its first.
    JEOUL_WORD_UNITS = 4,
    JEOUL_KEY_UNITS = 2 * JEOUL_WORD_UNITS,

    /// Of a unit in the table: how many tokens it is by itself, and whether some token reaches across its edge to most
    /// of the units that may stand before or after it.
    JEOUL_UNIT_COUNT = 0x0F,
    JEOUL_UNIT_JOINS_NEXT = 0x40,
    JEOUL_UNIT_JOINS_PREVIOUS = 0x80,
};

/// The units of a span, the first the lowest; `high` has those from the fifth on. Both are 0 where there are too many.
typedef struct {
    uint64_t low, high;
} jeoul_span_key;

/// Of a span's key, in `low`: that it is one, and that it begins with a space.
#define JEOUL_SPAN_FLAG (1ull << 56)
#define JEOUL_SPAN_SPACE (1ull << 57)
/// In the cache the number of tokens stands above the key's second word.
enum { JEOUL_SPAN_COUNT_SHIFT = 58 };

/// What cutting reads of a vocabulary. The filters have two bits of a word for each hash of two or
/// three units.
typedef struct {
    const uint32_t *pairs;
    const uint32_t *triples;
    /// For each unit; three bytes more can be read.
    const uint8_t *units;
    uint32_t pair_shift, triple_shift;
    /// For each unit where its ids are, in the array that the cache's `values` mean; not used where those are NULL.
    const uint32_t *unit_values;
} jeoul_span_tables;

/// An open-addressing hash table with linear probing of spans seen so far; an empty slot is 0.
typedef struct {
    /// Two for each slot: a key.
    const uint64_t *words;
    uint64_t mask;
    uint32_t shift;
    /// For each slot where its span's ids are; NULL where only numbers of tokens are asked for.
    const uint32_t *values;
} jeoul_span_cache;

/// Pre-tokens as units, one pre-token after the other, at most JEOUL_SPLIT_PRETOKENS: the pre-tokens themselves, by their index in a batch,
/// where each one's units end, and for each unit a bit that says that it is its pre-token's first, or a space before others.
typedef struct {
    uint32_t pretokens[JEOUL_SPLIT_PRETOKENS];
    uint32_t ends[JEOUL_SPLIT_PRETOKENS];
    /// Before the first unit there are two that are 0, and 64 after the last.
    uint16_t padded_units[2 + JEOUL_CUT_UNITS + 64];
    uint64_t firsts[JEOUL_CUT_UNITS / 64 + 2];
    uint64_t spaces[JEOUL_CUT_UNITS / 64 + 2];
    size_t pretoken_count, unit_count;
    /// The pre-tokens that have other characters, or too many.
    uint32_t others[JEOUL_SPLIT_PRETOKENS];
    size_t other_count;
} jeoul_cut;

/// What cut pre-tokens cost for one vocabulary.
typedef struct {
    /// For each unit: the number of tokens of the span that begins with it; 0 of a unit that begins none.
    uint8_t span_counts[JEOUL_CUT_UNITS + 64];
    /// Where those tokens' ids are.
    uint32_t values[JEOUL_CUT_UNITS + 64];
    /// A bit for each unit: that it belongs to the span of the unit before.
    uint64_t joined[JEOUL_CUT_UNITS / 64 + 2];
    uint64_t triples[JEOUL_CUT_UNITS / 64 + 2];
    /// The spans of two and more units, of which those without a cost are left: by their first unit, with where
    /// they are in the text, and their key.
    uint32_t positions[JEOUL_CUT_UNITS / 2 + 64];
    jeoul_span_key keys[JEOUL_CUT_UNITS / 2 + 64];
    uint32_t starts[JEOUL_CUT_UNITS / 2 + 64];
    uint32_t lengths[JEOUL_CUT_UNITS / 2 + 64];
    size_t unknown_count;
} jeoul_span_counts;

static inline uint64_t jeoul_span_hash(jeoul_span_key key) {
    return jeoul_hash_words(key.low, key.high);
}
// Products of 32 bits, of which a vector has many.
static inline uint32_t jeoul_pair_hash(uint32_t left, uint32_t right) {
    return (left << JEOUL_UNIT_BITS | right) * 0x9E3779B1;
}
static inline uint32_t jeoul_triple_hash(uint32_t left, uint32_t middle, uint32_t right) {
    return (left * 0x85EBCA6B ^ (middle << JEOUL_UNIT_BITS | right)) * 0xC2B2AE35;
}

/// The bits of a hash in its word of a filter, which is word hash >> shift >> 5.
static inline uint32_t jeoul_filter_bits(uint32_t hash, uint32_t shift) {
    return 1u << (hash >> shift & 31) | 1u << (hash >> 5 & 31);
}

/// 1 where a hash may be in a filter, else 0.
static inline uint64_t jeoul_filter_passes(const uint32_t *filter, uint32_t hash, uint32_t shift) {
    uint32_t bits = jeoul_filter_bits(hash, shift);
    return (filter[hash >> shift >> 5] & bits) == bits;
}

static inline const uint16_t *jeoul_units(const jeoul_cut *cut) { return cut->padded_units + 2; }
// Swift sees a C array as a tuple.
static inline uint32_t *jeoul_split_pretokens(jeoul_cut *cut) { return cut->pretokens; }
static inline uint32_t *jeoul_cut_others(jeoul_cut *cut) { return cut->others; }
static inline uint8_t *jeoul_unit_counts(jeoul_span_counts *span_counts) { return span_counts->span_counts; }
static inline uint32_t *jeoul_unit_values(jeoul_span_counts *span_counts) { return span_counts->values; }
static inline uint32_t *jeoul_unknown_positions(jeoul_span_counts *span_counts) { return span_counts->positions; }
static inline jeoul_span_key *jeoul_unknown_keys(jeoul_span_counts *span_counts) { return span_counts->keys; }
static inline uint32_t *jeoul_unknown_starts(jeoul_span_counts *span_counts) { return span_counts->starts; }
static inline uint32_t *jeoul_unknown_lengths(jeoul_span_counts *span_counts) { return span_counts->lengths; }

/// Reads the pre-tokens `starts[chosen[i]] ..< starts[chosen[i]] + lengths[chosen[i]]` of a text, for i < count, at most
/// JEOUL_SPLIT_PRETOKENS. The pre-tokens are whole characters of valid UTF-8; nothing outside text[0 ..< text_length] is read.
typedef void jeoul_read_units(const uint8_t *text, size_t text_length, const uint32_t *starts, const uint32_t *lengths,
                              const uint32_t *chosen, size_t count, jeoul_cut *cut);

/// Writes the cost by itself of each unit, and for `joined` and `triples` the bits that the two and the three units before
/// and at a position decide, for all blocks of 64 units and one after them.
typedef void jeoul_find_span_boundaries(const jeoul_span_tables *tables, const jeoul_cut *cut, jeoul_span_counts *span_counts);

/// Cuts the pre-tokens and counts the tokens of all spans that are one unit or that the cache has. The others are listed.
void jeoul_count_units(jeoul_find_span_boundaries *find_span_boundaries, const jeoul_span_tables *tables, const jeoul_span_cache *span_cache,
                       const jeoul_cut *cut, const uint32_t *starts, jeoul_span_counts *span_counts);

/// Writes the ids of all pre-tokens of a cut, one after the other, and where each pre-token's end. `ids` is what the values mean; of
/// it and of `out` four more are read or written than there are.
void jeoul_write_ids(const jeoul_cut *cut, const jeoul_span_counts *span_counts, const uint32_t *ids, uint32_t *out, uint32_t *ends);

/// What each pre-token of a cut costs.
void jeoul_sum_span_counts(const jeoul_cut *cut, const jeoul_span_counts *span_counts, uint32_t *sums);

#endif
