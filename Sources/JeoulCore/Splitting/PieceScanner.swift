import ScanKernels

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Cuts a text into pieces, 64 bytes at a time.
///
/// The kernel gives bit masks of the classes that matter (`jeoul_class_block`); where pieces begin is then a few shifts
/// and logic operations on 64 bits, the same for every instruction set. It works because, among the characters that the
/// masks tell apart, whether a piece begins at a byte is decided by the two characters before it and the one after.
/// Anything else (`irregular`) is left to the `ScalarSplitter`, from the last certain beginning on; since the patterns
/// have no look-behind, the masks may take over again at any piece's end, as if the text began there.
///
/// Derivation, for the patterns of the llama3 family (`[^\r\n\p{L}\p{N}]?\p{L}+`, numbers, ` ?[^\s\p{L}\p{N}]+`, white space):
/// - a run of spaces begins a piece, and so does its last space where a letter, number or symbol follows: `\s+(?!\S)`
///   leaves it, and it is the prefix of what follows, or for a number a piece of its own;
/// - a run of symbols begins a piece unless a space precedes it;
/// - a run of letters begins a piece unless a space precedes it, or a run of symbols of exactly one character that no
///   space precedes: that symbol is the optional prefix of the letters (in gpt2 only a space is);
/// - numbers begin a piece every third (or every single, or only the first) digit;
/// - o200k also begins one at an upper-case letter after a lower-case one. An upper-case letter after a caseless one
///   depends on all that follows and is irregular there.
struct PieceScanner {
    let text: UnsafePointer<UInt8>
    let count: Int
    let splitter: ScalarSplitter
    /// Whether each line is a document of its own: a LF, or CR LF, belongs to no piece.
    let splitsLines: Bool
    private let kernel: UnsafePointer<jeoul_kernel>
    private let window: UnsafeMutablePointer<jeoul_class_block>
    /// The blocks of the text that `window` holds.
    private var windowStart = 0
    private var windowEnd = 0
    /// The first byte not yet scanned, and whether the masks begin afresh there.
    private var position = 0
    private var isFresh = true
    /// The beginning of the piece whose end is not known yet, or -1.
    private var open = -1
    private var carry = Carry()
    /// The end of the line that the scalar splitter last worked in, so that a long line is searched once.
    private var knownLineEnd = -1
    private(set) var isFinished: Bool

    /// 16 kB of text and as much of masks: both stay in the first-level cache.
    static let windowBlocks = 256

    // SAFETY: `text[0 ..< count]` must be readable, valid UTF-8, and outlive the scanner; `window` must have room for
    // `windowBlocks` blocks and belong to this scanner alone.
    init(
        text: UnsafePointer<UInt8>, count: Int, pattern: SplitPattern, splitsLines: Bool,
        kernel: ScanKernel, window: UnsafeMutablePointer<jeoul_class_block>
    ) {
        precondition(count < Int(UInt32.max), "positions are 32 bits")
        self.text = text
        self.count = count
        splitter = ScalarSplitter(pattern: pattern)
        self.splitsLines = splitsLines
        self.kernel = kernel.pointer
        self.window = window
        isFinished = count == 0
    }

