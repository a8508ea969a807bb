import ScanKernels

/// Cuts a text into the pieces of several splitters, each by its own scanner; pieces that several have become one row.
///
/// Rows are in the order of their ends, as those of a `PieceScanner`, and `batch.owners` says whose they are. Documents end at the
/// same places for every splitter. Not `Sendable`: each thread has its own.
final class MergedScanner: BatchScanner {
    /// A splitter's scanner, and how far its batch is taken over.
    private struct Track {
        let scanner: any BatchScanner
        let batch = PieceBatch()
        /// The splitter's bit among the owners.
        let owner: UInt8
        var piece = 0
        var document = 0

        init(_ scanner: any BatchScanner, owner: UInt8) {
            self.scanner = scanner
            self.owner = owner
        }

        /// Where the next piece begins and ends, or where the next document ends, which comes after its pieces; nil at the text's
        /// end.
        mutating func next() -> (start: UInt32, end: UInt32, isDocument: Bool)? {
            while piece == batch.pieceCount, document == batch.documentCount {
                if scanner.isFinished { return nil }
                batch.removeAll()
                scanner.fill(batch)
                (piece, document) = (0, 0)
            }
            if document < batch.documentCount, Int(batch.documentPieces[document]) == piece {
                return (0, batch.documentEnds[document], true)
            }
            let start = batch.starts[piece]
            return (start, start &+ batch.lengths[piece], false)
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
            (tracks[place].piece, tracks[place].document) = (0, 0)
        }
        isFinished = count == 0
    }

    func fill(_ batch: PieceBatch) {
        var rows = batch.pieceCount
        var documents = batch.documentCount
        tracks.withUnsafeMutableBufferPointer { tracks in
            while rows < PieceBatch.capacity, documents < PieceBatch.capacity {
                // What ends first; a document's end comes after the pieces that end there.
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
                    // All tracks are there: none has a piece that ends later before it.
                    for place in tracks.indices { tracks[place].document += 1 }
                    batch.documentPieces[documents] = UInt32(truncatingIfNeeded: rows)
                    batch.documentEnds[documents] = end
                    documents += 1
                    continue
                }
                let group = rows
                for place in tracks.indices {
                    guard let next = tracks[place].next(), !next.isDocument, next.end == end else { continue }
                    tracks[place].piece += 1
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
        batch.add(pieces: rows, documents: documents)
    }
}
