// Which two tokens each token of a vocabulary is merged from: most of what loading one costs, so it is done without merging.
//
// A token t is merged from tokens l and r if and only if encoding its bytes alone passes through the state (l, r). For that,
// l and r must be what their own bytes merge into, and no merge across their edge may come before theirs are done. While in l
// and in r each merge has a higher rank than those that made its two tokens (`regular`), the merges of both happen in the
// order of their ranks, of equals the left one first. So they can be undone from the last to the first: in each state on the
// way back, the two tokens at the edge are looked up, and if they merge at a lower rank than the merge just undone, they
// would have merged across the edge. (The idea is that of the backtracking encoder of rust-gems `bpe`.) Where tokens are not
// regular, and where no candidate stands the test, nothing is concluded: the caller merges the bytes.
#include <string.h>
#include "include/token_parts.h"

enum { GROUP = 32 };

void jeoul_make_token_hash(uint64_t base_seed, uint64_t factor_seed, jeoul_token_hash *hash) {
    // Three modulo eight, so that powers repeat as late as can be.
    uint64_t base = (base_seed & ~7ull) | 3, factor = factor_seed | 1, inverse = base;
    // Newton's iteration for the inverse modulo 2^64: it doubles the bits that are right, three at first.
    for (int i = 0; i < 5; i++) { inverse *= 2 - base * inverse; }
    hash->powers[0] = 1;
    hash->inverses[0] = factor;
    for (size_t i = 1; i <= JEOUL_SUMMED_LENGTH; i++) {
        hash->powers[i] = hash->powers[i - 1] * base;
        hash->inverses[i] = hash->inverses[i - 1] * inverse;
    }
}

static inline uint32_t tag_of(uint64_t hash) { return (uint32_t)(hash >> 20) << 24; }

static inline int is_equal(const jeoul_token_table *table, uint32_t id, const uint8_t *bytes, size_t length) {
    return table->starts[id + 1] - table->starts[id] == length && memcmp(table->bytes + table->starts[id], bytes, length) == 0;
}

uint32_t jeoul_find_token(const jeoul_token_table *table, uint64_t hash, const uint8_t *bytes, size_t length) {
    const size_t mask = ~0ull >> table->shift;
    for (size_t slot = hash >> table->shift;; slot = (slot + 1) & mask) {
        uint32_t entry = table->slots[slot];
        if (entry == 0) { return UINT32_MAX; }
        uint32_t id = (entry & 0xFFFFFF) - 1;
        if ((entry & 0xFF000000) == tag_of(hash) && is_equal(table, id, bytes, length)) { return id; }
    }
}

uint32_t jeoul_add_token(const jeoul_token_table *table, uint64_t hash, uint32_t id) {
    const size_t mask = ~0ull >> table->shift;
    const uint8_t *bytes = table->bytes + table->starts[id];
    size_t length = table->starts[id + 1] - table->starts[id];
    for (size_t slot = hash >> table->shift;; slot = (slot + 1) & mask) {
        uint32_t entry = table->slots[slot];
        if (entry == 0) {
            table->slots[slot] = tag_of(hash) | (id + 1);
            return UINT32_MAX;
        }
        uint32_t other = (entry & 0xFFFFFF) - 1;
        if ((entry & 0xFF000000) == tag_of(hash) && is_equal(table, other, bytes, length)) { return other; }
    }
}

