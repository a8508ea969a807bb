// The cache of short pieces, for ShortPieceCache.swift, which tells why it is one.
#ifndef JEOUL_PIECE_CACHE_H
#define JEOUL_PIECE_CACHE_H
#include <stddef.h>
#include <stdint.h>

/// A short piece: up to 15 bytes, apart from one leading space. The bytes stand in order from the lowest byte of `low` on;
/// where they are fewer than 15 a byte 0xFF follows, which no UTF-8 has, and then zeros, so that no two pieces have the same
/// key, NULs included. The highest byte of `high` has JEOUL_KEY_SPACE for a leading space, JEOUL_KEY_FILLED always
/// (an empty slot is 0), and in the cache the number of tokens in its five lowest bits.
typedef struct {
    uint64_t low, high;
} jeoul_piece_key;

#define JEOUL_KEY_SPACE (1ull << 63)
#define JEOUL_KEY_FILLED (1ull << 62)
#define JEOUL_KEY_COUNT (0x1Full << 56)

enum {
    JEOUL_KEY_COUNT_SHIFT = 56,
    JEOUL_KEY_BYTES = 15,
    /// The slots that a piece may stand in: a cache line.
    JEOUL_BUCKET_SLOTS = 4,
};

/// Buckets of four slots; a piece's bucket are the high bits of its hash.
typedef struct {
    jeoul_piece_key *slots;
    uint32_t bucket_shift;
} jeoul_piece_cache;

/// What the look-up of a batch of pieces gives: for each piece its key, hash, number of tokens and slot; of a piece that is
/// too long, a `high` of 0.
typedef struct {
    jeoul_piece_key *keys;
    uint64_t *hashes;
    uint32_t *counts, *slots;
    /// The pieces that the cache does not have, those that are too long for it, and slots at the end of a bucket whose
    /// piece was asked for; one more of each may be written than there are.
    uint32_t *missing, *long_pieces, *late_slots;
    size_t missing_count, long_count, late_count;
} jeoul_found_pieces;

/// A hash of a key of which the high bits are good: a folded product.
static inline uint64_t jeoul_key_hash(jeoul_piece_key key) {
    unsigned __int128 product =
        (unsigned __int128)(key.low ^ 0xA0761D6478BD642F) * (key.high ^ 0xE7037ED1A0B428DB);
    return (uint64_t)(product >> 64) ^ (uint64_t)product;
}

/// The key of `length` bytes, at most 15, of which the words `low` and `high` begin with; what follows them does not matter.
jeoul_piece_key jeoul_piece_key_of(uint64_t low, uint64_t high, uint64_t length, uint64_t has_space);

/// Looks up the pieces `starts[i] ..< starts[i] + lengths[i]` of a text, for i < count. Nothing outside
/// text[0 ..< text_length] is read.
typedef void jeoul_find_pieces(const jeoul_piece_cache *cache, const uint8_t *text, size_t text_length,
                               const uint32_t *starts, const uint32_t *lengths, size_t count,
                               jeoul_found_pieces *found);

/// Gives a piece a slot of its bucket, where it stands for another if all are taken: the last one, so that what came first
/// stays. Its slot; the cache may have it already.
uint32_t jeoul_insert_piece(const jeoul_piece_cache *cache, jeoul_piece_key key, uint64_t hash, uint32_t count,
                            uint32_t *is_new);

/// Exchanges the piece of a bucket's last slot with that of the one `place` names, 0 to 2; the latter.
static inline uint32_t jeoul_promote_piece(const jeoul_piece_cache *cache, uint32_t slot, uint32_t place) {
    uint32_t other = slot / JEOUL_BUCKET_SLOTS * JEOUL_BUCKET_SLOTS + place;
    jeoul_piece_key key = cache->slots[slot];
    cache->slots[slot] = cache->slots[other];
    cache->slots[other] = key;
    return other;
}

#endif
