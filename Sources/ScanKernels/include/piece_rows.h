// The prices of pieces for many vocabularies, for PriceRows.swift. A row has a byte for each of eight vocabularies, the first the
// lowest of a word; more vocabularies have more rows of each piece, `stride` words apart.
#ifndef JEOUL_PIECE_ROWS_H
#define JEOUL_PIECE_ROWS_H
#include "piece_cache.h"

/// Copies the rows of slots, in whatever number of bytes the cache has them.
void jeoul_copy_rows(const jeoul_piece_cache *cache, const uint32_t *slots, size_t count, uint64_t *rows, size_t stride);

/// What some pieces cost: prices[v * price_stride + i] is what vocabulary v asks for pieces[i].
typedef struct {
    const uint32_t *pieces;
    size_t count;
    const uint32_t *prices;
    size_t price_stride, vocabulary_count;
} jeoul_piece_prices;

/// Writes the rows of pieces, and adds those that are short to the cache, of which `used` counts the slots. A piece that costs
/// more than a byte holds has rows of 0 and is listed in `giants`, by its place i; how many there are.
size_t jeoul_keep_rows(const jeoul_piece_cache *cache, const jeoul_found_pieces *found, const jeoul_piece_prices *prices,
                       uint64_t *rows, size_t stride, size_t *used, uint32_t *giants);

/// Sums rows for each document: sums[v * stride + document], v < 8. `document_pieces` tells how many pieces come before each
/// document's end; what stands behind the last is left in `open`, where what came before the first piece is taken from. Where
/// `owners` is not NULL, of each row only the bytes count that masks[owners[piece] * mask_stride] has.
void jeoul_sum_rows(const uint64_t *rows, const uint8_t *owners, const uint64_t *masks, size_t mask_stride,
                    size_t piece_count, const uint32_t *document_pieces, size_t document_count, uint32_t *open,
                    uint32_t *sums, size_t stride);

#endif
