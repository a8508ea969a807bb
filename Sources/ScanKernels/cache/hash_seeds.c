// The only state of this target: written once, before anything runs that could read it.
#include "../include/hash_seeds.h"
#if defined(__APPLE__) || defined(__linux__) || defined(__ANDROID__)
#include <sys/random.h>
#include <unistd.h>
#endif
#include <time.h>

jeoul_seeds jeoul_hash_seeds;

__attribute__((constructor)) static void make_seeds(void) {
    if (getentropy(&jeoul_hash_seeds, sizeof jeoul_hash_seeds) == 0) { return; }
    // A system without entropy: what is hard to guess from outside. Hashing stays right whatever the seeds.
    uint64_t state = (uint64_t)time(NULL) ^ (uint64_t)clock() << 32 ^ (uint64_t)(uintptr_t)&state;
    for (int i = 0; i < 4; i++) {
        state += 0x9E3779B97F4A7C15;
        uint64_t z = (state ^ state >> 30) * 0xBF58476D1CE4E5B9;
        z = (z ^ z >> 27) * 0x94D049BB133111EB;
        jeoul_hash_seeds.words[i] = z ^ z >> 31;
    }
}