    /// Fills the batch with the next pieces and the ends of documents among them.
    mutating func fill(_ batch: PieceBatch) {
        // Locals: state behind `self` in the loop costs a third of the speed.
        let text = self.text
        let count = self.count
        let pattern = splitter.pattern
        let splitsLines = self.splitsLines
        let starts = batch.starts
        var pieces = 0
        var documents = 0
        var open = self.open
        var position = self.position
        var isFresh = self.isFresh
        var carry = self.carry
        if open >= 0 {
            starts[0] = UInt32(truncatingIfNeeded: open)
            pieces = 1
        }
        while pieces < PieceBatch.capacity && documents < PieceBatch.capacity {
            if position >= count {
                if open >= 0 {
                    starts[pieces] = UInt32(truncatingIfNeeded: count)
                    batch.documentPieces[documents] = UInt32(truncatingIfNeeded: pieces)
                    batch.documentEnds[documents] = UInt32(truncatingIfNeeded: count)
                    documents += 1
                    open = -1
                }
                isFinished = true
                break
            }
            let block = position >> 6
            let base = block << 6
            if block >= windowEnd || block + 1 == windowEnd && windowEnd << 6 < count { load(block) }
            let masks = window[block - windowStart]
            if isFresh { carry = Carry() }

            // What lies before `position` is done; what lies at or after `count` does not exist.
            var inside = ~UInt64(0) << UInt64(position & 63)
            if count - base < 64 { inside &= (1 << UInt64(count - base)) &- 1 }
            let letter = masks.letter & inside
            let digit = masks.digit & inside
            let space = masks.space & inside
            var irregular = masks.irregular & inside
            var separator: UInt64 = 0
            if splitsLines {
                separator = masks.line_feed & inside
                // A CR right before a LF belongs to the line's end.
                let next: UInt64 = irregular >> 63 != 0 && base + 64 < count && text[base + 64] == 0x0A ? 1 << 63 : 0
                var candidates = irregular & (separator >> 1 | next)
                while candidates != 0 {
                    let bit = candidates & (0 &- candidates)
                    if text[base + candidates.trailingZeroBitCount] == 0x0D {
                        separator |= bit
                        irregular &= ~bit
                    }
                    candidates &= candidates &- 1
                }
            } else {
                irregular |= masks.line_feed & inside
            }
            let symbol = inside & ~(letter | digit | space | separator | irregular)
            let wide = masks.wide_other & symbol

            let afterLetter = letter << 1 | carry.letter >> 63
            let afterSpace = space << 1 | carry.space >> 63
            let afterSymbol = symbol << 1 | carry.symbol >> 63
            let afterDigit = digit << 1 | carry.digit >> 63
            let afterSeparator = separator << 1 | carry.separator >> 63
            let beforeSolid = (letter | digit | symbol) >> 1 | (beginsSolid(block + 1) ? 1 << 63 : 0)

            let letterStart = letter & ~afterLetter & ~afterSpace
            let freeSymbol = symbol & ~afterSymbol & ~afterSpace
            let digitRun = digit & ~afterDigit
            let afterFree = freeSymbol << 1 | carry.freeSymbol >> 63
            let secondByte = afterFree & wide
            var digitStart: UInt64 = 0
            var begins =
                space & (~afterSpace | beforeSolid) | freeSymbol | afterSeparator & inside & ~separator
            switch pattern {
            case .gpt2:
                begins |= letterStart | digitRun & ~afterSpace
            case .qwen2:
                digitStart = digit
            case .cl100k, .llama3, .o200k:
                // Every third digit: three after a beginning, with digits all the way.
                digitStart = digitRun
                let triple = digit & afterDigit & (digit << 2 | carry.digit >> 62)
                var step = (digitRun << 3 | carry.digitStart >> 61) & triple
                while step != 0 {
                    digitStart |= step
                    step = step << 3 & triple
                }
            }
            if pattern != .gpt2 {
                let afterOnlySymbol =
                    afterFree | (secondByte << 1 | carry.secondByte >> 63)
                    | ((freeSymbol & wide) << 3 | (carry.freeSymbol & carry.wide) >> 61)
                begins |= digitStart | letterStart & ~afterOnlySymbol
            }
            if pattern == .o200k {
                let upper = masks.upper & inside
                let afterUpper = upper << 1 | carry.upper >> 63
                let afterLower = (masks.lower & inside) << 1 | carry.lower >> 63
                begins |= upper & afterLower
                irregular |= upper & afterLetter & ~afterUpper & ~afterLower
            }
            if isFresh { begins |= 1 << UInt64(position & 63) & ~separator }

            var stop = 64
            if irregular != 0 {
                // The beginnings up to the first irregular byte are certain: none of them looks at it.
                stop = irregular.trailingZeroBitCount
                let certain = ~UInt64(0) >> UInt64(63 - stop)
                begins &= certain
                separator &= certain
            }

            if separator != 0 {
                var ends = separator
                while ends != 0 {
                    let bit = ends.trailingZeroBitCount
                    ends &= ends &- 1
                    // Of CR LF the CR ends the document, and its LF ends none.
                    guard text[base + bit] == 0x0A else { continue }
                    let isPair = bit > 0 ? separator >> UInt64(bit - 1) & 1 != 0 : carry.separator >> 63 != 0
                    let length = isPair && text[base + bit - 1] == 0x0D ? 1 : 0
                    let before = (begins & ((1 << UInt64(bit)) &- 1)).nonzeroBitCount
                    batch.documentPieces[documents] = UInt32(truncatingIfNeeded: pieces + before)
                    batch.documentEnds[documents] = UInt32(truncatingIfNeeded: base + bit - length)
                    documents += 1
                }
            }
            // Write the beginnings eight at a time: a block seldom has more, and the stores beyond are overwritten.
            var bits = begins
            var out = starts + pieces
            let base32 = UInt32(truncatingIfNeeded: base)
            while bits != 0 {
                for slot in 0..<8 {
                    out[slot] = base32 &+ UInt32(truncatingIfNeeded: bits.trailingZeroBitCount)
                    bits &= bits &- 1
                }
                out += 8
            }
            pieces += begins.nonzeroBitCount
            // The last piece is open unless a separator comes after its beginning.
            if begins > separator {
                open = base + 63 - begins.leadingZeroBitCount
            } else if separator != 0 {
                open = -1
                // Where a CR is the block's last byte, its document ends with the next block, maybe in the next batch.
                starts[pieces] = base32 &+ UInt32(truncatingIfNeeded: 63 - separator.leadingZeroBitCount)
            }

            if irregular == 0 {
                position = base + 64
                isFresh = false
                carry = Carry(
                    letter: letter, upper: masks.upper & inside, lower: masks.lower & inside, digit: digit,
                    space: space,
                    symbol: symbol, separator: separator, wide: wide, freeSymbol: freeSymbol, secondByte: secondByte,
                    digitStart: digitStart)
                continue
            }

            // The open piece has an irregular character: the scalar splitter goes on until that is behind.
            let target = base + stop
            let documentEnd = splitsLines ? lineEnd(from: target) : count
            var end = open
            while true {
                end = splitter.end(of: text, from: end, to: documentEnd)
                starts[pieces] = UInt32(truncatingIfNeeded: end)
                if end == documentEnd { break }
                if end > target && (end >= base + 64 || irregular >> UInt64(end - base) & 1 == 0) { break }
                pieces += 1
            }
            if end == documentEnd {
                batch.documentPieces[documents] = UInt32(truncatingIfNeeded: pieces)
                batch.documentEnds[documents] = UInt32(truncatingIfNeeded: end)
                documents += 1
                // Past the line's end.
                if end < count, text[end] == 0x0D { end += 1 }
                if end < count { end += 1 }
            }
            // The masks begin afresh there, and find the beginning at `end` again.
            open = -1
            position = end
            isFresh = true
        }
        // An open piece is the last of `starts`: it is not complete, and the next batch begins with it.
        batch.finish(pieces: open >= 0 ? pieces - 1 : pieces, documents: documents)
        self.open = open
        self.position = position
        self.isFresh = isFresh
        self.carry = carry
    }

