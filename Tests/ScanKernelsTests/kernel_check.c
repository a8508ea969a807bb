// Compares every kernel of the running machine with the scalar one, in three programs: Scripts/test_neon.sh builds it for
// 64-bit ARM and runs it in an emulator; Scripts/test_sanitizers.sh builds it with the address and undefined-behaviour
// sanitizers; with JEOUL_FUZZ defined it is a target for libFuzzer (Scripts/fuzz.sh). The Swift tests have an oracle.
#define _DEFAULT_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include "ScanKernels.h"

enum { MOST = 4096, MOST_BLOCKS = MOST / 64 + 1 };

// The kernel that is compared with the scalar one.
static const jeoul_kernel *scalar, *other;
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
        perror("kernel_check: mmap");
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
    fprintf(stderr, "FAILED: %s: %s: length %zu, blocks %zu ..< %zu, seed %llu\n", other->name, what, length, first,
            first + count, (unsigned long long)seed);
    abort();
}

static void compare(const uint8_t *text, size_t length, size_t first, size_t count) {
    static jeoul_class_block classes[2][MOST_BLOCKS];
    static jeoul_character_block characters[2][MOST_BLOCKS];
    scalar->classify(text, length, first, count, classes[0]);
    other->classify(text, length, first, count, classes[1]);
    if (memcmp(classes[0], classes[1], count * sizeof classes[0][0])) fail("classify", length, first, count);
    scalar->characterize(text, length, first, count, characters[0]);
    other->characterize(text, length, first, count, characters[1]);
    if (memcmp(characters[0], characters[1], count * sizeof characters[0][0])) {
        fail("characterize", length, first, count);
    }
    checks += 1;
}

static void compare_validate(const uint8_t *text, size_t length) {
    if (scalar->validate(text, length) != other->validate(text, length)) fail("validate", length, 0, 0);
    checks += 1;
}

static void compare_pair_search(const uint8_t *text, size_t length) {
    jeoul_byte_pair pairs[4];
    size_t count = 1 + below(4);
    for (size_t i = 0; i < count; i += 1) {
        // Bytes of the text, so that some pair is found.
        size_t at = length == 0 ? 0 : below(length);
        uint8_t first = length == 0 ? 0 : text[at], second = at + 1 < length ? text[at + 1] : 0;
        pairs[i] = (jeoul_byte_pair){first, second + (below(3) == 0), below(4) != 0};
    }
    for (size_t from = 0; from <= length;) {
        size_t found = scalar->find_pairs(text, length, from, pairs, count);
        if (found != other->find_pairs(text, length, from, pairs, count)) fail("find_pairs", length, from / 64, 1);
        checks += 1;
        from = found + 1;
    }
}

static void fail_stage(const char *what, size_t length) { fail(what, length, 0, (length + 63) / 64); }

