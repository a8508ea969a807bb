// The cutting and counting of new pre-tokens. What cannot be predicted is not branched on, and pre-tokens are so short that every loop
// over one would end with a mispredicted branch: so all pre-tokens of a group are one row of units, and their edges are bits.
#include "../kernels.h"
#include <string.h>

/// The unit of the three bytes that the lowest of a word are; 0 for another character.
static inline uint32_t unit_of(uint32_t word) {
    uint32_t code = (word & 0x0F) << 12 | (word >> 2 & 0xFC0) | (word >> 16 & 0x3F);
    uint32_t syllable = code - 0xAC00, jamo = code - 0x3131;
    uint32_t unit = syllable < 11172 ? syllable + JEOUL_SYLLABLE_UNIT : jamo < 94 ? jamo + JEOUL_JAMO_UNIT : 0;
    return (word & 0xF0) == 0xE0 ? unit : 0;
}

enum { STEP = 5 };

void jeoul_read_units_anywhere(const uint8_t *text, size_t text_length, const uint32_t *starts, const uint32_t *lengths,
                      const uint32_t *chosen, size_t count, jeoul_cut *cut) {
    size_t position = 0;
    jeoul_begin_cut(cut, count);
    for (size_t i = 0; i < count; i++) {
        size_t start = starts[chosen[i]], length = lengths[chosen[i]];
        const uint8_t *bytes = text + start;
        uint8_t copy[3 * (JEOUL_MOST_UNITS + STEP) + 8];
        if (length > JEOUL_MOST_CUT_BYTES) {
            cut->others[cut->other_count++] = chosen[i];
            continue;
        }
        if (text_length - start < length + 3 * STEP + 1) {
            memset(copy, 0, sizeof copy);
            bytes = memcpy(copy, bytes, length);
        }
        size_t prefix = bytes[0] < 0x80;
        size_t units = (length - prefix) / 3;
        uint32_t is_other = (units * 3 + prefix != length) | (units == 0);
        uint16_t *out = cut->padded_units + 2 + position;
        out[0] = bytes[0];
        // Five at a time: most pre-tokens have no more.
        for (size_t unit = 0; unit < units; unit += STEP) {
            for (size_t k = 0; k < STEP; k++) {
                uint32_t word;
                memcpy(&word, bytes + prefix + 3 * (unit + k), 4);
                uint32_t number = unit_of(word);
                out[prefix + unit + k] = (uint16_t)number;
                is_other |= (number == 0) & (unit + k < units);
            }
        }
        position = jeoul_add_pretoken(cut, position, prefix + units, bytes[0] == 0x20, is_other, chosen[i]);
    }
    jeoul_end_cut(cut, position);
}

void jeoul_find_span_boundaries_anywhere(const jeoul_span_tables *tables, const jeoul_cut *cut, jeoul_span_counts *span_counts) {
    const jeoul_span_tables local = *tables;
    for (size_t block = 0; block <= cut->unit_count / 64; block++) {
        const uint16_t *units = jeoul_units(cut) + 64 * block;
        uint32_t before = units[-2], previous = units[-1];
        uint64_t pair_bits = 0, triple_bits = 0, next_bits = 0, previous_bits = 0;
        for (size_t i = 0; i < 64; i++) {
            uint32_t unit = units[i];
            uint64_t info = local.units[unit];
            span_counts->span_counts[64 * block + i] = info & JEOUL_UNIT_COUNT;
            uint64_t pair = jeoul_filter_passes(local.pairs, jeoul_pair_hash(previous, unit), local.pair_shift);
            uint64_t triple = jeoul_filter_passes(local.triples, jeoul_triple_hash(before, previous, unit), local.triple_shift);
            pair_bits = pair_bits >> 1 | pair << 63;
            triple_bits = triple_bits >> 1 | triple << 63;
            next_bits = next_bits >> 1 | (info / JEOUL_UNIT_JOINS_NEXT) << 63;
            previous_bits = previous_bits >> 1 | (info / JEOUL_UNIT_JOINS_PREVIOUS) << 63;
            before = previous;
            previous = unit;
        }
        uint64_t next_before = local.units[units[-1]] / JEOUL_UNIT_JOINS_NEXT & 1;
        span_counts->joined[block] = pair_bits | next_bits << 1 | next_before | previous_bits;
        span_counts->triples[block] = triple_bits;
    }
}

