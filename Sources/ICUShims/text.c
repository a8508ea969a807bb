#include "ICUShims.h"
#include "icu_error.h"
#include <unicode/uchar.h>
#include <unicode/uscript.h>
#include <unicode/ustring.h>

int32_t jeoul_utf16_from_utf8(const uint8_t *text, int32_t text_length, uint16_t *target, int32_t capacity,
                              int32_t *length) {
    UErrorCode status = U_ZERO_ERROR;
    u_strFromUTF8((UChar *)target, capacity, length, (const char *)text, text_length, &status);
    return jeoul_result(status);
}

int32_t jeoul_utf8_from_utf16(const uint16_t *text, int32_t text_length, uint8_t *target, int32_t capacity,
                              int32_t *length) {
    UErrorCode status = U_ZERO_ERROR;
    u_strToUTF8((char *)target, capacity, length, (const UChar *)text, text_length, &status);
    return jeoul_result(status);
}

int32_t jeoul_script(int32_t code_point) {
    UErrorCode status = U_ZERO_ERROR;
    switch (uscript_getScript(code_point, &status)) {
    case USCRIPT_HANGUL: return JEOUL_SCRIPT_HANGUL;
    case USCRIPT_HAN: return JEOUL_SCRIPT_HAN;
    default: return JEOUL_SCRIPT_OTHER;
    }
}

int32_t jeoul_script_code(int32_t code_point) {
    UErrorCode status = U_ZERO_ERROR;
    return uscript_getScript(code_point, &status);
}

const char *jeoul_script_name(int32_t script_code) { return uscript_getName((UScriptCode)script_code); }

bool jeoul_is_white_space(int32_t code_point) { return u_isUWhiteSpace(code_point); }

uint8_t jeoul_combining_class(int32_t code_point) { return u_getCombiningClass(code_point); }

uint8_t jeoul_lead_combining_class(int32_t code_point) {
    return (uint8_t)u_getIntPropertyValue(code_point, UCHAR_LEAD_CANONICAL_COMBINING_CLASS);
}
