// What the library has for the Python package that is built with it, and for nobody else: not of the stable interface, which is
// jeoul.h. It may change with any version.
#ifndef JEOUL_PYTHON_H
#define JEOUL_PYTHON_H
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

// UTF-8 of UTF-16 in the machine's byte order; half a surrogate pair becomes U+FFFD. `bytes` has room for 3 bytes a unit; the number
// that are written is returned, and *line_ends, if not NULL, is how many are LFs. Python makes UTF-16 of a str eight times as fast as
// UTF-8: without this a list of str is counted at 200 MB/s, with it at 290 (cold, where there is AVX-512; Benchmarks/README.md).
size_t jeoul_text_from_utf16(const uint16_t *units, size_t unit_count, uint8_t *bytes, size_t *line_ends);

#ifdef __cplusplus
}
#endif
#endif
