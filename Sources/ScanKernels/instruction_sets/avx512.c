// AVX-512 F, BW and VL (`merge_lanes.c`: DQ), with BMI 1 and 2, which every such machine has: called only where dispatch.c has found them.
#if defined(__x86_64__)
#include <immintrin.h>
#include <stdint.h>
#include <string.h>
#include "../kernels.h"

// An attribute and not a build flag: a package with unsafe flags cannot be depended on.
#pragma clang attribute push(__attribute__((target("avx512f,avx512bw,avx512vl,bmi,bmi2,popcnt"))), apply_to = function)

#define V_WIDTH 64
typedef __m512i vec;
typedef __mmask64 mask;

static inline vec v_load(const uint8_t *p) { return _mm512_loadu_si512(p); }
static inline vec v_left(vec x, unsigned n) { return _mm512_slli_epi16(x, n); }
static inline vec v_right(vec x, unsigned n) { return _mm512_srli_epi16(x, n); }

static inline vec v_pick(uint8_t bits, vec a, vec b) {
    // The truth table of: first ? second : third.
    return _mm512_ternarylogic_epi32(_mm512_set1_epi8((char)bits), a, b, 0xCA);
}

static inline mask v_is(vec x, uint8_t c) { return _mm512_cmpeq_epi8_mask(x, _mm512_set1_epi8((char)c)); }

static inline mask v_in(vec x, uint8_t low, uint8_t high) {
    if (low == 0x80 && high == 0xFF) return _mm512_movepi8_mask(x);
    vec moved = _mm512_sub_epi8(x, _mm512_set1_epi8((char)low));
    return _mm512_cmple_epu8_mask(moved, _mm512_set1_epi8((char)(high - low)));
}

static inline mask m_and(mask a, mask b) { return a & b; }
static inline mask m_or(mask a, mask b) { return a | b; }
static inline mask m_and_not(mask a, mask b) { return a & ~b; }
static inline uint64_t m_bits(const mask m[1]) { return m[0]; }

#include "../scan/scan_body.h"
#include "../scan/pair_search_body.h"

#define WRITE_POSITIONS write_positions
/// Writes base + i for each bit i, ascending, and up to 16 words more.
INLINE void write_positions(uint64_t bits, uint32_t base, uint32_t *out) {
    __m512i places = _mm512_add_epi32(
        _mm512_set1_epi32((int)base), _mm512_set_epi32(15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0));
    for (int i = 0; i < 4; i++) {
        __mmask16 here = (__mmask16)(bits >> 16 * i);
        _mm512_storeu_si512(out, _mm512_maskz_compress_epi32(here, places));
        out += __builtin_popcount(here);
        places = _mm512_add_epi32(places, _mm512_set1_epi32(16));
    }
}
#include "../scan/block_scan_body.h"
#include "../scan/mark_scan_body.h"

// The rest of this file is as in pretoken_cache.c and spans.c, with vectors.

static inline void make_keys(const jeoul_pretoken_cache *cache, const uint8_t *text, const uint32_t *starts,
                             const uint32_t *lengths, size_t first, size_t end, jeoul_cache_lookup *found) {
    const jeoul_pretoken_key *slots = cache->slots;
    const uint8_t *rows = cache->rows;
    uint32_t row_bytes = cache->row_bytes;
    uint32_t shift = cache->bucket_shift;
    for (size_t i = first; i < end; i++) {
        const uint8_t *pretoken = text + starts[i];
        size_t length = lengths[i];
        size_t space = (pretoken[0] == 0x20) & (length > 1);
        const jeoul_key_end *ending = jeoul_key_ends + jeoul_key_end_row(length - space, space);
        // The bytes that are masked out are not read, wherever the text ends.
        __m128i key = _mm_maskz_loadu_epi8((__mmask16)ending->mask, pretoken + space);
        key = _mm_or_si128(key, _mm_loadu_si128((const __m128i *)ending->added));
        _mm_storeu_si128((__m128i *)(found->keys + i), key);
        jeoul_pretoken_key words = {(uint64_t)_mm_cvtsi128_si64(key), (uint64_t)_mm_extract_epi64(key, 1)};
        uint32_t bucket = (uint32_t)(jeoul_key_hash(words) >> shift) * JEOUL_BUCKET_SLOTS;
        found->buckets[i] = bucket;
        __builtin_prefetch(slots + bucket, 0, 3);
        if (row_bytes) { __builtin_prefetch(rows + (size_t)bucket * row_bytes, 0, 3); }
    }
}

