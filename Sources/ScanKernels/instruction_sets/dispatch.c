// All dispatch is here. The kernels stand in a constant table, slowest first, and a machine runs a prefix of it: every
// machine with AVX-512 has AVX2, and every one with AVX2 has SSE2. How long the prefix is depends on the machine alone
// and costs a few nanoseconds to ask, so nothing is stored and there is no state for threads to share.
#include "../kernels.h"

static const jeoul_kernel *const kernels[] = {
    &jeoul_kernel_scalar,
#if defined(__x86_64__)
    &jeoul_kernel_sse2,
    &jeoul_kernel_avx2,
    &jeoul_kernel_avx512,
#elif defined(__aarch64__)
    &jeoul_kernel_neon,
#endif
};

const jeoul_kernel *const *jeoul_kernels(size_t *count) {
#if defined(__x86_64__)
    __builtin_cpu_init();
    // These ask the operating system too: the registers must be saved at a switch of threads.
    int avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi2") && __builtin_cpu_supports("popcnt");
    int avx512 = avx2 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw")
                 && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl");
    *count = 2 + (size_t)avx2 + (size_t)avx512;
#else
    *count = sizeof kernels / sizeof kernels[0];
#endif
    return kernels;
}