uint32_t jeoul_index_tokens(const jeoul_token_table *table, const jeoul_token_hash *hash, size_t end_id, uint32_t *first,
                            size_t *long_count) {
    const uint32_t *starts = table->starts;
    uint32_t duplicate = UINT32_MAX;
    *long_count = 0;
    for (size_t group = 0; group < end_id; group += GROUP) {
        // A table does not fit into the near caches: all slots of a group are asked for before the first is looked at.
        uint64_t hashes[GROUP];
        size_t end = group + GROUP < end_id ? group + GROUP : end_id;
        for (size_t id = group; id < end; id++) {
            size_t length = starts[id + 1] - starts[id];
            if (length > JEOUL_SUMMED_LENGTH) { continue; }
            hashes[id - group] = jeoul_token_hash_of(hash, table->bytes + starts[id], length);
            __builtin_prefetch(table->slots + (hashes[id - group] >> table->shift), 1);
        }
        for (size_t id = group; id < end; id++) {
            size_t length = starts[id + 1] - starts[id];
            *long_count += length > JEOUL_SUMMED_LENGTH;
            if (length == 0 || length > JEOUL_SUMMED_LENGTH) { continue; }
            uint64_t bit = hashes[id - group] >> table->filter_shift;
            table->filter[bit >> 6] |= 1ull << (bit & 63);
            uint32_t other = jeoul_add_token(table, hashes[id - group], (uint32_t)id);
            if (other != UINT32_MAX && duplicate == UINT32_MAX) {
                duplicate = (uint32_t)id;
                *first = other;
            }
        }
    }
    return duplicate;
}

// MARK: Checking

/// The rank of the merge that makes a token which has parts.
static inline uint32_t rank_of(const jeoul_part_search *search, uint32_t token) {
    uint32_t id = token & JEOUL_TOKEN_LIMIT;
    return search->ranks ? search->ranks[id] : id;
}

static inline jeoul_parts parts_of(const jeoul_part_search *search, uint32_t token) {
    return search->parts[token & JEOUL_TOKEN_LIMIT];
}

/// Whether a token's own bytes merge into it in the order of the ranks.
static inline int is_regular(jeoul_parts parts) {
    return parts.left == JEOUL_NO_PARTS || (parts.left < JEOUL_UNREACHED && (parts.right & JEOUL_IRREGULAR) == 0);
}

/// How far the merges of two tokens have been undone: the tokens on both sides of the edge.
typedef struct {
    uint32_t left, right;
    /// A merge across the edge is too early when it is below this: the rank of the merge undone last, `rank << 1`, and 1 more
    /// where an equal rank is too early as well.
    uint32_t bound;
    /// Whose.
    uint32_t place;
} walk;

enum { GOES_ON, IS_STATE, IS_NO_STATE };

/// Looks across the edge, then undoes one merge.
static inline int step(const jeoul_part_search *search, walk *walk) {
    uint32_t left = walk->left, right = walk->right;
    // At first, the merge is the token's own.
    if (walk->bound != 0) {
        uint32_t merge = jeoul_pair_find(search->regions + (left >> 21), jeoul_pair_key(left, right));
        if ((merge & ~1u) < walk->bound) { return IS_NO_STATE; }
    }
    jeoul_parts in_left = parts_of(search, left), in_right = parts_of(search, right);
    int left_ends = in_left.left == JEOUL_NO_PARTS, right_ends = in_right.left == JEOUL_NO_PARTS;
    if (left_ends & right_ends) { return IS_STATE; }
    uint32_t left_rank = rank_of(search, left), right_rank = rank_of(search, right);
    // Of equal ranks the left one merges first, so that the right one is undone first. A merge across the edge stands to the
    // left of those in the right token, and would have been before them at the same rank.
    int undoes_left = right_ends | (!left_ends & (left_rank > right_rank));
    walk->left = undoes_left ? in_left.right : left;
    walk->right = undoes_left ? right : in_right.left;
    walk->bound = undoes_left ? left_rank << 1 : right_rank << 1 | 1;
    __builtin_prefetch(search->parts + ((undoes_left ? walk->left : walk->right) & JEOUL_TOKEN_LIMIT));
    const jeoul_pair_region *region = search->regions + (walk->left >> 21);
    jeoul_pair_places at = jeoul_pair_places_of(region, jeoul_pair_key(walk->left, walk->right));
    __builtin_prefetch(region->filter + (at.bit >> 6));
    // Many a pair at the edge does merge, only later: its word is read.
    __builtin_prefetch(region->words + at.first);
    __builtin_prefetch(region->words + at.second);
    return GOES_ON;
}

