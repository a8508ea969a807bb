#include <string.h>
#include "../include/pretoken_rows.h"

void jeoul_copy_rows(const jeoul_pretoken_cache *cache, const uint32_t *slots, size_t count, uint64_t *rows, size_t stride) {
    const uint8_t *from = cache->rows;
    const size_t row_bytes = cache->row_bytes;
    if (row_bytes == 2) {
        for (size_t i = 0; i < count; i++) {
            uint16_t two;
            memcpy(&two, from + (size_t)slots[i] * 2, 2);
            rows[i] = two;
        }
    } else if (row_bytes == 4) {
        for (size_t i = 0; i < count; i++) {
            uint32_t four;
            memcpy(&four, from + (size_t)slots[i] * 4, 4);
            rows[i] = four;
        }
    } else {
        for (size_t group = 0; group < row_bytes / 8; group++) {
            for (size_t i = 0; i < count; i++) {
                memcpy(rows + group * stride + i, from + (size_t)slots[i] * row_bytes + 8 * group, 8);
            }
        }
    }
}

size_t jeoul_keep_rows(const jeoul_pretoken_cache *cache, const jeoul_cache_lookup *found, const jeoul_pretoken_counts *token_counts,
                       uint64_t *rows, size_t stride, size_t *used, uint32_t *giants) {
    const jeoul_pretoken_counts local = *token_counts;
    const size_t row_bytes = cache->row_bytes, groups = (local.vocabulary_count + 7) / 8;
    size_t giant_count = 0;
    for (size_t i = 0; i < local.count; i++) {
        size_t pretoken = local.pretokens[i];
        uint32_t all = 0;
        for (size_t group = 0; group < groups; group++) {
            size_t lanes = local.vocabulary_count - 8 * group < 8 ? local.vocabulary_count - 8 * group : 8;
            const uint32_t *token_count = local.token_counts + 8 * group * local.count_stride + i;
            uint64_t row = 0;
            for (size_t lane = 0; lane < lanes; lane++, token_count += local.count_stride) {
                row |= (uint64_t)*token_count << 8 * lane;
                all |= *token_count;
            }
            rows[group * stride + pretoken] = row;
        }
        if (all > 0xFF) {
            for (size_t group = 0; group < groups; group++) { rows[group * stride + pretoken] = 0; }
            giants[giant_count++] = (uint32_t)i;
        } else if (found->keys[pretoken].high & JEOUL_KEY_FILLED) {
            uint32_t is_new = 0;
            uint32_t slot = jeoul_insert_pretoken(cache, found->keys[pretoken], found->buckets[pretoken], 0, &is_new);
            *used += is_new;
            uint8_t *to = cache->rows + (size_t)slot * row_bytes;
            for (size_t group = 0; group < groups; group++) {
                memcpy(to + 8 * group, rows + group * stride + pretoken, row_bytes < 8 ? row_bytes : 8);
            }
        }
    }
    return giant_count;
}

/// Bytes are added as numbers of 16 bits, the even ones in one word and the odd ones in another: so many may be.
enum { MOST_ADDED = 256 };

void jeoul_sum_rows(const uint64_t *rows, const uint8_t *owners, const uint64_t *masks, size_t mask_stride,
                    size_t pretoken_count, const uint32_t *document_pretokens, size_t document_count, uint32_t *open,
                    uint32_t *sums, size_t stride) {
    const uint64_t halves = 0x00FF00FF00FF00FF;
    uint32_t sum[8];
    memcpy(sum, open, sizeof sum);
    size_t pretoken = 0;
    for (size_t document = 0; document <= document_count; document++) {
        size_t end = document < document_count ? document_pretokens[document] : pretoken_count;
        while (pretoken < end) {
            uint64_t even = 0, odd = 0;
            size_t until = end - pretoken < MOST_ADDED ? end : pretoken + MOST_ADDED;
            if (owners != NULL) {
                for (; pretoken < until; pretoken++) {
                    uint64_t row = rows[pretoken] & masks[owners[pretoken] * mask_stride];
                    even += row & halves;
                    odd += row >> 8 & halves;
                }
            } else {
                for (; pretoken < until; pretoken++) {
                    even += rows[pretoken] & halves;
                    odd += rows[pretoken] >> 8 & halves;
                }
            }
            for (size_t pair = 0; pair < 4; pair++) {
                sum[2 * pair] += even >> 16 * pair & 0xFFFF;
                sum[2 * pair + 1] += odd >> 16 * pair & 0xFFFF;
            }
        }
        if (document == document_count) { break; }
        for (size_t lane = 0; lane < 8; lane++) { sums[lane * stride + document] = sum[lane]; }
        memset(sum, 0, sizeof sum);
    }
    memcpy(open, sum, sizeof sum);
}
