import JeoulText

/// A stretch of a text that one scanner reads: lines, or text that has one end, its own.
struct TextRun {
    /// Where it lies in the text.
    var range: Range<Int>
    /// Whether each line has an end: a LF, or CR LF, belongs to no pre-token.
    var splitsLines: Bool
    /// Which of `TextRuns.marks` are of it; its other ends are those of documents that every vocabulary takes as they are.
    var marks = 0..<0
}

/// Says of one of a run's ends that it is not just a document's.
struct EndMark {
    /// Which of the run's ends it is.
    var end: Int
    var kind: Kind

    enum Kind {
        /// A section ends there, inside a document; the added token that follows it, if one does.
        case section(TokenID?)
        /// A form of a document ends there, which counts for these members alone.
        case form(MemberSet)
    }
}

/// Text and the runs of it that make its documents, in order. What a pass reads.
///
// SAFETY: `base[0 ..< count]` is readable, valid UTF-8 while it is used, and the runs lie in it and cut no character.
struct TextRuns {
    let base: UnsafePointer<UInt8>
    let count: Int
    let runs: [TextRun]
    /// Those of all runs, one run's after the other's.
    var marks: [EndMark] = []

    /// Fills a batch from one run after the other, and calls `body` whenever it is full, and at the end. So many small
    /// documents are worked on together.
    @inline(__always)
    func forEachBatch(in batch: PreTokenBatch, by scanner: any BatchScanner, _ body: () -> Void) {
        batch.removeAll()
        for run in runs {
            scanner.start(base + run.range.lowerBound, run.range.count, splitsLines: run.splitsLines)
            var marks = marks[run.marks]
            var ends = 0
            while !scanner.isFinished {
                let first = batch.documentCount
                batch.offset = run.range.lowerBound
                scanner.fill(batch)
                let found = batch.documentCount - first
                if !marks.isEmpty { batch.apply(&marks, from: first, number: ends) }
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
    /// Of the ends from `first` on, the first of which is the run's end `number`, takes out those inside documents, adds the tokens that
    /// follow them, and notes whose form of a document the others end.
    fileprivate func apply(_ marks: inout ArraySlice<EndMark>, from first: Int, number: Int) {
        var kept = first
        for end in first..<documentCount {
            if let next = marks.first, next.end == number + end - first {
                marks = marks.dropFirst()
                switch next.kind {
                case .section(let token):
                    if let token { tokens.append((kept, Int(documentPreTokens[end]), token)) }
                    continue
                case .form(let members): forms.append((kept, members))
                }
            }
            documentPreTokens[kept] = documentPreTokens[end]
            documentEnds[kept] = documentEnds[end]
            kept += 1
        }
        documentCount = kept
    }
}
