// The merging of short runs with AVX-512: sixteen runs at a time, one in each lane of a vector. A step does one merge of every
// lane, so that there is nothing to predict, and the look-ups of all lanes wait for memory together. As merge_runs.c, it takes
// the lowest rank, of equals the leftmost.
#if defined(__x86_64__)
#include <immintrin.h>
#include "../kernels.h"

#pragma clang attribute push(__attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,bmi,bmi2,popcnt"))), apply_to = function)

enum {
    LANES = 16,
    /// A key is `merge << PLACE_BITS | place`.
    PLACE_BITS = 5,
    NO_KEY = JEOUL_NO_MERGE << PLACE_BITS,
};
_Static_assert(JEOUL_LANE_TOKENS <= 1 << PLACE_BITS, "a run has more places than there are numbers");

/// The look-ups of a vector of pairs, of which a third pass the filter.
typedef struct {
    uint64_t keys[LANES];
    /// Where both buckets of each pair are.
    const uint64_t *first[LANES], *second[LANES];
    uint32_t merges[LANES];
    /// A bit for each pair that passes the filter.
    uint32_t passes;
} look_ups;

/// Begins the look-ups of eight pairs of tokens; which pass the filter.
static inline uint32_t begin_eight(const jeoul_pair_region *regions, __m256i left_tokens, __m256i right_tokens, look_ups *begun,
                                   size_t lane) {
    const __m512i left = _mm512_cvtepu32_epi64(left_tokens), right = _mm512_cvtepu32_epi64(right_tokens);
    const __m512i limit = _mm512_set1_epi64(JEOUL_TOKEN_LIMIT);
    __mmask8 hangul = _mm512_test_epi64_mask(left, _mm512_set1_epi64(JEOUL_HANGUL_FLAG));
#define OF_REGION(FIELD) \
    _mm512_mask_mov_epi64(_mm512_set1_epi64((int64_t)regions[0].FIELD), hangul, _mm512_set1_epi64((int64_t)regions[1].FIELD))
    __m512i pair = _mm512_or_si512(_mm512_slli_epi64(_mm512_and_si512(left, limit), 21), _mm512_and_si512(right, limit));
    __m512i one = _mm512_mullo_epi64(pair, _mm512_set1_epi64((int64_t)JEOUL_PAIR_FACTOR));
    __m512i other = _mm512_mullo_epi64(pair, _mm512_set1_epi64((int64_t)JEOUL_PAIR_OTHER_FACTOR));
    __m512i bit = _mm512_and_si512(_mm512_srli_epi64(one, 30), OF_REGION(filter_mask));
    __m512i filter = _mm512_i64gather_epi64(
        _mm512_add_epi64(OF_REGION(filter), _mm512_slli_epi64(_mm512_srli_epi64(bit, 6), 3)), NULL, 1);
    __m512i words = OF_REGION(words), buckets = OF_REGION(buckets);
#undef OF_REGION
    one = _mm512_srli_epi64(_mm512_mul_epu32(_mm512_srli_epi64(one, 32), buckets), 32);
    other = _mm512_srli_epi64(_mm512_mul_epu32(_mm512_srli_epi64(other, 32), buckets), 32);
    _mm512_storeu_si512(begun->keys + lane, _mm512_slli_epi64(pair, 22));
    _mm512_storeu_si512(begun->first + lane, _mm512_add_epi64(words, _mm512_slli_epi64(one, 4)));
    _mm512_storeu_si512(begun->second + lane, _mm512_add_epi64(words, _mm512_slli_epi64(other, 4)));
    return _mm512_test_epi64_mask(
        _mm512_srlv_epi64(filter, _mm512_and_si512(bit, _mm512_set1_epi64(63))), _mm512_set1_epi64(1));
}

/// Begins the look-ups of sixteen pairs of tokens.
static inline void begin_look_ups(const jeoul_pair_region *regions, __m512i left, __m512i right, look_ups *begun) {
    begun->passes = begin_eight(regions, _mm512_castsi512_si256(left), _mm512_castsi512_si256(right), begun, 0);
    begun->passes |= begin_eight(
        regions, _mm512_extracti64x4_epi64(left, 1), _mm512_extracti64x4_epi64(right, 1), begun, 8) << 8;
    _mm512_storeu_si512(begun->merges, _mm512_set1_epi32(JEOUL_NO_MERGE));
}

/// Ends look-ups, as `jeoul_pair_find` does: not in lanes, for two thirds of them would read what is not asked for. Asks for the
/// results of merges, which are read when one of them is done.
static inline void end_look_ups(const uint32_t *merge_results, look_ups *begun) {
    for (uint32_t passes = begun->passes; passes != 0; passes &= passes - 1) {
        size_t lane = (size_t)__builtin_ctz(passes);
        uint64_t merge = jeoul_pair_left_over(begun->first[lane], begun->second[lane], begun->keys[lane]);
        begun->merges[lane] = merge < JEOUL_NO_MERGE ? (uint32_t)merge : JEOUL_NO_MERGE;
        if (merge_results != NULL && merge < JEOUL_NO_MERGE) { __builtin_prefetch(merge_results + (merge >> 1)); }
    }
}

/// The keys of pairs that stand at some places.
static inline __m512i keys_of(const look_ups *ended, __m512i places) {
    return _mm512_or_si512(_mm512_slli_epi32(_mm512_loadu_si512(ended->merges), PLACE_BITS), places);
}

