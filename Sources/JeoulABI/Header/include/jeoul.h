// Jeoul's C interface: load a vocabulary, count or encode documents in Arrow's layout, count characters, decode, cut texts
// by tokens, compare vocabularies with intervals.
//
// Handles are opaque and made and freed by the functions here. A vocabulary is immutable and serves any number of threads;
// a session serves one thread at a time. Nothing here reads the environment, starts a thread, writes to a file or prints,
// but that `compiled_folder` is written to where one is given.
//
// A process may be forked at any time, by any thread that is not in a call: fork waits until calls under way have ended or are
// between two parts of their work, and calls that begin wait for it. For most that is milliseconds. What has no parts is one
// document, one text of jeoul_tokens, jeoul_truncate and jeoul_chunks, and each half of loading a vocabulary, which takes up to a
// second where it is not compiled. A child may use what no thread was using, with as many threads as it likes.
//
// A function that can fail returns JEOUL_OK, or another code, and then *error, if `error` is not NULL, says what, where and
// what to do; free it with jeoul_error_free. Handles and sizes are written only on JEOUL_OK; what is in an array of counts after an
// error is undefined. Bytes may be any bytes: what is not UTF-8 is an error or replaced, as asked; offsets that are not of the
// buffer are an error.
#ifndef JEOUL_H
#define JEOUL_H
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

// The version of this interface: a larger one has more functions, and the same ones as before.
#define JEOUL_ABI_VERSION 5

typedef struct jeoul_vocabulary jeoul_vocabulary;
typedef struct jeoul_session jeoul_session;
typedef struct jeoul_encoding jeoul_encoding;
typedef struct jeoul_comparison jeoul_comparison;
typedef struct jeoul_error jeoul_error;

// What a function returns.
enum {
    JEOUL_OK = 0,
    // An argument is NULL, or of no meaning.
    JEOUL_INVALID_ARGUMENT = 1,
    // No vocabulary has that name, its files are not in the folders, or they cannot be used.
    JEOUL_VOCABULARY_ERROR = 2,
    // A document is not UTF-8: jeoul_error_document and jeoul_error_offset say where.
    JEOUL_INVALID_UTF8 = 3,
    // Offsets descend, or go beyond the buffer: jeoul_error_document says where.
    JEOUL_INVALID_OFFSETS = 4,
    // An id is not in the vocabulary: jeoul_error_offset is its index.
    JEOUL_UNKNOWN_ID = 5,
    // A count is too large for the integers that were asked for: jeoul_error_document says which.
    JEOUL_OVERFLOW = 6,
    // Anything else, as the message says.
    JEOUL_FAILED = 7,
};

// What is done with bytes that are not UTF-8.
enum {
    JEOUL_UTF8_ERROR = 0,
    // Each maximal subpart of an ill-formed sequence becomes U+FFFD (Unicode, chapter 3, table 3-8).
    JEOUL_UTF8_REPLACE = 1,
};

// What characters are counted.
enum {
    // Extended grapheme clusters whose first scalar has the script Hangul.
    JEOUL_HANGUL = 0,
    // Scalars U+AC00–D7A3 of the text in NFC.
    JEOUL_SYLLABLE = 1,
    JEOUL_GRAPHEME = 2,
    JEOUL_GRAPHEME_NONSPACE = 3,
    JEOUL_SCALAR = 4,
    JEOUL_BYTE = 5,
    // Maximal runs of characters that are not White_Space.
    JEOUL_EOJEOL = 6,
};

// Where vocabularies are looked for.
typedef struct {
    // The folder of Jeoul's data that holds `manifest.json` and the bundled vocabularies.
    const char *data_folder;
    // Folders that hold a folder `<id>` a vocabulary; may be NULL where there are none.
    const char *const *search_folders;
    size_t search_folder_count;
    // Where compiled vocabularies are kept, which load faster; NULL for nowhere.
    const char *compiled_folder;
    // What `jeoul vocabulary pull` has fetched, a folder a vocabulary, and the cache of the Hub's own programs (`models--owner--name`):
    // looked at last; NULL for nowhere.
    const char *pulled_folder;
    const char *hub_folder;
} jeoul_places;

