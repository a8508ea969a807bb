/// Reads `merges.txt`: a line a merge, two tokens in GPT-2's byte alphabet with a space between, the first to be done
/// first. Lines that begin with `#version` are passed over, as Hugging Face does; lines end at LF or CRLF.
enum MergesReader {
    /// The merges, resolved to ids. O(n). Both sides and what they make must be tokens of `index`.
    static func read(_ bytes: UnsafeBufferPointer<UInt8>, index: TokenIndex) throws -> [Merge] {
        var resolver = MergeResolver(capacity: bytes.count / 12)
        try index.withLookup { lookup in
            try ByteLevelAlphabet.bytes.withUnsafeBufferPointer { alphabet in
                var at = 0
                while at < bytes.count {
                    let lineStart = at
                    var space = -1
                    while at < bytes.count, bytes[at] != UInt8(ascii: "\n") {
                        if bytes[at] == UInt8(ascii: " ") { space = space < 0 ? at : Int.max }
                        at += 1
                    }
                    var end = at
                    at += 1
                    if end > lineStart, bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
                    let line = bytes[lineStart..<end]
                    if line.starts(with: "#version".utf8) { continue }
                    if line.isEmpty, isBlank(bytes, from: at) { break }
                    guard space > lineStart, space < end - 1 else {
                        throw Fault(
                            at > bytes.count ? .truncated : .malformed,
                            "expected two tokens with one space between, found \(quoted(line))", at: lineStart)
                    }
                    try resolver.add(
                        left: UnsafeBufferPointer(rebasing: bytes[lineStart..<space]),
                        right: UnsafeBufferPointer(rebasing: bytes[(space + 1)..<end]),
                        at: lineStart, lookup: lookup, alphabet: alphabet)
                }
            }
        }
        return resolver.merges
    }

    private static func isBlank(_ bytes: UnsafeBufferPointer<UInt8>, from at: Int) -> Bool {
        at >= bytes.count || bytes[at...].allSatisfy { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }
    }
}

/// Turns merges written as text into merges of ids, refusing a pair that comes twice.
struct MergeResolver {
    private(set) var merges: [Merge] = []
    private var pairs: PairSet
    private var scratch = [UInt8](repeating: 0, count: 256)

    init(capacity: Int) {
        merges.reserveCapacity(capacity)
        pairs = PairSet(capacity: capacity)
    }

    /// Adds the merge of two tokens in GPT-2's byte alphabet; `at` is where the file has it.
    mutating func add(
        left: UnsafeBufferPointer<UInt8>, right: UnsafeBufferPointer<UInt8>, at offset: Int,
        lookup: TokenIndex.Lookup, alphabet: UnsafeBufferPointer<UInt16>
    ) throws(Fault) {
        if left.count + right.count > scratch.count {
            guard left.count + right.count <= 2 * TokenListing.maximumLength else {
                throw Fault(.tooLarge, "a merge of \(left.count + right.count) bytes", at: offset)
            }
            scratch = [UInt8](repeating: 0, count: 2 * (left.count + right.count))
        }
        let found = scratch.withUnsafeMutableBufferPointer { scratch -> (l: TokenID?, r: TokenID?, both: TokenID?) in
            let base = scratch.baseAddress!
            // SAFETY: the scratch has room for both sides: see above.
            guard let leftCount = ByteLevelAlphabet.decode(left, into: base, by: alphabet),
                let rightCount = ByteLevelAlphabet.decode(right, into: base + leftCount, by: alphabet)
            else { return (nil, nil, nil) }
            func id(_ range: Range<Int>) -> TokenID? {
                lookup.find(UnsafeBufferPointer(start: base + range.lowerBound, count: range.count))
            }
            return (id(0..<leftCount), id(leftCount..<leftCount + rightCount), id(0..<leftCount + rightCount))
        }
        guard let l = found.l, let r = found.r, let result = found.both else {
            let missing = found.l == nil ? Array(left) : found.r == nil ? Array(right) : Array(left) + Array(right)
            throw Fault(
                .unresolvedMerge, "the merge of \(quoted(left)) and \(quoted(right)): \(quoted(missing)) is no token",
                remedy: "the merges and the tokens must be of one vocabulary, and whole", at: offset)
        }
        try add(Merge(left: l, right: r, result: result), at: offset)
    }

    /// Adds a merge of ids.
    mutating func add(_ merge: Merge, at offset: Int) throws(Fault) {
        guard pairs.insert(merge.left, merge.right) else {
            throw Fault(
                .duplicateMerge, "the pair of the ids \(merge.left) and \(merge.right) is merged already", at: offset)
        }
        merges.append(merge)
    }
}

/// A set of pairs of ids: open addressing, growing. Seeded by the process against collisions on purpose.
private struct PairSet {
    private var slots: [UInt64]
    private var count = 0
    private static let seed = UInt64.random(in: .min ... .max) | 1
    private let seed = Self.seed

    init(capacity: Int) {
        var size = 64
        while size < capacity * 2 { size *= 2 }
        slots = [UInt64](repeating: .max, count: size)
    }

    /// Whether the pair is new.
    mutating func insert(_ left: TokenID, _ right: TokenID) -> Bool {
        if count * 2 >= slots.count { grow() }
        // Ids are far below 2^32, so that no pair is all ones.
        let isNew = Self.insert(UInt64(left) << 32 | UInt64(right), into: &slots, seed: seed)
        if isNew { count += 1 }
        return isNew
    }

    private mutating func grow() {
        var larger = [UInt64](repeating: .max, count: slots.count * 2)
        for key in slots where key != .max { _ = Self.insert(key, into: &larger, seed: seed) }
        slots = larger
    }

    private static func insert(_ key: UInt64, into slots: inout [UInt64], seed: UInt64) -> Bool {
        let product = (key ^ seed).multipliedFullWidth(by: 0x9E37_79B9_7F4A_7C15 ^ seed)
        let mask = slots.count - 1
        var slot = Int(truncatingIfNeeded: product.high ^ product.low) & mask
        while slots[slot] != .max {
            if slots[slot] == key { return false }
            slot = (slot + 1) & mask
        }
        slots[slot] = key
        return true
    }
}
