import JeoulText

/// Makes the table of pairs of a vocabulary.
struct PairTableBuilder {
    private(set) var table: PairTable
    private let memory: MemoryList

    /// An empty table of that size: how many pairs have a left token that is of Hangul, and how many have not.
    init(hangulPairs: Int, otherPairs: Int, memory: MemoryList) throws(BytePairError) {
        self.memory = memory
        table = PairTable(
            hangul: try Self.region(PairTable.Region.capacity(pairs: hangulPairs), memory),
            other: try Self.region(PairTable.Region.capacity(pairs: otherPairs), memory))
    }

    /// A pair and its merge; the tokens with their flags.
    struct Entry {
        var left: TokenID
        var right: TokenID
        var rank: UInt32
        var isHangul: Bool

        fileprivate var isInHangulRegion: Bool { left & PairTable.hangulFlag != 0 }
    }

    /// Adds pairs that are not there yet.
    mutating func insert(_ entries: some Sequence<Entry>) throws(BytePairError) {
        for entry in entries {
            if let word = table.insert(entry.left, entry.right, rank: entry.rank, isHangul: entry.isHangul) {
                try grow(hangul: entry.isInHangulRegion, and: word)
            }
        }
    }

    /// One entry found no place: makes the region large enough that all do.
    private mutating func grow(hangul: Bool, and word: UInt64) throws(BytePairError) {
        let smaller = hangul ? table.hangul : table.other
        var capacity = smaller.capacity
        var larger: PairTable.Region
        repeat {
            let pairs = capacity
            capacity = PairTable.Region.capacity(pairs: pairs)
            guard PairTable.Region.isCapacity(capacity) else {
                throw BytePairError.tooLarge(count: pairs, limit: Int(PairTable.limit))
            }
            larger = try Self.region(capacity, memory)
        } while !larger.placeAll(of: smaller, and: word)
        table = table.replacing(larger, isHangul: hangul)
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
