import JeoulText

/// A few thousand pre-tokens of a text, and the documents that end among them: what a scanner gives and a counter takes.
///
/// Flat arrays, since each stage runs over all pre-tokens before the next one begins.
final class PreTokenBatch {
    /// How many pre-tokens a batch holds before the scanner stops: enough to hide the latency of the table behind prefetches.
    static let capacity = 2048
    /// How far one step of a scanner may go beyond: a block of 64 one-byte pre-tokens and the open one, for each of five
    /// patterns, and eight-wide stores.
    static let slack = 512

    /// Where each pre-token begins, in bytes from the text's start.
    let starts = UnsafeMutablePointer<UInt32>.allocate(capacity: capacity + slack)
    /// The length of each pre-token in bytes.
    ///
    /// There is room for one more before the first, so that a shared scanner may write the end of a row that is not there.
    let lengths = UnsafeMutablePointer<UInt32>.allocate(capacity: 1 + capacity + slack) + 1
    /// Of a shared scanner: the patterns that have the pre-token, a bit each.
    let owners = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity + slack)
    /// For each document that ends in this batch: how many of the batch's pre-tokens come before its end.
    let documentPreTokens = UnsafeMutablePointer<UInt32>.allocate(capacity: capacity + slack)
    /// For each document that ends in this batch: where it ends, in bytes from the text's start.
    let documentEnds = UnsafeMutablePointer<UInt32>.allocate(capacity: capacity + slack)
    var preTokenCount = 0
    var documentCount = 0
    /// Added tokens, in order: each is of the batch's document of that number, and stands before the pre-token of that number.
    var tokens: [(document: Int, preToken: Int, id: TokenID)] = []
    /// Of the batch's documents those that are forms of one for some members alone, in order.
    var forms: [(document: Int, members: MemberSet)] = []
    /// Where the text of the scanner that fills the batch begins in the text of the batch.
    var offset = 0

    init() { lengths[-1] = 0 }

    /// Whether it is to be worked on before more is added. A scanner stops at the capacity, of which a pre-token that is still open
    /// takes one.
    var isFull: Bool { preTokenCount >= Self.capacity - 1 || documentCount >= Self.capacity }

    /// Makes it empty.
    func removeAll() {
        (preTokenCount, documentCount) = (0, 0)
        if !tokens.isEmpty { tokens.removeAll(keepingCapacity: true) }
        if !forms.isEmpty { forms.removeAll(keepingCapacity: true) }
    }

    /// Gives `body` the documents that count for a member, some at a time.
    func forEachRange(of member: Int, _ body: (Range<Int>) -> Void) {
        var start = 0
        for form in forms where !form.members.contains(member) {
            if start < form.document { body(start..<form.document) }
            start = form.document + 1
        }
        if start < documentCount { body(start..<documentCount) }
    }

    deinit {
        starts.deallocate()
        (lengths - 1).deallocate()
        owners.deallocate()
        documentPreTokens.deallocate()
        documentEnds.deallocate()
    }

    /// Completes what a scanner has added: `starts[preTokenCount ... preTokens]` and the documents.
    func finish(preTokens: Int, documents: Int) {
        for index in preTokenCount..<preTokens { lengths[index] = starts[index + 1] &- starts[index] }
        // A document's last pre-token ends where the document does, not where the next one begins.
        var before = UInt32(truncatingIfNeeded: preTokenCount)
        for document in documentCount..<documents {
            let through = documentPreTokens[document]
            if through > before {
                lengths[Int(through) - 1] = documentEnds[document] &- starts[Int(through) - 1]
                before = through
            }
        }
        add(preTokens: preTokens, documents: documents)
    }

    /// Completes what a shared scanner has added, which has the pre-tokens' ends among the lengths.
    func finishShared(preTokens: Int, documents: Int) {
        // The last row of a document ends where the document does, whatever was written there.
        var before = UInt32(truncatingIfNeeded: preTokenCount)
        for document in documentCount..<documents {
            let through = documentPreTokens[document]
            if through > before {
                lengths[Int(through) - 1] = documentEnds[document]
                before = through
            }
        }
        for index in preTokenCount..<preTokens { lengths[index] &-= starts[index] }
        add(preTokens: preTokens, documents: documents)
    }

    /// Takes what a scanner has added and completed: their places become places of the batch's text.
    func add(preTokens: Int, documents: Int) {
        if offset != 0 {
            let offset = UInt32(truncatingIfNeeded: offset)
            for index in preTokenCount..<preTokens { starts[index] &+= offset }
            for document in documentCount..<documents { documentEnds[document] &+= offset }
        }
        (preTokenCount, documentCount) = (preTokens, documents)
    }
}
