// The cutting and pricing of new pieces. As in merge_runs.c, what cannot be predicted is not branched on: the joints of a
// piece are bits, and of a piece's segments only those of several characters are gone through.
#include "include/segments.h"
#include <string.h>
#include "include/piece_keys.h"

/// A piece as characters. Position 0 is an ASCII character that it may begin with, its units stand from position 1 on.
typedef struct {
    uint16_t units[JEOUL_MOST_UNITS + 1 + JEOUL_KEY_UNITS];
    /// What each costs by itself.
    uint8_t prices[JEOUL_MOST_UNITS + 1 + 8];
    size_t count;
    uint32_t has_prefix, has_space;
    /// Bit i: a token may reach across the edge between the positions i - 1 and i.
    uint32_t joined;
} characters;

static inline uint32_t bit_of(const uint64_t *filter, uint64_t index) {
    return (uint32_t)(filter[index >> 6] >> (index & 63) & 1);
}

/// False where a piece is not of Hangul units, apart from its first character, or is too long.
// `bytes[0 ..< length + 4]` must be readable.
static inline int read_characters(const jeoul_segment_tables *tables, const uint8_t *bytes, size_t length,
                                  characters *piece) {
    uint32_t prefix = bytes[0] < 0x80;
    size_t count = (length - prefix) / 3;
    if (count * 3 + prefix != length || count - 1 >= JEOUL_MOST_UNITS) { return 0; }
    uint32_t space = bytes[0] == 0x20;
    uint64_t previous = prefix ? bytes[0] : 0, before = 0;
    uint8_t previous_info = tables->units[previous];
    piece->prices[0] = previous_info & JEOUL_UNIT_COUNT;
    piece->units[0] = (uint16_t)previous;
    uint32_t joined = 0, is_other = 0;
    const uint8_t *at = bytes + prefix;
    for (size_t i = 1; i <= count; i++) {
        uint32_t word;
        memcpy(&word, at, 4);
        at += 3;
        uint32_t code = (word & 0x0F) << 12 | (word >> 2 & 0xFC0) | (word >> 16 & 0x3F);
        uint32_t syllable = code - 0xAC00, jamo = code - 0x3131;
        uint64_t unit = jamo < 94 ? jamo + JEOUL_JAMO_UNIT : syllable < 11172 ? syllable + JEOUL_SYLLABLE_UNIT : 0;
        is_other |= (unit == 0) | ((word & 0xF0) != 0xE0);
        uint8_t info = tables->units[unit];
        piece->units[i] = (uint16_t)unit;
        piece->prices[i] = info & JEOUL_UNIT_COUNT;
        uint32_t pair = bit_of(tables->pairs, jeoul_pair_hash(previous, unit) >> tables->pair_shift);
        uint32_t triple = bit_of(tables->triples, jeoul_triple_hash(before, previous, unit) >> tables->triple_shift);
        pair |= (previous_info / JEOUL_UNIT_JOINS_NEXT & 1) | (info / JEOUL_UNIT_JOINS_PREVIOUS & 1);
        joined |= (pair << i) | (triple * 3) << (i - 1);
        before = previous;
        previous = unit;
        previous_info = info;
    }
    piece->count = count;
    piece->has_prefix = prefix;
    piece->has_space = space;
    // Nothing before the first character; a space goes with what follows.
    piece->joined = (joined & ~3u) | (joined & 2 & (0 - prefix)) | space << 1;
    return !is_other;
}

/// What the characters cost that no token reaches across either edge of.
static inline uint32_t price_of_singles(const characters *piece) {
    const uint64_t ones = 0x0101010101010101;
    uint32_t positions = ((2u << piece->count) - 1) & ~(1u ^ piece->has_prefix);
    uint32_t single = positions & ~(piece->joined | piece->joined >> 1);
    uint64_t sum = 0;
    for (size_t i = 0; i <= piece->count; i += 8) {
        uint64_t prices;
        memcpy(&prices, piece->prices + i, 8);
        // A byte of ones for each bit.
        uint64_t bits = (single >> i & 0xFF) * ones & 0x8040201008040201;
        uint64_t chosen = ((bits + 0x7F * ones) & 0x80 * ones) >> 7;
        sum += ((prices & chosen * 0xFF) * ones) >> 56;
    }
    return (uint32_t)sum;
}

