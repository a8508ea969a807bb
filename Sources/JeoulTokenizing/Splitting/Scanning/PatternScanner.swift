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
        /// Where pre-tokens begin in a block in which patterns differ.
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

    private var text: UnsafePointer<UInt8>
    private var count = 0
    private var splitsLines = false
    private var window: ClassWindow
    private var scan = jeoul_block_scan()
    private var detour: Detour?
    private(set) var isFinished = true

    /// A scanner of no text yet.
    ///
    /// - Parameter patterns: different ones; the n-th has bit n among a row's owners.
    init(_ patterns: [SplitPattern], kernel: ScanKernel) {
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
        scan.everyone = everyone
        scan.patterns = patterns.reduce(0) { $0 | $1.bit }
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
        (scan.text, scan.length, scan.splits_lines) = (text, count, splitsLines ? 1 : 0)
        beginAfresh(at: 0)
        detour = nil
        isFinished = count == 0
    }

    /// Has the masks begin afresh, with all patterns together.
    private func beginAfresh(at position: Int) {
        (scan.position, scan.is_fresh, scan.is_together, scan.open) = (position, 1, 1, -1)
    }

    /// Adds the next pre-tokens to the batch, and the ends of documents among them.
    func fill(_ batch: PreTokenBatch) {
        let isShared = tracks.count > 1
        // Rows that are complete, and while all are together also the open one.
        var rows = SharedRows(batch)
        let last = batch.lengths[batch.preTokenCount &- 1]
        if isTogether, scan.open >= 0 { rows.begin(Int(scan.open), owners: everyone) }
        while rows.count < PreTokenBatch.capacity && rows.documents < PreTokenBatch.capacity {
            if let detour {
                let end: Int?
                (rows, end) = goOn(detour, window, rows)
                guard let end else { break }
                // The masks find the beginning at `end` again.
                self.detour = nil
                beginAfresh(at: end)
                continue
            }
            if scan.position >= count {
                rows = endText(rows)
                beginAfresh(at: count)
                isFinished = true
                break
            }
            rows.begin(&scan, isShared: isShared)
            window.scan(&scan)
            rows.goOn(after: scan)
            if scan.is_apart != 0 {
                if isTogether { leaveTogether(&rows) }
                rows = writeApart(rows)
                scan.open = Int64(tracks[0].open)
                isTogether = tracks.allSatisfy { $0.open == tracks[0].open }
                if isTogether, scan.open >= 0 { rows.begin(Int(scan.open), owners: everyone) }
            }
            if scan.irregular >= 0 {
                // The open pre-tokens have an irregular character: the scalar splitters go on until that is behind.
                if isTogether { leaveTogether(&rows) }
                isTogether = false
                let target = Int(scan.irregular)
                takeDetour(Detour(target: target, documentEnd: splitsLines ? window.lineEnd(from: target) : count))
            }
        }
        // An open pre-token is not complete, and the next batch begins with it.
        let preTokens = isTogether && scan.open >= 0 ? rows.count - 1 : rows.count
        // The first row may have been taken for the end of the pre-token before it, which is another run's.
        batch.lengths[batch.preTokenCount &- 1] = last
        if isShared {
            batch.finishShared(preTokens: preTokens, documents: rows.documents)
        } else {
            batch.finish(preTokens: preTokens, documents: rows.documents)
        }
    }

    /// Whether all patterns are inside the same pre-token, or none is: where it begins is then `scan.open`, or -1, and otherwise
    /// the tracks tell.
    private var isTogether: Bool {
        get { scan.is_together != 0 }
        set { scan.is_together = newValue ? 1 : 0 }
    }

    /// Tells each track of the open pre-token, which is no row from here on.
    private func leaveTogether(_ rows: inout SharedRows) {
        for place in tracks.indices { tracks[place].open = Int(scan.open) }
        if scan.open >= 0 { rows.count &-= 1 }
    }

    /// Writes the pre-tokens that end in the block before `scan.position`, beginning by beginning.
    @inline(never)
    private func writeApart(_ rows: SharedRows) -> SharedRows {
        var rows = rows
        var apart = scan.apart
        let base = (scan.position - 1) & ~63
        var left = apart.separator
        withUnsafePointer(to: &apart) { apart in
            for place in tracks.indices {
                let bit = tracks[place].splitter.pattern.bit
                tracks[place].begins = jeoul_apart_begins(apart)[bit.trailingZeroBitCount]
                left |= tracks[place].begins
            }
        }
        while left != 0 {
            let bit = UInt64(left.trailingZeroBitCount)
            left &= left &- 1
            let here = base + Int(bit)
            let isSeparator = apart.separator >> bit & 1 != 0
            let group = rows.count
            for place in tracks.indices where isSeparator || tracks[place].begins >> bit & 1 != 0 {
                rows.add(tracks[place].open, here, owner: tracks[place].owner, group: group)
                tracks[place].open = isSeparator ? -1 : here
            }
            if apart.line_feed >> bit & 1 != 0 { rows.endDocument(here - Int(apart.after_return >> bit & 1)) }
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
    private func endText(_ rows: SharedRows) -> SharedRows {
        var rows = rows
        guard (isTogether ? Int(scan.open) : tracks[0].open) >= 0 else { return rows }
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
