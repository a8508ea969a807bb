// The few ICU calls Jeoul needs, in plain C types: no ICU header is included here (see README.md).
//
// Unless it says otherwise a function returns ICU's error code: 0 for success (warnings are success), else the positive
// `UErrorCode`. Lengths and offsets of UTF-8 are in bytes, of UTF-16 in code units. Buffers are the caller's: where one
// is too small the call returns JEOUL_ICU_BUFFER_OVERFLOW and *length holds what is needed. Nothing here is shared
// between threads but the normalizers, which ICU never changes; a handle may move between threads and serves one at a
// time.
#ifndef JEOUL_ICU_SHIMS_H
#define JEOUL_ICU_SHIMS_H
#include <stdbool.h>
#include <stdint.h>

/// U_BUFFER_OVERFLOW_ERROR.
#define JEOUL_ICU_BUFFER_OVERFLOW 15

/// ICU's version, as "72.1".
const char *jeoul_icu_version(void);
/// An error code's name in ICU, as "U_ILLEGAL_ARGUMENT_ERROR".
const char *jeoul_icu_error_name(int32_t code);

// Text.

/// UTF-8 to UTF-16; a target of `text_length` code units is always large enough.
int32_t jeoul_utf16_from_utf8(const uint8_t *text, int32_t text_length, uint16_t *target, int32_t capacity,
                              int32_t *length);
/// UTF-16 to UTF-8; a target of 3 * `text_length` bytes is always large enough.
int32_t jeoul_utf8_from_utf16(const uint16_t *text, int32_t text_length, uint8_t *target, int32_t capacity,
                              int32_t *length);

// Normalization.

/// The normalization forms.
enum { JEOUL_NFC = 0, JEOUL_NFD = 1, JEOUL_NFKC = 2, JEOUL_NFKD = 3 };

/// The length of the prefix that the quick check knows to be in the form.
int32_t jeoul_normalized_span(int32_t form, const uint16_t *text, int32_t text_length, int32_t *span);
/// The form of `text`, whose first `span` code units jeoul_normalized_span found to be in it.
int32_t jeoul_normalize(int32_t form, const uint16_t *text, int32_t text_length, int32_t span, uint16_t *target,
                        int32_t capacity, int32_t *length);
/// Whether text before the code point and text from it on normalize independently, whatever surrounds them. Not an
/// error code; false when ICU fails.
bool jeoul_has_boundary_before(int32_t form, int32_t code_point);
/// The full decomposition in the form (canonical, or compatibility for NFKC and NFKD); *length < 0 where there is none.
int32_t jeoul_decomposition(int32_t form, int32_t code_point, uint16_t *target, int32_t capacity, int32_t *length);
/// The primary composite of two code points, or a negative number. Not an error code.
int32_t jeoul_composite(int32_t first, int32_t second);
/// Canonical_Combining_Class. Not an error code.
uint8_t jeoul_combining_class(int32_t code_point);
/// Canonical_Combining_Class of the first code point of the canonical decomposition. Not an error code.
uint8_t jeoul_lead_combining_class(int32_t code_point);

// Properties.

/// What is told apart of the property Script.
enum { JEOUL_SCRIPT_OTHER = 0, JEOUL_SCRIPT_HANGUL = 1, JEOUL_SCRIPT_HAN = 2 };

/// The script of a code point. Not an error code.
int32_t jeoul_script(int32_t code_point);
/// The script of a code point by its number in ICU (`UScriptCode`); negative when ICU fails. Not an error code.
int32_t jeoul_script_code(int32_t code_point);
/// The name of a script, as "Hangul" or "Old_Italic"; null for what is no script's number.
const char *jeoul_script_name(int32_t script_code);
/// White_Space. Not an error code.
bool jeoul_is_white_space(int32_t code_point);

// Encodings.

/// A conversion of a text, piece by piece, from an encoding to UTF-8.
typedef struct jeoul_converter jeoul_converter;

