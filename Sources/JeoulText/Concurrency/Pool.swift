/// What threads take and give back, so that what one has made and learnt the next one need not.
///
// SAFETY: an element is out of the pool while a thread uses it, so that no two threads have the same.
package final class Pool<Element>: @unchecked Sendable {
    @usableFromInline let lock = Lock(())
    @usableFromInline var idle: [Element] = []

    /// A pool without an element.
    package init() {}

    /// An element that is idle, or nil.
    @inlinable package func take() -> Element? { lock.withLock { _ in idle.popLast() } }

    /// Makes an element idle.
    @inlinable package func giveBack(_ element: Element) { lock.withLock { _ in idle.append(element) } }

    /// Calls `body` with an element that is idle, or a new one.
    @inlinable package func with<Result>(make: () throws -> Element, _ body: (Element) throws -> Result) rethrows
        -> Result
    {
        let element = try take() ?? make()
        defer { giveBack(element) }
        return try body(element)
    }
}
