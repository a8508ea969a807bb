/// A hash of bytes one after another, the same however they are cut, by which two readings of a file are compared. It is made for speed, some
/// ten GB a second, and tells slips, not malice.
struct Fingerprint: Equatable {
    private var lanes: (UInt64, UInt64) = (0x9E37_79B9_7F4A_7C15, 0xC2B2_AE3D_27D4_EB4F)
    /// The bytes that are no whole word yet, and how many there are.
    private var rest: (word: UInt64, count: Int) = (0, 0)

    static func == (left: Fingerprint, right: Fingerprint) -> Bool {
        left.lanes == right.lanes && left.rest == right.rest
    }

    mutating func add(_ bytes: UnsafeRawBufferPointer) {
        var at = 0
        while at < bytes.count, rest.count > 0 || at + 8 > bytes.count {
            rest.word |= UInt64(bytes[at]) << UInt64(8 * rest.count)
            (rest.count, at) = (rest.count + 1, at + 1)
            if rest.count == 8 {
                add(rest.word)
                rest = (0, 0)
            }
        }
        while at + 8 <= bytes.count {
            // SAFETY: eight bytes are there, and need not be aligned.
            add(UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: at, as: UInt64.self)))
            at += 8
        }
        while at < bytes.count {
            rest.word |= UInt64(bytes[at]) << UInt64(8 * rest.count)
            (rest.count, at) = (rest.count + 1, at + 1)
        }
    }

    private mutating func add(_ word: UInt64) {
        let mixed = (lanes.0 ^ word) &* 0xFF51_AFD7_ED55_8CCD
        // The lanes take turns, so that the multiplications do not wait for one another.
        lanes = (lanes.1, mixed ^ mixed >> 32)
    }
}