/// Opens a converter by ICU's name of the encoding, as "windows-949".
int32_t jeoul_converter_open(jeoul_converter **converter, const char *encoding);
void jeoul_converter_close(jeoul_converter *converter);
/// Converts the next bytes. Says how many it took and gave; what it took may lie in the converter until more comes. Stops at an
/// ill-formed sequence, whose length is *invalid_length then, and which it took; the next call goes on behind it.
/// JEOUL_ICU_BUFFER_OVERFLOW where there is more to give than room for it.
int32_t jeoul_converter_run(jeoul_converter *converter, const uint8_t *input, int32_t input_length, bool is_end,
                            int32_t *consumed, uint8_t *output, int32_t capacity, int32_t *produced,
                            int32_t *invalid_length);

// Grapheme clusters.

/// An iterator over the extended grapheme clusters of a text.
typedef struct jeoul_graphemes jeoul_graphemes;

int32_t jeoul_graphemes_open(jeoul_graphemes **graphemes);
/// What is iterated: grapheme clusters, or words or sentences, as UAX 29 has them.
enum { JEOUL_BREAKS_CHARACTER = 0, JEOUL_BREAKS_WORD = 1, JEOUL_BREAKS_SENTENCE = 2 };
/// The same for words or sentences.
int32_t jeoul_breaks_open(jeoul_graphemes **graphemes, int32_t kind);
void jeoul_graphemes_close(jeoul_graphemes *graphemes);
/// Starts over with UTF-8 text, which must stay in place while it is iterated.
int32_t jeoul_graphemes_set_text(jeoul_graphemes *graphemes, const uint8_t *text, int32_t length);
/// Writes the ends of the next clusters, at most `capacity`. Returns how many; 0 at the end of the text.
int32_t jeoul_graphemes_next(jeoul_graphemes *graphemes, int32_t *ends, int32_t capacity);

// Regular expressions.

/// A pattern and the text it is matched against.
typedef struct jeoul_regex jeoul_regex;

/// Where a pattern is wrong: line from 1, offset in the line in code units of UTF-16; 0 and -1 where ICU does not say.
typedef struct {
    int32_t line;
    int32_t offset;
} jeoul_regex_error;

/// The largest bound on the backtracking stack that ICU 72 obeys, and ours. ICU takes the number as bytes but compares
/// eight-byte entries with a quarter of it: 2 GB of memory, enough for about 100 million iterations of a loop (16 to 24
/// bytes of memory each; the default stops at about a million). One more is *ignored*, silently, and 0, "no limit",
/// stops earlier (1 GB), since ICU grows by doubling and its doubling overflows. Memory is taken as needed and kept
/// until the regex is closed.
#define JEOUL_REGEX_STACK_LIMIT 1073741820

/// The errors of matching more than is allowed.
enum { JEOUL_REGEX_STACK_OVERFLOW = 66321, JEOUL_REGEX_TIME_OUT = 66322 };

/// Compiles a UTF-8 pattern, without flags (use (?i) and the like), with the stack limit above. `error` may be null.
int32_t jeoul_regex_open(const uint8_t *pattern, int32_t length, jeoul_regex **regex, jeoul_regex_error *error);
void jeoul_regex_close(jeoul_regex *regex);
/// Sets the UTF-8 text, which must stay in place while it is matched, with the whole of it as the region.
int32_t jeoul_regex_set_text(jeoul_regex *regex, const uint8_t *text, int64_t length);
/// Restricts matches to start ..< end, starting over at `start`. Look-around and \b see past the region, and ^ and $ do
/// not match at its edges (transparent, non-anchoring bounds). Both must be on a character's edge.
int32_t jeoul_regex_set_region(jeoul_regex *regex, int64_t start, int64_t end);
/// Finds the next match after the previous one in the region. *found tells; *start and *end are its bytes. The work for one text is
/// bounded: 20 million steps of ICU's engine, and 200 more for each byte.
/// Errors: the two above; 7, U_MEMORY_ALLOCATION_ERROR.
int32_t jeoul_regex_find_next(jeoul_regex *regex, bool *found, int64_t *start, int64_t *end);

#endif
