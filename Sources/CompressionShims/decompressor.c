#include "CompressionShims.h"

#include <bzlib.h>
#include <lzma.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>
#include <zstd.h>

// A file may ask for this much memory to be read with, and no more (xz; `xz -9` asks for 65 MiB).
static const uint64_t memory_limit = UINT64_C(1) << 30;
// The largest window that libzstd can be asked for, as `zstd --long=31` does. Pages of it that are not used are not taken.
static const int window_log_limit = sizeof(size_t) == 4 ? 30 : 31;
// zlib and libbz2 count in 32 bits.
static const size_t step_limit = (size_t)1 << 30;

struct jeoul_decompressor {
    int format;
    bool is_open;
    // How much libzstd asks for next, and whether it may have more output than there was room for. It is given no more than that, and
    // nothing before all its output is taken: what a call has written before an error in it, libzstd does not tell.
    size_t zstd_step;
    bool zstd_is_full;
    const char *error;
    union {
        z_stream gzip;
        bz_stream bzip2;
        lzma_stream xz;
        ZSTD_DCtx *zstd;
    } stream;
};

static bool begin(jeoul_decompressor *d) {
    memset(&d->stream, 0, sizeof d->stream);
    switch (d->format) {
    case JEOUL_GZIP:
        d->is_open = inflateInit2(&d->stream.gzip, 15 + 16) == Z_OK;
        break;
    case JEOUL_BZIP2:
        d->is_open = BZ2_bzDecompressInit(&d->stream.bzip2, 0, 0) == BZ_OK;
        break;
    case JEOUL_XZ:
        d->stream.xz = (lzma_stream)LZMA_STREAM_INIT;
        d->is_open = lzma_stream_decoder(&d->stream.xz, memory_limit, 0) == LZMA_OK;
        break;
    case JEOUL_ZSTD:
        d->stream.zstd = ZSTD_createDCtx();
        d->zstd_step = 1;
        d->zstd_is_full = false;
        d->is_open = d->stream.zstd != NULL;
        if (d->is_open) ZSTD_DCtx_setParameter(d->stream.zstd, ZSTD_d_windowLogMax, window_log_limit);
        break;
    }
    if (!d->is_open) d->error = "there is not enough memory";
    return d->is_open;
}

static void end(jeoul_decompressor *d) {
    if (!d->is_open) return;
    d->is_open = false;
    switch (d->format) {
    case JEOUL_GZIP: inflateEnd(&d->stream.gzip); break;
    case JEOUL_BZIP2: BZ2_bzDecompressEnd(&d->stream.bzip2); break;
    case JEOUL_XZ: lzma_end(&d->stream.xz); break;
    case JEOUL_ZSTD: ZSTD_freeDCtx(d->stream.zstd); break;
    }
}

jeoul_decompressor *jeoul_decompressor_open(int format) {
    jeoul_decompressor *d = calloc(1, sizeof *d);
    if (d == NULL) return NULL;
    d->format = format;
    d->error = "";
    if (begin(d)) return d;
    free(d);
    return NULL;
}

void jeoul_decompressor_close(jeoul_decompressor *d) {
    if (d == NULL) return;
    end(d);
    free(d);
}

const char *jeoul_decompressor_error(const jeoul_decompressor *d) { return d->error; }

static int failed(jeoul_decompressor *d, const char *error) {
    d->error = error;
    return JEOUL_DECOMPRESSOR_FAILED;
}

static int run_gzip(jeoul_decompressor *d) {
    z_stream *s = &d->stream.gzip;
    switch (inflate(s, Z_NO_FLUSH)) {
    case Z_OK:
    case Z_BUF_ERROR: return JEOUL_DECOMPRESSOR_MORE;
    case Z_STREAM_END: return JEOUL_DECOMPRESSOR_MEMBER_END;
    case Z_MEM_ERROR: return failed(d, "there is not enough memory");
    default: return failed(d, s->msg != NULL ? s->msg : "the compressed data are damaged");
    }
}

