#include "jeoul_python.h"
#include <string.h>

#if defined(__x86_64__)
#include <immintrin.h>

// Sixteen units at a time, as long as there are no surrogates; the number of units that were read.
__attribute__((target("avx512f,avx512bw,avx512vl,avx512vbmi2"))) static size_t
read_plain(const uint16_t *units, size_t count, uint8_t **out, size_t *line_ends) {
    const __m512i low_bits = _mm512_set1_epi32(0x3F);
    size_t i = 0;
    // A store is of 64 bytes: there is room as long as there are 32 units.
    for (; i + 32 <= count; i += 16) {
        __m512i unit = _mm512_cvtepu16_epi32(_mm256_loadu_si256((const void *)(units + i)));
        if (_mm512_cmpeq_epi32_mask(_mm512_and_si512(unit, _mm512_set1_epi32(0xF800)), _mm512_set1_epi32(0xD800))) break;
        __mmask16 one = _mm512_cmplt_epu32_mask(unit, _mm512_set1_epi32(0x80));
        __mmask16 two = _mm512_cmplt_epu32_mask(unit, _mm512_set1_epi32(0x800));
        *line_ends += (size_t)__builtin_popcount(_mm512_cmpeq_epi32_mask(unit, _mm512_set1_epi32('\n')));
        __m512i last = _mm512_and_si512(unit, low_bits), middle = _mm512_and_si512(_mm512_srli_epi32(unit, 6), low_bits);
        __m512i of_three = _mm512_or_si512(
            _mm512_or_si512(_mm512_set1_epi32(0x8080E0), _mm512_srli_epi32(unit, 12)),
            _mm512_or_si512(_mm512_slli_epi32(middle, 8), _mm512_slli_epi32(last, 16)));
        __m512i of_two = _mm512_or_si512(
            _mm512_or_si512(_mm512_set1_epi32(0x80C0), _mm512_srli_epi32(unit, 6)), _mm512_slli_epi32(last, 8));
        __m512i bytes = _mm512_mask_mov_epi32(_mm512_mask_mov_epi32(of_three, two, of_two), one, unit);
        __m512i used = _mm512_mask_mov_epi32(_mm512_set1_epi32(0x00FFFFFF), two, _mm512_set1_epi32(0xFFFF));
        __mmask64 kept = _mm512_movepi8_mask(_mm512_mask_mov_epi32(used, one, _mm512_set1_epi32(0xFF)));
        _mm512_storeu_si512(*out, _mm512_maskz_compress_epi8(kept, bytes));
        *out += __builtin_popcountll(kept);
    }
    return i;
}

static int has_fast(void) {
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl")
           && __builtin_cpu_supports("avx512vbmi2");
}
#else
static size_t read_plain(const uint16_t *units, size_t count, uint8_t **out, size_t *line_ends) {
    (void)units, (void)count, (void)out, (void)line_ends;
    return 0;
}

static int has_fast(void) { return 0; }
#endif

// One scalar, of one unit or two; the number of units.
static size_t read_one(const uint16_t *units, size_t count, uint8_t **out) {
    uint32_t scalar = units[0];
    if ((scalar & 0xF800) == 0xD800) {
        if (scalar < 0xDC00 && count > 1 && (units[1] & 0xFC00) == 0xDC00) {
            scalar = 0x10000 + ((scalar & 0x3FF) << 10) + (units[1] & 0x3FF);
            *(*out)++ = (uint8_t)(0xF0 | scalar >> 18);
            *(*out)++ = (uint8_t)(0x80 | (scalar >> 12 & 0x3F));
            *(*out)++ = (uint8_t)(0x80 | (scalar >> 6 & 0x3F));
            *(*out)++ = (uint8_t)(0x80 | (scalar & 0x3F));
            return 2;
        }
        scalar = 0xFFFD;
    }
    if (scalar < 0x80) {
        *(*out)++ = (uint8_t)scalar;
        return 1;
    }
    if (scalar < 0x800) {
        *(*out)++ = (uint8_t)(0xC0 | scalar >> 6);
    } else {
        *(*out)++ = (uint8_t)(0xE0 | scalar >> 12);
        *(*out)++ = (uint8_t)(0x80 | (scalar >> 6 & 0x3F));
    }
    *(*out)++ = (uint8_t)(0x80 | (scalar & 0x3F));
    return 1;
}

static size_t convert(const uint16_t *units, size_t unit_count, uint8_t *bytes, size_t *line_ends, int is_fast) {
    uint8_t *out = bytes;
    size_t i = 0, ends = 0;
    while (i < unit_count) {
        if (is_fast) i += read_plain(units + i, unit_count - i, &out, &ends);
        // Then some one by one: up to and beyond what the fast way stops at. Without branches where four bytes have room, for
        // in Korean text lengths change too often to be foreseen.
        for (size_t some = 0; some < 64 && i < unit_count; ++some) {
            uint32_t unit = units[i];
            ends += unit == '\n';
            if ((unit & 0xF800) == 0xD800 || i + 1 == unit_count) {
                i += read_one(units + i, unit_count - i, &out);
                continue;
            }
            uint32_t last = unit & 0x3F, three = 0x8080E0 | unit >> 12 | (unit >> 6 & 0x3F) << 8 | last << 16;
            uint32_t two = 0x80C0 | unit >> 6 | last << 8, most = unit < 0x800 ? two : three;
            uint32_t word = unit < 0x80 ? unit : most;
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
            word = __builtin_bswap32(word);
#endif
            memcpy(out, &word, 4);
            out += 1 + (unit >= 0x80) + (unit >= 0x800);
            ++i;
        }
    }
    if (line_ends != NULL) *line_ends = ends;
    return (size_t)(out - bytes);
}

size_t jeoul_text_from_utf16(const uint16_t *units, size_t unit_count, uint8_t *bytes, size_t *line_ends) {
    return convert(units, unit_count, bytes, line_ends, has_fast());
}

// The same without vectors, for the tests; not exported.
size_t jeoul_text_from_utf16_plainly(const uint16_t *units, size_t unit_count, uint8_t *bytes, size_t *line_ends);
size_t jeoul_text_from_utf16_plainly(const uint16_t *units, size_t unit_count, uint8_t *bytes, size_t *line_ends) {
    return convert(units, unit_count, bytes, line_ends, 0);
}