void jeoul_mark_irregular(const jeoul_part_search *search, uint32_t id) {
    jeoul_parts *parts = search->parts + id;
    if (parts->left >= JEOUL_UNREACHED) { return; }
    uint32_t rank = rank_of(search, id);
    for (int side = 0; side < 2; side++) {
        uint32_t part = side ? parts->right : parts->left;
        jeoul_parts inner = parts_of(search, part);
        if (!is_regular(inner) || (inner.left != JEOUL_NO_PARTS && rank_of(search, part) >= rank)) {
            parts->right |= JEOUL_IRREGULAR;
            return;
        }
    }
}

/// Whether the bytes of two regular tokens pass through the state of these two.
static inline int is_state(const jeoul_part_search *search, uint32_t left, uint32_t right) {
    walk walk = {left, right, 0, 0};
    int found;
    while ((found = step(search, &walk)) == GOES_ON) {}
    return found == IS_STATE;
}

size_t jeoul_check_parts(const jeoul_part_search *search, const uint32_t *ids, size_t count) {
    size_t unknown = 0;
    for (size_t i = 0; i < count; i++) {
        jeoul_parts *parts = search->parts + ids[i];
        if (parts->left < JEOUL_UNREACHED && is_regular(parts_of(search, parts->left)) &&
            is_regular(parts_of(search, parts->right)) && is_state(search, parts->left, parts->right)) {
            jeoul_mark_irregular(search, ids[i]);
        } else {
            parts->left = JEOUL_UNKNOWN_PARTS;
            unknown++;
        }
    }
    return unknown;
}

// MARK: Searching

// What is looked at lies anywhere in tables that are larger than the near caches. So the tokens of a group go through each
// stage together, and each stage asks for the memory that the next one reads.

/// A place where a token may be cut into two.
typedef struct {
    uint64_t left_hash, right_hash;
    /// What the sides probably are.
    uint32_t left, right;
    /// Orders candidates: the higher of the two ranks is the last merge before the token's own, and of the states that are
    /// possible, the one where that comes first is nearly always it. UINT32_MAX where a side is no token, or was tried.
    uint32_t cost;
    uint32_t cut;
} candidate;

enum { CANDIDATES = 1024 };

typedef struct {
    candidate candidates[CANDIDATES];
    /// Where the candidates of each token of the group begin, and those of the last end.
    uint32_t starts[GROUP + 1];
    /// Which of its candidates is being tried.
    candidate *tried[GROUP];
    walk walks[GROUP];
} part_group;

/// The id of a token of that hash: of the first with the same bits, so perhaps another one; or UINT32_MAX.
static inline uint32_t probable(const jeoul_token_table *table, uint64_t hash) {
    const size_t mask = ~0ull >> table->shift;
    for (size_t slot = hash >> table->shift;; slot = (slot + 1) & mask) {
        uint32_t entry = table->slots[slot];
        if (entry == 0) { return UINT32_MAX; }
        if ((entry & 0xFF000000) == tag_of(hash)) { return (entry & 0xFFFFFF) - 1; }
    }
}

/// As `is_equal`, without a call, for tokens whose bytes have JEOUL_TOKEN_PADDING more after them.
static inline int is_equal_padded(const jeoul_token_table *table, uint32_t id, const uint8_t *bytes, size_t length) {
    const uint8_t *token = table->bytes + table->starts[id];
    if (table->starts[id + 1] - table->starts[id] != length) { return 0; }
    for (;; length -= 8, token += 8, bytes += 8) {
        uint64_t a, b;
        memcpy(&a, token, 8);
        memcpy(&b, bytes, 8);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
        a = __builtin_bswap64(a), b = __builtin_bswap64(b);
#endif
        if (length <= 8) { return (a ^ b) << (64 - 8 * length) == 0; }
        if (a != b) { return 0; }
    }
}

