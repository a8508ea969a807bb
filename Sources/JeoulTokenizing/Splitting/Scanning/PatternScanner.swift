import JeoulText
import ScanKernels

/// Cuts a text into the pre-tokens of one pattern, or of several in one pass, 64 bytes at a time.
///
/// What the masks cannot judge is left to the `ScalarSplitter`, from the last certain beginning on; since the patterns
/// have no look-behind, the masks may take over again at any pre-token's end, as if the text began there.
///
/// Nearly everywhere several patterns cut alike, above all in Korean. A pre-token that several of them have is one row of the
/// batch, and `batch.owners` says whose it is: so the masks, the keys and the look-ups are made once. Rows are in the order
/// of their ends; documents end at the same places in every pattern.
///
/// A block in which all patterns begin the same pre-tokens, all of them being inside the same one when it begins, is written as
/// a scanner of one pattern does. Any other goes beginning by beginning (`writeApart`). Where the masks cannot judge, every
/// pattern's `ScalarSplitter` goes on until all have come to an end at the same place (`goOn`), where the masks begin afresh;
/// a document's end is such a place. Not `Sendable`: each thread has its own.
final class PatternScanner: BatchScanner {
    /// The pre-token that one pattern is inside of.
    private struct Track {
        let splitter: ScalarSplitter
        /// The pattern's bit among the owners.
        let owner: UInt8
        /// Where the pre-token begins, or -1 between documents.
        var open = -1
        /// Where it ends, while the scalar splitters work.
        var end = -1
        /// Where pre-tokens begin in the block, up to the first irregular byte.
        var begins: UInt64 = 0
    }

    /// Where the scalar splitters are: the irregular byte that they are to pass, and the document's end.
    private struct Detour {
        let target: Int
        let documentEnd: Int
    }

    private let kernel: ScanKernel
    private let blocks: UnsafeMutablePointer<jeoul_class_block>
    private let tracks: UnsafeMutableBufferPointer<Track>
    /// The bits of all patterns.
    private let everyone: UInt8
    private let patterns: Set<SplitPattern>

    private var text: UnsafePointer<UInt8>
    private var count = 0
    private var splitsLines = false
    private var window: ClassWindow
    /// The first byte not yet scanned, and whether the masks begin afresh there.
    private var position = 0
    private var isFresh = true
    private var carry = BlockMasks.Carry()
    /// Whether all patterns are inside the same pre-token, or none is: where it begins is then `open`, or -1, and otherwise
    /// the tracks tell.
    private var isTogether = true
    private var open = -1
    private var detour: Detour?
    private(set) var isFinished = true

    /// A scanner of no text yet.
    ///
    /// - Parameter patterns: different ones; the n-th has bit n among a row's owners.
    init(_ patterns: [SplitPattern], kernel: ScanKernel) {
        self.patterns = Set(patterns)
        self.kernel = kernel
        blocks = .allocate(capacity: ClassWindow.blockCount)
        tracks = .allocate(capacity: patterns.count)
        for (place, pattern) in patterns.enumerated() {
            tracks.initializeElement(
                at: place, to: Track(splitter: ScalarSplitter(pattern: pattern), owner: 1 << UInt8(place)))
        }
        everyone = UInt8((1 << patterns.count) - 1)
        text = UnsafePointer(UnsafeRawPointer(blocks).assumingMemoryBound(to: UInt8.self))
        window = ClassWindow(text: text, count: 0, kernel: kernel, blocks: blocks)
    }

    deinit {
        blocks.deallocate()
        tracks.deallocate()
    }

    /// Begins another text.
    // SAFETY: `text[0 ..< count]` must be readable, valid UTF-8, until it is finished.
    func start(_ text: UnsafePointer<UInt8>, _ count: Int, splitsLines: Bool) {
        precondition(count < Int(UInt32.max), "positions are 32 bits")
        self.text = text
        self.count = count
        self.splitsLines = splitsLines
        window = ClassWindow(text: text, count: count, kernel: kernel, blocks: blocks)
        position = 0
        isFresh = true
        isTogether = true
        open = -1
        detour = nil
        isFinished = count == 0
    }

