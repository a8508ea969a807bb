// The scan, written once. A file for an instruction set defines the vector interface below, then includes this.
//
//   V_WIDTH                          bytes in a vector; divides 64
//   vec, mask                        a vector of bytes; one truth value for each of its bytes
//   v_load(p)                        V_WIDTH bytes from p, of any alignment
//   v_left(x, n), v_right(x, n)      shifts by n bits; bits from neighbouring bytes may come in
//   v_pick(bits, a, b)               in every byte, a where `bits` is 1 and b where it is 0
//   v_is(x, c), v_in(x, low, high)   x == c; low <= x <= high, unsigned; `low` and `high` are constants
//   m_and, m_or, m_and_not           of masks; m_and_not(a, b) is a and not b
//   m_bits(m)                        the masks of the 64 / V_WIDTH vectors of a block, as 64 bits
//
// The idea: Korean is made of characters of three bytes. Load the text, the text one byte on and the text two bytes on,
// and a lane holds all three. A few shifts and selections give the high and the low byte of the code point, and classes
// are ranges of those. The rest, such as spreading a first byte's bit over its character, is arithmetic on 64 bits.
#include <string.h>
#include "../kernels.h"

#define INLINE static inline __attribute__((always_inline))

enum {
    BLOCK = 64,
    /// How far past its block a block's masks depend on the text.
    LOOKAHEAD = 2,
    V_COUNT = BLOCK / V_WIDTH,
};

#if defined(__clang__)
#define UNROLLED _Pragma("clang loop unroll(full)")
#else
#define UNROLLED _Pragma("GCC unroll 8")
#endif

/// Evaluates a predicate over each vector i of a block: one predicate at a time, so that few registers are live.
#define BITS(result, predicate)                                          \
    do {                                                                 \
        mask each_[V_COUNT];                                             \
        UNROLLED                                                         \
        for (int i = 0; i < V_COUNT; i += 1) each_[i] = (predicate);     \
        (result) = m_bits(each_);                                        \
    } while (0)

/// A block and its lookahead, as the lanes see them.
typedef struct {
    vec at[V_COUNT];
    const uint8_t *bytes;
} lanes;

INLINE lanes load_block(const uint8_t *bytes) {
    lanes b = {.bytes = bytes};
    UNROLLED
    for (int i = 0; i < V_COUNT; i += 1) b.at[i] = v_load(bytes + i * V_WIDTH);
    return b;
}

/// Vector i of the block, moved on `by` bytes. Loads are cheaper than shuffles across vectors.
INLINE vec ahead(const lanes *b, int i, int by) {
    return v_load(b->bytes + i * V_WIDTH + by);
}

/// For every lane that holds the first byte of a character of three bytes: the code point, split in two bytes.
typedef struct {
    mask starts;
    vec high, low;
} code_points;

INLINE code_points decode(const lanes *b, int i) {
    vec second = ahead(b, i, 1), third = ahead(b, i, 2);
    return (code_points){
        .starts = v_in(b->at[i], 0xE0, 0xEF),
        .high = v_pick(0xF0, v_left(b->at[i], 4), v_right(second, 2)),
        .low = v_pick(0xC0, v_left(second, 6), third),
    };
}

/// U+AC00–D7A3.
INLINE mask is_syllable(code_points c) {
    return m_or(v_in(c.high, 0xAC, 0xD6), m_and(v_is(c.high, 0xD7), v_in(c.low, 0x00, 0xA3)));
}

/// U+3131–318E.
INLINE mask is_jamo(code_points c) {
    return m_and(v_is(c.high, 0x31), v_in(c.low, 0x31, 0x8E));
}

INLINE mask is_filler(code_points c) {
    return m_and(v_is(c.high, 0x31), v_is(c.low, 0x64));
}

INLINE mask is_ideograph(code_points c) {
    return v_in(c.high, 0x4E, 0x9F);
}

INLINE mask is_letter_of_three(code_points c) {
    return m_and(c.starts, m_or(m_or(is_syllable(c), is_ideograph(c)), is_jamo(c)));
}

INLINE mask is_korean(code_points c) {
    return m_and(c.starts, m_and_not(m_or(is_syllable(c), is_jamo(c)), is_filler(c)));
}

/// The characters of three bytes that `wide_other` names.
INLINE mask is_wide_of_three(code_points c) {
    mask u20 = m_and(v_is(c.high, 0x20), m_or(v_in(c.low, 0x10, 0x27), v_in(c.low, 0x30, 0x3F)));
    mask u21_23 = m_or(v_in(c.high, 0x22, 0x23), m_and(v_is(c.high, 0x21), v_in(c.low, 0xC0, 0xFF)));
    mask u25_27 = m_or(v_in(c.high, 0x25, 0x26), m_and(v_is(c.high, 0x27), v_in(c.low, 0x00, 0x3F)));
    mask u30 = m_and(v_is(c.high, 0x30), m_or(v_in(c.low, 0x01, 0x04), v_in(c.low, 0x08, 0x20)));
    mask uff_low = m_or(v_in(c.low, 0x01, 0x0F), v_in(c.low, 0x1A, 0x20));
    mask uff = m_and(v_is(c.high, 0xFF), m_or(uff_low, v_in(c.low, 0x5B, 0x65)));
    return m_and(c.starts, m_or(m_or(m_or(u20, u21_23), m_or(u25_27, u30)), uff));
}

