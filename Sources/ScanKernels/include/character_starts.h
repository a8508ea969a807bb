// The first tokens of a pre-token whose vocabulary begins with characters and not with bytes, for CharacterStarts.swift.
#ifndef JEOUL_CHARACTER_STARTS_H
#define JEOUL_CHARACTER_STARTS_H
#include <stddef.h>
#include <stdint.h>

enum {
    /// Of an entry: the token of the character with its flag.
    JEOUL_CHARACTER_TOKEN = (1 << 22) - 1,
    /// Of an entry: an irregular string may begin with the character, if the filter has it with the byte that follows.
    JEOUL_CHARACTER_BEGINS_STRING = 1 << 22,
    /// Of an entry: a pre-token that has the character is irregular.
    JEOUL_CHARACTER_IRREGULAR = 1 << 23,
    /// The scalars of a page, and the pages.
    JEOUL_CHARACTER_PAGE = 256,
    JEOUL_CHARACTER_PAGES = 0x1100,
    /// The words of the filter, and the bits of its index.
    JEOUL_STRING_FILTER_BITS = 14,
    JEOUL_STRING_FILTER_WORDS = 1 << (JEOUL_STRING_FILTER_BITS - 6),
};

/// The entry of a character that is no token: it is written as bytes.
#define JEOUL_NO_CHARACTER UINT32_MAX

/// What a pre-token is begun with. `pages` is NULL where it is begun with bytes.
typedef struct {
    /// Of each page of scalars where its entries are, in pages.
    const uint16_t *pages;
    const uint32_t *entries;
    /// Which character and next byte an irregular string may begin with: a bit each. NULL where none is there.
    const uint64_t *strings;
    /// Whether a pre-token that passes `strings` has an irregular string, given `context`; NULL where it is taken to have one.
    int (*has_string)(const void *context, const uint8_t *bytes, size_t length);
    const void *context;
    /// The token of a LF that is the first byte of a pre-token, where that stands for the space before a document.
    uint32_t line_feed;
} jeoul_character_starts;

/// What `jeoul_begin_characters` gives for an irregular pre-token, or one that has too many tokens; within, for one that passes `strings`.
#define JEOUL_IRREGULAR_PRETOKEN SIZE_MAX
#define JEOUL_MAYBE_IRREGULAR (SIZE_MAX - 1)

static inline uint32_t jeoul_string_bit(uint32_t scalar, uint32_t next) {
    return (scalar << 8 | next) * 0x9E3779B1 >> (32 - JEOUL_STRING_FILTER_BITS);
}

/// Whether an irregular string may begin with a character and the byte after it.
static inline int jeoul_may_begin_string(const uint64_t *strings, uint32_t scalar, uint32_t next) {
    uint32_t bit = jeoul_string_bit(scalar, next);
    return strings != NULL && (strings[bit >> 6] >> (bit & 63) & 1);
}

/// `jeoul_begin_characters`, by a filter of strings.
static inline size_t jeoul_begin_by(const jeoul_character_starts *starts, const uint64_t *strings, const uint32_t *byte_tokens,
                                    const uint8_t *bytes, size_t length, uint32_t *tokens, size_t room) {
    size_t i = 0, count = 0;
    if (starts->line_feed != JEOUL_NO_CHARACTER && bytes[0] == '\n') {
        if (room == 0) { return JEOUL_IRREGULAR_PRETOKEN; }
        // It stands for a space.
        if (length > 1 && jeoul_may_begin_string(strings, ' ', bytes[1])) { return JEOUL_MAYBE_IRREGULAR; }
        tokens[count++] = starts->line_feed;
        i = 1;
    }
    while (i < length) {
        uint32_t scalar = bytes[i];
        size_t size = 1;
        if (scalar >= 0xF0) {
            scalar = (scalar & 7) << 18 | (bytes[i + 1] & 0x3Fu) << 12 | (bytes[i + 2] & 0x3Fu) << 6 | (bytes[i + 3] & 0x3Fu);
            size = 4;
        } else if (scalar >= 0xE0) {
            scalar = (scalar & 15) << 12 | (bytes[i + 1] & 0x3Fu) << 6 | (bytes[i + 2] & 0x3Fu);
            size = 3;
        } else if (scalar >= 0xC0) {
            scalar = (scalar & 31) << 6 | (bytes[i + 1] & 0x3Fu);
            size = 2;
        }
        uint32_t entry = starts->entries[(size_t)starts->pages[scalar >> 8] << 8 | (scalar & 0xFF)];
        if (entry == JEOUL_NO_CHARACTER) {
            if (count + size > room) { return JEOUL_IRREGULAR_PRETOKEN; }
            for (size_t k = 0; k < size; k++) { tokens[count++] = byte_tokens[bytes[i + k]]; }
        } else {
            if (entry & (JEOUL_CHARACTER_BEGINS_STRING | JEOUL_CHARACTER_IRREGULAR)) {
                if (entry & JEOUL_CHARACTER_IRREGULAR) { return JEOUL_IRREGULAR_PRETOKEN; }
                if (i + size < length && jeoul_may_begin_string(strings, scalar, bytes[i + size])) {
                    return JEOUL_MAYBE_IRREGULAR;
                }
            }
            if (count == room) { return JEOUL_IRREGULAR_PRETOKEN; }
            tokens[count++] = entry & JEOUL_CHARACTER_TOKEN;
        }
        i += size;
    }
    return count;
}

/// Writes a pre-token's first tokens; how many. `bytes[0 ..< length]` are whole characters of valid UTF-8; `tokens` has `room`
/// places, and nothing is written behind them.
static inline size_t jeoul_begin_characters(const jeoul_character_starts *starts, const uint32_t *byte_tokens,
                                            const uint8_t *bytes, size_t length, uint32_t *tokens, size_t room) {
    size_t count = jeoul_begin_by(starts, starts->strings, byte_tokens, bytes, length, tokens, room);
    if (count != JEOUL_MAYBE_IRREGULAR) { return count; }
    if (starts->has_string == NULL || starts->has_string(starts->context, bytes, length)) { return JEOUL_IRREGULAR_PRETOKEN; }
    return jeoul_begin_by(starts, NULL, byte_tokens, bytes, length, tokens, room);
}

#endif
