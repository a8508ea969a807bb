import JeoulText
import ScanKernels

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The class masks of the part of a text that a scanner is at, as a kernel gives them.
struct ClassWindow {
    private let text: UnsafePointer<UInt8>
    private let count: Int
    private let kernel: UnsafePointer<jeoul_kernel>
    private let blocks: UnsafeMutablePointer<jeoul_class_block>
    private var start = 0
    private var end = 0
    /// The end of the line that was last asked for, so that a long line is searched once.
    private var knownLineEnd = -1

    /// 16 kB of text and as much of masks: both stay in the first-level cache.
    static let blockCount = 256

    // SAFETY: `text[0 ..< count]` must be readable, valid UTF-8, and outlive the window; `blocks` must have room for
    // `blockCount` blocks and belong to this window alone.
    init(
        text: UnsafePointer<UInt8>, count: Int, kernel: ScanKernel, blocks: UnsafeMutablePointer<jeoul_class_block>
    ) {
        self.text = text
        self.count = count
        self.kernel = kernel.pointer
        self.blocks = blocks
    }

    /// Goes on with a scan as far as the masks suffice, and those of the window reach.
    @inline(__always)
    mutating func scan(_ state: inout jeoul_block_scan) {
        let block = state.position >> 6
        if block < start || block >= end || block + 1 == end && end << 6 < count { load(block) }
        // The last block of a window waits for the next window.
        kernel.pointee.scan_blocks(&state, blocks, start, end << 6 < count ? end - 1 : end)
    }

    /// Has the kernel look at the text from this block on.
    private mutating func load(_ block: Int) {
        let found = min(Self.blockCount, (count + 63) >> 6 - block)
        kernel.pointee.classify(text, count, block, found, blocks)
        start = block
        end = block + found
    }

    /// Whether a byte is known to be irregular: a hint, for it may lie beyond the window.
    func isIrregular(_ position: Int) -> Bool {
        let block = position >> 6
        return block >= start && block < end && blocks[block - start].irregular >> UInt64(position & 63) & 1 != 0
    }

    /// Where the line that `position` is in ends: its LF, or the CR before it, or the text's end.
    mutating func lineEnd(from position: Int) -> Int {
        if position < knownLineEnd { return knownLineEnd }
        var lineEnd = count
        if let found = memchr(text + position, 0x0A, count - position) {
            lineEnd = UnsafePointer(found.assumingMemoryBound(to: UInt8.self)) - text
            if text[lineEnd - 1] == 0x0D { lineEnd -= 1 }
        }
        knownLineEnd = lineEnd
        return lineEnd
    }
}
