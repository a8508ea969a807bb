import Dispatch
import Synchronization

/// A corpus's batches, worked on by several threads.
enum BatchWork {
    /// Reads a corpus and gives each batch to one of the threads' workers; `finish` is told of each worker at its end.
    ///
    /// Which worker gets which batch is not determined: what they make must not depend on it.
    /// - Returns: what the corpus was.
    /// - Throws: `CorpusError`, and what a worker throws; batches after an error are not worked on.
    static func run<Worker>(
        _ corpus: Corpus, threads: Int, makeWorker: @escaping @Sendable () throws -> Worker,
        work: @escaping @Sendable (Worker, TextBatch) throws -> Void, finish: @escaping @Sendable (Worker) -> Void
    ) throws -> CorpusSummary {
        let shared = Mutex(SharedReader(reader: corpus.makeReader()))
        let loop: @Sendable (Int) -> Void = { _ in
            do {
                var worker: Worker?
                while let batch = shared.withLock({ $0.next() }) {
                    let mine = try worker ?? makeWorker()
                    worker = mine
                    try work(mine, batch)
                }
                if let worker { finish(worker) }
            } catch {
                shared.withLock { $0.failure = $0.failure ?? error }
            }
        }
        if threads == 1 || corpus.isSmall {
            loop(0)
        } else {
            DispatchQueue.concurrentPerform(iterations: threads, execute: loop)
        }
        let (summary, failure) = shared.withLock { ($0.reader.summary, $0.failure) }
        if let failure { throw failure }
        return summary
    }

    private struct SharedReader {
        var reader: CorpusReader
        var failure: (any Error)?

        mutating func next() -> TextBatch? {
            guard failure == nil else { return nil }
            do {
                return try reader.next()
            } catch {
                failure = error
                return nil
            }
        }
    }
}