    /// Has the kernel look at the text from this block on.
    private mutating func load(_ block: Int) {
        let blocks = min(Self.windowBlocks, (count + 63) >> 6 - block)
        kernel.pointee.classify(text, count, block, blocks, window)
        windowStart = block
        windowEnd = block + blocks
    }

    /// Whether a block begins with a letter, a number or a symbol that the masks know.
    @inline(__always)
    private func beginsSolid(_ block: Int) -> Bool {
        guard block << 6 < count else { return false }
        let masks = window[block - windowStart]
        return (masks.space | masks.line_feed | masks.irregular) & 1 == 0
    }

    /// Where the line that `position` is in ends: its LF, or the CR before it, or the text's end.
    private mutating func lineEnd(from position: Int) -> Int {
        if position < knownLineEnd { return knownLineEnd }
        var end = count
        if let found = memchr(text + position, 0x0A, count - position) {
            end = UnsafePointer(found.assumingMemoryBound(to: UInt8.self)) - text
            if text[end - 1] == 0x0D { end -= 1 }
        }
        knownLineEnd = end
        return end
    }

    /// What the first bits of a block need of the block before it.
    private struct Carry {
        var letter: UInt64 = 0
        var upper: UInt64 = 0
        var lower: UInt64 = 0
        var digit: UInt64 = 0
        var space: UInt64 = 0
        var symbol: UInt64 = 0
        var separator: UInt64 = 0
        var wide: UInt64 = 0
        var freeSymbol: UInt64 = 0
        var secondByte: UInt64 = 0
        var digitStart: UInt64 = 0
    }
}
