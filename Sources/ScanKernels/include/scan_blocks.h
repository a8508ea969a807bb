// Where pieces begin in blocks that need nothing but their masks, for PieceScanner.swift.
#ifndef JEOUL_SCAN_BLOCKS_H
#define JEOUL_SCAN_BLOCKS_H
#include <stddef.h>
#include <stdint.h>

/// What the first bits of a block need of the block before it; see BlockMasks.swift.
typedef struct {
    uint64_t letter, upper, lower, digit, space, symbol, separator, wide, free_symbol, second_byte, third_digit;
} jeoul_block_carry;

/// The patterns, of which cl100k and llama3 differ in irregular places alone.
typedef enum {
    JEOUL_GPT2,
    JEOUL_QWEN2,
    JEOUL_LLAMA3,
    JEOUL_O200K,
} jeoul_pattern;

/// A scan, and the batch that it fills.
typedef struct {
    jeoul_block_carry carry;
    /// The beginning of the piece whose end is not known yet, or -1; it is the last of `starts`.
    int64_t open;
    /// The block that is next.
    size_t block;
    size_t pieces, documents;
    /// No more blocks are scanned when so many pieces or documents are there.
    size_t limit;
    uint32_t *starts, *document_pieces, *document_ends;
    jeoul_pattern pattern;
    /// Whether a LF ends a document.
    uint32_t splits_lines;
} jeoul_block_scan;

#endif
