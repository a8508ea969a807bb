import ScanKernels

/// The spaces inside pre-tokens before which there is an edge that no token covers (`SpanBoundaries` says why it may be cut there).
///
/// Some patterns take several words as one pre-token (`K-EXAONE`'s, or none at all). Such a pre-token seldom comes again, and no
/// cache helps. Cut before those spaces it becomes words, which come again.
///
/// Which edges tokens cover is told by a filter over the characters on both sides of the space, whose false positives leave a
/// pre-token whole, no more. A token that ends with the space or inside the character after it covers the edge whatever follows;
/// of one that begins inside the character before it the last byte alone is known.
final class SpaceBoundaries: Sendable {
    /// Two bits of a word for each hash.
    private let filter: [UInt64]
    /// A bit for each byte: that a token begins inside a character that ends with it, and has a space after that.
    private let lastBytes: SIMD4<UInt64>
    /// Stands for every character that may follow a space.
    private static let any: UInt32 = 0x1F_FFFF

    /// Reads the tokens of a model. O(bytes of all tokens).
    ///
    /// Nil where the model takes some pre-tokens as they are, whatever their merges: a part must not be taken for one of these.
    convenience init?(_ model: BytePairModel) {
        guard model.wholePreTokens.isEmpty, model.characters == nil else { return nil }
        let starts = UnsafeBufferPointer(start: model.tokenStarts, count: model.endID + 1)
        self.init(
            (0..<model.endID).lazy.map { (id: Int) -> UnsafeBufferPointer<UInt8> in
                let (start, end) = (Int(starts[id]), Int(starts[id + 1]))
                return UnsafeBufferPointer(start: model.tokenBytes + start, count: end - start)
            })
    }

    /// - Parameter tokens: all that merges can make.
    init(_ tokens: some Sequence<UnsafeBufferPointer<UInt8>>) {
        var hashes: [UInt64] = []
        var lastBytes = SIMD4<UInt64>()
        for token in tokens where token.count > 1 {
            for place in 1..<token.count where token[place] == 0x20 {
                guard let before = Self.character(endingAt: place, of: token) else {
                    lastBytes[Int(token[place - 1] >> 6)] |= 1 << UInt64(token[place - 1] & 63)
                    continue
                }
                let after = Self.character(at: place + 1, of: token)
                hashes.append(Self.hash(before, after ?? Self.any))
            }
        }
        self.lastBytes = lastBytes
        // Twenty-four bits a hash: one in a hundred passes by mistake.
        var count = 64
        while count * 64 < hashes.count * 24, count < 1 << 20 { count *= 2 }
        var filter = [UInt64](repeating: 0, count: count)
        for hash in hashes { filter[Int(hash) & (count - 1)] |= Self.bits(hash) }
        self.filter = filter
    }

    /// Whether a text may be cut before the space at `place`, which is neither its first byte nor its last.
    // SAFETY: the text is valid UTF-8.
    @inline(__always)
    func mayCut(_ text: UnsafeBufferPointer<UInt8>, at place: Int) -> Bool {
        let last = text[place &- 1]
        guard lastBytes[Int(last >> 6)] >> UInt64(last & 63) & 1 == 0,
            let before = Self.character(endingAt: place, of: text),
            let after = Self.character(at: place &+ 1, of: text)
        else { return false }
        return !covers(Self.hash(before, after)) && !covers(Self.hash(before, Self.any))
    }

    @inline(__always)
    private func covers(_ hash: UInt64) -> Bool {
        let bits = Self.bits(hash)
        return filter.withUnsafeBufferPointer { $0[Int(truncatingIfNeeded: hash) & ($0.count &- 1)] & bits == bits }
    }

    @inline(__always)
    private static func hash(_ before: UInt32, _ after: UInt32) -> UInt64 {
        let product = (UInt64(before) &<< 21 | UInt64(after)) &* 0x9E37_79B9_7F4A_7C15
        return product >> 20
    }

    @inline(__always)
    private static func bits(_ hash: UInt64) -> UInt64 { 1 &<< (hash >> 32 & 63) | 1 &<< (hash >> 38 & 63) }

    /// The bytes of the character that ends before a place, as a number; nil where the text begins inside it.
    @inline(__always)
    private static func character(endingAt place: Int, of text: UnsafeBufferPointer<UInt8>) -> UInt32? {
        var (start, bytes, shift) = (place &- 1, UInt32(0), UInt32(0))
        while start >= 0, shift < 24 {
            bytes |= UInt32(text[start] & 0x3F) &<< shift
            if text[start] < 0x80 { return shift == 0 ? UInt32(text[start]) : nil }
            if text[start] >= 0xC0 { return shift == 0 ? nil : scalar(bytes, lead: text[start], shift) }
            shift &+= 6
            start &-= 1
        }
        return nil
    }

    /// The character at a place; nil where the text ends before it or inside it.
    @inline(__always)
    private static func character(at place: Int, of text: UnsafeBufferPointer<UInt8>) -> UInt32? {
        guard place < text.count else { return nil }
        let lead = text[place]
        if lead < 0x80 { return UInt32(lead) }
        let count = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2
        guard lead >= 0xC0, place &+ count <= text.count else { return nil }
        var bytes = UInt32(lead & 0x3F)
        for next in 1..<count { bytes = bytes &<< 6 | UInt32(text[place &+ next] & 0x3F) }
        return scalar(bytes, lead: lead, UInt32(count &- 1) &* 6)
    }

    /// A number that no other character of valid text has, of the lead byte's low six bits and the bits after them.
    @inline(__always)
    private static func scalar(_ bytes: UInt32, lead: UInt8, _ shift: UInt32) -> UInt32 {
        // A lead byte of 2, 3 or 4 bytes leaves its mark above the character's bits: it is taken away.
        let kept: UInt32 = lead >= 0xF0 ? 0x07 : lead >= 0xE0 ? 0x0F : 0x1F
        return bytes & (1 &<< shift &- 1) | (UInt32(lead) & kept) &<< shift
    }
}
