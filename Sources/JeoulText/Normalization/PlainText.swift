import ScanKernels

/// A text seen by the kernel: where it is plain, and so needs no ICU.
///
/// *Plain* characters are defined at `jeoul_character_block`: ASCII, Hangul syllables, compatibility jamo, the common
/// ideographs and punctuation. They make it possible to look at the rest, the irregular characters, apart:
///
/// - Between two plain characters there is always a boundary of normalization: both are starters of which the quick
///   check for NFC says *yes*, so neither composes with anything before it. And NFC leaves both as they are, unless the
///   second composes with an irregular character that follows.
/// - Between two plain characters other than CR LF there is always a boundary of grapheme clusters, whatever is around
///   them: of the rules of UAX #29 that forbid one, GB3 needs CR LF, GB6 to GB8 need a jamo V or T after the boundary,
///   GB9 and GB9a Extend, ZWJ or SpacingMark after it, GB9b Prepend, GB9c Extend or a linker, GB11 ZWJ, and GB12 and
///   GB13 a regional indicator before it. No plain character is any of these.
///
/// So a *region*, irregular characters with the plain character on either side, can be normalized and segmented apart
/// from the rest of the text. CR and LF are never taken in as neighbours: there is a boundary on both sides of them
/// anyway (GB4, GB5), and so CR LF is never cut in two.
package struct PlainText {
    let text: UnsafeBufferPointer<UInt8>
    let kernel: ScanKernel

    /// Finds what is plain in a text.
    package init(text: UnsafeBufferPointer<UInt8>, kernel: ScanKernel) {
        self.text = text
        self.kernel = kernel
    }

    /// How many blocks the kernel is asked for at a time: 4 KB of text, and 1 KB of masks, which is as much as Swift
    /// allocates on the stack.
    private static let batch = 64

    /// Calls `body` with the offset and the masks of one block after the other, from block `first` on, as long as it
    /// returns true. The batches double, so that stopping early wastes at most as much as was of use.
    @inline(__always)
    private func forEachBlock(from first: Int, doubling: Bool, _ body: (Int, jeoul_character_block) -> Bool) {
        guard let base = text.baseAddress else { return }
        let blockCount = (text.count + 63) / 64
        withUnsafeTemporaryAllocation(of: jeoul_character_block.self, capacity: Self.batch) { blocks in
            var next = first
            var size = doubling ? 1 : Self.batch
            while next < blockCount {
                let count = min(size, blockCount - next)
                // SAFETY: `count` is at most `batch`, and block `next + count - 1` starts inside the text.
                kernel.pointer.pointee.characterize(base, text.count, next, count, blocks.baseAddress)
                for index in 0..<count where !body((next + index) * 64, blocks[index]) { return }
                next += count
                size = min(size * 2, Self.batch)
            }
        }
    }

    /// The number of plain characters of script Hangul, and whether all characters are plain. O(n).
    func koreanCount() -> (korean: Int, isPlain: Bool) {
        var korean = 0
        var irregular: UInt64 = 0
        forEachBlock(from: 0, doubling: false) { _, block in
            korean += block.korean.nonzeroBitCount
            irregular |= block.irregular
            return true
        }
        return (korean, irregular == 0)
    }

    /// Calls `body` with the offset of each plain character of script Hangul, which has three bytes. O(n).
    func forEachKorean(_ body: (Int) -> Void) {
        forEachBlock(from: 0, doubling: false) { offset, block in
            var mask = block.korean
            while mask != 0 {
                body(offset + mask.trailingZeroBitCount)
                mask &= mask - 1
            }
            return true
        }
    }

    /// The first region at or after `start`, which is 0 or the end of the region before it. Regions are at least 61
    /// bytes apart: what is closer is joined. O(n) for all regions of a text together.
    func nextRegion(from start: Int) -> Range<Int>? {
        var first: Int?
        var last = 0
        forEachBlock(from: start / 64, doubling: true) { offset, block in
            var mask = block.irregular
            if offset < start { mask &= ~0 << UInt64(start - offset) }
            if mask == 0 { return first == nil }
            first = first ?? offset + mask.trailingZeroBitCount
            last = offset + 64 - mask.leadingZeroBitCount
            return true
        }
        guard let first else { return nil }
        return takesNeighbour(at: first - 1) ? text.scalarStart(before: first)..<end(last) : first..<end(last)
    }

    private func end(_ last: Int) -> Int {
        takesNeighbour(at: last) ? last + text.scalar(at: last).length : last
    }

    private func takesNeighbour(at offset: Int) -> Bool {
        text.indices.contains(offset) && text[offset] != 0x0A && text[offset] != 0x0D
    }

    /// The first stretch at or after `start`, which is 0 or the end of the stretch before it or after that, outside of which a
    /// form leaves all characters as they are. O(n) for all of a text together.
    package func nextChange(to form: NormalizationForm, from start: Int) -> Range<Int>? {
        if form == .nfc { return nextRegion(from: start) }
        let suspect = firstSuspect(form, from: start)
        return suspect < text.count ? suspect..<suspect + text.scalar(at: suspect).length : nil
    }

    /// The length of a prefix that is in the form, whatever follows it. O(n).
    func plainPrefix(_ form: NormalizationForm) -> Int {
        if form == .nfc { return nextRegion(from: 0)?.lowerBound ?? text.count }
        let suspect = firstSuspect(form)
        return suspect == 0 || suspect == text.count ? suspect : text.scalarStart(before: suspect)
    }

    /// The offset of the first scalar from `start` on that is not plain for a form other than NFC, or the length of the text. Plain
    /// for all are ASCII and the ideographs U+4E00–9FFF; for NFKC so are the Hangul syllables. O(n).
    func firstSuspect(_ form: NormalizationForm, from start: Int = 0) -> Int {
        var offset = start
        while offset < text.count {
            let scalar = text.scalar(at: offset)
            switch scalar.value {
            case 0..<0x80, 0x4E00...0x9FFF: break
            case 0xAC00...0xD7A3 where form == .nfkc: break
            default: return offset
            }
            offset += scalar.length
        }
        return offset
    }
}
