import TestSupport
import Testing

@testable import JeoulCore

@Suite("keys of pieces") struct PieceKeyTests {
    private static func key(_ bytes: [UInt8], hasSpace: Bool) -> [UInt64] {
        var words: (UInt64, UInt64) = (.random(in: 0 ... .max), .random(in: 0 ... .max))
        // What follows a piece must not matter: here it is random.
        withUnsafeMutableBytes(of: &words) { $0.copyBytes(from: bytes) }
        let key = PieceKey(first: words.0, second: words.1, length: bytes.count, hasSpace: hasSpace)
        return [key.low, key.high]
    }

    @Test("are different for different pieces, and none is an empty slot's") func injective() {
        var random = SeededRandom(seed: 111)
        var pieces: Set<[UInt8]> = []
        for length in 0...15 {
            pieces.insert([UInt8](repeating: 0, count: length))
            for at in 0..<length {
                var piece = [UInt8](repeating: 0, count: length)
                piece[at] = 1
                pieces.insert(piece)
                pieces.insert((0..<length).map { _ in [0, 0x20, 0x41, 0xBF, 0xF4].randomElement(using: &random)! })
            }
        }
        var keys: Set<[UInt64]> = []
        for piece in pieces {
            for hasSpace in [false, true] {
                let key = Self.key(piece, hasSpace: hasSpace)
                #expect(key == Self.key(piece, hasSpace: hasSpace), "\(escaped(piece))")
                #expect(key[1] & PieceKey.countMask == 0 && key[1] != 0, "\(escaped(piece))")
                keys.insert(key)
            }
        }
        #expect(keys.count == 2 * pieces.count)
    }

    /// Pieces that begin with eight NULs have no key of their own: they must not all fall on one slot, which would make the
    /// table a list. No time is taken: as a list, this many would take minutes.
    @Test("pieces of NULs are spread over the table") func pieceHashes() {
        var hashes: Set<UInt64> = []
        for number in 0..<100_000 {
            let piece = [UInt8](repeating: 0, count: 8) + withUnsafeBytes(of: UInt32(number)) { Array($0) }
            for length in 8...12 where length == 12 || number == 0 {
                hashes.insert(piece.withUnsafeBufferPointer { pieceHash($0.baseAddress!, length) } >> 40)
            }
        }
        // 2^24 values: a few hundred of 100,000 coincide.
        #expect(hashes.count > 99_000)
    }

    @Test("references of long pieces keep what they are given")
    func references() {
        for (offset, length, count) in [(0, 1, 1), (1 << 39, 4095, 4095), (123, 8, 0), (7, 4095, 1)] {
            let reference = LongReference(offset: offset, length: length, count: count)
            #expect((reference.offset, reference.length, reference.count) == (offset, length, count))
            #expect(reference.word != 0)
        }
    }
}