/// Adds the places where a token may be cut into two tokens, as far as the filter tells; how many: two on average.
static inline size_t add_candidates(const jeoul_part_search *search, uint32_t id, candidate *restrict candidates) {
    const jeoul_token_hash *restrict hash = search->hash;
    const jeoul_token_table *restrict table = search->table;
    const uint64_t *restrict filter = table->filter;
    const uint32_t shift = table->filter_shift;
    const uint8_t *bytes = table->bytes + table->starts[id];
    size_t length = table->starts[id + 1] - table->starts[id], count = 0;
    const uint64_t factor = hash->inverses[0];
    uint64_t sums[JEOUL_SUMMED_LENGTH + 1], sum = 0;
    for (size_t i = 0; i < length; i++) {
        sums[i] = sum;
        sum += (uint64_t)(bytes[i] + 1) * hash->powers[i];
    }
    // Which cuts the filter lets pass, up to 64 at once: first where, then what of each, since few pass.
    for (size_t first = 1; first < length; first += 64) {
        size_t end = first + 64 < length ? first + 64 : length;
        uint64_t passes = 0;
        for (size_t cut = end - 1; cut >= first; cut--) {
            uint64_t left = sums[cut] * factor >> shift, right = (sum - sums[cut]) * hash->inverses[cut] >> shift;
            passes = passes << 1 | (filter[left >> 6] >> (left & 63) & filter[right >> 6] >> (right & 63) & 1);
        }
        for (; passes != 0; passes &= passes - 1) {
            size_t cut = first + (size_t)__builtin_ctzll(passes);
            candidate *added = candidates + count++;
            added->left_hash = sums[cut] * factor;
            added->right_hash = (sum - sums[cut]) * hash->inverses[cut];
            added->cut = (uint32_t)cut;
            __builtin_prefetch(table->slots + (added->left_hash >> table->shift));
            __builtin_prefetch(table->slots + (added->right_hash >> table->shift));
        }
    }
    return count;
}

/// Looks up the sides of a token's candidates; gives the best, or NULL, and asks for what is known of it.
static inline candidate *look_up(const jeoul_part_search *search, uint32_t length, candidate *candidates, size_t count) {
    const jeoul_token_table *table = search->table;
    size_t best = 0;
    for (size_t i = 0; i < count; i++) {
        candidate *tried = candidates + i;
        uint32_t left = probable(table, tried->left_hash), right = probable(table, tried->right_hash);
        // A byte has no merge, so that its id does not count. UINT32_MAX stays.
        uint32_t one = tried->cut == 1 ? 0 : left, other = tried->cut + 1 == length ? 0 : right;
        tried->left = left;
        tried->right = right;
        tried->cost = one > other ? one : other;
        best = tried->cost < candidates[best].cost ? i : best;
    }
    if (count == 0 || candidates[best].cost == UINT32_MAX) { return NULL; }
    uint32_t sides[2] = {candidates[best].left, candidates[best].right};
    for (int side = 0; side < 2; side++) {
        __builtin_prefetch(table->starts + sides[side]);
        __builtin_prefetch(search->parts + sides[side]);
        __builtin_prefetch(search->is_hangul + sides[side]);
    }
    return candidates + best;
}

/// Asks for the bytes of the best candidate of a token.
static inline void ask_for_bytes(const jeoul_part_search *search, const candidate *tried) {
    if (tried == NULL) { return; }
    __builtin_prefetch(search->table->bytes + search->table->starts[tried->left]);
    __builtin_prefetch(search->table->bytes + search->table->starts[tried->right]);
}

/// The best of the candidates that are left, or NULL.
static inline candidate *best_of(candidate *candidates, size_t count) {
    size_t best = 0;
    for (size_t i = 1; i < count; i++) { best = candidates[i].cost < candidates[best].cost ? i : best; }
    return count == 0 || candidates[best].cost == UINT32_MAX ? NULL : candidates + best;
}

/// Begins the walk of the best of a token's candidates; 0 where there is none, or nothing is known of one.
static inline int begin_walk(const jeoul_part_search *search, uint32_t id, part_group *group, size_t place, walk *walk) {
    const jeoul_token_table *table = search->table;
    const uint8_t *bytes = table->bytes + table->starts[id];
    size_t length = table->starts[id + 1] - table->starts[id];
    candidate *candidates = group->candidates + group->starts[place];
    size_t count = group->starts[place + 1] - group->starts[place];
    candidate *tried = group->tried[place];
    for (; tried != NULL; tried->cost = UINT32_MAX, tried = best_of(candidates, count)) {
        if (!is_equal_padded(table, tried->left, bytes, tried->cut) ||
            !is_equal_padded(table, tried->right, bytes + tried->cut, length - tried->cut)) {
            return 0;
        }
        jeoul_parts in_left = search->parts[tried->left], in_right = search->parts[tried->right];
        if (in_left.left == JEOUL_UNREACHED || in_right.left == JEOUL_UNREACHED) { continue; }
        if (!is_regular(in_left) || !is_regular(in_right)) { return 0; }
        tried->left |= (uint32_t)search->is_hangul[tried->left] << 21;
        tried->right |= (uint32_t)search->is_hangul[tried->right] << 21;
        group->tried[place] = tried;
        walk->left = tried->left, walk->right = tried->right, walk->bound = 0, walk->place = (uint32_t)place;
        return 1;
    }
    return 0;
}

