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

    /// The scan that writes rows of all patterns from a block on.
    func scan(from block: Int, open: Int, _ carry: jeoul_block_carry, everyone: UInt8) -> jeoul_block_scan {
        jeoul_block_scan(
            carry: carry, open: Int64(open), block: block, pretokens: count, documents: documents,
            limit: PreTokenBatch.capacity, starts: starts, document_pretokens: documentPreTokens,
            document_ends: documentEnds,
            ends: ends, owners: owners, everyone: everyone, patterns: 0, splits_lines: 0)
    }

    /// Takes over the rows that a scan has written.
    mutating func goOn(after scan: jeoul_block_scan) {
        count = scan.pretokens
        documents = scan.documents
    }

    /// Rows for a block in which all patterns begin the same pre-tokens, the last row being the open one, if any is open.
    @inline(__always)
    mutating func write(
        _ begins: UInt64, _ separator: UInt64, owners all: UInt8, masks: BlockMasks, text: UnsafePointer<UInt8>,
        carry: BlockMasks.Carry
    ) {
        masks.forEachDocumentEnd(separator, begins: begins, text: text, carry: carry) { end, before in
            documentPreTokens[documents] = UInt32(truncatingIfNeeded: count &+ before)
            documentEnds[documents] = UInt32(truncatingIfNeeded: end)
            documents &+= 1
        }
        // Eight at a time: a block seldom has more, and the stores beyond are overwritten. Each beginning is the end of the
        // row before; if that was the last of a document, `finishShared` has the right one.
        var bits = begins
        var row = count
        let base = UInt32(truncatingIfNeeded: masks.base)
        let eight = SIMD8<UInt8>(repeating: all)
        while bits != 0 {
            for slot in 0..<8 {
                let here = base &+ UInt32(truncatingIfNeeded: bits.trailingZeroBitCount)
                starts[row &+ slot] = here
                ends[row &+ slot &- 1] = here
                bits &= bits &- 1
            }
            UnsafeMutableRawPointer(owners + row).storeBytes(of: eight, as: SIMD8<UInt8>.self)
            row &+= 8
        }
        count &+= begins.nonzeroBitCount
        if separator > begins {
            // Where a CR is the block's last byte, its document ends with the next block, maybe in the next batch.
            ends[count &- 1] = base &+ UInt32(truncatingIfNeeded: 63 - separator.leadingZeroBitCount)
            starts[count] = ends[count &- 1]
        }
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
