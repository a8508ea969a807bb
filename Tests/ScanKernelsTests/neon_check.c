// Compares the NEON kernel with the scalar one. Scripts/test_neon.sh builds it for 64-bit ARM and runs it in an
// emulator, so that a change made on another machine cannot break NEON unseen. The Swift tests have an oracle.
#define _DEFAULT_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include "ScanKernels.h"

enum { MOST = 4096, MOST_BLOCKS = MOST / 64 + 1 };

static const jeoul_kernel *scalar, *neon;
static uint64_t seed = 20241126, state;
static size_t checks;

static uint64_t next(void) {  // SplitMix64
    uint64_t z = (state += 0x9E3779B97F4A7C15);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
    return z ^ (z >> 31);
}

static size_t below(size_t bound) { return (size_t)(next() % bound); }

/// At least MOST bytes between two pages that cannot be read: stricter than an allocation of the exact size.
static uint8_t *fenced(size_t *size) {
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    *size = (MOST + page - 1) / page * page;
    uint8_t *all = mmap(NULL, *size + 2 * page, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (all == MAP_FAILED || mprotect(all + page, *size, PROT_READ | PROT_WRITE) != 0) {
        perror("neon_check: mmap");
        exit(2);
    }
    return all + page;
}

static size_t put(uint8_t *out, uint32_t c) {
    if (c < 0x80) return out[0] = (uint8_t)c, 1;
    size_t count = c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    for (size_t i = count - 1; i > 0; i -= 1, c >>= 6) out[i] = 0x80 | (c & 0x3F);
    out[0] = (uint8_t)(0xF00 >> count | c);
    return count;
}

/// Valid UTF-8: runs from ranges of the contract, their edges more often than the rest.
static void fill(uint8_t *text, size_t length) {
    static const uint32_t ranges[][2] = {
        {0x00, 0x7F}, {0x20, 0x20}, {0x27, 0x27}, {0x53, 0x54}, {0x61, 0x7A}, {0xB0, 0xB7}, {0x80, 0x7FF},
        {0x17F, 0x17F}, {0x2010, 0x2027}, {0x2030, 0x203F}, {0x21C0, 0x23FF}, {0x2500, 0x273F}, {0x3001, 0x3004},
        {0x3008, 0x3020}, {0x3131, 0x318E}, {0x3164, 0x3164}, {0x4E00, 0x9FFF}, {0xAC00, 0xD7A3}, {0xAC00, 0xD7A3},
        {0xFF01, 0xFF0F}, {0xFF1A, 0xFF20}, {0xFF5B, 0xFF65}, {0x800, 0xD7FF}, {0xE000, 0xFFFF}, {0x10000, 0x10FFFF},
    };
    size_t offset = 0;
    while (offset < length) {
        const uint32_t *range = ranges[below(sizeof ranges / sizeof ranges[0])];
        for (size_t run = 1 + below(6); run > 0 && offset < length; run -= 1) {
            uint32_t c = range[0] + (uint32_t)below(range[1] - range[0] + 1);
            if (below(4) == 0) c = range[below(2)] + (uint32_t)below(3) - 1;
            if (c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF)) continue;
            uint8_t bytes[4];
            size_t count = put(bytes, c);
            if (count > length - offset) continue;
            memcpy(text + offset, bytes, count);
            offset += count;
        }
    }
}

static void fail(const char *what, size_t length, size_t first, size_t count) {
    printf("FAILED: %s: length %zu, blocks %zu ..< %zu, seed %llu\n", what, length, first, first + count,
           (unsigned long long)seed);
    exit(1);
}

static void compare(const uint8_t *text, size_t length, size_t first, size_t count) {
    static jeoul_class_block classes[2][MOST_BLOCKS];
    static jeoul_character_block characters[2][MOST_BLOCKS];
    scalar->classify(text, length, first, count, classes[0]);
    neon->classify(text, length, first, count, classes[1]);
    if (memcmp(classes[0], classes[1], count * sizeof classes[0][0])) fail("classify", length, first, count);
    scalar->characterize(text, length, first, count, characters[0]);
    neon->characterize(text, length, first, count, characters[1]);
    if (memcmp(characters[0], characters[1], count * sizeof characters[0][0])) {
        fail("characterize", length, first, count);
    }
    checks += 1;
}

static void compare_validate(const uint8_t *text, size_t length) {
    if (scalar->validate(text, length) != neon->validate(text, length)) fail("validate", length, 0, 0);
    checks += 1;
}

int main(void) {
    size_t kernels, size;
    const jeoul_kernel *const *table = jeoul_kernels(&kernels);
    scalar = table[0];
    neon = table[kernels - 1];
    if (strcmp(neon->name, "neon") != 0) return printf("FAILED: the default kernel is %s\n", neon->name), 1;
    state = seed;
    uint8_t *area = fenced(&size);

    // Every length, at the end of what can be read and at its start.
    for (size_t length = 0; length <= 400; length += 1) {
        for (int at_end = 0; at_end < 2; at_end += 1) {
            uint8_t *text = at_end ? area + size - length : area;
            fill(text, length);
            if (neon->validate(text, length) != length) fail("valid text", length, 0, 0);
            size_t blocks = (length + 63) / 64;
            for (size_t first = 0; first <= blocks; first += 1) {
                for (size_t end = first; end <= blocks; end += 1) compare(text, length, first, end - first);
            }
        }
    }
    // Every code point, in order.
    for (uint32_t c = 0; c <= 0x10FFFF;) {
        size_t length = 0;
        for (uint8_t *text = area; c <= 0x10FFFF && length + 4 <= MOST; c += 1) {
            if (c < 0xD800 || c > 0xDFFF) length += put(text + length, c);
        }
        compare(area, length, 0, (length + 63) / 64);
        compare_validate(area, length);
    }
    // Long random texts, then the same with a few bytes damaged.
    for (int round = 0; round < 3000; round += 1) {
        size_t length = 1 + below(MOST);
        uint8_t *text = area + size - length;
        fill(text, length);
        compare(text, length, 0, (length + 63) / 64);
        for (size_t damage = below(3); damage > 0; damage -= 1) text[below(length)] = (uint8_t)next();
        compare_validate(text, length - below(4) % length);
    }
    // Four bytes around every limit of well-formed UTF-8, at every place of a block, before text and at its end.
    static const uint8_t later[] = {0x00, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xFF};
    for (int first = 0x80; first <= 0xFF; first += 1) {
        for (int i = 0; i < 1000; i += 1) {
            size_t place = below(66), length = place + 1 + below(8);
            uint8_t *text = area + size - length, all[128];
            memset(all, 'a', sizeof all);
            all[place] = (uint8_t)first;
            all[place + 1] = later[i % 10];
            all[place + 2] = later[i / 10 % 10];
            all[place + 3] = later[i / 100];
            memcpy(text, all, length);
            compare_validate(text, length);
        }
    }
    printf("neon agrees with scalar: %zu comparisons, seed %llu\n", checks, (unsigned long long)seed);
    return 0;
}