/// Of eight bytes those whose bit is set.
static inline uint64_t bytes_of_bits(uint64_t bytes, uint64_t bits) {
    const uint64_t ones = 0x0101010101010101;
    uint64_t spread = (bits & 0xFF) * ones & 0x8040201008040201;
    return bytes & (((spread + 0x7F * ones) & 0x80 * ones) >> 7) * 0xFF;
}

/// Four units of 16 bits as a word, those from `count` on left out.
static inline uint64_t word_of(const uint16_t *units, size_t count) {
    const uint64_t mask = (1 << JEOUL_UNIT_BITS) - 1;
    uint64_t word;
    memcpy(&word, units, 8);
    word = (word & mask) | (word >> 2 & mask << 14) | (word >> 4 & mask << 28) | (word >> 6 & mask << 42);
    return word & (((uint64_t)(count < JEOUL_WORD_UNITS) << (count * JEOUL_UNIT_BITS & 63)) - 1);
}

/// The key of a span.
static inline jeoul_span_key key_of(const uint16_t *units, size_t count, uint64_t space) {
    units += space;
    count -= space;
    jeoul_span_key key = {word_of(units, count) | JEOUL_SPAN_FLAG | space * JEOUL_SPAN_SPACE, 0};
    if (count > JEOUL_WORD_UNITS) {
        key.high = word_of(units + JEOUL_WORD_UNITS, count - JEOUL_WORD_UNITS);
        if (count > JEOUL_KEY_UNITS) { key = (jeoul_span_key){0, 0}; }
    }
    return key;
}

/// What the cache has of a key: the word with the number of tokens, or 0; and the slot.
static inline uint64_t find(const jeoul_span_cache *span_cache, jeoul_span_key key, uint64_t *found) {
    uint64_t slot = jeoul_span_hash(key) >> span_cache->shift;
    while (1) {
        uint64_t low = span_cache->words[2 * slot], high = span_cache->words[2 * slot + 1];
        *found = slot;
        // An empty slot has no flag either.
        if (low == 0) { return 0; }
        if (low == key.low && (high ^ key.high) << (64 - JEOUL_SPAN_COUNT_SHIFT) == 0) { return high; }
        slot = (slot + 1) & span_cache->mask;
    }
}

