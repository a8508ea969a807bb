/// What threads take and give back, so that what one has made and learnt the next one need not.
///
// SAFETY: an element is out of the pool while a thread uses it, so that no two threads have the same.
final class Pool<Element>: @unchecked Sendable {
    private let lock = Lock(())
    private var idle: [Element] = []

    /// An element that is idle, or nil.
    func take() -> Element? { lock.withLock { _ in idle.popLast() } }

    /// Makes an element idle.
    func giveBack(_ element: Element) { lock.withLock { _ in idle.append(element) } }

    /// Calls `body` with an element that is idle, or a new one.
    func with<Result>(make: () throws -> Element, _ body: (Element) throws -> Result) rethrows -> Result {
        let element = try take() ?? make()
        defer { giveBack(element) }
        return try body(element)
    }
}
