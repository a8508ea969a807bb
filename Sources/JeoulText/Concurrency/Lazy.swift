/// A value that is made when it is first asked for, once.
package final class Lazy<Value: Sendable>: Sendable {
    @usableFromInline let made = Lock<Value?>(nil)

    /// A value that is not made yet.
    package init() {}

    /// The value; who asks while it is made waits.
    @inlinable package func value(_ make: () throws -> Value) rethrows -> Value {
        try made.withLock { made in
            if let made { return made }
            let new = try make()
            made = new
            return new
        }
    }
}
