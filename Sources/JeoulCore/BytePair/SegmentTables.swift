import ScanKernels

/// Where a piece of Hangul falls into *segments*: parts of which no token of the vocabulary reaches from one into the next.
///
/// A merge makes a token. So where no token can cover an edge between two characters, given the characters around it,
/// no merge crosses it, and what stands before and after merges as it would alone: the tokens of a piece are those of its
/// segments. Korean has few segments: the million distinct pieces of NSMC are four million segments of o200k_base, of which
/// 12,000 are different, and two thirds are one character. So a new piece is cut, and its segments are looked up.
///
/// Which edges a token may cover is told by filters of two bits for a hash, whose false positives join two segments, no more:
/// - of *pairs*, the neighbours that are a token by themselves, or of which a token has a part of a character;
/// - of *triples*, three neighbours in a token of three and more characters;
/// - a part of a character may belong to many characters: where it would be too many pairs, the characters on its smaller
///   side are marked as joined with whatever is beside them.
/// Pieces with anything but Hangul syllables and jamo after their first character are not cut.
struct SegmentTables {
    let table: jeoul_segment_tables
    /// A filter of the hashes of pieces that are one token whatever their merges, if there are any.
    private let wholePieces: (words: UnsafeMutablePointer<UInt32>, shift: UInt32)?

    var hasWholePieces: Bool { wholePieces != nil }

    /// Whether a piece of that hash may be one token whatever its merges.
    @inline(__always)
    func mayBeWholePiece(_ hash: UInt64) -> Bool {
        guard let wholePieces else { return false }
        let hash = UInt32(truncatingIfNeeded: hash &>> 32)
        let bits = jeoul_filter_bits(hash, wholePieces.shift)
        return wholePieces.words[Int(hash >> (wholePieces.shift + 5))] & bits == bits
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
    ///   - wholePieceHashes: the hashes, as `FoundPieces` has them, of the pieces that are one token whatever their merges.
    ///   - count: the number of tokens of a character alone.
    init(
        tokenStarts: UnsafeMutablePointer<UInt32>, tokenBytes: UnsafeMutablePointer<UInt8>, endID: Int,
        wholePieceHashes: [UInt64], memory: MemoryList, count: (_ utf8: UnsafeBufferPointer<UInt8>) -> Int
    ) throws(BytePairError) {
        var joints = SegmentJoints()
        for id in 0..<endID {
            let start = Int(tokenStarts[id])
            joints.add(UnsafeBufferPointer(start: tokenBytes + start, count: Int(tokenStarts[id + 1]) - start))
        }
        let units = try memory.allocate(UInt8.self, Int(JEOUL_UNITS) + 3)
        Self.forEachUnit { unit, utf8 in units[Int(unit)] = UInt8(count(utf8)) }
        for unit in joints.joinsNext { units[Int(unit)] |= UInt8(JEOUL_UNIT_JOINS_NEXT) }
        for unit in joints.joinsPrevious { units[Int(unit)] |= UInt8(JEOUL_UNIT_JOINS_PREVIOUS) }
        let pairs = try Filter(
            joints.pairs.map { jeoul_pair_hash(Self.unit($0, 1), Self.unit($0, 0)) }, memory)
        let triples = try Filter(
            joints.triples.map { jeoul_triple_hash(Self.unit($0, 2), Self.unit($0, 1), Self.unit($0, 0)) }, memory)
        let whole = wholePieceHashes.isEmpty ? nil : try Filter(wholePieceHashes.map { UInt32($0 >> 32) }, memory)
        table = jeoul_segment_tables(
            pairs: pairs.words, triples: triples.words, units: units, pair_shift: pairs.shift,
            triple_shift: triples.shift, unit_values: nil)
        wholePieces = whole.map { ($0.words, $0.shift) }
    }

    /// One of several units, the last one being number 0.
    private static func unit(_ units: UInt64, _ number: UInt64) -> UInt32 {
        UInt32(units >> (number * UInt64(JEOUL_UNIT_BITS)) & (1 << UInt64(JEOUL_UNIT_BITS) - 1))
    }

    /// Two bits of a word for each hash, twenty-four bits and more of memory: one hash in a hundred passes by mistake.
    private struct Filter {
        let words: UnsafeMutablePointer<UInt32>
        /// The place of a hash's word are its bits from five after this one on.
        let shift: UInt32

        init(_ hashes: [UInt32], _ memory: MemoryList) throws(BytePairError) {
            var bits: UInt32 = 10
            while 1 << bits < hashes.count * 24, bits < 22 { bits += 1 }
            shift = 32 - bits
            words = try memory.allocate(UInt32.self, 1 << bits / 32)
            for hash in hashes { words[Int(hash >> (shift + 5))] |= jeoul_filter_bits(hash, shift) }
        }
    }
}

/// The edges between characters that the tokens of a vocabulary cover.
struct SegmentJoints {
    /// Two units each, 14 bits a unit, the left one the highest; there may be duplicates.
    private(set) var pairs: [UInt64] = []
    /// Three units each.
    private(set) var triples: [UInt64] = []
    private(set) var joinsNext: Set<UInt32> = []
    private(set) var joinsPrevious: Set<UInt32> = []
    private var characters: [[UInt32]] = []