    /// Adds the next pre-tokens to the batch, and the ends of documents among them.
    ///
    /// One loop, however long: it goes back and forth between the masks and the scalar splitters, and all that it carries from block to
    /// block is local, so that it stays in registers.
    func fill(_ batch: PreTokenBatch) {
        // Locals: state behind `self` in the loop costs a third of the speed.
        let text = self.text
        let count = self.count
        let splitsLines = self.splitsLines
        let everyone = self.everyone
        let isShared = tracks.count > 1
        let bits = patterns.reduce(0) { $0 | $1.bit }
        let hasGPT2 = patterns.contains(.gpt2)
        let hasQwen2 = patterns.contains(.qwen2)
        let hasO200k = patterns.contains(.o200k)
        let hasThirds = patterns.contains(.cl100k) || patterns.contains(.llama3)
        var window = self.window
        var position = self.position
        var isFresh = self.isFresh
        var carry = self.carry
        var isTogether = self.isTogether
        var open = self.open
        // Rows that are complete, and while all are together also the open one.
        var rows = SharedRows(batch)
        let last = batch.lengths[batch.preTokenCount &- 1]
        if isTogether, open >= 0 { rows.begin(open, owners: everyone) }
        while rows.count < PreTokenBatch.capacity && rows.documents < PreTokenBatch.capacity {
            if let detour {
                let end: Int?
                (rows, end) = goOn(detour, window, rows)
                guard let end else { break }
                // The masks begin afresh there, and find the beginning at `end` again.
                self.detour = nil
                isTogether = true
                open = -1
                position = end
                isFresh = true
                continue
            }
            if position >= count {
                rows = endText(isTogether ? open : tracks[0].open, isTogether, rows)
                isTogether = true
                open = -1
                isFinished = true
                break
            }
            // A lone bit has no owners written; cl100k and llama3 have the same.
            if isTogether, !isFresh, position & 63 == 0, !isShared || bits & (bits &- 1) != 0 {
                // Nearly all blocks need nothing but their masks, in which the patterns are the same.
                var state = rows.scan(from: position >> 6, open: open, carry, everyone: everyone)
                state.patterns = bits
                state.splits_lines = splitsLines ? 1 : 0
                window.scan(&state)
                carry = state.carry
                open = Int(state.open)
                position = state.block << 6
                rows.goOn(after: state)
                if rows.count >= PreTokenBatch.capacity || rows.documents >= PreTokenBatch.capacity { break }
            }
            let block = position >> 6
            let base = block << 6
            let (classes, solidFollows) = window.block(block)
            if isFresh { carry = BlockMasks.Carry() }
            let masks = BlockMasks(
                classes, text: text, count: count, base: base, position: position, splitsLines: splitsLines,
                carry: carry, solidFollows: solidFollows)
            var separator = masks.separator
            var irregular = masks.irregular
            if hasO200k { irregular |= masks.undecidedCase(carry) }
            var certain = ~UInt64(0)
            if irregular != 0 {
                // The beginnings up to the first irregular byte are certain: none of them looks at it.
                certain >>= UInt64(63 - irregular.trailingZeroBitCount)
                separator &= certain
            }
            let first = isFresh ? 1 << UInt64(position & 63) & ~separator : 0
            let thirdDigits = hasThirds || hasO200k ? masks.thirdDigits(carry) : 0

            // What some pattern begins, and what every pattern does; cl100k and llama3 differ in irregular places alone.
            var some = first
            var all = ~UInt64(0)
            @inline(__always) func consider(_ pattern: SplitPattern) {
                let begins = masks.begins(pattern, thirdDigits: thirdDigits, carry: carry) | first
                some |= begins
                all &= begins
            }
            if hasGPT2 { consider(.gpt2) }
            if hasQwen2 { consider(.qwen2) }
            if hasThirds { consider(.llama3) }
            if hasO200k { consider(.o200k) }

            if isTogether, (some ^ all) & certain == 0 {
                all &= certain
                rows.write(
                    all, separator, owners: everyone, masks: masks, text: text, carry: carry)
                // The last pre-token is open unless a separator comes after its beginning.
                if all > separator {
                    open = base + 63 - all.leadingZeroBitCount
                } else if separator != 0 {
                    open = -1
                }
            } else {
                if isTogether { rows = leaveTogether(open, rows) }
                rows = writeApart(
                    masks, separator, first: first, certain: certain, thirdDigits: thirdDigits, carry: carry, rows)
                open = tracks[0].open
                isTogether = tracks.allSatisfy { $0.open == open }
                if isTogether, open >= 0 { rows.begin(open, owners: everyone) }
            }

            if irregular == 0 {
                position = base + 64
                isFresh = false
                carry = masks.carry(thirdDigits: thirdDigits)
                continue
            }
            // The open pre-tokens have an irregular character: the scalar splitters go on until that is behind.
            if isTogether { rows = leaveTogether(open, rows) }
            isTogether = false
            let target = base + irregular.trailingZeroBitCount
            takeDetour(Detour(target: target, documentEnd: splitsLines ? window.lineEnd(from: target) : count))
        }
        // An open pre-token is not complete, and the next batch begins with it.
        let preTokens = isTogether && open >= 0 ? rows.count - 1 : rows.count
        // The first row may have been taken for the end of the pre-token before it, which is another run's.
        batch.lengths[batch.preTokenCount &- 1] = last
        if isShared {
            batch.finishShared(preTokens: preTokens, documents: rows.documents)
        } else {
            batch.finish(preTokens: preTokens, documents: rows.documents)
        }
        self.window = window
        self.position = position
        self.isFresh = isFresh
        self.carry = carry
        self.isTogether = isTogether
        self.open = open
    }

