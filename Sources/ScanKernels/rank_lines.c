// The lines of `.tiktoken` files that are as all known ones are. What is not is left to TiktokenReader.swift, which reads any
// and says what is wrong.
#include "include/rank_lines.h"

size_t jeoul_read_ranks(const uint8_t *text, size_t count, const uint8_t *values, uint8_t *pool, uint32_t *starts,
                        size_t limit, size_t longest) {
    const uint8_t *at = text, *const end = text + count;
    uint8_t *out = pool;
    size_t id = 0;
    for (; at < end; id++) {
        if (id == limit) { return 0; }
        const uint8_t *const token = out;
        starts[id] = (uint32_t)(out - pool);
        // A group of four is followed by a space, a digit and the line's end at least; three bytes are written for four read.
        while (end - at >= 6) {
            uint32_t a = values[at[0]], b = values[at[1]], c = values[at[2]], d = values[at[3]];
            if ((a | b | c | d) < 64) {
                out[0] = (uint8_t)(a << 2 | b >> 4);
                out[1] = (uint8_t)(b << 4 | c >> 2);
                out[2] = (uint8_t)(c << 6 | d);
                out += 3;
                at += 4;
                continue;
            }
            if (at[0] == ' ') { break; }
            // The last group: two or three characters and padding, with no bits left over.
            if (a >= 64 || b >= 64 || d != 64 || (c < 64 ? (c & 3) != 0 : c != 64 || (b & 15) != 0)) { return 0; }
            out[0] = (uint8_t)(a << 2 | b >> 4);
            out[1] = (uint8_t)(b << 4 | c >> 2);
            out += c < 64 ? 2 : 1;
            at += 4;
            break;
        }
        size_t length = (size_t)(out - token);
        if (length == 0 || length > longest || end - at < 3 || *at != ' ') { return 0; }
        size_t number = 0;
        const uint8_t *const digits = ++at;
        for (; at < end && (uint8_t)(*at - '0') <= 9 && at - digits < 8; at++) { number = number * 10 + (size_t)(*at - '0'); }
        if (at == digits || number != id || at == end || *at != '\n') { return 0; }
        at++;
    }
    starts[id] = (uint32_t)(out - pool);
    return id;
}
