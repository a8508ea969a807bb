#include "ICUShims.h"
#include <unicode/uvernum.h>

const char *jeoul_icu_version(void) { return U_ICU_VERSION; }
