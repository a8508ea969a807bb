#include "lines.h"
#include <string.h>

// A vector of whatever the machine has: the compiler's own extension, for x86-64 and AArch64 alike.
typedef uint8_t block __attribute__((vector_size(16)));
enum { BLOCK = sizeof(block) };

static inline int64_t has_document(const uint8_t *validity, int64_t bit) {
    return validity == NULL || (validity[bit >> 3] >> (bit & 7) & 1) != 0;
}

// Copying a block at a time beats a call of memcpy and two searches for each of many short documents.
#define DEFINE(BITS)                                                                                                      \
    jeoul_copied_lines jeoul_copy_lines_##BITS(                                                                           \
        const uint8_t *bytes, size_t byte_count, const int##BITS##_t *offsets, const uint8_t *validity,                   \
        int64_t validity_first, int64_t first, int64_t count, uint8_t *out, size_t room) {                                \
        size_t used = 0;                                                                                                  \
        int64_t document = first;                                                                                         \
        block ends = {0};                                                                                                 \
        int32_t are_lines = 1;                                                                                            \
        for (; document < count; ++document) {                                                                            \
            size_t start = (size_t)offsets[document], length = (size_t)offsets[document + 1] - start;                     \
            if (!has_document(validity, validity_first + document)) length = 0;                                           \
            /* What is copied beyond the document's end is overwritten by the next, or not used. */                       \
            if (room < BLOCK || length >= room - BLOCK || used > room - BLOCK - length - 1) break;                        \
            size_t at = 0;                                                                                                \
            for (; at < length && start + at + BLOCK <= byte_count; at += BLOCK) {                                        \
                block part;                                                                                               \
                memcpy(&part, bytes + start + at, BLOCK);                                                                 \
                memcpy(out + used + at, &part, BLOCK);                                                                    \
                /* Of the last block also what lies beyond: a line end there is seldom, and only costs time. */           \
                ends |= (block)((part == '\n') | (part == '\r'));                                                         \
            }                                                                                                             \
            for (; at < length; ++at) {                                                                                   \
                uint8_t byte = bytes[start + at];                                                                         \
                out[used + at] = byte;                                                                                    \
                if (byte == '\n' || byte == '\r') are_lines = 0;                                                          \
            }                                                                                                             \
            used += length;                                                                                               \
            out[used++] = '\n';                                                                                           \
        }                                                                                                                 \
        for (int lane = 0; lane < BLOCK; ++lane) are_lines &= ends[lane] == 0;                                            \
        return (jeoul_copied_lines){document - first, used, are_lines};                                                   \
    }                                                                                                                     \
                                                                                                                          \
    int64_t jeoul_first_odd_offset_##BITS(                                                                                \
        const uint8_t *bytes, size_t byte_count, const int##BITS##_t *offsets, int64_t count) {                           \
        int64_t before = 0;                                                                                               \
        for (int64_t index = 0; index <= count; ++index) {                                                                \
            int64_t offset = offsets[index];                                                                              \
            if (offset < before || (uint64_t)offset > byte_count) return index;                                           \
            if ((uint64_t)offset < byte_count && (bytes[offset] & 0xC0) == 0x80) return index;                            \
            before = offset;                                                                                              \
        }                                                                                                                 \
        return -1;                                                                                                        \
    }

DEFINE(32)
DEFINE(64)

size_t jeoul_line_ends(const uint8_t *bytes, size_t count) {
    size_t total = 0;
    for (size_t start = 0; start < count;) {
        // So few at a time that bytes can count them.
        size_t end = count - start > 4080 ? start + 4080 : count;
        block sums = {0};
        for (; start + BLOCK <= end; start += BLOCK) {
            block part;
            memcpy(&part, bytes + start, BLOCK);
            sums -= (block)(part == '\n');
        }
        for (int lane = 0; lane < BLOCK; ++lane) total += sums[lane];
        for (; start < end; ++start) total += bytes[start] == '\n';
    }
    return total;
}
