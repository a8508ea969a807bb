// Cutting new pieces of Hangul where no token can reach across, for MissingPieces.swift; why is told in SegmentTables.swift.
#ifndef JEOUL_SEGMENTS_H
#define JEOUL_SEGMENTS_H
#include <stddef.h>
#include <stdint.h>

enum {
    /// The numbers of *units*, the characters that a piece may have to be cut: ASCII from 0 on, compatibility jamo
    /// U+3131–318E from JEOUL_JAMO_UNIT on, syllables U+AC00–D7A3 from JEOUL_SYLLABLE_UNIT on.
    JEOUL_JAMO_UNIT = 128,
    JEOUL_SYLLABLE_UNIT = 512,
    JEOUL_UNITS = JEOUL_SYLLABLE_UNIT + 11172,
    JEOUL_UNIT_BITS = 14,
    /// The most units of a piece that is cut, but for the ASCII character that may be its first.
    JEOUL_MOST_UNITS = 29,
    /// The most segments of a piece, each of two and more characters, whose price may be unknown.
    JEOUL_MOST_SEGMENTS = 15,
    /// The most units of a segment that is remembered, but for a space that may be its first.
    JEOUL_KEY_UNITS = 4,

    /// Of a unit in the table: how many tokens it is by itself, and whether some token reaches across its edge to most
    /// of the units that may stand before or after it.
    JEOUL_UNIT_COUNT = 0x0F,
    JEOUL_UNIT_JOINS_NEXT = 0x40,
    JEOUL_UNIT_JOINS_PREVIOUS = 0x80,
};

/// Of a segment's key: that it is one, and that it begins with a space. Its units are below, the first the lowest.
#define JEOUL_SEGMENT_FLAG (1ull << 56)
#define JEOUL_SEGMENT_SPACE (1ull << 57)
/// In the memo the number of tokens stands above the key.
enum { JEOUL_SEGMENT_COUNT_SHIFT = 58 };
/// Instead of a key: a whole piece that must be looked up among the tokens.
#define JEOUL_WHOLE_PIECE 1ull

/// What cutting reads of a vocabulary. The filters have a bit for each hash of two or three units.
typedef struct {
    const uint64_t *pairs;
    const uint64_t *triples;
    const uint8_t *units;
    /// Of the hashes of pieces that are taken as one token whatever their merges; NULL where there are none.
    const uint64_t *whole_pieces;
    uint32_t pair_shift, triple_shift, whole_piece_shift;
} jeoul_segment_tables;

/// The segments seen so far: an open-addressing hash table with linear probing, one word each; 0 is an empty slot.
typedef struct {
    const uint64_t *words;
    uint64_t mask;
    uint32_t shift;
} jeoul_segment_memo;

/// Segments of a text that are to be merged: where each is, of which of the pieces, and its key; 0 where it has none.
typedef struct {
    uint32_t *starts, *lengths, *places;
    uint64_t *keys;
} jeoul_segment_list;

static inline uint64_t jeoul_segment_hash(uint64_t key) { return key * 0x9E3779B97F4A7C15; }
static inline uint64_t jeoul_pair_hash(uint64_t left, uint64_t right) {
    return (left << JEOUL_UNIT_BITS | right) * 0x9E3779B97F4A7C15;
}
static inline uint64_t jeoul_triple_hash(uint64_t left, uint64_t middle, uint64_t right) {
    return ((left << JEOUL_UNIT_BITS | middle) << JEOUL_UNIT_BITS | right) * 0xD6E8FEB86659FD93;
}

/// Prices the pieces `starts[chosen[i]] ..< starts[chosen[i]] + lengths[chosen[i]]` of a text, for i < count, with the hash
/// `hashes[chosen[i]]`: `prices[i]` is what the known segments of a piece cost together. The others are added to `unknown`,
/// which has room for count * JEOUL_MOST_SEGMENTS; their number is returned. The pieces are whole characters of valid UTF-8.
size_t jeoul_price_segments(const jeoul_segment_tables *tables, const jeoul_segment_memo *memo, const uint8_t *text,
                            size_t text_length, const uint32_t *starts, const uint32_t *lengths, const uint64_t *hashes,
                            const uint32_t *chosen, size_t count, uint32_t *prices, const jeoul_segment_list *unknown);

#endif
