#include "ICUShims.h"
#include "icu_error.h"
#include <stdlib.h>
#include <unicode/ubrk.h>
#include <unicode/utext.h>

struct jeoul_graphemes {
    UBreakIterator *iterator;
    UText text;
};

int32_t jeoul_graphemes_open(jeoul_graphemes **graphemes) { return jeoul_breaks_open(graphemes, JEOUL_BREAKS_CHARACTER); }

int32_t jeoul_breaks_open(jeoul_graphemes **graphemes, int32_t kind) {
    const UBreakIteratorType types[] = {UBRK_CHARACTER, UBRK_WORD, UBRK_SENTENCE};
    UErrorCode status = U_ZERO_ERROR;
    *graphemes = NULL;
    jeoul_graphemes *opened = malloc(sizeof *opened);
    if (opened == NULL) return U_MEMORY_ALLOCATION_ERROR;
    opened->text = (UText)UTEXT_INITIALIZER;
    // "" is the root locale: the host's must not matter.
    opened->iterator = ubrk_open(types[kind], "", NULL, 0, &status);
    if (U_FAILURE(status)) {
        free(opened);
        return jeoul_result(status);
    }
    *graphemes = opened;
    return 0;
}

void jeoul_graphemes_close(jeoul_graphemes *graphemes) {
    if (graphemes == NULL) return;
    ubrk_close(graphemes->iterator);
    utext_close(&graphemes->text);
    free(graphemes);
}

int32_t jeoul_graphemes_set_text(jeoul_graphemes *graphemes, const uint8_t *text, int32_t length) {
    UErrorCode status = U_ZERO_ERROR;
    utext_openUTF8(&graphemes->text, (const char *)text, length, &status);
    ubrk_setUText(graphemes->iterator, &graphemes->text, &status);
    return jeoul_result(status);
}

int32_t jeoul_graphemes_next(jeoul_graphemes *graphemes, int32_t *ends, int32_t capacity) {
    int32_t count = 0;
    while (count < capacity) {
        const int32_t end = ubrk_next(graphemes->iterator);
        if (end == UBRK_DONE) break;
        ends[count++] = end;
    }
    return count;
}
