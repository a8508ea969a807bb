// The keys of short pieces, for PieceLookup.swift; what a key is stands in PieceKey.swift.
#ifndef JEOUL_PIECE_KEYS_H
#define JEOUL_PIECE_KEYS_H
#include <stddef.h>
#include <stdint.h>

/// A hash of a key of which the high bits are good: a folded product.
static inline uint64_t jeoul_key_hash(uint64_t low, uint64_t high) {
    unsigned __int128 product = (unsigned __int128)(low ^ 0xA0761D6478BD642F) * (high ^ 0xE7037ED1A0B428DB);
    return (uint64_t)(product >> 64) ^ (uint64_t)product;
}

/// Makes the key and the hash of each of `count` pieces and asks for the cache line of its slot, `hash >> shift`, of 16
/// bytes. Of a piece that is not kept among the short ones the high word is 0, and its index is added to `others`, which
/// needs room for one more; how many there are is returned. `text` must be readable for 17 bytes from each piece's start.
size_t jeoul_make_piece_keys(const uint8_t *text, const uint32_t *starts, const uint32_t *lengths, size_t count,
                             uint64_t *lows, uint64_t *highs, uint64_t *hashes, uint32_t *others, const void *slots,
                             uint64_t shift);

#endif
