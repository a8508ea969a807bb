import Synchronization

/// The memory that one thread needs to encode with a `GeneralTokenizer`. Not `Sendable`: each thread has its own.
final class GeneralSession {
    let normalizerRegexes: [RegularExpression]
    let splitterRegexes: [RegularExpression]
    let workspace = MergeWorkspace()
    var cache = PieceCache()
    var symbols: [TokenID] = []
    var spans: [Range<Int>] = []

    init(normalizerRegexes: [RegularExpression], splitterRegexes: [RegularExpression]) {
        self.normalizerRegexes = normalizerRegexes
        self.splitterRegexes = splitterRegexes
    }
}

/// Sessions that threads take and give back.
///
// SAFETY: a session is out of the pool while a thread uses it, so that no two threads have the same; ICU's matchers may
// move between threads.
final class SessionPool: @unchecked Sendable {
    private let lock = Mutex<Void>(())
    private var free: [GeneralSession] = []

    func with<Result>(
        make: () throws -> GeneralSession, _ body: (GeneralSession) throws -> Result
    ) throws -> Result {
        let session = try lock.withLock { _ in free.popLast() } ?? make()
        defer { lock.withLock { _ in free.append(session) } }
        return try body(session)
    }
}
