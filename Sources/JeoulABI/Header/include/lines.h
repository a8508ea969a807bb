// How documents that lie one after another become lines, for the Swift of this target alone: jeoul.h is the interface.
#ifndef JEOUL_LINES_H
#define JEOUL_LINES_H
#include <stddef.h>
#include <stdint.h>

// Documents that were copied: how many, into how many bytes, and whether each is a line by itself.
typedef struct {
    int64_t documents;
    size_t bytes;
    int32_t are_lines;
} jeoul_copied_lines;

// Copies documents first ..< count, each with a LF after it, until there is no room for another; one that the validity says
// is not there is empty. Documents that have a LF or CR make `are_lines` 0.
// Offsets ascend and lie in `byte_count` bytes; `room` bytes can be written.
jeoul_copied_lines jeoul_copy_lines_32(const uint8_t *bytes, size_t byte_count, const int32_t *offsets, const uint8_t *validity,
                                       int64_t validity_first, int64_t first, int64_t count, uint8_t *out, size_t room);
jeoul_copied_lines jeoul_copy_lines_64(const uint8_t *bytes, size_t byte_count, const int64_t *offsets, const uint8_t *validity,
                                       int64_t validity_first, int64_t first, int64_t count, uint8_t *out, size_t room);

// The first of offsets 0 ..< count + 1 that descends, or lies outside of `byte_count` bytes, or before a byte that goes on a
// UTF-8 character; -1 where there is none.
int64_t jeoul_first_odd_offset_32(const uint8_t *bytes, size_t byte_count, const int32_t *offsets, int64_t count);
int64_t jeoul_first_odd_offset_64(const uint8_t *bytes, size_t byte_count, const int64_t *offsets, int64_t count);

// The number of LFs.
size_t jeoul_line_ends(const uint8_t *bytes, size_t count);

#endif
