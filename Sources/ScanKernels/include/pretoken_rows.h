// The token counts of pre-tokens for many vocabularies, for TokenCountRows.swift. A row has a byte for each of eight vocabularies, the first the
// lowest of a word; more vocabularies have more rows of each pre-token, `stride` words apart.
#ifndef JEOUL_PRETOKEN_ROWS_H
#define JEOUL_PRETOKEN_ROWS_H
#include "pretoken_cache.h"

/// Copies the rows of slots, in whatever number of bytes the cache has them.
void jeoul_copy_rows(const jeoul_pretoken_cache *cache, const uint32_t *slots, size_t count, uint64_t *rows, size_t stride);

/// What some pre-tokens cost: token_counts[v * count_stride + i] is what vocabulary v makes of pretokens[i].
typedef struct {
    const uint32_t *pretokens;
    size_t count;
    const uint32_t *token_counts;
    size_t count_stride, vocabulary_count;
} jeoul_pretoken_counts;

/// Writes the rows of pre-tokens, and adds those that are short to the cache, of which `used` counts the slots. A pre-token that costs
/// more than a byte holds has rows of 0 and is listed in `giants`, by its place i; how many there are.
size_t jeoul_keep_rows(const jeoul_pretoken_cache *cache, const jeoul_cache_lookup *found, const jeoul_pretoken_counts *token_counts,
                       uint64_t *rows, size_t stride, size_t *used, uint32_t *giants);

/// Sums rows for each document: sums[v * stride + document], v < 8. `document_pretokens` tells how many pre-tokens come before each
/// document's end; what stands behind the last is left in `open`, where what came before the first pre-token is taken from. Where
/// `owners` is not NULL, of each row only the bytes count that masks[owners[pretoken] * mask_stride] has.
void jeoul_sum_rows(const uint64_t *rows, const uint8_t *owners, const uint64_t *masks, size_t mask_stride,
                    size_t pretoken_count, const uint32_t *document_pretokens, size_t document_count, uint32_t *open,
                    uint32_t *sums, size_t stride);

#endif
