// Hints for the search of long_pieces.h: parts of the piece, encoded by themselves and side by side (merge_runs.h). Nearly all
// of their tokens are the piece's, but for one or two beside each edge; the search tells which.
#ifndef JEOUL_LONG_HINTS_H
#define JEOUL_LONG_HINTS_H
#include <stddef.h>
#include <stdint.h>
#include "merge_runs.h"
#include "merge_trees.h"

enum {
    /// The most bytes of a part, and of all parts that are encoded at a time.
    JEOUL_MOST_PART_BYTES = 48,
    JEOUL_HINT_BYTES = JEOUL_RUN_GROUP * JEOUL_MOST_PART_BYTES,
    /// Of a hint: that it is the first token of its part, so that nobody knows whether it may follow what is before it.
    JEOUL_FIRST_OF_PART = 1 << 30,
};

/// What stays the same for all pieces, and the memory for the hints of some bytes.
typedef struct {
    /// NULL where the processor has none.
    jeoul_merge_lanes *merge_lanes;
    jeoul_merge_tables tables;
    /// The bytes of a part, if its characters allow, at most JEOUL_MOST_PART_BYTES.
    uint32_t part_bytes;
    /// For how many bytes the search goes on without hints before it is decided whether it gets some; 0 gives it always some.
    uint32_t bare_bytes;
    /// How many tokens the last search took back: it found each byte's beginning at most once as the end of a token.
    size_t taken_back;
    jeoul_runs runs;
    /// For each byte of the block the token that begins there, or JEOUL_NONE.
    uint32_t tokens[JEOUL_HINT_BYTES];
} jeoul_hints;

/// The bytes of a piece that have hints, or have none. All zero before the first.
typedef struct {
    size_t start, end;
    int has_hints;
    /// How many bytes were found by hints, and how many tokens were judged anew.
    size_t hinted, judged;
    /// How many blocks more are as this one, with hints or without, before it is judged anew.
    size_t left;
    /// How many blocks that was after the last hints that were useless.
    size_t pause;
} jeoul_hint_block;

/// Goes on to the block that begins at `position`, before the end of `piece[0 ..< count]`, a part of valid UTF-8. It has
/// hints where the search had to judge much, and where hints have been right.
void jeoul_next_hint_block(const jeoul_merge_tree *trees, const uint8_t *piece, size_t count, size_t position,
                           jeoul_hints *hints, jeoul_hint_block *block);

#endif
