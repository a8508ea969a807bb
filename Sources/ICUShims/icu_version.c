#include "ICUShims.h"
#include <unicode/utypes.h>
#include <unicode/uvernum.h>

const char *jeoul_icu_version(void) { return U_ICU_VERSION; }

const char *jeoul_icu_error_name(int32_t code) { return u_errorName((UErrorCode)code); }
