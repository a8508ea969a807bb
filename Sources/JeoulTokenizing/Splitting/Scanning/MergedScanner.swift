import ScanKernels

/// Cuts a text into the pre-tokens of several splitters, each by its own scanner; pre-tokens that several have become one row.
///
/// Rows are in the order of their ends, as those of a `PatternScanner`, and `batch.owners` says whose they are. Documents end at the
/// same places for every splitter. Not `Sendable`: each thread has its own.
final class MergedScanner: BatchScanner {
    /// A splitter's scanner, and how far its batch is taken over.
    private struct Track {
        let scanner: any BatchScanner
        let batch = PreTokenBatch()
        /// The splitter's bit among the owners.
        let owner: UInt8
        var preToken = 0
        var document = 0

        init(_ scanner: any BatchScanner, owner: UInt8) {
            self.scanner = scanner
            self.owner = owner
        }

        /// Where the next pre-token begins and ends, or where the next document ends, which comes after its pre-tokens; nil at the text's
        /// end.
        mutating func next() -> (start: UInt32, end: UInt32, isDocument: Bool)? {
            while preToken == batch.preTokenCount, document == batch.documentCount {
                if scanner.isFinished { return nil }
                batch.removeAll()
                scanner.fill(batch)
                (preToken, document) = (0, 0)
            }
            if document < batch.documentCount, Int(batch.documentPreTokens[document]) == preToken {
                return (0, batch.documentEnds[document], true)
            }
            let start = batch.starts[preToken]
            return (start, start &+ batch.lengths[preToken], false)
        }
    }

    private var tracks: [Track]
    private(set) var isFinished = true

    init(_ scanners: [any BatchScanner]) {
        tracks = scanners.enumerated().map { Track($1, owner: 1 << UInt8($0)) }
    }

    func start(_ text: UnsafePointer<UInt8>, _ count: Int, splitsLines: Bool) {
        for place in tracks.indices {
            tracks[place].scanner.start(text, count, splitsLines: splitsLines)
            tracks[place].batch.removeAll()
            (tracks[place].preToken, tracks[place].document) = (0, 0)
        }
        isFinished = count == 0
    }

    func fill(_ batch: PreTokenBatch) {
        var rows = batch.preTokenCount
        var documents = batch.documentCount
        tracks.withUnsafeMutableBufferPointer { tracks in
            while rows < PreTokenBatch.capacity, documents < PreTokenBatch.capacity {
                // What ends first; a document's end comes after the pre-tokens that end there.
                var first: UInt64 = .max
                for place in tracks.indices {
                    guard let next = tracks[place].next() else { continue }
                    first = min(first, UInt64(next.end) << 1 | (next.isDocument ? 1 : 0))
                }
                guard first != .max else {
                    isFinished = true
                    break
                }
                let end = UInt32(truncatingIfNeeded: first >> 1)
                if first & 1 != 0 {
                    // All tracks are there: none has a pre-token that ends later before it.
                    for place in tracks.indices { tracks[place].document += 1 }
                    batch.documentPreTokens[documents] = UInt32(truncatingIfNeeded: rows)
                    batch.documentEnds[documents] = end
                    documents += 1
                    continue
                }
                let group = rows
                for place in tracks.indices {
                    guard let next = tracks[place].next(), !next.isDocument, next.end == end else { continue }
                    tracks[place].preToken += 1
                    let owner = tracks[place].owner
                    if let row = (group..<rows).first(where: { batch.starts[$0] == next.start }) {
                        batch.owners[row] |= owner
                    } else {
                        batch.starts[rows] = next.start
                        batch.lengths[rows] = end &- next.start
                        batch.owners[rows] = owner
                        rows += 1
                    }
                }
            }
        }
        batch.add(preTokens: rows, documents: documents)
    }
}