static inline void look_up(const jeoul_pretoken_cache *cache, size_t first, size_t end, jeoul_cache_lookup *found) {
    const jeoul_pretoken_key *slots = cache->slots;
    size_t missing_count = found->missing_count;
    const __m512i compared = _mm512_broadcast_i32x4(_mm_set_epi64x((int64_t)~JEOUL_KEY_COUNT, -1));
    for (size_t i = first; i < end; i++) {
        size_t bucket = found->buckets[i];
        __m512i key = _mm512_broadcast_i32x4(_mm_loadu_si128((const __m128i *)(found->keys + i)));
        __m512i differs = _mm512_xor_si512(key, _mm512_load_si512(slots + bucket));
        uint32_t equal = _mm512_testn_epi64_mask(differs, compared);
        // Both words of a slot. Where none is equal, the last one's place is given and not used.
        equal &= equal >> 1 & 0x55;
        size_t slot = bucket + (_tzcnt_u32(equal | 0x40) >> 1);
        found->counts[i] = ((const uint8_t *)(slots + slot))[15] & 0x1F;
        found->slots[i] = (uint32_t)slot;
        found->missing[missing_count] = (uint32_t)i;
        missing_count += equal == 0;
    }
    found->missing_count = missing_count;
}

static void look_up_pretokens(const jeoul_pretoken_cache *cache, const uint8_t *text, size_t text_length, const uint32_t *starts,
                        const uint32_t *lengths, size_t count, jeoul_cache_lookup *found) {
    (void)text_length;
    found->missing_count = 0;
    for (size_t first = 0; first < count; first += JEOUL_FIND_GROUP) {
        size_t end = count - first < JEOUL_FIND_GROUP ? count : first + JEOUL_FIND_GROUP;
        make_keys(cache, text, starts, lengths, first, end, found);
        look_up(cache, first, end, found);
    }
}

static void read_units(const uint8_t *text, size_t text_length, const uint32_t *starts, const uint32_t *lengths,
                       const uint32_t *chosen, size_t count, jeoul_cut *cut) {
    (void)text_length;
    size_t position = 0;
    jeoul_begin_cut(cut, count);
    // Three bytes of a character to a lane, the last one the lowest.
    const __m512i lanes = _mm512_set_epi32(12, 11, 10, 9, 9, 8, 7, 6, 6, 5, 4, 3, 3, 2, 1, 0);
    const __m512i order = _mm512_broadcast_i32x4(
        _mm_set_epi8(-1, 9, 10, 11, -1, 6, 7, 8, -1, 3, 4, 5, -1, 0, 1, 2));
    for (size_t i = 0; i < count; i++) {
        const uint8_t *bytes = text + starts[chosen[i]];
        size_t length = lengths[chosen[i]];
        if (length > JEOUL_MOST_CUT_BYTES) {
            cut->others[cut->other_count++] = chosen[i];
            continue;
        }
        size_t prefix = bytes[0] < 0x80;
        size_t units = (length - prefix) / 3;
        uint32_t is_other = (units * 3 + prefix != length) | (units == 0);
        uint16_t *out = cut->padded_units + 2 + position;
        out[0] = bytes[0];
        for (size_t unit = 0; unit < units; unit += 16) {
            size_t left = units - unit < 16 ? units - unit : 16;
            __m512i characters =
                _mm512_maskz_loadu_epi8(_bzhi_u64(~0ull, (uint32_t)(3 * left)), bytes + prefix + 3 * unit);
            characters = _mm512_shuffle_epi8(_mm512_permutexvar_epi32(lanes, characters), order);
            __m512i bits = _mm512_and_si512(characters, _mm512_set1_epi32(0x000F3F3F));
            bits = _mm512_maddubs_epi16(bits, _mm512_set1_epi32(0x00014001));
            __m512i code = _mm512_madd_epi16(bits, _mm512_set1_epi32(4096 << 16 | 1));
            __m512i syllable = _mm512_sub_epi32(code, _mm512_set1_epi32(0xAC00));
            __m512i jamo = _mm512_sub_epi32(code, _mm512_set1_epi32(0x3131));
            __mmask16 is_syllable = _mm512_cmplt_epu32_mask(syllable, _mm512_set1_epi32(11172));
            __mmask16 is_jamo = _mm512_cmplt_epu32_mask(jamo, _mm512_set1_epi32(94));
            __mmask16 has_three = _mm512_cmpeq_epi32_mask(
                _mm512_and_si512(characters, _mm512_set1_epi32(0x00F00000)), _mm512_set1_epi32(0x00E00000));
            __m512i number = _mm512_add_epi32(syllable, _mm512_set1_epi32(JEOUL_SYLLABLE_UNIT));
            number = _mm512_mask_add_epi32(number, is_jamo, jamo, _mm512_set1_epi32(JEOUL_JAMO_UNIT));
            _mm256_storeu_si256((__m256i *)(out + prefix + unit), _mm512_cvtepi32_epi16(number));
            uint32_t good = (uint32_t)((is_syllable | is_jamo) & has_three);
            is_other |= (~good & _bzhi_u32(~0u, (uint32_t)left)) != 0;
        }
        position = jeoul_add_pretoken(cut, position, prefix + units, bytes[0] == 0x20, is_other, chosen[i]);
    }
    jeoul_end_cut(cut, position);
}

