// Where pre-tokens begin, from the masks of blocks, for PatternScanner.swift.
#ifndef JEOUL_SCAN_BLOCKS_H
#define JEOUL_SCAN_BLOCKS_H
#include <stddef.h>
#include <stdint.h>

/// What the first bits of a block need of the block before it; see block_scan_body.h.
typedef struct {
    uint64_t letter, upper, lower, digit, space, symbol, separator, wide, free_symbol, second_byte, third_digit;
} jeoul_block_carry;

/// The patterns, a bit each; cl100k and llama3 differ in irregular places alone.
enum {
    JEOUL_GPT2 = 1,
    JEOUL_QWEN2 = 2,
    JEOUL_LLAMA3 = 4,
    JEOUL_O200K = 8,
    JEOUL_MASKED_PATTERNS = 4,
};

/// A block in which the patterns begin different pre-tokens: where each does, and where documents end, a bit for each byte.
typedef struct {
    uint64_t begins[JEOUL_MASKED_PATTERNS];
    /// The bytes of line ends: a LF, or CR LF; and of these the LFs.
    uint64_t separator, line_feed;
    /// The LFs that a CR is before.
    uint64_t after_return;
} jeoul_apart_block;

/// A scan, and the batch that it fills. Positions are bytes of the text.
typedef struct {
    const uint8_t *text;
    size_t length;
    /// The first byte not yet scanned, and whether the masks begin afresh there: what lies before it is another's.
    size_t position;
    uint32_t is_fresh;
    jeoul_block_carry carry;
    /// Whether all patterns are inside the same pre-token, or none is. A scan of patterns that are not stops at each block.
    uint32_t is_together;
    /// The beginning of the pre-token whose end is not known yet, or -1; it is the last of `starts`.
    int64_t open;
    size_t pretokens, documents;
    /// No more blocks are scanned when so many pre-tokens or documents are there.
    size_t limit;
    uint32_t *starts, *document_pretokens, *document_ends;
    /// Where several patterns are scanned at once, the ends of the pre-tokens, of which one may be written before the first, and
    /// their owners, which are `everyone`; else NULL.
    uint32_t *ends;
    uint8_t *owners;
    uint8_t everyone;
    /// The patterns.
    uint32_t patterns;
    /// Whether a LF ends a document.
    uint32_t splits_lines;
    /// Why the scan stopped: at a block whose pre-tokens are not written, since the patterns differ, with `apart`; where the masks do
    /// not suffice, in the block before `position`, at `irregular`, else -1. Both may be.
    uint32_t is_apart;
    int64_t irregular;
    jeoul_apart_block apart;
} jeoul_block_scan;

// Swift sees a C array as a tuple.
static inline const uint64_t *jeoul_apart_begins(const jeoul_apart_block *apart) { return apart->begins; }

#endif
