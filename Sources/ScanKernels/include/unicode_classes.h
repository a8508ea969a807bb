// Made by Scripts/generate_unicode_classes.py from Unicode 16.0.0; do not edit.
#ifndef JEOUL_UNICODE_CLASSES_H
#define JEOUL_UNICODE_CLASSES_H
#include <stdint.h>

#define JEOUL_UNICODE_VERSION "16.0"

/// What the splitters' patterns can tell apart.
enum {
    JEOUL_OTHER = 0,  // neither White_Space nor L, M or N
    JEOUL_SPACE = 1,  // U+0020
    JEOUL_NEWLINE = 2,  // U+000A and U+000D
    JEOUL_BLANK = 3,  // every other White_Space
    JEOUL_NUMBER = 4,  // N
    JEOUL_MARK = 5,  // M
    JEOUL_UPPER = 6,  // Lu and Lt
    JEOUL_LOWER = 7,  // Ll
    JEOUL_MODIFIER_OR_OTHER_LETTER = 8,  // Lm and Lo
};

extern const uint16_t jeoul_class_blocks[8704];
extern const uint8_t jeoul_class_values[29440];

/// The class of a code point below 0x110000. O(1).
static inline uint8_t jeoul_class(uint32_t code_point) {
    return jeoul_class_values[((uint32_t)jeoul_class_blocks[code_point >> 7] << 7) | (code_point & 127)];
}

#endif
