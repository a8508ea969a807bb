import Foundation

/// Reads a corpus from front to back, a batch of documents at a time.
///
/// What comes out is valid UTF-8, cut into documents. One thread reads; the batches may be weighed on others.
package struct CorpusReader {
    private var feed: CorpusFeed
    private var ledger: CorpusTotals
    private let digests: TextDigests

    /// A reader at the beginning.
    init(_ corpus: Corpus) {
        feed = CorpusFeed(corpus)
        digests = TextDigests(isEnabled: corpus.options.computesDigests, keepsTotal: corpus.inputs.count > 1)
        ledger = CorpusTotals(corpus, digests: digests)
    }

    /// What was read so far; complete once ``next()`` has returned nil.
    package var summary: CorpusSummary { ledger.finished() }

    /// The next batch, or nil at the end of the last input. A batch holds at least one document, or a record that was skipped.
    ///
    /// - Complexity: O(bytes of the batch).
    /// - Throws: ``CorpusError``, with the place. What follows an error is not read.
    package mutating func next() throws(CorpusError) -> TextBatch? {
        while let item = feed.next() {
            let batch = try ledger.take(item, item.documents())
            if ledger.hasAbandoned { feed.abandon(item.input) }
            digests.hash()
            if let batch { return batch }
        }
        return nil
    }
}

/// A corpus that several threads read: one at a time takes the next block, all decode theirs at once, and one after another, in order,
/// they take the documents into the books.
///
/// A thread that has taken a block hands it in, whatever happens: the others wait for their turn.
package final class SharedCorpusReader: @unchecked Sendable {
    // SAFETY: `feed` is touched under `reading` alone, the rest under `turn`.
    private let reading = NSLock()
    private var feed: CorpusFeed
    private let turn = NSCondition()
    private var ledger: CorpusTotals
    private var failed: (any Error)?
    private let digests: TextDigests

    /// What is kept between two blocks to go on with later.
    package struct Kept: Sendable, Codable {
        var position: CorpusFeed.Position
        package var summary: CorpusSummary
        /// The input that is being read.
        var input: CorpusTotals.Input
        var digests: TextDigests.Kept

        /// How many of the inputs were read to their ends, or left out.
        package var doneInputs: Int { position.input }

        /// Of the input that was read in part, how many stored bytes were read, and their sha256; nil between two inputs.
        package var part: (bytes: Int, sha256: String)? {
            position.blocks == 0 ? nil : digests.stored.map { (input.bytes, $0) }
        }
    }

    /// - Parameter kept: where to go on; nil for the beginning.
    package init(_ corpus: Corpus, from kept: Kept? = nil) {
        feed = CorpusFeed(corpus, at: kept?.position ?? CorpusFeed.Position())
        digests = TextDigests(isEnabled: corpus.options.computesDigests, keepsTotal: corpus.inputs.count > 1)
        ledger = CorpusTotals(corpus, digests: digests, from: kept)
        if let kept { digests.goOn(from: kept.digests) }
    }

    /// Has reading pause behind a block or an input where that is asked for: the threads are then told the end.
    package func pause(where pauses: @escaping () -> Bool) { reading.withLock { feed.pauses = pauses } }

    /// What to keep, where reading pauses; nil where it has ended. Asked for when all threads have been told the end.
    package var pause: Kept? {
        reading.withLock {
            guard feed.isPaused, failure == nil else { return nil }
            return turn.withLock {
                Kept(
                    position: feed.position, summary: ledger.finished(), input: ledger.inputInHand,
                    digests: digests.kept)
            }
        }
    }

    /// Ends a pause.
    package func goOn() { reading.withLock { feed.goOn() } }

    /// The next batch for the calling thread; nil at the end, and after any thread's failure.
    package func next() -> TextBatch? {
        while failure == nil {
            guard let item = reading.withLock({ feed.next() }) else { return nil }
            let documents = item.documents()
            let (batch, isAbandoned) = handIn(item, documents)
            if isAbandoned { reading.withLock { feed.abandon(item.input) } }
            digests.hash()
            if let batch { return batch }
        }
        return nil
    }

    private func handIn(
        _ item: CorpusFeed.Item, _ documents: Result<BlockDecoding.Documents, CorpusError>?
    ) -> (batch: TextBatch?, isAbandoned: Bool) {
        turn.lock()
        defer {
            turn.broadcast()
            turn.unlock()
        }
        while ledger.nextIndex != item.index { turn.wait() }
        do throws(CorpusError) {
            let batch = try ledger.take(item, documents)
            return (failed == nil ? batch : nil, ledger.hasAbandoned)
        } catch {
            failed = failed ?? error
            return (nil, false)
        }
    }

    /// Ends reading with an error, unless one has ended it before.
    package func fail(_ error: any Error) { turn.withLock { failed = failed ?? error } }

    /// The error that ended reading.
    package var failure: (any Error)? { turn.withLock { failed } }

    /// What was read; complete when all threads have been told the end.
    package var summary: CorpusSummary { turn.withLock { ledger.finished() } }
}