    /// The most pairs that a part of a character is written out as.
    private static let mostPairs = 1024

    /// Adds the edges that a token covers.
    mutating func add(_ token: UnsafeBufferPointer<UInt8>) {
        // After the first character a piece that is cut has units of three bytes only, and a token in it too.
        guard token.count > 1, token.dropFirst().contains(where: { $0 == 0xE3 || 0xEA...0xED ~= $0 }) else { return }
        guard let whole = read(token) else { return }
        if whole, characters.count > 2 {
            for index in 2..<characters.count {
                triples.append(
                    (UInt64(characters[index - 2][0]) << 14 | UInt64(characters[index - 1][0])) << 14
                        | UInt64(characters[index][0]))
            }
            return
        }
        for index in 1..<max(1, characters.count) { join(characters[index - 1], characters[index]) }
    }

    private mutating func join(_ left: [UInt32], _ right: [UInt32]) {
        if left.count * right.count <= Self.mostPairs {
            for one in left {
                for other in right { pairs.append(UInt64(one) << 14 | UInt64(other)) }
            }
        } else if left.count <= right.count {
            joinsNext.formUnion(left)
        } else {
            joinsPrevious.formUnion(right)
        }
    }

    /// Reads a token's characters, each as the units that it may be, which are several only where a part of one is at
    /// the token's beginning or end; nil where no piece that is cut can have the token, else whether all are whole.
    private mutating func read(_ token: UnsafeBufferPointer<UInt8>) -> Bool? {
        characters.removeAll(keepingCapacity: true)
        var index = 0
        var isWhole = true
        while index < token.count {
            let byte = token[index]
            if byte < 0x80 {
                guard index == 0 else { return nil }
                characters.append([UInt32(byte)])
                index += 1
            } else if byte < 0xC0 {
                // Continuation bytes: only at the beginning, and at most two.
                var end = 0
                while end < token.count, token[end] & 0xC0 == 0x80 { end += 1 }
                guard index == 0, end <= 2, end < token.count else { return nil }
                let mask = UInt32(1) << UInt32(6 * end) - 1
                let value = token[..<end].reduce(UInt32(0)) { $0 << 6 | UInt32($1 & 0x3F) }
                characters.append(Self.units.filter { $0.scalar & mask == value }.map(\.unit))
                isWhole = false
                index = end
            } else {
                guard byte == 0xE3 || 0xEA...0xED ~= byte else { return nil }
                let end = min(index + 3, token.count)
                let continuations = token[index + 1..<end]
                guard continuations.allSatisfy({ $0 & 0xC0 == 0x80 }) else { return nil }
                let value = continuations.reduce(UInt32(byte & 0x0F)) { $0 << 6 | UInt32($1 & 0x3F) }
                let shift = UInt32(6 * (index + 3 - end))
                if shift == 0 {
                    guard let unit = SegmentTables.unit(value) else { return nil }
                    characters.append([unit])
                } else {
                    characters.append(Self.units.filter { $0.scalar >> shift == value }.map(\.unit))
                    isWhole = false
                }
                index = end
            }
            if characters[characters.count - 1].isEmpty { return nil }
        }
        return isWhole
    }

    /// The units of three bytes, with their characters.
    private static let units: [(scalar: UInt32, unit: UInt32)] = [0x3131...0x318E, 0xAC00...0xD7A3].flatMap { range in
        range.map { (UInt32($0), SegmentTables.unit(UInt32($0))!) }
    }
}
