#include "ICUShims.h"
#include "icu_error.h"
#include <stdlib.h>
#include <unicode/uregex.h>
#include <unicode/utext.h>

struct jeoul_regex {
    URegularExpression *matcher;
    UText text;
};

/// Takes over the matcher, whatever happens. A clone of ICU's has the default stack limit again.
static int32_t wrap(URegularExpression *matcher, jeoul_regex **regex) {
    UErrorCode status = U_ZERO_ERROR;
    uregex_setStackLimit(matcher, JEOUL_REGEX_STACK_LIMIT, &status);
    uregex_useAnchoringBounds(matcher, false, &status);
    uregex_useTransparentBounds(matcher, true, &status);
    jeoul_regex *wrapped = U_SUCCESS(status) ? malloc(sizeof *wrapped) : NULL;
    if (wrapped == NULL) {
        uregex_close(matcher);
        return U_FAILURE(status) ? jeoul_result(status) : U_MEMORY_ALLOCATION_ERROR;
    }
    wrapped->matcher = matcher;
    wrapped->text = (UText)UTEXT_INITIALIZER;
    *regex = wrapped;
    return 0;
}

int32_t jeoul_regex_open(const uint8_t *pattern, int32_t length, jeoul_regex **regex, jeoul_regex_error *error) {
    UErrorCode status = U_ZERO_ERROR;
    UParseError where = {.line = 0, .offset = -1};
    UText text = UTEXT_INITIALIZER;
    *regex = NULL;
    utext_openUTF8(&text, (const char *)pattern, length, &status);
    URegularExpression *matcher = uregex_openUText(&text, 0, &where, &status);
    utext_close(&text);
    if (error != NULL) *error = (jeoul_regex_error){.line = where.line, .offset = where.offset};
    return U_FAILURE(status) ? jeoul_result(status) : wrap(matcher, regex);
}

void jeoul_regex_close(jeoul_regex *regex) {
    if (regex == NULL) return;
    uregex_close(regex->matcher);
    utext_close(&regex->text);
    free(regex);
}

int32_t jeoul_regex_set_text(jeoul_regex *regex, const uint8_t *text, int64_t length) {
    UErrorCode status = U_ZERO_ERROR;
    utext_openUTF8(&regex->text, (const char *)text, length, &status);
    uregex_setUText(regex->matcher, &regex->text, &status);
    // In units of 10,000 steps. Patterns that go back and forth without end stop with U_REGEX_TIME_OUT.
    int64_t limit = 2000 + length / 50;
    uregex_setTimeLimit(regex->matcher, limit < INT32_MAX ? (int32_t)limit : INT32_MAX, &status);
    return jeoul_result(status);
}

int32_t jeoul_regex_set_region(jeoul_regex *regex, int64_t start, int64_t end) {
    UErrorCode status = U_ZERO_ERROR;
    uregex_setRegion64(regex->matcher, start, end, &status);
    return jeoul_result(status);
}

int32_t jeoul_regex_find_next(jeoul_regex *regex, bool *found, int64_t *start, int64_t *end) {
    UErrorCode status = U_ZERO_ERROR;
    *found = uregex_findNext(regex->matcher, &status);
    if (*found) {
        *start = uregex_start64(regex->matcher, 0, &status);
        *end = uregex_end64(regex->matcher, 0, &status);
    }
    return jeoul_result(status);
}