/// Merges at most LANES runs, of which the last has the most tokens.
/// One loop, however long: the lanes stay in registers.
static inline void merge_sixteen(const jeoul_merge_tables *tables, jeoul_runs *runs, const uint8_t *chosen, size_t count,
                                 int wants_tokens) {
    const __m512i one = _mm512_set1_epi32(1), end = _mm512_set1_epi32(JEOUL_END_TOKEN), none = _mm512_set1_epi32(NO_KEY);
    uint32_t rows[LANES] = {0}, lengths[LANES] = {0};
    for (size_t lane = 0; lane < count; lane++) {
        rows[lane] = chosen[lane] * JEOUL_RUN_STRIDE + 1;
        lengths[lane] = (uint32_t)__builtin_popcountll(runs->alive[chosen[lane]]) - 2;
    }
    const size_t most = lengths[count - 1];
    const __m512i row = _mm512_loadu_si512(rows);
    __m512i length = _mm512_loadu_si512(lengths);
    // One token to a lane in each, and JEOUL_END_TOKEN where a run has ended.
    __m512i tokens[JEOUL_LANE_TOKENS + 1], keys[JEOUL_LANE_TOKENS];
    tokens[most] = end;
    for (size_t p = 0; p < most; p++) {
        __m512i place = _mm512_set1_epi32((int)p);
        tokens[p] = _mm512_mask_i32gather_epi32(
            end, _mm512_cmplt_epu32_mask(place, length), _mm512_add_epi32(row, place), runs->tokens, 4);
    }
    look_ups found[JEOUL_LANE_TOKENS];
    for (size_t p = 0; p + 1 < most; p++) { begin_look_ups(tables->regions, tokens[p], tokens[p + 1], found + p); }
    for (size_t p = 0; p + 1 < most; p++) { end_look_ups(tables->merge_results, found + p); }
    for (size_t p = 0; p + 1 < most; p++) { keys[p] = keys_of(found + p, _mm512_set1_epi32((int)p)); }
    // What moves up from behind the last place is no key either, one less.
    keys[most - 1] = _mm512_or_si512(none, _mm512_set1_epi32((int)most - 1));
    while (1) {
        __m512i least = keys[0];
        for (size_t p = 1; p + 1 < most; p++) { least = _mm512_min_epu32(least, keys[p]); }
        __mmask16 active = _mm512_cmplt_epu32_mask(least, none);
        if (active == 0) { break; }
        length = _mm512_mask_sub_epi32(length, active, length, one);
        // No place of a lane that is done equals this.
        __m512i at = _mm512_mask_and_epi32(
            _mm512_set1_epi32(-1), active, least, _mm512_set1_epi32((1 << PLACE_BITS) - 1));
        __m512i rank = _mm512_srli_epi32(least, PLACE_BITS + 1);
        __m512i merged = tables->merge_results
            ? _mm512_mask_i32gather_epi32(end, active, rank, tables->merge_results, 4) : rank;
        __m512i flag = _mm512_and_si512(_mm512_slli_epi32(least, 21 - PLACE_BITS), _mm512_set1_epi32(JEOUL_HANGUL_FLAG));
        merged = _mm512_or_si512(merged, flag);
        // The places behind the merge move up by one.
        __m512i before = end, after = end;
        __mmask16 is_before = _mm512_testn_epi32_mask(at, at), is_at = 0;
        for (size_t p = 0; p < most; p++) {
            after = _mm512_mask_mov_epi32(after, is_at, tokens[p + 1]);
            is_at = is_before;
            is_before = _mm512_cmpeq_epi32_mask(at, _mm512_set1_epi32((int)p + 1));
            before = _mm512_mask_mov_epi32(before, is_before, tokens[p]);
            __mmask16 is_behind = _mm512_cmplt_epu32_mask(at, _mm512_set1_epi32((int)p));
            tokens[p] = _mm512_mask_mov_epi32(_mm512_mask_mov_epi32(tokens[p], is_behind, tokens[p + 1]), is_at, merged);
        }
        begin_look_ups(tables->regions, before, merged, found);
        begin_look_ups(tables->regions, merged, after, found + 1);
        end_look_ups(tables->merge_results, found);
        end_look_ups(tables->merge_results, found + 1);
        __m512i key_before = keys_of(found, _mm512_sub_epi32(at, one)), key_at = keys_of(found + 1, at);
        for (size_t p = 0; p + 1 < most; p++) {
            __m512i place = _mm512_set1_epi32((int)p);
            keys[p] = _mm512_mask_sub_epi32(keys[p], _mm512_cmplt_epu32_mask(at, place), keys[p + 1], one);
            keys[p] = _mm512_mask_mov_epi32(keys[p], _mm512_cmpeq_epi32_mask(at, place), key_at);
            keys[p] = _mm512_mask_mov_epi32(
                keys[p], _mm512_cmpeq_epi32_mask(at, _mm512_set1_epi32((int)p + 1)), key_before);
        }
    }
    _mm512_storeu_si512(lengths, length);
    for (size_t lane = 0; lane < count; lane++) { runs->alive[chosen[lane]] = ~0ull >> (62 - lengths[lane]); }
    if (!wants_tokens) { return; }
    for (size_t p = 0; p < most; p++) {
        __m512i place = _mm512_set1_epi32((int)p);
        _mm512_mask_i32scatter_epi32(
            runs->tokens, _mm512_cmplt_epu32_mask(place, length), _mm512_add_epi32(row, place), tokens[p], 4);
    }
}

void jeoul_merge_lanes_avx512(const jeoul_merge_tables *tables, jeoul_runs *runs, const uint8_t *chosen, size_t count,
                              int wants_tokens) {
    const jeoul_merge_tables local = *tables;
    for (size_t first = 0; first < count; first += LANES) {
        size_t lanes = count - first < LANES ? count - first : LANES;
        merge_sixteen(&local, runs, chosen + first, lanes, wants_tokens);
    }
}

#pragma clang attribute pop
#endif
