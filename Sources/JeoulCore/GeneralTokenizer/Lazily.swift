/// A value that is made when it is first asked for, once.
final class Lazily<Value: Sendable>: Sendable {
    private let make: @Sendable () -> Value
    private let made = Lock<Value?>(nil)

    init(_ make: @escaping @Sendable () -> Value) { self.make = make }

    /// The value; who asks while it is made waits.
    var value: Value {
        made.withLock { made in
            if let made { return made }
            let new = make()
            made = new
            return new
        }
    }
}
