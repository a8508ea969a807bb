/// A stretch of a text that one scanner reads: lines, each a document, or one document whole, line ends included.
struct TextRun {
    /// Where it lies in the text.
    var range: Range<Int>
    /// Whether each line is a document of its own: a LF, or CR LF, belongs to no pre-token.
    var splitsLines: Bool
}

/// Text and the runs of it that make its documents, in order. What a pass reads.
///
// SAFETY: `base[0 ..< count]` is readable, valid UTF-8 while it is used, and the runs lie in it and cut no character.
struct TextRuns {
    let base: UnsafePointer<UInt8>
    let count: Int
    let runs: [TextRun]

    init(_ base: UnsafePointer<UInt8>, _ count: Int, runs: [TextRun]) {
        (self.base, self.count, self.runs) = (base, count, runs)
    }

    /// A text of lines, or one document.
    init(_ base: UnsafePointer<UInt8>, _ count: Int, splitsLines: Bool) {
        self.init(base, count, runs: [TextRun(range: 0..<count, splitsLines: splitsLines)])
    }

    /// Fills a batch from one run after the other, and calls `body` whenever it is full, and at the end. So many small
    /// documents are worked on together.
    @inline(__always)
    func forEachBatch(in batch: PieceBatch, by scanner: any BatchScanner, _ body: () -> Void) {
        batch.removeAll()
        for run in runs {
            scanner.start(base + run.range.lowerBound, run.range.count, splitsLines: run.splitsLines)
            while !scanner.isFinished {
                batch.offset = run.range.lowerBound
                scanner.fill(batch)
                guard batch.isFull else { continue }
                body()
                batch.removeAll()
            }
        }
        if batch.pieceCount > 0 || batch.documentCount > 0 { body() }
        batch.offset = 0
    }
}

/// Documents that lie anywhere, as runs: the small ones are copied together, line by line where they can be, so that one
/// scanner reads many.
///
/// A run of its own costs a document as much as some hundred bytes, copying it a twentieth of counting it.
struct GatheredDocuments {
    /// Longer documents are read where they stand.
    static let longestCopied = 1 << 14
    /// What is copied before it is worked on: it stays in the second-level cache.
    private static let enough = 1 << 19

    private let room = Room()
    private var used = 0
    private var runs: [TextRun] = []
    /// Where the lines begin that stand last; nil where what stands last is no line.
    private var lines: Int?

    /// Gives `body` the documents as runs, some at a time, in order. O(n).
    mutating func gather(
        _ ranges: [Range<Int>], of text: UnsafeBufferPointer<UInt8>, _ body: (TextRuns) -> Void
    ) {
        for range in ranges {
            let document = UnsafeBufferPointer(rebasing: text[range])
            guard let base = document.baseAddress, document.count > Self.longestCopied else {
                add(document)
                if used >= Self.enough { flush(body) }
                continue
            }
            flush(body)
            body(TextRuns(base, document.count, splitsLines: false))
        }
        flush(body)
    }

    @inline(__always)
    private mutating func add(_ document: UnsafeBufferPointer<UInt8>) {
        // SAFETY: less than `enough` is used, so that a document that is copied, and a LF, have room.
        let place = room.base + used
        if let base = document.baseAddress { place.update(from: base, count: document.count) }
        if document.isOneLine {
            place[document.count] = 0x0A
            if lines == nil { lines = used }
            used += document.count + 1
        } else {
            endLines()
            runs.append(TextRun(range: used..<used + document.count, splitsLines: false))
            used += document.count
        }
    }

    private mutating func endLines() {
        if let lines { runs.append(TextRun(range: lines..<used, splitsLines: true)) }
        lines = nil
    }

    private mutating func flush(_ body: (TextRuns) -> Void) {
        endLines()
        if !runs.isEmpty { body(TextRuns(room.base, used, runs: runs)) }
        used = 0
        runs.removeAll(keepingCapacity: true)
    }

    /// Memory for what is copied, which is all written before it is read.
    private final class Room {
        let base = UnsafeMutablePointer<UInt8>.allocate(capacity: enough + longestCopied + 1)
        deinit { base.deallocate() }
    }
}