/// Which lanes' hashes pass a filter.
static inline __mmask16 passes(const uint32_t *filter, __m512i hash, uint32_t shift) {
    const __m512i one = _mm512_set1_epi32(1), low = _mm512_set1_epi32(31);
    __m512i index = _mm512_srl_epi32(hash, _mm_cvtsi32_si128((int)shift));
    __m512i words = _mm512_i32gather_epi32(_mm512_srli_epi32(index, 5), filter, 4);
    __m512i bits = _mm512_or_si512(_mm512_sllv_epi32(one, _mm512_and_si512(index, low)),
                                   _mm512_sllv_epi32(one, _mm512_and_si512(_mm512_srli_epi32(hash, 5), low)));
    return _mm512_cmpeq_epi32_mask(_mm512_and_si512(words, bits), bits);
}

static void find_span_boundaries(const jeoul_span_tables *tables, const jeoul_cut *cut, jeoul_span_counts *span_counts) {
    const jeoul_span_tables local = *tables;
    for (size_t block = 0; block <= cut->unit_count / 64; block++) {
        const uint16_t *units = jeoul_units(cut) + 64 * block;
        uint64_t pair_bits = 0, triple_bits = 0, next_bits = 0, previous_bits = 0;
        for (size_t i = 0; i < 64; i += 16) {
            __m512i before = _mm512_cvtepu16_epi32(_mm256_loadu_si256((const __m256i *)(units + i - 2)));
            __m512i previous = _mm512_cvtepu16_epi32(_mm256_loadu_si256((const __m256i *)(units + i - 1)));
            __m512i unit = _mm512_cvtepu16_epi32(_mm256_loadu_si256((const __m256i *)(units + i)));
            __m512i info = _mm512_i32gather_epi32(unit, local.units, 1);
            _mm_storeu_si128(
                (__m128i *)(span_counts->span_counts + 64 * block + i),
                _mm512_cvtepi32_epi8(_mm512_and_si512(info, _mm512_set1_epi32(JEOUL_UNIT_COUNT))));
            __m512i pair = _mm512_or_si512(_mm512_slli_epi32(previous, JEOUL_UNIT_BITS), unit);
            __m512i triple = _mm512_xor_si512(_mm512_mullo_epi32(before, _mm512_set1_epi32((int)0x85EBCA6B)), pair);
            pair = _mm512_mullo_epi32(pair, _mm512_set1_epi32((int)0x9E3779B1));
            triple = _mm512_mullo_epi32(triple, _mm512_set1_epi32((int)0xC2B2AE35));
            pair_bits |= (uint64_t)passes(local.pairs, pair, local.pair_shift) << i;
            triple_bits |= (uint64_t)passes(local.triples, triple, local.triple_shift) << i;
            next_bits |= (uint64_t)_mm512_test_epi32_mask(info, _mm512_set1_epi32(JEOUL_UNIT_JOINS_NEXT)) << i;
            previous_bits |= (uint64_t)_mm512_test_epi32_mask(info, _mm512_set1_epi32(JEOUL_UNIT_JOINS_PREVIOUS)) << i;
        }
        uint64_t next_before = local.units[units[-1]] / JEOUL_UNIT_JOINS_NEXT & 1;
        span_counts->joined[block] = pair_bits | next_bits << 1 | next_before | previous_bits;
        span_counts->triples[block] = triple_bits;
    }
}

#pragma clang attribute pop

const jeoul_kernel jeoul_kernel_avx512 = {"avx512", classify, characterize, validate, find_pairs, scan_blocks, scan_marks,
    look_up_pretokens, read_units, find_span_boundaries, jeoul_merge_lanes_avx512};
#endif
