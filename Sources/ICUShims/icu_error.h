// What every file here shares: ICU's status as ours.
#ifndef JEOUL_ICU_ERROR_H
#define JEOUL_ICU_ERROR_H
#include <stdint.h>
#include <unicode/utypes.h>

/// ICU's warnings are negative; they are successes.
static inline int32_t jeoul_result(UErrorCode status) { return U_FAILURE(status) ? (int32_t)status : 0; }

#endif
