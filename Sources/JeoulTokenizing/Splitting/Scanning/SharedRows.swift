import ScanKernels

/// The rows of a batch for several patterns while they are written. In `batch.lengths` are the pre-tokens' ends until
/// `PreTokenBatch.finishShared`.
///
/// A handle of pointers, so that the loop of the scanner has them in registers.
struct SharedRows {
    private let starts: UnsafeMutablePointer<UInt32>
    private let ends: UnsafeMutablePointer<UInt32>
    private let owners: UnsafeMutablePointer<UInt8>
    private let documentPreTokens: UnsafeMutablePointer<UInt32>
    private let documentEnds: UnsafeMutablePointer<UInt32>
    /// The rows, the last of which may be that of an open pre-token.
    var count: Int
    private(set) var documents: Int

    // SAFETY: the batch must outlive the rows. A block adds no more than `PreTokenBatch.slack` rows: at each of its 64 bytes
    // and at its end one for each pattern that differs.
    init(_ batch: PreTokenBatch) {
        starts = batch.starts
        ends = batch.lengths
        owners = batch.owners
        documentPreTokens = batch.documentPreTokens
        documentEnds = batch.documentEnds
        count = batch.preTokenCount
        documents = batch.documentCount
    }

    /// A row of a pre-token that is open.
    @inline(__always)
    mutating func begin(_ start: Int, owners all: UInt8) {
        starts[count] = UInt32(truncatingIfNeeded: start)
        owners[count] = all
        count &+= 1
    }

    /// Has a scan go on with the rows.
    func begin(_ scan: inout jeoul_block_scan, isShared: Bool) {
        (scan.pretokens, scan.documents, scan.limit) = (count, documents, PreTokenBatch.capacity)
        (scan.starts, scan.document_pretokens, scan.document_ends) = (starts, documentPreTokens, documentEnds)
        (scan.ends, scan.owners) = isShared ? (ends, owners) : (nil, nil)
    }

    /// Takes over the rows that a scan has written.
    mutating func goOn(after scan: jeoul_block_scan) {
        count = scan.pretokens
        documents = scan.documents
    }

    /// A pre-token of a pattern; if a row from `group` on has the same pre-token, another owner of that one.
    @inline(__always)
    mutating func add(_ start: Int, _ end: Int, owner: UInt8, group: Int) {
        guard start >= 0 else { return }
        let start = UInt32(truncatingIfNeeded: start)
        var row = group
        while row < count {
            if starts[row] == start {
                owners[row] |= owner
                return
            }
            row &+= 1
        }
        starts[count] = start
        ends[count] = UInt32(truncatingIfNeeded: end)
        owners[count] = owner
        count &+= 1
        // Where only one pattern is scanned, what comes next tells where a pre-token ends.
        starts[count] = UInt32(truncatingIfNeeded: end)
    }

    /// The end of a document, to which the rows so far belong.
    mutating func endDocument(_ end: Int) {
        documentPreTokens[documents] = UInt32(truncatingIfNeeded: count)
        documentEnds[documents] = UInt32(truncatingIfNeeded: end)
        documents &+= 1
    }
}
