import JeoulText

/// A stretch of a text that one scanner reads: lines, or text that has one end, its own.
struct TextRun {
    /// Where it lies in the text.
    var range: Range<Int>
    /// Whether each line has an end: a LF, or CR LF, belongs to no pre-token.
    var splitsLines: Bool
    /// Which of `TextRuns.innerEnds` are of it; its other ends are those of documents.
    var innerEnds = 0..<0
}

/// An end in the middle of a document, of a section of its text.
struct InnerEnd {
    /// Which of the run's ends it is.
    var end: Int
    /// The added token that follows the section, if one does.
    var token: TokenID?
}

/// Text and the runs of it that make its documents, in order. What a pass reads.
///
// SAFETY: `base[0 ..< count]` is readable, valid UTF-8 while it is used, and the runs lie in it and cut no character.
struct TextRuns {
    let base: UnsafePointer<UInt8>
    let count: Int
    let runs: [TextRun]
    /// Those of all runs, one run's after the other's.
    var innerEnds: [InnerEnd] = []

    /// Fills a batch from one run after the other, and calls `body` whenever it is full, and at the end. So many small
    /// documents are worked on together.
    @inline(__always)
    func forEachBatch(in batch: PreTokenBatch, by scanner: any BatchScanner, _ body: () -> Void) {
        batch.removeAll()
        for run in runs {
            scanner.start(base + run.range.lowerBound, run.range.count, splitsLines: run.splitsLines)
            var inner = innerEnds[run.innerEnds]
            var ends = 0
            while !scanner.isFinished {
                let first = batch.documentCount
                batch.offset = run.range.lowerBound
                scanner.fill(batch)
                let found = batch.documentCount - first
                if !inner.isEmpty { batch.takeOut(&inner, from: first, number: ends) }
                ends += found
                guard batch.isFull else { continue }
                body()
                batch.removeAll()
            }
        }
        if batch.preTokenCount > 0 || batch.documentCount > 0 || !batch.tokens.isEmpty { body() }
        batch.offset = 0
    }
}

extension PreTokenBatch {
    /// Of the ends from `first` on, the first of which is the run's end `number`, takes out those inside documents, and adds the
    /// tokens that follow them.
    fileprivate func takeOut(_ inner: inout ArraySlice<InnerEnd>, from first: Int, number: Int) {
        var kept = first
        for end in first..<documentCount {
            if let next = inner.first, next.end == number + end - first {
                inner = inner.dropFirst()
                if let token = next.token { tokens.append((kept, Int(documentPreTokens[end]), token)) }
            } else {
                documentPreTokens[kept] = documentPreTokens[end]
                documentEnds[kept] = documentEnds[end]
                kept += 1
            }
        }
        documentCount = kept
    }
}