/// Every pattern, stop by stop: what needs more than the masks is passed over.
static void compare_scan(const uint8_t *text, size_t length) {
    static jeoul_class_block classes[MOST_BLOCKS];
    static uint32_t arrays[2][4][MOST + 128];
    static uint8_t owners[2][MOST + 128];
    static const uint32_t patterns[] = {
        JEOUL_GPT2, JEOUL_QWEN2, JEOUL_LLAMA3, JEOUL_O200K, JEOUL_LLAMA3 | JEOUL_O200K, JEOUL_GPT2 | JEOUL_QWEN2 | JEOUL_O200K,
    };
    size_t blocks = (length + 63) / 64;
    if (length == 0) return;
    scalar->classify(text, length, 0, blocks, classes);
    for (size_t round = 0; round < 2 * sizeof patterns / sizeof patterns[0]; round += 1) {
        // The same arbitrary beginning for both.
        jeoul_block_scan states[2];
        uint32_t pattern = patterns[round / 2];
        size_t limit = 1 + below(3) * 60 + below(2) * MOST, position = below(length);
        int is_shared = (pattern & (pattern - 1)) != 0;
        for (int k = 0; k < 2; k += 1) {
            memset(arrays[k], 0, sizeof arrays[k]);
            states[k] = (jeoul_block_scan){
                .text = text, .length = length, .position = position, .is_fresh = 1, .is_together = 1, .open = -1, .limit = limit,
                .starts = arrays[k][0], .document_pretokens = arrays[k][1], .document_ends = arrays[k][2],
                .ends = is_shared ? arrays[k][3] + 1 : NULL, .owners = owners[k], .everyone = 3, .patterns = pattern,
                .splits_lines = round % 2,
            };
        }
        while (states[0].position < length && states[0].pretokens < limit && states[0].documents < limit) {
            // A window of blocks, which what is behind it follows.
            size_t first = states[0].position / 64, end = first + 1 + below(blocks - first);
            scalar->scan_blocks(&states[0], classes + first, first, end);
            other->scan_blocks(&states[1], classes + first, first, end);
            const jeoul_block_scan *one = &states[0], *other = &states[1];
            if (memcmp(&one->carry, &other->carry, sizeof one->carry) || one->open != other->open
                || one->position != other->position || one->is_apart != other->is_apart || one->irregular != other->irregular
                || one->pretokens != other->pretokens || one->documents != other->documents
                || (one->is_apart && memcmp(&one->apart, &other->apart, sizeof one->apart))
                || memcmp(arrays[0][0], arrays[1][0], one->pretokens * sizeof arrays[0][0][0])
                || memcmp(arrays[0][1], arrays[1][1], one->documents * sizeof arrays[0][1][0])
                || memcmp(arrays[0][2], arrays[1][2], one->documents * sizeof arrays[0][2][0])
                || memcmp(arrays[0][3], arrays[1][3], one->pretokens * sizeof arrays[0][3][0])
                || (is_shared && memcmp(owners[0], owners[1], one->pretokens))) {
                fail_stage("scan_blocks", length);
            }
            // What lies before an irregular byte may be scanned again, as if the text began there.
            for (int k = 0; k < 2; k += 1) {
                if (states[k].irregular >= 0) { states[k].is_fresh = 1, states[k].open = -1; }
                states[k].is_together = below(8) != 0;
            }
            states[1].is_together = states[0].is_together;
            checks += 1;
        }
    }
}

/// Cuts a text into pre-tokens of whole characters; their number.
static size_t cut_text(const uint8_t *text, size_t length, uint32_t *starts, uint32_t *lengths) {
    size_t count = 0, offset = 0;
    while (offset < length && count < JEOUL_SPLIT_PRETOKENS) {
        size_t end = offset, characters = below(16) == 0 ? 1 + below(100) : 1 + below(7);
        for (; end < length && characters > 0; characters -= 1) {
            for (end += 1; end < length && (text[end] & 0xC0) == 0x80;) end += 1;
        }
        starts[count] = (uint32_t)offset;
        lengths[count] = (uint32_t)(end - offset);
        count += 1;
        offset = end;
    }
    return count;
}

/// Whether what was found stands in its slot, and what was not found is not there, or behind another of the same first word,
/// where a kernel may pass over it.
static int is_found_right(const jeoul_pretoken_cache *cache, size_t count, const jeoul_cache_lookup *found) {
    size_t missing = 0;
    for (size_t i = 0; i < count; i += 1) {
        jeoul_pretoken_key key = found->keys[i];
        const jeoul_pretoken_key *bucket = cache->slots + found->buckets[i];
        size_t same_low = 0, same = 0;
        for (size_t place = 0; place < JEOUL_BUCKET_SLOTS; place += 1) {
            if (bucket[place].low != key.low) continue;
            same_low += 1;
            same += ((bucket[place].high ^ key.high) & ~JEOUL_KEY_COUNT) == 0;
        }
        if (missing < found->missing_count && found->missing[missing] == i) {
            missing += 1;
            if (same > 0 && same_low < 2) return 0;
            continue;
        }
        const jeoul_pretoken_key *slot = cache->slots + found->slots[i];
        if (slot->low != key.low || ((slot->high ^ key.high) & ~JEOUL_KEY_COUNT) != 0
            || found->counts[i] != ((slot->high & JEOUL_KEY_COUNT) >> JEOUL_KEY_COUNT_SHIFT)) {
            return 0;
        }
    }
    return missing == found->missing_count;
}

