import JeoulText
import Synchronization

/// The encoder of long pre-tokens of a model, built when it pays.
///
/// Building takes as long as merging a few hundred kilobytes with a heap, and most texts have no such pre-tokens. So the heap
/// is used until it has been used for that much: whatever comes, no more than twice the time of the better choice is spent.
final class LongPreTokenEncoderStore: Sendable {
    /// How many bytes of long pre-tokens are merged with a heap before the encoder is built.
    static let patience = 1 << 17

    private let built = AtomicLazyReference<LongPreTokenEncoder>()
    private let spent = Atomic<Int>(0)
    private let building = Lock(false)

    /// The encoder, or nil where it is not worth building it yet; a pre-token of `count` bytes is counted as encoded.
    @inline(__always)
    func encoder(for model: BytePairModel, _ count: Int) -> LongPreTokenEncoder? {
        if let encoder = built.load() { return encoder }
        let total = spent.wrappingAdd(count, ordering: .relaxed).newValue
        return total > Self.patience ? build(model) : nil
    }

    /// Builds the encoder, unless another thread has done so meanwhile, or is about to, or it could not be built. Nobody waits: of a
    /// forked process the thread that has the lock may be left behind.
    @inline(never)
    private func build(_ model: BytePairModel) -> LongPreTokenEncoder? {
        let encoder: LongPreTokenEncoder?? = building.withLockIfAvailable { hasFailed in
            if let encoder = built.load() { return encoder }
            guard !hasFailed, let encoder = LongPreTokenEncoder(model) else {
                hasFailed = true
                return nil
            }
            return built.storeIfNil(encoder)
        }
        return encoder ?? nil
    }
}