/// Finds the parts of a group's tokens; how many are left unknown.
static inline size_t walk_group(const jeoul_part_search *search, const uint32_t *ids, size_t count, part_group *group) {
    size_t active = 0, found = 0;
    for (size_t i = 0; i < count; i++) {
        search->parts[ids[i]].left = JEOUL_UNKNOWN_PARTS;
        active += (size_t)begin_walk(search, ids[i], group, i, group->walks + active);
    }
    while (active > 0) {
        size_t kept = 0;
        for (size_t item = 0; item < active; item++) {
            walk walk = group->walks[item];
            size_t place = walk.place;
            int result = step(search, &walk);
            if (result == IS_STATE) {
                const candidate *tried = group->tried[place];
                uint32_t right = tried->cost < ids[place] ? tried->right : tried->right | JEOUL_IRREGULAR;
                search->parts[ids[place]] = (jeoul_parts){tried->left, right};
                found++;
                continue;
            }
            group->walks[kept] = walk;
            if (result == IS_NO_STATE) {
                group->tried[place]->cost = UINT32_MAX;
                candidate *candidates = group->candidates + group->starts[place];
                group->tried[place] = best_of(candidates, group->starts[place + 1] - group->starts[place]);
                if (!begin_walk(search, ids[place], group, place, group->walks + kept)) { continue; }
            }
            kept++;
        }
        active = kept;
    }
    return count - found;
}

size_t jeoul_find_parts(const jeoul_part_search *search, const uint32_t *ids, size_t count) {
    part_group group;
    const uint32_t *const starts = search->table->starts;
    const uint32_t length = starts[ids[0] + 1] - starts[ids[0]];
    size_t unknown = 0, first = 0;
    while (first < count) {
        size_t tokens = 0, found = 0;
        while (tokens < GROUP && first + tokens < count && found + JEOUL_SUMMED_LENGTH <= CANDIDATES) {
            group.starts[tokens] = (uint32_t)found;
            // Tokens of one length lie far from one another.
            if (first + tokens + 32 < count) { __builtin_prefetch(starts + ids[first + tokens + 32]); }
            if (first + tokens + 16 < count) { __builtin_prefetch(search->table->bytes + starts[ids[first + tokens + 16]]); }
            found += add_candidates(search, ids[first + tokens++], group.candidates + found);
        }
        group.starts[tokens] = (uint32_t)found;
        for (size_t i = 0; i < tokens; i++) {
            uint32_t start = group.starts[i];
            group.tried[i] = look_up(search, length, group.candidates + start, group.starts[i + 1] - start);
        }
        for (size_t i = 0; i < tokens; i++) { ask_for_bytes(search, group.tried[i]); }
        unknown += walk_group(search, ids + first, tokens, &group);
        first += tokens;
    }
    return unknown;
}

// MARK: Seeds

/// Whether a unit reaches its state number `merges` whatever is around it, given the merges that lead from state to state
/// and those across its edges, the lowest of each state. See BytePairModel+Seeds.swift.
static inline int is_undisturbed(const uint32_t *ranks, const uint32_t *crossing, size_t count, size_t merges) {
    for (size_t k = 0; k <= merges; k++) {
        uint32_t bound = 0;
        for (size_t m = k < merges ? k : 0; m < merges; m++) { bound = (ranks[m] | 1) > bound ? ranks[m] | 1 : bound; }
        uint32_t following = k == merges && k < count && ranks[k] < crossing[k] ? ranks[k] : crossing[k];
        if (following <= bound) { return 0; }
    }
    return 1;
}

