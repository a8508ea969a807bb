// The cache of short pre-tokens, for PreTokenCache.swift, which tells why it is one.
#ifndef JEOUL_PRETOKEN_CACHE_H
#define JEOUL_PRETOKEN_CACHE_H
#include <stddef.h>
#include <stdint.h>
#include "hash_seeds.h"

/// A short pre-token: up to 15 bytes, apart from one leading space. The bytes stand in order from the lowest byte of `low` on;
/// where they are fewer than 15 a byte 0xFF follows, which no UTF-8 has, and then zeros, so that no two pre-tokens have the same
/// key, NULs included. The highest byte of `high` has JEOUL_KEY_SPACE for a leading space, JEOUL_KEY_FILLED always
/// (an empty slot is 0), and in the cache the number of tokens in its five lowest bits. A longer pre-token has JEOUL_KEY_LONG
/// instead of JEOUL_KEY_FILLED and its first 15 bytes: it is never found.
typedef struct {
    uint64_t low, high;
} jeoul_pretoken_key;

#define JEOUL_KEY_SPACE (1ull << 63)
#define JEOUL_KEY_FILLED (1ull << 62)
#define JEOUL_KEY_LONG (1ull << 61)
#define JEOUL_KEY_COUNT (0x1Full << 56)

enum {
    JEOUL_KEY_COUNT_SHIFT = 56,
    JEOUL_KEY_BYTES = 15,
    /// The slots that a pre-token may stand in: a cache line.
    JEOUL_BUCKET_SLOTS = 4,
    /// The most pre-tokens of a batch.
    JEOUL_BATCH_PRETOKENS = 2560,
};

/// Buckets of four slots; a pre-token's bucket are the high bits of its hash.
typedef struct {
    jeoul_pretoken_key *slots;
    /// Each slot's row of `row_bytes`: 0, 2, 4 or a multiple of 8; a look-up asks for those of a bucket.
    uint8_t *rows;
    uint32_t row_bytes;
    uint32_t bucket_shift;
} jeoul_pretoken_cache;

/// What the look-up of a batch of pre-tokens gives. One block of memory, so that one register is enough for all of it.
typedef struct {
    jeoul_pretoken_key keys[JEOUL_BATCH_PRETOKENS];
    /// The first slot of each pre-token's bucket.
    uint32_t buckets[JEOUL_BATCH_PRETOKENS];
    /// The number of tokens and the slot of each pre-token that was found.
    uint32_t counts[JEOUL_BATCH_PRETOKENS], slots[JEOUL_BATCH_PRETOKENS];
    /// The pre-tokens that were not found. One more may be written.
    uint32_t missing[JEOUL_BATCH_PRETOKENS + 1];
    size_t missing_count;
} jeoul_cache_lookup;

// Swift sees a C array as a tuple.
static inline jeoul_pretoken_key *jeoul_found_keys(jeoul_cache_lookup *found) { return found->keys; }
static inline uint32_t *jeoul_found_buckets(jeoul_cache_lookup *found) { return found->buckets; }
static inline uint32_t *jeoul_found_counts(jeoul_cache_lookup *found) { return found->counts; }
static inline uint32_t *jeoul_found_slots(jeoul_cache_lookup *found) { return found->slots; }
static inline uint32_t *jeoul_found_missing(jeoul_cache_lookup *found) { return found->missing; }

/// A hash of a key of which the high bits are good; another one in each process.
static inline uint64_t jeoul_key_hash(jeoul_pretoken_key key) { return jeoul_hash_words(key.low, key.high); }

/// The same in every process, for tables that are kept in files: those of a vocabulary's own tokens.
static inline uint64_t jeoul_fixed_key_hash(jeoul_pretoken_key key) {
    unsigned __int128 product =
        (unsigned __int128)(key.low ^ 0xA0761D6478BD642F) * (key.high ^ 0xE7037ED1A0B428DB);
    return (uint64_t)(product >> 64) ^ (uint64_t)product;
}

/// The key of a pre-token, whatever its length.
jeoul_pretoken_key jeoul_pretoken_key_of(const uint8_t *pretoken, size_t length);

/// Looks up the pre-tokens `starts[i] ..< starts[i] + lengths[i]` of a text, for i < count. Nothing outside
/// text[0 ..< text_length] is read.
typedef void jeoul_look_up_pretokens(const jeoul_pretoken_cache *cache, const uint8_t *text, size_t text_length,
                               const uint32_t *starts, const uint32_t *lengths, size_t count,
                               jeoul_cache_lookup *found);

/// Gives a pre-token a slot of its bucket, where it stands for another if all are taken: the last one, so that what came first
/// stays. Its slot; the cache may have it already.
uint32_t jeoul_insert_pretoken(const jeoul_pretoken_cache *cache, jeoul_pretoken_key key, uint32_t bucket, uint32_t count,
                            uint32_t *is_new);

#endif
