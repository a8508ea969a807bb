// Where pre-tokens begin among 64 bytes of a text, for each pattern, from the masks of a kernel, and the loop that writes them down.
//
// Where pre-tokens begin is a few shifts and logic operations on 64 bits. It works because, among the characters that the masks tell
// apart, whether a pre-token begins at a byte is decided by the two characters before it and the one after. Anything else is
// `irregular`, and left to the scalar splitters of PatternScanner.swift. Nearly all of it is the same for every pattern, so that a
// scan for several makes it once. It is in C because a compiler that may count and find bits by one instruction each needs a third of
// the instructions.
//
// Derivation, for the patterns of the llama3 family (`[^\r\n\p{L}\p{N}]?\p{L}+`, numbers, ` ?[^\s\p{L}\p{N}]+`, white space):
// - a run of spaces begins a pre-token, and so does its last space where a letter, number or symbol follows: `\s+(?!\S)` leaves it,
//   and it is the prefix of what follows, or for a number a pre-token of its own;
// - a run of symbols begins a pre-token unless a space precedes it;
// - a run of letters begins a pre-token unless a space precedes it, or a run of symbols of exactly one character that no space
//   precedes: that symbol is the optional prefix of the letters (in gpt2 only a space is);
// - numbers begin a pre-token every third (or every single, or only the first) digit;
// - o200k also begins one at an upper-case letter after a lower-case one. An upper-case letter after a caseless one depends on all
//   that follows and is irregular there.
//
// A file for an instruction set includes this; it may define WRITE_POSITIONS before.

#ifndef WRITE_POSITIONS
#define WRITE_POSITIONS write_positions
/// Writes base + i for each bit i, ascending, and up to 16 words more.
INLINE void write_positions(uint64_t bits, uint32_t base, uint32_t *out) {
    // Eight at a time: a block seldom has more.
    while (bits != 0) {
        for (int i = 0; i < 8; i++) {
            // The order of the two matters when no bit is left: what is written then means nothing.
            out[i] = base + (uint32_t)__builtin_ctzll(bits | 1ull << 63);
            bits &= bits - 1;
        }
        out += 8;
    }
}
#endif

/// What a block's masks say; see above.
typedef struct {
    jeoul_block_carry carry;
    uint64_t separator, irregular;
    uint64_t begins[JEOUL_MASKED_PATTERNS];
} block_masks;

/// Every third digit: three after a beginning, with digits all the way.
INLINE uint64_t third_digits(uint64_t digit, uint64_t after_digit, uint64_t digit_run, const jeoul_block_carry *carry) {
    uint64_t triples = digit & after_digit & (digit << 2 | carry->digit >> 62), thirds = digit_run;
    for (uint64_t step = (digit_run << 3 | carry->third_digit >> 61) & triples; step != 0; step = step << 3 & triples) {
        thirds |= step;
    }
    return thirds;
}

/// The block behind a text: nothing begins there.
static const jeoul_class_block behind_text = {.space = 1};

/// The bytes of a block that are judged: those that are there and not done, of these the ones of line ends, and the ones that
/// masks cannot judge.
typedef struct {
    uint64_t inside, separator, irregular;
} judged_bytes;

static judged_bytes judged(const jeoul_class_block *classes, const jeoul_class_block *next, const uint8_t *text, size_t position,
                           size_t length, uint32_t splits_lines) {
    size_t base = position & ~(size_t)63;
    uint64_t inside = ~0ull << (position & 63);
    if (length - base < 64) { inside &= (1ull << (length - base)) - 1; }
    uint64_t irregular = classes->irregular & inside, separator = classes->line_feed & inside;
    if (!splits_lines) { return (judged_bytes){inside, 0, irregular | separator}; }
    // A CR right before a LF belongs to the line's end.
    for (uint64_t before = irregular & (separator >> 1 | next->line_feed << 63); before != 0; before &= before - 1) {
        uint64_t bit = before & (0 - before);
        if (text[base + (size_t)__builtin_ctzll(bit)] != '\r') { continue; }
        separator |= bit;
        irregular &= ~bit;
    }
    return (judged_bytes){inside, separator, irregular};
}

