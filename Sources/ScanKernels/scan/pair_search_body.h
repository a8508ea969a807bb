// The search for one of several pairs of bytes, written once: see scan_body.h, which is included before.

INLINE mask is_pair(const lanes *b, int i, jeoul_byte_pair pair) {
    mask found = v_is(b->at[i], pair.first);
    return pair.has_second ? m_and(found, v_is(ahead(b, i, 1), pair.second)) : found;
}

static size_t find_pairs(const uint8_t *text, size_t length, size_t from, const jeoul_byte_pair *pairs, size_t count) {
    padded_block padded;
    for (size_t offset = from; offset < length; offset += BLOCK) {
        lanes b = load_block(block_at(text, length, offset, padded));
        mask found[V_COUNT];
        UNROLLED
        for (int i = 0; i < V_COUNT; i += 1) found[i] = is_pair(&b, i, pairs[0]);
        for (size_t pair = 1; pair < count; pair += 1) {
            UNROLLED
            for (int i = 0; i < V_COUNT; i += 1) found[i] = m_or(found[i], is_pair(&b, i, pairs[pair]));
        }
        uint64_t bits = m_bits(found);
        if (bits == 0) continue;
        size_t at = offset + (size_t)__builtin_ctzll(bits);
        return at < length ? at : length;
    }
    return length;
}
