// The merging of short runs side by side, for PreTokenCounter.swift, which tells why.
#ifndef JEOUL_MERGE_RUNS_H
#define JEOUL_MERGE_RUNS_H
#include <stddef.h>
#include <stdint.h>
#include "character_starts.h"
#include "pair_table.h"

enum {
    /// How many runs are merged side by side.
    JEOUL_RUN_GROUP = 64,
    /// The places of a run: its tokens, and one at each end that merges with nothing.
    JEOUL_RUN_PLACES = 64,
    /// From one run's places to the next one's: stores of four places and of eight keys may begin at the last place.
    JEOUL_RUN_STRIDE = JEOUL_RUN_PLACES + 8,
    JEOUL_SYLLABLES = 11172,
    /// The seeds of a syllable, side by side since two of them are often read: that of a syllable that no space precedes is the
    /// first; then that of a space and a syllable.
    JEOUL_SPACE_SEED = 1,
    JEOUL_SYLLABLE_SEEDS = 2,
    JEOUL_SEEDS = JEOUL_SYLLABLE_SEEDS * JEOUL_SYLLABLES,
    /// The most tokens that a run may begin with to be merged by `jeoul_merge_lanes`.
    JEOUL_LANE_TOKENS = 30,
};

/// What a syllable's bytes, or a space's and a syllable's, become before anything around them can matter.
typedef struct {
    uint32_t tokens[3];
    /// How many; 0 where each byte begins as its own token.
    uint32_t count;
} jeoul_seed;

/// Where the seed of a syllable is; `kind` is 0 or JEOUL_SPACE_SEED.
static inline size_t jeoul_seed_place(size_t syllable, size_t kind) { return JEOUL_SYLLABLE_SEEDS * syllable + kind; }

/// What merging reads of a vocabulary.
typedef struct {
    /// Of pairs whose left token has no flag, and of those where it has JEOUL_HANGUL_FLAG.
    jeoul_pair_region regions[2];
    /// The token of each single byte, with its flag.
    const uint32_t *byte_tokens;
    /// JEOUL_SYLLABLE_SEEDS for each syllable; NULL where every byte begins as its own token.
    const jeoul_seed *seeds;
    /// The result of the merge of each rank; NULL where the rank is the result's id.
    const uint32_t *merge_results;
    /// Where runs begin with characters, for which seeds are not read.
    jeoul_character_starts characters;
} jeoul_merge_tables;

/// The runs of a group. Place 0 of a run stands before its first token.
typedef struct {
    uint32_t tokens[JEOUL_RUN_GROUP * JEOUL_RUN_STRIDE];
    uint32_t keys[JEOUL_RUN_GROUP * JEOUL_RUN_STRIDE];
    /// Which places of a run have a token, those at the ends too; 0 of a run that has too many.
    uint64_t alive[JEOUL_RUN_GROUP];
    uint32_t least[JEOUL_RUN_GROUP];
} jeoul_runs;

// Swift sees a C array as a tuple.
static inline uint32_t *jeoul_run_tokens(jeoul_runs *runs, size_t run) { return runs->tokens + run * JEOUL_RUN_STRIDE; }
static inline uint64_t *jeoul_run_places(jeoul_runs *runs) { return runs->alive; }

/// Merges runs that have their first tokens, two to JEOUL_LANE_TOKENS, which a vector has many of: the runs `chosen[i]`, i < count,
/// those with more tokens later. Their tokens are left in the first places, if they are wanted; `alive` in any case.
typedef void jeoul_merge_lanes(const jeoul_merge_tables *tables, jeoul_runs *runs, const uint8_t *chosen, size_t count,
                               int wants_tokens);

/// Merges the pre-tokens `starts[chosen[i]] ..< starts[chosen[i]] + lengths[chosen[i]]` of a text, for i < count, at most
/// JEOUL_RUN_GROUP. The pre-tokens are parts of valid UTF-8, of whole characters where pre-tokens begin with characters; nothing outside
/// text[0 ..< text_length] is read.
///
/// `merge_lanes` is NULL where the processor has none; without `wants_tokens` nothing but `alive` is read afterwards.
void jeoul_merge_runs(jeoul_merge_lanes *merge_lanes, const jeoul_merge_tables *tables, const uint8_t *text,
                      size_t text_length, const uint32_t *starts, const uint32_t *lengths, const uint32_t *chosen,
                      size_t count, int wants_tokens, jeoul_runs *runs);

/// Fills the seeds of all syllables, those that no space precedes first; see BytePairModel+Seeds.swift. `lowest_before` and
/// `lowest_after` have for each token the lowest merge with what may stand beside a unit, as `jeoul_pair_find` gives it.
void jeoul_fill_seeds(const jeoul_merge_tables *tables, const uint32_t *lowest_before, const uint32_t *lowest_after,
                      jeoul_seed *seeds);

#endif
