// Gives the C interface what no caller should: offsets that descend, are negative or lie beyond the buffer, bitmaps of the
// least size, bytes that are no UTF-8, NULL for everything. Buffers are of exactly the size that jeoul.h asks for, so that
// under the address sanitizer a read or write beside one ends the program. What is counted is compared with the same
// documents one by one.
//
// usage: hostile DATA_FOLDER [ROUNDS]
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "jeoul.h"
#include "jeoul_python.h"

static uint64_t state = 20261128;

// SplitMix64 (Steele, Lea and Flood, 2014).
static uint64_t next(void) {
    uint64_t z = state += 0x9E3779B97F4A7C15u;
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
    z = (z ^ z >> 27) * 0x94D049BB133111EBu;
    return z ^ z >> 31;
}

static uint64_t below(uint64_t bound) { return next() % bound; }

static void require(int condition, const char *what, int line) {
    if (condition) return;
    fprintf(stderr, "hostile.c:%d: not so: %s\n", line, what);
    exit(1);
}
#define REQUIRE(condition) require(condition, #condition, __LINE__)

// An error has a code and a message, and is freed.
static int32_t failed(int32_t status, jeoul_error *error) {
    REQUIRE(status >= JEOUL_OK && status <= JEOUL_FAILED);
    if (status == JEOUL_OK) {
        REQUIRE(error == NULL);
        return status;
    }
    REQUIRE(jeoul_error_code(error) == status && strlen(jeoul_error_message(error)) > 0);
    REQUIRE(jeoul_error_document(error) >= -1 && jeoul_error_offset(error) >= -1);
    jeoul_error_free(error);
    return status;
}

static const char *const parts[] = {"한",
                                    "글",
                                    "안녕하세요 ",
                                    "abc",
                                    " ",
                                    "\n",
                                    "\r\n",
                                    "123",
                                    "ㅋㅋ",
                                    "\xe1\x84\x92\xe1\x85\xa1\xe1\x86\xab",
                                    "<|endoftext|>",
                                    "\xf0\x9f\x98\x80",
                                    "e\xcc\x81",
                                    "'s"};