/// The states of a unit, and of each the merge that leads to the next and the lowest across its edges.
typedef struct {
    uint32_t tokens[4][4];
    uint32_t ranks[4], crossing[4];
    /// `crossing` where only whole characters merge across the edges.
    uint32_t calm_crossing[4];
    size_t count;
} unit_states;

/// The last state that a unit is sure to reach.
static inline jeoul_seed seed_of(const unit_states *states, const uint32_t *crossing, size_t length) {
    size_t merges = states->count;
    while (merges > 0 && !is_undisturbed(states->ranks, crossing, states->count, merges)) { merges--; }
    jeoul_seed seed = {{0, 0, 0}, 0};
    // Four tokens are a space's and a syllable's bytes: nothing is known of the unit.
    if (length - merges > 3) { return seed; }
    seed.count = (uint32_t)(length - merges);
    memcpy(seed.tokens, states->tokens[merges], seed.count * sizeof *seed.tokens);
    return seed;
}

static inline void seeds_of(const jeoul_merge_tables *tables, const uint32_t *unit, size_t length,
                            const uint32_t *lowest_before, const uint32_t *lowest_after, jeoul_seed *seed, jeoul_seed *calm) {
    unit_states states = {.count = 0};
    // How many bytes each token has.
    uint32_t lengths[4] = {1, 1, 1, 1};
    memcpy(states.tokens[0], unit, length * sizeof *unit);
    for (;; states.count++) {
        size_t count = states.count, tokens = length - count, at = 0;
        const uint32_t *state = states.tokens[count];
        uint32_t before = lowest_before ? lowest_before[state[0] & JEOUL_TOKEN_LIMIT] : JEOUL_NO_MERGE;
        uint32_t after = lowest_after[state[tokens - 1] & JEOUL_TOKEN_LIMIT];
        states.crossing[count] = before < after ? before : after;
        states.calm_crossing[count] = lengths[tokens - 1] >= 3 ? states.crossing[count] : JEOUL_NO_MERGE;
        uint32_t best = JEOUL_NO_MERGE;
        for (size_t i = 0; i + 1 < tokens; i++) {
            uint32_t merge = jeoul_pair_find(tables->regions + (state[i] >> 21), jeoul_pair_key(state[i], state[i + 1]));
            if (merge < best) { best = merge, at = i; }
        }
        if (best == JEOUL_NO_MERGE) { break; }
        states.ranks[count] = best;
        uint32_t *next = states.tokens[count + 1];
        lengths[at] += lengths[at + 1];
        for (size_t i = 0; i + 1 < tokens; i++) {
            next[i] = state[i + (i > at)];
            if (i > at) { lengths[i] = lengths[i + 1]; }
        }
        next[at] = (tables->merge_results ? tables->merge_results[best >> 1] : best >> 1) | (best & 1) << 21;
    }
    *seed = seed_of(&states, states.crossing, length);
    *calm = seed_of(&states, states.calm_crossing, length);
}

void jeoul_fill_seeds(const jeoul_merge_tables *tables, const uint32_t *lowest_before, const uint32_t *lowest_after,
                      jeoul_seed *seeds) {
    for (uint32_t syllable = 0; syllable < JEOUL_SYLLABLES; syllable++) {
        uint32_t code = syllable + 0xAC00;
        const uint32_t unit[4] = {tables->byte_tokens[0x20], tables->byte_tokens[0xE0 | code >> 12],
                                  tables->byte_tokens[0x80 | (code >> 6 & 0x3F)], tables->byte_tokens[0x80 | (code & 0x3F)]};
        jeoul_seed *seed = seeds + jeoul_seed_place(syllable, 0);
        seeds_of(tables, unit + 1, 3, lowest_before, lowest_after, seed, seed + JEOUL_CALM_SEED);
        seed = seeds + jeoul_seed_place(syllable, JEOUL_SPACE_SEED);
        seeds_of(tables, unit, 4, NULL, lowest_after, seed, seed + JEOUL_CALM_SEED);
    }
}
