// The look-ups of short pieces, for every processor. Lengths, spaces and places vary without a pattern, so there is no
// branch on any of them, and masks from a table take half the instructions of masks made of the length.
#include "kernels.h"
#include <string.h>

/// For each length: the bytes that are kept, and what is added: the end mark, and the flag of a filled slot.
static const struct {
    uint64_t low, high, low_end, high_end;
} masks[16] = {
#define SHORT(n) {(1ull << (8 * n)) - 1, 0, 0xFFull << (8 * n), JEOUL_KEY_FILLED}
#define LONG(n) {~0ull, (1ull << (8 * (n - 8))) - 1, 0, JEOUL_KEY_FILLED | 0xFFull << (8 * (n - 8))}
    SHORT(0), SHORT(1), SHORT(2), SHORT(3), SHORT(4), SHORT(5), SHORT(6), SHORT(7),
    LONG(8), LONG(9), LONG(10), LONG(11), LONG(12), LONG(13), LONG(14),
    {~0ull, (1ull << 56) - 1, 0, JEOUL_KEY_FILLED},
#undef SHORT
#undef LONG
};

jeoul_piece_key jeoul_piece_key_of(uint64_t low, uint64_t high, uint64_t length, uint64_t has_space) {
    return (jeoul_piece_key){
        (low & masks[length].low) | masks[length].low_end,
        (high & masks[length].high) | masks[length].high_end | (has_space ? JEOUL_KEY_SPACE : 0),
    };
}

static void make_keys(const jeoul_piece_cache *cache, const uint8_t *text, size_t text_length, const uint32_t *starts,
                      const uint32_t *lengths, size_t first, size_t end, jeoul_found_pieces *found) {
    size_t long_count = found->long_count;
    for (size_t i = first; i < end; i++) {
        const uint8_t *piece = text + starts[i];
        uint64_t length = lengths[i];
        uint64_t space = (piece[0] == 0x20) & (length > 1);
        uint64_t bytes = length - space;
        uint8_t copy[24];
        if (text_length - starts[i] < 24) {
            memset(copy, 0, sizeof copy);
            piece = memcpy(copy, piece, length < 24 ? length : 24);
        }
        uint64_t low, high;
        memcpy(&low, piece + space, 8);
        memcpy(&high, piece + space + 8, 8);
        uint64_t row = bytes < JEOUL_KEY_BYTES ? bytes : JEOUL_KEY_BYTES;
        jeoul_piece_key key = {(low & masks[row].low) | masks[row].low_end,
                               (high & masks[row].high) | masks[row].high_end | space << 63};
        uint64_t hash = jeoul_key_hash(key);
        uint64_t is_long = bytes > JEOUL_KEY_BYTES;
        key.high = is_long ? 0 : key.high;
        found->keys[i] = key;
        found->hashes[i] = hash;
        __builtin_prefetch(cache->slots + (hash >> cache->bucket_shift) * JEOUL_BUCKET_SLOTS, 0, 3);
        found->long_pieces[long_count] = (uint32_t)i;
        long_count += is_long;
    }
    found->long_count = long_count;
}

static void look_up(const jeoul_piece_cache *cache, size_t first, size_t end, jeoul_found_pieces *found) {
    size_t missing_count = found->missing_count, late_count = found->late_count;
    for (size_t i = first; i < end; i++) {
        jeoul_piece_key key = found->keys[i];
        size_t bucket = (found->hashes[i] >> cache->bucket_shift) * JEOUL_BUCKET_SLOTS;
        const jeoul_piece_key *slots = cache->slots + bucket;
        uint64_t place = 0, high = 0, differs = ~0ull;
        for (uint64_t k = 0; k < JEOUL_BUCKET_SLOTS; k++) {
            uint64_t differs_here = (slots[k].low ^ key.low) | ((slots[k].high ^ key.high) & ~JEOUL_KEY_COUNT);
            place = differs_here == 0 ? k : place;
            high = differs_here == 0 ? slots[k].high : high;
            differs = differs_here == 0 ? 0 : differs;
        }
        found->counts[i] = (uint32_t)(high >> JEOUL_KEY_COUNT_SHIFT) & 0x1F;
        found->slots[i] = (uint32_t)(bucket + place);
        found->missing[missing_count] = (uint32_t)i;
        missing_count += (differs != 0) & (key.high != 0);
        found->late_slots[late_count] = (uint32_t)(bucket + place);
        late_count += place == JEOUL_BUCKET_SLOTS - 1;
    }
    found->missing_count = missing_count;
    found->late_count = late_count;
}

void jeoul_find_pieces_anywhere(const jeoul_piece_cache *cache, const uint8_t *text, size_t text_length,
                                const uint32_t *starts, const uint32_t *lengths, size_t count,
                                jeoul_found_pieces *found) {
    found->missing_count = found->long_count = found->late_count = 0;
    for (size_t first = 0; first < count; first += JEOUL_FIND_GROUP) {
        size_t end = count - first < JEOUL_FIND_GROUP ? count : first + JEOUL_FIND_GROUP;
        make_keys(cache, text, text_length, starts, lengths, first, end, found);
        look_up(cache, first, end, found);
    }
}

uint32_t jeoul_insert_piece(const jeoul_piece_cache *cache, jeoul_piece_key key, uint64_t hash, uint32_t count,
                            uint32_t *is_new) {
    size_t bucket = (hash >> cache->bucket_shift) * JEOUL_BUCKET_SLOTS;
    jeoul_piece_key *slots = cache->slots + bucket;
    size_t place = 0;
    for (; place < JEOUL_BUCKET_SLOTS - 1 && slots[place].high != 0; place++) {
        if (slots[place].low == key.low && ((slots[place].high ^ key.high) & ~JEOUL_KEY_COUNT) == 0) {
            *is_new = 0;
            return (uint32_t)(bucket + place);
        }
    }
    *is_new = slots[place].high == 0;
    slots[place].low = key.low;
    slots[place].high = key.high | (uint64_t)count << JEOUL_KEY_COUNT_SHIFT;
    return (uint32_t)(bucket + place);
}
