// AVX-512 F and BW: called only where dispatch.c has found them.
#if defined(__x86_64__)
#include <immintrin.h>
#include <stdint.h>
#include <string.h>
#include "kernels.h"

// An attribute and not a build flag: a package with unsafe flags cannot be depended on.
#pragma clang attribute push(__attribute__((target("avx512f,avx512bw"))), apply_to = function)

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

#include "scan_body.h"

#pragma clang attribute pop

const jeoul_kernel jeoul_kernel_avx512 = {"avx512", classify, characterize, validate};
#endif
