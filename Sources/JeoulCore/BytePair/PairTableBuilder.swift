/// Makes the table of pairs of a vocabulary.
struct PairTableBuilder {
    private(set) var table: PairTable
    private let isHangul: [Bool]
    private let memory: MemoryList

    /// An empty table, of the size that the pairs need: those listed, or one for each token.
    ///
    /// `isHangul`: for each token whether it is of Hangul syllables or parts of them.
    init(isHangul: [Bool], merges: [Merge]?, memory: MemoryList) throws(BytePairError) {
        self.isHangul = isHangul
        self.memory = memory
        // A token of Hangul has a left part that is too, or that is a space.
        let total = merges?.count ?? isHangul.count
        let hangul = merges?.count { isHangul[Int($0.left)] } ?? isHangul.count { $0 }
        table = PairTable(
            hangul: try Self.region(PairTable.Region.capacity(pairs: hangul), memory),
            other: try Self.region(PairTable.Region.capacity(pairs: total - hangul), memory))
    }

    /// Adds a pair that is not there yet; the tokens without flags.
    mutating func insert(_ left: TokenID, _ right: TokenID, rank: UInt32, result: TokenID) throws(BytePairError) {
        let isLeftHangul = isHangul[Int(left)]
        let flagged = left | (isLeftHangul ? PairTable.hangulFlag : 0)
        guard let word = table.insert(flagged, right, rank: rank, isHangul: isHangul[Int(result)]) else { return }
        // One entry found no place: make the region large enough that all do.
        let smaller = isLeftHangul ? table.hangul : table.other
        var capacity = smaller.capacity
        var larger: PairTable.Region
        repeat {
            capacity *= 2
            guard capacity <= 1 << 24 else { throw BytePairError.tooLarge(count: capacity / 4, limit: capacity / 8) }
            larger = try Self.region(capacity, memory)
        } while !larger.placeAll(of: smaller, and: word)
        table = table.replacing(larger, isHangul: isLeftHangul)
    }

    private static func region(_ capacity: Int, _ memory: MemoryList) throws(BytePairError) -> PairTable.Region {
        PairTable.Region(
            words: try memory.allocate(UInt64.self, capacity),
            filter: try memory.allocate(UInt64.self, PairTable.Region.filterWords(capacity)), capacity: capacity)
    }
}

/// The memory that a model will own.
final class MemoryList {
    private(set) var blocks: [PageMemory] = []

    func allocate<Element>(_: Element.Type, _ count: Int) throws(BytePairError) -> UnsafeMutablePointer<Element> {
        let bytes = count * MemoryLayout<Element>.stride
        guard let block = PageMemory(byteCount: bytes) else { throw .noMemory(bytes: bytes) }
        blocks.append(block)
        return block.base.bindMemory(to: Element.self, capacity: count)
    }
}
