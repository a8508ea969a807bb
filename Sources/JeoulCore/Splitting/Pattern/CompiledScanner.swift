/// Cuts texts into the pieces of a compiled splitter, batch by batch. Not `Sendable`: each thread has its own.
///
/// A window of symbols moves over the text. The first step marks in it where pieces begin; each further step follows as far as the
/// marks before it are certain, and cuts at them as at the text's edges; what the last one has made certain goes into the batch.
final class CompiledScanner {
    private let window: SplitSymbols
    private var steps: [SplitStep]
    private let removes: Bool
    private var text: UnsafePointer<UInt8>?
    private var count = 0
    private var splitsLines = false
    /// How far the text is read, whether its last document has its end, and which symbols are in a batch.
    private var position = 0
    private var isRead = false
    private var collected = 0
    /// The beginning of the piece whose end is not known yet, or -1, and whether it was taken away.
    private var open = -1
    private var isOpenRemoved = false
    private(set) var isFinished = true

    init(_ splitter: CompiledSplitter) {
        window = SplitSymbols(splitter)
        steps = splitter.steps.map { SplitStep($0) }
        removes = splitter.removes
    }

    /// How many symbols were read in all, some more than once: what the time goes by.
    var stepCount: Int { steps.reduce(0) { $0 + $1.steps } }

    /// Begins another text.
    // SAFETY: `text[0 ..< count]` must be readable, valid UTF-8, until it is finished.
    func start(_ text: UnsafePointer<UInt8>, _ count: Int, splitsLines: Bool) {
        precondition(count < Int(UInt32.max), "positions are 32 bits")
        self.text = text
        self.count = count
        self.splitsLines = splitsLines
        window.reset()
        for place in steps.indices { steps[place].reset() }
        position = 0
        isRead = false
        collected = 0
        open = -1
        isFinished = count == 0
    }

    /// Adds the next pieces to the batch, and the ends of documents among them.
    func fill(_ batch: PieceBatch) {
        var rows = Rows(pieces: batch.pieceCount, documents: batch.documentCount)
        if !removes, open >= 0 {
            batch.starts[rows.pieces] = UInt32(truncatingIfNeeded: open)
            rows.pieces += 1
        }
        while rows.pieces < PieceBatch.capacity, rows.documents < PieceBatch.capacity {
            let decided = steps.last?.decided ?? window.count
            if collected < decided {
                if removes { collectKept(batch, decided, &rows) } else { collect(batch, decided, &rows) }
            } else if isRead, collected == window.count {
                isFinished = true
                // Gives back the memory that a long piece has taken.
                window.reset()
                break
            } else {
                readOn()
            }
        }
        if removes {
            batch.add(pieces: rows.pieces, documents: rows.documents)
        } else {
            // An open piece is the last of `starts`: it is not complete, and the next batch begins with it.
            batch.finish(pieces: open >= 0 ? rows.pieces - 1 : rows.pieces, documents: rows.documents)
        }
    }

    /// What a batch has so far; an open piece counts.
    private struct Rows {
        var pieces: Int
        var documents: Int
    }

    /// Moves the window on and has the steps look at it.
    private func readOn() {
        guard let text else { return }
        let dropped = steps.reduce(collected) { min($0, $1.needed) }
        window.drop(dropped)
        collected -= dropped
        for place in steps.indices { steps[place].drop(dropped) }
        position = window.read(text, from: position, to: count, splitsLines: splitsLines)
        if position == count, !isRead, !window.isFull {
            if window.count > 0, window.symbols[window.count - 1] != SplitTable.documentEnd {
                window.endDocument(at: count)
            }
            isRead = true
        }
        var limit = window.count
        for place in steps.indices {
            steps[place].run(window, limit: limit)
            limit = steps[place].decided
        }
    }

    /// Puts the beginnings among the symbols up to `end` into the batch, while there is room.
    // SAFETY: a batch has room for a step of 64 more pieces and documents than its capacity.
    private func collect(_ batch: PieceBatch, _ end: Int, _ rows: inout Rows) {
        let (symbols, offsets, starts) = (window.symbols, window.offsets, batch.starts)
        var (place, pieces, documents, open) = (collected, rows.pieces, rows.documents, self.open)
        while place < end, pieces < PieceBatch.capacity, documents < PieceBatch.capacity {
            let stop = min(end, place &+ 64)
            while place < stop {
                let symbol = symbols[place]
                starts[pieces] = offsets[place]
                if symbol == SplitTable.documentEnd {
                    batch.documentPieces[documents] = UInt32(truncatingIfNeeded: pieces)
                    batch.documentEnds[documents] = offsets[place]
                    documents &+= 1
                    open = -1
                    place &+= 1
                    // The next piece begins with the next character.
                    continue
                }
                pieces &+= Int(symbol >> 6)
                open = 0
                place &+= 1
            }
        }
        if open >= 0, pieces > 0 { open = Int(starts[pieces &- 1]) }
        (collected, self.open) = (place, open)
        rows = Rows(pieces: pieces, documents: documents)
    }

    /// The same where pieces may have been taken away, so that one need not begin where the one before ends.
    private func collectKept(_ batch: PieceBatch, _ end: Int, _ rows: inout Rows) {
        while collected < end, rows.pieces < PieceBatch.capacity, rows.documents < PieceBatch.capacity {
            let symbol = window.symbols[collected]
            if symbol & SplitTable.begins != 0 {
                let offset = window.offsets[collected]
                if open >= 0, !isOpenRemoved {
                    batch.starts[rows.pieces] = UInt32(truncatingIfNeeded: open)
                    batch.lengths[rows.pieces] = offset &- UInt32(truncatingIfNeeded: open)
                    rows.pieces += 1
                }
                open = Int(offset)
                isOpenRemoved = window.removed[collected]
                if symbol == SplitTable.documentEnd {
                    batch.documentPieces[rows.documents] = UInt32(truncatingIfNeeded: rows.pieces)
                    batch.documentEnds[rows.documents] = offset
                    rows.documents += 1
                    open = -1
                }
            }
            collected += 1
        }
    }
}
