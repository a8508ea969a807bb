import Synchronization

/// The definition of a vocabulary's model over characters.
protocol PieceEncoder: AnyObject, Sendable {
    /// Adds the ids of a piece of normalized text that no merge reaches out of. O(n log n).
    func encode(piece: UnsafeBufferPointer<UInt8>, into ids: inout [TokenID])
}

/// The definition for the pieces that a vocabulary's tables cannot say; made when the first one comes.
final class ExactPieces: Sendable {
    private let make: @Sendable () -> any PieceEncoder
    private let made = Mutex<(any PieceEncoder)?>(nil)
    /// Whether a LF that begins a piece stands for a space.
    private let opensWithLineFeed: Bool

    init(opensWithLineFeed: Bool, _ make: @escaping @Sendable () -> any PieceEncoder) {
        self.opensWithLineFeed = opensWithLineFeed
        self.make = make
    }

    /// The ids of a piece as it stands in the text. O(n log n).
    func encode(_ piece: UnsafeBufferPointer<UInt8>) -> [TokenID] {
        let encoder = made.withLock { made in
            if let made { return made }
            let new = make()
            made = new
            return new
        }
        var text: [UInt8] = []
        text.reserveCapacity(piece.count + 16)
        for (index, byte) in piece.enumerated() {
            if byte == 0x20 || index == 0 && byte == 0x0A && opensWithLineFeed {
                text += MarkRule.mark
            } else {
                text.append(byte)
            }
        }
        var ids: [TokenID] = []
        text.withUnsafeBufferPointer { encoder.encode(piece: $0, into: &ids) }
        return ids
    }
}