static int run_bzip2(jeoul_decompressor *d) {
    switch (BZ2_bzDecompress(&d->stream.bzip2)) {
    case BZ_OK: return JEOUL_DECOMPRESSOR_MORE;
    case BZ_STREAM_END: return JEOUL_DECOMPRESSOR_MEMBER_END;
    case BZ_MEM_ERROR: return failed(d, "there is not enough memory");
    case BZ_DATA_ERROR_MAGIC: return failed(d, "this is not bzip2");
    default: return failed(d, "the compressed data are damaged");
    }
}

static int run_xz(jeoul_decompressor *d) {
    switch (lzma_code(&d->stream.xz, LZMA_RUN)) {
    case LZMA_OK:
    case LZMA_BUF_ERROR: return JEOUL_DECOMPRESSOR_MORE;
    case LZMA_STREAM_END: return JEOUL_DECOMPRESSOR_MEMBER_END;
    case LZMA_MEM_ERROR: return failed(d, "there is not enough memory");
    case LZMA_MEMLIMIT_ERROR: return failed(d, "more than 1 GiB of memory is asked for");
    case LZMA_FORMAT_ERROR: return failed(d, "this is not xz");
    case LZMA_OPTIONS_ERROR: return failed(d, "the file uses options that liblzma does not know");
    default: return failed(d, "the compressed data are damaged");
    }
}

// Runs one of the three libraries whose streams have the same four members.
#define RUN(stream_, run_)                                                                                            \
    do {                                                                                                               \
        (stream_).next_in = (void *)input;                                                                             \
        (stream_).avail_in = (in_type)input_count;                                                                     \
        (stream_).next_out = (void *)output;                                                                           \
        (stream_).avail_out = (in_type)output_capacity;                                                                \
        result = run_(d);                                                                                              \
        *consumed = input_count - (stream_).avail_in;                                                                  \
        *produced = output_capacity - (stream_).avail_out;                                                             \
    } while (0)

int jeoul_decompressor_run(jeoul_decompressor *d, const uint8_t *input, size_t input_count, size_t *consumed,
                           uint8_t *output, size_t output_capacity, size_t *produced) {
    *consumed = *produced = 0;
    if (!d->is_open && !begin(d)) return JEOUL_DECOMPRESSOR_FAILED;
    if (input_count > step_limit) input_count = step_limit;
    if (output_capacity > step_limit) output_capacity = step_limit;
    typedef unsigned int in_type;
    int result = JEOUL_DECOMPRESSOR_FAILED;
    switch (d->format) {
    case JEOUL_GZIP: RUN(d->stream.gzip, run_gzip); break;
    case JEOUL_BZIP2: RUN(d->stream.bzip2, run_bzip2); break;
    case JEOUL_XZ: RUN(d->stream.xz, run_xz); break;
    case JEOUL_ZSTD: {
        const size_t wanted = d->zstd_is_full ? 0 : d->zstd_step;
        ZSTD_inBuffer in = {input, input_count < wanted ? input_count : wanted, 0};
        ZSTD_outBuffer out = {output, output_capacity, 0};
        const size_t left = ZSTD_decompressStream(d->stream.zstd, &out, &in);
        *consumed = in.pos;
        *produced = out.pos;
        if (ZSTD_isError(left)) return failed(d, ZSTD_getErrorName(left));
        d->zstd_step = left == 0 ? 1 : left;
        d->zstd_is_full = out.pos == out.size;
        result = left == 0 ? JEOUL_DECOMPRESSOR_MEMBER_END : JEOUL_DECOMPRESSOR_MORE;
        break;
    }
    }
    // The next member needs a stream of its own; libzstd's begins again by itself.
    if (result == JEOUL_DECOMPRESSOR_MEMBER_END && d->format != JEOUL_ZSTD) end(d);
    return result;
}
