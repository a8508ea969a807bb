import ScanKernels

/// Cuts the pre-tokens of another scanner before spaces, where `SpaceBoundaries` allow it. Not `Sendable`: each thread has its own.
final class WordScanner: BatchScanner {
    private let scanner: any BatchScanner
    /// Those of every vocabulary that has these pre-tokens.
    private let edges: [SpaceBoundaries]
    private let batch = PreTokenBatch()
    private var text = UnsafeBufferPointer<UInt8>(start: nil, count: 0)
    /// How far the batch is taken over, and where the rest of the next pre-token begins, or -1 where all of it is left.
    private var preToken = 0
    private var document = 0
    private var rest = -1
    private(set) var isFinished = true

    init(_ scanner: any BatchScanner, edges: [SpaceBoundaries]) {
        self.scanner = scanner
        self.edges = edges
    }

    func start(_ text: UnsafePointer<UInt8>, _ count: Int, splitsLines: Bool) {
        scanner.start(text, count, splitsLines: splitsLines)
        self.text = UnsafeBufferPointer(start: text, count: count)
        batch.removeAll()
        (preToken, document, rest) = (0, 0, -1)
        isFinished = scanner.isFinished
    }

    func fill(_ target: PreTokenBatch) {
        var (rows, documents) = (target.preTokenCount, target.documentCount)
        while rows < PreTokenBatch.capacity, documents < PreTokenBatch.capacity {
            if document < batch.documentCount, Int(batch.documentPreTokens[document]) == preToken {
                target.documentPreTokens[documents] = UInt32(truncatingIfNeeded: rows)
                target.documentEnds[documents] = batch.documentEnds[document]
                documents &+= 1
                document &+= 1
            } else if preToken < batch.preTokenCount {
                let end = Int(batch.starts[preToken] &+ batch.lengths[preToken])
                let start = rest >= 0 ? rest : Int(batch.starts[preToken])
                let cut = nextCut(start, end)
                target.starts[rows] = UInt32(truncatingIfNeeded: start)
                target.lengths[rows] = UInt32(truncatingIfNeeded: cut &- start)
                rows &+= 1
                rest = cut < end ? cut : -1
                if cut == end { preToken &+= 1 }
            } else if scanner.isFinished {
                isFinished = true
                break
            } else {
                batch.removeAll()
                (preToken, document) = (0, 0)
                scanner.fill(batch)
            }
        }
        target.add(preTokens: rows, documents: documents)
    }

    /// The first place behind the start at which the pre-token is cut, or its end.
    @inline(__always)
    private func nextCut(_ start: Int, _ end: Int) -> Int {
        let text = text
        // A character on each side of the space.
        var place = start &+ 1
        while place &+ 1 < end {
            if text[place] == 0x20, mayCut(text, at: place) { return place }
            place &+= 1
        }
        return end
    }

    @inline(__always)
    private func mayCut(_ text: UnsafeBufferPointer<UInt8>, at place: Int) -> Bool {
        for edges in edges where !edges.mayCut(text, at: place) { return false }
        return true
    }
}

extension CompiledSplitter {
    /// Whether words of letters, with single spaces between them, are one pre-token.
    var joinsWords: Bool {
        let probe = Array("가나 다라 ab cd".utf8)
        return probe.withUnsafeBufferPointer { text in
            var joins = false
            forEachPreToken(of: text) { preToken in
                joins = joins || text[preToken].dropFirst().contains(0x20)
            }
            return joins
        }
    }
}
