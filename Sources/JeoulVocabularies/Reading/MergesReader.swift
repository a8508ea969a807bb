import JeoulText
import JeoulTokenizing

/// Reads `merges.txt`: a line a merge, two tokens as `vocab.json` writes them with a space between, the first to be done
/// first. Lines that begin with `#version` are passed over, as Hugging Face does; lines end at LF or CRLF.
enum MergesReader {
    /// The merges, resolved to ids. O(n). Both sides and what they make must be tokens of `index`.
    static func read(_ bytes: UnsafeBufferPointer<UInt8>, index: TokenIndex) throws -> [Merge] {
        var resolver = MergeResolver(capacity: bytes.count / 12)
        try index.withLookup { lookup in
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
                    UnsafeBufferPointer(rebasing: bytes[lineStart..<space]),
                    UnsafeBufferPointer(rebasing: bytes[(space + 1)..<end]), at: lineStart, lookup: lookup)
            }
        }
        return resolver.merges
    }

    private static func isBlank(_ bytes: UnsafeBufferPointer<UInt8>, from at: Int) -> Bool {
        at >= bytes.count || bytes[at...].allSatisfy { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }
    }
}

/// Turns merges written as text into merges of ids. A pair that comes twice has the later place, as Hugging Face takes it.
struct MergeResolver {
    private var listed: [Merge] = []
    /// The places in `listed` that a later one took the pair from.
    private var replaced: [UInt32] = []
    private var pairs: PairMap
    private var scratch = [UInt8](repeating: 0, count: 256)
    /// What the next merge is likely to make: in most vocabularies merges make tokens in the order of their ids.
    private var guess: TokenID = 0

    init(capacity: Int) {
        listed.reserveCapacity(capacity)
        pairs = PairMap(capacity: capacity)
    }

    /// Adds the merge of two tokens, as the index has them; `prefix` bytes of the right one are left out of what they make. `offset` is
    /// where the file has it.
    mutating func add(
        _ left: UnsafeBufferPointer<UInt8>, _ right: UnsafeBufferPointer<UInt8>, prefix: Int = 0, at offset: Int,
        lookup: TokenIndex.Lookup
    ) throws(Fault) {
        guard right.count >= prefix else {
            throw Fault(.malformed, "\(quoted(right)) is shorter than the prefix", at: offset)
        }
        guard left.count + right.count <= 2 * TokenListing.maximumLength else {
            throw Fault(.tooLarge, "a merge of \(left.count + right.count) bytes", at: offset)
        }
        if left.count + right.count > scratch.count {
            scratch = [UInt8](repeating: 0, count: 2 * (left.count + right.count))
        }
        let both = scratch.withUnsafeMutableBufferPointer { scratch -> TokenID? in
            // SAFETY: the scratch has room for both sides: see above.
            let end = scratch[0...].update(fromContentsOf: left)
            let last = scratch[end...].update(fromContentsOf: right[prefix...])
            return lookup.find(UnsafeBufferPointer(rebasing: scratch[..<last]), guess: guess)
        }
        guard let l = lookup.find(left), let r = lookup.find(right), let both else {
            let missing =
                lookup.find(left) == nil
                ? Array(left) : lookup.find(right) == nil ? Array(right) : Array(left) + right.dropFirst(prefix)
            throw Self.unresolved(left, right, missing: missing, at: offset)
        }
        add(Merge(left: l, right: r, result: both))
    }

    private static func unresolved(
        _ left: some Collection<UInt8>, _ right: some Collection<UInt8>, missing: [UInt8], at offset: Int
    ) -> Fault {
        Fault(
            .unresolvedMerge, "the merge of \(quoted(left)) and \(quoted(right)): \(quoted(missing)) is no token",
            remedy: "the merges and the tokens must be of one vocabulary, and whole", at: offset)
    }

    /// The merges, the first to be done first. O(n).
    var merges: [Merge] {
        guard !replaced.isEmpty else { return listed }
        var isReplaced = [Bool](repeating: false, count: listed.count)
        for place in replaced { isReplaced[Int(place)] = true }
        return listed.indices.lazy.filter { !isReplaced[$0] }.map { listed[$0] }
    }

    /// Adds a merge of ids.
    private mutating func add(_ merge: Merge) {
        let place = UInt32(listed.count)
        if !pairs.insert(merge.left, merge.right, place) {
            replaced.append(pairs.replace(merge.left, merge.right, place))
        }
        listed.append(merge)
        guess = merge.result + 1
    }
}
