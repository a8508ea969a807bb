import JeoulText
import JeoulTokenizing

/// The tokens of a file in the order of the file, before they are put in the order of their ids.
struct TokenListing {
    /// Ids at most; a greater one is a fault, so that no file can ask for a table of 4 billion.
    static let maximumID = (1 << 23) - 1
    /// The longest token that is believed.
    static let maximumLength = 1 << 16

    struct Entry {
        var id: UInt32
        /// Where the token's bytes are in `pool`.
        var start: UInt32
        var length: UInt32
        /// Where the file has it, for errors.
        var offset: UInt32
    }

    /// The tokens' bytes, one after another.
    var pool: [UInt8] = []
    var entries: [Entry] = []

    /// Adds a token; `offset` is where the file has it.
    mutating func append(_ bytes: some Collection<UInt8>, id: TokenID, at offset: Int) {
        entries.append(
            Entry(
                id: id, start: UInt32(pool.count), length: UInt32(bytes.count),
                offset: UInt32(truncatingIfNeeded: offset)))
        pool.append(contentsOf: bytes)
    }

    /// Adds the members of an object of tokens and ids, the reader's next value, as they are written; how many there are. O(n).
    ///
    /// - Parameter allowsEmpty: whether an empty token is passed over, which no text has; else it is a fault.
    mutating func append(membersOf reader: inout JSONReader, allowsEmpty: Bool) throws -> Int {
        var count = 0
        try reader.beginObject()
        pool.reserveCapacity((reader.bytes.count - reader.position) / 2)
        while let key = try reader.nextKey() {
            let offset = key.range.lowerBound - 1
            guard allowsEmpty || !key.range.isEmpty else { throw Fault(.malformed, "an empty token", at: offset) }
            guard key.range.count <= Self.maximumLength else {
                throw Fault(.tooLarge, "a token of \(key.range.count) bytes", at: offset)
            }
            let start = pool.count
            if key.hasEscapes {
                pool += key.decoded(in: reader.bytes)
            } else {
                pool.append(contentsOf: UnsafeBufferPointer(rebasing: reader.bytes[key.range]))
            }
            let id = try reader.tokenID()
            count += 1
            guard pool.count > start else { continue }
            entries.append(
                Entry(id: id, start: UInt32(start), length: UInt32(pool.count - start), offset: UInt32(offset)))
        }
        return count
    }

    /// The table by id, and its index. O(n). Throws where an id or a token comes twice.
    func table() throws(Fault) -> TokenIndex {
        let ids = try entriesByID()
        let (index, duplicate) = TokenIndex.build(table(ids))
        if let duplicate {
            let entry = entries[Int(ids[Int(duplicate.second)]) - 1]
            throw Fault(
                .duplicateToken,
                "the token \(quoted(pool[entry.range])) has two ids, \(duplicate.first) and \(duplicate.second)",
                at: Int(entry.offset))
        }
        return index
    }

    /// The table by id of tokens of which it is known that none comes twice. O(n).
    func tableOfDistinct() throws(Fault) -> TokenTable { table(try entriesByID()) }

    private func table(_ ids: [UInt32]) -> TokenTable {
        let starts = [UInt32](unsafeUninitializedCapacity: ids.count + 1) { starts, count in
            var total: UInt32 = 0
            for (id, entry) in ids.enumerated() {
                starts.initializeElement(at: id, to: total)
                if entry != 0 { total += entries[Int(entry) - 1].length }
            }
            starts.initializeElement(at: ids.count, to: total)
            count = ids.count + 1
        }
        let storage = [UInt8](unsafeUninitializedCapacity: Int(starts[ids.count])) { storage, count in
            pool.withUnsafeBytes { pool in
                for entry in entries {
                    // SAFETY: the bounds of `starts` are the sums of the entries' lengths, each id has one entry.
                    let target = UnsafeMutableRawBufferPointer(storage)[Int(starts[Int(entry.id)])...]
                    UnsafeMutableRawBufferPointer(rebasing: target)
                        .copyMemory(from: UnsafeRawBufferPointer(rebasing: pool[entry.range]))
                }
            }
            count = Int(starts[ids.count])
        }
        return TokenTable(storage: storage, starts: starts)
    }

    /// For each id the number of its entry plus one, or 0.
    private func entriesByID() throws(Fault) -> [UInt32] {
        var end = 0
        for entry in entries { end = max(end, Int(entry.id) + 1) }
        var ids = [UInt32](repeating: 0, count: end)
        for (number, entry) in entries.enumerated() {
            guard ids[Int(entry.id)] == 0 else {
                throw Fault(
                    .duplicateID,
                    "the id \(entry.id) is that of \(quoted(pool[entries[Int(ids[Int(entry.id)]) - 1].range])) already",
                    at: Int(entry.offset))
            }
            ids[Int(entry.id)] = UInt32(number + 1)
        }
        return ids
    }
}

extension JSONReader {
    /// Reads an id and checks its range.
    mutating func tokenID() throws -> TokenID {
        let id = try unsignedInteger()
        guard id <= TokenListing.maximumID else {
            throw Fault(.tooLarge, "an id above \(TokenListing.maximumID)", at: position)
        }
        return TokenID(id)
    }
}

extension TokenListing.Entry {
    /// Where the token's bytes are in the pool.
    var range: Range<Int> { Int(start)..<Int(start + length) }
}

extension TokenTable {
    /// The bytes that are no tokens. O(n).
    var missingBytes: [UInt8] {
        var isThere = [Bool](repeating: false, count: 256)
        for id in 0..<endID where byteCount(id) == 1 { isThere[Int(storage[Int(starts[id])])] = true }
        return isThere.indices.filter { !isThere[$0] }.map { UInt8($0) }
    }

    /// Whether every byte that text can have is a token. O(n).
    var hasAllBytesOfText: Bool { !missingBytes.contains(where: ByteLevelAlphabet.isByteOfText) }

    /// Throws unless each of the 256 bytes is a token: what encoding by ranks starts from. O(n).
    func checkAllBytes() throws(Fault) {
        let missing = missingBytes
        guard missing.isEmpty else {
            let list = missing.prefix(4).map { [$0].hexadecimal }.joined(separator: ", ")
            throw Fault(
                .missingBytes,
                "\(missing.count) of the 256 single bytes are no tokens (\(list)\(missing.count > 4 ? ", …" : ""))",
                remedy: "a byte-level vocabulary has them all; the file may be cut", at: nil)
        }
    }
}
