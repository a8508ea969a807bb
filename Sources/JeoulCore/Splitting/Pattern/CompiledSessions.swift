import Synchronization

/// Scanners of a compiled splitter that threads take and give back.
///
// SAFETY: a session is out of the pool while a thread uses it, so that no two threads have the same.
final class CompiledSessions: @unchecked Sendable {
    /// What one thread needs to cut a text.
    struct Session {
        let scanner: CompiledScanner
        let batch = PieceBatch()
    }

    private let lock = Mutex<Void>(())
    private var free: [Session] = []

    func with<Result>(
        make: () -> CompiledScanner, _ body: (Session) throws -> Result
    ) rethrows -> Result {
        let session = lock.withLock { _ in free.popLast() } ?? Session(scanner: make())
        defer { lock.withLock { _ in free.append(session) } }
        return try body(session)
    }
}
