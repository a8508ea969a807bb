// The lines of `.tiktoken` files, for TiktokenReader.swift.
#ifndef JEOUL_RANK_LINES_H
#define JEOUL_RANK_LINES_H
#include <stddef.h>
#include <stdint.h>

/// Reads lines of a token in Base64, a space, and its number, which counts from 0. `values` has the value of each byte in
/// Base64, 64 for the padding, more for what is none. Gives the number of tokens, or 0 where anything is not just so: a number
/// out of order, more than `limit` lines, a token of more than `longest` bytes.
///
/// `pool` has room for `count` bytes, `starts` for `limit + 1` numbers: where each token begins, and where the last ends.
size_t jeoul_read_ranks(const uint8_t *text, size_t count, const uint8_t *values, uint8_t *pool, uint32_t *starts,
                        size_t limit, size_t longest);

#endif
