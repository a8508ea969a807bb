// SHA-256 by the library that every system keeps: OpenSSL's libcrypto, or CommonCrypto on Apple's systems. Both use the
// processor's SHA instructions where it has them.
#ifndef JEOUL_SHA256_SHIMS_H
#define JEOUL_SHA256_SHIMS_H

#include <stddef.h>

// The state of a hash: plain memory, which may be copied to go on in two ways.
typedef struct {
    _Alignas(16) unsigned char storage[128];
} jeoul_sha256_state;

// Begins a hash.
void jeoul_sha256_begin(jeoul_sha256_state *state);

// Takes more bytes.
void jeoul_sha256_update(jeoul_sha256_state *state, const void *bytes, size_t count);

// Whether a state that was kept outside of the process is one that hashing can go on from without leaving its memory.
int jeoul_sha256_is_sound(const jeoul_sha256_state *state);

// Writes the 32 bytes of the hash; the state must begin again before it takes more.
void jeoul_sha256_end(jeoul_sha256_state *state, unsigned char *digest);

#endif