/// The key of the segment of `count` positions from `first` on; 0 if it has too many units to be remembered.
static inline uint64_t key_of(const characters *piece, size_t first, size_t count) {
    uint64_t space = (first == 0) & piece->has_space;
    first += space;
    count -= space;
    const uint64_t mask = (1 << JEOUL_UNIT_BITS) - 1;
    uint64_t units;
    memcpy(&units, piece->units + first, 8);
    units = (units & mask) | (units >> 2 & mask << 14) | (units >> 4 & mask << 28) | (units >> 6 & mask << 42);
    units &= (1ull << (count * JEOUL_UNIT_BITS & 63)) - 1;
    return count > JEOUL_KEY_UNITS ? 0 : units | JEOUL_SEGMENT_FLAG | space * JEOUL_SEGMENT_SPACE;
}

/// The word of a key in the memo, or 0.
static inline uint64_t find(const jeoul_segment_memo *memo, uint64_t key) {
    uint64_t slot = jeoul_segment_hash(key) >> memo->shift;
    while (1) {
        uint64_t word = memo->words[slot];
        if (word == 0 || (word ^ key) << (64 - JEOUL_SEGMENT_COUNT_SHIFT) == 0) { return word; }
        slot = (slot + 1) & memo->mask;
    }
}

static inline size_t add(const jeoul_segment_list *list, size_t count, size_t start, size_t length, size_t place,
                         uint64_t key) {
    list->starts[count] = (uint32_t)start;
    list->lengths[count] = (uint32_t)length;
    list->places[count] = (uint32_t)place;
    list->keys[count] = key;
    return count + 1;
}

size_t jeoul_price_segments(const jeoul_segment_tables *tables, const jeoul_segment_memo *memo, const uint8_t *text,
                            size_t text_length, const uint32_t *starts, const uint32_t *lengths, const uint64_t *hashes,
                            const uint32_t *chosen, size_t count, uint32_t *prices, const jeoul_segment_list *unknown) {
    const jeoul_segment_tables local = *tables;
    const jeoul_segment_memo seen = *memo;
    const jeoul_segment_list list = *unknown;
    size_t unknown_count = 0;
    characters piece;
    memset(&piece, 0, sizeof piece);
    for (size_t i = 0; i < count; i++) {
        size_t start = starts[chosen[i]], length = lengths[chosen[i]];
        prices[i] = 0;
        if (local.whole_pieces && bit_of(local.whole_pieces, hashes[chosen[i]] >> local.whole_piece_shift)) {
            unknown_count = add(&list, unknown_count, start, length, i, JEOUL_WHOLE_PIECE);
            continue;
        }
        if (text_length - start < length + 4 || !read_characters(&local, text + start, length, &piece)) {
            unknown_count = add(&list, unknown_count, start, length, i, 0);
            continue;
        }
        uint32_t price = price_of_singles(&piece);
        uint32_t rest = piece.joined;
        while (rest != 0) {
            size_t first = (size_t)__builtin_ctz(rest) - 1;
            size_t joints = (size_t)__builtin_ctz(~(rest >> (first + 1)));
            // The lowest run of ones vanishes.
            rest &= rest + (rest & (0 - rest));
            uint64_t key = key_of(&piece, first, joints + 1);
            uint64_t word = key == 0 ? 0 : find(&seen, key);
            price += (uint32_t)(word >> JEOUL_SEGMENT_COUNT_SHIFT);
            if (word == 0) {
                // Position 0 is one byte or none, each of the others three.
                size_t from = first == 0 ? 0 : piece.has_prefix + 3 * (first - 1);
                size_t to = piece.has_prefix + 3 * (first + joints);
                unknown_count = add(&list, unknown_count, start + from, to - from, i, key);
            }
        }
        prices[i] = price;
    }
    return unknown_count;
}