/// U+2329 and U+232A, which normalization replaces.
INLINE mask is_angle_bracket(code_points c) {
    return m_and(v_is(c.high, 0x23), v_in(c.low, 0x29, 0x2A));
}

/// The first byte of U+00B0 and of U+00B7.
INLINE mask is_wide_of_two(const lanes *b, int i) {
    vec second = ahead(b, i, 1);
    return m_and(v_is(b->at[i], 0xC2), m_or(v_is(second, 0xB0), v_is(second, 0xB7)));
}

/// First bytes of characters in the block before, whose other bytes may be in this one.
typedef struct {
    uint64_t letter, wide, wide_of_two;
} leads;

/// The bytes of the characters of three bytes that start at `starts`, or in the block before at `previous`.
INLINE uint64_t three_bytes(uint64_t starts, uint64_t previous) {
    return starts | starts << 1 | starts << 2 | previous >> 63 | previous >> 62;
}

INLINE uint64_t two_bytes(uint64_t starts, uint64_t previous) {
    return starts | starts << 1 | previous >> 63;
}

/// The irregular ones of `doubtful`, which are apostrophes and white space: an apostrophe is if it may begin a
/// contraction, white space always. A loop, since there are few.
INLINE uint64_t irregular_ascii(const uint8_t *bytes, uint64_t doubtful) {
    // Bit n: the n-th letter of the alphabet is one of s t m d l v r.
    const uint32_t first_letters = 1u << 19 | 1u << 20 | 1u << 13 | 1u << 4 | 1u << 12 | 1u << 22 | 1u << 18;
    uint64_t result = 0;
    for (uint64_t left = doubtful; left != 0; left &= left - 1) {
        const uint8_t *at = bytes + __builtin_ctzll(left);
        int contracts = at[1] == 0xC5 || (at[1] >= 0x40 && at[1] < 0x80 && (first_letters >> (at[1] & 31) & 1));
        if (at[0] != '\'' || contracts) result |= left & -left;
    }
    return result;
}

INLINE void classify_block(const uint8_t *bytes, leads *previous, jeoul_class_block *block) {
    lanes b = load_block(bytes);
    leads found = {0, 0, 0};
    uint64_t not_ascii, doubtful, wide = 0, irregular = 0, letters = 0;
    BITS(not_ascii, v_in(b.at[i], 0x80, 0xFF));
    BITS(block->upper, v_in(b.at[i], 'A', 'Z'));
    BITS(block->lower, v_in(b.at[i], 'a', 'z'));
    BITS(block->digit, v_in(b.at[i], '0', '9'));
    BITS(block->space, v_is(b.at[i], ' '));
    BITS(block->line_feed, v_is(b.at[i], '\n'));
    BITS(doubtful, m_or(v_in(b.at[i], '\t', '\r'), v_is(b.at[i], '\'')));
    if (not_ascii != 0) {
        BITS(found.letter, is_letter_of_three(decode(&b, i)));
        letters = three_bytes(found.letter, previous->letter);
        irregular = not_ascii & ~letters;
        // Few blocks of Korean text hold any other non-ASCII character.
        if (irregular != 0) {
            BITS(found.wide, is_wide_of_three(decode(&b, i)));
            BITS(found.wide_of_two, is_wide_of_two(&b, i));
            uint64_t of_two = two_bytes(found.wide_of_two, previous->wide_of_two);
            irregular &= ~(three_bytes(found.wide, previous->wide) | of_two);
            wide = found.wide | (of_two & ~found.wide_of_two);
        }
    }
    block->letter = letters | block->upper | block->lower;
    block->wide_other = wide;
    block->irregular = irregular | irregular_ascii(bytes, doubtful & ~block->line_feed);
    *previous = found;
}

INLINE void characterize_block(const uint8_t *bytes, leads *previous, jeoul_character_block *block) {
    lanes b = load_block(bytes);
    leads found = {0, 0, 0};
    uint64_t not_ascii, korean = 0, irregular = 0;
    BITS(not_ascii, v_in(b.at[i], 0x80, 0xFF));
    if (not_ascii != 0) {
        uint64_t ideographs;
        BITS(korean, is_korean(decode(&b, i)));
        BITS(ideographs, m_and(decode(&b, i).starts, is_ideograph(decode(&b, i))));
        found.letter = korean | ideographs;
        irregular = not_ascii & ~three_bytes(found.letter, previous->letter);
        if (irregular != 0) {
            BITS(found.wide, m_and_not(is_wide_of_three(decode(&b, i)), is_angle_bracket(decode(&b, i))));
            BITS(found.wide_of_two, is_wide_of_two(&b, i));
            irregular &= ~(three_bytes(found.wide, previous->wide)
                           | two_bytes(found.wide_of_two, previous->wide_of_two));
        }
    }
    block->korean = korean;
    block->irregular = irregular;
    *previous = found;
}

