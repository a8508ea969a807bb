// AVX-512 F, BW and VL, with BMI 1 and 2, which every such machine has: called only where dispatch.c has found them.
#if defined(__x86_64__)
#include <immintrin.h>
#include <stdint.h>
#include <string.h>
#include "kernels.h"

// An attribute and not a build flag: a package with unsafe flags cannot be depended on.
#pragma clang attribute push(__attribute__((target("avx512f,avx512bw,avx512vl,bmi,bmi2"))), apply_to = function)

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

static inline void make_keys(const jeoul_piece_cache *cache, const uint8_t *text, const uint32_t *starts,
                             const uint32_t *lengths, size_t first, size_t end, jeoul_found_pieces *found) {
    const jeoul_piece_cache local = *cache;
    jeoul_piece_key *keys = found->keys;
    uint64_t *hashes = found->hashes;
    uint32_t *long_pieces = found->long_pieces;
    size_t long_count = found->long_count;
    const __m128i ones = _mm_set1_epi8(-1);
    for (size_t i = first; i < end; i++) {
        const uint8_t *piece = text + starts[i];
        uint32_t length = lengths[i];
        uint32_t space = (piece[0] == 0x20) & (length > 1);
        uint32_t bytes = length - space;
        uint64_t is_long = bytes > JEOUL_KEY_BYTES;
        // The bytes that are masked out are not read, wherever the text ends.
        uint32_t kept = _bzhi_u32(0x7FFF, is_long ? JEOUL_KEY_BYTES : bytes);
        __m128i key = _mm_maskz_loadu_epi8((__mmask16)kept, piece + space);
        key = _mm_mask_mov_epi8(key, (__mmask16)((kept + 1) & 0x7FFF), ones);
        jeoul_piece_key words = {(uint64_t)_mm_cvtsi128_si64(key),
                                 (uint64_t)_mm_extract_epi64(key, 1) | JEOUL_KEY_FILLED | (uint64_t)space << 63};
        uint64_t hash = jeoul_key_hash(words);
        words.high = is_long ? 0 : words.high;
        keys[i] = words;
        hashes[i] = hash;
        __builtin_prefetch(local.slots + (hash >> local.bucket_shift) * JEOUL_BUCKET_SLOTS, 0, 3);
        long_pieces[long_count] = (uint32_t)i;
        long_count += is_long;
    }
    found->long_count = long_count;
}

static inline void look_up(const jeoul_piece_cache *cache, size_t first, size_t end, jeoul_found_pieces *found) {
    const jeoul_piece_cache local = *cache;
    const jeoul_found_pieces out = *found;
    size_t missing_count = out.missing_count, late_count = out.late_count;
    const __m512i compared = _mm512_broadcast_i32x4(_mm_set_epi64x((int64_t)~JEOUL_KEY_COUNT, -1));
    for (size_t i = first; i < end; i++) {
        size_t bucket = (out.hashes[i] >> local.bucket_shift) * JEOUL_BUCKET_SLOTS;
        __m512i key = _mm512_broadcast_i32x4(_mm_loadu_si128((const __m128i *)(out.keys + i)));
        __m512i slots = _mm512_load_si512(local.slots + bucket);
        uint32_t equal = _mm512_testn_epi64_mask(_mm512_xor_si512(key, slots), compared);
        // Both words of a slot. Where none is equal the last one's place is given, and not used.
        equal &= equal >> 1 & 0x55;
        uint32_t place = _tzcnt_u32(equal | 0x40) >> 1;
        uint64_t high = local.slots[bucket + place].high;
        out.counts[i] = (uint32_t)(high >> JEOUL_KEY_COUNT_SHIFT) & 0x1F;
        out.slots[i] = (uint32_t)(bucket + place);
        out.missing[missing_count] = (uint32_t)i;
        missing_count += (equal == 0) & (out.keys[i].high != 0);
        out.late_slots[late_count] = (uint32_t)(bucket + place);
        late_count += equal == 0x40;
    }
    found->missing_count = missing_count;
    found->late_count = late_count;
}

static void find_pieces(const jeoul_piece_cache *cache, const uint8_t *text, size_t text_length, const uint32_t *starts,
                        const uint32_t *lengths, size_t count, jeoul_found_pieces *found) {
    (void)text_length;
    found->missing_count = found->long_count = found->late_count = 0;
    for (size_t first = 0; first < count; first += JEOUL_FIND_GROUP) {
        size_t end = count - first < JEOUL_FIND_GROUP ? count : first + JEOUL_FIND_GROUP;
        make_keys(cache, text, starts, lengths, first, end, found);
        look_up(cache, first, end, found);
    }
}

#pragma clang attribute pop

const jeoul_kernel jeoul_kernel_avx512 = {"avx512", classify, characterize, validate, find_pieces};
#endif
