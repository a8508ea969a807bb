// The beginnings of pre-tokens in blocks that need nothing but their masks: nearly all. The logic is that of BlockMasks.swift,
// where it is derived; it is here once more because a compiler that may count and find bits by one instruction each needs
// a third of the instructions. A file for an instruction set includes this; it may define WRITE_POSITIONS before.

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

/// One loop, however long: what it carries from block to block stays in registers.
INLINE void scan_pattern(jeoul_block_scan *state, const jeoul_class_block *classes, size_t end, uint32_t patterns,
                         uint32_t splits_lines) {
    jeoul_block_carry carry = state->carry;
    size_t pretokens = state->pretokens, documents = state->documents, limit = state->limit;
    int64_t open = state->open;
    size_t block = state->block;
    uint32_t *starts = state->starts, *document_pretokens = state->document_pretokens, *document_ends = state->document_ends;
    uint32_t *ends_of_pretokens = (patterns & (patterns - 1)) ? state->ends : NULL;
    uint8_t *owners = state->owners, everyone = state->everyone;
    for (; block < end && pretokens < limit && documents < limit; block++, classes++) {
        uint64_t letter = classes->letter, digit = classes->digit, space = classes->space;
        uint64_t separator = classes->line_feed;
        uint64_t after_digit = digit << 1 | carry.digit >> 63;
        uint64_t triples = digit & after_digit & (digit << 2 | carry.digit >> 62);
        uint64_t is_hard = classes->irregular | (splits_lines ? separator & carry.separator >> 63 : separator);
        if (patterns & (JEOUL_LLAMA3 | JEOUL_O200K)) { is_hard |= triples; }
        uint64_t after_letter = letter << 1 | carry.letter >> 63;
        uint64_t upper = classes->upper, after_lower = classes->lower << 1 | carry.lower >> 63;
        if (patterns & JEOUL_O200K) {
            is_hard |= upper & after_letter & ~(upper << 1 | carry.upper >> 63) & ~after_lower;
        }
        if (is_hard) { break; }
        uint64_t symbol = ~(letter | digit | space | separator);
        uint64_t wide = classes->wide_other & symbol;
        uint64_t after_space = space << 1 | carry.space >> 63;
        uint64_t after_symbol = symbol << 1 | carry.symbol >> 63;
        uint64_t after_separator = separator << 1 | carry.separator >> 63;
        uint64_t solid_follows = ~(classes[1].space | classes[1].line_feed | classes[1].irregular) << 63;
        uint64_t before_solid = (letter | digit | symbol) >> 1 | solid_follows;
        uint64_t free_symbol = symbol & ~after_symbol & ~after_space;
        uint64_t after_free = free_symbol << 1 | carry.free_symbol >> 63;
        uint64_t second_byte = after_free & wide;
        uint64_t after_only_symbol = after_free | (second_byte << 1 | carry.second_byte >> 63)
                                     | (free_symbol & wide) << 3 | (carry.free_symbol & carry.wide) >> 61;
        uint64_t letter_start = letter & ~after_letter & ~after_space;
        uint64_t digit_run = digit & ~after_digit;
        uint64_t common = (space & (~after_space | before_solid)) | free_symbol | (after_separator & ~separator);
        uint64_t bare = common | (letter_start & ~after_only_symbol);
        // What some pattern begins, and what every pattern does.
        uint64_t begins = 0, all = ~0ull;
        if (patterns & JEOUL_GPT2) {
            uint64_t here = common | letter_start | (digit_run & ~after_space);
            begins |= here, all &= here;
        }
        if (patterns & JEOUL_QWEN2) { begins |= bare | digit, all &= bare | digit; }
        if (patterns & JEOUL_LLAMA3) { begins |= bare | digit_run, all &= bare | digit_run; }
        if (patterns & JEOUL_O200K) {
            uint64_t here = bare | digit_run | (upper & after_lower);
            begins |= here, all &= here;
        }
        if (begins != all) { break; }

        uint32_t base = (uint32_t)block * 64;
        for (uint64_t ends = separator; ends != 0; ends &= ends - 1) {
            document_pretokens[documents] = (uint32_t)(pretokens + (size_t)__builtin_popcountll(begins & ((ends & (0 - ends)) - 1)));
            document_ends[documents] = base + (uint32_t)__builtin_ctzll(ends);
            documents++;
        }
        WRITE_POSITIONS(begins, base, starts + pretokens);
        if (ends_of_pretokens) {
            // Each beginning is the end of the pre-token before.
            WRITE_POSITIONS(begins, base, ends_of_pretokens + (int64_t)pretokens - 1);
            memset(owners + pretokens, everyone, 64);
        }
        pretokens += (size_t)__builtin_popcountll(begins);
        // The last pre-token is open unless a separator comes after its beginning.
        if (begins > separator) {
            open = (int64_t)base + 63 - __builtin_clzll(begins);
        } else if (separator != 0) {
            open = -1;
            uint32_t last = base + 63 - (uint32_t)__builtin_clzll(separator);
            starts[pretokens] = last;
            if (ends_of_pretokens) { ends_of_pretokens[(int64_t)pretokens - 1] = last; }
        }
        carry = (jeoul_block_carry){
            .letter = letter, .upper = upper, .lower = classes->lower, .digit = digit, .space = space, .symbol = symbol,
            .separator = separator, .wide = wide, .free_symbol = free_symbol, .second_byte = second_byte,
            .third_digit = digit_run,
        };
    }
    state->carry = carry;
    state->open = open;
    state->block = block;
    state->pretokens = pretokens;
    state->documents = documents;
}

static void scan_blocks(jeoul_block_scan *state, const jeoul_class_block *classes, size_t end) {
    uint32_t splits_lines = state->splits_lines;
    switch (state->patterns) {
    case JEOUL_GPT2: scan_pattern(state, classes, end, JEOUL_GPT2, splits_lines); break;
    case JEOUL_QWEN2: scan_pattern(state, classes, end, JEOUL_QWEN2, splits_lines); break;
    case JEOUL_LLAMA3: scan_pattern(state, classes, end, JEOUL_LLAMA3, splits_lines); break;
    case JEOUL_O200K: scan_pattern(state, classes, end, JEOUL_O200K, splits_lines); break;
    default: scan_pattern(state, classes, end, state->patterns, splits_lines);
    }
}
