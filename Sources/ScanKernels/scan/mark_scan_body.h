// The beginnings of pre-tokens that begin with marks: see scan_body.h and block_scan_body.h, which are included before.

/// Of the bytes 0xE2 of a block those that U+2581 begins with.
INLINE uint64_t raw_marks(const uint8_t *text, size_t length, size_t base, uint64_t candidates) {
    uint64_t found = 0;
    for (; candidates != 0; candidates &= candidates - 1) {
        size_t at = base + (size_t)__builtin_ctzll(candidates);
        if (at + 2 < length && text[at + 1] == 0x96 && text[at + 2] == 0x81) { found |= candidates & -candidates; }
    }
    return found;
}

/// Whether a document that begins at an offset has no text.
INLINE int is_empty_line(const uint8_t *text, size_t length, size_t at) {
    return at >= length || text[at] == '\n' || (text[at] == '\r' && at + 1 < length && text[at + 1] == '\n');
}

INLINE int is_mark(const uint8_t *text, size_t length, size_t at) {
    return text[at] == ' ' || (text[at] == 0xE2 && raw_marks(text, length, at, 1));
}

/// One loop, however long: what it carries from block to block stays in registers.
static void scan_marks(jeoul_mark_scan *state, const uint8_t *text, size_t length) {
    jeoul_mark_scan local = *state;
    padded_block padded;
    size_t pretokens = local.pretokens, documents = local.documents, limit = local.limit;
    uint32_t *starts = local.starts;
    int64_t open = local.open;
    if (open >= 0) { starts[pretokens++] = (uint32_t)open; }
    const int takes_line_feed = local.opens != JEOUL_OPENS_WITH_TEXT;
    while (pretokens < limit && documents < limit && local.position < length) {
        size_t base = local.position;
        lanes b = load_block(block_at(text, length, base, padded));
        uint64_t space, line_feed = 0, syllable = 0, graphic = 0, raw, unsafe = 0;
        BITS(space, v_is(b.at[i], ' '));
        BITS(raw, v_is(b.at[i], 0xE2));
        if (raw != 0) { raw = raw_marks(text, length, base, raw); }
        if (local.splits_lines) { BITS(line_feed, v_is(b.at[i], '\n')); }
        if (local.cuts_syllables) {
            BITS(syllable, v_in(b.at[i], 0xEA, 0xED));
            BITS(graphic, v_in(b.at[i], 0x21, 0x7E));
        }
        for (int k = 0; k < local.unsafe_count; k++) {
            uint64_t found;
            BITS(found, v_is(b.at[i], local.unsafe[k]));
            unsafe |= found;
        }
        // A LF between documents is of none.
        unsafe &= ~(line_feed | (takes_line_feed && base == 0));
        uint64_t opening = 0, begins = 0;
        if (takes_line_feed) {
            // The text's first LF is there whether LFs end documents or not.
            for (uint64_t left = line_feed | (base == 0); left != 0; left &= left - 1) {
                size_t at = base + (size_t)__builtin_ctzll(left);
                if (local.splits_lines ? is_empty_line(text, length, at + 1) : at + 1 >= length) { continue; }
                if (local.opens == JEOUL_OPENS_UNLESS_MARKED && is_mark(text, length, at + 1)) { continue; }
                opening |= left & -left;
            }
            begins = opening;
        } else {
            for (uint64_t left = line_feed << 1 | local.after_opening; left != 0; left &= left - 1) {
                size_t at = base + (size_t)__builtin_ctzll(left);
                if (local.splits_lines && is_empty_line(text, length, at)) { continue; }
                if (at < length) { begins |= left & -left; }
            }
            local.after_opening = line_feed >> 63;
        }
        uint64_t mark = space | raw;
        uint64_t after_mark = space << 1 | raw << 3 | opening << 1 | local.after_mark;
        local.after_mark = space >> 63 | raw >> 61 | opening >> 63;
        if (local.cuts_every_mark) {
            begins |= mark;
        } else {
            begins |= mark & ~after_mark & ~(unsafe << 1 | local.after_unsafe);
        }
        local.after_unsafe = unsafe >> 63;
        begins |= syllable & (graphic << 1 | local.after_graphic);
        begins |= graphic & (syllable << 3 | local.after_syllable);
        local.after_graphic = graphic >> 63;
        local.after_syllable = syllable >> 61;

        uint64_t ends = takes_line_feed && base == 0 ? line_feed & ~1ull : line_feed;
        for (uint64_t left = ends; left != 0; left &= left - 1) {
            uint64_t bit = left & -left;
            size_t at = base + (size_t)__builtin_ctzll(left);
            local.document_pretokens[documents] = (uint32_t)(pretokens + (size_t)__builtin_popcountll(begins & (bit - 1)));
            local.document_ends[documents] = (uint32_t)(at > 0 && text[at - 1] == '\r' ? at - 1 : at);
            documents++;
        }
        WRITE_POSITIONS(begins, (uint32_t)base, starts + pretokens);
        pretokens += (size_t)__builtin_popcountll(begins);
        // The last pre-token is open unless a document ends after its beginning.
        if (begins != 0 && (ends == 0 || __builtin_clzll(begins) <= __builtin_clzll(ends))) {
            open = (int64_t)base + 63 - __builtin_clzll(begins);
        } else if (ends != 0) {
            open = -1;
            starts[pretokens] = (uint32_t)base + 63 - (uint32_t)__builtin_clzll(ends);
        }
        local.position = base + BLOCK;
    }
    if (local.position >= length && pretokens < limit && documents < limit) {
        if (open >= 0 || !local.splits_lines) {
            starts[pretokens] = (uint32_t)length;
            local.document_pretokens[documents] = (uint32_t)pretokens;
            local.document_ends[documents] = (uint32_t)length;
            documents++;
            open = -1;
        }
        local.is_finished = 1;
    }
    local.open = open;
    local.pretokens = pretokens;
    local.documents = documents;
    *state = local;
}
