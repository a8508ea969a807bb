// Where pre-tokens begin in blocks that need nothing but their masks, for PatternScanner.swift.
#ifndef JEOUL_SCAN_BLOCKS_H
#define JEOUL_SCAN_BLOCKS_H
#include <stddef.h>
#include <stdint.h>

/// What the first bits of a block need of the block before it; see BlockMasks.swift.
typedef struct {
    uint64_t letter, upper, lower, digit, space, symbol, separator, wide, free_symbol, second_byte, third_digit;
} jeoul_block_carry;

/// The patterns, a bit each; cl100k and llama3 differ in irregular places alone.
enum {
    JEOUL_GPT2 = 1,
    JEOUL_QWEN2 = 2,
    JEOUL_LLAMA3 = 4,
    JEOUL_O200K = 8,
};

/// A scan, and the batch that it fills.
typedef struct {
    jeoul_block_carry carry;
    /// The beginning of the pre-token whose end is not known yet, or -1; it is the last of `starts`.
    int64_t open;
    /// The block that is next.
    size_t block;
    size_t pretokens, documents;
    /// No more blocks are scanned when so many pre-tokens or documents are there.
    size_t limit;
    uint32_t *starts, *document_pretokens, *document_ends;
    /// Where several patterns are scanned at once, the ends of the pre-tokens, of which one may be written before the first, and
    /// their owners, which are `everyone`; else NULL.
    uint32_t *ends;
    uint8_t *owners;
    uint8_t everyone;
    /// The patterns. A block in which they differ needs more than its masks.
    uint32_t patterns;
    /// Whether a LF ends a document.
    uint32_t splits_lines;
} jeoul_block_scan;

#endif
