#include "ICUShims.h"
#include "icu_error.h"

#include <stdlib.h>
#include <unicode/ucnv.h>
#include <unicode/ucnv_err.h>

struct jeoul_converter {
    UConverter *source;
    UConverter *target;
    UChar pivot[1024];
    UChar *pivot_source;
    UChar *pivot_target;
    bool reset;
};

int32_t jeoul_converter_open(jeoul_converter **converter, const char *encoding) {
    UErrorCode code = U_ZERO_ERROR;
    jeoul_converter *c = calloc(1, sizeof *c);
    if (c == NULL) return U_MEMORY_ALLOCATION_ERROR;
    c->source = ucnv_open(encoding, &code);
    c->target = ucnv_open("UTF-8", &code);
    // An ill-formed sequence stops the conversion; the caller says what becomes of it.
    if (U_SUCCESS(code)) ucnv_setToUCallBack(c->source, UCNV_TO_U_CALLBACK_STOP, NULL, NULL, NULL, &code);
    if (U_SUCCESS(code)) ucnv_setFromUCallBack(c->target, UCNV_FROM_U_CALLBACK_STOP, NULL, NULL, NULL, &code);
    c->pivot_source = c->pivot_target = c->pivot;
    c->reset = true;
    if (U_FAILURE(code)) {
        jeoul_converter_close(c);
        return (int32_t)code;
    }
    *converter = c;
    return 0;
}

void jeoul_converter_close(jeoul_converter *c) {
    if (c == NULL) return;
    if (c->source != NULL) ucnv_close(c->source);
    if (c->target != NULL) ucnv_close(c->target);
    free(c);
}

int32_t jeoul_converter_run(jeoul_converter *c, const uint8_t *input, int32_t input_length, bool is_end,
                            int32_t *consumed, uint8_t *output, int32_t capacity, int32_t *produced,
                            int32_t *invalid_length) {
    const char *source = (const char *)input;
    char *target = (char *)output;
    UErrorCode code = U_ZERO_ERROR;
    ucnv_convertEx(c->target, c->source, &target, target + capacity, &source, source + input_length, c->pivot,
                   &c->pivot_source, &c->pivot_target, c->pivot + 1024, c->reset, is_end, &code);
    c->reset = false;
    *consumed = (int32_t)(source - (const char *)input);
    *produced = (int32_t)(target - (char *)output);
    *invalid_length = 0;
    if (code == U_BUFFER_OVERFLOW_ERROR) return JEOUL_ICU_BUFFER_OVERFLOW;
    if (code == U_ILLEGAL_CHAR_FOUND || code == U_INVALID_CHAR_FOUND || code == U_TRUNCATED_CHAR_FOUND ||
        code == U_ILLEGAL_ESCAPE_SEQUENCE) {
        char bytes[32];
        int8_t length = sizeof bytes;
        UErrorCode ignored = U_ZERO_ERROR;
        ucnv_getInvalidChars(c->source, bytes, &length, &ignored);
        *invalid_length = U_SUCCESS(ignored) && length > 0 ? length : 1;
        return 0;
    }
    return jeoul_result(code);
}