// Documents in one buffer, as in Arrow's String, LargeString, Binary and LargeBinary arrays. Document i of `count` is
// bytes[offsets[first + i] ..< offsets[first + i + 1]]; some at a time are copied, never all.
typedef struct {
    const uint8_t *bytes;
    // The size of the buffer: offsets beyond it are refused.
    uint64_t byte_count;
    // first + count + 1 offsets at the least.
    const void *offsets;
    // 32 for int32_t offsets, 64 for int64_t. 0 where there are none, and each line is a document: a LF ends one, and
    // neither it nor a CR before it belongs to it; `first` is 0 and `validity` NULL.
    int32_t offset_bits;
    // A bit for each document from the least significant one of the first byte on, 1 where it is there; NULL where all are.
    const uint8_t *validity;
    // The first offset, and the first bit of the validity.
    int64_t first;
    int64_t count;
} jeoul_documents;

int32_t jeoul_abi_version(void);
// The version of Jeoul, as "0.1.0".
const char *jeoul_version(void);

int32_t jeoul_error_code(const jeoul_error *error);
// What is wrong, where, and what to do; valid until the error is freed.
const char *jeoul_error_message(const jeoul_error *error);
// The document at fault, counted from `first`, or -1.
int64_t jeoul_error_document(const jeoul_error *error);
// The byte in that document, or the index of an id, or -1.
int64_t jeoul_error_offset(const jeoul_error *error);
void jeoul_error_free(jeoul_error *error);

// Loads a vocabulary by its id, an alias or a path (a name with a `/`).
int32_t jeoul_vocabulary_load(const jeoul_places *places, const char *name, jeoul_vocabulary **vocabulary,
                              jeoul_error **error);
void jeoul_vocabulary_free(jeoul_vocabulary *vocabulary);
// The canonical name; valid as long as the vocabulary.
const char *jeoul_vocabulary_id(const jeoul_vocabulary *vocabulary);
// One more than the greatest token id.
int64_t jeoul_vocabulary_end_id(const jeoul_vocabulary *vocabulary);
// Whether every file has the hash that the manifest pins: 1 or 0.
int32_t jeoul_vocabulary_is_pinned(const jeoul_vocabulary *vocabulary);
// The bytes of a token, and whether it is a special one; JEOUL_UNKNOWN_ID where there is none. *bytes is freed with
// jeoul_bytes_free.
int32_t jeoul_vocabulary_token(const jeoul_vocabulary *vocabulary, uint32_t id, uint8_t **bytes, size_t *byte_count,
                               int32_t *is_special, jeoul_error **error);
// The bytes that ids stand for; freed with jeoul_bytes_free.
int32_t jeoul_vocabulary_decode(const jeoul_vocabulary *vocabulary, const uint32_t *ids, size_t id_count, uint8_t **bytes,
                                size_t *byte_count, jeoul_error **error);
void jeoul_bytes_free(uint8_t *bytes);

// Counting and encoding for one thread, with a cache of its own of the pre-tokens that it has met: at most `memory_limit`
// bytes of it, or 256 MiB where that is 0.
int32_t jeoul_session_new(const jeoul_vocabulary *vocabulary, uint64_t memory_limit, jeoul_session **session,
                          jeoul_error **error);
void jeoul_session_free(jeoul_session *session);

// The number of tokens of each document, into `count` integers of `count_bits` (32 for int32_t, 64 for int64_t); 0 where a
// document is not there.
int32_t jeoul_count(jeoul_session *session, const jeoul_documents *documents, int32_t invalid_utf8, void *counts,
                    int32_t count_bits, jeoul_error **error);

// The token ids of each document.
int32_t jeoul_encode(jeoul_session *session, const jeoul_documents *documents, int32_t invalid_utf8,
                     jeoul_encoding **encoding, jeoul_error **error);
// The ids of all documents, one document after the other; valid until the encoding is freed.
const uint32_t *jeoul_encoding_ids(const jeoul_encoding *encoding);
uint64_t jeoul_encoding_id_count(const jeoul_encoding *encoding);
// One more than there are documents: document i has the ids offsets[i] ..< offsets[i + 1].
const int64_t *jeoul_encoding_offsets(const jeoul_encoding *encoding);
void jeoul_encoding_free(jeoul_encoding *encoding);

