// Made by Scripts/generate_unicode_properties.py from Unicode 16.0.0; do not edit.
#ifndef JEOUL_UNICODE_PROPERTIES_H
#define JEOUL_UNICODE_PROPERTIES_H
#include <stdint.h>

enum {
    JEOUL_CATEGORY_COUNT = 30,
    JEOUL_CATEGORY_RUNS = 4099,
    JEOUL_SCRIPT_COUNT = 172,
    JEOUL_SCRIPT_RUNS = 1708,
    JEOUL_BINARY_COUNT = 5,
    JEOUL_BINARY_TOGGLES = 4238,
    JEOUL_FOLDS = 1484,
    JEOUL_LOWERCASE = 1487,
    JEOUL_ACCENTS = 250,
};

/// The two letters of each general category.
extern const char *const jeoul_category_names[JEOUL_CATEGORY_COUNT];
/// Runs of one category: the first code point times 256, and the category; a run ends where the next begins.
extern const uint32_t jeoul_category_runs[JEOUL_CATEGORY_RUNS];
/// The names of each script in upper case without underscores, separated by |.
extern const char *const jeoul_script_names[JEOUL_SCRIPT_COUNT];
/// Runs of one script, likewise.
extern const uint32_t jeoul_script_runs[JEOUL_SCRIPT_RUNS];
/// The names of the binary properties, likewise.
extern const char *const jeoul_binary_names[JEOUL_BINARY_COUNT];
/// Where a binary property begins or ends, in order: the code point times 256, and the property.
extern const uint32_t jeoul_binary_toggles[JEOUL_BINARY_TOGGLES];
/// Simple case folding: each code point that is not the least of those with its folding, and that least one.
extern const uint32_t jeoul_folds[JEOUL_FOLDS][2];
/// Lower case: each code point that another one is the lower case of, ascending, and that one. U+0130, of two, is not there.
extern const uint32_t jeoul_lowercase[JEOUL_LOWERCASE][2];
/// The marks that `StripAccents` takes away: the first and the last one of each range.
extern const uint32_t jeoul_accents[JEOUL_ACCENTS][2];

// Swift takes an array of such a length for a tuple.
static const char *const *const jeoul_category_names_pointer = jeoul_category_names;
static const uint32_t *const jeoul_category_runs_pointer = jeoul_category_runs;
static const char *const *const jeoul_script_names_pointer = jeoul_script_names;
static const uint32_t *const jeoul_script_runs_pointer = jeoul_script_runs;
static const char *const *const jeoul_binary_names_pointer = jeoul_binary_names;
static const uint32_t *const jeoul_binary_toggles_pointer = jeoul_binary_toggles;
static const uint32_t *const jeoul_folds_pointer = jeoul_folds[0];
static const uint32_t *const jeoul_lowercase_pointer = jeoul_lowercase[0];
static const uint32_t *const jeoul_accents_pointer = jeoul_accents[0];

#endif
