import JeoulText
import ScanKernels

/// Cuts a text into the pieces of a `MarkRule`.
///
/// Where a document opens with a space, none is written: its first piece begins with the LF before the document, which the
/// model takes for a space (`CharacterStarts.lineFeed`). So such a text must begin with a LF that is not of it.
final class MarkScanner {
    private let rule: MarkRule
    private let kernel: UnsafePointer<jeoul_kernel>
    private var text: UnsafePointer<UInt8>?
    private var count = 0
    private var scan: jeoul_mark_scan
    private(set) var isFinished = true

    init(_ rule: MarkRule, kernel: ScanKernel) {
        self.rule = rule
        self.kernel = kernel.pointer
        scan = rule.scan(splitsLines: false)
    }

    /// Begins another text.
    // SAFETY: `text[0 ..< count]` must be readable, valid UTF-8, until it is finished.
    func start(_ text: UnsafePointer<UInt8>, _ count: Int, splitsLines: Bool) {
        precondition(count < Int(UInt32.max), "positions are 32 bits")
        self.text = text
        self.count = count
        scan = rule.scan(splitsLines: splitsLines)
        isFinished = count == 0
    }

    /// Adds the next pieces to the batch, and the ends of documents among them.
    func fill(_ batch: PreTokenBatch) {
        guard let text else { return }
        scan.limit = PreTokenBatch.capacity
        scan.starts = batch.starts
        scan.document_pretokens = batch.documentPreTokens
        scan.document_ends = batch.documentEnds
        (scan.pretokens, scan.documents) = (batch.preTokenCount, batch.documentCount)
        kernel.pointee.scan_marks(&scan, text, count)
        isFinished = scan.is_finished != 0
        // An open piece is the last of `starts`: it is not complete, and the next batch begins with it.
        batch.finish(preTokens: scan.pretokens - (scan.open >= 0 ? 1 : 0), documents: scan.documents)
    }
}
