// Private to this target: the kernels, one to an instruction set, that dispatch.c chooses from.
#ifndef JEOUL_KERNELS_H
#define JEOUL_KERNELS_H
#include <string.h>
#include "include/ScanKernels.h"

extern const jeoul_kernel jeoul_kernel_scalar;
#if defined(__x86_64__)
extern const jeoul_kernel jeoul_kernel_sse2;
extern const jeoul_kernel jeoul_kernel_avx2;
extern const jeoul_kernel jeoul_kernel_avx512;
#elif defined(__aarch64__)
extern const jeoul_kernel jeoul_kernel_neon;
#endif

/// `validate`, one sequence at a time from `offset`, which must be the start of one. Every kernel ends here on an
/// error, because a mask of 64 bytes says that there is one but not where the ill-formed sequence begins.
size_t jeoul_validate_from(const uint8_t *text, size_t offset, size_t length);

/// How many pre-tokens' cache lines are asked for before the first is read: they fit into the first-level cache.
enum { JEOUL_FIND_GROUP = 128 };
/// `look_up_pretokens` for any processor.
jeoul_look_up_pretokens jeoul_look_up_pretokens_anywhere;

/// What a key is made with: the bytes that are kept, and what is added: the end mark and the flags.
typedef struct {
    uint64_t kept[2], added[2];
    /// The bytes that are kept, a bit each.
    uint64_t mask;
} jeoul_key_end;
extern const jeoul_key_end jeoul_key_ends[34];

/// The row of `jeoul_key_ends` for so many bytes.
static inline size_t jeoul_key_end_row(size_t bytes, size_t space) {
    return bytes > JEOUL_KEY_BYTES ? 32 + space : bytes + 16 * space;
}

/// `read_units` and `find_span_boundaries` for any processor.
jeoul_read_units jeoul_read_units_anywhere;
jeoul_find_span_boundaries jeoul_find_span_boundaries_anywhere;

#if defined(__x86_64__)
jeoul_merge_lanes jeoul_merge_lanes_avx512;
#endif

/// The most bytes of a pre-token that is cut.
enum { JEOUL_MOST_CUT_BYTES = 3 * (JEOUL_MOST_UNITS - 1) };

/// Begins a cut of so many pre-tokens.
static inline void jeoul_begin_cut(jeoul_cut *cut, size_t count) {
    size_t words = count * JEOUL_MOST_UNITS / 64 + 2;
    memset(cut->firsts, 0, words * sizeof *cut->firsts);
    memset(cut->spaces, 0, words * sizeof *cut->spaces);
    cut->padded_units[0] = cut->padded_units[1] = 0;
    cut->pretoken_count = cut->other_count = 0;
}

/// Adds a pre-token whose units stand at `position`, or notes that it is not cut; where the next one begins.
static inline size_t jeoul_add_pretoken(jeoul_cut *cut, size_t position, size_t units, uint64_t has_space, uint64_t is_other,
                                     uint32_t pretoken) {
    cut->firsts[position / 64] |= 1ull << position % 64;
    // What is not cut is written over by the next pre-token, which begins at the same place.
    cut->spaces[position / 64] |= (has_space & ~is_other) << position % 64;
    size_t end = position + (is_other ? 0 : units);
    cut->pretokens[cut->pretoken_count] = pretoken;
    cut->ends[cut->pretoken_count] = (uint32_t)end;
    cut->others[cut->other_count] = pretoken;
    cut->pretoken_count += !is_other;
    cut->other_count += is_other;
    return end;
}

/// Ends a cut whose pre-tokens have so many units.
static inline void jeoul_end_cut(jeoul_cut *cut, size_t position) {
    // None of the units behind the last one, which are 0, belongs to a span, whatever the filters say of them.
    cut->firsts[position / 64] |= ~0ull << position % 64;
    memset(cut->padded_units + 2 + position, 0, 64 * sizeof *cut->padded_units);
    cut->unit_count = position;
}

#endif
