// AVX2: called only where dispatch.c has found it.
#if defined(__x86_64__)
#include <immintrin.h>
#include <stdint.h>
#include <string.h>
#include "../kernels.h"

// An attribute and not a build flag: a package with unsafe flags cannot be depended on.
#pragma clang attribute push(__attribute__((target("avx2,bmi,bmi2,popcnt"))), apply_to = function)

#define V_WIDTH 32
typedef __m256i vec;
typedef __m256i mask;  // the top bit of each byte

static inline vec v_load(const uint8_t *p) { return _mm256_loadu_si256((const __m256i *)p); }
static inline vec v_left(vec x, int n) { return _mm256_slli_epi16(x, n); }
static inline vec v_right(vec x, int n) { return _mm256_srli_epi16(x, n); }

static inline vec v_pick(uint8_t bits, vec a, vec b) {
    vec m = _mm256_set1_epi8((char)bits);
    return _mm256_or_si256(_mm256_and_si256(m, a), _mm256_andnot_si256(m, b));
}

static inline mask v_is(vec x, uint8_t c) { return _mm256_cmpeq_epi8(x, _mm256_set1_epi8((char)c)); }

static inline mask v_in(vec x, uint8_t low, uint8_t high) {
    if (low == 0x80 && high == 0xFF) return x;
    // AVX2 compares signed bytes only: move `low` to the least of them.
    vec moved = _mm256_add_epi8(x, _mm256_set1_epi8((char)(0x80 - low)));
    return _mm256_cmpgt_epi8(_mm256_set1_epi8((char)(high - low + 1 - 0x80)), moved);
}

static inline mask m_and(mask a, mask b) { return _mm256_and_si256(a, b); }
static inline mask m_or(mask a, mask b) { return _mm256_or_si256(a, b); }
static inline mask m_and_not(mask a, mask b) { return _mm256_andnot_si256(b, a); }

static inline uint64_t m_bits(const mask m[2]) {
    return (uint32_t)_mm256_movemask_epi8(m[0]) | (uint64_t)(uint32_t)_mm256_movemask_epi8(m[1]) << 32;
}

#include "../scan/scan_body.h"
#include "../scan/pair_search_body.h"
#include "../scan/block_scan_body.h"
#include "../scan/mark_scan_body.h"

#pragma clang attribute pop

const jeoul_kernel jeoul_kernel_avx2 = {"avx2", classify, characterize, validate, find_pairs, scan_blocks, scan_marks,
    jeoul_look_up_pretokens_anywhere, jeoul_read_units_anywhere, jeoul_find_span_boundaries_anywhere,
    NULL};
#endif
