// What hashes of text depend on: numbers of this process, so that no text can be made to collide on purpose.
#ifndef JEOUL_HASH_SEEDS_H
#define JEOUL_HASH_SEEDS_H
#include <stdint.h>

typedef struct {
    uint64_t words[4];
} jeoul_seeds;

/// Random when the program begins; nothing writes it afterwards.
extern jeoul_seeds jeoul_hash_seeds;

/// The seeds, for Swift, which sees a C array as a tuple.
static inline const uint64_t *jeoul_hash_seed_words(void) { return jeoul_hash_seeds.words; }

/// A seeded hash of two words: a folded product.
static inline uint64_t jeoul_hash_words(uint64_t low, uint64_t high) {
    unsigned __int128 product =
        (unsigned __int128)(low ^ jeoul_hash_seeds.words[0]) * (high ^ jeoul_hash_seeds.words[1]);
    return (uint64_t)(product >> 64) ^ (uint64_t)product;
}

#endif