// Loops over the same few arrays, one after the other, each over bits that the one before has written: together, since none means
// anything without the others.
void jeoul_count_units(jeoul_find_span_boundaries *find_span_boundaries, const jeoul_span_tables *tables, const jeoul_span_cache *span_cache,
                       const jeoul_cut *cut, const uint32_t *starts, jeoul_span_counts *span_counts) {
    const uint16_t *units = jeoul_units(cut);
    const jeoul_span_tables local = *tables;
    const jeoul_span_cache seen = *span_cache;
    // One block more than there are units: the bits after the last are read.
    size_t blocks = cut->unit_count / 64 + 1;
    find_span_boundaries(&local, cut, span_counts);
    span_counts->triples[blocks] = 0;
    uint64_t firsts_before = 0, spaces_before = 0;
    for (size_t block = 0; block < blocks; block++) {
        uint64_t firsts = cut->firsts[block];
        // Three units of one pre-token only.
        span_counts->triples[block] &= ~(firsts | firsts << 1 | firsts_before);
        firsts_before = firsts >> 63;
    }
    for (size_t block = 0; block < blocks; block++) {
        uint64_t spaces = cut->spaces[block];
        uint64_t triples = span_counts->triples[block];
        uint64_t joined = span_counts->joined[block] | triples | triples >> 1 | span_counts->triples[block + 1] << 63;
        span_counts->joined[block] = (joined & ~cut->firsts[block]) | spaces << 1 | spaces_before;
        spaces_before = spaces >> 63;
    }
    span_counts->joined[blocks] = 0;
    size_t count = 0;
    for (size_t block = 0; block < blocks; block++) {
        uint64_t joined = span_counts->joined[block];
        uint64_t next = joined >> 1 | span_counts->joined[block + 1] << 63;
        uint64_t single = ~joined & ~next;
        for (size_t i = 0; i < 8; i++) {
            uint64_t bytes;
            memcpy(&bytes, span_counts->span_counts + 64 * block + 8 * i, 8);
            bytes = bytes_of_bits(bytes, single >> 8 * i);
            memcpy(span_counts->span_counts + 64 * block + 8 * i, &bytes, 8);
        }
        for (uint64_t begins = ~joined & next; begins != 0; begins &= begins - 1) {
            size_t bit = (size_t)__builtin_ctzll(begins);
            size_t position = 64 * block + bit;
            uint64_t after = (next >> bit) | (bit == 0 ? 0 : (span_counts->joined[block + 1] >> 1) << (64 - bit));
            size_t length = 1 + (size_t)__builtin_ctzll(~after);
            jeoul_span_key key = key_of(units + position, length, cut->spaces[block] >> bit & 1);
            span_counts->positions[count] = (uint32_t)position;
            span_counts->lengths[count] = (uint32_t)length;
            span_counts->keys[count] = key;
            __builtin_prefetch(seen.words + 2 * (jeoul_span_hash(key) >> seen.shift));
            count++;
        }
    }
    if (seen.values) {
        for (size_t i = 0; i < cut->unit_count; i++) { span_counts->values[i] = local.unit_values[units[i]]; }
    }
    size_t unknown = 0, pretoken = 0;
    for (size_t item = 0; item < count; item++) {
        jeoul_span_key key = span_counts->keys[item];
        size_t position = span_counts->positions[item];
        uint64_t slot = 0;
        uint64_t word = key.low == 0 ? 0 : find(&seen, key, &slot);
        span_counts->span_counts[position] = (uint8_t)(word >> JEOUL_SPAN_COUNT_SHIFT);
        if (seen.values) { span_counts->values[position] = seen.values[slot]; }
        if (word == 0) {
            while (cut->ends[pretoken] <= position) { pretoken++; }
            size_t first = pretoken == 0 ? 0 : cut->ends[pretoken - 1];
            size_t prefix = units[first] < JEOUL_JAMO_UNIT;
            // An ASCII character is one byte, each of the others three.
            size_t from = position == first ? 0 : 3 * (position - first) - 2 * prefix;
            size_t to = 3 * (position + span_counts->lengths[item] - first) - 2 * prefix;
            span_counts->positions[unknown] = (uint32_t)position;
            span_counts->keys[unknown] = key;
            span_counts->starts[unknown] = (uint32_t)(starts[cut->pretokens[pretoken]] + from);
            span_counts->lengths[unknown] = (uint32_t)(to - from);
            unknown++;
        }
    }
    span_counts->unknown_count = unknown;
}

void jeoul_sum_span_counts(const jeoul_cut *cut, const jeoul_span_counts *span_counts, uint32_t *sums) {
    size_t position = 0;
    for (size_t pretoken = 0; pretoken < cut->pretoken_count; pretoken++) {
        size_t end = cut->ends[pretoken];
        uint32_t sum = 0;
        // Eight costs at a time, at most 180 each.
        for (; position < end; position += 8) {
            uint64_t bytes;
            memcpy(&bytes, span_counts->span_counts + position, 8);
            if (end - position < 8) { bytes &= (1ull << 8 * (end - position)) - 1; }
            const uint64_t pairs = 0x00FF00FF00FF00FF;
            sum += (uint32_t)(((bytes & pairs) + (bytes >> 8 & pairs)) * 0x0001000100010001 >> 48);
        }
        sums[pretoken] = sum;
        position = end;
    }
}

void jeoul_write_ids(const jeoul_cut *cut, const jeoul_span_counts *span_counts, const uint32_t *ids, uint32_t *out, uint32_t *ends) {
    uint32_t count = 0;
    size_t position = 0;
    for (size_t pretoken = 0; pretoken < cut->pretoken_count; pretoken++) {
        for (; position < cut->ends[pretoken]; position++) {
            const uint32_t *from = ids + span_counts->values[position];
            uint32_t cost = span_counts->span_counts[position];
            memcpy(out + count, from, 16);
            if (cost > 4) { memcpy(out + count, from, 4 * (size_t)cost); }
            count += cost;
        }
        ends[pretoken] = count;
    }
}
