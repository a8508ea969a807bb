/// A window of a text as symbols: the class of each character, where it begins, and the marks that the steps make.
///
/// Between documents stands the symbol `SplitTable.documentEnd`, which is no character.
// SAFETY: the memory belongs to the window alone. `symbols`, `offsets` and `removed` have room for `capacity` elements, of which
// the first `count` are filled; everybody who takes a pointer stays below `count`.
final class SplitSymbols {
    private(set) var symbols: UnsafeMutablePointer<UInt8>
    /// Where each character begins in the text; for a document's end, where it ends.
    private(set) var offsets: UnsafeMutablePointer<UInt32>
    /// Whether a step took the character away; only where `removes`.
    private(set) var removed: UnsafeMutablePointer<Bool>
    private(set) var count = 0
    /// How many symbols came before the window's first.
    private(set) var base = 0
    private var capacity: Int
    private let removes: Bool
    private let ascii: [UInt8]
    private let partition: ClassPartition

    /// 4,096 symbols and their places stay in the first-level cache, and make about a batch of pre-tokens.
    static let startCapacity = 4096
    static let keptCapacity = 1 << 20

    init(_ splitter: CompiledSplitter) {
        partition = splitter.partition
        removes = splitter.removes
        capacity = Self.startCapacity
        symbols = .allocate(capacity: capacity)
        offsets = .allocate(capacity: capacity)
        removed = .allocate(capacity: removes ? capacity : 1)
        ascii = (0..<0x80).map { splitter.partition.classOf($0) }
    }

    deinit {
        symbols.deallocate()
        offsets.deallocate()
        removed.deallocate()
    }

    /// Forgets everything, and gives back the memory that a long pre-token needed.
    func reset() {
        count = 0
        base = 0
        guard capacity > Self.keptCapacity else { return }
        capacity = Self.startCapacity
        symbols = Self.moved(symbols, from: 0, 0, capacity)
        offsets = Self.moved(offsets, from: 0, 0, capacity)
        if removes { removed = Self.moved(removed, from: 0, 0, capacity) }
    }

    /// Forgets the first symbols, and makes room where they are few.
    func drop(_ dropped: Int) {
        count -= dropped
        base += dropped
        if count > capacity / 2 {
            capacity *= 2
            symbols = Self.moved(symbols, from: dropped, count, capacity)
            offsets = Self.moved(offsets, from: dropped, count, capacity)
            if removes { removed = Self.moved(removed, from: dropped, count, capacity) }
        } else if dropped > 0 {
            symbols.update(from: symbols + dropped, count: count)
            offsets.update(from: offsets + dropped, count: count)
            if removes { removed.update(from: removed + dropped, count: count) }
        }
    }

    private static func moved<Element: BitwiseCopyable>(
        _ old: UnsafeMutablePointer<Element>, from start: Int, _ count: Int, _ capacity: Int
    ) -> UnsafeMutablePointer<Element> {
        let new = UnsafeMutablePointer<Element>.allocate(capacity: capacity)
        new.initialize(from: old + start, count: count)
        old.deallocate()
        return new
    }

    /// Reads the text on from `position` until the window is full; gives the position after what was read.
    ///
    /// Where each line is a document, a LF, or CR LF, is a document's end.
    // SAFETY: `text[0 ..< end]` must be readable, valid UTF-8 with `position` at a character's beginning.
    func read(_ text: UnsafePointer<UInt8>, from position: Int, to end: Int, splitsLines: Bool) -> Int {
        let first = count
        var (place, position) = (count, position)
        let (capacity, symbols, offsets) = (capacity, symbols, offsets)
        @inline(__always) func tail(_ place: Int) -> UInt32 { UInt32(text[place] & 0x3F) }
        partition.blocks.withUnsafeBufferPointer { blocks in
            partition.values.withUnsafeBufferPointer { values in
                ascii.withUnsafeBufferPointer { ascii in
                    while place < capacity, position < end {
                        let lead = UInt32(text[position])
                        offsets[place] = UInt32(truncatingIfNeeded: position)
                        let scalar: UInt32
                        if lead < 0x80 {
                            position &+= 1
                            if splitsLines, lead == 0x0A || lead == 0x0D {
                                let isPair = lead == 0x0D && position < end && text[position] == 0x0A
                                if isPair { position &+= 1 }
                                if isPair || lead == 0x0A {
                                    symbols[place] = SplitTable.documentEnd
                                    place &+= 1
                                    continue
                                }
                            }
                            symbols[place] = ascii[Int(lead)]
                            place &+= 1
                            continue
                        } else if lead >= 0xE0, lead < 0xF0 {
                            scalar = (lead & 0x0F) << 12 | tail(position &+ 1) << 6 | tail(position &+ 2)
                            position &+= 3
                        } else if lead < 0xE0 {
                            scalar = (lead & 0x1F) << 6 | tail(position &+ 1)
                            position &+= 2
                        } else {
                            scalar =
                                (lead & 0x07) << 18 | tail(position &+ 1) << 12 | tail(position &+ 2) << 6
                                | tail(position &+ 3)
                            position &+= 4
                        }
                        let block = blocks[Int(scalar >> ClassPartition.blockBits)]
                        symbols[place] = values[Int(block &+ scalar & (1 << ClassPartition.blockBits - 1))]
                        place &+= 1
                    }
                }
            }
        }
        if removes { (removed + first).initialize(repeating: false, count: place - first) }
        count = place
        return position
    }

    /// Adds a document's end; there must be room.
    func endDocument(at offset: Int) {
        symbols[count] = SplitTable.documentEnd
        offsets[count] = UInt32(truncatingIfNeeded: offset)
        if removes { removed[count] = false }
        count += 1
    }

    var isFull: Bool { count == capacity }
}
