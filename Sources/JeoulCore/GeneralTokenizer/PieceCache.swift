/// What pieces that were met before became. Bounded: when it is full it starts over. Each thread has its own.
struct PieceCache {
    /// Longer pieces are not kept.
    static let longestPiece = 96
    private static let slotCount = 1 << 17
    private static let maximumBytes = 1 << 23

    private struct Slot {
        var hash: UInt64 = 0
        var start: UInt32 = 0
        var idStart: UInt32 = 0
        var length: UInt16 = 0
        var idCount: UInt16 = 0
    }

    private var slots: [Slot] = []
    private var bytes: [UInt8] = []
    private var ids: [TokenID] = []
    private var count = 0

    /// Adds the ids of a piece to `output`; false if it is not known.
    mutating func append(_ piece: UnsafeBufferPointer<UInt8>, hash: UInt64, to output: inout [TokenID]) -> Bool {
        guard !slots.isEmpty else { return false }
        var index = Int(truncatingIfNeeded: hash) & (Self.slotCount - 1)
        while slots[index].length != 0 {
            let slot = slots[index]
            if slot.hash == hash, Int(slot.length) == piece.count {
                let start = Int(slot.start)
                let isSame = bytes.withUnsafeBufferPointer { bytes in
                    (0..<piece.count).allSatisfy { bytes[start + $0] == piece[$0] }
                }
                if isSame {
                    output.append(contentsOf: ids[Int(slot.idStart)..<Int(slot.idStart) + Int(slot.idCount)])
                    return true
                }
            }
            index = (index + 1) & (Self.slotCount - 1)
        }
        return false
    }

    /// Keeps what a piece became.
    mutating func insert(_ piece: UnsafeBufferPointer<UInt8>, hash: UInt64, ids new: ArraySlice<TokenID>) {
        guard !piece.isEmpty, piece.count <= Self.longestPiece else { return }
        if slots.isEmpty || count * 4 > Self.slotCount * 3 || bytes.count > Self.maximumBytes {
            slots = [Slot](repeating: Slot(), count: Self.slotCount)
            bytes.removeAll(keepingCapacity: true)
            ids.removeAll(keepingCapacity: true)
            count = 0
        }
        var index = Int(truncatingIfNeeded: hash) & (Self.slotCount - 1)
        while slots[index].length != 0 { index = (index + 1) & (Self.slotCount - 1) }
        slots[index] = Slot(
            hash: hash, start: UInt32(bytes.count), idStart: UInt32(ids.count), length: UInt16(piece.count),
            idCount: UInt16(new.count))
        bytes.append(contentsOf: piece)
        ids.append(contentsOf: new)
        count += 1
    }
}
