/// The counting or encoding state that no thread uses at the moment: what one has learnt, the next one need not.
// SAFETY: a pass is used by whoever took it, alone, until it is given back.
final class PassPool<Pass: AnyObject>: @unchecked Sendable {
    private let lock = Lock(())
    private var idle: [Pass] = []
    private var wasFull = false
    private let make: () throws -> Pass
    private let isFull: (Pass) -> Bool

    /// - Parameters:
    ///   - make: makes a pass; safe to call from any thread.
    ///   - isFull: whether a pass's memory was too small.
    init(_ make: @escaping () throws -> Pass, isFull: @escaping (Pass) -> Bool) {
        self.make = make
        self.isFull = isFull
    }

    /// A pass that is idle, or a new one.
    func take() throws -> Pass {
        try lock.withLock { _ in idle.popLast() } ?? make()
    }

    /// Makes a pass idle.
    func giveBack(_ pass: Pass) {
        lock.withLock { _ in
            idle.append(pass)
            wasFull = wasFull || isFull(pass)
        }
    }

    /// Whether the memory of a pass that has been given back was too small.
    var hasBeenFull: Bool { lock.withLock { _ in wasFull } }
}
