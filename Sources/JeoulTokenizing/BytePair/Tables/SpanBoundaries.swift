import ScanKernels

/// Where a pre-token of Hangul falls into *independent spans*, each of which is looked up by itself.
///
/// Definition: an edge between two characters is *covered* where some token that merges can make has, laid over the text with its bytes
/// on the same bytes, some of them on both sides of the edge. An *independent span* lies between two edges that are not
/// covered, with none inside.
///
/// The tokens of a pre-token are those of its independent spans, one after another:
/// 1. A merge makes a token of two neighbours. One across an edge would make a token that covers it. So no merge crosses an edge that is
///    not covered, and every merge has its place inside one span.
/// 2. Of all merges that are possible the one of the lowest rank is done, the leftmost of several. A merge changes nothing outside of its
///    span. So those inside a span come in the order in which they come where it stands alone, and leave the same tokens.
///
/// `SpaceBoundaries` and `MarkRule` rest on this too, for edges before spaces and marks.
///
/// Korean has few spans: the million distinct pre-tokens of NSMC are four million spans of o200k_base, of which
/// 12,000 are different, and two thirds are one character. So a new pre-token is cut, and its spans are looked up.
///
/// Which edges a token may cover is told by filters of two bits for a hash, whose false positives join two spans, no more:
/// - of *pairs*, the neighbours that are a token by themselves, or of which a token has a part of a character;
/// - of *triples*, three neighbours in a token of three and more characters;
/// - a part of a character may belong to many characters: where it would be too many pairs, the characters on its smaller
///   side are marked as joined with whatever is beside them.
/// Pre-tokens with anything but Hangul syllables and jamo after their first character are not cut.
struct SpanBoundaries {
    let pairs: Filter
    let triples: Filter
    /// Of each unit the number of its tokens, and what it joins; see spans.h.
    let units: UnsafeMutablePointer<UInt8>
    /// The hashes of pre-tokens that are one token whatever their merges, if there are any.
    let wholePreTokens: Filter?

    /// The units, and what may be read after them.
    static let unitCount = Int(JEOUL_UNITS) + 3

    var table: jeoul_span_tables {
        jeoul_span_tables(
            pairs: pairs.words, triples: triples.words, units: units, pair_shift: pairs.shift,
            triple_shift: triples.shift, unit_values: nil)
    }

    var hasWholePreTokens: Bool { wholePreTokens != nil }

    /// Whether a pre-token of that hash may be one token whatever its merges.
    @inline(__always)
    func mayBeWholePreToken(_ hash: UInt64) -> Bool {
        wholePreTokens?.passes(UInt32(truncatingIfNeeded: hash &>> 32)) ?? false
    }

    /// Tables that are there already.
    init(
        pairs: Filter, triples: Filter, units: UnsafeMutablePointer<UInt8>, wholePreTokens: Filter?
    ) {
        self.pairs = pairs
        self.triples = triples
        self.units = units
        self.wholePreTokens = wholePreTokens
    }

    /// The unit of a character, or nil.
    static func unit(_ scalar: UInt32) -> UInt32? {
        switch scalar {
        case 0..<0x80: scalar
        case 0x3131...0x318E: scalar - 0x3131 + UInt32(JEOUL_JAMO_UNIT)
        case 0xAC00...0xD7A3: scalar - 0xAC00 + UInt32(JEOUL_SYLLABLE_UNIT)
        default: nil
        }
    }

    /// Gives `body` every unit and its bytes.
    static func forEachUnit(_ body: (_ unit: UInt32, _ utf8: UnsafeBufferPointer<UInt8>) -> Void) {
        var utf8: [UInt8] = []
        for scalar in [0..<0x80, 0x3131..<0x318F, 0xAC00..<0xD7A4].joined() {
            utf8.removeAll(keepingCapacity: true)
            utf8.append(contentsOf: Unicode.Scalar(UInt32(scalar))!.utf8)
            utf8.withUnsafeBufferPointer { body(unit(UInt32(scalar))!, $0) }
        }
    }

    /// - Parameters:
    ///   - tokenStarts: where the bytes of each token begin in `tokenBytes`, and one more.
    ///   - wholePreTokenHashes: the hashes, as `CacheLookup` has them, of the pre-tokens that are one token whatever their merges.
    ///   - count: the number of tokens of a character alone.
    init(
        tokenStarts: UnsafeMutablePointer<UInt32>, tokenBytes: UnsafeMutablePointer<UInt8>, endID: Int,
        wholePreTokenHashes: [UInt64], memory: MemoryList, count: (_ utf8: UnsafeBufferPointer<UInt8>) -> Int
    ) throws(BytePairError) {
        var builder = SpanBoundaryBuilder()
        for id in 0..<endID {
            let start = Int(tokenStarts[id])
            builder.add(UnsafeBufferPointer(start: tokenBytes + start, count: Int(tokenStarts[id + 1]) - start))
        }
        let units = try memory.allocate(UInt8.self, Self.unitCount)
        Self.forEachUnit { unit, utf8 in units[Int(unit)] = UInt8(count(utf8)) }
        for unit in builder.joinsNext { units[Int(unit)] |= UInt8(JEOUL_UNIT_JOINS_NEXT) }
        for unit in builder.joinsPrevious { units[Int(unit)] |= UInt8(JEOUL_UNIT_JOINS_PREVIOUS) }
        self.units = units
        pairs = try Filter(builder.pairs.map { jeoul_pair_hash(Self.unit($0, 1), Self.unit($0, 0)) }, memory)
        triples = try Filter(
            builder.triples.map { jeoul_triple_hash(Self.unit($0, 2), Self.unit($0, 1), Self.unit($0, 0)) }, memory)
        wholePreTokens =
            wholePreTokenHashes.isEmpty ? nil : try Filter(wholePreTokenHashes.map { UInt32($0 >> 32) }, memory)
    }

    /// One of several units, the last one being number 0.
    private static func unit(_ units: UInt64, _ number: UInt64) -> UInt32 {
        UInt32(units >> (number * UInt64(JEOUL_UNIT_BITS)) & (1 << UInt64(JEOUL_UNIT_BITS) - 1))
    }

    /// Two bits of a word for each hash, twenty-four bits and more of memory: one hash in a hundred passes by mistake.
    struct Filter {
        let words: UnsafeMutablePointer<UInt32>
        /// The number of words, a power of two.
        let count: Int
        /// The place of a hash's word are its bits from five after this one on.
        var shift: UInt32 { 27 - UInt32(count.trailingZeroBitCount) }

        init(_ hashes: [UInt32], _ memory: MemoryList) throws(BytePairError) {
            var count = 32
            while count * 32 < hashes.count * 24, count < 1 << 17 { count *= 2 }
            self.count = count
            words = try memory.allocate(UInt32.self, count)
            for hash in hashes { words[Int(hash >> (shift + 5))] |= jeoul_filter_bits(hash, shift) }
        }

        /// A filter that is there already; nil where it is of no such size.
        init?(filled words: UnsafeBufferPointer<UInt32>) {
            guard words.count.nonzeroBitCount == 1, 32...1 << 17 ~= words.count else { return nil }
            self.words = UnsafeMutablePointer(mutating: words.baseAddress!)
            count = words.count
        }

        /// Whether a hash may be in it.
        @inline(__always)
        func passes(_ hash: UInt32) -> Bool {
            jeoul_filter_passes(words, hash, shift) != 0
        }
    }
}
