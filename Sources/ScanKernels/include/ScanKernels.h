// The scan: one pass that turns UTF-8 into bit masks, 64 bytes of text to a block. See README.md for why this is C.
#ifndef JEOUL_SCAN_KERNELS_H
#define JEOUL_SCAN_KERNELS_H
#include <stddef.h>
#include <stdint.h>
#include "hash_seeds.h"
#include "character_starts.h"
#include "mark_scan.h"
#include "merge_runs.h"
#include "pretoken_cache.h"
#include "pretoken_rows.h"
#include "scan_blocks.h"
#include "spans.h"
#include "unicode_classes.h"
#include "unicode_properties.h"

/// What the splitters need to know of 64 bytes: bit i of a mask is byte i of the block. A character of several bytes sets
/// the bit of each of its bytes. Bits past the end of the text are 0 in every mask. A byte in none of `letter`, `digit`,
/// `space`, `line_feed` and `irregular` belongs to a character of class JEOUL_OTHER (punctuation, symbols, controls).
typedef struct {
    /// ASCII letters, Hangul syllables U+AC00–D7A3, compatibility jamo U+3131–318E, ideographs U+4E00–9FFF.
    uint64_t letter;
    /// A–Z.
    uint64_t upper;
    /// a–z.
    uint64_t lower;
    /// 0–9.
    uint64_t digit;
    /// U+0020.
    uint64_t space;
    /// U+000A.
    uint64_t line_feed;
    /// Tells multi-byte characters of class JEOUL_OTHER apart: of one of three bytes the bit of the first byte, of one of
    /// two bytes the bit of the second. Only these are judged: U+00B0, U+00B7, U+2010–2027, U+2030–203F, U+21C0–23FF,
    /// U+2500–273F, U+3001–3004, U+3008–3020, U+FF01–FF0F, U+FF1A–FF20, U+FF5B–FF65.
    uint64_t wide_other;
    /// Every byte that must be looked at one character at a time: white space other than U+0020 and U+000A, an apostrophe
    /// that is followed by one of [sStTmMdDlLvVrR] or by the byte 0xC5 (U+017F folds to s), and every non-ASCII character
    /// that is not named above.
    uint64_t irregular;
} jeoul_class_block;

/// What counting Korean characters and the quick check for normalization need to know of 64 bytes.
typedef struct {
    /// The first byte of every Hangul syllable U+AC00–D7A3 and compatibility jamo U+3131–318E but the filler U+3164.
    uint64_t korean;
    /// Every byte of a character that is not plain. Plain are: ASCII, the characters of `korean`, ideographs U+4E00–9FFF and the
    /// characters named at `wide_other`, of which U+2329 and U+232A are not plain. A text of plain characters is in NFC,
    /// each of them is a grapheme cluster (but CR LF), and those of `korean` are the only ones of script Hangul.
    uint64_t irregular;
} jeoul_character_block;

/// Two bytes that are looked for, or one.
typedef struct {
    uint8_t first, second;
    /// Whether the second must follow the first.
    uint8_t has_second;
} jeoul_byte_pair;

/// One instruction set's versions of the scan. All give the same results on the same text.
typedef struct {
    /// "scalar", "sse2", "avx2", "avx512" or "neon".
    const char *name;
    /// Writes blocks[0 ..< block_count] for the bytes from 64 * first_block on. `text` is valid UTF-8 of `length` bytes;
    /// nothing outside text[0 ..< length] is read, and 64 * first_block may be in the middle of a character.
    void (*classify)(const uint8_t *text, size_t length, size_t first_block, size_t block_count, jeoul_class_block *blocks);
    /// The same for character blocks.
    void (*characterize)(const uint8_t *text, size_t length, size_t first_block, size_t block_count,
                         jeoul_character_block *blocks);
    /// The offset of the first byte that does not belong to a well-formed UTF-8 sequence (Unicode, table 3-7), or `length`.
    size_t (*validate)(const uint8_t *text, size_t length);
    /// The first offset from `from` on where one of `count` pairs stands, at least one, or `length`. Behind the text there are
    /// zeros.
    size_t (*find_pairs)(const uint8_t *text, size_t length, size_t from, const jeoul_byte_pair *pairs, size_t count);
    /// Goes on with a scan until a block that needs more than its masks, or the block `end`; `classes` are those of the block `first`
    /// and what follows, and there must be those of the block `end` too, unless the text ends before it.
    void (*scan_blocks)(jeoul_block_scan *state, const jeoul_class_block *classes, size_t first, size_t end);
    /// Fills a batch with pre-tokens that begin with marks. The text is valid UTF-8; nothing outside text[0 ..< length] is read.
    void (*scan_marks)(jeoul_mark_scan *state, const uint8_t *text, size_t length);
    /// The look-ups of pre-tokens in a cache.
    jeoul_look_up_pretokens *look_up_pretokens;
    /// The reading of pre-tokens that were not found, and the search of their edges.
    jeoul_read_units *read_units;
    jeoul_find_span_boundaries *find_span_boundaries;
    /// The merging of short runs in the lanes of a vector; NULL where there are none, and each takes its steps in turn.
    jeoul_merge_lanes *merge_lanes;
} jeoul_kernel;

/// The kernels that this machine can run, slowest first; *count is their number. The last is the default.
const jeoul_kernel *const *jeoul_kernels(size_t *count);

/// How often a byte occurs. It inlines into Swift, whose compiler makes no vectors of such loops; this one does.
static inline size_t jeoul_count_byte(const uint8_t *bytes, size_t length, uint8_t byte) {
    enum { LANES = 64, MOST_ROWS = 255 };
    size_t count = 0, rows = length / LANES;
    for (size_t row = 0; row < rows;) {
        // A lane is a byte, which holds no more than that.
        size_t end = rows - row < MOST_ROWS ? rows : row + MOST_ROWS;
        uint8_t lanes[LANES] = {0};
        for (; row < end; row++) {
            for (size_t i = 0; i < LANES; i++) { lanes[i] += bytes[LANES * row + i] == byte; }
        }
        for (size_t i = 0; i < LANES; i++) { count += lanes[i]; }
    }
    for (size_t i = LANES * rows; i < length; i++) { count += bytes[i] == byte; }
    return count;
}

#endif