static const char *const broken[] = {"\xff", "\xea\xb0", "\x80", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xc0\xaf", "\xf0"};

// Text in a buffer of its own size; now and then with bytes that are no UTF-8.
static uint8_t *text(size_t *size, int is_clean) {
    char all[4096];
    size_t used = 0;
    for (uint64_t count = below(24); count > 0; count--) {
        const char *part = !is_clean && below(40) == 0 ? broken[below(sizeof broken / sizeof *broken)]
                                                       : parts[below(sizeof parts / sizeof *parts)];
        size_t length = strlen(part);
        memcpy(all + used, part, length);
        used += length;
    }
    uint8_t *bytes = malloc(used ? used : 1);
    memcpy(bytes, all, used);
    *size = used;
    return bytes;
}

static int is_start(const uint8_t *bytes, size_t size, size_t at) { return at >= size || (bytes[at] & 0xC0) != 0x80; }

static int64_t one(jeoul_session *session, const uint8_t *bytes, int64_t start, int64_t end) {
    int64_t offsets[2] = {start, end}, count = -1;
    jeoul_documents document = {bytes, (uint64_t)end, offsets, 64, NULL, 0, 1};
    jeoul_error *error = NULL;
    return failed(jeoul_count(session, &document, JEOUL_UTF8_REPLACE, &count, 64, &error), error) == JEOUL_OK ? count : -1;
}

// A batch of documents, perhaps wild, by every function that takes one.
static void batch(jeoul_session *session) {
    size_t size;
    uint8_t *bytes = text(&size, 0);
    int64_t count = (int64_t)below(9), first = (int64_t)below(20);
    int bits = below(2) ? 32 : 64, is_wild = below(3) == 0;
    int64_t places[40];
    int64_t at = (int64_t)below(size + 1);
    for (int64_t i = 0; i <= first + count; i++) {
        if (i > first) at += (int64_t)below((size - (size_t)at) / 2 + 1);
        places[i] = i < first ? (int64_t)next() : at;
    }
    static const int64_t odd[] = {-1, INT32_MIN, INT64_MIN, INT32_MAX, INT64_MAX, 1 << 20};
    if (is_wild)
        places[first + (int64_t)below((uint64_t)count + 1)] = below(2) ? odd[below(6)] : (int64_t)below(size + 40) - 20;
    void *offsets = malloc((size_t)(first + count + 1) * (size_t)bits / 8);
    for (int64_t i = 0; i <= first + count; i++) {
        if (bits == 32)
            ((int32_t *)offsets)[i] = (int32_t)places[i];
        else
            ((int64_t *)offsets)[i] = places[i];
        if (bits == 32) places[i] = (int32_t)places[i];
    }
    size_t bitmap = (size_t)(first + count + 7) / 8;
    uint8_t *validity = below(2) ? malloc(bitmap ? bitmap : 1) : NULL;
    for (size_t i = 0; validity && i < bitmap; i++) validity[i] = (uint8_t)next();

    int is_right = 1;
    for (int64_t i = 0; i <= count; i++)
        is_right = is_right && places[first + i] >= (i ? places[first + i - 1] : 0) && places[first + i] <= (int64_t)size;
    jeoul_documents documents = {bytes, size, offsets, bits, validity, first, count};
    int32_t policy = below(2) ? JEOUL_UTF8_REPLACE : JEOUL_UTF8_ERROR;
    int count_bits = below(2) ? 32 : 64;
    void *counts = malloc((size_t)count * (size_t)count_bits / 8 + 1);
    jeoul_error *error = NULL;
    int32_t status = failed(jeoul_count(session, &documents, policy, counts, count_bits, &error), error);
    REQUIRE(is_right || count == 0 || status == JEOUL_INVALID_OFFSETS);
    REQUIRE(!is_right || status == JEOUL_OK || (policy == JEOUL_UTF8_ERROR && status == JEOUL_INVALID_UTF8));

    jeoul_encoding *encoding = NULL;
    error = NULL;
    REQUIRE(failed(jeoul_encode(session, &documents, policy, &encoding, &error), error) == status);
    REQUIRE((encoding != NULL) == (status == JEOUL_OK));
    for (int64_t i = 0; status == JEOUL_OK && i < count; i++) {
        int64_t found = count_bits == 32 ? ((int32_t *)counts)[i] : ((int64_t *)counts)[i];
        int is_there = !validity || validity[(first + i) >> 3] >> ((first + i) & 7) & 1;
        REQUIRE(found == (is_there ? one(session, bytes, places[first + i], places[first + i + 1]) : 0));
        REQUIRE(jeoul_encoding_offsets(encoding)[i + 1] - jeoul_encoding_offsets(encoding)[i] == found);
    }
    if (status == JEOUL_OK) {
        uint64_t all = jeoul_encoding_id_count(encoding);
        volatile uint32_t sum = 0;
        for (uint64_t i = 0; i < all; i++) sum += jeoul_encoding_ids(encoding)[i];
        jeoul_encoding_free(encoding);
    }
    int64_t *characters = malloc((size_t)count * 8 + 1);
    for (int32_t kind = -1; kind <= 7; kind++) {
        error = NULL;
        int32_t found = failed(jeoul_count_characters(&documents, kind, policy, characters, &error), error);
        REQUIRE(found == (kind < 0 || kind > 6 ? JEOUL_INVALID_ARGUMENT : status));
    }
    free(characters);
    free(counts);
    free(validity);
    free(offsets);
    free(bytes);
}

// Lines, by every function that takes a batch: the same counts as by offsets; another number of lines is refused.
static void lines(jeoul_session *session) {
    size_t size;
    uint8_t *bytes = text(&size, 1);
    int64_t offsets[8192], ends[8192], count = 0, start = 0;
    for (size_t i = 0; i <= size; i++) {
        if (i < size && bytes[i] != '\n') continue;
        if (i == size && start == (int64_t)size) break;
        offsets[count] = start;
        ends[count++] = (int64_t)i - (i < size && (int64_t)i > start && bytes[i - 1] == '\r');
        start = (int64_t)i + 1;
    }
    jeoul_documents documents = {bytes, size, NULL, 0, NULL, 0, count};
    int64_t *counts = malloc((size_t)count * 8 + 1);
    jeoul_error *error = NULL;
    REQUIRE(failed(jeoul_count(session, &documents, JEOUL_UTF8_ERROR, counts, 64, &error), error) == JEOUL_OK);
    jeoul_encoding *encoding = NULL;
    REQUIRE(failed(jeoul_encode(session, &documents, JEOUL_UTF8_ERROR, &encoding, &error), error) == JEOUL_OK);
    for (int64_t i = 0; i < count; i++) {
        REQUIRE(counts[i] == one(session, bytes, offsets[i], ends[i]));
        REQUIRE(jeoul_encoding_offsets(encoding)[i + 1] - jeoul_encoding_offsets(encoding)[i] == counts[i]);
    }
    jeoul_encoding_free(encoding);
    REQUIRE(failed(jeoul_count_characters(&documents, JEOUL_HANGUL, JEOUL_UTF8_ERROR, counts, &error), error) == JEOUL_OK);
    documents.count += below(2) ? 1 : -1;
    int32_t status = failed(jeoul_count(session, &documents, JEOUL_UTF8_ERROR, counts, 64, &error), error);
    REQUIRE(status == JEOUL_INVALID_ARGUMENT);
    free(counts);
    free(bytes);
}

// One text by every function that takes one.
static void single(const jeoul_vocabulary *vocabulary, jeoul_session *session) {
    size_t size;
    uint8_t *bytes = text(&size, 0);
    jeoul_error *error = NULL;
    jeoul_token *tokens = NULL;
    size_t count = 0;
    int32_t status = failed(jeoul_tokens(session, bytes, size, &tokens, &count, &error), error);
    REQUIRE(status == JEOUL_OK || status == JEOUL_INVALID_UTF8);
    if (status == JEOUL_OK) {
        REQUIRE((int64_t)count == one(session, bytes, 0, (int64_t)size));
        for (size_t i = 0; i < count; i++) {
            REQUIRE(tokens[i].start >= 0 && tokens[i].start <= tokens[i].end && tokens[i].end <= (int64_t)size);
            uint8_t *spelled = NULL;
            size_t length = 0;
            int32_t is_special = 0;
            error = NULL;
            REQUIRE(failed(jeoul_vocabulary_token(vocabulary, tokens[i].id, &spelled, &length, &is_special, &error), error)
                    == JEOUL_OK);
            jeoul_bytes_free(spelled);
        }
        jeoul_tokens_free(tokens);
    }
    int64_t limit = (int64_t)below(12) - 1;
    int32_t boundary = (int32_t)below(5) - 1;
    jeoul_piece piece;
    error = NULL;
    int32_t cut = failed(jeoul_truncate(session, bytes, size, limit, boundary, &piece, &error), error);
    int is_sound = limit >= 1 && boundary >= 0 && boundary <= 2;
    REQUIRE(cut == (is_sound ? status : JEOUL_INVALID_ARGUMENT) || cut == JEOUL_INVALID_UTF8);
    if (cut == JEOUL_OK) {
        REQUIRE(piece.start == 0 && piece.end <= (int64_t)size && piece.tokens <= limit
                && is_start(bytes, size, (size_t)piece.end));
        REQUIRE(piece.tokens == one(session, bytes, 0, piece.end));
    }
    jeoul_piece *pieces = NULL;
    size_t pretoken_count = 0;
    error = NULL;
    cut = failed(jeoul_chunks(session, bytes, size, limit, 0, boundary, &pieces, &pretoken_count, &error), error);
    if (cut == JEOUL_OK) {
        int64_t end = 0;
        for (size_t i = 0; i < pretoken_count; i++) {
            REQUIRE(pieces[i].start == end && pieces[i].end > end && pieces[i].tokens <= limit);
            end = pieces[i].end;
        }
        REQUIRE(end == (int64_t)size);
        jeoul_pieces_free(pieces);
    }
    uint32_t ids[6];
    for (int i = 0; i < 6; i++) ids[i] = below(4) ? (uint32_t)below(150000) : (uint32_t)next();
    uint8_t *decoded = NULL;
    error = NULL;
    status = failed(jeoul_vocabulary_decode(vocabulary, ids, 6, &decoded, &count, &error), error);
    REQUIRE(status == JEOUL_OK || status == JEOUL_UNKNOWN_ID);
    if (status == JEOUL_OK) jeoul_bytes_free(decoded);
    free(bytes);
}

// Of utf16.c: the way without vectors, which is not exported.
size_t jeoul_text_from_utf16_plainly(const uint16_t *units, size_t unit_count, uint8_t *bytes, size_t *line_ends);

// UTF-16 of any units, of buffers of just the size: what a decoder of one scalar after another makes of it.
static void units(void) {
    size_t count = below(4) ? below(40) : below(400), size = 0, ends = 0, found_ends = 7;
    uint16_t *text = malloc(count ? count * 2 : 1);
    uint8_t *right = malloc(count ? count * 3 : 1), *found = malloc(count ? count * 3 : 1);
    REQUIRE(text && right && found);
    uint64_t odd = below(3);
    for (size_t i = 0; i < count; i++) {
        switch (below(odd ? 5 : 6)) {
        case 0: text[i] = (uint16_t)below(0x80); break;
        case 1: text[i] = '\n'; break;
        case 2: text[i] = (uint16_t)below(0x800); break;
        case 5: text[i] = (uint16_t)(0xD800 + below(0x800)); break;
        default: text[i] = (uint16_t)(0xAC00 + below(11172)); break;
        }
    }
    for (size_t i = 0; i < count; i++) {
        uint32_t scalar = text[i];
        int is_high = scalar >= 0xD800 && scalar < 0xDC00, is_low = scalar >= 0xDC00 && scalar < 0xE000;
        if (is_high && i + 1 < count && text[i + 1] >= 0xDC00 && text[i + 1] < 0xE000)
            scalar = 0x10000 + (scalar - 0xD800) * 0x400 + text[++i] - 0xDC00;
        else if (is_high || is_low)
            scalar = 0xFFFD;
        ends += scalar == '\n';
        int more = scalar < 0x80 ? 0 : scalar < 0x800 ? 1 : scalar < 0x10000 ? 2 : 3;
        static const uint8_t leads[] = {0, 0xC0, 0xE0, 0xF0};
        right[size++] = (uint8_t)(leads[more] | scalar >> 6 * more);
        while (more-- > 0) right[size++] = (uint8_t)(0x80 | (scalar >> 6 * more & 0x3F));
    }
    REQUIRE(jeoul_text_from_utf16(text, count, found, &found_ends) == size && found_ends == ends);
    REQUIRE(memcmp(right, found, size) == 0);
    REQUIRE(jeoul_text_from_utf16_plainly(text, count, found, NULL) == size);
    REQUIRE(memcmp(right, found, size) == 0);
    free(text), free(right), free(found);
}

// Sums of units, perhaps negative, none, or too large.
static void comparison(void) {
    static const int64_t odd[] = {-1, INT64_MIN, INT64_MAX, 1ll << 53, 0};
    int64_t units = (int64_t)below(40), subjects = 1 + (int64_t)below(3);
    int64_t *sums = malloc((size_t)(units * (subjects + 2)) * 8 + 1);
    int is_odd = 0;
    for (int64_t i = 0; i < units * (subjects + 2); i++) {
        int strange = below(200) == 0;
        sums[i] = strange ? odd[below(5)] : (int64_t)below(500);
        is_odd |= strange;
    }
    double levels[] = {0.95, 0.99, NAN, 2, -1}, level = levels[below(5)];
    jeoul_comparison *found = NULL;
    jeoul_error *error = NULL;
    int32_t status = failed(jeoul_compare(sums, units, subjects, level, &found, &error), error);
    REQUIRE(status == JEOUL_OK || is_odd || !(level > 0 && level < 1));
    if (status == JEOUL_OK) {
        for (int64_t i = 0; i < subjects; i++) {
            jeoul_estimate estimate;
            error = NULL;
            REQUIRE(failed(jeoul_comparison_estimate(found, i, &estimate, &error), error) == JEOUL_OK);
            REQUIRE(isnan(estimate.low) ? jeoul_comparison_reason(found, i) != NULL
                                        : estimate.low <= estimate.value && estimate.value <= estimate.high);
            int32_t differs = jeoul_comparison_differs(found, i);
            REQUIRE(isnan(estimate.adjusted_p_value) ? differs == -1 : differs == (estimate.adjusted_p_value <= 1 - level));
        }
        jeoul_estimate estimate;
        error = NULL;
        REQUIRE(failed(jeoul_comparison_estimate(found, subjects, &estimate, &error), error) == JEOUL_INVALID_ARGUMENT);
        REQUIRE(jeoul_comparison_reason(found, -1) == NULL && jeoul_comparison_differs(found, subjects) == -1);
        jeoul_comparison_free(found);
    }
    free(sums);
}

// NULL for every pointer; what frees takes it.
static void nothing(const jeoul_vocabulary *vocabulary, jeoul_session *session) {
    jeoul_error *error = NULL;
    jeoul_documents empty = {NULL, 0, NULL, 64, NULL, 0, 0}, lost = {NULL, 5, NULL, 64, NULL, 0, 1},
                    odd = {NULL, 0, NULL, 7, NULL, 0, 1};
    jeoul_documents far = {(const uint8_t *)"a", 1, &error, 64, NULL, INT64_MAX, 1},
                    negative = {NULL, 0, NULL, 64, NULL, 0, -1};
    const jeoul_documents *all[] = {NULL, &lost, &odd, &far, &negative};
    int64_t count = 0;
    for (int i = 0; i < 5; i++) {
        error = NULL;
        REQUIRE(failed(jeoul_count(session, all[i], JEOUL_UTF8_ERROR, &count, 64, &error), error)
                == JEOUL_INVALID_ARGUMENT);
        REQUIRE(jeoul_count(session, all[i], JEOUL_UTF8_ERROR, &count, 64, NULL) == JEOUL_INVALID_ARGUMENT);
    }
    REQUIRE(jeoul_count(session, &empty, JEOUL_UTF8_ERROR, NULL, 64, NULL) == JEOUL_OK);
    REQUIRE(jeoul_count(session, &empty, 9, NULL, 64, NULL) == JEOUL_INVALID_ARGUMENT);
    REQUIRE(jeoul_count(NULL, &empty, 0, NULL, 64, NULL) == JEOUL_INVALID_ARGUMENT);
    REQUIRE(jeoul_count(session, &empty, 0, &count, 16, NULL) == JEOUL_INVALID_ARGUMENT);
    REQUIRE(jeoul_encode(session, &empty, 0, NULL, NULL) == JEOUL_INVALID_ARGUMENT);
    REQUIRE(jeoul_session_new(NULL, 0, &session, NULL) == JEOUL_INVALID_ARGUMENT);
    REQUIRE(jeoul_vocabulary_load(NULL, "gpt-4o", NULL, NULL) == JEOUL_INVALID_ARGUMENT);
    REQUIRE(jeoul_vocabulary_token(vocabulary, UINT32_MAX, NULL, NULL, NULL, NULL) == JEOUL_UNKNOWN_ID);
    REQUIRE(jeoul_vocabulary_decode(vocabulary, NULL, 3, NULL, NULL, NULL) == JEOUL_INVALID_ARGUMENT);
    REQUIRE(jeoul_tokens(session, NULL, 3, NULL, NULL, NULL) == JEOUL_INVALID_ARGUMENT);
    REQUIRE(jeoul_truncate(session, NULL, 3, 1, 0, NULL, NULL) == JEOUL_INVALID_ARGUMENT);
    REQUIRE(jeoul_chunks(session, NULL, 3, 1, 0, 0, NULL, NULL, NULL) == JEOUL_INVALID_ARGUMENT);
    REQUIRE(jeoul_compare(NULL, 3, 1, 0.95, NULL, NULL) == JEOUL_INVALID_ARGUMENT);
    REQUIRE(jeoul_error_code(NULL) == JEOUL_OK && jeoul_error_message(NULL) == NULL);
    jeoul_error_free(NULL);
    jeoul_session_free(NULL);
    jeoul_vocabulary_free(NULL);
    jeoul_encoding_free(NULL);
    jeoul_bytes_free(NULL);
    jeoul_tokens_free(NULL);
    jeoul_pieces_free(NULL);
    jeoul_comparison_free(NULL);
}

int main(int argc, char **argv) {
    REQUIRE(argc >= 2 && jeoul_abi_version() == JEOUL_ABI_VERSION);
    long rounds = argc > 2 ? atol(argv[2]) : 3000;
    jeoul_places places = {argv[1], NULL, 0, NULL};
    static const char *const names[] = {"gpt-4o", "qwen2.5"};
    for (int i = 0; i < 2; i++) {
        jeoul_vocabulary *vocabulary = NULL;
        jeoul_session *session = NULL;
        jeoul_error *error = NULL;
        REQUIRE(failed(jeoul_vocabulary_load(&places, "no such", &vocabulary, &error), error) == JEOUL_VOCABULARY_ERROR);
        error = NULL;
        REQUIRE(failed(jeoul_vocabulary_load(&places, names[i], &vocabulary, &error), error) == JEOUL_OK);
        REQUIRE(failed(jeoul_session_new(vocabulary, 1 << 20, &session, &error), error) == JEOUL_OK);
        nothing(vocabulary, session);
        for (long round = 0; round < rounds; round++) {
            batch(session);
            lines(session);
            single(vocabulary, session);
            comparison();
            units();
        }
        jeoul_session_free(session);
        jeoul_vocabulary_free(vocabulary);
    }
    printf("hostile: %ld rounds for each of 2 vocabularies\n", rounds);
    return 0;
}
