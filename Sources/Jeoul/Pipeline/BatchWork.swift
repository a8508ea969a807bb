import Foundation

/// The one loop over documents: a corpus's batches, worked on by several threads.
enum BatchWork {
    /// Reads a corpus and gives each batch to one of the threads' workers; `finish` is told of each worker at its end.
    ///
    /// Which worker gets which batch is not determined: what they make must not depend on it.
    /// - Returns: what the corpus was.
    /// - Throws: `CorpusError`, and what a worker throws; batches after an error are not worked on.
    static func run<Worker>(
        _ corpus: Corpus, threads: Int, makeWorker: @escaping @Sendable () throws -> Worker,
        work: @escaping @Sendable (Worker, TextBatch) throws -> Void,
        finish: @escaping @Sendable (Worker) -> Void = { _ in }
    ) throws -> CorpusSummary {
        let reader = SharedCorpusReader(corpus)
        ThreadTeam.run(corpus.isSmall ? 1 : threads) {
            do {
                var worker: Worker?
                while let batch = reader.next() {
                    let mine = try worker ?? makeWorker()
                    worker = mine
                    try work(mine, batch)
                }
                if let worker { finish(worker) }
            } catch {
                reader.fail(error)
            }
        }
        if let failure = reader.failure { throw failure }
        return reader.summary
    }
}

/// Threads of the system's that do one thing together.
enum ThreadTeam {
    /// Runs `body` on the calling thread and on so many further ones as make `count`, or as the system gives: each may do all of the
    /// work. Returns when all have ended.
    static func run(_ count: Int, _ body: @escaping @Sendable () -> Void) {
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        // The main thread's usual size; elsewhere than on Linux others have 512 KB.
        pthread_attr_setstacksize(&attributes, 8 << 20)
        defer { pthread_attr_destroy(&attributes) }
        var threads: [pthread_t] = []
        for _ in 1..<max(1, count) {
            guard let thread = start(body, &attributes) else { break }
            threads.append(thread)
        }
        body()
        for thread in threads { pthread_join(thread, nil) }
    }

    private final class Box {
        let body: @Sendable () -> Void

        init(_ body: @escaping @Sendable () -> Void) { self.body = body }
    }

    private static func start(_ body: @escaping @Sendable () -> Void, _ attributes: inout pthread_attr_t) -> pthread_t?
    {
        // SAFETY: the box is retained for the thread, which releases it; where there is no thread it is released here.
        let box = Unmanaged.passRetained(Box(body))
        #if canImport(Darwin)
            var thread: pthread_t?
            let status = pthread_create(
                &thread, &attributes,
                { argument in
                    Unmanaged<Box>.fromOpaque(argument).takeRetainedValue().body()
                    return nil
                }, box.toOpaque())
        #else
            var thread = pthread_t()
            let status = pthread_create(
                &thread, &attributes,
                { argument in
                    if let argument { Unmanaged<Box>.fromOpaque(argument).takeRetainedValue().body() }
                    return nil
                }, box.toOpaque())
        #endif
        guard status == 0 else {
            box.release()
            return nil
        }
        return thread
    }
}
