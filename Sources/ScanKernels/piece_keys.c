// The keys of short pieces. Lengths and spaces vary without a pattern, so there is no branch on either, and masks from a
// table take half the instructions of masks made of the length.
#include <string.h>
#include "include/piece_keys.h"

/// For each length: the bytes that are kept, and what is added: the end mark, and the flag of a filled slot.
static const struct {
    uint64_t low, high, low_end, high_end;
} masks[16] = {
#define SHORT(n) {(1ull << (8 * n)) - 1, 0, 0xFFull << (8 * n), 1ull << 62}
#define LONG(n) {~0ull, (1ull << (8 * (n - 8))) - 1, 0, 1ull << 62 | 0xFFull << (8 * (n - 8))}
    SHORT(0), SHORT(1), SHORT(2), SHORT(3), SHORT(4), SHORT(5), SHORT(6), SHORT(7),
    LONG(8), LONG(9), LONG(10), LONG(11), LONG(12), LONG(13), LONG(14),
    {~0ull, (1ull << 56) - 1, 0, 1ull << 62},
#undef SHORT
#undef LONG
};

size_t jeoul_make_piece_keys(const uint8_t *text, const uint32_t *starts, const uint32_t *lengths, size_t count,
                             uint64_t *lows, uint64_t *highs, uint64_t *hashes, uint32_t *others, const void *slots,
                             uint64_t shift) {
    size_t other_count = 0;
    for (size_t i = 0; i < count; i++) {
        const uint8_t *piece = text + starts[i];
        uint64_t length = lengths[i];
        uint64_t space = (piece[0] == 0x20) & (length > 1);
        uint64_t bytes = length - space;
        uint64_t low, high;
        memcpy(&low, piece + space, 8);
        memcpy(&high, piece + space + 8, 8);
        uint64_t row = bytes < 15 ? bytes : 15;
        low = (low & masks[row].low) | masks[row].low_end;
        high = (high & masks[row].high) | masks[row].high_end | space << 63;
        uint64_t hash = jeoul_key_hash(low, high);
        // A slot whose first word is eight NULs would be an empty one.
        uint64_t is_other = (bytes > 15) | (low == 0);
        lows[i] = low;
        highs[i] = is_other ? 0 : high;
        hashes[i] = hash;
        __builtin_prefetch((const uint8_t *)slots + (hash >> shift) * 16, 0, 3);
        others[other_count] = (uint32_t)i;
        other_count += is_other;
    }
    return other_count;
}
