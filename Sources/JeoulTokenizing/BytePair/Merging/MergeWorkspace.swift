import JeoulText
import ScanKernels

/// The memory that one thread needs to merge pre-tokens. Not `Sendable`: each thread has its own.
final class MergeWorkspace {
    /// The tokens of the run being merged, or the ids of a pre-token.
    private(set) var tokens = UnsafeMutablePointer<TokenID>.allocate(capacity: 512)
    private var capacity = 512
    /// In which order tokens merge.
    var order = PriorityMerge()
    /// The memory of short pre-tokens.
    private(set) lazy var runs = MergeRuns()
    /// How many tokens the windows of the last long pre-token had, those that were done again counted again.
    var mergedInWindows = 0

    deinit { tokens.deallocate() }

    /// Makes room for so many tokens, and forgets those that are there.
    @inline(__always)
    func reserve(_ count: Int) -> UnsafeMutablePointer<TokenID> {
        if count > capacity { grow(to: count) }
        return tokens
    }

    /// The first so many tokens, without their flags: valid until the next use.
    @inline(__always)
    func ids(_ count: Int) -> UnsafeBufferPointer<TokenID> {
        for index in 0..<count { tokens[index] &= PairTable.limit }
        return UnsafeBufferPointer(start: tokens, count: count)
    }

    /// Gives back the memory that a large pre-token has taken.
    func giveBack() {
        guard capacity > Self.keptCapacity else { return }
        tokens.deallocate()
        capacity = 512
        tokens = .allocate(capacity: capacity)
        order = PriorityMerge()
    }

    private static let keptCapacity = 1 << 20

    @inline(never)
    private func grow(to count: Int) {
        tokens.deallocate()
        capacity = max(count, 2 * capacity)
        tokens = .allocate(capacity: capacity)
    }
}