/// Room for a copy of a block and its lookahead.
typedef uint8_t padded_block[BLOCK + LOOKAHEAD];

/// The block that starts at `offset`: in the text itself where its lookahead is inside too, and otherwise a copy that
/// is padded with zeros, which are in no mask.
INLINE const uint8_t *block_at(const uint8_t *text, size_t length, size_t offset, uint8_t *padded) {
    if (offset + BLOCK + LOOKAHEAD <= length) return text + offset;
    memset(padded, 0, sizeof(padded_block));
    if (offset < length) memcpy(padded, text + offset, length - offset);
    return padded;
}

/// A block that ends as the text before `offset` does: what it leaves in `leads` is what the block at `offset` needs.
INLINE const uint8_t *block_before(const uint8_t *text, size_t length, size_t offset, uint8_t *padded) {
    memset(padded, 0, sizeof(padded_block));
    size_t start = offset - LOOKAHEAD, end = offset + LOOKAHEAD < length ? offset + LOOKAHEAD : length;
    if (start < end) memcpy(padded + BLOCK - LOOKAHEAD, text + start, end - start);
    return padded;
}

static void classify(const uint8_t *text, size_t length, size_t first_block, size_t block_count,
                     jeoul_class_block *blocks) {
    padded_block padded;
    leads previous = {0, 0, 0};
    if (first_block > 0) {
        jeoul_class_block unused;
        classify_block(block_before(text, length, first_block * BLOCK, padded), &previous, &unused);
    }
    for (size_t i = 0; i < block_count; i += 1) {
        classify_block(block_at(text, length, (first_block + i) * BLOCK, padded), &previous, &blocks[i]);
    }
}

static void characterize(const uint8_t *text, size_t length, size_t first_block, size_t block_count,
                         jeoul_character_block *blocks) {
    padded_block padded;
    leads previous = {0, 0, 0};
    if (first_block > 0) {
        jeoul_character_block unused;
        characterize_block(block_before(text, length, first_block * BLOCK, padded), &previous, &unused);
    }
    for (size_t i = 0; i < block_count; i += 1) {
        characterize_block(block_at(text, length, (first_block + i) * BLOCK, padded), &previous, &blocks[i]);
    }
}

/// Of bytes below F0: those that begin nothing, and those whose next byte is outside the range, narrower than 80–BF,
/// that table 3-7 of the Unicode standard has for it.
INLINE mask is_ill_formed(const lanes *b, int i) {
    vec first = b->at[i], second = ahead(b, i, 1);
    mask overlong = m_or(v_in(first, 0xC0, 0xC1), m_and(v_is(first, 0xE0), v_in(second, 0x00, 0x9F)));
    mask surrogate = m_and(v_is(first, 0xED), v_in(second, 0xA0, 0xFF));
    return m_or(overlong, surrogate);
}

/// The same of bytes from F0 on.
INLINE mask is_ill_formed_of_four(const lanes *b, int i) {
    vec first = b->at[i], second = ahead(b, i, 1);
    mask overlong = m_and(v_is(first, 0xF0), v_in(second, 0x00, 0x8F));
    mask too_high = m_and(v_is(first, 0xF4), v_in(second, 0x90, 0xFF));
    return m_or(m_or(overlong, too_high), v_in(first, 0xF5, 0xFF));
}

/// Where the text is ill-formed, given that its sequences before `offset` are not; the last may reach past it.
static size_t locate(const uint8_t *text, size_t offset, size_t length) {
    size_t start = offset < 3 ? 0 : offset - 3;
    while (start < offset && (text[start] & 0xC0) == 0x80) start += 1;
    return jeoul_validate_from(text, start, length);
}

static size_t validate(const uint8_t *text, size_t length) {
    padded_block padded;
    uint64_t expected = 0;  // the bytes of the block that continue a sequence of the block before
    // If the last block is full, one more of zeros shows whether a sequence is cut off there.
    for (size_t offset = 0; offset <= length; offset += BLOCK) {
        lanes b = load_block(block_at(text, length, offset, padded));
        uint64_t not_ascii, firsts, of_three, of_four, ill_formed;
        BITS(not_ascii, v_in(b.at[i], 0x80, 0xFF));
        if (not_ascii == 0 && expected == 0) continue;
        BITS(firsts, v_in(b.at[i], 0xC0, 0xFF));
        BITS(of_three, v_in(b.at[i], 0xE0, 0xFF));
        BITS(of_four, v_in(b.at[i], 0xF0, 0xFF));
        BITS(ill_formed, is_ill_formed(&b, i));
        expected |= firsts << 1 | of_three << 2 | of_four << 3;
        if ((expected ^ (not_ascii & ~firsts)) | ill_formed) return locate(text, offset, length);
        if (of_four != 0) {
            // Clang unpacks the masks bit by bit if this one is merged into the other before the test.
            BITS(ill_formed, is_ill_formed_of_four(&b, i));
            if (ill_formed != 0) return locate(text, offset, length);
        }
        expected = firsts >> 63 | of_three >> 62 | of_four >> 61;
    }
    return length;
}
