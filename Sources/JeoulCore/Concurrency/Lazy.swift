/// A value that is made when it is first asked for, once.
final class Lazy<Value: Sendable>: Sendable {
    private let made = Lock<Value?>(nil)

    /// The value; who asks while it is made waits.
    func value(_ make: () throws -> Value) rethrows -> Value {
        try made.withLock { made in
            if let made { return made }
            let new = try make()
            made = new
            return new
        }
    }
}
