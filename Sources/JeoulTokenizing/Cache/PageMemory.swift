#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Zeroed pages from the operating system, given back in `deinit`: they cost nothing until they are touched.
///
/// Large ones ask for huge pages: the table is read at random, and misses of the address translation cost 10–20%.
final class PageMemory: @unchecked Sendable {
    /// A huge page, and the size from which on they are asked for.
    static let hugeFrom = 2 << 20

    let base: UnsafeMutableRawPointer
    let byteCount: Int

    /// Nil where the system has no such memory.
    init?(byteCount: Int) {
        // The system aligns what is of whole huge pages, and only that.
        let isLarge = byteCount >= Self.hugeFrom
        self.byteCount = isLarge ? (byteCount + Self.hugeFrom - 1) & ~(Self.hugeFrom - 1) : max(byteCount, 4096)
        #if os(Linux) || os(Android)
            let flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE
        #else
            let flags = MAP_PRIVATE | MAP_ANON | MAP_NORESERVE
        #endif
        guard let memory = mmap(nil, self.byteCount, PROT_READ | PROT_WRITE, flags, -1, 0), memory != MAP_FAILED else {
            return nil
        }
        base = memory
        #if os(Linux)
            if isLarge { madvise(memory, self.byteCount, 14 /* MADV_HUGEPAGE */) }
        #endif
    }

    deinit { munmap(base, byteCount) }
}
