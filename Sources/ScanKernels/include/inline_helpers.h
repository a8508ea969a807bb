// A small helper that inlines into Swift, which does not make vectors of such a loop.
#ifndef JEOUL_INLINE_HELPERS_H
#define JEOUL_INLINE_HELPERS_H
#include <stddef.h>
#include <stdint.h>

/// How often a byte occurs. The loops are such that the compiler makes vectors of them.
static inline size_t jeoul_count_byte(const uint8_t *bytes, size_t length, uint8_t byte) {
    enum { LANES = 64, MOST_ROWS = 255 };
    size_t count = 0, rows = length / LANES;
    for (size_t row = 0; row < rows;) {
        // A lane is a byte, which holds no more than that.
        size_t end = rows - row < MOST_ROWS ? rows : row + MOST_ROWS;
        uint8_t lanes[LANES] = {0};
        for (; row < end; row++) {
            for (size_t i = 0; i < LANES; i++) { lanes[i] += bytes[LANES * row + i] == byte; }
        }
        for (size_t i = 0; i < LANES; i++) { count += lanes[i]; }
    }
    for (size_t i = LANES * rows; i < length; i++) { count += bytes[i] == byte; }
    return count;
}

#endif
