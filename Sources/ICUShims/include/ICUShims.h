// The few ICU calls Jeoul needs, in plain C types: no ICU header is included here (see README.md).
#ifndef JEOUL_ICU_SHIMS_H
#define JEOUL_ICU_SHIMS_H
/// ICU's version, as "72.1".
const char *jeoul_icu_version(void);
#endif
