// Private to this target: the kernels, one to an instruction set, that dispatch.c chooses from.
#ifndef JEOUL_KERNELS_H
#define JEOUL_KERNELS_H
#include "include/ScanKernels.h"

extern const jeoul_kernel jeoul_kernel_scalar;
#if defined(__x86_64__)
extern const jeoul_kernel jeoul_kernel_sse2;
extern const jeoul_kernel jeoul_kernel_avx2;
extern const jeoul_kernel jeoul_kernel_avx512;
#elif defined(__aarch64__)
extern const jeoul_kernel jeoul_kernel_neon;
#endif

/// `validate`, one sequence at a time from `offset`, which must be the start of one. Every kernel ends here on an
/// error, because a mask of 64 bytes says that there is one but not where the ill-formed sequence begins.
size_t jeoul_validate_from(const uint8_t *text, size_t offset, size_t length);

/// How many pieces' cache lines are asked for before the first is read: they fit into the first-level cache.
enum { JEOUL_FIND_GROUP = 256 };
/// `find_pieces` for any processor.
jeoul_find_pieces jeoul_find_pieces_anywhere;

#endif
