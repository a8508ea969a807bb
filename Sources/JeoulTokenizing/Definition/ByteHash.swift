import ScanKernels

/// Hashing and comparing of byte strings in tables that hostile files and texts may fill.
enum ByteHash {
    /// A multiply-and-fold hash of 16 bytes a step, as in wyhash; of this process, so that nothing can be made to collide on
    /// purpose. Both factors of each product are seeded: bytes that make one of them zero would make the state forget all the others.
    @inline(__always)
    static func hash(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt64 {
        func fold(_ a: UInt64, _ b: UInt64) -> UInt64 {
            let product = a.multipliedFullWidth(by: b)
            return product.high ^ product.low
        }
        guard let base = UnsafeRawPointer(bytes.baseAddress) else { return 0 }
        let count = bytes.count
        // SAFETY: every load lies within the `count` bytes from `base`: the branches see to it.
        func word(_ at: Int) -> UInt64 { base.loadUnaligned(fromByteOffset: at, as: UInt64.self) }
        func half(_ at: Int) -> UInt64 { UInt64(base.loadUnaligned(fromByteOffset: at, as: UInt32.self)) }
        let (seed, other) = (jeoul_hash_seed_words()[2], jeoul_hash_seed_words()[3])
        var state = seed
        let first: UInt64
        let last: UInt64
        if count >= 8 {
            var at = 0
            while at + 16 < count {
                state = fold(word(at) ^ other, word(at + 8) ^ state)
                at += 16
            }
            first = word(at + 8 <= count ? at : count - 8)
            last = word(count - 8)
        } else if count >= 4 {
            (first, last) = (half(0), half(count - 4))
        } else {
            first = UInt64(bytes[0]) << 16 | UInt64(bytes[count >> 1]) << 8 | UInt64(bytes[count - 1])
            last = 0
        }
        let mixed = fold(first ^ other ^ 0xE703_7ED1_A0B4_28DB, last ^ state)
        return fold(mixed ^ 0x8EBC_6AF0_9C88_C6E3, UInt64(count) ^ 0x5899_65CC_7537_4CC3)
    }

    /// Whether two byte strings are the same.
    static func isEqual(_ a: UnsafeBufferPointer<UInt8>, _ b: UnsafeBufferPointer<UInt8>) -> Bool {
        guard a.count == b.count else { return false }
        for i in 0..<a.count where a[i] != b[i] { return false }
        return true
    }
}