/// The masks of some bytes of a block; `next` are the classes of the block behind it.
INLINE block_masks masks_of(const jeoul_class_block *classes, const jeoul_class_block *next, judged_bytes bytes,
                            const jeoul_block_carry *carry, uint32_t patterns) {
    uint64_t inside = bytes.inside, separator = bytes.separator, irregular = bytes.irregular;
    uint64_t letter = classes->letter & inside, digit = classes->digit & inside, space = classes->space & inside;
    uint64_t upper = classes->upper & inside, lower = classes->lower & inside;
    uint64_t symbol = inside & ~(letter | digit | space | separator | irregular);
    uint64_t wide = classes->wide_other & symbol;
    uint64_t after_letter = letter << 1 | carry->letter >> 63, after_digit = digit << 1 | carry->digit >> 63;
    uint64_t after_space = space << 1 | carry->space >> 63, after_symbol = symbol << 1 | carry->symbol >> 63;
    uint64_t after_separator = separator << 1 | carry->separator >> 63, after_lower = lower << 1 | carry->lower >> 63;
    uint64_t solid_follows = ~(next->space | next->line_feed | next->irregular) << 63;
    uint64_t before_solid = (letter | digit | symbol) >> 1 | solid_follows;
    uint64_t free_symbol = symbol & ~after_symbol & ~after_space;
    uint64_t after_free = free_symbol << 1 | carry->free_symbol >> 63;
    uint64_t second_byte = after_free & wide;
    uint64_t after_only_symbol = after_free | (second_byte << 1 | carry->second_byte >> 63)
                                 | (free_symbol & wide) << 3 | (carry->free_symbol & carry->wide) >> 61;
    uint64_t letter_start = letter & ~after_letter & ~after_space;
    uint64_t digit_run = digit & ~after_digit;
    uint64_t common = (space & (~after_space | before_solid)) | free_symbol | (after_separator & inside & ~separator);
    uint64_t bare = common | (letter_start & ~after_only_symbol), thirds = digit_run;
    if (patterns & (JEOUL_LLAMA3 | JEOUL_O200K)) { thirds = third_digits(digit, after_digit, digit_run, carry); }
    // What o200k's masks cannot judge, and other patterns' can.
    if (patterns & JEOUL_O200K) { irregular |= upper & after_letter & ~(upper << 1 | carry->upper >> 63) & ~after_lower; }
    return (block_masks){
        .carry = {
            .letter = letter, .upper = upper, .lower = lower, .digit = digit, .space = space, .symbol = symbol,
            .separator = separator, .wide = wide, .free_symbol = free_symbol, .second_byte = second_byte, .third_digit = thirds,
        },
        .separator = separator, .irregular = irregular,
        .begins = {common | letter_start | (digit_run & ~after_space), bare | digit, bare | thirds,
                   bare | thirds | (upper & after_lower)},
    };
}

/// What a scan carries from block to block.
typedef struct {
    jeoul_block_carry carry;
    int64_t open;
    size_t pretokens, documents;
} scan_progress;

/// Judges a block, and writes its pre-tokens and documents unless the patterns differ; whether the scan goes on. Two inlined copies are
/// made: one for blocks that are whole and regular, of which the compiler knows half the masks.
INLINE int write_block(jeoul_block_scan *state, scan_progress *progress, const jeoul_class_block *here, const jeoul_class_block *next,
                       judged_bytes bytes, uint64_t fresh, size_t base, uint32_t patterns, uint32_t *ends_of_pretokens) {
    block_masks masks = masks_of(here, next, bytes, &progress->carry, patterns);
    uint64_t separator = masks.separator, certain = ~0ull;
    if (masks.irregular) {
        // The beginnings up to the first irregular byte are certain, that one included: none of them looks at it.
        certain >>= 63 - __builtin_ctzll(masks.irregular);
        separator &= certain;
        state->irregular = (int64_t)base + __builtin_ctzll(masks.irregular);
    }
    fresh &= ~separator;
    // What some pattern begins, and what every pattern does.
    uint64_t begins = 0, all = ~0ull;
    if (patterns & JEOUL_GPT2) { begins |= masks.begins[0], all &= masks.begins[0]; }
    if (patterns & JEOUL_QWEN2) { begins |= masks.begins[1], all &= masks.begins[1]; }
    if (patterns & JEOUL_LLAMA3) { begins |= masks.begins[2], all &= masks.begins[2]; }
    if (patterns & JEOUL_O200K) { begins |= masks.begins[3], all &= masks.begins[3]; }
    begins = (begins | fresh) & certain;
    all = (all | fresh) & certain;
    uint64_t line_feed = here->line_feed & separator;
    uint64_t after_return = (separator ^ line_feed) << 1;
    if (progress->carry.separator >> 63) { after_return |= state->text[base - 1] == '\r'; }
    progress->carry = masks.carry;
    if (begins != all || !state->is_together) {
        state->is_apart = 1;
        state->apart = (jeoul_apart_block){
            .begins = {(masks.begins[0] | fresh) & certain, (masks.begins[1] | fresh) & certain,
                       (masks.begins[2] | fresh) & certain, (masks.begins[3] | fresh) & certain},
            .separator = separator, .line_feed = line_feed, .after_return = after_return,
        };
        return 0;
    }
    size_t pretokens = progress->pretokens;
    for (uint64_t ends = line_feed; ends != 0; ends &= ends - 1) {
        uint64_t bit = ends & (0 - ends);
        state->document_pretokens[progress->documents] =
            (uint32_t)(pretokens + (size_t)__builtin_popcountll(begins & (bit - 1)));
        state->document_ends[progress->documents] =
            (uint32_t)base + (uint32_t)__builtin_ctzll(bit) - ((bit & after_return) != 0);
        progress->documents++;
    }
    WRITE_POSITIONS(begins, (uint32_t)base, state->starts + pretokens);
    if (ends_of_pretokens) {
        // Each beginning is the end of the pre-token before.
        WRITE_POSITIONS(begins, (uint32_t)base, ends_of_pretokens + (int64_t)pretokens - 1);
        memset(state->owners + pretokens, state->everyone, 64);
    }
    pretokens += (size_t)__builtin_popcountll(begins);
    progress->pretokens = pretokens;
    // The last pre-token is open unless a separator comes after its beginning.
    if (begins > separator) {
        progress->open = (int64_t)base + 63 - __builtin_clzll(begins);
    } else if (separator != 0) {
        progress->open = -1;
        uint32_t last = (uint32_t)base + 63 - (uint32_t)__builtin_clzll(separator);
        state->starts[pretokens] = last;
        // Where a CR is the block's last byte, its document ends with the next block, maybe in the next batch.
        if (ends_of_pretokens) { ends_of_pretokens[(int64_t)pretokens - 1] = last; }
    }
    return masks.irregular == 0;
}

