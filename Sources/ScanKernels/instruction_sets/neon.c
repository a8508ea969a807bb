// NEON, which every 64-bit ARM machine has.
#if defined(__aarch64__)
#include <arm_neon.h>
#include <stdint.h>

#define V_WIDTH 16
typedef uint8x16_t vec;
typedef uint8x16_t mask;  // every bit of each byte

static inline vec v_load(const uint8_t *p) { return vld1q_u8(p); }
static inline vec v_left(vec x, int n) { return vshlq_u8(x, vdupq_n_s8((int8_t)n)); }
static inline vec v_right(vec x, int n) { return vshlq_u8(x, vdupq_n_s8((int8_t)-n)); }
static inline vec v_pick(uint8_t bits, vec a, vec b) { return vbslq_u8(vdupq_n_u8(bits), a, b); }
static inline mask v_is(vec x, uint8_t c) { return vceqq_u8(x, vdupq_n_u8(c)); }

static inline mask v_in(vec x, uint8_t low, uint8_t high) {
    return vcleq_u8(vsubq_u8(x, vdupq_n_u8(low)), vdupq_n_u8((uint8_t)(high - low)));
}

static inline mask m_and(mask a, mask b) { return vandq_u8(a, b); }
static inline mask m_or(mask a, mask b) { return vorrq_u8(a, b); }
static inline mask m_and_not(mask a, mask b) { return vbicq_u8(a, b); }

static inline uint64_t m_bits(const mask m[4]) {
    // NEON has no movemask: keep one bit of each byte, then add neighbours three times.
    const uint8x16_t bit = {1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128};
    uint8x16_t low = vpaddq_u8(vandq_u8(m[0], bit), vandq_u8(m[1], bit));
    uint8x16_t high = vpaddq_u8(vandq_u8(m[2], bit), vandq_u8(m[3], bit));
    uint8x16_t sum = vpaddq_u8(low, high);
    return vgetq_lane_u64(vreinterpretq_u64_u8(vpaddq_u8(sum, sum)), 0);
}

#include "../scan/scan_body.h"
#include "../scan/pair_search_body.h"
#include "../scan/block_scan_body.h"
#include "../scan/mark_scan_body.h"

const jeoul_kernel jeoul_kernel_neon = {"neon", classify, characterize, validate, find_pairs, scan_blocks, scan_marks,
    jeoul_look_up_pretokens_anywhere, jeoul_read_units_anywhere, jeoul_find_span_boundaries_anywhere,
    NULL};
#endif
