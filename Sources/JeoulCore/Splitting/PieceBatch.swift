/// A few thousand pieces of a text, and the documents that end among them: what a scanner gives and a counter prices.
///
/// Flat arrays, since each stage runs over all pieces before the next one begins.
final class PieceBatch {
    /// How many pieces a batch holds before the scanner stops: enough to hide the latency of the table behind prefetches.
    static let capacity = 2048
    /// How far one step of a scanner may go beyond: a block of 64 one-byte pieces and the open one, for each of five
    /// patterns, and eight-wide stores.
    static let slack = 512

    /// Where each piece begins, in bytes from the text's start.
    let starts = UnsafeMutablePointer<UInt32>.allocate(capacity: capacity + slack)
    /// The length of each piece in bytes.
    ///
    /// There is room for one more before the first, so that a shared scanner may write the end of a row that is not there.
    let lengths = UnsafeMutablePointer<UInt32>.allocate(capacity: 1 + capacity + slack) + 1
    /// Of a shared scanner: the patterns that have the piece, a bit each.
    let owners = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity + slack)
    /// For each document that ends in this batch: how many of the batch's pieces come before its end.
    let documentPieces = UnsafeMutablePointer<UInt32>.allocate(capacity: capacity + slack)
    /// For each document that ends in this batch: where it ends, in bytes from the text's start.
    let documentEnds = UnsafeMutablePointer<UInt32>.allocate(capacity: capacity + slack)
    var pieceCount = 0
    var documentCount = 0

    init() {}

    deinit {
        starts.deallocate()
        (lengths - 1).deallocate()
        owners.deallocate()
        documentPieces.deallocate()
        documentEnds.deallocate()
    }

    /// Completes a batch of which `starts[0 ... pieces]` and the documents are filled.
    func finish(pieces: Int, documents: Int) {
        pieceCount = pieces
        documentCount = documents
        for index in 0..<pieces { lengths[index] = starts[index + 1] &- starts[index] }
        // A document's last piece ends where the document does, not where the next one begins.
        var before: UInt32 = 0
        for document in 0..<documents {
            let through = documentPieces[document]
            if through > before {
                lengths[Int(through) - 1] = documentEnds[document] &- starts[Int(through) - 1]
                before = through
            }
        }
    }

    /// Completes a batch of a shared scanner, which has the pieces' ends among the lengths.
    func finishShared(pieces: Int, documents: Int) {
        pieceCount = pieces
        documentCount = documents
        // The last row of a document ends where the document does, whatever was written there.
        var before: UInt32 = 0
        for document in 0..<documents {
            let through = documentPieces[document]
            if through > before {
                lengths[Int(through) - 1] = documentEnds[document]
                before = through
            }
        }
        for index in 0..<pieces { lengths[index] &-= starts[index] }
    }
}
