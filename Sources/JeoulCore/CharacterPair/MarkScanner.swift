import ScanKernels

/// Cuts a text into the pieces of a `MarkRule`.
///
/// Where a document opens with a space, none is written: its first piece begins with the LF before the document, which the
/// model takes for a space (`CharacterStarts.lineFeed`). So such a text must begin with a LF that is not of it.
struct MarkScanner {
    private let text: UnsafePointer<UInt8>
    private let count: Int
    private let kernel: UnsafePointer<jeoul_kernel>
    private var scan: jeoul_mark_scan
    private(set) var isFinished: Bool

    // SAFETY: `text[0 ..< count]` must be readable, valid UTF-8, and outlive the scanner.
    init(text: UnsafePointer<UInt8>, count: Int, rule: MarkRule, splitsLines: Bool, kernel: ScanKernel) {
        precondition(count < Int(UInt32.max), "positions are 32 bits")
        self.text = text
        self.count = count
        self.kernel = kernel.pointer
        scan = rule.scan(splitsLines: splitsLines)
        isFinished = count == 0
    }

    /// Fills the batch with the next pieces and the ends of documents among them.
    mutating func fill(_ batch: PieceBatch) {
        scan.limit = PieceBatch.capacity
        scan.starts = batch.starts
        scan.document_pieces = batch.documentPieces
        scan.document_ends = batch.documentEnds
        kernel.pointee.scan_marks(&scan, text, count)
        isFinished = scan.is_finished != 0
        // An open piece is the last of `starts`: it is not complete, and the next batch begins with it.
        batch.finish(pieces: scan.pieces - (scan.open >= 0 ? 1 : 0), documents: scan.documents)
    }
}