INLINE void scan_pattern(jeoul_block_scan *state, const jeoul_class_block *classes, size_t first, size_t end, uint32_t patterns,
                         uint32_t splits_lines, uint32_t *ends_of_pretokens) {
    scan_progress progress = {state->carry, state->open, state->pretokens, state->documents};
    const size_t limit = state->limit, length = state->length;
    const uint8_t *text = state->text;
    size_t position = state->position;
    state->is_apart = 0;
    state->irregular = -1;
    int goes_on = 1, is_fresh = state->is_fresh != 0;
    if (is_fresh) { progress.carry = (jeoul_block_carry){0}; }
    while (goes_on && position < length && position / 64 < end && progress.pretokens < limit && progress.documents < limit) {
        const jeoul_class_block *here = classes + (position / 64 - first);
        size_t base = position & ~(size_t)63;
        if (here->irregular == 0 && (position & 63) == 0 && length - base > 64 && !is_fresh
            && (splits_lines || here->line_feed == 0)) {
            judged_bytes bytes = {~0ull, here->line_feed, 0};
            goes_on = write_block(state, &progress, here, here + 1, bytes, 0, base, patterns, ends_of_pretokens);
        } else {
            const jeoul_class_block *next = length - base > 64 ? here + 1 : &behind_text;
            judged_bytes bytes = judged(here, next, text, position, length, splits_lines);
            uint64_t fresh = is_fresh ? 1ull << (position & 63) : 0;
            goes_on = write_block(state, &progress, here, next, bytes, fresh, base, patterns, ends_of_pretokens);
            is_fresh = 0;
        }
        position = base + 64;
    }
    state->carry = progress.carry;
    state->open = progress.open;
    state->position = position < length ? position : length;
    state->is_fresh = 0;
    state->pretokens = progress.pretokens;
    state->documents = progress.documents;
}

static void scan_blocks(jeoul_block_scan *state, const jeoul_class_block *classes, size_t first, size_t end) {
    uint32_t splits_lines = state->splits_lines;
    if (state->ends) {
        scan_pattern(state, classes, first, end, state->patterns, splits_lines, state->ends);
        return;
    }
    switch (state->patterns) {
    case JEOUL_GPT2: scan_pattern(state, classes, first, end, JEOUL_GPT2, splits_lines, NULL); break;
    case JEOUL_QWEN2: scan_pattern(state, classes, first, end, JEOUL_QWEN2, splits_lines, NULL); break;
    case JEOUL_LLAMA3: scan_pattern(state, classes, first, end, JEOUL_LLAMA3, splits_lines, NULL); break;
    default: scan_pattern(state, classes, first, end, JEOUL_O200K, splits_lines, NULL);
    }
}
