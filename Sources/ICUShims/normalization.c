#include "ICUShims.h"
#include "icu_error.h"
#include <string.h>
#include <unicode/unorm2.h>

/// ICU's own immutable singleton: never closed, and safe to share between threads.
static const UNormalizer2 *instance(int32_t form, UErrorCode *status) {
    switch (form) {
    case JEOUL_NFC: return unorm2_getNFCInstance(status);
    case JEOUL_NFD: return unorm2_getNFDInstance(status);
    case JEOUL_NFKC: return unorm2_getNFKCInstance(status);
    case JEOUL_NFKD: return unorm2_getNFKDInstance(status);
    default: *status = U_ILLEGAL_ARGUMENT_ERROR; return NULL;
    }
}

int32_t jeoul_normalized_span(int32_t form, const uint16_t *text, int32_t text_length, int32_t *span) {
    UErrorCode status = U_ZERO_ERROR;
    const UNormalizer2 *normalizer = instance(form, &status);
    *span = unorm2_spanQuickCheckYes(normalizer, (const UChar *)text, text_length, &status);
    return jeoul_result(status);
}

int32_t jeoul_normalize(int32_t form, const uint16_t *text, int32_t text_length, int32_t span, uint16_t *target,
                        int32_t capacity, int32_t *length) {
    UErrorCode status = U_ZERO_ERROR;
    const UNormalizer2 *normalizer = instance(form, &status);
    if (U_FAILURE(status)) return jeoul_result(status);
    if (capacity < span) {
        // Less than what is needed in the end; the caller asks again.
        *length = text_length;
        return JEOUL_ICU_BUFFER_OVERFLOW;
    }
    memcpy(target, text, (size_t)span * sizeof(uint16_t));
    *length = unorm2_normalizeSecondAndAppend(normalizer, (UChar *)target, span, capacity, (const UChar *)text + span,
                                              text_length - span, &status);
    return jeoul_result(status);
}

bool jeoul_has_boundary_before(int32_t form, int32_t code_point) {
    UErrorCode status = U_ZERO_ERROR;
    const UNormalizer2 *normalizer = instance(form, &status);
    return U_SUCCESS(status) && unorm2_hasBoundaryBefore(normalizer, code_point);
}

int32_t jeoul_decomposition(int32_t form, int32_t code_point, uint16_t *target, int32_t capacity, int32_t *length) {
    UErrorCode status = U_ZERO_ERROR;
    const UNormalizer2 *normalizer = instance(form, &status);
    *length = unorm2_getDecomposition(normalizer, code_point, (UChar *)target, capacity, &status);
    return jeoul_result(status);
}

int32_t jeoul_composite(int32_t first, int32_t second) {
    UErrorCode status = U_ZERO_ERROR;
    const UNormalizer2 *normalizer = instance(JEOUL_NFC, &status);
    return U_SUCCESS(status) ? unorm2_composePair(normalizer, first, second) : -1;
}