static void compare_pretokens(const uint8_t *text, size_t length) {
    enum { BUCKETS = 16 };
    static jeoul_pretoken_key slots[BUCKETS * JEOUL_BUCKET_SLOTS] __attribute__((aligned(64)));
    static jeoul_cache_lookup found[2];
    static uint32_t starts[JEOUL_SPLIT_PRETOKENS], lengths[JEOUL_SPLIT_PRETOKENS], chosen[JEOUL_SPLIT_PRETOKENS];
    static jeoul_cut cuts[2];
    static jeoul_span_counts span_counts[2];
    static uint32_t pairs[32], triples[32];
    static uint8_t units[JEOUL_UNITS + 3];
    size_t count = cut_text(text, length, starts, lengths);
    jeoul_pretoken_cache cache = {slots, NULL, 0, 60};
    memset(slots, 0, sizeof slots);
    for (size_t i = 0; i < count; i += 1) {
        chosen[i] = (uint32_t)i;
        jeoul_pretoken_key key = jeoul_pretoken_key_of(text + starts[i], lengths[i]);
        uint32_t bucket = (uint32_t)(jeoul_key_hash(key) >> cache.bucket_shift) * JEOUL_BUCKET_SLOTS, is_new;
        if (below(3) == 0 && !(key.high & JEOUL_KEY_LONG)) {
            jeoul_insert_pretoken(&cache, key, bucket, 1 + (uint32_t)below(31), &is_new);
        }
    }
    scalar->look_up_pretokens(&cache, text, length, starts, lengths, count, &found[0]);
    other->look_up_pretokens(&cache, text, length, starts, lengths, count, &found[1]);
    if (memcmp(found[0].keys, found[1].keys, count * sizeof found[0].keys[0])
        || memcmp(found[0].buckets, found[1].buckets, count * sizeof found[0].buckets[0])
        || !is_found_right(&cache, count, &found[0]) || !is_found_right(&cache, count, &found[1])) {
        fail_stage("look_up_pretokens", length);
    }
    for (size_t i = 0; i < count; i += 1) {
        const uint8_t *pretoken = text + starts[i];
        size_t space = pretoken[0] == 0x20 && lengths[i] > 1, bytes = lengths[i] - space;
        if (bytes <= JEOUL_KEY_BYTES && memcmp(&found[1].keys[i], pretoken + space, bytes) != 0) {
            fail_stage("look_up_pretokens: a key", length);
        }
    }

    scalar->read_units(text, length, starts, lengths, chosen, count, &cuts[0]);
    other->read_units(text, length, starts, lengths, chosen, count, &cuts[1]);
    const jeoul_cut *cut = &cuts[0];
    size_t words = cut->unit_count / 64 + 1;
    if (cut->pretoken_count != cuts[1].pretoken_count || cut->unit_count != cuts[1].unit_count
        || cut->other_count != cuts[1].other_count || cut->pretoken_count + cut->other_count != count
        || memcmp(cut->pretokens, cuts[1].pretokens, cut->pretoken_count * sizeof cut->pretokens[0])
        || memcmp(cut->ends, cuts[1].ends, cut->pretoken_count * sizeof cut->ends[0])
        || memcmp(cut->others, cuts[1].others, cut->other_count * sizeof cut->others[0])
        || memcmp(cut->padded_units, cuts[1].padded_units, (cut->unit_count + 66) * sizeof cut->padded_units[0])
        || memcmp(cut->firsts, cuts[1].firsts, words * sizeof cut->firsts[0])
        || memcmp(cut->spaces, cuts[1].spaces, words * sizeof cut->spaces[0])) {
        fail_stage("read_units", length);
    }

    for (size_t i = 0; i < 32; i += 1) {
        pairs[i] = (uint32_t)(next() & next());
        triples[i] = (uint32_t)(next() & next());
    }
    for (size_t i = 0; i < sizeof units; i += 1) units[i] = below(8) == 0 ? (uint8_t)next() : 1;
    jeoul_span_tables tables = {pairs, triples, units, 22, 22, NULL};
    scalar->find_span_boundaries(&tables, cut, &span_counts[0]);
    other->find_span_boundaries(&tables, cut, &span_counts[1]);
    if (memcmp(span_counts[0].span_counts, span_counts[1].span_counts, 64 * words)
        || memcmp(span_counts[0].joined, span_counts[1].joined, words * sizeof span_counts[0].joined[0])
        || memcmp(span_counts[0].triples, span_counts[1].triples, words * sizeof span_counts[0].triples[0])) {
        fail_stage("find_span_boundaries", length);
    }
    checks += 3;
}