// The characters of each document, of one of the kinds above, into `count` integers of 64 bits; 0 where a document is not
// there.
int32_t jeoul_count_characters(const jeoul_documents *documents, int32_t kind, int32_t invalid_utf8, int64_t *counts,
                               jeoul_error **error);

// A token, and the bytes of the text that it belongs to.
typedef struct {
    int64_t start;
    int64_t end;
    uint32_t id;
} jeoul_token;

// The tokens of one text, with where each lies in it as it was given: also where the vocabulary's normalizer changes it,
// and then all of what was changed belongs to each of its tokens. Freed with jeoul_tokens_free.
int32_t jeoul_tokens(jeoul_session *session, const uint8_t *bytes, size_t byte_count, jeoul_token **tokens,
                     size_t *token_count, jeoul_error **error);
void jeoul_tokens_free(jeoul_token *tokens);

// Where a text may be cut; where not even one word or sentence fits, it is cut between characters.
enum {
    // Between extended grapheme clusters.
    JEOUL_AT_CHARACTER = 0,
    JEOUL_AT_WORD = 1,
    JEOUL_AT_SENTENCE = 2,
};

// A part of a text: bytes start ..< end, and how many tokens it takes by itself.
typedef struct {
    int64_t start;
    int64_t end;
    int64_t tokens;
} jeoul_piece;

// The longest beginning of a text that takes at most `limit` tokens. (Counts do not grow with every character: what is longer by
// 96 bytes at the most is tried too.)
int32_t jeoul_truncate(jeoul_session *session, const uint8_t *bytes, size_t byte_count, int64_t limit, int32_t boundary,
                       jeoul_piece *piece, jeoul_error **error);
// Pieces of at most `limit` tokens that make up a text; each begins with at most `overlap` tokens of the one before. Freed
// with jeoul_pieces_free.
int32_t jeoul_chunks(jeoul_session *session, const uint8_t *bytes, size_t byte_count, int64_t limit, int64_t overlap,
                     int32_t boundary, jeoul_piece **chunks, size_t *chunk_count, jeoul_error **error);
void jeoul_pieces_free(jeoul_piece *pieces);

// The ratio of a vocabulary's tokens to the baseline's, with its interval; NaN where there is none, and then
// jeoul_comparison_reason says why.
typedef struct {
    double value;
    // The interval at the level, and at the one corrected for the number of subjects (Bonferroni).
    double low;
    double high;
    double simultaneous_low;
    double simultaneous_high;
    // Of "the ratio is 1", and after Holm's correction.
    double p_value;
    double adjusted_p_value;
    double standard_error;
    double degrees_of_freedom;
    double effective_units;
    // The units that are not empty.
    int64_t units;
} jeoul_estimate;

// Compares `subject_count` vocabularies with a baseline over independent units (clusters of documents), from each unit's
// sums. `sums` is column by column, `unit_count` integers each: the characters, the baseline's tokens, each subject's
// tokens. Units whose sums are all 0 are left out. `level` is that of the intervals, such as 0.95.
int32_t jeoul_compare(const int64_t *sums, int64_t unit_count, int64_t subject_count, double level,
                      jeoul_comparison **comparison, jeoul_error **error);
int32_t jeoul_comparison_estimate(const jeoul_comparison *comparison, int64_t subject, jeoul_estimate *estimate,
                                  jeoul_error **error);
// Whether a subject's ratio differs from 1: its p-value after Holm's correction is at most 1 - level. 1 or 0; -1 where it has no
// p-value.
int32_t jeoul_comparison_differs(const jeoul_comparison *comparison, int64_t subject);
// Why a subject has no ratio or no interval; NULL where it has. Valid as long as the comparison.
const char *jeoul_comparison_reason(const jeoul_comparison *comparison, int64_t subject);
void jeoul_comparison_free(jeoul_comparison *comparison);

#ifdef __cplusplus
}
#endif
#endif
