// Decompression by the libraries that everyone uses: zlib, libzstd, libbz2 and liblzma, behind one streaming interface in plain C
// types. Why C: the libraries' interfaces are macros and structures with callbacks, which Swift does not import.
#ifndef JEOUL_COMPRESSION_SHIMS_H
#define JEOUL_COMPRESSION_SHIMS_H

#include <stddef.h>
#include <stdint.h>

// The formats.
enum { JEOUL_GZIP = 0, JEOUL_ZSTD = 1, JEOUL_BZIP2 = 2, JEOUL_XZ = 3 };

// What a step came to. Anything negative is an error, which jeoul_decompressor_error describes.
enum {
    // Goes on: give it more input, or more room.
    JEOUL_DECOMPRESSOR_MORE = 0,
    // A member (a frame, a stream) is complete. The next call begins another one.
    JEOUL_DECOMPRESSOR_MEMBER_END = 1,
    JEOUL_DECOMPRESSOR_FAILED = -1
};

// The state of one stream. It serves one thread at a time.
typedef struct jeoul_decompressor jeoul_decompressor;

// A decompressor at the beginning of a stream; null where there is no memory for one.
jeoul_decompressor *jeoul_decompressor_open(int format);
void jeoul_decompressor_close(jeoul_decompressor *decompressor);

// Decompresses what it can of `input` into `output`, and says how much it took and gave.
int jeoul_decompressor_run(jeoul_decompressor *decompressor, const uint8_t *input, size_t input_count, size_t *consumed,
                           uint8_t *output, size_t output_capacity, size_t *produced);

// The library's words for the last error; never null.
const char *jeoul_decompressor_error(const jeoul_decompressor *decompressor);

#endif