/// Words of Hangul, spaces, digits and what else needs nothing but the masks, with an oddity here and there.
static void fill_plainly(uint8_t *text, size_t length) {
    size_t offset = 0;
    while (offset < length) {
        static const char other[] = "  .,!12aZ\nb (";
        uint32_t c = below(4) ? 0xAC00 + (uint32_t)below(11172) : (uint32_t)other[below(sizeof other - 1)];
        if (below(50) == 0) c = 0x3131 + (uint32_t)below(94);
        if (below(400) == 0) c = 0xE9;
        uint8_t bytes[4];
        size_t count = put(bytes, c);
        if (count > length - offset) continue;
        memcpy(text + offset, bytes, count);
        offset += count;
    }
}

/// Everything with the kernel `other`, at the ends of an area that is fenced.
static void check(uint8_t *area, size_t size) {
    // Every length, at the end of what can be read and at its start.
    for (size_t length = 0; length <= 400; length += 1) {
        for (int at_end = 0; at_end < 2; at_end += 1) {
            uint8_t *text = at_end ? area + size - length : area;
            fill(text, length);
            if (other->validate(text, length) != length) fail("valid text", length, 0, 0);
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
        compare_pair_search(area, length);
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
    // The stages that come after the masks, at the end of what can be read and at its start.
    for (int round = 0; round < 4000; round += 1) {
        size_t length = round < 1000 ? 1 + (size_t)round / 2 : 1 + below(MOST);
        uint8_t *text = round % 2 ? area + size - length : area;
        if (round % 8 < 6) fill_plainly(text, length); else fill(text, length);
        compare_scan(text, length);
        compare_pretokens(text, length);
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
            compare_pair_search(text, length);
        }
    }
}

/// The kernels after the first, which is the scalar one.
static const jeoul_kernel *const *others(size_t *count) {
    const jeoul_kernel *const *table = jeoul_kernels(count);
    scalar = table[0];
    *count -= 1;
    return table + 1;
}

#ifdef JEOUL_FUZZ

/// Valid UTF-8 goes through every stage, what follows its first ill-formed byte through those that take any bytes.
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length) {
    if (length > MOST) return 0;
    // At its exact size, so that the address sanitizer sees a read past it.
    uint8_t *text = malloc(length + (length == 0));
    memcpy(text, data, length);
    size_t count;
    const jeoul_kernel *const *table = others(&count);
    for (size_t i = 0; i < count; i += 1) {
        other = table[i];
        state = seed + length;
        compare_validate(text, length);
        compare_pair_search(text, length);
        size_t valid = scalar->validate(text, length);
        uint8_t *exact = malloc(valid + (valid == 0));
        memcpy(exact, text, valid);
        compare(exact, valid, 0, (valid + 63) / 64);
        compare_scan(exact, valid);
        compare_pretokens(exact, valid);
        free(exact);
    }
    free(text);
    return 0;
}

#else

int main(void) {
    size_t size, count;
    uint8_t *area = fenced(&size);
    const jeoul_kernel *const *table = others(&count);
    for (size_t i = 0; i < count; i += 1) {
        other = table[i];
        state = seed;
        checks = 0;
        check(area, size);
        printf("%s agrees with scalar: %zu comparisons, seed %llu\n", other->name, checks, (unsigned long long)seed);
    }
    if (count == 0) return printf("FAILED: this machine has the scalar kernel alone\n"), 1;
    return 0;
}

#endif
