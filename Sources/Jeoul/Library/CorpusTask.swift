import Foundation
import JeoulText
import JeoulCorpora
import JeoulWeighing
import Synchronization

/// How far the work on a corpus is.
public struct CorpusProgress: Sendable, Hashable {
    /// The bytes that have been counted, as they are stored.
    public let bytes: Int
    /// The bytes of all files; nil where that is not known before they are read.
    public let expectedBytes: Int?
    /// The part that is done, from 0 to 1; nil where that is not known.
    public var fraction: Double? { expectedBytes.map { $0 == 0 ? 1 : min(1, Double(bytes) / Double($0)) } }
}

/// Work on a corpus that goes on by itself, on threads of its own: none of Swift's pool is held.
///
///     let task = TokenMeasurement.task(of: corpus, with: tokenizers)
///     for await progress in task.progress { show(progress.fraction) }
///     let measurement = try await task.value
public struct CorpusTask<Value: Sendable>: Sendable {
    /// How far the work is. A slow consumer gets only the latest; the stream finishes with the work.
    public let progress: AsyncStream<CorpusProgress>
    private let result: Task<Result<Value, JeoulError>, Never>
    private let cancellation: Cancellation

    /// Starts the work; `body` is given the corpus and the callback of its weighing, and runs on one thread.
    init(
        _ corpus: Corpus,
        _ body:
            @escaping @Sendable (Corpus, @escaping @Sendable (WeighingProgress) -> Void) throws(JeoulError) -> Value
    ) {
        let (stream, continuation) = AsyncStream.makeStream(
            of: CorpusProgress.self, bufferingPolicy: .bufferingNewest(1))
        let cancellation = Cancellation()
        var corpus = corpus
        let isCancelled = corpus.options.isCancelled
        corpus.options.isCancelled = { cancellation.isCancelled || isCancelled?() == true }
        let work = corpus
        progress = stream
        self.cancellation = cancellation
        result = Task {
            defer { continuation.finish() }
            return await withCheckedContinuation { result in
                Thread.detachNewThread {
                    let value = Result { () throws(JeoulError) in
                        try body(work) { progress in
                            continuation.yield(CorpusProgress(bytes: progress.bytes, expectedBytes: progress.total))
                        }
                    }
                    result.resume(returning: cancellation.isCancelled ? .failure(.cancelled) : value)
                }
            }
        }
    }

    /// What it gives. Cancelling the task that waits cancels the work.
    ///
    /// - Throws: ``JeoulError/cancelled`` where it was cancelled, and what the work throws.
    public var value: Value {
        get async throws(JeoulError) {
            let done = await withTaskCancellationHandler {
                await result.value
            } onCancel: {
                cancellation.cancel()
            }
            return try done.get()
        }
    }

    /// Asks the work to end, after the blocks that are being counted.
    public func cancel() { cancellation.cancel() }

    private final class Cancellation: Sendable {
        private let flag = Atomic(false)

        var isCancelled: Bool { flag.load(ordering: .relaxed) }
        func cancel() { flag.store(true, ordering: .relaxed) }
    }
}