    /// Tells each track of the open pre-token, which is no row from here on.
    private func leaveTogether(_ open: Int, _ rows: SharedRows) -> SharedRows {
        var rows = rows
        for place in tracks.indices { tracks[place].open = open }
        if open >= 0 { rows.count &-= 1 }
        return rows
    }

    /// Writes the pre-tokens that end in a block, beginning by beginning.
    @inline(never)
    private func writeApart(
        _ masks: BlockMasks, _ separator: UInt64, first: UInt64, certain: UInt64, thirdDigits: UInt64,
        carry: BlockMasks.Carry, _ rows: SharedRows
    ) -> SharedRows {
        var rows = rows
        var left = separator
        for place in tracks.indices {
            let begins = masks.begins(tracks[place].splitter.pattern, thirdDigits: thirdDigits, carry: carry)
            tracks[place].begins = (begins | first) & certain
            left |= tracks[place].begins
        }
        while left != 0 {
            let bit = UInt64(left.trailingZeroBitCount)
            left &= left &- 1
            let here = masks.base + Int(bit)
            let isSeparator = separator >> bit & 1 != 0
            let group = rows.count
            for place in tracks.indices where isSeparator || tracks[place].begins >> bit & 1 != 0 {
                rows.add(tracks[place].open, here, owner: tracks[place].owner, group: group)
                tracks[place].open = isSeparator ? -1 : here
            }
            if isSeparator, let end = masks.documentEnd(at: Int(bit), text: text, carry: carry) {
                rows.endDocument(end)
            }
        }
        return rows
    }

    /// Has the scalar splitters begin where the tracks are.
    private func takeDetour(_ detour: Detour) {
        self.detour = detour
        for place in tracks.indices {
            tracks[place].end = tracks[place].splitter.end(of: text, from: tracks[place].open, to: detour.documentEnd)
        }
    }

    /// Writes pre-tokens of the scalar splitters up to where the masks may begin; that place, or nil where the batch is full before.
    @inline(never)
    private func goOn(_ detour: Detour, _ window: ClassWindow, _ rows: SharedRows) -> (SharedRows, end: Int?) {
        var rows = rows
        while rows.count < PreTokenBatch.capacity {
            let end = tracks.reduce(Int.max) { min($0, $1.end) }
            let group = rows.count
            var areTogether = true
            for place in tracks.indices {
                if tracks[place].end == end {
                    rows.add(tracks[place].open, end, owner: tracks[place].owner, group: group)
                    tracks[place].open = end
                } else {
                    areTogether = false
                }
            }
            if end == detour.documentEnd {
                rows.endDocument(end)
                // Past the line's end.
                var next = end
                if next < count, text[next] == 0x0D { next += 1 }
                if next < count { next += 1 }
                return (rows, next)
            }
            if areTogether, end > detour.target, !window.isIrregular(end) { return (rows, end) }
            for place in tracks.indices where tracks[place].open == end {
                tracks[place].end = tracks[place].splitter.end(of: text, from: end, to: detour.documentEnd)
            }
        }
        return (rows, nil)
    }

    /// Ends the open pre-tokens, and their document, with the text.
    private func endText(_ open: Int, _ isTogether: Bool, _ rows: SharedRows) -> SharedRows {
        var rows = rows
        guard open >= 0 else { return rows }
        if !isTogether {
            let group = rows.count
            for place in tracks.indices {
                rows.add(tracks[place].open, count, owner: tracks[place].owner, group: group)
            }
        }
        rows.endDocument(count)
        return rows
    }
}
