import ScanKernels

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
    /// The ids of a long piece.
    private(set) var accepted = UnsafeMutablePointer<TokenID>.allocate(capacity: 512)
    private var acceptedCapacity = 512
    var acceptedCount = 0
    /// How many tokens `jeoul_encode_long` took back last.
    var takenBack = 0
    private var answers: UnsafeMutablePointer<UInt64>?
    /// Kept alive, so that no other encoder is taken for it.
    private var answersOwner: LongPieceEncoder?

    deinit {
        tokens.deallocate()
        ranks.deallocate()
        accepted.deallocate()
        answers?.deallocate()
    }

    /// Adds tokens to `accepted`.
    func accept(_ tokens: UnsafePointer<TokenID>, _ count: Int) {
        if acceptedCount + count > acceptedCapacity { grow(to: acceptedCount + count) }
        (accepted + acceptedCount).update(from: tokens, count: count)
        acceptedCount += count
    }

    /// Makes room for so many tokens in `accepted`, and forgets those that are there.
    func reserve(_ count: Int) {
        acceptedCount = 0
        if count > acceptedCapacity { grow(to: count) }
    }

    /// Which token an encoder found that may follow which, for `jeoul_encode_long`.
    ///
    /// Each thread has its own, so that no thread waits for another; an encoder that comes after another begins afresh.
    func answers(for encoder: LongPieceEncoder) -> UnsafeMutablePointer<UInt64> {
        let answers = self.answers ?? .allocate(capacity: 1 << Int(JEOUL_ANSWER_BITS))
        if answersOwner !== encoder {
            answers.update(repeating: .max, count: 1 << Int(JEOUL_ANSWER_BITS))
            answersOwner = encoder
        }
        self.answers = answers
        return answers
    }

    @inline(never)
    private func grow(to count: Int) {
        while acceptedCapacity < count { acceptedCapacity *= 2 }
        let larger = UnsafeMutablePointer<TokenID>.allocate(capacity: acceptedCapacity)
        larger.update(from: accepted, count: acceptedCount)
        accepted.deallocate()
        accepted = larger
    }
}
