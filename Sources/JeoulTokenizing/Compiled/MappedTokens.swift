import Synchronization

/// The tokens of a compiled vocabulary, which are copied out of the file when they are first asked for: counting does not ask, and
/// half of the time that a compiled vocabulary takes to be ready would be theirs.
///
// SAFETY: the file is not written and stays mapped as long as its owner, which is kept.
final class MappedTokens: @unchecked Sendable {
    final class Arrays: Sendable {
        let storage: [UInt8]
        let starts: [UInt32]

        init(_ bytes: UnsafeBufferPointer<UInt8>, _ starts: UnsafeBufferPointer<UInt32>) {
            storage = Array(bytes)
            self.starts = Array(starts)
        }
    }

    private let bytes: UnsafeBufferPointer<UInt8>
    private let starts: UnsafeBufferPointer<UInt32>
    private let owner: AnyObject
    private let copied = AtomicLazyReference<Arrays>()

    /// - Parameters:
    ///   - bytes: all tokens' bytes, one after another in id order.
    ///   - starts: where each begins, and where the last ends: not empty.
    ///   - owner: what keeps both in memory.
    /// Nil where the bounds are not those of the bytes: a file may say anything.
    init?(bytes: UnsafeBufferPointer<UInt8>, starts: UnsafeBufferPointer<UInt32>, owner: AnyObject) {
        guard starts.first == 0, starts.last.map(Int.init) == bytes.count else { return nil }
        self.bytes = bytes
        self.starts = starts
        self.owner = owner
    }

    /// One more than the greatest id.
    var endID: Int { starts.count - 1 }

    /// Copies; several threads that ask first may each make one, and take the same.
    var arrays: Arrays { copied.load() ?? copied.storeIfNil(Arrays(bytes, starts)) }
}
