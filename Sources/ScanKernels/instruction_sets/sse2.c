// SSE2, which every x86-64 machine has.
#if defined(__x86_64__)
#include <emmintrin.h>
#include <stdint.h>

#define V_WIDTH 16
typedef __m128i vec;
typedef __m128i mask;  // the top bit of each byte

static inline vec v_load(const uint8_t *p) { return _mm_loadu_si128((const __m128i *)p); }
static inline vec v_left(vec x, int n) { return _mm_slli_epi16(x, n); }
static inline vec v_right(vec x, int n) { return _mm_srli_epi16(x, n); }

static inline vec v_pick(uint8_t bits, vec a, vec b) {
    vec m = _mm_set1_epi8((char)bits);
    return _mm_or_si128(_mm_and_si128(m, a), _mm_andnot_si128(m, b));
}

static inline mask v_is(vec x, uint8_t c) { return _mm_cmpeq_epi8(x, _mm_set1_epi8((char)c)); }

static inline mask v_in(vec x, uint8_t low, uint8_t high) {
    if (low == 0x80 && high == 0xFF) return x;
    // SSE2 compares signed bytes only: move `low` to the least of them.
    vec moved = _mm_add_epi8(x, _mm_set1_epi8((char)(0x80 - low)));
    return _mm_cmplt_epi8(moved, _mm_set1_epi8((char)(high - low + 1 - 0x80)));
}

static inline mask m_and(mask a, mask b) { return _mm_and_si128(a, b); }
static inline mask m_or(mask a, mask b) { return _mm_or_si128(a, b); }
static inline mask m_and_not(mask a, mask b) { return _mm_andnot_si128(b, a); }

static inline uint64_t m_bits(const mask m[4]) {
    uint64_t low = (uint64_t)_mm_movemask_epi8(m[0]) | (uint64_t)_mm_movemask_epi8(m[1]) << 16;
    uint64_t high = (uint64_t)_mm_movemask_epi8(m[2]) | (uint64_t)_mm_movemask_epi8(m[3]) << 16;
    return low | high << 32;
}

#include "../scan/scan_body.h"
#include "../scan/pair_search_body.h"
#include "../scan/block_scan_body.h"
#include "../scan/mark_scan_body.h"

const jeoul_kernel jeoul_kernel_sse2 = {"sse2", classify, characterize, validate, find_pairs, scan_blocks, scan_marks,
    jeoul_look_up_pretokens_anywhere, jeoul_read_units_anywhere, jeoul_find_span_boundaries_anywhere,
    NULL};
#endif
