import Foundation
import JeoulCorpora

/// The one loop over documents: a corpus's batches, worked on by several threads.
enum BatchWork {
    /// Reads a corpus and gives each batch to one of the threads' workers; `finish` takes over what a worker has made, who may work on.
    ///
    /// Which worker gets which batch is not determined: what they make must not depend on it.
    ///
    /// - Parameters:
    ///   - keeping: where to go on, and what to do between two inputs to keep what was made; nil where nothing is kept.
    ///   - note: is told where the system gave fewer threads.
    /// - Returns: what the corpus was.
    /// - Throws: `CorpusError`, and what a worker throws; batches after an error are not worked on.
    static func run<Worker>(
        _ corpus: Corpus, threads: Int, keeping: CheckpointKeeper? = nil, note: (String) -> Void = { _ in },
        makeWorker: @escaping @Sendable () throws -> Worker,
        work: @escaping @Sendable (Worker, TextBatch) throws -> Void,
        finish: @escaping @Sendable (Worker) throws -> Void = { _ in }
    ) throws -> CorpusSummary {
        let reader = SharedCorpusReader(corpus, from: keeping?.start)
        if let keeping { reader.pause { keeping.isDue } }
        let pool = WorkerPool<Worker>()
        let wanted = corpus.isSmall ? 1 : threads
        var fewest = wanted
        defer { if fewest < wanted { note("the system gave \(fewest) of the \(wanted) threads that were asked for") } }
        while true {
            let given = ThreadTeam.run(min(wanted, ThreadTeam.affordable)) {
                do {
                    var worker: Worker?
                    while let batch = reader.next() {
                        // All of its records were skipped.
                        if batch.documentCount == 0 { continue }
                        let mine = try worker ?? pool.take() ?? makeWorker()
                        worker = mine
                        try work(mine, batch)
                    }
                    if let worker {
                        try finish(worker)
                        pool.give(worker)
                    }
                } catch {
                    reader.fail(error)
                }
            }
            fewest = min(fewest, given)
            if let failure = reader.failure { throw failure }
            guard let keeping, let pause = reader.pause else { return reader.summary }
            try keeping.save(pause)
            reader.goOn()
        }
    }
}

/// Workers that are between two turns: what they have learned of pieces stays of use.
private final class WorkerPool<Worker>: @unchecked Sendable {
    // SAFETY: touched under the lock alone, and a worker is given out to one thread at a time.
    private let lock = NSLock()
    private var workers: [Worker] = []

    func take() -> Worker? { lock.withLock { workers.popLast() } }

    func give(_ worker: Worker) { lock.withLock { workers.append(worker) } }
}

/// Threads of the system's that do one thing together.
enum ThreadTeam {
    /// Runs `body` on the calling thread and on so many further ones as make `count`, or as the system gives: each may do all of the
    /// work. Returns when all have ended.
    ///
    /// - Returns: how many threads there were.
    @discardableResult
    static func run(_ count: Int, _ body: @escaping @Sendable () -> Void) -> Int {
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
        return threads.count + 1
    }

    /// For how many threads a limit on memory leaves room, such as `ulimit -v` sets: beyond it a thread would end the work instead of doing
    /// a part of it. Half of the limit is for them, each with its stack, its cache of pre-tokens and its batches.
    static var affordable: Int {
        var limit = rlimit()
        #if canImport(Glibc)
            let isKnown = getrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit) == 0
        #else
            let isKnown = getrlimit(RLIMIT_AS, &limit) == 0
        #endif
        guard isKnown else { return .max }
        return max(1, Int(clamping: limit.rlim_cur) / 2 / (64 << 20))
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
