import ScanKernels

extension UnsafeRawBufferPointer {
    /// How often a byte occurs. O(n).
    package func occurrences(of byte: UInt8) -> Int {
        guard let base = baseAddress else { return 0 }
        // SAFETY: the buffer has `count` bytes.
        return jeoul_count_byte(base.assumingMemoryBound(to: UInt8.self), count, byte)
    }
}
