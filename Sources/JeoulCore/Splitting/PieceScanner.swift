import ScanKernels

/// Cuts a text into the pieces of one pattern, 64 bytes at a time.
///
/// What the masks cannot judge is left to the `ScalarSplitter`, from the last certain beginning on; since the patterns
/// have no look-behind, the masks may take over again at any piece's end, as if the text began there.
struct PieceScanner {
    private let text: UnsafePointer<UInt8>
    private let count: Int
    private let splitter: ScalarSplitter
    /// Whether each line is a document of its own: a LF, or CR LF, belongs to no piece.
    private let splitsLines: Bool
    private var window: ClassWindow
    /// The first byte not yet scanned, and whether the masks begin afresh there.
    private var position = 0
    private var isFresh = true
    /// The beginning of the piece whose end is not known yet, or -1.
    private var open = -1
    private var carry = BlockMasks.Carry()
    private(set) var isFinished: Bool

    // SAFETY: `text[0 ..< count]` must be readable, valid UTF-8, and outlive the scanner; `window` must have room for
    // `ClassWindow.blockCount` blocks and belong to this scanner alone.
    init(
        text: UnsafePointer<UInt8>, count: Int, pattern: SplitPattern, splitsLines: Bool,
        kernel: ScanKernel, window: UnsafeMutablePointer<jeoul_class_block>
    ) {
        precondition(count < Int(UInt32.max), "positions are 32 bits")
        self.text = text
        self.count = count
        splitter = ScalarSplitter(pattern: pattern)
        self.splitsLines = splitsLines
        self.window = ClassWindow(text: text, count: count, kernel: kernel, blocks: window)
        isFinished = count == 0
    }

    /// Adds the next pieces to the batch, and the ends of documents among them.
    mutating func fill(_ batch: PieceBatch) {
        // Locals: state behind `self` in the loop costs a third of the speed.
        let text = self.text
        let count = self.count
        let pattern = splitter.pattern
        let splitsLines = self.splitsLines
        let starts = batch.starts
        let countsThirds = pattern != .gpt2 && pattern != .qwen2
        var pieces = batch.pieceCount
        var documents = batch.documentCount
        var open = self.open
        var position = self.position
        var isFresh = self.isFresh
        var carry = self.carry
        if open >= 0 {
            starts[pieces] = UInt32(truncatingIfNeeded: open)
            pieces += 1
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
            if !isFresh, position & 63 == 0 {
                // Nearly all blocks need nothing but their masks.
                var state = jeoul_block_scan(
                    carry: carry, open: Int64(open), block: position >> 6, pieces: pieces, documents: documents,
                    limit: PieceBatch.capacity, starts: starts, document_pieces: batch.documentPieces,
                    document_ends: batch.documentEnds, ends: nil, owners: nil, everyone: 0, patterns: pattern.bit,
                    splits_lines: splitsLines ? 1 : 0)
                window.scan(&state)
                carry = state.carry
                open = Int(state.open)
                position = state.block << 6
                pieces = state.pieces
                documents = state.documents
                if pieces >= PieceBatch.capacity || documents >= PieceBatch.capacity { break }
            }
            let block = position >> 6
            let base = block << 6
            let (classes, solidFollows) = window.block(block)
            if isFresh { carry = BlockMasks.Carry() }
            let masks = BlockMasks(
                classes, text: text, count: count, base: base, position: position, splitsLines: splitsLines,
                carry: carry, solidFollows: solidFollows)
            let thirdDigits = countsThirds ? masks.thirdDigits(carry) : 0
            var begins = masks.begins(pattern, thirdDigits: thirdDigits, carry: carry)
            var separator = masks.separator
            var irregular = masks.irregular
            if pattern == .o200k { irregular |= masks.undecidedCase(carry) }
            if isFresh { begins |= 1 << UInt64(position & 63) & ~separator }

            var stop = 64
            if irregular != 0 {
                // The beginnings up to the first irregular byte are certain: none of them looks at it.
                stop = irregular.trailingZeroBitCount
                let certain = ~UInt64(0) >> UInt64(63 - stop)
                begins &= certain
                separator &= certain
            }

            masks.forEachDocumentEnd(separator, begins: begins, text: text, carry: carry) { end, before in
                batch.documentPieces[documents] = UInt32(truncatingIfNeeded: pieces + before)
                batch.documentEnds[documents] = UInt32(truncatingIfNeeded: end)
                documents += 1
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
                carry = masks.carry(thirdDigits: thirdDigits)
                continue
            }

            // The open piece has an irregular character: the scalar splitter goes on until that is behind.
            let target = base + stop
            let documentEnd = splitsLines ? window.lineEnd(from: target) : count
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
}
