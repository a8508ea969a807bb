// Small helpers that inline into Swift, which has no such instruction of its own.
#ifndef JEOUL_INLINE_HELPERS_H
#define JEOUL_INLINE_HELPERS_H
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/// Asks for a cache line that will be read soon.
static inline void jeoul_prefetch(const void *address) { __builtin_prefetch(address, 0, 3); }

/// The offset of the first place where `first` is followed by `second`, or `length`. Eight places at a time: a byte of a
/// word is zero where both agree.
static inline size_t jeoul_find_pair(const uint8_t *text, size_t length, uint8_t first, uint8_t second) {
    const uint64_t ones = 0x0101010101010101, highs = 0x8080808080808080;
    size_t i = 0;
    for (; i + 9 <= length; i += 8) {
        uint64_t here, next;
        memcpy(&here, text + i, 8);
        memcpy(&next, text + i + 1, 8);
        uint64_t differs = (here ^ ones * first) | (next ^ ones * second);
        if ((differs - ones) & ~differs & highs) { break; }
    }
    for (; i + 1 < length; i++) {
        if (text[i] == first && text[i + 1] == second) { return i; }
    }
    return length;
}

#endif
