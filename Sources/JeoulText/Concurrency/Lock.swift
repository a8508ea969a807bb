#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A value that one thread at a time uses; `Synchronization.Mutex` with the same calls, for what a forked process may use.
///
/// On Linux `Mutex` knows its owner by a thread id that it keeps in thread-local storage. In a child of `fork` the thread that
/// forked still has its parent's id there: while it holds a mutex, another thread of the child that waits for it aborts the
/// process. A `pthread_mutex_t` of the default kind checks no owner.
// SAFETY: the value is read and written by who holds the mutex alone, and the mutex stays at its address until nobody has it.
package final class Lock<Value>: @unchecked Sendable {
    @usableFromInline let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    @usableFromInline var value: Value

    /// A value that nobody has.
    package init(_ value: Value) {
        self.value = value
        mutex.initialize(to: pthread_mutex_t())
        let status = pthread_mutex_init(mutex, nil)
        precondition(status == 0, "a mutex of the default kind needs no resources")
    }

    deinit {
        pthread_mutex_destroy(mutex)
        mutex.deallocate()
    }

    /// Calls `body` with the value, once no other thread has it. `body` must not ask for the same value.
    @inlinable @inline(__always)
    package func withLock<Result, Failure: Error>(_ body: (inout Value) throws(Failure) -> Result) throws(Failure)
        -> Result
    {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return try body(&value)
    }

    /// Calls `body` with the value; nil if another thread has it.
    @inlinable @inline(__always)
    package func withLockIfAvailable<Result, Failure: Error>(
        _ body: (inout Value) throws(Failure) -> Result
    ) throws(Failure) -> Result? {
        guard pthread_mutex_trylock(mutex) == 0 else { return nil }
        defer { pthread_mutex_unlock(mutex) }
        return try body(&value)
    }
}
