/// Cuts texts into the pre-tokens of a compiled splitter, batch by batch. Not `Sendable`: each thread has its own.
///
/// A window of symbols moves over the text. The first step marks in it where pre-tokens begin; each further step follows as far as the
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
    /// The beginning of the pre-token whose end is not known yet, or -1, and whether it was taken away.
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

    /// Adds the next pre-tokens to the batch, and the ends of documents among them.
    func fill(_ batch: PreTokenBatch) {
        var rows = Rows(preTokens: batch.preTokenCount, documents: batch.documentCount)
        if !removes, open >= 0 {
            batch.starts[rows.preTokens] = UInt32(truncatingIfNeeded: open)
            rows.preTokens += 1
        }
        while rows.preTokens < PreTokenBatch.capacity, rows.documents < PreTokenBatch.capacity {
            let decided = steps.last?.decided ?? window.count
            if collected < decided {
                if removes { collectKept(batch, decided, &rows) } else { collect(batch, decided, &rows) }
            } else if isRead, collected == window.count {
                isFinished = true
                // Gives back the memory that a long pre-token has taken.
                window.reset()
                break
            } else {
                readOn()
            }
        }
        if removes {
            batch.add(preTokens: rows.preTokens, documents: rows.documents)
        } else {
            // An open pre-token is the last of `starts`: it is not complete, and the next batch begins with it.
            batch.finish(preTokens: open >= 0 ? rows.preTokens - 1 : rows.preTokens, documents: rows.documents)
        }
    }

    /// What a batch has so far; an open pre-token counts.
    private struct Rows {
        var preTokens: Int
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
    // SAFETY: a batch has room for a step of 64 more pre-tokens and documents than its capacity.
    private func collect(_ batch: PreTokenBatch, _ end: Int, _ rows: inout Rows) {
        let (symbols, offsets, starts) = (window.symbols, window.offsets, batch.starts)
        var (place, preTokens, documents, open) = (collected, rows.preTokens, rows.documents, self.open)
        while place < end, preTokens < PreTokenBatch.capacity, documents < PreTokenBatch.capacity {
            let stop = min(end, place &+ 64)
            while place < stop {
                let symbol = symbols[place]
                starts[preTokens] = offsets[place]
                if symbol == SplitTable.documentEnd {
                    batch.documentPreTokens[documents] = UInt32(truncatingIfNeeded: preTokens)
                    batch.documentEnds[documents] = offsets[place]
                    documents &+= 1
                    open = -1
                    place &+= 1
                    // The next pre-token begins with the next character.
                    continue
                }
                preTokens &+= Int(symbol >> 6)
                open = 0
                place &+= 1
            }
        }
        if open >= 0, preTokens > 0 { open = Int(starts[preTokens &- 1]) }
        (collected, self.open) = (place, open)
        rows = Rows(preTokens: preTokens, documents: documents)
    }

    /// The same where pre-tokens may have been taken away, so that one need not begin where the one before ends.
    private func collectKept(_ batch: PreTokenBatch, _ end: Int, _ rows: inout Rows) {
        while collected < end, rows.preTokens < PreTokenBatch.capacity, rows.documents < PreTokenBatch.capacity {
            let symbol = window.symbols[collected]
            if symbol & SplitTable.begins != 0 {
                let offset = window.offsets[collected]
                if open >= 0, !isOpenRemoved {
                    batch.starts[rows.preTokens] = UInt32(truncatingIfNeeded: open)
                    batch.lengths[rows.preTokens] = offset &- UInt32(truncatingIfNeeded: open)
                    rows.preTokens += 1
                }
                open = Int(offset)
                isOpenRemoved = window.removed[collected]
                if symbol == SplitTable.documentEnd {
                    batch.documentPreTokens[rows.documents] = UInt32(truncatingIfNeeded: rows.preTokens)
                    batch.documentEnds[rows.documents] = offset
                    rows.documents += 1
                    open = -1
                }
            }
            collected += 1
        }
    }
}
