import JeoulText
import ScanKernels

/// The memory that one thread needs to merge pre-tokens. Not `Sendable`: each thread has its own.
final class MergeWorkspace {
    /// The tokens of the run being merged, or the ids of a pre-token.
    private(set) var tokens = UnsafeMutablePointer<TokenID>.allocate(capacity: 512)
    private var capacity = 512
    /// `ranks[i]` is the rank at which tokens i and i + 1 of a short run merge.
    let ranks = UnsafeMutablePointer<UInt32>.allocate(capacity: Merger.longestSearch)
    /// The memory of short pre-tokens.
    private(set) lazy var runs = MergeRuns()
    /// How many tokens `jeoul_encode_long` took back last.
    var takenBack = 0
    private var answers: UnsafeMutablePointer<UInt64>?
    /// Kept alive, so that no other encoder is taken for it.
    private var answersOwner: LongPreTokenEncoder?

    deinit {
        tokens.deallocate()
        ranks.deallocate()
        answers?.deallocate()
    }

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

    /// Which token an encoder found that may follow which, for `jeoul_encode_long`.
    ///
    /// Each thread has its own, so that no thread waits for another; an encoder that comes after another begins afresh.
    func answers(for encoder: LongPreTokenEncoder) -> UnsafeMutablePointer<UInt64> {
        let answers = self.answers ?? .allocate(capacity: 1 << Int(JEOUL_ANSWER_BITS))
        if answersOwner !== encoder {
            answers.update(repeating: .max, count: 1 << Int(JEOUL_ANSWER_BITS))
            answersOwner = encoder
        }
        self.answers = answers
        return answers
    }

    /// Gives back the memory that a large pre-token has taken.
    func giveBack() {
        guard capacity > Self.keptCapacity else { return }
        tokens.deallocate()
        capacity = 512
        tokens = .allocate(capacity: capacity)
    }

    private static let keptCapacity = 1 << 20

    @inline(never)
    private func grow(to count: Int) {
        tokens.deallocate()
        capacity = max(count, 2 * capacity)
        tokens = .allocate(capacity: capacity)
    }
}
