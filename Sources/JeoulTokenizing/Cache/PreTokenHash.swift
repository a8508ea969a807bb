import ScanKernels

/// A 64-bit hash of a pre-token of eight bytes and more, never 0: eight bytes at a time, folded products. Another one in each
/// process, so that no text can be made to collide on purpose.
// SAFETY: `bytes[0 ..< count]` must be readable, and `count` at least 8.
@inline(__always)
func preTokenHash(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> UInt64 {
    let raw = UnsafeRawPointer(bytes)
    let seeds = jeoul_hash_seed_words()!
    var state = UInt64(truncatingIfNeeded: count) &* 0x9E37_79B9_7F4A_7C15 ^ seeds[2]
    @inline(__always)
    func fold(_ left: UInt64, _ right: UInt64) -> UInt64 {
        let product = left.multipliedFullWidth(by: right)
        return product.high ^ product.low
    }
    var offset = 0
    while offset &+ 16 <= count {
        let first = raw.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
        let second = raw.loadUnaligned(fromByteOffset: offset &+ 8, as: UInt64.self)
        state = fold(first ^ state, second ^ seeds[0])
        offset &+= 16
    }
    // The rest overlaps what was read.
    let penultimate = count >= 16 ? raw.loadUnaligned(fromByteOffset: count &- 16, as: UInt64.self) : 0
    let last = raw.loadUnaligned(fromByteOffset: count &- 8, as: UInt64.self)
    state = fold(penultimate ^ state, last ^ seeds[1])
    state = fold(state ^ seeds[3], 0xE703_7ED1_A0B4_28DB)
    return state == 0 ? 1 : state
}
