// The scan with 64-bit integers for vectors, eight bytes at a time: for machines that no other kernel fits.
#include <stdint.h>
#include <string.h>

#define V_WIDTH 8
typedef uint64_t vec;
typedef uint64_t mask;  // the top bit of each byte, and no other

static const uint64_t ones = 0x0101010101010101, tops = 0x8080808080808080;

static inline vec v_load(const uint8_t *p) {
    uint64_t x;
    memcpy(&x, p, sizeof x);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    x = __builtin_bswap64(x);
#endif
    return x;
}

static inline vec v_left(vec x, int n) { return x << n; }
static inline vec v_right(vec x, int n) { return x >> n; }
static inline vec v_pick(uint8_t bits, vec a, vec b) { return b ^ ((a ^ b) & bits * ones); }
static inline mask m_and(mask a, mask b) { return a & b; }
static inline mask m_or(mask a, mask b) { return a | b; }
static inline mask m_and_not(mask a, mask b) { return a & ~b; }

/// The bytes whose low seven bits are at least `low`. It is at most 0x80, so that no sum carries into a neighbour.
static inline mask low_bits_at_least(vec x, uint8_t low) {
    return ((x & ~tops) + (uint8_t)(0x80 - low) * ones) & tops;
}

static inline mask v_in(vec x, uint8_t low, uint8_t high) {
    uint8_t low_bits = low & 0x7F, after = (high & 0x7F) + 1;
    if ((low ^ high) & 0x80) {
        // From `low` to 7F, and from 80 to `high`.
        return (low_bits_at_least(x, low_bits) & ~x) | (~low_bits_at_least(x, after) & x & tops);
    }
    return low_bits_at_least(x, low_bits) & ~low_bits_at_least(x, after) & (low & 0x80 ? x : ~x);
}

static inline mask v_is(vec x, uint8_t c) { return v_in(x, c, c); }

static inline uint64_t m_bits(const mask m[8]) {
    uint64_t bits = 0;
    // The product brings the top bits of the eight bytes together in its highest byte.
    for (int i = 0; i < 8; i += 1) bits |= (m[i] * 0x0002040810204081) >> 56 << (8 * i);
    return bits;
}

#include "../scan/scan_body.h"
#include "../scan/pair_search_body.h"
#include "../scan/block_scan_body.h"
#include "../scan/mark_scan_body.h"

/// The length of the well-formed sequence at the start of text[0 ..< length], or 0.
static inline size_t sequence_length(const uint8_t *text, size_t length) {
    uint8_t first = text[0], least = 0x80, most = 0xBF;
    size_t count;
    if (first < 0x80) return 1;
    if (first < 0xC2 || first > 0xF4) return 0;
    if (first < 0xE0) {
        count = 2;
    } else if (first < 0xF0) {
        count = 3;
        if (first == 0xE0) least = 0xA0;
        if (first == 0xED) most = 0x9F;
    } else {
        count = 4;
        if (first == 0xF0) least = 0x90;
        if (first == 0xF4) most = 0x8F;
    }
    if (length < count || text[1] < least || text[1] > most) return 0;
    for (size_t i = 2; i < count; i += 1) {
        if ((text[i] & 0xC0) != 0x80) return 0;
    }
    return count;
}

size_t jeoul_validate_from(const uint8_t *text, size_t offset, size_t length) {
    while (offset < length) {
        size_t count = sequence_length(text + offset, length - offset);
        if (count == 0) break;
        offset += count;
    }
    return offset;
}

const jeoul_kernel jeoul_kernel_scalar = {"scalar", classify, characterize, validate, find_pairs, scan_blocks, scan_marks,
    jeoul_look_up_pretokens_anywhere, jeoul_read_units_anywhere, jeoul_find_span_boundaries_anywhere,
    NULL};
