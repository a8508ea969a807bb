// The look-ups of short pre-tokens, for every processor. Lengths, spaces and places vary without a pattern, so there is no
// branch on any of them.
#include "../kernels.h"
#include <string.h>

// The row of a key's end is that of its length, and 16 further for one with a space.
#define SHORT(n, space) {{(1ull << (8 * n)) - 1, 0}, {0xFFull << (8 * n), JEOUL_KEY_FILLED | space}, (1ull << n) - 1}
#define LONG(n, space) {{~0ull, (1ull << (8 * (n - 8))) - 1}, {0, JEOUL_KEY_FILLED | space | 0xFFull << (8 * (n - 8))}, (1ull << n) - 1}
#define ROWS(space)                                                                                             \
    SHORT(0, space), SHORT(1, space), SHORT(2, space), SHORT(3, space), SHORT(4, space), SHORT(5, space),       \
    SHORT(6, space), SHORT(7, space), LONG(8, space), LONG(9, space), LONG(10, space), LONG(11, space),         \
    LONG(12, space), LONG(13, space), LONG(14, space), {{~0ull, (1ull << 56) - 1}, {0, JEOUL_KEY_FILLED | space}, 0x7FFF}
const jeoul_key_end jeoul_key_ends[34] = {
    ROWS(0), ROWS(JEOUL_KEY_SPACE),
    {{~0ull, (1ull << 56) - 1}, {0, JEOUL_KEY_LONG}, 0x7FFF},
    {{~0ull, (1ull << 56) - 1}, {0, JEOUL_KEY_LONG | JEOUL_KEY_SPACE}, 0x7FFF},
};

static inline jeoul_pretoken_key key_of(const uint8_t *pretoken, size_t length) {
    size_t space = (pretoken[0] == 0x20) & (length > 1);
    size_t bytes = length - space;
    const jeoul_key_end *end = jeoul_key_ends + jeoul_key_end_row(bytes, space);
    uint64_t low, high;
    memcpy(&low, pretoken + space, 8);
    memcpy(&high, pretoken + space + 8, 8);
    return (jeoul_pretoken_key){(low & end->kept[0]) | end->added[0], (high & end->kept[1]) | end->added[1]};
}

jeoul_pretoken_key jeoul_pretoken_key_of(const uint8_t *pretoken, size_t length) {
    uint8_t copy[24] = {0};
    memcpy(copy, pretoken, length < sizeof copy ? length : sizeof copy);
    return key_of(copy, length);
}

static void make_keys(const jeoul_pretoken_cache *cache, const uint8_t *text, size_t text_length, const uint32_t *starts,
                      const uint32_t *lengths, size_t first, size_t end, jeoul_cache_lookup *found) {
    for (size_t i = first; i < end; i++) {
        const uint8_t *pretoken = text + starts[i];
        size_t length = lengths[i];
        jeoul_pretoken_key key =
            text_length - starts[i] < 24 ? jeoul_pretoken_key_of(pretoken, length) : key_of(pretoken, length);
        uint32_t bucket = (uint32_t)(jeoul_key_hash(key) >> cache->bucket_shift) * JEOUL_BUCKET_SLOTS;
        found->keys[i] = key;
        found->buckets[i] = bucket;
        __builtin_prefetch(cache->slots + bucket, 0, 3);
        if (cache->row_bytes) { __builtin_prefetch(cache->rows + (size_t)bucket * cache->row_bytes, 0, 3); }
    }
}

static void look_up(const jeoul_pretoken_cache *cache, size_t first, size_t end, jeoul_cache_lookup *found) {
    size_t missing_count = found->missing_count;
    for (size_t i = first; i < end; i++) {
        jeoul_pretoken_key key = found->keys[i];
        size_t bucket = found->buckets[i];
        const jeoul_pretoken_key *slots = cache->slots + bucket;
        // Where several slots have the same first word, a pre-token may not be found though it is there: it is worked out again.
        size_t place = slots[1].low == key.low ? 1 : 0;
        place = slots[2].low == key.low ? 2 : place;
        place = slots[3].low == key.low ? 3 : place;
        uint64_t high = slots[place].high;
        uint64_t differs = (slots[place].low ^ key.low) | ((high ^ key.high) & ~JEOUL_KEY_COUNT);
        found->counts[i] = (uint32_t)(high >> JEOUL_KEY_COUNT_SHIFT) & 0x1F;
        found->slots[i] = (uint32_t)(bucket + place);
        found->missing[missing_count] = (uint32_t)i;
        missing_count += differs != 0;
    }
    found->missing_count = missing_count;
}

void jeoul_look_up_pretokens_anywhere(const jeoul_pretoken_cache *cache, const uint8_t *text, size_t text_length,
                                const uint32_t *starts, const uint32_t *lengths, size_t count,
                                jeoul_cache_lookup *found) {
    found->missing_count = 0;
    for (size_t first = 0; first < count; first += JEOUL_FIND_GROUP) {
        size_t end = count - first < JEOUL_FIND_GROUP ? count : first + JEOUL_FIND_GROUP;
        make_keys(cache, text, text_length, starts, lengths, first, end, found);
        look_up(cache, first, end, found);
    }
}

uint32_t jeoul_insert_pretoken(const jeoul_pretoken_cache *cache, jeoul_pretoken_key key, uint32_t bucket, uint32_t count,
                            uint32_t *is_new) {
    jeoul_pretoken_key *slots = cache->slots + bucket;
    uint32_t place = 0;
    for (; place < JEOUL_BUCKET_SLOTS - 1 && slots[place].high != 0; place++) {
        if (slots[place].low == key.low && ((slots[place].high ^ key.high) & ~JEOUL_KEY_COUNT) == 0) {
            *is_new = 0;
            return bucket + place;
        }
    }
    *is_new = slots[place].high == 0;
    slots[place].low = key.low;
    slots[place].high = key.high | (uint64_t)count << JEOUL_KEY_COUNT_SHIFT;
    return bucket + place;
}
