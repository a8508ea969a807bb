/// The memory that one thread needs to merge pieces. Not `Sendable`: each thread has its own.
///
/// What the inner loops use never moves, so that they read constant pointers.
final class MergeWorkspace {
    /// The longest run that is merged in place; `HeapMerger` brings its own memory.
    static let longestRun = 2048
    private static let capacity = longestRun + 64

    /// The tokens of the runs being merged.
    let tokens = UnsafeMutablePointer<TokenID>.allocate(capacity: capacity)
    /// `ranks[i]` is the rank at which tokens i and i + 1 of a run merge.
    let ranks = UnsafeMutablePointer<UInt32>.allocate(capacity: capacity)
    /// The ids of a piece that is encoded window by window.
    private(set) var accepted = UnsafeMutablePointer<TokenID>.allocate(capacity: 512)
    private var acceptedCapacity = 512
    var acceptedCount = 0

    init() {}

    deinit {
        tokens.deallocate()
        ranks.deallocate()
        accepted.deallocate()
    }

    /// Adds tokens to `accepted`.
    func accept(_ tokens: UnsafePointer<TokenID>, _ count: Int) {
        if acceptedCount + count > acceptedCapacity {
            while acceptedCapacity < acceptedCount + count { acceptedCapacity *= 2 }
            let larger = UnsafeMutablePointer<TokenID>.allocate(capacity: acceptedCapacity)
            larger.update(from: accepted, count: acceptedCount)
            accepted.deallocate()
            accepted = larger
        }
        (accepted + acceptedCount).update(from: tokens, count: count)
        acceptedCount += count
    }
}
